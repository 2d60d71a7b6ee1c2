import SQLText
import Testing

@testable import Migrator

/// Instructions in comments.
struct DirectiveTests {
    @Test(arguments: [
        ("-- migrator: no-transaction", "no-transaction", nil),
        ("--migrator:no-transaction  ", "no-transaction", nil),
        ("-- migrator: allow drop-column: nobody reads it ", "allow", "drop-column: nobody reads it"),
        ("-- migrator: allow: why", "allow", ": why"),
        ("-- migrator:", "", nil),
    ])
    func directive_isNameAndArgument(_ text: String, _ name: String, _ argument: String?) {
        let directives = Directive.all(in: SQLScanner.tokens(of: "-- why\n\(text)\nselect 1;"))
        #expect(directives.map(\.name) == [name])
        #expect(directives.map(\.argument) == [argument])
        #expect(directives.map(\.line) == [2])
    }

    @Test(arguments: [
        "-- the migrator: a program", "/* migrator: no-transaction */", "select '-- migrator: no-transaction';",
        "do $$ -- migrator: no-transaction\n$$;",
    ])
    func otherText_isNoDirective(_ text: String) {
        #expect(Directive.all(in: SQLScanner.tokens(of: text)).isEmpty)
    }
}
