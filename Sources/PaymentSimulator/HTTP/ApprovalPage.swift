import Hummingbird

/// Where a card's owner approves or refuses a payment: the bank's page of 3-D Secure. It is for browsers, and for curl.
struct ApprovalPage: Sendable {
    static let path = "/3d-secure"

    let provider: Provider

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("\(Self.path)/:id") { _, context in
            let intent = try await provider.state.intent(context.parameters.get("id") ?? "")
            return Self.html(
                """
                <p>Pay \(Self.amount(intent.amount)) \(intent.currency.uppercased())?</p>
                <form method="post"><button name="decision" value="approve">Approve</button>
                <button name="decision" value="refuse">Refuse</button></form>
                """)
        }
        router.post("\(Self.path)/:id") { request, context in
            var request = request
            let id = context.parameters.get("id") ?? ""
            let form = Form(String(buffer: try await request.collectBody(upTo: 4096)))
            guard let decision = form["decision"], ["approve", "refuse"].contains(decision) else {
                throw ProviderError.parameter("decision")
            }
            let back = try await provider.state.intent(id).nextAction?.redirectToUrl?.returnUrl
            let intent = try await provider.decide(id, isApproved: decision == "approve")
            guard let back else { return Self.html("<p>Done. You may close this page.</p>") }
            let result = intent.lastPaymentError == nil ? "succeeded" : "failed"
            let mark = back.contains("?") ? "&" : "?"
            return Response(
                status: .seeOther,
                headers: [.location: "\(back)\(mark)payment_intent=\(id)&redirect_status=\(result)"])
        }
    }

    private static func amount(_ minor: Int) -> String {
        let rest = String(minor % 100)
        return "\(minor / 100).\(rest.count < 2 ? "0" : "")\(rest)"
    }

    private static func html(_ body: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: "<!doctype html><title>3-D Secure</title>\(body)\n")))
    }
}
