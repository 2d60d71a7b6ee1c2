import Foundation
import HTTPTypes
import Hummingbird

/// Asks for the key, and gives every refusal Stripe's shape.
struct ErrorMiddleware: RouterMiddleware {
    typealias Context = BasicRequestContext

    let apiKey: String

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            // Either scheme, as Stripe's documentation has it: its curl examples send the key as a user without a password.
            let basic = Data("\(apiKey):".utf8).base64EncodedString()
            // Where browsers come, nobody has the key.
            if request.uri.path.hasPrefix(ApprovalPage.path) { return try await next(request, context) }
            guard let given = request.headers[.authorization] else { throw ProviderError.noKey }
            guard ["Bearer \(apiKey)", "Basic \(basic)"].contains(given) else {
                throw given.hasPrefix("Bearer pk_") ? ProviderError.publishableKey : .unauthorized
            }
            return try await next(request, context)
        } catch let error as ProviderError {
            return Response(Answer(error))
        } catch let error as HTTPError where error.status == .notFound {
            return Response(Answer(ProviderError.unknownPath))
        }
    }
}

/// Counts requests, and answers those beyond the limit with 429.
struct AdmissionMiddleware: RouterMiddleware {
    typealias Context = BasicRequestContext

    let provider: Provider

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        try await provider.admit()
        return try await next(request, context)
    }
}

extension Response {
    /// The answer as HTTP.
    init(_ answer: Answer) {
        var headers: HTTPFields = [.contentType: "application/json"]
        if answer.isReplayed { headers[.idempotentReplayed] = "true" }
        self.init(
            status: .init(code: answer.status),
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(string: answer.body))
        )
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let idempotentReplayed = HTTPField.Name("Idempotent-Replayed")!
}
