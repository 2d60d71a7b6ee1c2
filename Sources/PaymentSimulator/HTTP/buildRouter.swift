import Foundation
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// The routes of the Stripe API that a shop needs.
func buildRouter(provider: Provider, apiKey: String) -> Router<BasicRequestContext> {
    let router = Router()
    router.add(middleware: ErrorMiddleware(apiKey: apiKey))
    router.post("/v1/payment_intents") { request, _ in
        try await answer(request, provider) { provider, form throws(ProviderError) in try await provider.create(form) }
    }
    router.post("/v1/payment_intents/:id/confirm") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await answer(request, provider) { provider, form throws(ProviderError) in
            try await provider.confirm(id, form)
        }
    }
    router.post("/v1/payment_intents/:id/capture") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await answer(request, provider) { provider, form throws(ProviderError) in
            try provider.capture(id, form)
        }
    }
    router.post("/v1/payment_intents/:id/cancel") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await answer(request, provider) { provider, _ throws(ProviderError) in try provider.cancel(id) }
    }
    router.post("/v1/refunds") { request, _ in
        try await answer(request, provider) { provider, form throws(ProviderError) in try provider.refund(form) }
    }
    router.get("/v1/payment_intents") { request, _ in
        let intents = await provider.state.intents
        return Response(page(Array(intents.reversed()), id: \.id, request))
    }
    router.get("/v1/payment_intents/search") { request, _ in
        let form = Form(request.uri.query ?? "")
        guard let match = form["query"]?.wholeMatch(of: /metadata\[['"]([^'"]+)['"]\]:['"]([^'"]*)['"]/) else {
            throw ProviderError.parameter("query")
        }
        let found = await provider.state.intents.filter { $0.metadata[String(match.1)] == String(match.2) }
        return Response(page(found.reversed(), id: \.id, request))
    }
    router.get("/v1/payment_intents/:id") { _, context in
        Response(Answer(status: 200, try await provider.state.intent(context.parameters.get("id") ?? "")))
    }
    router.get("/v1/refunds") { request, _ in
        let intentID = Form(request.uri.query ?? "")["payment_intent"]
        let refunds = await provider.state.refunds.filter { intentID == nil || $0.paymentIntent == intentID }
        return Response(page(refunds.reversed(), id: \.id, request))
    }
    router.get("/v1/refunds/:id") { _, context in
        let id = context.parameters.get("id") ?? ""
        guard let refund = await provider.state.refunds.first(where: { $0.id == id }) else {
            throw ProviderError.missing("refund", id)
        }
        return Response(Answer(status: 200, refund))
    }
    addCardRoutes(to: router, provider)
    ApprovalPage(provider: provider).addRoutes(to: router)
    router.get("/_control") { _, _ in Response(Answer(status: 200, await provider.plan)) }
    router.post("/_control") { request, _ in
        var request = request
        let buffer = try await request.collectBody(upTo: 65_536)
        return Response(Answer(status: 200, try await provider.control(Data(buffer.readableBytesView))))
    }
    return router
}

/// Answers a POST, once for its Idempotency-Key.
func answer(
    _ request: Request,
    _ provider: Provider,
    _ call: @escaping @Sendable (isolated Provider, Form) async throws(ProviderError) -> Answer
) async throws -> Response {
    var request = request
    let form = Form(String(buffer: try await request.collectBody(upTo: 65_536)))
    let fault = await provider.fault(path: request.uri.path, form, key: request.headers[.idempotencyKey])
    let delay = await provider.delay()
    if delay > .zero { try await Task.sleep(for: delay) }
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
    let result = try await provider.answer(
        key: request.headers[.idempotencyKey],
        request: "\(request.uri.path)?\(form.canonicalText)"
    ) { provider throws(ProviderError) in try await call(provider, form) }
    switch fault {
    case .errorAfter: throw ProviderError.internalError
    case .dropAfter: return .cutOff
    default: return Response(result)
    }
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

/// A page of a list, the newest first: `limit` objects behind `starting_after`, or behind the `page` of a search.
func page<Object: Encodable & Sendable>(
    _ objects: [Object],
    id: KeyPath<Object, String>,
    _ request: Request
) -> Answer {
    let form = Form(request.uri.query ?? "")
    let limit = min(max(form.integer("limit") ?? 10, 1), 100)
    var rest = objects[...]
    if let last = form["starting_after"] ?? form["page"],
        let index = objects.firstIndex(where: { $0[keyPath: id] == last })
    {
        rest = objects[(index + 1)...]
    }
    let path = request.uri.path
    let isSearch = path.hasSuffix("/search")
    let data = Array(rest.prefix(limit))
    let hasMore = rest.count > limit
    return Answer(
        status: 200,
        ObjectList(
            object: isSearch ? "search_result" : "list", url: path, data: data, hasMore: hasMore,
            nextPage: isSearch && hasMore ? data.last?[keyPath: id] : nil))
}
