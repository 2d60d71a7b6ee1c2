import Postgres
import Testing

@testable import Migrator

/// Locks that others hold.
@Suite(.enabled(if: ScratchDatabase.serverURL != nil))
struct LockTests {
    @Test func alterTable_blocked_givesUpNamesTheBlockerAndLetsReadersThrough() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.up()
            let other = try await Connection.connect(ConnectionParameters(scratch.url, applicationName: "blocker"))
            try await other.execute(script: "begin; update public.things set id = 4242 where id = 4711")
            try scratch.write("migrations/0002_alter.sql", "alter table public.things add column x int;")

            async let blocked = scratch.migrator("up", "--lock-tries", "2")
            // A reader who comes while it waits is held up for the lock_timeout at the most.
            var longest = Duration.zero
            let clock = ContinuousClock()
            let end = clock.now + .seconds(5)
            while clock.now < end {
                let took = try await clock.measure { _ = try await scratch.value("select count(*) from public.things") }
                longest = max(longest, took)
                try await Task.sleep(for: .milliseconds(20))
            }
            let run = try await blocked
            #expect(run.status == 7)
            #expect(run.errors.contains("trying again in"))
            let pid = try await other.processID
            #expect(run.errors.contains("pid \(pid), postgres, idle in transaction"))
            #expect(run.errors.contains("update public.things set id = ? where id = ?"))
            #expect(!run.errors.contains("4711"))
            // Two tries of two seconds each, with no reader let through between them, would be more than four.
            #expect(longest < .seconds(4), "a reader waited \(longest)")

            try await other.execute(script: "commit")
            await other.close()
            #expect(try await scratch.migrator("up").status == 0)
        }
    }

    @Test func alterTable_blockedForAWhile_succeedsAfterRetries() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.up()
            let other = try await Connection.connect(ConnectionParameters(scratch.url, applicationName: "blocker"))
            try await other.execute(script: "begin; lock table public.things in access share mode")
            try scratch.write("migrations/0002_alter.sql", "alter table public.things add column x int;")
            async let blocked = scratch.migrator("up", "--lock-tries", "9")
            try await scratch.wait {
                try await scratch.value(
                    "select 1 from pg_locks where relation = 'public.things'::regclass and not granted") == "1"
            }
            try await Task.sleep(for: .milliseconds(2_200))
            try await other.execute(script: "commit")
            await other.close()
            let run = try await blocked
            #expect(run.status == 0)
            #expect(run.errors.contains("trying again in"))
        }
    }
}
