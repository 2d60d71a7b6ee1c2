import Foundation
import Testing

/// Sessions end everywhere at once.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(5)))
struct SessionTests {
    @Test func logout_endsAccessAndRefresh_onEveryGateway() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway([:])
        defer { process.terminate() }
        let person = try await Person.register()
        let elsewhere = Client(baseURL: url, token: person.client.token)
        #expect(try await elsewhere.api("GET", "/cart").status == 200)
        #expect(try await person.client.api("POST", "/auth/logout").status == 204)
        let refused = try await elsewhere.api("GET", "/cart")
        #expect(refused.status == 401)
        #expect(refused.headers["www-authenticate"] == "Bearer")
        let refresh = try await elsewhere.api("POST", "/auth/refresh", #"{"refresh_token":"\#(person.refreshToken)"}"#)
        #expect(refresh.code == "INVALID_TOKEN")
    }

    @Test func refresh_spentTwice_endsTheFamily() async throws {
        let person = try await Person.register()
        let body = #"{"refresh_token":"\#(person.refreshToken)"}"#
        let first = try await person.client.api("POST", "/auth/refresh", body)
        #expect(first.status == 200)
        #expect(try await person.client.api("POST", "/auth/refresh", body).code == "TOKEN_REUSED")
        let fresh = Client(baseURL: person.client.baseURL, token: first.data["access_token"] as? String)
        #expect(try await fresh.api("GET", "/cart").status == 401)
    }

    @Test func deactivation_andRoleChange_actAtOnce() async throws {
        let world = try await World.shared
        let person = try await Person.register()
        _ = try await world.sql("update store.users set role = 'EMPLOYEE' where user_id = $1", [.integer(person.id)])
        #expect(try await person.client.api("GET", "/cart").status == 403)
        _ = try await world.sql("update store.users set is_active = false where user_id = $1", [.integer(person.id)])
        #expect(try await person.client.api("GET", "/auth/me").status == 401)
        let login = #"{"email":"\#(person.email)","password":"Person-2026"}"#
        #expect(try await person.client.api("POST", "/auth/login", login).code == "INVALID_CREDENTIALS")
    }

    @Test func login_wrong_isOneAnswerForAll() async throws {
        let client = Client(baseURL: try await World.shared.gateway)
        let unknown = try await client.api("POST", "/auth/login", #"{"email":"nobody-\#(UUID())@x.co","password":"x"}"#)
        let person = try await Person.register()
        let wrong = try await client.api("POST", "/auth/login", #"{"email":"\#(person.email)","password":"x"}"#)
        #expect(unknown.status == 401 && wrong.status == 401)
        #expect(unknown.code == "INVALID_CREDENTIALS" && wrong.code == "INVALID_CREDENTIALS")
        let upper = #"{"email":"\#(person.email.uppercased())","password":"Person-2026"}"#
        #expect(try await client.api("POST", "/auth/login", upper).status == 200, "the e-mail is case-insensitive")
        #expect(
            try await client.api(
                "POST", "/auth/register", #"{"email":"\#(person.email)","password":"Person-2026","full_name":"x"}"#
            ).code
                == "USER_EXISTS"
        )
    }

    @Test func tooManyLogins_haveToWait() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway(["AUTH_RATE_PER_EMAIL": "3"])
        defer { process.terminate() }
        let body = #"{"email":"flood-\#(UUID().uuidString)@example.com","password":"x"}"#
        var statuses: [Int] = []
        for _ in 0..<4 { statuses.append(try await Client(baseURL: url).api("POST", "/auth/login", body).status) }
        #expect(statuses == [401, 401, 401, 429])
        let reply = try await Client(baseURL: url).api("POST", "/auth/login", body)
        #expect(reply.code == "RATE_LIMITED")
        #expect(Int(reply.headers["retry-after"] ?? "").map { (1...60).contains($0) } == true)
    }
}
