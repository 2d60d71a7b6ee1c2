import AsyncHTTPClient
import Logging
import Postgres
import ServiceLifecycle

/// The ways to the database and to the card provider.
extension App {
    /// A pool for each lane. Its connections prepare the lane's routes; what the handlers call is prepared when it is first called.
    static func connectionPools(_ database: Configuration.Database) -> [Route.Lane: ConnectionPool] {
        return database.connections.reduce(into: [:]) { pools, lane in
            pools[lane.key] = ConnectionPool(
                configuration: PoolConfiguration(
                    connection: connectionParameters(database, lane.key),
                    size: lane.value,
                    waiterLimit: database.waiterLimit,
                    waitLimit: database.waitLimit
                ),
                statements: RouteTable.all.filter { $0.lane == lane.key }.compactMap(\.statement?.statement),
                logger: Logger(label: "gateway.database")
            )
        }
    }

    private static func connectionParameters(
        _ database: Configuration.Database, _ lane: Route.Lane
    ) -> ConnectionParameters {
        let limit =
            lane == .slow ? database.slowStatementTimeoutMilliseconds : database.statementTimeoutMilliseconds
        return ConnectionParameters(
            database.url,
            applicationName: "mami-gateway",
            settings: [
                ("statement_timeout", String(limit)),
                ("lock_timeout", String(database.lockTimeoutMilliseconds)),
                ("idle_in_transaction_session_timeout", "10000"),
                // A gateway that is gone, with its machine or its network, is noticed within seconds, and its locks end.
                ("client_connection_check_interval", "2000"),
                ("tcp_keepalives_idle", "5"),
                ("tcp_keepalives_interval", "2"),
                ("tcp_keepalives_count", "3"),
                ("tcp_user_timeout", "10000"),
            ]
        )
    }

    /// The configuration's, and no more than there are file descriptors for.
    static func connectionLimits(_ configuration: Configuration, _ logger: Logger) -> ConnectionLimits {
        var limits = configuration.http.connections
        let total = FileDescriptors.connections(
            wanted: limits.total,
            limit: FileDescriptors.raiseLimit(),
            others: configuration.database.connections.values.reduce(providerConnections, +)
        )
        if total < limits.total { logger.warning("connections.limited", metadata: [LogKey.count: "\(total)"]) }
        limits.total = total
        return limits
    }

    /// To the card provider, at the most.
    private static let providerConnections = 64

    static func clientConfiguration(_ payments: Configuration.Payments) -> HTTPClient.Configuration {
        var client = HTTPClient.Configuration(timeout: .init(connect: payments.timeout, read: payments.timeout))
        // The flow decides what is tried again, never the client.
        client.connectionPool.retryConnectionEstablishment = false
        client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = providerConnections
        client.redirectConfiguration = .disallow
        return client
    }

    /// For the libraries' own messages, which are not the gateway's events.
    static func quietLogger() -> Logger {
        var logger = Logger(label: "gateway.server")
        logger.logLevel = .warning
        return logger
    }
}

/// Closes the HTTP client when everything that uses it has stopped.
struct HTTPClientService: Service {
    let client: HTTPClient

    func run() async throws {
        try? await gracefulShutdown()
        try await client.shutdown()
    }
}
