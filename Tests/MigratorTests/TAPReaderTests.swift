import Testing

@testable import Migrator

/// Reading what pgTAP says, without a database.
struct TAPReaderTests {
    private static func read(_ texts: String...) -> TAPReader {
        var reader = TAPReader()
        for text in texts { reader.read(text) }
        reader.finish()
        return reader
    }

    @Test func assertions_allHold_noFailure() {
        let reader = Self.read("1..2", "ok 1 - one", "{\"data\": 1}", "ok", "ok 2")
        #expect(reader.passed == 2)
        #expect(reader.failures.isEmpty)
    }

    @Test func assertion_fails_bringsItsDiagnosticsAndNoOthers() {
        let reader = Self.read(
            "1..3",
            "not ok 1 - one\n# Failed test 1: \"one\"\n#         have: 1\n#         want: 2",
            "ok 2 - two\n# a remark", "ok 3", "# Looks like you failed 1 test of 3"
        )
        #expect(reader.passed == 2)
        #expect(
            reader.failures == [
                TestOutcome.Failure(test: "not ok 1 - one", diagnostics: ["have: 1", "want: 2"])
            ])
    }

    @Test(arguments: [
        (["1..2", "ok 1"], "planned 2 tests, ran 1"),
        (["1..1", "ok 1", "ok 2"], "planned 1 tests, ran 2"),
        (["ok 1"], "there was no plan"),
        ([], "there was no plan"),
        (["1..1", "1..1", "ok 1"], "a second plan: 1..1"),
        (["1..2", "ok 1", "Bail out! no database", "ok 2", "not ok 3"], "Bail out! no database"),
        (["1..1", "not ok 1 - five \\# todo"], "not ok 1 - five \\# todo"),
    ])
    func output_wrong_isAFailure(_ texts: [String], _ failure: String) {
        var reader = TAPReader()
        for text in texts { reader.read(text) }
        reader.finish()
        #expect(reader.failures.map(\.test) == [failure])
    }

    @Test(arguments: ["not ok 1 - later # TODO not built", "ok 1 # SKIP no network", "ok 1 - later # TODO"])
    func directive_todoOrSkip_isNoFailure(_ line: String) {
        #expect(Self.read("1..1", line).failures.isEmpty)
    }

    @Test func plan_atTheEnd_counts() {
        #expect(Self.read("ok 1", "1..1").failures.isEmpty)
    }
}
