import Postgres

extension Ledger {
    /// Makes the ledger where there is none, and brings an older one up to date, within the session's transaction.
    /// - Parameter environment: what a new database is said to be; an existing one is not asked again.
    static func create(_ session: Session, environment: String) async throws {
        let form = try await session.rows("select to_regclass('migrator.journal') is not null as is_current")
        guard try form.first?.boolean("is_current") != true else { return }
        try await session.connection.execute(script: schema)
        _ = try await session.rows("insert into migrator.database (environment) values ($1)", [.text(environment)])
    }

    private static let schema = """
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
        comment on table migrator.migrations is 'The applied migrations with the SHA-256 of their files.';

        create table if not exists migrator.objects (
            path text not null,
            checksum text not null,
            applied_at timestamptz not null default now(),
            applied_by text not null default session_user,
            constraint objects_pkey primary key (path)
        );
        alter table migrator.objects add column if not exists definition text;
        comment on table migrator.objects is 'Functions, views and triggers with the SHA-256 of their files.';
        comment on column migrator.objects.definition is 'As the database showed it right after it was made: what differs now was changed by hand.';

        create table migrator.steps (
            number integer not null,
            step integer not null,
            statement text not null,
            checksum text not null,
            started_at timestamptz not null default clock_timestamp(),
            finished_at timestamptz,
            started_by text not null default session_user,
            constraint steps_pkey primary key (number, step)
        );
        comment on table migrator.steps is 'Statements of migrations without a transaction, noted before and after: where to go on.';

        create table migrator.journal (
            journal_id bigint generated always as identity,
            command text not null,
            detail text not null,
            reason text,
            done_at timestamptz not null default clock_timestamp(),
            done_by text not null default session_user,
            constraint journal_pkey primary key (journal_id)
        );
        comment on table migrator.journal is 'What was done to the ledger itself: baseline, repair, down, adopt.';

        create table migrator.database (
            database_id integer not null default 1,
            environment text not null,
            checked_migration integer not null default 0,
            constraint database_pkey primary key (database_id),
            constraint database_one_row check (database_id = 1),
            constraint database_environment_known check (environment in ('development', 'production'))
        );
        comment on column migrator.database.checked_migration is 'The last migration after which all bodies and privileges were let through the gates.';
        comment on table migrator.database is 'What this database is for: `down` and `redo` work on one for development only.';
        """
}
