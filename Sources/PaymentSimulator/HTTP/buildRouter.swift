import Foundation
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// The routes of the Stripe API that a shop needs. Each names its parameters.
func buildRouter(provider: Provider, apiKey: String) -> Router<BasicRequestContext> {
    let router = Router()
    router.add(middleware: ErrorMiddleware(apiKey: apiKey))
    let api = router.group("/v1").add(middleware: AdmissionMiddleware(provider: provider))
    addIntents(to: api, provider)
    addRefundsAndDisputes(to: api, provider)
    addCardRoutes(to: api, provider)
    ApprovalPage(provider: provider).addRoutes(to: router)
    addControl(to: router, provider)
    return router
}

private func addIntents(to api: RouterGroup<BasicRequestContext>, _ provider: Provider) {
    api.post("/payment_intents") { request, _ in
        try await answer(request, provider, .intentCreate) { provider, form throws(ProviderError) in
            try await provider.create(form)
        }
    }
    api.post("/payment_intents/:id/confirm") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await answer(request, provider, .intentConfirm) { provider, form throws(ProviderError) in
            try await provider.confirm(id, form)
        }
    }
    api.post("/payment_intents/:id/capture") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await answer(request, provider, .intentCapture) { provider, form throws(ProviderError) in
            try provider.capture(id, form)
        }
    }
    api.post("/payment_intents/:id/cancel") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await answer(request, provider, .intentCancel) { provider, _ throws(ProviderError) in
            try provider.cancel(id)
        }
    }
    api.get("/payment_intents") { request, _ in
        try await lookUp(request, provider, .intentList) { provider, form throws(ProviderError) in
            try ObjectPage(form, path: request.uri.path).answer(
                provider.state.intents.reversed(), id: \.id, created: \.created)
        }
    }
    api.get("/payment_intents/search") { request, _ in
        try await lookUp(request, provider, .search) { provider, form throws(ProviderError) in
            guard let match = form["query"]?.wholeMatch(of: /metadata\[['"]([^'"]+)['"]\]:['"]([^'"]*)['"]/) else {
                throw .parameter("query")
            }
            let seen = provider.now - provider.plan.searchLagS
            let found = provider.state.intents.filter {
                $0.created <= seen && $0.metadata[String(match.1)] == String(match.2)
            }
            return try ObjectPage(form, path: request.uri.path).answer(
                found.reversed(), id: \.id, created: \.created)
        }
    }
    api.get("/payment_intents/:id") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await lookUp(request, provider, .retrieve) { provider, _ throws(ProviderError) in
            Answer(status: 200, try provider.state.intent(id))
        }
    }
}

private func addRefundsAndDisputes(to api: RouterGroup<BasicRequestContext>, _ provider: Provider) {
    api.post("/refunds") { request, _ in
        try await answer(request, provider, .refundCreate) { provider, form throws(ProviderError) in
            try provider.refund(form)
        }
    }
    api.get("/refunds") { request, _ in
        try await lookUp(request, provider, .refundList) { provider, form throws(ProviderError) in
            let intent = form["payment_intent"]
            let refunds = provider.state.refunds.filter { intent ?? $0.paymentIntent == $0.paymentIntent }
            return try ObjectPage(form, path: request.uri.path).answer(
                refunds.reversed(), id: \.id, created: \.created)
        }
    }
    api.get("/refunds/:id") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await lookUp(request, provider, .retrieve) { provider, _ throws(ProviderError) in
            guard let refund = provider.state.refunds.first(where: { $0.id == id }) else {
                throw .missing("refund", id)
            }
            return Answer(status: 200, refund)
        }
    }
    api.get("/disputes") { request, _ in
        try await lookUp(request, provider, .disputeList) { provider, form throws(ProviderError) in
            let intent = form["payment_intent"]
            let disputes = provider.state.disputes.filter { intent ?? $0.paymentIntent == $0.paymentIntent }
            return try ObjectPage(form, path: request.uri.path).answer(
                disputes.reversed(), id: \.id, created: \.created)
        }
    }
    api.get("/disputes/:id") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await lookUp(request, provider, .retrieve) { provider, _ throws(ProviderError) in
            guard let dispute = provider.state.disputes.first(where: { $0.id == id }) else {
                throw .missing("dispute", id)
            }
            return Answer(status: 200, dispute)
        }
    }
}

/// What no real provider has: faults, and what people and time do.
private func addControl(to router: Router<BasicRequestContext>, _ provider: Provider) {
    router.get("/_control") { _, _ in Response(Answer(status: 200, await provider.plan)) }
    router.post("/_control") { request, _ in
        Response(Answer(status: 200, try await provider.control(Data(try await body(of: request).readableBytesView))))
    }
    router.get("/_control/deliveries") { _, _ in
        Response(Answer(status: 200, ["owed": await provider.state.owed.count]))
    }
    router.post("/_control/refunds") { request, _ in
        Response(try await provider.refundInDashboard(Form(String(buffer: try await body(of: request)))))
    }
    router.post("/_control/expire_holds") { request, _ in
        Response(try await provider.expireHolds(Form(String(buffer: try await body(of: request)))))
    }
}

private func body(of request: Request) async throws -> ByteBuffer {
    var request = request
    return try await request.collectBody(upTo: 65_536)
}

/// Answers a GET.
func lookUp(
    _ request: Request,
    _ provider: Provider,
    _ parameters: Parameters,
    _ call: @Sendable (isolated Provider, Form) throws(ProviderError) -> Answer
) async throws -> Response {
    let form = Form(request.uri.query ?? "")
    try parameters.check(form)
    try await befall(await provider.lookupFault()?.ofLookup)
    return Response(try await call(provider, form))
}

/// Answers a POST, once for its Idempotency-Key.
func answer(
    _ request: Request,
    _ provider: Provider,
    _ parameters: Parameters,
    _ call: @escaping @Sendable (isolated Provider, Form) async throws(ProviderError) -> Answer
) async throws -> Response {
    let form = Form(String(buffer: try await body(of: request)))
    try parameters.check(form)
    let key = request.headers[.idempotencyKey]
    let fault = await provider.fault(path: request.uri.path, form, key: key)
    let delay = await provider.delay()
    if delay > .zero { try await Task.sleep(for: delay) }
    let isKept = await provider.plan.keepsFailures && (fault == .errorBefore || fault == .errorAfter)
    if !isKept { try await befall(fault) }
    let result = try await provider.answer(key: key, request: "\(request.uri.path)?\(form.canonicalText)") {
        provider throws(ProviderError) in
        guard isKept else { return try await call(provider, form) }
        if fault == .errorAfter { _ = try await call(provider, form) }
        throw .internalError
    }
    switch fault {
    case .errorAfter: throw ProviderError.internalError
    case .dropAfter: return .cutOff
    default: return Response(result)
    }
}

/// What a fault does before the call is carried out.
private func befall(_ fault: Fault?) async throws {
    switch fault {
    case .hang:
        // Not beyond the program's own end.
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(600)) }
        throw ProviderError.internalError
    case .errorBefore: throw ProviderError.internalError
    case .inUse: throw ProviderError.keyInUse
    case .rateLimited: throw ProviderError.rateLimited
    case .errorAfter, .dropAfter, nil: break
    }
}

extension Fault {
    /// A look-up does nothing, so that what comes after it is as what comes before.
    fileprivate var ofLookup: Fault { isAfter ? .errorBefore : self }
}

extension Response {
    /// An answer that breaks off: the server closes the connection when its body fails.
    fileprivate static var cutOff: Response {
        struct CutOff: Error {}
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(contentLength: 1000) { _ in throw CutOff() }
        )
    }
}
