import Testing

@testable import Gateway

/// CSV as programs write it, and as they should not.
struct CSVReaderTests {
    /// The rows, `|` between the cells and `!` behind a broken one, in whatever parts the text comes.
    private static func rows(_ bytes: [UInt8], partsOf count: Int = 1) throws -> [String] {
        var reader = CSVReader()
        var rows: [String] = []
        let take = { (record: CSVReader.Record) in
            let cells = record.cells.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
            rows.append("\(record.line) \(cells)\(record.isBroken ? "!" : "")")
        }
        for start in stride(from: 0, to: bytes.count, by: count) {
            try reader.read(bytes[start..<min(start + count, bytes.count)], take)
        }
        try reader.end(take)
        return rows
    }

    @Test(arguments: [
        ("a,b\r\n1,2\r\n", ["1 a|b", "2 1|2"]), ("a;b\n1;2", ["1 a|b", "2 1|2"]),
        ("a\tb\n1\t2,3\n", ["1 a|b", "2 1|2,3"]),
        ("\u{FEFF}a,b\n", ["1 a|b"]), ("\u{FEFF}\"a\",b\n", ["1 a|b"]), ("a,b\n\n\n1,2\n", ["1 a|b", "4 1|2"]),
        ("a,b\n,\n;\n", ["1 a|b", "3 ;"]), ("a;b\n1,5;2\n", ["1 a|b", "2 1,5|2"]),
        ("\"a\",\"b\"\r\n\"1,\"\"x\"\"\",\"2\r\n3\"\r\n4,5\r\n", ["1 a|b", "2 1,\"x\"|2\r\n3", "4 4|5"]),
        ("a,b\n1\"2,3\n", ["1 a|b", "2 1\"2|3!"]), ("a,b\n\"1\"2,3\n", ["1 a|b", "2 12|3!"]),
        ("a,b\n\"\",\n\"\",x\n", ["1 a|b", "3 |x"]), ("a,b\n1\n1,2,3\n", ["1 a|b", "2 1", "3 1|2|3"]),
        ("\u{FEFF}", []), ("", []), ("a,b\r\n1,שלום\r\n", ["1 a|b", "2 1|שלום"]), ("a", ["1 a"]),
        ("a,b\n1,2\r", ["1 a|b", "2 1|2"]),
    ])
    func text_hasItsRows(_ text: String, _ rows: [String]) throws {
        for count in [1, 2, 3, 5, 100] {
            #expect(try Self.rows(Array(text.utf8), partsOf: count) == rows, "\(text.debugDescription) by \(count)")
        }
    }

    @Test func whatIsNoUTF8_isRefused_withItsLine() throws {
        for bad in [[0xE9], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0x00], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]] {
            #expect(throws: CSVReader.Failure.notUTF8(line: 2)) { try Self.rows(Array("a,b\n1,".utf8) + bad + [0x0A]) }
        }
        let utf16: [UInt8] = [0xFF, 0xFE] + "a,b\n".utf8.flatMap { [$0, 0] }
        #expect(throws: CSVReader.Failure.notUTF8(line: 1)) { try Self.rows(utf16) }
    }

    @Test func quoteThatIsNotClosed_isRefused() throws {
        #expect(throws: CSVReader.Failure.quoteNotClosed(line: 2)) { try Self.rows(Array("a,b\n\"1,2\n3,4\n".utf8)) }
        let long = "a,b\n\"1,2\n" + String(repeating: "3,4\n", count: 5000)
        #expect(throws: CSVReader.Failure.tooLong(line: 2)) { try Self.rows(Array(long.utf8)) }
    }

    @Test func row_upToItsLimit_isTaken() throws {
        let row = String(repeating: "x", count: CSVReader.rowLimit - 1)
        #expect(try Self.rows(Array((row + "\n").utf8), partsOf: 1000) == ["1 \(row)"])
        #expect(throws: CSVReader.Failure.tooLong(line: 1)) { try Self.rows(Array((row + "x\n").utf8), partsOf: 1000) }
    }
}
