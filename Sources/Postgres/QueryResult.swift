/// The rows that a statement gave, copied out of libpq's memory.
public struct QueryResult: RandomAccessCollection, Sendable {
    let columns: [String]
    let cells: [[[UInt8]?]]
    /// How many rows the statement touched, as its command tag says; 0 where the tag has no count.
    public let affected: Int

    /// The names of the columns, in order.
    public var columnNames: [String] { columns }
    /// The first row.
    public var startIndex: Int { 0 }
    /// Behind the last row.
    public var endIndex: Int { cells.count }
    /// The row at a position.
    public subscript(position: Int) -> Row { Row(columns: columns, cells: cells[position]) }
}

/// One row of a result. Cells are in PostgreSQL's text format.
public struct Row: Sendable {
    let columns: [String]
    let cells: [[UInt8]?]

    /// The cell's text as bytes; nil for null.
    /// - Throws: `PostgresError` of kind `decoding` if there is no such column.
    public func bytes(_ column: String) throws -> [UInt8]? {
        guard let index = columns.firstIndex(of: column) else {
            throw PostgresError(kind: .decoding, message: "the result has no column \(column)")
        }
        return cells[index]
    }

    /// The cell's text; nil for null.
    public func text(_ column: String) throws -> String? {
        try bytes(column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// All cells in the order of the columns, as text; nil for null.
    public var allCells: [[UInt8]?] { cells }

    /// The texts of all cells that are not null, in the order of the columns.
    public var texts: [String] {
        cells.compactMap { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// The cell as an integer; nil for null.
    /// - Throws: `PostgresError` of kind `decoding` if it is none.
    public func integer(_ column: String) throws -> Int64? {
        guard let text = try text(column) else { return nil }
        guard let value = Int64(text) else { throw decodingError(column, "an integer") }
        return value
    }

    /// The cell as a boolean; nil for null.
    /// - Throws: `PostgresError` of kind `decoding` if it is none.
    public func boolean(_ column: String) throws -> Bool? {
        switch try text(column) {
        case nil: nil
        case "t": true
        case "f": false
        default: throw decodingError(column, "a boolean")
        }
    }

    /// The cell as a `bytea`; nil for null.
    /// - Throws: `PostgresError` of kind `decoding` if it is none.
    public func bytea(_ column: String) throws -> [UInt8]? {
        guard let text = try bytes(column) else { return nil }
        guard text.starts(with: "\\x".utf8), let value = Hex.decode(text.dropFirst(2)) else {
            throw decodingError(column, "a bytea")
        }
        return value
    }

    private func decodingError(_ column: String, _ type: String) -> PostgresError {
        PostgresError(kind: .decoding, message: "column \(column) is not \(type)")
    }
}
