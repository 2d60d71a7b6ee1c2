import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore

/// An event on its way to one address: kept until it is taken there, so that a killed simulator forgets none.
struct Delivery: Codable, Sendable, Equatable {
    /// Of the event and the address.
    let id: String
    let url: String
    let body: String
}

/// Sends events to the shops, signed as Stripe signs them, again until they are taken (at most a day, as a real provider).
struct WebhookSender: Sendable {
    /// A shop each. All of them hear of everything on the account.
    let urls: [String]
    let secret: String

    /// The deliveries of an event that is new.
    func deliveries(of kind: String, object: some Encodable & Sendable, created: Int) -> [Delivery] {
        let id = "evt_" + UUID().uuidString.replacing("-", with: "").lowercased()
        let event = Event(id: id, type: kind, created: created, data: .init(object: object))
        guard let body = try? FaultPlan.encoder.encode(event) else { return [] }
        return urls.map { Delivery(id: "\(id) \($0)", url: $0, body: String(decoding: body, as: UTF8.self)) }
    }

    /// Brings it, with what the plan does to it on its way. Whether it was taken.
    func deliver(_ delivery: Delivery, plan: FaultPlan.Webhooks) async -> Bool {
        if Double.random(in: 0..<1) < plan.forge {
            Task { _ = await post(delivery, secret: "whsec_forged") }
        }
        if Double.random(in: 0..<1) < plan.duplicate {
            Task { _ = await persist(delivery, after: plan.delayMs) }
        }
        return await persist(delivery, after: plan.delayMs)
    }

    private func persist(_ delivery: Delivery, after limit: Int) async -> Bool {
        try? await Task.sleep(for: .milliseconds(Int.random(in: 0...max(0, limit))))
        var pause = 1
        for _ in 0..<100 {
            if await post(delivery, secret: secret) { return true }
            try? await Task.sleep(for: .seconds(pause))
            pause = min(pause * 2, 900)
        }
        return false
    }

    private func post(_ delivery: Delivery, secret: String) async -> Bool {
        let time = Int(Date().timeIntervalSince1970)
        let key = SymmetricKey(data: Data(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(time).".utf8) + Data(delivery.body.utf8), using: key)
        let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        var request = HTTPClientRequest(url: delivery.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Stripe-Signature", value: "t=\(time),v1=\(hex)")
        request.body = .bytes(ByteBuffer(string: delivery.body))
        guard let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(10)) else { return false }
        return (200..<300).contains(Int(response.status.code))
    }
}

/// An Event, as far as a shop sees one (Stripe API reference, Events).
private struct Event<Object: Encodable & Sendable>: Encodable {
    struct Payload: Encodable { let object: Object }
    let id: String
    var object = "event"
    let type: String
    let created: Int
    let data: Payload
}
