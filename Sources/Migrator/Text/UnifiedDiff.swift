/// The difference of two texts, by lines, as `diff -u` shows it and `patch` takes it.
///
/// Works on bytes: to Swift, texts are equal that are spelled differently (`é` has two spellings, and `\r\n` is one character).
struct UnifiedDiff: Sendable {
    /// Lines around a change that are shown as well.
    static let context = 3

    /// One line of one or both texts.
    private struct Line {
        /// ` ` both have it, `-` the old one alone, `+` the new one alone.
        let sign: Character
        let bytes: ArraySlice<UInt8>
    }

    private static let newline = UInt8(ascii: "\n")

    /// The difference; empty when the texts are equal.
    let text: String

    /// Compares. The labels stand behind `---` and `+++`, usually paths.
    init(from old: String, to new: String, labels: (old: String, new: String)) {
        guard !old.utf8.elementsEqual(new.utf8) else {
            text = ""
            return
        }
        let lines = Self.lines(from: Self.split(old), to: Self.split(new))
        text = (["--- \(labels.old)", "+++ \(labels.new)"] + Self.hunks(of: lines)).joined(separator: "\n") + "\n"
    }

    var isEmpty: Bool { text.isEmpty }

    /// Lines with their line ends, so that a missing one at the end of the text is a difference.
    private static func split(_ text: String) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var rest = Array(text.utf8)[...]
        while let end = rest.firstIndex(of: newline) {
            lines.append(rest[...end])
            rest = rest[(end + 1)...]
        }
        return rest.isEmpty ? lines : lines + [rest]
    }

    /// Both texts as one list.
    private static func lines(from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>]) -> [Line] {
        let difference = new.difference(from: old)
        let removed = offsets(of: difference.removals)
        let inserted = offsets(of: difference.insertions)
        var lines: [Line] = []
        var (oldIndex, newIndex) = (0, 0)
        while oldIndex < old.count || newIndex < new.count {
            if removed.contains(oldIndex) {
                lines.append(Line(sign: "-", bytes: old[oldIndex]))
                oldIndex += 1
            } else if inserted.contains(newIndex) {
                lines.append(Line(sign: "+", bytes: new[newIndex]))
                newIndex += 1
            } else {
                lines.append(Line(sign: " ", bytes: old[oldIndex]))
                oldIndex += 1
                newIndex += 1
            }
        }
        return lines
    }

    private static func offsets(of changes: [CollectionDifference<ArraySlice<UInt8>>.Change]) -> Set<Int> {
        Set(
            changes.map { change in
                switch change {
                case .insert(let offset, _, _), .remove(let offset, _, _): offset
                }
            })
    }

    /// The changes with what is around them; changes that are near each other share a hunk.
    private static func hunks(of lines: [Line]) -> [String] {
        var ranges: [Range<Int>] = []
        for index in lines.indices where lines[index].sign != " " {
            let range = max(0, index - context)..<min(lines.count, index + context + 1)
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        return ranges.map { hunk(lines, $0) }
    }

    private static func hunk(_ lines: [Line], _ range: Range<Int>) -> String {
        func place(without sign: Character) -> String {
            let before = lines[..<range.lowerBound].count { $0.sign != sign }
            let count = lines[range].count { $0.sign != sign }
            // An empty range is named by the line before it; a count of one is left out.
            return "\(count == 0 ? before : before + 1)" + (count == 1 ? "" : ",\(count)")
        }
        let body = lines[range].map { line in
            let isWhole = line.bytes.last == newline
            let text = String(decoding: isWhole ? line.bytes.dropLast() : line.bytes, as: UTF8.self)
            return "\(line.sign)\(text)" + (isWhole ? "" : "\n\\ No newline at end of file")
        }
        return (["@@ -\(place(without: "+")) +\(place(without: "-")) @@"] + body).joined(separator: "\n")
    }
}
