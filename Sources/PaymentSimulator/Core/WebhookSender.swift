import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore

/// Sends events to the shop, signed as Stripe signs them, again until they are taken (at most a day, as a real provider).
struct WebhookSender: Sendable {
    let url: String
    let secret: String

    /// Sends one event in the background, with what the plan does to it.
    func send(kind: String, object: some Encodable & Sendable, created: Int, plan: FaultPlan.Webhooks) {
        let id = "evt_" + UUID().uuidString.replacing("-", with: "").lowercased()
        let event = Event(id: id, type: kind, created: created, data: .init(object: object))
        guard let body = try? FaultPlan.encoder.encode(event) else { return }
        let copies = Double.random(in: 0..<1) < plan.duplicate ? 2 : 1
        for _ in 0..<copies { Task { await deliver(body, after: plan.delayMs) } }
        if Double.random(in: 0..<1) < plan.forge {
            Task { _ = await post(body, secret: "whsec_forged") }
        }
    }

    private func deliver(_ body: Data, after limit: Int) async {
        try? await Task.sleep(for: .milliseconds(Int.random(in: 0...max(0, limit))))
        var pause = 1
        for _ in 0..<100 {
            if await post(body, secret: secret) { return }
            try? await Task.sleep(for: .seconds(pause))
            pause = min(pause * 2, 900)
        }
    }

    private func post(_ body: Data, secret: String) async -> Bool {
        let time = Int(Date().timeIntervalSince1970)
        let key = SymmetricKey(data: Data(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(time).".utf8) + body, using: key)
        let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Stripe-Signature", value: "t=\(time),v1=\(hex)")
        request.body = .bytes(ByteBuffer(data: body))
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
