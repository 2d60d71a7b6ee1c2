import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import ShopClient

/// The provider as the storm sees it: what it has, what is made to go wrong there, what its dashboard is used for.
struct StormProvider: Sendable {
    static let apiKey = "sk_test_storm"

    let url: String
    let client: HTTPClient

    /// Everything on the account, of all shops.
    struct Account: Sendable {
        let intents: [Intent]
        let refunds: [Refund]
        let disputes: [Dispute]

        /// What went back, or is on its way, by payment.
        var returned: [String: Int] {
            refunds.reduce(into: [:]) { if $1.isMade { $0[$1.paymentIntent, default: 0] += $1.amount } }
        }
    }
    struct Intent: Decodable, Sendable {
        let id: String
        let amount: Int
        let amountReceived: Int
        let amountCapturable: Int
        let metadata: [String: String]

        var shop: String { metadata["shop"] ?? "" }
        var hasMoney: Bool { amountReceived + amountCapturable > 0 }
    }
    struct Refund: Decodable, Sendable {
        let id: String
        let amount: Int
        let status: String
        let paymentIntent: String
        let metadata: [String: String]

        /// Whether the money is back, or on its way.
        var isMade: Bool { status != "failed" && status != "canceled" }
    }
    struct Dispute: Decodable, Sendable {
        let id: String
        let paymentIntent: String
    }

    /// Reads all of its lists.
    func account() async throws -> Account {
        Account(
            intents: try await all("/v1/payment_intents", id: \.id), refunds: try await all("/v1/refunds", id: \.id),
            disputes: try await all("/v1/disputes", id: \.id))
    }

    /// Changes what goes wrong.
    func control(_ body: String) async throws {
        let status = try await post("/_control", body).status
        guard status == .ok else { throw ShoppingError.unexpected("POST /_control", Int(status.code), "") }
    }

    /// How many events shops have not taken yet.
    func owed() async throws -> Int {
        struct Deliveries: Decodable { let owed: Int }
        return try await get("/_control/deliveries", as: Deliveries.self).owed
    }

    /// Gives back a part of one of the newest payments, as somebody in the dashboard does.
    /// - Parameter choice: 0 to 1, which one.
    func refundInDashboard(choice: Double) async throws {
        // Not of one that took more than was asked for: that goes back as a whole, which the provider refuses when a part has gone already,
        // and nothing here can ask for the rest (docs/figures.md).
        try await touchOne("/_control/refunds", choice, "&amount=100") {
            $0.amountReceived > 100 && $0.amountReceived <= $0.amount
        }
    }

    /// Ends one of the newest holds before its time.
    func expireHold(choice: Double) async throws {
        try await touchOne("/_control/expire_holds", choice, "") { $0.amountCapturable > 0 }
    }

    private func touchOne(
        _ path: String, _ choice: Double, _ more: String, where isMeant: (Intent) -> Bool
    ) async throws {
        let page = try await get("/v1/payment_intents?limit=100", as: Page<Intent>.self)
        let meant = page.data.filter(isMeant)
        guard !meant.isEmpty else { throw ShoppingError.unexpected(path, 0, "nothing to choose from") }
        let intent = meant[min(meant.count - 1, Int(choice * Double(meant.count)))]
        let status = try await post(path, "payment_intent=\(intent.id)\(more)").status
        guard status == .ok else { throw ShoppingError.unexpected(path, Int(status.code), "") }
    }

    /// What a card's owner says on their bank's page; false when nobody has answered.
    func decide(_ page: String, isApproved: Bool) async -> Bool {
        var request = HTTPClientRequest(url: page)
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: "decision=\(isApproved ? "approve" : "refuse")"))
        guard let response = try? await client.execute(request, timeout: .seconds(10)) else { return false }
        return response.status.code < 500
    }

    private struct Page<Object: Decodable & Sendable>: Decodable, Sendable {
        let data: [Object]
        let hasMore: Bool
    }

    private func all<Object: Decodable & Sendable>(_ path: String, id: KeyPath<Object, String>) async throws -> [Object]
    {
        var objects: [Object] = []
        while true {
            let after = objects.last.map { "&starting_after=\($0[keyPath: id])" } ?? ""
            let page = try await get("\(path)?limit=100\(after)", as: Page<Object>.self)
            objects += page.data
            if !page.hasMore { return objects }
        }
    }

    private func get<Value: Decodable>(_ path: String, as type: Value.Type) async throws -> Value {
        let response = try await client.execute(request(path), timeout: .seconds(30))
        return try Reply.decoder.decode(
            Value.self, from: Data(buffer: try await response.body.collect(upTo: 16 << 20)))
    }

    private func post(_ path: String, _ body: String) async throws -> HTTPClientResponse {
        var request = request(path)
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: body))
        return try await client.execute(request, timeout: .seconds(5))
    }

    private func request(_ path: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url + path)
        request.headers.add(name: "Authorization", value: "Bearer \(Self.apiKey)")
        return request
    }
}
