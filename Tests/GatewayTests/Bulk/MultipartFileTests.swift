import Testing

@testable import Gateway

/// Bodies of forms, whole and broken off, in whatever parts they come.
struct MultipartFileTests {
    private static let type = "multipart/form-data; charset=utf-8; boundary=\"--x\""

    private static func file(_ body: String, partsOf count: Int, type: String = type) throws -> String {
        var multipart = try MultipartFile(contentType: type)
        var file: [UInt8] = []
        let bytes = Array(body.utf8)
        for start in stride(from: 0, to: bytes.count, by: count) {
            file += try multipart.read(bytes[start..<min(start + count, bytes.count)])
        }
        try multipart.end()
        return String(decoding: file, as: UTF8.self)
    }

    private static func part(_ content: String, name: String = "name=\"file\"; filename=\"stock.csv\"") -> String {
        "----x\r\nContent-Disposition: form-data; \(name)\r\nContent-Type: text/csv\r\n\r\n\(content)\r\n"
    }

    @Test(arguments: ["", "a,b\r\n1,2\r\n", "\r\n--\r\n----", "----x", "\r\r\n--", "שלום"])
    func file_comesOutAsItWentIn(_ content: String) throws {
        for count in [1, 2, 3, 7, 1000] {
            for (before, behind) in [("", ""), ("to be ignored\r\n", "\r\nto be ignored")] {
                let body = before + Self.part(content) + "----x--" + behind
                #expect(try Self.file(body, partsOf: count) == content, "\(content.debugDescription) by \(count)")
            }
        }
    }

    @Test func anythingElse_isRefused() throws {
        let refused = [
            "", "----x--", Self.part("a"), Self.part("a") + "----x", Self.part("a", name: "name=\"other\"") + "----x--",
            Self.part("a") + Self.part("b") + "----x--", Self.part("a") + Self.part("b", name: "name=x") + "----x--",
            "----x\r\n" + String(repeating: "X: y\r\n", count: 1000), "----x\r\n\r\na\r\n----x--",
        ]
        for body in refused {
            for count in [1, 1000] {
                #expect(throws: APIError.self, "\(body.prefix(60))") { try Self.file(body, partsOf: count) }
            }
        }
        let long = String(repeating: "x", count: 71)
        for type in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\(long)"] {
            #expect(throws: APIError.self) { try MultipartFile(contentType: type) }
        }
    }
}
