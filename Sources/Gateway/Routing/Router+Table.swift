import Hummingbird

extension Router<GatewayContext> {
    /// Registers a table of routes, HEAD where it has GET, and 405 for every other method of its paths.
    func addRoutes(_ table: [Route], _ dispatcher: Dispatcher) {
        var methods: [Path: [HTTPRequest.Method]] = [:]
        for route in table {
            for path in route.paths {
                for method in route.method == .get ? [.get, .head] : [route.method] {
                    methods[path, default: []].append(method)
                    on(RouterPath(path.template), method: method) { request, context in
                        try await dispatcher.respond(to: request, route, context)
                    }
                }
            }
        }
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
        for (path, allowed) in methods {
            for method in known where !allowed.contains(method) {
                on(RouterPath(path.template), method: method) { _, _ -> Response in
                    throw APIError.methodNotAllowed(allowed)
                }
            }
        }
    }
}
