import SQLText

extension SQLToken {
    /// Whether it may be (a part of) the name of an object.
    var isName: Bool { kind == .word || kind == .quotedIdentifier }

    /// Whether it is this key word or sign.
    func isWord(_ word: String) -> Bool {
        switch kind {
        case .quotedIdentifier, .string, .dollarString: false
        default: folded == word
        }
    }

    /// What it adds to the number of open brackets.
    var depthChange: Int {
        guard kind == .symbol else { return 0 }
        return text == "(" || text == "[" ? 1 : text == ")" || text == "]" ? -1 : 0
    }

    /// The value of a string, without quotes; nil for anything else.
    var stringValue: String? {
        switch kind {
        case .string:
            guard let quote = text.firstIndex(of: "'") else { return nil }
            return String(text[quote...].dropFirst().dropLast()).replacing("''", with: "'")
        case .dollarString: return dollarBody
        default: return nil
        }
    }

    /// What is between `$tag$` and `$tag$`.
    private var dollarBody: String {
        let tag = text.dropFirst().prefix { $0 != "$" }.count + 2
        return String(text.dropFirst(tag).dropLast(tag))
    }
}

extension String {
    /// The name of an object without its schema.
    var unqualified: String { split(separator: ".").last.map(String.init) ?? self }
}

/// Searching what is left when comments and space have been taken away.
extension Collection<SQLToken> where Index == Int {
    /// Whether these key words come first.
    func begins(with words: [String]) -> Bool {
        count >= words.count && zip(self, words).allSatisfy { $0.isWord($1) }
    }

    /// Where these key words follow each other in no bracket.
    func firstIndex(ofTopLevel words: String...) -> Int? {
        var depth = 0
        for index in indices {
            if depth == 0, self[index...].begins(with: words) { return index }
            depth += self[index].depthChange
        }
        return nil
    }

    /// Whether these key words follow each other in no bracket.
    func hasTopLevel(_ words: String...) -> Bool {
        var depth = 0
        for index in indices {
            if depth == 0, self[index...].begins(with: words) { return true }
            depth += self[index].depthChange
        }
        return false
    }

    /// Whether these key words follow each other anywhere.
    func has(_ words: String...) -> Bool {
        indices.contains { self[$0...].begins(with: words) }
    }

    /// The pieces between signs or key words that stand in no bracket.
    func split(atTopLevel separator: String) -> [[SQLToken]] {
        var pieces: [[SQLToken]] = [[]]
        var depth = 0
        for token in self {
            if depth == 0 && token.isWord(separator) {
                pieces.append([])
            } else {
                pieces[pieces.count - 1].append(token)
            }
            depth += token.depthChange
        }
        return pieces
    }

    /// For a sentence: words with single spaces where the text had any space that matters.
    var phrase: String {
        var phrase = ""
        for token in self {
            let isTight =
                [".", ",", ")", "(", ":", "["].contains(token.text) || [".", "(", ":", "["].contains(phrase.last)
            phrase += (phrase.isEmpty || isTight ? "" : " ") + token.folded
        }
        return phrase
    }
}
