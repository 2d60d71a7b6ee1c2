/// Values that are looked for in what others send; nil for what is something else.
extension JSONValue {
    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A text that a column of ours can hold: of 255 bytes at the most, without the character 0.
    var line: String? {
        text.flatMap { $0.utf8.count <= 255 && !$0.unicodeScalars.contains("\0") ? $0 : nil }
    }

    var integer: Int64? {
        if case .number(let text) = self { Int64(text) } else { nil }
    }
}
