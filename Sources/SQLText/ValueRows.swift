/// The rows of a file's `with name (columns) as (values (…), …)`: data that a script gives the database, and that programs read as well.
package struct ValueRows {
    /// What is wrong with a file.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String

        package init(_ description: String) {
            self.description = description
        }
    }

    /// One row: the tokens of each value that mean something.
    package struct Row {
        /// File and line.
        package let place: String
        package let line: Int
        let values: [SQLToken]

        /// The text of a string; nil for null.
        /// - Throws: `Fault`.
        package func optionalText(_ column: Int) throws -> String? {
            if values[column].folded == "null" { return nil }
            guard values[column].kind == .string else { throw Fault("\(place): value \(column + 1) must be a string") }
            return String(values[column].text.dropFirst().dropLast()).replacing("''", with: "'")
        }

        /// The text of a string.
        /// - Throws: `Fault`.
        package func text(_ column: Int) throws -> String {
            guard let text = try optionalText(column) else {
                throw Fault("\(place): value \(column + 1) must not be null")
            }
            return text
        }

        /// The elements of an array in PostgreSQL's notation, `{a,b}`; nil for null.
        /// - Throws: `Fault`.
        package func list(_ column: Int) throws -> [String]? {
            try optionalText(column).map { $0.filter { !"{}".contains($0) }.split(separator: ",").map(String.init) }
        }

        /// An integer; nil for null.
        /// - Throws: `Fault`.
        package func integer(_ column: Int) throws -> Int? {
            if values[column].folded == "null" { return nil }
            guard let value = Int(values[column].text) else {
                throw Fault("\(place): value \(column + 1) must be an integer or null")
            }
            return value
        }
    }

    package let rows: [Row]

    /// Reads the one list of a text whose columns are these.
    /// - Throws: `Fault`.
    package init(_ text: String, path: String, columns: [String]) throws {
        let tokens = SQLScanner.tokens(of: text).filter(\.isSignificant)
        let head = ["("] + columns.flatMap { [$0, ","] }.dropLast() + [")", "as", "(", "values"]
        let starts = tokens.indices.filter { tokens[$0...].prefix(head.count).map(\.folded) == head }
        guard starts.count == 1, let start = starts.first else {
            throw Fault("\(path): no list of \(columns.joined(separator: ", "))")
        }
        let list = tokens[(start + head.count)...]
        rows = try SQLList.items(of: list.prefix(Self.length(of: list))).map { item in
            let values = SQLList.items(of: item.dropFirst().dropLast())
            let place = "\(path):\(item[0].line)"
            guard values.count == columns.count, values.allSatisfy({ $0.count == 1 }) else {
                throw Fault("\(place): a row of \(columns.count) constants is needed")
            }
            return Row(place: place, line: item[0].line, values: values.map { $0[0] })
        }
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
