import AuditSeal
import Crypto
import Foundation
import Postgres

/// A month of the audit log in a file: a line of JSON with the checkpoint that covers it, then a line for each entry with its salt and the
/// text that was hashed.
struct AuditArchiveFile: Sendable {
    let path: String

    /// The first line.
    struct Header: Codable {
        var format = Self.version
        let month: String
        let entries: Int64
        /// The signed note.
        let checkpoint: String
        let publicKey: String

        static let version = "mami-audit-archive-1"
    }

    /// A line of an entry. Of an erased one the hash alone.
    struct Line: Decodable {
        let leafIndex: Int64
        let leafHash: String
        let salt: String?
        let entry: String?

        /// The hash of what the line says, or the one that it names where the content was erased.
        var hash: [UInt8]? {
            guard let salt, let entry else { return Hex.decode(leafHash.utf8) }
            return Hex.decode(salt.utf8).map { MerkleTree.leafHash(salt: $0, entry: Array(entry.utf8)) }
        }
    }

    /// What is in a file.
    struct Content {
        let header: Header
        /// SHA-256 of the file.
        let hash: [UInt8]
        /// The hash of each entry's leaf, made of the entry.
        let leaves: [Int64: [UInt8]]
        /// Leaves whose line does not have the hash that it names.
        let broken: [Int64]
    }

    /// Reads all of it, a part at a time.
    /// - Throws: `MigratorFailure` `usage` when it is no such file.
    func read() throws -> Content {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw MigratorFailure.usage("\(path) cannot be read")
        }
        defer { try? handle.close() }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        var hash = SHA256()
        var rest = Data()
        var header: Header?
        var leaves: [Int64: [UInt8]] = [:]
        var broken: [Int64] = []
        func take(_ line: Data) throws {
            if header == nil {
                header = try decoder.decode(Header.self, from: line)
                return
            }
            let line = try decoder.decode(Line.self, from: line)
            guard let made = line.hash else { throw CocoaError(.fileReadCorruptFile) }
            leaves[line.leafIndex] = made
            if made != Hex.decode(line.leafHash.utf8) { broken.append(line.leafIndex) }
        }
        do {
            while let part = try handle.read(upToCount: 1 << 20), !part.isEmpty {
                hash.update(data: part)
                rest.append(part)
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    try take(rest[rest.startIndex..<end])
                    rest = rest[(end + 1)...]
                    guard rest.count <= Self.lineLimit else { throw CocoaError(.fileReadCorruptFile) }
                }
                rest = Data(rest)
            }
            guard rest.isEmpty, let header, header.format == Header.version else {
                throw CocoaError(.fileReadCorruptFile)
            }
            return Content(header: header, hash: Array(hash.finalize()), leaves: leaves, broken: broken)
        } catch {
            throw MigratorFailure.usage("\(path) is no archive of the audit log, or only a part of one")
        }
    }

    /// Bytes of a line: a row of the database cannot be longer.
    private static let lineLimit = 1 << 30
}
