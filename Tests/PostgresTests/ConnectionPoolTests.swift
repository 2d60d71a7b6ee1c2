import Testing

@testable import Postgres

/// The pool with a real server.
@Suite(.enabled(if: TestServer.isThere))
struct ConnectionPoolTests {
    private static let sleep = Statement(name: "sleep", sql: "select pg_sleep($1), pg_backend_pid() as pid")
    private static let pid = Statement(name: "pid", sql: "select pg_backend_pid() as pid")

    @Test func query_manyAtOnce_useNoMoreConnectionsThanTheSize() async throws {
        try await TestServer.withPool(size: 3, statements: [Self.sleep]) { pool in
            let pids = try await withThrowingTaskGroup(of: Int64?.self) { group in
                for _ in 0..<30 {
                    group.addTask { try await pool.query(Self.sleep, ["0.01"]).first?.integer("pid") }
                }
                return try await group.reduce(into: Set<Int64?>()) { $0.insert($1) }
            }
            #expect((1...3).contains(pids.count))
        }
    }

    @Test func query_functionMadeAnewWithAnotherResult_isPreparedAfresh() async throws {
        let statement = Statement(name: "stale", sql: "select public.pool_stale() as value")
        let other = try await TestServer.connect()
        try await other.execute(
            script: """
                drop function if exists public.pool_stale();
                create function public.pool_stale() returns int language sql as 'select 1';
                """)
        try await TestServer.withPool(size: 2, statements: [statement]) { pool in
            for _ in 0..<4 { #expect(try await pool.query(statement, []).first?.text("value") == "1") }
            try await other.execute(
                script: """
                    drop function public.pool_stale();
                    create function public.pool_stale() returns text language sql as $$select 'two'$$;
                    """)
            for _ in 0..<4 { #expect(try await pool.query(statement, []).first?.text("value") == "two") }
        }
        try await other.execute(script: "drop function public.pool_stale()")
        await other.close()
    }

    @Test func query_queueFull_isRefusedAtOnce() async throws {
        try await TestServer.withPool(size: 1, waiterLimit: 1, statements: [Self.sleep]) { pool in
            try await withThrowingTaskGroup(of: PostgresError.Kind?.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        do {
                            _ = try await pool.query(Self.sleep, ["0.5"])
                            return nil
                        } catch let error as PostgresError {
                            return error.kind
                        }
                    }
                }
                let first = try await group.next()
                #expect(first == .poolExhausted, "whoever came third does not wait")
                #expect(try await group.reduce(into: 0) { if $1 == nil { $0 += 1 } } == 2)
            }
        }
    }

    @Test func query_waitTooLong_isRefused() async throws {
        try await TestServer.withPool(size: 1, waitLimit: .milliseconds(50), statements: [Self.sleep]) { pool in
            async let slow = pool.query(Self.sleep, ["3"])
            try await Task.sleep(for: .milliseconds(100))
            let error = await #expect(throws: PostgresError.self) { try await pool.query(Self.sleep, ["0"]) }
            #expect(error?.kind == .poolExhausted)
            _ = try await slow
        }
    }

    @Test func query_cancelledWhileWaiting_leavesTheQueue() async throws {
        try await TestServer.withPool(size: 1, waiterLimit: 1, statements: [Self.sleep]) { pool in
            async let slow = pool.query(Self.sleep, ["0.3"])
            try await Task.sleep(for: .milliseconds(50))
            let waiting = Task { try await pool.query(Self.sleep, ["0"]) }
            try await Task.sleep(for: .milliseconds(50))
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            _ = try await pool.query(Self.sleep, ["0"])
            _ = try await slow
        }
    }

    @Test func idleConnection_terminated_isReplacedWithoutAFailedCall() async throws {
        try await TestServer.withPool(size: 1, statements: [Self.pid]) { pool in
            let before = try #require(try await pool.query(Self.pid, []).first?.integer("pid"))
            let other = try await TestServer.connect()
            _ = try await other.query("select pg_terminate_backend($1, 5000)", [.integer(before)])
            let after = try await pool.query(Self.pid, []).first?.integer("pid")
            #expect(after != before)
        }
    }

    @Test func statement_whoseConnectionBreaks_isReportedAndNotRepeated() async throws {
        try await TestServer.withPool(size: 1, statements: [Self.sleep, Self.pid]) { pool in
            let pid = try #require(try await pool.query(Self.pid, []).first?.integer("pid"))
            let other = try await TestServer.connect()
            async let sleeping = pool.query(Self.sleep, ["30"])
            try await Task.sleep(for: .milliseconds(200))
            _ = try await other.query("select pg_terminate_backend($1, 5000)", [.integer(pid)])
            do {
                _ = try await sleeping
                Issue.record("the statement cannot have ended well")
            } catch let error as PostgresError {
                #expect(error.kind == .connectionLost)
                #expect(error.isUnavailable)
            }
            _ = try await pool.query(Self.pid, [])
        }
    }

    @Test func statementTimeout_isItsOwnError() async throws {
        try await TestServer.withPool(size: 1, settings: [("statement_timeout", "50")], statements: [Self.sleep]) {
            pool in
            let error = await #expect(throws: PostgresError.self) { try await pool.query(Self.sleep, ["5"]) }
            #expect(error?.sqlState == .queryCanceled)
            _ = try await pool.query(Self.sleep, ["0"])
        }
    }

    @Test func shutdown_callUnderWay_ends_andLaterOnesAreRefused() async throws {
        var kept: ConnectionPool?
        try await TestServer.withPool(size: 1, statements: [Self.sleep]) { pool in
            kept = pool
            async let slow = pool.query(Self.sleep, ["0.2"])
            try await Task.sleep(for: .milliseconds(50))
            pool.close()
            _ = try await slow
        }
        let error = await #expect(throws: PostgresError.self) { try await kept?.query(Self.sleep, ["0"]) }
        #expect(error?.kind == .closed)
    }
}
