import Postgres
import SQLText

extension Ledger {
    /// Notes a migration as applied, in its own transaction.
    static func note(_ migration: Migration, took: Duration, _ session: Session) async throws {
        _ = try await session.rows(
            "insert into migrator.migrations (number, slug, checksum, duration_ms) values ($1, $2, $3, $4)",
            [
                .integer(Int64(migration.number)), .text(migration.slug), .text(migration.file.checksum),
                .integer(Int64(took / .milliseconds(1))),
            ]
        )
    }

    /// Notes an object as made, in the transaction that made it.
    static func note(_ object: SchemaObject, definition: String, _ session: Session) async throws {
        _ = try await session.rows(
            """
            insert into migrator.objects (path, checksum, definition) values ($1, $2, $3)
            on conflict (path) do update
            set checksum = excluded.checksum, definition = excluded.definition, applied_at = now(), applied_by = session_user
            """,
            [.text(object.file.path), .text(object.file.checksum), .text(definition)]
        )
    }

    /// Notes that the gates let through what stands after the last migration.
    static func noteChecked(_ session: Session) async throws {
        _ = try await session.rows(
            """
            update migrator.database
            set checked_migration = (select coalesce(max(m.number), 0) from migrator.migrations as m)
            """)
    }

    /// Forgets objects whose files and selves are gone.
    static func forget(_ paths: [String], _ session: Session) async throws {
        for path in paths {
            _ = try await session.rows("delete from migrator.objects where path = $1", [.text(path)])
        }
    }

    /// Notes a step before it is run.
    static func begin(step: Int, of migration: Migration, _ statement: SQLStatement, _ session: Session) async throws {
        _ = try await session.rows(
            """
            insert into migrator.steps (number, step, statement, checksum) values ($1, $2, $3, $4)
            on conflict (number, step) do update
            set statement = excluded.statement, checksum = excluded.checksum, started_at = clock_timestamp()
            """,
            [
                .integer(Int64(migration.number)), .integer(Int64(step)), .text(statement.text),
                .text(statement.checksum),
            ]
        )
    }

    /// Notes a step after it was run.
    static func finish(step: Int, of number: Int, _ session: Session) async throws {
        _ = try await session.rows(
            "update migrator.steps set finished_at = clock_timestamp() where number = $1 and step = $2",
            [.integer(Int64(number)), .integer(Int64(step))]
        )
    }

    /// Writes down what was done to the ledger itself.
    static func journal(_ command: String, _ detail: String, reason: String? = nil, _ session: Session) async throws {
        _ = try await session.rows(
            "insert into migrator.journal (command, detail, reason) values ($1, $2, $3)",
            [.text(command), .text(detail), Value(reason)]
        )
    }
}
