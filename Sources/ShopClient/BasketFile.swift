import Foundation

/// Baskets of item names.
package struct BasketFile: Sendable {
    package let baskets: [[String]]

    /// Reads a CSV file: a basket a line. Names are trimmed and lower-cased, as files spell one in several ways.
    package init(path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        baskets = text.split(whereSeparator: \.isNewline).map { line in
            line.split(separator: ",").map { Self.normalized(String($0)) }.filter { !$0.isEmpty }
        }.filter { !$0.isEmpty }
    }

    /// The spelling by which items and products are matched.
    static func normalized(_ name: String) -> String {
        name.trimmingCharacters(in: CharacterSet(charactersIn: " \t\r\"")).lowercased()
    }
}
