/// What a cell of a result can be read as. A `null` is an optional's `nil`, and an error for everything else: a column that
/// must be there throws when it is not.
public protocol CellDecodable: Sendable {
    /// Reads a cell in PostgreSQL's text format; nil for one that is not of this type.
    init?(cell: [UInt8]?)
}

extension Int64: CellDecodable {
    /// An integer of any size that fits.
    public init?(cell: [UInt8]?) {
        guard let cell else { return nil }
        self.init(String(decoding: cell, as: UTF8.self))
    }
}

extension Int: CellDecodable {
    /// An integer of any size that fits.
    public init?(cell: [UInt8]?) {
        guard let cell else { return nil }
        self.init(String(decoding: cell, as: UTF8.self))
    }
}

extension String: CellDecodable {
    /// The cell's text, whatever its type.
    public init?(cell: [UInt8]?) {
        guard let cell else { return nil }
        self.init(decoding: cell, as: UTF8.self)
    }
}

extension Bool: CellDecodable {
    /// `t` or `f`.
    public init?(cell: [UInt8]?) {
        switch cell {
        case [UInt8(ascii: "t")]: self = true
        case [UInt8(ascii: "f")]: self = false
        default: return nil
        }
    }
}

extension [UInt8]: CellDecodable {
    /// The cell's text as bytes: JSON goes through as it came.
    public init?(cell: [UInt8]?) {
        guard let cell else { return nil }
        self = cell
    }
}

extension Optional: CellDecodable where Wrapped: CellDecodable {
    /// `nil` for null.
    public init?(cell: [UInt8]?) {
        guard let cell else {
            self = .none
            return
        }
        guard let value = Wrapped(cell: cell) else { return nil }
        self = .some(value)
    }
}

extension Row {
    /// The cell as what the caller needs: `let id: Int64 = try row.get("order_id")`, `let note: String? = try row.get("note")`.
    /// - Throws: `PostgresError` of kind `decoding` if there is no such column, if it is null and the type is not optional, or
    ///   if it holds something else.
    public func get<Cell: CellDecodable>(_ column: String, as type: Cell.Type = Cell.self) throws -> Cell {
        let cell = try bytes(column)
        guard let value = Cell(cell: cell) else {
            throw PostgresError(
                kind: .decoding, message: "column \(column) is \(cell == nil ? "null" : "no \(Cell.self)")")
        }
        return value
    }

    /// The cell as a case of an enumeration whose raw values are the database's.
    /// - Throws: as above, and for a value that the enumeration does not have.
    public func get<Choice: RawRepresentable<String>>(_ column: String, as type: Choice.Type = Choice.self) throws
        -> Choice
    {
        let text: String = try get(column)
        guard let value = Choice(rawValue: text) else {
            throw PostgresError(kind: .decoding, message: "column \(column) is no \(Choice.self)")
        }
        return value
    }
}
