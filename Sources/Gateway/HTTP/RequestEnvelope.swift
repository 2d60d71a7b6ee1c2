import Hummingbird
import Logging
import Postgres

/// The outermost layer of every request: its id, its log line, the security headers, and the error envelope for
/// whatever is thrown below.
struct RequestEnvelope: RouterMiddleware {
    let cors: CORS
    let logger: Logger

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        context.requestID = Self.requestID(of: request)
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = answer(to: error, requestID: context.requestID)
        }
        addHeaders(to: &response, context)
        response.headers.append(contentsOf: cors.headers(forOrigin: request.headers[.origin]))
        if request.method == .head { response = response.createHeadResponse() }
        log(request, response, context, ContinuousClock.now - start)
        return response
    }

    /// The client's id if it is 1–64 printable ASCII characters and no card number, else a new one.
    private static func requestID(of request: Request) -> String {
        if let given = request.headers[.requestID], (1...64).contains(given.utf8.count),
            given.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !CardData.isCardNumber(given)
        {
            return given
        }
        return RandomBytes.hex(count: 16)
    }

    private func answer(to error: any Error, requestID: String) -> Response {
        let refusal =
            switch error {
            case let error as APIError: error
            case let error as PostgresError: translated(error, requestID)
            case let error as any HTTPResponseError: Self.translated(error)
            default: unexpected("\(error)", requestID)
            }
        return Response.json(refusal.body(requestID: requestID), status: refusal.status, headers: refusal.headers)
    }

    private func translated(_ error: PostgresError, _ requestID: String) -> APIError {
        if let refusal = APIError(error) { return refusal }
        // Whole, as nothing of it is shown: message, constraint and stack, though never the detail, which quotes values.
        return unexpected(
            "\(error): \(error.message) \(error.constraint ?? "") \(error.context ?? "")",
            requestID
        )
    }

    /// Hummingbird's own refusals.
    private static func translated(_ error: any HTTPResponseError) -> APIError {
        switch error.status {
        case .notFound: APIError(.notFound)
        case .contentTooLarge: APIError(.bodyTooLarge)
        default:
            APIError(
                status: error.status.code, code: ErrorCode.badRequest.code, message: ErrorCode.badRequest.message,
                details: "{}")
        }
    }

    private func unexpected(_ text: String, _ requestID: String) -> APIError {
        logger.error("request.failed", metadata: [LogKey.requestID: "\(requestID)", LogKey.error: "\(text)"])
        return APIError(.internalError)
    }

    private func addHeaders(to response: inout Response, _ context: GatewayContext) {
        response.headers[.requestID] = context.requestID
        response.headers[.contentTypeOptions] = "nosniff"
        response.headers[.frameOptions] = "DENY"
        response.headers[.referrerPolicy] = "no-referrer"
        if response.headers[.cacheControl] == nil, response.headers[.eTag] == nil {
            response.headers[.cacheControl] = "no-store"
        }
    }

    private func log(_ request: Request, _ response: Response, _ context: GatewayContext, _ duration: Duration) {
        var metadata: Logger.Metadata = [
            LogKey.requestID: "\(context.requestID)",
            LogKey.method: "\(request.method.rawValue)",
            LogKey.route: "\(context.endpointPath ?? "(none)")",
            LogKey.status: "\(response.status.code)",
            LogKey.durationMilliseconds: "\(duration / .milliseconds(1))",
        ]
        if let userID = context.notes.userID { metadata[LogKey.userID] = "\(userID)" }
        logger.info("request", metadata: metadata)
    }
}
