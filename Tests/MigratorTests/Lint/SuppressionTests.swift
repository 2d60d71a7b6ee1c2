import Testing

@testable import Migrator

/// `-- migrator: allow`
struct SuppressionTests {
    private static func findings(_ text: String) -> [String] {
        LintShop.findings("migrations/0002_next.sql", text).map { "\($0.line) \($0.rule)" }
    }

    @Test(arguments: [
        "-- migrator: allow truncate: nobody uses it\ntruncate store.things;\n",
        "-- migrator: allow truncate: nobody uses it\n-- and a comment\ntruncate store.things;\n",
        "-- migrator: allow truncate: for all of them\n\ntruncate store.things;\ntruncate store.things;\n",
        "-- A header.\n-- migrator: allow truncate: for all of them\n\ntruncate store.things;\ntruncate store.things;\n",
        "alter table store.things\n    -- migrator: allow drop-column: nobody reads it\n    drop column note,\n    add column a text;\n",
        "-- migrator: allow drop-column: nobody reads it\n-- migrator: allow drop-cascade: a view of our own\nalter table store.things\n    drop column note cascade;\n",
        "do $$\nbegin\n    -- migrator: allow truncate: nobody uses it\n    truncate store.things;\nend;\n$$;\n",
        "-- migrator: allow truncate: nobody uses it\ndo $$\nbegin\n    truncate store.things;\nend;\n$$;\n",
    ])
    func allow_withReason_isEnough(_ text: String) {
        #expect(Self.findings(text) == [])
    }

    @Test(arguments: [
        ("-- migrator: allow truncate\ntruncate store.things;\n", ["1 allow", "2 truncate"]),
        ("-- migrator: allow truncate:  \ntruncate store.things;\n", ["1 allow", "2 truncate"]),
        ("-- migrator: allow\ntruncate store.things;\n", ["1 allow", "2 truncate"]),
        ("-- migrator: allow truncation: why\ntruncate store.things;\n", ["1 allow", "2 truncate"]),
        ("-- migrator: allow lock-table: why\ntruncate store.things;\n", ["1 allow", "2 truncate"]),
        ("-- migrator: allow truncate: why\nselect 1;\n", ["1 allow"]),
        ("select 1;\n-- migrator: allow truncate: why\n\ntruncate store.things;\n", ["2 allow", "4 truncate"]),
        ("-- migrator: allow truncate: why\nselect 1;\ntruncate store.things;\n", ["1 allow", "3 truncate"]),
        ("truncate store.things;\n-- migrator: allow truncate: why\n", ["1 truncate", "2 allow"]),
        (
            "-- migrator: allow truncate: why\ntruncate store.things;\ntruncate store.things;\n",
            ["3 truncate"]
        ),
    ])
    func allow_otherwise_isAFinding(_ text: String, _ findings: [String]) {
        // The trailing space of one of them is a matter of another rule.
        #expect(Self.findings(text).filter { !$0.hasSuffix("whitespace") } == findings)
    }

    @Test func allow_insideOfAFunction_isAboutTheNextStatement() {
        let lock = "perform 1 from store.things for update;"
        let body = "-- migrator: allow lock-order: nobody else locks two\n    \(lock)\n    \(lock)"
        let findings = LintShop.findings("functions/shared/thing_get.sql", LintShop.function(body: body))
        #expect(findings.map(\.line) == [15])
    }

    @Test func checksum_allowAddedLater_isTheSame() {
        let before = SQLFile(path: "a", text: "-- why\n\nselect 1;\n\ntruncate x;\n")
        let after = SQLFile(
            path: "a", text: "-- why\n\nselect 1;\n\n-- migrator: allow truncate: nobody uses it\ntruncate x;\n")
        #expect(after.checksum == before.checksum)
        // A ledger from the time when every byte counted.
        #expect(after.hasChecksum("8d45356b0ebe7265d614f678b0c49ba7a27eba533728686493cd7f032b672507") == true)
        #expect(!after.hasChecksum("0"))
    }
}
