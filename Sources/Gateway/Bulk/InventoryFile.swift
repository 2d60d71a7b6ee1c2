import Postgres

/// A file of stock: its header says which column is which, and its rows become rows of `api.inventory_load_rows`, good ones as figures,
/// others as they were sent, with what is wrong.
struct InventoryFile {
    /// Rows, without the header.
    static let rowLimit = 50_000

    static let target = CopyTarget(
        table: "api.inventory_load_rows",
        columns: ["inventory_load_id", "line"] + fields.map(\.name) + ["cells", "error_code", "error_details"])

    /// The columns that are read, as the API's other ways to set stock read them.
    private static let fields: [Field] = [
        .required("branch_id", .id), .required("product_id", .id), .required("on_hand", RouteTable.units),
        .optional("reorder_point", RouteTable.units), .optional("expected_on_hand", RouteTable.figure),
    ]
    /// Those that may be there, as an export or the rows that failed have them.
    private static let others = [
        "reserved", "available_quantity", "branch_name", "product_name", "product_sku", "error",
    ]

    /// For each field its place in a row; nil before the header has come.
    private var places: [Int?]?
    private var width = 0
    private var count = 0

    /// Whether the header has come.
    var hasHeader: Bool { places != nil }

    /// The header, or the next row, which is added to the others.
    /// - Throws: `APIError` 400 for a header that is none, a row too many, or card data.
    mutating func take(_ record: CSVReader.Record, load: Int64, into rows: inout CopyText) throws {
        guard let places else { return try readHeader(record) }
        count += 1
        guard count <= Self.rowLimit else { throw Self.refusal("must have at most \(Self.rowLimit) rows") }
        rows.append(try row(record, places, load))
    }

    private mutating func readHeader(_ record: CSVReader.Record) throws {
        let names = record.cells.map { Self.columnName(String(decoding: $0, as: UTF8.self).trimmed) }
        for name in names where !(Self.fields.map(\.name) + Self.others).contains(where: { $0.isSame(as: name) }) {
            throw Self.refusal("has an unknown column, \(InputReader.shown(name))")
        }
        let places = Self.fields.map { field in names.indices.filter { names[$0].isSame(as: field.name) } }
        for (field, places) in zip(Self.fields, places) {
            guard places.count < 2 else { throw Self.refusal("has the column \(field.name) twice") }
            guard !places.isEmpty || field.need != .required else {
                throw Self.refusal("needs the column \(field.name)")
            }
        }
        self.places = places.map(\.first)
        width = names.count
    }

    /// `onHand`, `On_Hand` and `ON_HAND` are `on_hand`.
    private static func columnName(_ text: String) -> String {
        text.contains("_")
            ? String(decoding: text.utf8.map(\.loweredASCII), as: UTF8.self) : QueryString.snakeCase(text)
    }

    private func row(_ record: CSVReader.Record, _ places: [Int?], _ load: Int64) throws -> [Value] {
        let texts = places.map { place in
            place.flatMap { $0 < record.cells.count ? String(decoding: record.cells[$0], as: UTF8.self).trimmed : nil }
        }
        guard !texts.contains(where: { $0.map(CardData.isCardNumber) ?? false }) else {
            throw APIError(.cardDataRefused)
        }
        var problems: [InputReader.Problem] = []
        if record.isBroken { problems.append(.init(field: "row", message: "has a quote where none may be")) }
        if record.cells.count != width { problems.append(.init(field: "row", message: "must have \(width) cells")) }
        var figures: [Value] = []
        for (field, text) in zip(Self.fields, texts) {
            figures.append(Self.figure(field, text, &problems))
        }
        let start: [Value] = [.integer(load), .integer(Int64(record.line))]
        guard let first = problems.first else { return start + figures + [.null, .null, .null] }
        // What is wrong with the row as a whole says enough.
        let error = APIError.validation(first.field.isSame(as: "row") ? [first] : problems)
        let cells = InputText.postgresArray(texts.map { $0.map(Value.text) ?? .null })
        return start + figures.map { _ in .null } + [.text(cells), .text(error.code), .text(error.details)]
    }

    /// A cell as a figure; null where it is left out, or wrong.
    private static func figure(_ field: Field, _ text: String?, _ problems: inout [InputReader.Problem]) -> Value {
        guard let text, !text.isEmpty else {
            if field.need == .required { problems.append(.init(field: field.name, message: "is required")) }
            return .null
        }
        switch field.type.parse(text) {
        case .success(let value): return value
        case .failure(let refusal):
            problems.append(.init(field: field.name, message: refusal.message))
            return .null
        }
    }

    static func refusal(_ message: String) -> APIError {
        APIError.validation([.init(field: "file", message: message)])
    }
}
