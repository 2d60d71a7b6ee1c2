/// What a run of tests came to.
struct TestResults: Sendable {
    var outcomes: [TestOutcome] = []
    var profile = CoverageProfile()

    /// Assertions that held, and specs whose report is the expected one.
    var passed: Int { outcomes.map(\.passed).reduce(0, +) }
    /// Assertions that did not, errors, plans that do not match, specs with another report.
    var failed: Int { outcomes.map(\.failures.count).reduce(0, +) }

    /// Adds what another worker did.
    mutating func merge(_ other: TestResults) {
        outcomes += other.outcomes
        profile.merge(other.profile)
    }

    /// The functions that may be called from outside and are covered less than demanded.
    func insufficient(_ minimum: Double) -> [FunctionCoverage] {
        profile.functions.filter { $0.isPublic && $0.statements.percent < minimum }
    }

    /// For machines.
    struct Summary: Encodable, Sendable {
        let passed: Int
        let failed: Int
        /// All files, in the order of their paths.
        let files: [TestOutcome]
        let coverage: [FunctionCoverage]
        /// Functions in SQL, which have no statements to count.
        let unmeasured: [String]
    }

    /// For machines.
    var summary: Summary {
        Summary(
            passed: passed,
            failed: failed,
            files: outcomes.sorted { $0.path < $1.path },
            coverage: profile.functions,
            unmeasured: profile.unmeasured.sorted()
        )
    }
}
