/// What a test file came to.
struct TestOutcome: Sendable, Encodable {
    /// One thing that was not as it should be.
    struct Failure: Sendable, Equatable, Encodable {
        /// `not ok 3 - stock is reserved`, `planned 4 tests, ran 3`, or an error with file and line.
        let test: String
        /// What the test says of it, a line each, without the leading `#`.
        var diagnostics: [String] = []
    }

    /// The file, as it is shown to people.
    let path: String
    /// How many assertions held.
    var passed = 0
    var failures: [Failure] = []
    var milliseconds = 0

    /// How many things were tried.
    var count: Int { passed + failures.count }

    /// For people, when something failed: `FAILED`, the file, and what it was, indented.
    var text: String {
        let lines = failures.flatMap { ["    " + $0.test] + $0.diagnostics.map { "        " + $0 } }
        return (["FAILED \(path)"] + lines).joined(separator: "\n")
    }
}
