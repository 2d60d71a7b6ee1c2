import Hummingbird

/// Cross-origin calls of browsers (Fetch standard, section 3.2), from the configured origins alone. A request of another
/// origin is answered without the headers, and the browser keeps the answer from its page.
struct CORS: RouterMiddleware {
    let allowedOrigins: Set<String>

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        guard let origin = request.headers[.origin], allowedOrigins.contains(origin) else {
            return try await next(request, context)
        }
        let isPreflight = request.method == .options && request.headers[.accessControlRequestMethod] != nil
        do {
            var response = isPreflight ? Self.preflight() : try await next(request, context)
            response.headers.append(contentsOf: Self.headers(for: origin))
            return response
        } catch var error as APIError {
            // The envelope makes the answer further out: the headers travel with the error.
            error.headers.append(contentsOf: Self.headers(for: origin))
            throw error
        }
    }

    private static func headers(for origin: String) -> HTTPFields {
        [
            .accessControlAllowOrigin: origin,
            .vary: "Origin",
            .accessControlExposeHeaders: "ETag, Location, Retry-After, X-Request-Id, Idempotent-Replayed",
        ]
    }

    private static func preflight() -> Response {
        Response(
            status: .noContent,
            headers: [
                .accessControlAllowMethods: "GET, POST, PUT, PATCH, DELETE",
                .accessControlAllowHeaders: "Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Request-Id",
                .accessControlMaxAge: "600",
            ]
        )
    }
}
