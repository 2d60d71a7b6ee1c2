/// Rows for a table, in the text format of COPY (PostgreSQL manual, COPY, "Text Format").
public struct CopyText: Sendable {
    /// As they go to the server.
    public private(set) var bytes: [UInt8] = []

    /// No rows.
    public init() {}

    /// Adds a row.
    public mutating func append(_ cells: [Value]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "\t")) }
            guard let text = cell.wireText else {
                bytes += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
                continue
            }
            for byte in text.utf8 { append(byte) }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\\"): bytes += [byte, byte]
        case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
        case UInt8(ascii: "\r"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
        case UInt8(ascii: "\t"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
        default: bytes.append(byte)
        }
    }
}

/// Where rows go.
public struct CopyTarget: Sendable {
    /// With its schema.
    public let table: String
    /// In the order of the cells.
    public let columns: [String]

    /// Names as they stand in SQL: the program's own, never a client's.
    public init(table: String, columns: [String]) {
        self.table = table
        self.columns = columns
    }
}
