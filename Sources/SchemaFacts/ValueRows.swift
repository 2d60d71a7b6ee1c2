import Foundation
import SQLText

/// The rows of a file's `with name (columns) as (values (…), …)`.
struct ValueRows {
    /// One row: the tokens of each value that mean something.
    struct Row {
        let place: String
        let values: [SQLToken]

        /// The text of a string.
        func text(_ column: Int) throws -> String {
            guard values[column].kind == .string else { throw Fault("\(place): value \(column + 1) must be a string") }
            return String(values[column].text.dropFirst().dropLast()).replacing("''", with: "'")
        }

        /// An integer, or nil for null.
        func integer(_ column: Int) throws -> Int? {
            if values[column].folded == "null" { return nil }
            guard let value = Int(values[column].text) else {
                throw Fault("\(place): value \(column + 1) must be an integer or null")
            }
            return value
        }
    }

    let rows: [Row]

    /// Reads the one list whose columns are these.
    init(_ folder: URL, _ path: String, columns: [String]) throws {
        let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        let tokens = SQLScanner.tokens(of: text).filter(\.isSignificant)
        let head = ["("] + columns.flatMap { [$0, ","] }.dropLast() + [")", "as", "(", "values"]
        let starts = tokens.indices.filter { tokens[$0...].prefix(head.count).map(\.folded) == head }
        guard starts.count == 1, let start = starts.first else {
            throw Fault("db/\(path): no list of \(columns.joined(separator: ", "))")
        }
        let list = tokens[(start + head.count)...]
        var rows: [Row] = []
        for item in SQLList.items(of: list.prefix(Self.length(of: list))) {
            let values = SQLList.items(of: item.dropFirst().dropLast())
            let place = "db/\(path):\(item[0].line)"
            guard values.count == columns.count, values.allSatisfy({ $0.count == 1 }) else {
                throw Fault("\(place): a row of \(columns.count) constants is needed")
            }
            rows.append(Row(place: place, values: values.map { $0[0] }))
        }
        self.rows = rows
    }

    /// Up to the bracket that ends the list.
    private static func length(of tokens: ArraySlice<SQLToken>) -> Int {
        var depth = 0
        return tokens.prefix { token in
            depth += token.text == "(" ? 1 : token.text == ")" ? -1 : 0
            return depth >= 0
        }.count
    }
}
