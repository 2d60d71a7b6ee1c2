extension RouteTable {
    static let system: [Route] = [
        Route(method: .get, path: "/health", aliases: [api("/health")], handler: .health),
        Route(method: .get, path: "/ready", function: "api.ready", handler: .ready),
    ]
}
