import Crypto
import Foundation
import Hummingbird
import NIOCore
import Postgres

/// Answers every route of the table: token, role, input, one call, the bytes as they came.
struct RouteHandler: Sendable {
    let database: any Database
    let tokens: AccessTokens
    let sessions: SessionHandler
    let checkout: ConfirmHandler
    let webhooks: WebhookHandler
    let health: HealthHandler
    let configuration: Configuration

    /// The answer to a request that matched a route.
    func respond(to request: Request, _ route: Route, _ context: GatewayContext) async throws -> Response {
        // Its body is signed as it is, so nobody reads it before.
        if route.handler == .webhook { return try await webhooks.receive(request, context) }
        let identity = try await identify(request, route, context)
        let input = try await readInput(of: request, route, context)
        switch route.handler {
        case .function: return try await call(route, input, identity, request, context)
        case .register: return try await sessions.register(input, request, context)
        case .login: return try await sessions.login(input, request, context)
        case .refresh: return try await sessions.refresh(input, context)
        case .confirm:
            guard let identity else { throw APIError.unauthorized }
            return try await checkout.confirm(input, request, route, identity, context)
        case .webhook: return try await webhooks.receive(request, context)
        case .health: return health.health()
        case .ready: return try await health.ready()
        }
    }

    private func identify(_ request: Request, _ route: Route, _ context: GatewayContext) async throws -> Identity? {
        guard case .roles(let roles) = route.access else { return nil }
        let scheme = "bearer "
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix(scheme) else {
            throw APIError.unauthorized
        }
        let identity = try await tokens.verify(header.dropFirst(scheme.count).trimmed)
        context.notes.userID = identity.userID
        guard roles.contains(identity.role) else { throw APIError.forbidden }
        return identity
    }

    private func readInput(of request: Request, _ route: Route, _ context: GatewayContext) async throws -> Input {
        let body = try await RequestBodyReader.read(request, limit: configuration.http.bodyLimit)
        if route.refusesCardData, let body, CardData.isIn(body) { throw APIError.cardDataRefused }
        let source = Input.Source(
            pathID: context.parameters.get("id"),
            query: request.uri.query,
            body: body
        )
        return try Input(source, fields: route.fields, lists: configuration.lists)
    }

    private func call(
        _ route: Route,
        _ input: Input,
        _ identity: Identity?,
        _ request: Request,
        _ context: GatewayContext
    ) async throws -> Response {
        guard let statement = route.statement else { throw APIError.internalError }
        var parameters: [Value] = [.text(context.requestID), Value(identity.map { String($0.sessionID) })]
        if let identity { parameters.append(.integer(identity.userID)) }
        parameters += route.parameters.map { input[$0.name] }
        let result = try await database.retrying(statement, parameters)
        guard route.status != .noContent else { return Response(status: .noContent) }
        guard let body = try result.first?.bytes("body") else { throw PostgresError.emptyAnswer }
        return route.hasETag ? Self.tagged(body, request, status: route.status) : .json(body, status: route.status)
    }

    /// The answer with a strong validator, or 304 for a client that has it (RFC 9110, section 13.1.2).
    private static func tagged(_ body: [UInt8], _ request: Request, status: HTTPResponse.Status) -> Response {
        let tag = "\"" + Data(SHA256.hash(data: body).prefix(18)).base64EncodedString() + "\""
        let known = request.headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }.map(\.trimmed)
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        if known.contains(where: { $0 == "*" || $0 == tag || $0 == "W/" + tag }) {
            return Response(status: .notModified, headers: headers)
        }
        return .json(body, status: status, headers: headers)
    }
}
