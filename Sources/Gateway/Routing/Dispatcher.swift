import Hummingbird
import Postgres

/// Says who calls.
protocol Authenticator: Sendable {
    /// Whom an access token stands for.
    /// - Throws: `APIError` 401 for anything but a live token of ours.
    func verify(_ token: String) async throws -> Identity
}

/// Counts calls.
protocol RateLimiter: Sendable {
    /// Takes one from what is left.
    /// - Throws: `APIError` 429 when nothing is.
    func take(_ limit: Route.RateLimit, for call: Call) async throws
}

/// Answers every route of the table: token, role, input, limits, then one call or the handler, and the bytes as they came.
struct Dispatcher: Sendable {
    let lanes: Lanes
    let authenticator: any Authenticator
    let rateLimiter: any RateLimiter
    let handlers: Handlers
    let lists: Configuration.Lists
    let http: Configuration.HTTP
    let memory: BodyMemory

    /// Bytes of the header Authorization; a token of ours has some 400.
    private static let authorizationLimit = 4096

    /// The answer to a request that matched a route.
    func respond(to request: Request, _ route: Route, _ context: GatewayContext) async throws -> Response {
        let identity = try await identify(request, route, context)
        let share = memory.share()
        defer { withExtendedLifetime(share) {} }
        let call = try await read(request, route, identity, share, context)
        try await rateLimiter.take(route.rateLimit, for: call)
        switch route.target {
        case .handler(let name, _): return Response(try await handlers[name](call))
        case .function: return try await run(call)
        }
    }

    private func identify(_ request: Request, _ route: Route, _ context: GatewayContext) async throws -> Identity? {
        guard case .roles(let roles) = route.access else { return nil }
        let scheme = "Bearer "
        guard let header = request.headers[.authorization], header.utf8.count <= Self.authorizationLimit,
            header.prefix(scheme.count).isSameIgnoringCase(as: scheme)
        else { throw APIError(.unauthorized) }
        let identity = try await authenticator.verify(header.dropFirst(scheme.count).trimmed)
        context.notes.userID = identity.userID
        if roles.contains(identity.role) { return identity }
        // A token says the role of its making; who was given another one meanwhile has it now, and needs no new token.
        let role = try await AccountCalls(database: lanes[.read]).role(
            CallContext(requestID: context.requestID, session: identity.session, actorID: identity.userID))
        guard roles.contains(role) else { throw APIError(.forbidden) }
        return Identity(userID: identity.userID, role: role, session: identity.session)
    }

    private func read(
        _ request: Request,
        _ route: Route,
        _ identity: Identity?,
        _ share: BodyMemory.Share,
        _ context: GatewayContext
    ) async throws -> Call {
        var source = Input.Source(query: request.uri.query)
        // What is asked and under which key is kept as well, in the audit log and with the answer.
        if CardData.isInQuery(source.query)
            || request.headers[values: .idempotencyKey].contains(where: CardData.isCardNumber)
        {
            throw APIError(.cardDataRefused)
        }
        for name in route.path.ids { source.ids[name] = context.parameters.get(name) ?? "" }
        var rawBody: [UInt8] = []
        var upload: Upload?
        switch route.body {
        case .none, .json:
            source.body = try await RequestBodyReader.json(of: request, limit: http.bodyLimit, share)
            if let body = source.body, CardData.isIn(body, looksAtNames: route.refusesCardData) {
                throw APIError(.cardDataRefused)
            }
        case .raw:
            rawBody = Array(
                try await RequestBodyReader.bytes(of: request, limit: http.bodyLimit, share).readableBytesView)
        case .upload(let types, let limit):
            upload = try RequestBodyReader.upload(of: request, types: types, limit: limit)
        }
        return Call(
            route: route,
            context: CallContext(
                requestID: context.requestID, session: identity?.session, actorID: identity?.userID),
            identity: identity,
            input: try Input(source, for: route, lists: lists),
            headers: request.headers,
            address: ClientAddress.of(request, context, trustedProxies: http.trustedProxies),
            rawBody: rawBody,
            upload: upload
        )
    }

    /// A route without a handler: one call of its function.
    private func run(_ call: Call) async throws -> Response {
        guard let function = call.route.statement else { throw APIError(.internalError) }
        let database = lanes[call.route.lane]
        let values = function.values(call.arguments.values, call.context)
        if case .csv(let file) = call.route.answer {
            return Response(.rows(try await database.stream(function.statement, values, batch: 500), file: file))
        }
        if let key = try call.route.takesKey ? IdempotencyKey.optional(in: call.headers) : nil,
            let keyed = call.route.keyedCall(call.arguments, key: key)
        {
            let answer = try await database.once(keyed, call.context)
            return Response.json(
                answer.body, status: call.route.answer.status,
                headers: answer.isReplayed ? [.idempotentReplayed: "true"] : [:])
        }
        let result = try await database.retrying(function.statement, values)
        guard call.route.answer != .nothing else { return Response(.nothing) }
        guard let row = result.first else { throw PostgresError.emptyAnswer }
        let body: [UInt8] = try row.get("value")
        return call.route.isTagged
            ? .tagged(body, call.headers) : Response(.json(body, status: call.route.answer.status))
    }
}
