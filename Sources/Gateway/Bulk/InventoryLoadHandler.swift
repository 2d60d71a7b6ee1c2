import Crypto
import NIOCore
import Postgres

/// Takes a file of stock: its rows go to the database while they come, and are applied when all have come, to the end even if this
/// gateway dies meanwhile. A file that is none applies nothing; between two parts of it no connection is held, however slowly its
/// sender sends.
struct InventoryLoadHandler: Sendable {
    let calls: InventoryLoadCalls

    /// Bytes of rows that are kept until they are sent to the database.
    private static let batch = 65_536

    func load(_ call: Call) async throws -> Answer {
        guard let upload = call.upload else { throw APIError(.internalError) }
        let key = try IdempotencyKey.optional(in: call.headers)
        let (received, hash) = try await receive(upload, call.context)
        let bound = key.map { key in
            IdempotencyKey.Bound(
                key: key, fingerprint: Fingerprint.of(call.route, call.arguments + ["file": .bytes(hash)]))
        }
        let load = try await calls.open(received, call.arguments, key: bound, call.context)
        try await calls.apply(load, call.context)
        return .json(
            try await calls.report(load, call.context), status: .ok,
            headers: load == received ? [:] : [.idempotentReplayed: "true"])
    }

    /// Puts the rows of the file into the database; gives the load, and the SHA-256 of the file.
    private func receive(_ upload: Upload, _ context: CallContext) async throws -> (load: Int64, hash: [UInt8]) {
        var multipart =
            try upload.contentType.prefix(10).isSameIgnoringCase(as: "multipart/")
            ? MultipartFile(contentType: upload.contentType) : nil
        var reception = Reception(load: try await calls.begin(context))
        for try await part in upload {
            let bytes = try multipart?.read(part.readableBytesView) ?? Array(part.readableBytesView)
            try reception.read(bytes)
            if reception.rows.bytes.count >= Self.batch { try await calls.add(reception.takeRows()) }
        }
        try multipart?.end()
        try reception.end()
        let last = reception.takeRows()
        if !last.bytes.isEmpty { try await calls.add(last) }
        return (reception.load, reception.digest)
    }

    /// What has come of a file.
    private struct Reception {
        let load: Int64
        private(set) var rows = CopyText()
        private var reader = CSVReader()
        private var file = InventoryFile()
        private var hash = SHA256()

        init(load: Int64) { self.load = load }

        var digest: [UInt8] { Array(hash.finalize()) }

        mutating func read(_ bytes: [UInt8]) throws {
            hash.update(data: bytes)
            try refusing { try reader.read(bytes) { try file.take($0, load: load, into: &rows) } }
        }

        mutating func end() throws {
            try refusing { try reader.end { try file.take($0, load: load, into: &rows) } }
            guard file.hasHeader else { throw InventoryFile.refusal("must begin with a header") }
        }

        mutating func takeRows() -> CopyText {
            defer { rows = CopyText() }
            return rows
        }

        private func refusing(_ work: () throws -> Void) throws {
            do {
                try work()
            } catch let failure as CSVReader.Failure {
                switch failure {
                case .notUTF8(let line): throw InventoryFile.refusal("is not UTF-8 in line \(line)")
                case .tooLong(let line):
                    throw InventoryFile.refusal("has a row of more than \(CSVReader.rowLimit) bytes in line \(line)")
                case .quoteNotClosed(let line):
                    throw InventoryFile.refusal("has a quote in line \(line) that is not closed")
                }
            }
        }
    }
}
