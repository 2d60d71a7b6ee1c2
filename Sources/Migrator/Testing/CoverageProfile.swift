import Postgres

/// What plpgsql_check's profiler saw: how often each statement of each function ran.
struct CoverageProfile: Sendable {
    /// Which statement: `number` counts through the function.
    private struct Key: Hashable {
        let function: String
        let number: Int64
    }

    private struct Statement {
        let line: Int64
        /// Whether that list is a way that the function may take or not: of an if, a case, a loop, a handler. The body of a
        /// block is none, it runs whenever the block does.
        let isBranch: Bool
        let isFirstOfList: Bool
        var runs: Int64
    }

    private var statements: [Key: Statement] = [:]
    /// Functions in standard SQL: they have no statements that the profiler could see, and no branches but `case`.
    private(set) var unmeasured: Set<String> = []

    /// Makes a session one that counts. Its counts are its own, survive a rollback, and end with it.
    static func start(in connection: Connection) async throws {
        try await connection.execute(
            script: """
                load 'plpgsql_check';
                set plpgsql_check.profiler = on;
                set max_parallel_workers_per_gather = 0; -- A parallel worker would count for itself.
                """
        )
    }

    /// What a session has counted.
    ///
    /// The profiler's own percentage also has the return that PL/pgSQL puts at the end of a function that lacks one, which
    /// cannot run in a function that always raises; the list of statements, which is read here, has not.
    static func read(from connection: Connection) async throws -> CoverageProfile {
        var profile = CoverageProfile()
        for row in try await connection.query(
            """
            select
                n.nspname || '.' || p.proname as function, s.stmtid, s.lineno,
                s.parent_stmtid is not null and s.parent_note <> 'body' as is_branch,
                s.block_num = 1 as is_first, s.exec_stmts
            from pg_proc as p
            join pg_namespace as n on n.oid = p.pronamespace
            join pg_language as l on l.oid = p.prolang
            cross join lateral plpgsql_check.plpgsql_profiler_function_statements_tb(p.oid) as s
            where n.nspname in ('api', 'store', 'audit')
                and l.lanname = 'plpgsql'
            """
        ) {
            guard let function = try row.text("function"), let number = try row.integer("stmtid") else { continue }
            profile.statements[Key(function: function, number: number)] = Statement(
                line: try row.integer("lineno") ?? 0,
                isBranch: try row.boolean("is_branch") ?? false,
                isFirstOfList: try row.boolean("is_first") ?? false,
                runs: try row.integer("exec_stmts") ?? 0
            )
        }
        let others = try await connection.query(
            """
            select n.nspname || '.' || p.proname as function
            from pg_proc as p
            join pg_namespace as n on n.oid = p.pronamespace
            join pg_language as l on l.oid = p.prolang
            where n.nspname in ('api', 'store', 'audit')
                and l.lanname <> 'plpgsql'
            """
        )
        profile.unmeasured = Set(try others.compactMap { try $0.text("function") })
        return profile
    }

    /// Adds what another session saw of the same functions.
    mutating func merge(_ other: CoverageProfile) {
        statements.merge(other.statements) { one, other in
            var sum = one
            sum.runs += other.runs
            return sum
        }
        unmeasured.formUnion(other.unmeasured)
    }

    /// The functions, least covered first.
    var functions: [FunctionCoverage] {
        Dictionary(grouping: statements, by: \.key.function).map { function, statements in
            let branches = statements.map(\.value).filter { $0.isBranch && $0.isFirstOfList }
            return FunctionCoverage(
                function: function,
                statements: Coverage(count: statements.count, ran: statements.count { $0.value.runs > 0 }),
                branches: Coverage(count: branches.count, ran: branches.count { $0.runs > 0 }),
                missedLines: Set(statements.filter { $0.value.runs == 0 }.map { Int($0.value.line) }).sorted()
            )
        }.sorted { ($0.statements.percent, $0.function) < ($1.statements.percent, $1.function) }
    }
}
