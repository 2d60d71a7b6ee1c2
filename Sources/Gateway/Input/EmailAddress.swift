/// E-mail addresses, as far as a shop can judge one without writing to it.
enum EmailAddress {
    /// Whether the text has the shape `local@domain.tld` in printable ASCII or letters, at most 254 characters (RFC 5321,
    /// section 4.5.3.1.3).
    static func isPlausible(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, (1...64).contains(parts[0].utf8.count) else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let isPrintable = text.allSatisfy { ($0.isASCII && $0 > " " && $0 < "\u{7F}") || $0.isLetter }
        return isPrintable && labels.count >= 2
            && labels.allSatisfy { label in
                !label.isEmpty && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
            }
    }
}
