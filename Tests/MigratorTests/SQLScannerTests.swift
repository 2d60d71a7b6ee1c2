import SQLText
import Testing

@testable import Migrator

/// Cutting SQL.
struct SQLScannerTests {
    @Test(arguments: [
        "select 1; select 2",
        "select 'a;b', E'a\\';b', \"a;b\", $$a;b$$, $x$ $$;$$ $x$, U&'a;b' -- ;\n, /* ; /* ; */ ; */ 1.5e-3",
        "create function f() returns int language sql begin atomic select case when true then 1 end; select 2; end; select 3",
        "'unclosed", "$$ unclosed", "/* unclosed", "\"unclosed", "חלב = 'חלב'", "",
    ])
    func tokens_joined_areTheText(_ text: String) {
        #expect(SQLScanner.tokens(of: text).map(\.text).joined() == text)
    }

    @Test(arguments: [
        ("select 1; select 2;", ["select 1", "select 2"]),
        ("select 'a;b', $$a;b$$ -- ;\n;\n-- why\nselect 2", ["select 'a;b', $$a;b$$", "-- why\nselect 2"]),
        ("begin; commit; -- the end\n", ["begin", "commit"]),
        (
            "create function f() returns int language sql begin atomic select case when true then 1 end; end; select 3",
            [
                "create function f() returns int language sql begin atomic select case when true then 1 end; end",
                "select 3",
            ]
        ),
        ("-- nothing\n;;", []),
    ])
    func statements_areCutAtTheirSemicolons(_ text: String, _ statements: [String]) {
        #expect(SQLStatement.all(in: text).map(\.text) == statements)
    }

    @Test func statement_line_isThatOfItsFirstWord() {
        #expect(SQLStatement.all(in: "select 1;\n\n-- why\nselect 2;").map(\.line) == [1, 4])
    }

    @Test(arguments: [
        ("select 1; -- one\n", "select 1;\n"),
        ("select 1;\r\nselect 2;", "select 1;\nselect 2;"),
        ("-- a line\nselect 1;\n\n", "select 1;"),
        ("-- a line\n\n-- another\nselect 1;", "select 1;"),
        ("select 1\n    -- why\n    + 2;", "select 1\n    + 2;"),
    ])
    func checksum_commentsAndLineEndings_doNotCount(_ one: String, _ other: String) {
        #expect(SQLFile(path: "a", text: one).checksum == SQLFile(path: "b", text: other).checksum)
    }

    @Test(arguments: [
        ("select 1;", "select 2;"),
        ("do $$ begin -- one\nend $$;", "do $$ begin -- two\nend $$;"),
        ("select '--a';", "select '--b';"),
        ("select 'a';", "select 'A';"),
    ])
    func checksum_whatTheServerSees_counts(_ one: String, _ other: String) {
        #expect(SQLFile(path: "a", text: one).checksum != SQLFile(path: "b", text: other).checksum)
    }
}
