import HTTPTypes

/// A refusal as the client sees it. Everything that is thrown in the gateway ends as one of these.
struct APIError: Error {
    var status: HTTPResponse.Status
    var code: String
    var message: String
    /// A JSON object.
    var details = "{}"
    var headers: HTTPFields = [:]

    /// The body: the error envelope of the API.
    func body(requestID: String) -> String {
        """
        {"error":{"code":\(JSONText.quoted(code)),"message":\(JSONText.quoted(message)),\
        "details":\(details),"request_id":\(JSONText.quoted(requestID))}}
        """
    }
}

extension APIError {
    static let unauthorized = APIError(
        status: .unauthorized,
        code: "UNAUTHORIZED",
        message: "A valid access token is needed.",
        headers: [.wwwAuthenticate: "Bearer"]
    )
    static let invalidCredentials = APIError(
        status: .unauthorized,
        code: "INVALID_CREDENTIALS",
        message: "E-mail or password is wrong.",
        headers: [.wwwAuthenticate: "Bearer"]
    )
    static let forbidden = APIError(status: .forbidden, code: "FORBIDDEN", message: "Your role may not do this.")
    static let notFound = APIError(status: .notFound, code: "NOT_FOUND", message: "There is no such thing.")
    static let bodyTooLarge = APIError(
        status: .contentTooLarge, code: "BODY_TOO_LARGE", message: "The body is too large.")
    static let incompleteBody = APIError(
        status: .badRequest, code: "BAD_REQUEST", message: "The body ended before its end.")
    static let unsupportedMediaType = APIError(
        status: .unsupportedMediaType,
        code: "UNSUPPORTED_MEDIA_TYPE",
        message: "The body must be application/json."
    )
    static let cardDataRefused = APIError(
        status: .badRequest,
        code: "CARD_DATA_REFUSED",
        message: "Card data is not accepted here; send the provider's token."
    )
    static let missingIdempotencyKey = APIError(
        status: .badRequest,
        code: "MISSING_IDEMPOTENCY_KEY",
        message: "The header Idempotency-Key is needed: 1 to 255 printable ASCII characters."
    )
    static let invalidSignature = APIError(
        status: .badRequest,
        code: "INVALID_SIGNATURE",
        message: "The event is not signed by the payment provider."
    )
    static let internalError = APIError(
        status: .internalServerError,
        code: "INTERNAL_ERROR",
        message: "Something went wrong on our side."
    )
    static let timeout = APIError(status: .gatewayTimeout, code: "TIMEOUT", message: "The request took too long.")

    /// The database is away, or too many are waiting for it.
    static let unavailable = APIError(
        status: .serviceUnavailable,
        code: "SERVICE_UNAVAILABLE",
        message: "The service is not available at the moment.",
        headers: [.retryAfter: "2"]
    )

    /// Another method than the path has.
    static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> APIError {
        APIError(
            status: .methodNotAllowed,
            code: "METHOD_NOT_ALLOWED",
            message: "This method is not allowed here.",
            headers: [.allow: allowed.map(\.rawValue).joined(separator: ", ")]
        )
    }

    /// Too many calls; the client may come back after some seconds.
    static func rateLimited(retryAfter seconds: Int64) -> APIError {
        APIError(
            status: .tooManyRequests,
            code: "RATE_LIMITED",
            message: "Too many attempts.",
            headers: [.retryAfter: String(seconds)]
        )
    }

    /// Everything that is wrong with the input.
    static func validation(_ problems: [InputReader.Problem]) -> APIError {
        let errors = problems.map { problem in
            "{\"field\":\(JSONText.quoted(problem.field)),\"message\":\(JSONText.quoted(problem.message))}"
        }
        return APIError(
            status: .badRequest,
            code: "VALIDATION_ERROR",
            message: "The request is not valid.",
            details: "{\"errors\":[\(errors.joined(separator: ","))]}"
        )
    }
}
