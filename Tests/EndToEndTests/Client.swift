import AsyncHTTPClient
import Foundation
import NIOCore
import Synchronization

/// An answer of a program.
struct Reply: Sendable {
    let status: Int
    let headers: [String: String]
    let body: String

    /// The body as Foundation sees JSON.
    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]) ?? [:]
    }
    /// The object under `data`.
    var data: [String: Any] { json["data"] as? [String: Any] ?? [:] }
    /// The code in the error envelope.
    var code: String { (json["error"] as? [String: Any])?["code"] as? String ?? "" }
    /// The details in the error envelope.
    var details: [String: Any] { (json["error"] as? [String: Any])?["details"] as? [String: Any] ?? [:] }
}

/// Sends requests as one person, or as nobody.
struct Client: Sendable {
    let baseURL: String
    var token: String?

    /// One request; the path is whole.
    func send(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Reply {
        let response = try await response(method, path, body, headers)
        let buffer = try await response.body.collect(upTo: 16 << 20)
        return Reply(
            status: Int(response.status.code),
            headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first },
            body: String(buffer: buffer)
        )
    }

    /// The status alone, of an answer as long as it likes: an export grows with what other tests do, and is hung up on.
    func status(_ method: String, _ path: String, _ body: String? = nil) async throws -> Int {
        let response = try await response(method, path, body, [:])
        if response.headers.contains(name: "Content-Length") { _ = try await response.body.collect(upTo: 16 << 20) }
        return Int(response.status.code)
    }

    private func response(
        _ method: String, _ path: String, _ body: String?, _ headers: [String: String]
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = .RAW(value: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.body = .bytes(ByteBuffer(string: body))
            if headers["Content-Type"] == nil { request.headers.add(name: "Content-Type", value: "application/json") }
        }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        return try await HTTPClient.shared.execute(request, timeout: .seconds(180))
    }

    /// One request below `/api/v1`.
    func api(_ method: String, _ path: String, _ body: String? = nil, key: String? = nil) async throws -> Reply {
        try await send(method, "/api/v1" + path, body, headers: key.map { ["Idempotency-Key": $0] } ?? [:])
    }
}

/// A user of the shop.
struct Person: Sendable {
    let client: Client
    let id: Int64
    let refreshToken: String
    let email: String

    /// Somebody new, with an address and a card.
    static func register(at url: String? = nil, card: String = "pm_card_visa") async throws -> Person {
        let world = try await World.shared
        // Without digits: a tenth of all long numbers could be a card's.
        let name = UUID().uuidString.utf8.map { (0x30...0x39).contains($0) ? $0 + 0x37 : $0 | 0x20 }
        let email = "person-\(String(decoding: name, as: UTF8.self))@example.com"
        let person = try await session(
            "/auth/register",
            #"{"email":"\#(email)","password":"Person-2026","full_name":"A Person"}"#,
            at: url ?? world.gateway,
            email
        )
        _ = try await person.client.api("POST", "/me/addresses", #"{"address_line":"1 Street","city":"Haifa"}"#)
        _ = try await person.client.api(
            "POST", "/me/payment-tokens", #"{"provider_token":"\#(card)","brand":"visa","last4":"4242"}"#)
        return person
    }

    /// One of the demo users, logged in once for all tests of a gateway: logins are rate limited.
    static func demo(_ email: String, at url: String? = nil) async throws -> Person {
        let key = "\(email) \(url ?? "")"
        let login = logins.withLock { logins in
            if let login = logins[key] { return login }
            let login = Task {
                let shared = try await World.shared.gateway
                return try await session(
                    "/auth/login", #"{"email":"\#(email)","password":"Mami-2026!"}"#, at: url ?? shared, email)
            }
            logins[key] = login
            return login
        }
        return try await login.value
    }
    private static let logins = Mutex<[String: Task<Person, any Error>]>([:])

    private static func session(_ path: String, _ body: String, at url: String, _ email: String) async throws -> Person
    {
        let reply = try await Client(baseURL: url).api("POST", path, body)
        guard let token = reply.data["access_token"] as? String, let refresh = reply.data["refresh_token"] as? String,
            let id = (reply.data["user"] as? [String: Any])?["id"] as? Int
        else { throw WorldError("\(path) answered \(reply.status) \(reply.body)") }
        return Person(client: Client(baseURL: url, token: token), id: Int64(id), refreshToken: refresh, email: email)
    }

    /// Puts a product into the cart.
    func add(_ productID: Int64, _ quantity: Int = 1) async throws {
        let reply = try await client.api(
            "POST", "/cart/items", #"{"product_id":\#(productID),"quantity":\#(quantity)}"#)
        guard reply.status == 201 else { throw WorldError("cart: \(reply.status) \(reply.body)") }
    }

    /// Confirms the cart for pickup.
    func confirm(branch: Int64, key: String = UUID().uuidString) async throws -> Reply {
        try await client.api(
            "POST", "/checkout/confirm", #"{"fulfillment_type":"PICKUP","branch_id":\#(branch)}"#, key: key)
    }
}
