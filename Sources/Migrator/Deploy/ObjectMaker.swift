import Postgres

/// Runs the files of objects, in their order, and sees to it that the new stands in the place of the old.
struct ObjectMaker {
    let session: Session
    let files: SchemaFiles
    /// Identities of what is to be made.
    var due: Set<String>
    private var made: [SchemaObject] = []

    init(session: Session, files: SchemaFiles, due: Set<String>) {
        self.session = session
        self.files = files
        self.due = due
    }

    /// Makes what is due, and what had to be dropped for it. Gives what was made.
    mutating func makeAll(before: LiveObjects) async throws -> [SchemaObject] {
        for object in files.objects where due.contains(object.identity) {
            try await make(object, before)
        }
        try await refuseOverloads()
        // Dropped after its turn had passed: a view that stands before the function that it needs cannot be.
        let missing = files.objects.filter { object in due.contains(object.identity) && !made.contains(object) }
        for object in missing { try await make(object, before) }
        return made
    }

    private mutating func make(_ object: SchemaObject, _ before: LiveObjects) async throws {
        try await session.connection.execute(script: "savepoint object")
        do {
            try await run(object)
        } catch let conflict as SignatureConflict {
            let replaced = before[object].filter(object.replaces)
            guard !replaced.isEmpty else { throw conflict }
            try await session.connection.execute(script: "rollback to savepoint object")
            for old in replaced { try await drop(old) }
            try await run(object)
        }
        try await session.connection.execute(script: "release savepoint object")
        made.append(object)
    }

    private func run(_ object: SchemaObject) async throws {
        do {
            try await session.connection.execute(script: object.file.text)
        } catch let error as PostgresError where error.kind == .server {
            switch error.sqlState?.rawValue {
            case "55P03", "40P01": throw LockTimeout()
            // Another result, another name of a parameter; other columns of a view.
            case "42P13", "42P16": throw SignatureConflict(object: object, error: error, inTheWay: [])
            // A bare name means two functions now: the file's former one stands beside its new one. In a view or on the page of
            // privileges it is a call that has to be more exact.
            case "42725" where object.kind == .function:
                throw SignatureConflict(object: object, error: error, inTheWay: [])
            default: throw MigratorFailure.failed(object.file, error)
            }
        } catch let error as PostgresError {
            throw MigratorFailure.unreachable(error.message)
        }
    }

    /// Parameters of other types make a second function beside the first, which nobody would ever mend again.
    private mutating func refuseOverloads() async throws {
        let live = try await LiveObjects.read(session, schemas: files.schemas)
        for object in made where live[object].count > 1 {
            let current = live[object].max { $0.oid < $1.oid }
            for old in live[object] where old != current {
                guard object.replaces(old) else {
                    throw SignatureConflict(object: object, error: nil, inTheWay: [old])
                }
                try await drop(old)
            }
        }
    }

    /// Drops what a file replaces, after whatever depends on it; what files make of that is due then. What no file makes stands
    /// in the way, and the server says so.
    private mutating func drop(_ old: LiveObjects.Object) async throws {
        let live = try await LiveObjects.read(session, schemas: files.schemas)
        for dependent in try await Dependents.of(old, session) {
            guard let object = files.objects.first(where: { $0.identity == dependent.identity }),
                let standing = live[object].first
            else { continue }
            due.insert(object.identity)
            made.removeAll { $0 == object }
            try await drop(standing)
        }
        // By two ways the same view may have been reached.
        let kind = old.signature.prefix { $0 != " " }
        try await session.run("drop \(kind) if exists \(old.bareSignature)")
    }
}
