import AsyncHTTPClient
import Hummingbird
import Logging
import Postgres
import ServiceLifecycle

/// The gateway, put together.
package enum App {
    /// Everything that runs, in the order of its start; it stops in reverse.
    package static func buildServiceGroup(_ configuration: Configuration) async throws -> ServiceGroup {
        let logger = Logger(label: "gateway")
        let pools = connectionPools(configuration.database)
        let lanes = Lanes { pools[$0]! }
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: clientConfiguration(configuration.payments))
        let draining = Draining(duration: configuration.http.shutdownDrain)
        let refusals = RefusalWatch()
        let provider = StripeProvider(
            client: client, configuration: configuration.payments, refusals: refusals, logger: logger)
        let flow = checkoutFlow(configuration, lanes, provider, refusals)
        let router = try await buildRouter(
            configuration, lanes: lanes, flow: flow, cards: provider, draining: draining)
        let connections = ConnectionRegistry(
            limits: connectionLimits(configuration, logger),
            cors: CORS(allowedOrigins: configuration.http.allowedOrigins), logger: logger)
        let application = Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        ConnectionGuard(registry: connections),
                        ConnectionEnd(surplusLimit: 16 * configuration.http.bodyLimit),
                    ],
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
        let comparison = SettingsComparison(
            calls: OperationCalls(database: lanes[.slow]), given: configuration.settings, logger: logger)
        let services: [any Service] =
            [HTTPClientService(client: client)] + Route.Lane.allCases.map { pools[$0]! } + [comparison]
            + sweepers(configuration, lanes, provider, flow, logger) + [application, draining]
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
        lanes: Lanes,
        flow: CheckoutFlow,
        cards: any CardProvider,
        draining: Draining
    ) async throws -> Router<GatewayContext> {
        let tokens = await AccessTokens(configuration.tokens)
        let accounts = AccountCalls(database: lanes[.write])
        let dispatcher = Dispatcher(
            lanes: lanes,
            authenticator: tokens,
            rateLimiter: SearchRateLimiter(
                limit: configuration.http.searchRate,
                next: CredentialRateLimiter(calls: accounts, configuration: configuration.passwords)
            ),
            handlers: try handlers(configuration, lanes, flow, cards, draining, tokens, accounts),
            lists: configuration.lists,
            http: configuration.http,
            memory: BodyMemory(limit: configuration.http.bodyMemory)
        )
        let router = Router(context: GatewayContext.self)
        let cors = CORS(allowedOrigins: configuration.http.allowedOrigins)
        router.add(middleware: RequestEnvelope(cors: cors, logger: Logger(label: "gateway")))
        router.add(middleware: Preflight(cors: cors))
        router.addRoutes(RouteTable.all, dispatcher)
        return router
    }

    /// What the table's names stand for.
    private static func handlers(
        _ configuration: Configuration,
        _ lanes: Lanes,
        _ flow: CheckoutFlow,
        _ cardProvider: any CardProvider,
        _ draining: Draining,
        _ tokens: AccessTokens,
        _ accounts: AccountCalls
    ) throws -> Handlers {
        let sessions = SessionHandler(
            calls: accounts,
            tokens: tokens,
            hasher: PasswordHasher(configuration.passwords),
            lifeSeconds: configuration.tokens.refreshSeconds
        )
        let confirm = ConfirmHandler(
            calls: flow.calls,
            flow: flow,
            leaseSeconds: configuration.payments.leaseSeconds,
            deadline: configuration.http.requestTimeout
        )
        let cards = CardHandler(
            calls: CardCalls(database: lanes[.write]), provider: cardProvider, logger: Logger(label: "gateway"))
        let events = WebhookHandler(
            calls: PaymentCalls(database: lanes[.money]),
            signature: WebhookSignature(
                secrets: configuration.payments.webhookSecrets,
                tolerance: configuration.payments.webhookTolerance
            )
        )
        let export = AuditExportHandler(calls: AuditCalls(database: lanes[.slow]))
        let loads = InventoryLoadHandler(calls: InventoryLoadCalls(database: lanes[.slow]))
        let health = HealthHandler(
            calls: OperationCalls(database: lanes[.read]), draining: draining, refusals: flow.refusals)
        // Somebody waits for these: their calls of the provider go first.
        let (limit, callTime) = (configuration.http.requestTimeout, configuration.payments.timeout)
        func waited(for handler: @escaping Handler) -> Handler {
            { call in
                let budget = CallBudget.request(
                    answeredWithin: limit, callTime: .nanoseconds(callTime.nanoseconds))
                return try await CallBudget.$current.withValue(budget) { try await handler(call) }
            }
        }
        return Handlers(
            [
                "register": sessions.register, "login": sessions.login, "refresh": sessions.refresh,
                "confirm": waited(for: confirm.confirm), "continue": waited(for: confirm.proceed),
                "save_card": waited(for: cards.save), "set_up_card": waited(for: cards.setUp),
                "payment_event": events.receive, "health": health.health,
                "ready": health.ready, "audit_export": export.export, "inventory_load": loads.load,
            ], for: RouteTable.all)
    }

    private static func checkoutFlow(
        _ configuration: Configuration,
        _ lanes: Lanes,
        _ provider: any PaymentProvider,
        _ refusals: RefusalWatch
    ) -> CheckoutFlow {
        CheckoutFlow(
            calls: CheckoutCalls(database: lanes[.money]),
            provider: provider,
            logger: Logger(label: "gateway"),
            resumeWindow: configuration.payments.resumeWindow,
            crash: CrashPoint.Trigger(point: configuration.payments.crashPoint),
            refusals: refusals
        )
    }

    /// What goes on in the background.
    private static func sweepers(
        _ configuration: Configuration,
        _ lanes: Lanes,
        _ provider: any PaymentProvider & CardProvider,
        _ flow: CheckoutFlow,
        _ logger: Logger
    ) -> [any Service] {
        let payments = configuration.payments
        let counters = SweepCounters()
        func sweeper(_ work: some Sweep, every pause: Duration) -> any Service {
            Sweeper(work: work, pause: pause, logger: logger, counters: counters)
        }
        return [
            sweeper(
                Reconciler(calls: flow.calls, flow: flow, leaseSeconds: payments.leaseSeconds),
                every: payments.reconcilerPause),
            sweeper(
                OutboxWorker(
                    calls: OutboxCalls(database: lanes[.money]),
                    provider: provider,
                    cards: provider,
                    logger: logger,
                    leaseSeconds: payments.leaseSeconds,
                    crash: flow.crash
                ), every: payments.reconcilerPause),
            sweeper(
                Reconciliation(
                    calls: ReconciliationCalls(database: lanes[.slow]),
                    provider: provider,
                    logger: logger,
                    leaseSeconds: payments.leaseSeconds
                ), every: payments.reconciliationPause),
            sweeper(
                // Hours late would do as well; a full batch is followed by the next one at once.
                OneCallSweep(name: "idempotency_keys", batch: 500, kind: "key") { [calls = flow.calls] limit in
                    try await calls.forgetKeys(limit: limit)
                }, every: .seconds(600)),
            sweeper(
                OneCallSweep(name: "kept_answers", batch: 500, kind: "answer") {
                    [calls = OperationCalls(database: lanes[.write])] limit in
                    try await calls.forgetAnswers(limit: limit)
                }, every: .seconds(600)),
            sweeper(
                OneCallSweep(name: "inventory_loads", batch: 20, kind: "load") {
                    [calls = InventoryLoadCalls(database: lanes[.slow])] limit in
                    try await calls.forget(limit: limit)
                }, every: .seconds(600)),
            sweeper(
                OneCallSweep(name: "inventory_loads_open", batch: 1, kind: "load") {
                    [calls = InventoryLoadCalls(database: lanes[.slow])] _ in try await calls.resume()
                }, every: .seconds(30)),
            sweeper(
                OneCallSweep(name: "rate_limits", batch: 1000, kind: "bucket") {
                    [calls = AccountCalls(database: lanes[.write])] limit in
                    try await calls.forgetRates(limit: limit)
                }, every: .seconds(60)),
        ] + auditServices(configuration.audit, SealCalls(database: lanes[.slow]), logger, counters)
    }

    /// The seal of the audit log, and its months.
    private static func auditServices(
        _ audit: Configuration.Audit,
        _ calls: SealCalls,
        _ logger: Logger,
        _ counters: SweepCounters
    ) -> [any Service] {
        var services: [any Service] = [
            AuditSealer(calls: calls, pause: audit.sealPause, logger: logger, counters: counters),
            Sweeper(
                work: OneCallSweep(name: "audit_partitions", batch: 2, kind: "partition") { _ in
                    try await calls.ensurePartitions()
                }, pause: .seconds(3600), logger: logger, counters: counters),
        ]
        if let key = audit.key {
            services.append(
                CheckpointSigner(
                    calls: calls, key: key, file: audit.checkpointFile, interval: audit.checkpointInterval,
                    logger: logger, counters: counters))
        } else {
            logger.notice("audit.no_sealing_key")
        }
        return services
    }
}
