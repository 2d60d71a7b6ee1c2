import Foundation
import Postgres
import Testing

/// What somebody gets who has the gateway's database login and nothing else: docs/security.md says the same.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(2)))
struct GatewayLoginTests {
    private static func connect(_ database: String? = nil) async throws -> Connection {
        let url = try await World.shared.gatewayDatabaseURL
        let other = database.map { url.replacing(/\/[^\/]*$/, with: "/" + $0) }
        return try await Connection.connect(ConnectionParameters(other ?? url, applicationName: "test"))
    }

    @Test(arguments: [
        "select * from store.users", "insert into store.carts (user_id) values (1)", "select * from audit.entries",
        "select * from migrator.migrations", "select store.check_invariants()",
        "select nextval('store.users_user_id_seq')",
        "truncate store.orders", "create table api.t (a int)", "create temporary table t (a int)",
        "create function pg_temp.f() returns int language sql return 1", "do $$ begin end $$", "select lo_create(0)",
        "select lo_from_bytea(0, 'x')", "select pg_advisory_lock(1)", "select pg_try_advisory_xact_lock_shared(1, 2)",
        "set role mami_owner", "select pg_read_file('postgresql.conf')", "copy (select 1) to program 'true'",
        "alter role mami_gateway connection limit 100", "select api.order_list(1)", "select api.user_me(1)",
    ])
    func door_isShut(_ sql: String) async throws {
        let connection = try await Self.connect()
        let error = await #expect(throws: PostgresError.self) { try await connection.query(sql) }
        let isShut = ["42501", "MS401"].contains(error?.sqlState?.rawValue ?? "")
        #expect(isShut, "\(sql): \(String(describing: error))")
    }

    @Test func sessionOfSomebodyElse_cannotBeGuessed_norOpenedWithoutAPassword() async throws {
        let world = try await World.shared
        let person = try await Person.register()
        let row = try await world.sql(
            """
            select u.email, u.password_hash, s.session_id::text as number
            from store.users as u join store.sessions as s using (user_id)
            where u.user_id = $1
            """, [.integer(person.id)])[0]
        let connection = try await Self.connect()
        let email = try row.text("email") ?? ""
        let challenge = try await connection.query("select api.login_challenge($1) as challenge", [.text(email)])
        let kept = try row.text("password_hash") ?? ""
        let hash = String(kept.suffix(from: try #require(kept.lastIndex(of: "$"))).dropFirst())
        #expect(try challenge[0].text("challenge") == String(kept.dropLast(hash.count + 1)), "and not the hash")
        // What the database keeps proves nothing, as bytes or as text.
        for proof in ["decode($1 || '=', 'base64')", "convert_to($1, 'UTF8')"] {
            let answer = try await connection.query(
                "select error_code from api.session_open('\(email)', \(proof), sha256('t'), 60)", [.text(hash)])
            #expect(try answer[0].text("error_code") == "INVALID_CREDENTIALS")
        }
        // A session is not its number.
        let number = try row.text("number") ?? ""
        await #expect(throws: PostgresError.self) {
            try await connection.query(
                "select api.cart_get($1) from set_config('mami.session', $2, true)",
                [.integer(person.id), .text(number)])
        }
        // Nor is a new one made of thin air.
        await #expect(throws: PostgresError.self) {
            try await connection.query(
                "select api.cart_get($1) from set_config('mami.session', gen_random_uuid()::text, true)",
                [.integer(person.id)])
        }
    }

    @Test func refreshToken_ofAHundredYears_isNotMade() async throws {
        let connection = try await Self.connect()
        let error = await #expect(throws: PostgresError.self) {
            try await connection.query(
                """
                select api.user_register('century@example.com', '$scrypt-sha256$x', 'C', null, sha256('c'), 2000000000)
                """)
        }
        #expect(error?.sqlState?.rawValue == "23514")
    }

    /// Doors that PostgreSQL 15 cannot shut. Each stands in docs/security.md, with what is done about it; one that shuts some day is
    /// to be taken from there.
    @Test(arguments: [
        "set statement_timeout = 0", "set lock_timeout = 0", "select pg_sleep(0.01)", "notify anybody",
        "select count(*) from generate_series(1, 1000)", "select usename from pg_stat_activity",
        "select pg_cancel_backend(1) where false",
    ])
    func doorThatRemains_isKnown(_ sql: String) async throws {
        let connection = try await Self.connect()
        _ = try await connection.query(sql)
        print("what remains for the gateway's login: \(sql)")
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/security.md"), encoding: .utf8)
        #expect(page.contains("`\(sql)`"), "docs/security.md does not name it")
    }

    /// A second login of gateways, by whatever name, does not skip the session.
    @Test func secondLogin_needsSessionsAsTheFirstDoes() async throws {
        let world = try await World.shared
        let name = "second_gateway_\(ProcessInfo.processInfo.processIdentifier)"
        _ = try await world.sql("create role \(name) login password 'test' in role mami_gateway")
        let url = world.gatewayDatabaseURL.replacing("//mami_gateway:", with: "//\(name):")
        let (gateway, process) = try await world.startGateway(["GATEWAY_DATABASE_URL": url])
        let person = try await Person.register(at: gateway)
        let product = try await world.sql("select min(product_id) as n from store.inventory where on_hand > 100")[0]
            .integer("n")
        let body = "{\"product_id\":\(product ?? 0),\"quantity\":1}"
        #expect(try await person.client.api("POST", "/cart/items", body).status < 300)
        #expect(try await person.client.api("GET", "/auth/me").status == 200)
        #expect(try await person.client.api("POST", "/auth/logout").status == 204)
        #expect(try await person.client.api("GET", "/auth/me").status == 401)
        #expect(try await person.client.api("POST", "/cart/items", body).status == 401)
        process.terminate()
        try await Program.waitForEnd(process, seconds: 20)
        _ = try await world.sql("drop role \(name)")
    }

    /// `CONNECT` on the server's other databases is for whoever owns them to revoke.
    @Test func anotherDatabase_canBeConnectedTo_andIsKnown() async throws {
        let connection = try await Self.connect("postgres")
        let rows = try await connection.query("select current_database() as name")
        #expect(try rows[0].text("name") == "postgres")
    }
}
