import AsyncHTTPClient
import Hummingbird
import Logging
import Postgres
import ServiceLifecycle

extension App {
    /// Everything that runs, in the order of its start; it stops in reverse.
    static func buildServiceGroup(_ configuration: Configuration) async throws -> ServiceGroup {
        let logger = Logger(label: "gateway")
        let pool = ConnectionPool(
            configuration: poolConfiguration(configuration.database),
            statements: Statements.all,
            logger: Logger(label: "gateway.database")
        )
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: clientConfiguration(configuration.payments))
        let draining = Draining(duration: configuration.http.shutdownDrain)
        let catalog = ErrorCatalogBox()
        let provider = StripeProvider(client: client, configuration: configuration.payments)
        let flow = checkoutFlow(configuration, database: pool, provider: provider)
        let router = try await buildRouter(
            configuration,
            database: pool,
            flow: flow,
            draining: draining,
            catalog: catalog
        )
        let application = Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionEnd(surplusLimit: 16 * configuration.http.bodyLimit)],
                    idleTimeout: configuration.http.idleTimeout
                )
            ),
            configuration: .init(
                address: .hostname(configuration.http.host, port: configuration.http.port),
                serverName: nil
            ),
            onServerRunning: { channel in
                logger.notice("gateway.started", metadata: [LogKey.port: "\(channel.localAddress?.port ?? 0)"])
            },
            logger: quietLogger()
        )
        let greeting = DatabaseGreeting(
            database: pool,
            catalog: catalog,
            deliverySettings: configuration.deliverySettings,
            logger: logger
        )
        let counters = SweepCounters()
        let reconciler = Sweeper(
            work: Reconciler(database: pool, flow: flow, leaseSeconds: configuration.payments.leaseSeconds),
            pause: configuration.payments.reconcilerPause,
            logger: logger,
            counters: counters
        )
        let outbox = Sweeper(
            work: OutboxWorker(
                database: pool,
                provider: provider,
                logger: logger,
                leaseSeconds: configuration.payments.leaseSeconds,
                crash: flow.crash
            ),
            pause: configuration.payments.reconcilerPause,
            logger: logger,
            counters: counters
        )
        let forgetter = Sweeper(
            work: KeyForgetter(database: pool),
            // Hours late would do as well; a full batch is followed by the next one at once.
            pause: .seconds(600),
            logger: logger,
            counters: counters
        )
        let services: [any Service] = [
            HTTPClientService(client: client), pool, greeting, reconciler, outbox, forgetter, application, draining,
        ]
        var group = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quietLogger()
        )
        group.maximumGracefulShutdownDuration = configuration.http.shutdownGrace + configuration.http.shutdownDrain
        return ServiceGroup(configuration: group)
    }

    /// The routes behind their middleware.
    static func buildRouter(
        _ configuration: Configuration,
        database: any Database,
        flow: CheckoutFlow,
        draining: Draining,
        catalog: ErrorCatalogBox
    ) async throws -> Router<GatewayContext> {
        let logger = Logger(label: "gateway")
        let tokens = await AccessTokens(configuration.tokens)
        let handler = RouteHandler(
            database: database,
            tokens: tokens,
            sessions: SessionHandler(
                database: database,
                tokens: tokens,
                hasher: try PasswordHasher(configuration.passwords),
                configuration: configuration
            ),
            checkout: ConfirmHandler(
                database: database,
                flow: flow,
                leaseSeconds: configuration.payments.leaseSeconds,
                deadline: configuration.http.requestTimeout
            ),
            webhooks: WebhookHandler(
                database: database,
                signature: WebhookSignature(
                    secrets: configuration.payments.webhookSecrets,
                    tolerance: configuration.payments.webhookTolerance
                ),
                bodyLimit: configuration.http.bodyLimit
            ),
            health: HealthHandler(database: database, draining: draining),
            configuration: configuration
        )
        let router = Router(context: GatewayContext.self)
        router.add(middleware: RequestEnvelope(catalog: catalog, logger: logger))
        router.add(middleware: CORS(allowedOrigins: configuration.http.allowedOrigins))
        addRoutes(to: router, handler)
        return router
    }

    private static func checkoutFlow(
        _ configuration: Configuration,
        database: any Database,
        provider: any PaymentProvider
    ) -> CheckoutFlow {
        CheckoutFlow(
            database: database,
            provider: provider,
            logger: Logger(label: "gateway"),
            resumeWindow: configuration.payments.resumeWindow,
            crash: CrashPoint.Trigger(point: configuration.payments.crashPoint)
        )
    }

    /// Registers the table, HEAD where it has GET, and 405 for every other method of its paths.
    private static func addRoutes(to router: Router<GatewayContext>, _ handler: RouteHandler) {
        var methods: [String: [HTTPRequest.Method]] = [:]
        for route in RouteTable.all {
            for path in route.paths {
                for method in route.method == .get ? [.get, .head] : [route.method] {
                    methods[path, default: []].append(method)
                    router.on(RouterPath(path), method: method) { request, context in
                        try await handler.respond(to: request, route, context)
                    }
                }
            }
        }
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
        for (path, allowed) in methods {
            for method in known where !allowed.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw APIError.methodNotAllowed(allowed)
                }
            }
        }
    }

    private static func poolConfiguration(_ database: Configuration.Database) -> PoolConfiguration {
        PoolConfiguration(
            connection: ConnectionParameters(
                database.url,
                applicationName: "mami-gateway",
                settings: [
                    ("statement_timeout", String(database.statementTimeoutMilliseconds)),
                    ("lock_timeout", String(database.lockTimeoutMilliseconds)),
                    ("idle_in_transaction_session_timeout", "10000"),
                    // A gateway that is gone, with its machine or its network, is noticed within seconds, and its locks end.
                    ("client_connection_check_interval", "2000"),
                    ("tcp_keepalives_idle", "5"),
                    ("tcp_keepalives_interval", "2"),
                    ("tcp_keepalives_count", "3"),
                    ("tcp_user_timeout", "10000"),
                ]
            ),
            size: database.poolSize,
            waiterLimit: database.waiterLimit,
            waitLimit: database.waitLimit
        )
    }

    private static func clientConfiguration(_ payments: Configuration.Payments) -> HTTPClient.Configuration {
        var client = HTTPClient.Configuration(timeout: .init(connect: payments.timeout, read: payments.timeout))
        // The flow decides what is tried again, never the client.
        client.connectionPool.retryConnectionEstablishment = false
        client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        client.redirectConfiguration = .disallow
        return client
    }

    /// For the libraries' own messages, which are not the gateway's events.
    private static func quietLogger() -> Logger {
        var logger = Logger(label: "gateway.server")
        logger.logLevel = .warning
        return logger
    }
}

/// Closes the HTTP client when everything that uses it has stopped.
private struct HTTPClientService: Service {
    let client: HTTPClient

    func run() async throws {
        try? await gracefulShutdown()
        try await client.shutdown()
    }
}
