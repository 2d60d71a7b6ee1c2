import Postgres

/// What the database remembers of earlier runs: the schema `migrator`.
struct Ledger: Sendable {
    /// A migration that was applied.
    struct Entry: Sendable, Equatable {
        let slug: String
        let checksum: String
    }

    /// By number.
    var migrations: [Int: Entry] = [:]
    /// Checksums by path.
    var objects: [String: String] = [:]

    /// Makes the ledger where there is none.
    static func create(_ session: Session) async throws {
        try await session.transaction {
            try await session.connection.execute(
                script: """
                    create schema if not exists migrator;
                    comment on schema migrator is 'What the migrator remembers.';
                    create table if not exists migrator.migrations (
                        number integer not null,
                        slug text not null,
                        checksum text not null,
                        applied_at timestamptz not null default now(),
                        duration_ms integer not null,
                        applied_by text not null default session_user,
                        constraint migrations_pkey primary key (number)
                    );
                    create table if not exists migrator.objects (
                        path text not null,
                        checksum text not null,
                        applied_at timestamptz not null default now(),
                        applied_by text not null default session_user,
                        constraint objects_pkey primary key (path)
                    );
                    comment on table migrator.migrations is 'The applied migrations with the SHA-256 of their files.';
                    comment on table migrator.objects is 'The applied functions and the like with the SHA-256 of their files.';
                    """
            )
        }
    }

    /// Reads the ledger; an empty one where there is none.
    static func read(_ session: Session) async throws -> Ledger {
        let exists = try await session.connection.query("select to_regclass('migrator.objects') is not null as found")
        guard try exists.first?.boolean("found") == true else { return Ledger() }
        var ledger = Ledger()
        for row in try await session.connection.query("select number, slug, checksum from migrator.migrations") {
            guard let number = try row.integer("number"), let slug = try row.text("slug"),
                let checksum = try row.text("checksum")
            else { continue }
            ledger.migrations[Int(number)] = Entry(slug: slug, checksum: checksum)
        }
        for row in try await session.connection.query("select path, checksum from migrator.objects") {
            guard let path = try row.text("path") else { continue }
            ledger.objects[path] = try row.text("checksum")
        }
        return ledger
    }

    /// Notes a migration, in its own transaction.
    static func note(_ migration: Migration, took: Duration, _ session: Session) async throws {
        _ = try await session.connection.query(
            "insert into migrator.migrations (number, slug, checksum, duration_ms) values ($1, $2, $3, $4)",
            [
                .integer(Int64(migration.number)), .text(migration.slug), .text(migration.file.checksum),
                .integer(Int64(took / .milliseconds(1))),
            ]
        )
    }

    /// Notes an object, in the transaction that applied it.
    static func note(_ object: SQLFile, _ session: Session) async throws {
        _ = try await session.connection.query(
            """
            insert into migrator.objects (path, checksum) values ($1, $2)
            on conflict (path) do update
            set checksum = excluded.checksum, applied_at = now(), applied_by = session_user
            """,
            [.text(object.path), .text(object.checksum)]
        )
    }
}
