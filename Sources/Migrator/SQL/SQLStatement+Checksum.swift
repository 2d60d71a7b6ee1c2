import SQLText

extension SQLStatement {
    /// The checksum of what the server sees, by the same rules as a file's.
    var checksum: String { SQLFile.sha256(SQLFile.essence(of: tokens)) }
}
