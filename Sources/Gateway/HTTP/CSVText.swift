import NIOCore
import Postgres

/// Rows as CSV (RFC 4180): a header of the columns' names, CRLF, quotes where a cell needs them. A cell that a spreadsheet would
/// take for a formula gets an apostrophe in front (OWASP, "CSV injection"), numbers excepted.
struct CSVText {
    /// Columns in front that are not for the reader.
    private let skipped: Int
    private var hasHeader = false

    init(skippingColumns skipped: Int = 0) {
        self.skipped = skipped
    }

    /// The text of a batch; the first one begins with the header.
    mutating func text(of rows: QueryResult) -> ByteBuffer {
        text(of: rows[...], columnNames: rows.columnNames)
    }

    /// The same of a part of it.
    mutating func text(of rows: Slice<QueryResult>, columnNames: [String]) -> ByteBuffer {
        var buffer = ByteBuffer()
        if !hasHeader {
            hasHeader = true
            Self.write(columnNames.dropFirst(skipped).map { Array($0.utf8) }, to: &buffer)
        }
        for row in rows { Self.write(row.allCells.dropFirst(skipped).map { $0 ?? [] }, to: &buffer) }
        return buffer
    }

    private static func write(_ cells: [[UInt8]], to buffer: inout ByteBuffer) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
            write(cell, to: &buffer)
        }
        buffer.writeStaticString("\r\n")
    }

    private static func write(_ cell: [UInt8], to buffer: inout ByteBuffer) {
        let isFormula = cell.first.map { "=+-@\t\r".utf8.contains($0) } == true && !isNumber(cell)
        guard isFormula || cell.contains(where: { ",\"\r\n".utf8.contains($0) }) else {
            buffer.writeBytes(cell)
            return
        }
        buffer.writeStaticString(isFormula ? "\"'" : "\"")
        for byte in cell {
            if byte == UInt8(ascii: "\"") { buffer.writeInteger(byte) }
            buffer.writeInteger(byte)
        }
        buffer.writeStaticString("\"")
    }

    /// `-12.50` is no formula.
    private static func isNumber(_ cell: [UInt8]) -> Bool {
        let digits = cell.dropFirst()
        return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    }
}
