import HTTPTypes

/// A refusal as the client sees it. Everything that is thrown in the gateway ends as one of these.
struct APIError: Error {
    var status: HTTPResponse.Status
    var code: String
    var message: String
    /// A JSON object.
    var details: String
    var headers: HTTPFields

    /// An error of the catalog.
    init(_ error: ErrorCode, details: String = "{}") {
        self.init(status: error.status, code: error.code, message: error.message, details: details)
    }

    /// The headers follow from status and code.
    init(status: Int, code: String, message: String, details: String) {
        self.status = HTTPResponse.Status(code: status)
        self.code = code
        self.message = message
        self.details = details
        headers = [:]
        if status == 401 { headers[.wwwAuthenticate] = "Bearer" }
        if let seconds = ErrorCode.named(code)?.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
    }

    /// The body: the error envelope of the API.
    func body(requestID: String) -> String {
        """
        {"error":{"code":\(JSONText.quoted(code)),"message":\(JSONText.quoted(message)),\
        "details":\(details),"request_id":\(JSONText.quoted(requestID))}}
        """
    }
}

extension APIError {
    /// Another method than the path has.
    static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> APIError {
        var error = APIError(.methodNotAllowed)
        error.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        return error
    }

    /// Too many calls; the client may come back after some seconds.
    static func rateLimited(retryAfter seconds: Int64) -> APIError {
        var error = APIError(.rateLimited)
        error.headers[.retryAfter] = String(seconds)
        return error
    }

    /// Everything that is wrong with the input.
    static func validation(_ problems: [InputReader.Problem]) -> APIError {
        let errors = problems.map { problem in
            "{\"field\":\(JSONText.quoted(problem.field)),\"message\":\(JSONText.quoted(problem.message))}"
        }
        return APIError(.validationError, details: "{\"errors\":[\(errors.joined(separator: ","))]}")
    }
}
