import Synchronization
import Testing

@testable import Postgres

/// One session with a real server.
@Suite(.enabled(if: TestServer.isThere))
struct ConnectionTests {
    @Test func query_allTypes_roundTrip() async throws {
        let connection = try await TestServer.connect()
        let row = try #require(
            try await connection.query(
                "select $1::text as t, $2::bigint as i, $3::boolean as b, $4::bytea as y, $5::text as n",
                ["שלום", 42, true, .bytes([1, 2, 255]), nil]
            ).first
        )
        #expect(try row.text("t") == "שלום")
        #expect(try row.integer("i") == 42)
        #expect(try row.boolean("b") == true)
        #expect(try row.bytea("y") == [1, 2, 255])
        #expect(try row.text("n") == nil)
        #expect(throws: PostgresError.self) { try row.text("missing") }
        #expect(throws: PostgresError.self) { try row.integer("t") }
    }

    @Test func connectionString_anotherDatabase_sameServerAndLogin() async throws {
        let connection = try await Connection.connect(
            ConnectionParameters(
                try ConnectionParameters.connectionString(TestServer.url ?? "", database: "template1"),
                applicationName: "test"))
        let row = try #require(try await connection.query("select current_database() as d").first)
        #expect(try row.text("d") == "template1")
        let environment = try await connection.environment
        #expect(environment["PGDATABASE"] == "template1")
        #expect(environment["PGUSER"]?.isEmpty == false)
    }

    @Test(arguments: [
        ("postgresql://ann:a%27b%5Cc@h/x", #"dbname='y' host='h' password='a\'b\\c' user='ann'"#),
        ("host=h dbname=x sslmode=require", "dbname='y' host='h' sslmode='require'"),
        ("", "dbname='y'"),
    ])
    func connectionString_anyForm_becomesPairs(_ string: String, _ pairs: String) throws {
        #expect(try ConnectionParameters.connectionString(string, database: "y") == pairs)
    }

    @Test func query_parameterWithNUL_isRefusedInsteadOfCut() async throws {
        let connection = try await TestServer.connect()
        await #expect(throws: PostgresError.self) { try await connection.query("select $1::text", ["a\0b"]) }
    }

    @Test func prepared_statement_runsAgainAndAgain() async throws {
        let connection = try await TestServer.connect()
        let double = Statement(name: "double", sql: "select $1::bigint * 2 as result")
        try await connection.prepare(double)
        for number in Int64(1)...3 {
            #expect(try await connection.query(double, [.integer(number)]).first?.integer("result") == number * 2)
        }
    }

    @Test func error_constraint_isNamed() async throws {
        let connection = try await TestServer.connect()
        try await connection.execute(script: "create temporary table t (a int constraint t_a_positive check (a > 0))")
        let error = await #expect(throws: PostgresError.self) {
            try await connection.query("insert into t values (-1)")
        }
        #expect(error?.sqlState == .checkViolation)
        #expect(error?.constraint == "t_a_positive")
    }

    @Test func script_error_saysWhere() async throws {
        let connection = try await TestServer.connect()
        let error = await #expect(throws: PostgresError.self) {
            try await connection.execute(script: "select 1;\nselect x;")
        }
        #expect(error?.position == 18)
    }

    @Test func notice_isHeard() async throws {
        let heard = Mutex<[String]>([])
        let connection = try await TestServer.connect { text in heard.withLock { $0.append(text) } }
        try await connection.execute(script: "do $$ begin raise warning 'look out'; end $$")
        #expect(heard.withLock { $0 } == ["WARNING:  look out"])
    }

    @Test(arguments: [
        "postgresql://user:secret@:bad:port/x", "host=localhost password=secret unknown=1",
        "postgres://u:secret@h:99999999/",
    ])
    func connect_malformedString_showsNoPassword(_ text: String) async {
        let error = await #expect(throws: PostgresError.self) {
            try await Connection.connect(ConnectionParameters(text, applicationName: "test"))
        }
        #expect(error?.kind == .cannotConnect)
        #expect(error?.message.contains("secret") == false)
    }

    @Test func closed_connection_saysSo() async throws {
        let connection = try await TestServer.connect()
        await connection.close()
        let error = await #expect(throws: PostgresError.self) { try await connection.query("select 1") }
        #expect(error?.kind == .closed)
    }
}
