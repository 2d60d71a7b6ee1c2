import Postgres
import Testing

@testable import Gateway

/// What the rows of a file of stock become.
struct InventoryFileTests {
    private static func lines(_ text: String) throws -> [String] {
        var reader = CSVReader()
        var file = InventoryFile()
        var rows = CopyText()
        try reader.read(text.utf8) { try file.take($0, load: 7, into: &rows) }
        try reader.end { try file.take($0, load: 7, into: &rows) }
        return String(decoding: rows.bytes, as: UTF8.self).replacing("\t", with: "|").split(separator: "\n").map(
            String.init)
    }

    @Test(arguments: [
        ("branch_id,product_id,on_hand\n1,2,3", #"7|2|1|2|3|\N|\N|\N|\N|\N"#),
        (
            "Expected_On_Hand; onHand ;product_id;branch_id;reorder_point;product_name\n9;03;2;1;4;x",
            #"7|2|1|2|3|4|9|\N|\N|\N"#
        ),
        ("branch_id,product_id,on_hand,expected_on_hand\n1,2, 3 ,", #"7|2|1|2|3|\N|\N|\N|\N|\N"#),
    ])
    func row_isFigures(_ text: String, _ line: String) throws {
        #expect(try Self.lines(text) == [line])
    }

    @Test(arguments: [
        ("1,2", "must have 3 cells"), ("1,2,3,4", "must have 3 cells"), ("1,2,\"3\"4", "has a quote"),
        ("1,2,x", "must be an integer"), ("1,2,-1", "must be"), ("1,2,1000001", "must be"), ("0,2,3", "must be"),
        ("1,,3", "is required"), ("99999999999999999999,2,3", "must be"), ("1,2,3.5", "must be an integer"),
        ("1,2,=1+1", "must be an integer"), ("1,2,٣", "must be an integer"),
    ])
    func badRow_isKeptAsItWas_withWhatIsWrong(_ row: String, _ message: String) throws {
        let line = try #require(try Self.lines("branch_id,product_id,on_hand\n\(row)\n").first)
        #expect(line.hasPrefix(#"7|2|\N|\N|\N|\N|\N|{"#) && line.contains("VALIDATION_ERROR"), "\(line)")
        #expect(line.contains(message), "\(line)")
    }

    @Test(arguments: [
        "branch_id,product_id\n1,2", "branch_id,product_id,on_hand,on_hand\n1,2,3,3",
        "branch_id,product_id,on_hand,x\n1,2,3,4",
        "1,2,3", "branch_id product_id on_hand\n1 2 3", "branch_id,product_id,on_hand\n4242424242424242,2,3",
    ])
    func fileThatIsNone_isRefused(_ text: String) throws {
        #expect(throws: APIError.self) { try Self.lines(text) }
    }

    @Test func rowsAreFiftyThousandAtMost() throws {
        let header = "branch_id,product_id,on_hand\n"
        let rows = String(repeating: "1,2,3\n", count: InventoryFile.rowLimit)
        #expect(try Self.lines(header + rows).count == InventoryFile.rowLimit)
        #expect(throws: APIError.self) { try Self.lines(header + rows + "1,2,3\n") }
    }
}
