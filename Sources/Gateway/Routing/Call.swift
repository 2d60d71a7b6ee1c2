import HTTPTypes

/// A request that has matched a route and passed its checks: all that a handler gets.
struct Call: Sendable {
    let route: Route
    /// Request, session and actor, for the database.
    let context: CallContext
    /// Who calls; nil where everybody may.
    let identity: Identity?
    let input: Input
    let headers: HTTPFields
    /// The client's, behind trusted proxies.
    let address: String
    /// The bytes of a route with a raw body.
    var rawBody: [UInt8] = []
    /// The body of a route that takes an upload.
    var upload: Upload?

    /// What the input gives the route's function.
    var arguments: Arguments { Arguments(route.parameters) { input[$0] } }
}
