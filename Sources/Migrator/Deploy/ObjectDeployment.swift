import Postgres

/// Makes functions, views, triggers, errors and grants what the files say, within the session's transaction, and lets them
/// through the gates.
struct ObjectDeployment: Sendable {
    let session: Session
    let files: SchemaFiles
    let overwritesDrift: Bool
    /// Tables have changed: bodies that did not change may no longer fit.
    let isAfterMigrations: Bool

    /// How many objects were made again.
    /// - Throws: `LockTimeout`, `SignatureConflict`, `MigratorFailure`.
    func deploy() async throws -> Int {
        let ledger = try await Ledger.read(session)
        let before = try await live()
        // Migrations of this run may have dropped what the ledger knows.
        let plan = Plan(files: files, ledger: ledger, live: before)
        var due = Set(plan.changed.map(\.identity))
        if overwritesDrift { due.formUnion(plan.drifted.map(\.identity)) }
        for object in plan.drifted where !due.contains(object.identity) {
            session.report.warning("\(object.identity) was changed by hand: `migrator drift` shows it")
        }
        try refuseUnknown(plan)
        let gates = Gates(session: session, files: files)
        guard !due.isEmpty || isAfterMigrations || plan.isUnchecked || !plan.forgotten.isEmpty else {
            try await gates.checkPrivileges()
            return 0
        }
        due.insert(SchemaObject.identity(.script, SchemaFiles.grantsPath))

        // Functions may call each other in any order.
        try await session.connection.execute(script: "set local check_function_bodies = off")
        var maker = ObjectMaker(session: session, files: files, due: due)
        let made = try await maker.makeAll(before: before)
        let after = try await live()
        try refuseOverwrittenDrift(plan, made, before, after)
        for object in made where ledger.objects[object.file.path]?.definition == nil {
            guard let old = before[object].first, old.definition != after[object].first?.definition else { continue }
            // Its file has moved: it was made under the other path.
            if ledger.objects.values.contains(where: { $0.definition == old.definition }) { continue }
            session.report.warning(
                "\(object.identity) was there already, made by nobody knows whom, and has another text now")
        }
        for object in made {
            try await Ledger.note(object, definition: after[object].first?.definition ?? "", session)
        }
        try await Ledger.forget(plan.forgotten, session)
        try await gates.check()
        try await Ledger.noteChecked(session)
        return made.count
    }

    private func live() async throws -> LiveObjects {
        try await LiveObjects.read(session, schemas: files.schemas)
    }

    /// What no file makes was forgotten there, or made by hand.
    private func refuseUnknown(_ plan: Plan) throws {
        guard !plan.unknown.isEmpty else { return }
        throw MigratorFailure(
            .drift,
            "made by no file; give it one, or drop it (in a migration, if it was deployed):",
            plan.unknown.map { "drop \($0);" }
        )
    }

    /// A file must not replace what somebody mended by hand, unless it holds the same.
    private func refuseOverwrittenDrift(
        _ plan: Plan,
        _ made: [SchemaObject],
        _ before: LiveObjects,
        _ after: LiveObjects
    ) throws {
        let madeIdentities = Set(made.map(\.identity))
        let lost = plan.drifted.filter { object in
            madeIdentities.contains(object.identity)
                && before[object].first?.definition != after[object].first?.definition
        }
        guard !lost.isEmpty && !overwritesDrift else { return }
        throw MigratorFailure(
            .drift,
            "changed by hand, and would be overwritten; see `migrator drift`, then `migrator adopt NAME` or `up --overwrite-drift`:",
            lost.map(\.identity)
        )
    }
}
