/// Reads CSV (RFC 4180) while it comes: UTF-8 with or without a byte order mark, fields parted by `,` or `;` or tabs, whichever its
/// first line has, lines ended by CRLF or LF. What is wrong with one row is that row's, unless nobody could say where the row ends.
struct CSVReader {
    /// A row; lines without a cell that has anything are none.
    struct Record: Equatable {
        /// Of the file, from 1, where the row begins.
        let line: Int
        let cells: [[UInt8]]
        /// A quote stands where none may.
        let isBroken: Bool
    }

    /// Why there is no sense in reading on.
    enum Failure: Error, Equatable {
        case notUTF8(line: Int)
        /// Longer than a row may be: mostly a quote that is not closed.
        case tooLong(line: Int)
        case quoteNotClosed(line: Int)
    }

    /// Bytes of a row.
    static let rowLimit = 8192
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private enum State {
        case cellBegins, inCell, inQuotes, afterQuote
    }

    private var state = State.cellBegins
    private var separator: UInt8?
    private var offset = 0
    private var line = 1
    private var firstLine = 1
    private var cells: [[UInt8]] = []
    private var cell: [UInt8] = []
    private var length = 0
    private var isBroken = false

    /// Takes the next bytes, and gives the rows that end in them.
    /// - Throws: `Failure`, and what `take` throws.
    mutating func read(_ bytes: some Sequence<UInt8>, _ take: (Record) throws -> Void) throws {
        for byte in bytes {
            defer { offset += 1 }
            if offset < 3, byte == Self.byteOrderMark[offset] { continue }
            length += 1
            guard length <= Self.rowLimit else { throw Failure.tooLong(line: firstLine) }
            try read(byte, take)
        }
    }

    /// The file has ended: the last line may have no end of its own.
    /// - Throws: as above.
    mutating func end(_ take: (Record) throws -> Void) throws {
        if state == .inQuotes { throw Failure.quoteNotClosed(line: firstLine) }
        if length > 0 { try endRecord(take) }
    }

    private mutating func read(_ byte: UInt8, _ take: (Record) throws -> Void) throws {
        let isNewline = byte == UInt8(ascii: "\n")
        if isNewline { line += 1 }
        switch state {
        case .inQuotes:
            if byte == UInt8(ascii: "\"") { state = .afterQuote } else { cell.append(byte) }
        case .afterQuote where byte == UInt8(ascii: "\""):
            cell.append(byte)
            state = .inQuotes
        case .cellBegins where byte == UInt8(ascii: "\""):
            state = .inQuotes
        default:
            if isNewline {
                try endRecord(take)
            } else if isSeparator(byte) {
                endCell()
            } else {
                // Behind a closing quote only a carriage return may stand; a quote in the middle of a cell is one too many.
                isBroken =
                    isBroken || byte == UInt8(ascii: "\"")
                    || (state == .afterQuote && byte != UInt8(ascii: "\r"))
                cell.append(byte)
                if state != .afterQuote { state = .inCell }
            }
        }
    }

    /// The first one that the file has is the one of the whole file.
    private mutating func isSeparator(_ byte: UInt8) -> Bool {
        if let separator { return byte == separator }
        guard ",;\t".utf8.contains(byte) else { return false }
        separator = byte
        return true
    }

    private mutating func endCell() {
        cells.append(cell)
        cell = []
        state = .cellBegins
    }

    private mutating func endRecord(_ take: (Record) throws -> Void) throws {
        if cell.last == UInt8(ascii: "\r") { cell.removeLast() }
        endCell()
        let record = Record(line: firstLine, cells: cells, isBroken: isBroken)
        firstLine = line
        cells = []
        length = 0
        isBroken = false
        guard record.cells.contains(where: { !$0.isEmpty }) else { return }
        guard record.cells.allSatisfy(Self.isText) else { throw Failure.notUTF8(line: record.line) }
        try take(record)
    }

    /// U+0000 is no text either: a file in UTF-16 is full of it.
    private static func isText(_ cell: [UInt8]) -> Bool {
        cell.allSatisfy { $0 < 0x80 && $0 != 0 }
            || (!cell.contains(0) && String(validating: cell, as: UTF8.self) != nil)
    }
}
