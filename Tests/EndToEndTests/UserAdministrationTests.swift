import Foundation
import Postgres
import Testing

/// Users, as managers and admins see to them; each change acts on every gateway at the very next call.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(5)))
struct UserAdministrationTests {
    /// Somebody new with a role.
    private static func person(_ role: String) async throws -> Person {
        let person = try await Person.register()
        _ = try await World.shared.sql(
            "update store.users set role = $2::text::store.user_role where user_id = $1",
            [.integer(person.id), .text(role)])
        return person
    }

    private static func manager() async throws -> Client { try await Person.demo("manager@mami.local").client }
    private static func admin() async throws -> Client { try await Person.demo("admin@mami.local").client }

    @Test func list_isSearchedByWord_role_andState() async throws {
        let manager = try await Self.manager()
        let person = try await Self.person("EMPLOYEE")
        let list = try await manager.api("GET", "/admin/users?q=\(person.email.prefix(30))&role=EMPLOYEE&isActive=true")
        #expect(list.status == 200)
        let rows = list.json["data"] as? [[String: Any]] ?? []
        #expect(rows.map { $0["id"] as? Int } == [Int(person.id)])
        #expect((list.json["pagination"] as? [String: Any])?["total"] as? Int == 1)
        #expect(
            Set(rows.first?.keys.map { $0 } ?? []) == [
                "id", "email", "full_name", "phone", "role", "is_active", "default_branch_id", "created_at",
            ])
        let one = try await manager.api("GET", "/admin/users/\(person.id)")
        #expect(one.data["email"] as? String == person.email)
        #expect(try await manager.api("GET", "/admin/users/999999999").code == "USER_NOT_FOUND")
        #expect(try await manager.api("GET", "/admin/users?role=KING").code == "VALIDATION_ERROR")
        #expect(try await manager.api("GET", "/admin/users?q=nobody-at-all").json["data"] as? [String] == [])
    }

    @Test func change_byAManager_ofACustomer_isShown_andAudited() async throws {
        let manager = try await Self.manager()
        let person = try await Person.register()
        let reply = try await manager.api(
            "PATCH", "/admin/users/\(person.id)", #"{"full_name":"New Name","phone":"+972 50 1234567"}"#)
        #expect(reply.status == 200)
        #expect(reply.data["full_name"] as? String == "New Name")
        #expect(reply.data["phone"] as? String == "+972 50 1234567")
        let cleared = try await manager.api("PATCH", "/admin/users/\(person.id)", #"{"phone":null}"#)
        #expect(cleared.data["phone"] is NSNull)
        #expect(cleared.data["full_name"] as? String == "New Name")
        #expect(
            try await manager.api("PATCH", "/admin/users/\(person.id)", #"{"email":"x@example.com"}"#).code
                == "VALIDATION_ERROR")
        let log = try await manager.api("GET", "/admin/audit?subject_user_id=\(person.id)&field=full_name")
        let entry = try #require((log.json["data"] as? [[String: Any]])?.first)
        #expect(entry["actor_email"] as? String == "manager@mami.local")
        #expect((entry["old_value"] as? [String: Any])?["full_name"] as? String == "A Person")
        #expect((entry["new_value"] as? [String: Any])?["full_name"] as? String == "New Name")
    }

    @Test func managers_stayBelowManagers() async throws {
        let manager = try await Self.manager()
        let other = try await Self.person("MANAGER")
        let customer = try await Person.register()
        for (path, body) in [
            ("/admin/users/\(other.id)", #"{"full_name":"x"}"#), ("/admin/users/\(other.id)", #"{"role":"CUSTOMER"}"#),
            ("/admin/users/\(customer.id)", #"{"role":"MANAGER"}"#),
            ("/admin/users/\(customer.id)", #"{"role":"ADMIN"}"#), ("/admin/users/\(other.id)/toggle?active=false", ""),
        ] {
            let reply = try await manager.api("PATCH", path, body.isEmpty ? nil : body)
            #expect(reply.status == 403 && reply.code == "FORBIDDEN", "\(path) \(body)")
        }
        #expect(try await manager.api("DELETE", "/admin/users/\(other.id)/sessions").status == 403)
        let admin = try await Self.admin()
        #expect(try await admin.api("PATCH", "/admin/users/\(other.id)", #"{"role":"EMPLOYEE"}"#).status == 200)
    }

    @Test func oneself_isNotChanged() async throws {
        for person in [try await Self.person("MANAGER"), try await Self.person("ADMIN")] {
            let path = "/admin/users/\(person.id)"
            #expect(
                try await person.client.api("PATCH", path, #"{"role":"CUSTOMER"}"#).code == "CANNOT_MODIFY_SELF")
            #expect(try await person.client.api("PATCH", path, #"{"is_active":false}"#).code == "CANNOT_MODIFY_SELF")
            let off = try await person.client.api("PATCH", path + "/toggle?active=false")
            #expect(off.status == 403 && off.code == "CANNOT_MODIFY_SELF")
            #expect(try await person.client.api("PATCH", path + "/toggle").code == "VALIDATION_ERROR")
            #expect(try await person.client.api("PATCH", path, #"{"full_name":"Me"}"#).status == 200)
        }
    }

    @Test func roleChange_actsOnLiveTokens_onTheOtherGateway_bothWays() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway([:])
        defer { process.terminate() }
        let person = try await Person.register()
        let elsewhere = Client(baseURL: url, token: person.client.token)
        let admin = try await Self.admin()
        let path = "/admin/users/\(person.id)"
        #expect(try await elsewhere.api("GET", "/cart").status == 200)
        #expect(try await elsewhere.api("GET", "/admin/users").status == 403)
        #expect(try await admin.api("PATCH", path, #"{"role":"MANAGER"}"#).status == 200)
        #expect(try await elsewhere.api("GET", "/admin/users").status == 200, "with the token of a customer")
        #expect(try await elsewhere.api("GET", "/cart").code == "FORBIDDEN")
        #expect(try await admin.api("PATCH", path, #"{"role":"CUSTOMER"}"#).status == 200)
        #expect(try await elsewhere.api("GET", "/admin/users").code == "FORBIDDEN")
        #expect(try await elsewhere.api("GET", "/cart").status == 200)
    }

    @Test func deactivation_endsSessions_onTheOtherGateway_andForEver() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway([:])
        defer { process.terminate() }
        let person = try await Person.register()
        let elsewhere = Client(baseURL: url, token: person.client.token)
        let manager = try await Self.manager()
        #expect(try await elsewhere.api("GET", "/cart").status == 200)
        let off = try await manager.api("PATCH", "/admin/users/\(person.id)/toggle?active=false", "{}")
        #expect(off.data["is_active"] as? Bool == false)
        #expect(try await elsewhere.api("GET", "/cart").status == 401)
        #expect(try await elsewhere.api("GET", "/admin/users").status == 401, "not even its role is looked at")
        let login = #"{"email":"\#(person.email)","password":"Person-2026"}"#
        #expect(try await elsewhere.api("POST", "/auth/login", login).code == "INVALID_CREDENTIALS")
        #expect(try await manager.api("PATCH", "/admin/users/\(person.id)/toggle?active=true").status == 200)
        #expect(try await elsewhere.api("GET", "/cart").status == 401, "the old token stays dead")
        let refresh = #"{"refresh_token":"\#(person.refreshToken)"}"#
        #expect(try await elsewhere.api("POST", "/auth/refresh", refresh).code == "INVALID_TOKEN")
        #expect(try await elsewhere.api("POST", "/auth/login", login).status == 200)
    }

    @Test(arguments: ["POST", "DELETE"])
    func sessions_areEnded_allOfThem(_ method: String) async throws {
        let person = try await Person.register()
        let login = #"{"email":"\#(person.email)","password":"Person-2026"}"#
        let second = try await person.client.api("POST", "/auth/login", login)
        let phone = Client(baseURL: person.client.baseURL, token: second.data["access_token"] as? String)
        #expect(try await phone.api("GET", "/cart").status == 200)
        let reply = try await Self.manager().api(method, "/admin/users/\(person.id)/sessions")
        #expect(reply.status == 204)
        for client in [person.client, phone] { #expect(try await client.api("GET", "/cart").status == 401) }
        #expect(
            try await person.client.api("POST", "/auth/login", login).status == 200, "who knows the password is back")
        #expect(try await Self.manager().api(method, "/admin/users/999999999/sessions").code == "USER_NOT_FOUND")
    }

    /// In a shop of its own, as who the last admin is depends on everybody. Both calls have begun before either may go on.
    @Test func twoAdmins_whoDemoteEachOther_atOnce_leaveOne() async throws {
        let world = try await World.shared
        let database = try await World.makeDatabase("mami_admins_\(ProcessInfo.processInfo.processIdentifier)")
        let (url, process) = try await world.startGateway(["GATEWAY_DATABASE_URL": database.gateway])
        defer { process.terminate() }
        let (one, two) = (try await Person.register(at: url), try await Person.register(at: url))
        let shop = try await Connection.connect(ConnectionParameters(database.superuser, applicationName: "test"))
        let ids: [Value] = [.integer(one.id), .integer(two.id)]
        _ = try await shop.query("update store.users set is_active = role <> 'ADMIN'")
        for body in [#"{"role":"CUSTOMER"}"#, #"{"role":"MANAGER"}"#] {
            _ = try await shop.query("update store.users set role = 'ADMIN' where user_id in ($1, $2)", ids)
            _ = try await shop.query("begin")
            _ = try await shop.query("select from store.users where user_id in ($1, $2) for update", ids)
            async let first = one.client.api("PATCH", "/admin/users/\(two.id)", body)
            async let second = two.client.api("PATCH", "/admin/users/\(one.id)", body)
            for _ in 0..<400 {
                let waiting = try await world.sql(
                    """
                    select count(*) as waiting from pg_stat_activity
                    where datname = $1 and wait_event_type = 'Lock' and query like '%user_change%'
                    """, [.text("mami_admins_\(ProcessInfo.processInfo.processIdentifier)")])
                if try waiting[0].integer("waiting") == 2 { break }
                try await Task.sleep(for: .milliseconds(25))
            }
            _ = try await shop.query("commit")
            let answers = try await [first, second].map { "\($0.status) \($0.code)" }
            #expect(answers.sorted() == ["200 ", "409 LAST_ADMIN"], "\(answers)")
            let left = try await shop.query(
                "select count(*) as admins from store.users where role = 'ADMIN' and is_active")
            #expect(try left[0].integer("admins") == 1)
        }
        await shop.close()
    }
}
