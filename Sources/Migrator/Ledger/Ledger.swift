import Postgres

/// What the database remembers of earlier runs: the schema `migrator`.
struct Ledger: Sendable {
    /// A migration that was applied.
    struct Entry: Sendable, Equatable {
        let slug: String
        let checksum: String
    }

    /// A step of a migration without a transaction.
    struct Step: Sendable, Equatable {
        let checksum: String
        let isFinished: Bool
    }

    /// An object as it was when it was last made.
    struct Object: Sendable, Equatable {
        let checksum: String
        /// As the database shows it; nil in the ledger of an older migrator, which did not note it.
        let definition: String?
    }

    /// Whether there is one.
    var exists = false
    /// By number.
    var migrations: [Int: Entry] = [:]
    /// By the paths of their files.
    var objects: [String: Object] = [:]
    /// Steps by number of the migration, those of migrations that have not come to their end.
    var steps: [Int: [Int: Step]] = [:]
    /// What the database says that it is: `development`, or `production` where it says nothing.
    var environment = "production"
    /// The last migration after which the gates let everything through.
    var checkedMigration = 0

    /// Reads the ledger; an empty one where there is none.
    static func read(_ session: Session) async throws -> Ledger {
        var ledger = Ledger()
        let form = try await session.rows(
            """
            select
                to_regclass('migrator.objects') is not null as exists,
                to_regclass('migrator.journal') is not null as is_current
            """
        )
        guard try form.first?.boolean("exists") == true else { return ledger }
        ledger.exists = true
        for row in try await session.rows("select number, slug, checksum from migrator.migrations") {
            guard let number = try row.integer("number"), let slug = try row.text("slug"),
                let checksum = try row.text("checksum")
            else { continue }
            ledger.migrations[Int(number)] = Entry(slug: slug, checksum: checksum)
        }
        // Through JSON, as the ledger of an older migrator lacks the column.
        let objects = try await session.rows(
            "select o.path, o.checksum, to_jsonb(o) ->> 'definition' as definition from migrator.objects as o"
        )
        for row in objects {
            guard let path = try row.text("path"), let checksum = try row.text("checksum") else { continue }
            ledger.objects[path] = Object(checksum: checksum, definition: try row.text("definition"))
        }
        if try form.first?.boolean("is_current") == true { try await ledger.readRest(session) }
        return ledger
    }

    private mutating func readRest(_ session: Session) async throws {
        let open = try await session.rows(
            """
            select s.number, s.step, s.checksum, s.finished_at is not null as is_finished
            from migrator.steps as s
            where not exists (select from migrator.migrations as m where m.number = s.number)
            """
        )
        for row in open {
            guard let number = try row.integer("number"), let step = try row.integer("step"),
                let checksum = try row.text("checksum"), let isFinished = try row.boolean("is_finished")
            else { continue }
            steps[Int(number), default: [:]][Int(step)] = Step(checksum: checksum, isFinished: isFinished)
        }
        let row = try await session.rows("select environment, checked_migration from migrator.database").first
        environment = try row?.text("environment") ?? environment
        checkedMigration = try row?.integer("checked_migration").map(Int.init) ?? 0
    }
}
