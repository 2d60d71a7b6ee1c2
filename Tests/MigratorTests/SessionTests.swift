import Testing

@testable import Migrator

/// Connecting.
struct SessionTests {
    private static let report = Report(command: "test", isJSON: true)

    @Test(arguments: [
        "postgresql://nobody:secret@127.0.0.1:1/x",
        "postgresql://nobody:se@secret@127.0.0.1:1/x",
        "postgresql://nobody:se/secret@127.0.0.1:1/x",
        "postgresql://nobody:1/secret@127.0.0.1:1/x",
        "postgresql://nobody:se?secret@127.0.0.1:1/x",
        "postgresql://nobody:se#secret@127.0.0.1:1/x",
        "postgresql://nobody:secret@[127.0.0.1/x",
        "host=127.0.0.1 port=1 password=a secret",
        "host=127.0.0.1 port=1 password='secret",
        "secret",
    ])
    func connect_unreachable_neverShowsThePassword(_ connectionString: String) async {
        let failure = await #expect(throws: MigratorFailure.self) {
            try await Session.connect(connectionString, role: "postgres", report: Self.report)
        }
        #expect(failure?.exitCode == 10)
        #expect(failure?.description.contains("secret") == false)
    }

    @Test(.enabled(if: ScratchDatabase.serverURL != nil))
    func connect_noSuchRole_isUsage() async {
        let failure = await #expect(throws: MigratorFailure.self) {
            try await Session.connect(ScratchDatabase.serverURL ?? "", role: "no_such_role", report: Self.report)
        }
        #expect(failure?.exitCode == 1)
        #expect(failure?.description.contains("db/bootstrap.sql") == true)
    }

    @Test func environment_process_winsOverFile() {
        let file = "# a comment\nDATABASE_URL='postgresql://file/x'\nexport DELIVERY_SLOT_HOURS=3\nPGUSER=\"a b\"\n"
        let both = Environment(process: ["DELIVERY_SLOT_HOURS": "2"], file: file)
        #expect(both["DATABASE_URL"] == "postgresql://file/x")
        #expect(both["DELIVERY_SLOT_HOURS"] == "2")
        #expect(both["PGUSER"] == "a b")
        #expect(Environment(process: ["PGHOST": "here"], file: file)["DATABASE_URL"] == nil)
        #expect(Environment(process: ["DATABASE_URL": ""], file: nil)["DATABASE_URL"] == nil)
    }
}
