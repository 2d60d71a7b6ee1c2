import Testing

@testable import Postgres

/// Rows by COPY to a real server.
@Suite(.enabled(if: TestServer.isThere))
struct CopyTests {
    private static func table() async throws -> Connection {
        let connection = try await TestServer.connect()
        try await connection.execute(script: "create temporary table copied (i bigint primary key, t text)")
        return connection
    }

    private static let target = CopyTarget(table: "copied", columns: ["i", "t"])

    @Test func anyText_comesOutAsItWentIn() async throws {
        let connection = try await Self.table()
        let texts: [Value] = [
            "", "\\", "\\N", "\\.", "a\tb", "a\nb", "a\r\nb", "\u{0B}", "שלום", "\"q\"", "a,b", .null, "\\\\n",
        ]
        var rows = CopyText()
        for (index, text) in texts.enumerated() { rows.append([.integer(Int64(index)), text]) }
        try await connection.copy(rows, into: Self.target)
        let copied = try await connection.query("select t from copied order by i")
        #expect(try copied.map { Value(try $0.text("t")) }.map(\.wireText) == texts.map(\.wireText))
        await connection.close()
    }

    @Test func rowThatIsRefused_addsNone_andLeavesTheConnection() async throws {
        let connection = try await Self.table()
        for bad in [Value.integer(1), .text("x"), .null] {
            var rows = CopyText()
            rows.append([.integer(1), "first"])
            rows.append([bad, "second"])
            await #expect(throws: PostgresError.self) { try await connection.copy(rows, into: Self.target) }
            #expect(try await connection.query("select count(*) as n from copied").first?.integer("n") == 0)
        }
        await #expect(throws: PostgresError.self) {
            try await connection.copy(CopyText(), into: CopyTarget(table: "nowhere", columns: ["x"]))
        }
        try await connection.copy(CopyText(), into: Self.target)
        await connection.close()
    }
}
