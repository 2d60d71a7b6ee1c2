import Postgres

/// What in the database is not what the files made it: edited, dropped or added by hand.
struct Drift: Sendable {
    /// One difference.
    struct Finding: Encodable, Sendable {
        /// How it differs.
        enum Kind: String, Encodable, Sendable {
            case edited, dropped
            /// In the database, and made by no file.
            case unknown
        }

        let kind: Kind
        /// `function api.cart_get`, or the signature of what no file knows.
        let object: String
        let file: String?
        /// From the file's to the live text; or what would mend it.
        let diff: String
    }

    let session: Session
    let files: SchemaFiles

    /// All differences. Reads only, but for objects whose files have changed since they were deployed: those are tried in a
    /// transaction that is rolled back, as a mend by hand may have come into its file meanwhile.
    func findings() async throws -> [Finding] {
        let ledger = try await Ledger.read(session)
        let live = try await LiveObjects.read(session, schemas: files.schemas)
        let plan = Plan(files: files, ledger: ledger, live: live)
        var findings: [Finding] = []
        for object in plan.drifted {
            guard let deployed = ledger.objects[object.file.path]?.definition,
                let now = live.current(object, deployed: deployed)?.definition
            else { continue }
            let made = plan.changed.contains(object) ? try await definition(of: object) ?? deployed : deployed
            guard made != now else { continue }
            let diff = UnifiedDiff(
                from: made + "\n", to: now + "\n", labels: (object.file.path, "\(object.identity) in the database"))
            findings.append(Finding(kind: .edited, object: object.identity, file: object.file.path, diff: diff.text))
        }
        for object in files.objects where object.kind != .script {
            guard live[object].isEmpty, ledger.objects[object.file.path] != nil else { continue }
            findings.append(
                Finding(
                    kind: .dropped, object: object.identity, file: object.file.path,
                    diff: "`migrator up` makes it again\n"))
        }
        return findings + plan.unknown.map(unknown)
    }

    /// What a file would make, as the server shows it; nil when it cannot be made as things stand.
    func definition(of object: SchemaObject) async throws -> String? {
        do {
            return try await session.rehearsal {
                try await session.connection.execute(script: "set local check_function_bodies = off")
                try await session.connection.execute(script: object.file.text)
                return try await LiveObjects.read(session, schemas: files.schemas)[object].first?.definition
            }
        } catch let error as PostgresError where error.kind == .server {
            return nil
        }
    }

    private func unknown(_ signature: String) -> Finding {
        Finding(kind: .unknown, object: signature, file: nil, diff: "drop \(signature);\n")
    }
}
