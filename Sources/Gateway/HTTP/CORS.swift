import Hummingbird

/// Cross-origin calls of browsers (Fetch standard, section 3.2), from the configured origins alone. A request of another
/// origin is answered without the headers, and the browser keeps the answer from its page.
struct CORS: Sendable {
    let allowedOrigins: Set<String>

    /// What every answer to a request carries, refusals and errors too: without it a browser tells its page of a network error, and
    /// not what was refused. `Vary` also where the origin is a stranger's: a cache must not serve one's answer to the other.
    func headers(forOrigin origin: String?) -> HTTPFields {
        guard !allowedOrigins.isEmpty else { return [:] }
        guard let origin, origin.utf8.count <= 256, allowedOrigins.contains(origin) else {
            return [.vary: "Origin"]
        }
        return [
            .accessControlAllowOrigin: origin,
            .vary: "Origin",
            .accessControlExposeHeaders: "ETag, Location, Retry-After, X-Request-Id, Idempotent-Replayed",
        ]
    }

    /// Whether a request asks, for a page of an allowed origin, what it may send.
    func isPreflight(_ request: Request) -> Bool {
        request.method == .options && request.headers[.accessControlRequestMethod] != nil
            && headers(forOrigin: request.headers[.origin])[.accessControlAllowOrigin] != nil
    }
}

/// Answers preflights, which no route takes.
struct Preflight: RouterMiddleware {
    let cors: CORS

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        guard cors.isPreflight(request) else { return try await next(request, context) }
        return Response(
            status: .noContent,
            headers: [
                .accessControlAllowMethods: "GET, POST, PUT, PATCH, DELETE",
                .accessControlAllowHeaders: "Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Request-Id",
                .accessControlMaxAge: "600",
            ]
        )
    }
}
