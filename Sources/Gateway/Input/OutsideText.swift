/// Text from outside: bytes until it is bounded. Swift compares, hashes and counts a `String` by what it looks like (Unicode
/// canonical equivalence, section 3.13 of the standard), which costs quadratic time for long runs of combining marks and takes the
/// Kelvin sign for a K. So names and choices are compared by their bytes, and nothing is counted before its bytes are.
extension StringProtocol {
    /// Whether both have the same bytes.
    func isSame(as other: some StringProtocol) -> Bool {
        utf8.elementsEqual(other.utf8)
    }

    /// Whether both have the same bytes, but for the case of ASCII letters.
    func isSameIgnoringCase(as other: some StringProtocol) -> Bool {
        utf8.elementsEqual(other.utf8) { $0.loweredASCII == $1.loweredASCII }
    }

    /// The text without white space at its ends.
    var trimmed: String {
        var view = Substring(self).unicodeScalars
        while view.first?.properties.isWhitespace == true { view.removeFirst() }
        while view.last?.properties.isWhitespace == true { view.removeLast() }
        return String(view)
    }
}

extension UInt8 {
    /// An ASCII capital as a small letter; anything else as it is.
    var loweredASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
}

extension Unicode.Scalar {
    /// What has no place in a line of text: controls, line and paragraph separators, marks that turn the direction of what follows
    /// (Unicode Standard Annex 9), characters that are none, and those that show nothing: two names that look the same are one name.
    var isRefusedInText: Bool {
        switch value {
        case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C, 0x2028, 0x2029, 0xFEFF: true
        // Zero width, word joiners and invisible operators, fillers, a blank of Braille, tags.
        case 0x200B, 0x2060...0x2064, 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x00AD, 0xE0000...0xE007F: true
        default: properties.generalCategory == .control || properties.isNoncharacterCodePoint
        }
    }
}
