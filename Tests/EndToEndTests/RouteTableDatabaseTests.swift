import AuditSeal
import Postgres
import Synchronization
import Testing

@testable import Gateway

/// The route table and the calls of the handlers against the functions in the database, in both directions.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(2)))
struct RouteTableDatabaseTests {
    /// A function as the database has it.
    struct Function: Sendable {
        /// The parameters that it takes, `p_` included.
        let parameters: [String]
        let body: String
        /// What its header says who calls it.
        let callers: String
        let isForGateway: Bool

        /// Whom its `store.enter…` lets in; nil where it has none.
        var roles: Set<Role>? {
            guard let match = body.firstMatch(of: /store\.enter(_read)?\(\s*p_actor_id\s*,([^)]*)\)/) else {
                return nil
            }
            return Set(match.2.matches(of: /'([A-Z]+)'/).compactMap { Role(rawValue: String($0.1)) })
        }
    }

    private static let functions = Task { try await read() }

    private static func read() async throws -> [String: Function] {
        let rows = try await World.shared.sql(
            """
            select 'api.' || p.proname as name, array_to_string(p.proargnames[1:p.pronargs], ',') as parameters, p.prosrc as body,
                has_function_privilege('mami_gateway', p.oid, 'execute') as is_for_gateway
            from pg_proc as p
            where p.pronamespace = 'api'::regnamespace
            """
        )
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                let body: String = try row.get("body")
                let parameters: String? = try row.get("parameters")
                let callers = body.firstMatch(of: /-- Callers: (.*(\n--  +.*)*)/)
                return (
                    try row.get("name"),
                    Function(
                        parameters: (parameters ?? "").split(separator: ",").map(String.init),
                        body: body,
                        callers: callers.map { String($0.1).replacing(/\n-- +/, with: " ") } ?? "",
                        isForGateway: try row.get("is_for_gateway")
                    )
                )
            })
    }

    /// `PUT /cart/items/{}`: without the names of ids, which a header leaves out.
    private static func shortName(_ route: Route) -> String {
        let path = route.path.template.replacing(Path.base, with: "").replacing(/\{[a-z_]+\}/, with: "{}")
        return "\(route.method.rawValue) \(path)"
    }

    @Test(arguments: RouteTable.all.filter { $0.function != nil })
    func route_fitsItsFunction(_ route: Route) async throws {
        let name = try #require(route.function)
        let function = try #require(try await Self.functions.value[name], "\(name) is not there")
        #expect(function.isForGateway, "the gateway may not execute \(name)")
        let bound = Set(route.parameters.map { "p_\($0)" } + (route.needsToken ? ["p_actor_id"] : []))
        if route.statement != nil {
            #expect(bound == Set(function.parameters), "every parameter of \(name) is bound by name")
        } else {
            #expect(bound.isSubset(of: function.parameters), "\(name) has the parameters that the input gives")
        }
        if case .roles(let roles) = route.access {
            #expect(function.roles == roles, "\(name) lets in whom the route lets in")
        } else {
            #expect(function.roles == nil, "\(name) asks for an actor, and the route for nobody")
        }
        let callers = function.callers.replacing(/\{[a-z_]+\}/, with: "{}")
        #expect(
            callers.hasWhole(Self.shortName(route)),
            "\(name): the header's Callers do not name \(Self.shortName(route))")
    }

    @Test func routesThatAHeaderNames_areInTheTable() async throws {
        let names = Set(RouteTable.all.map(Self.shortName))
        let spelled = Set(
            RouteTable.all.flatMap { route in
                route.spellings.map { spelling in
                    var other = route
                    other.spellings = []
                    return Self.shortName(
                        Route(
                            method: route.method, path: spelling, access: route.access, target: route.target,
                            lane: route.lane))
                }
            })
        for (name, function) in try await Self.functions.value {
            for match in function.callers.matches(of: /(GET|POST|PUT|PATCH|DELETE) (\/[a-z\/_{}-]*)/) {
                let route = "\(match.1) \(match.2)".replacing(/\{[a-z_]+\}/, with: "{}")
                #expect(names.contains(route) || spelled.contains(route), "\(name) names \(route), which is not there")
            }
        }
    }

    /// Notes statements, and answers none.
    private final class Recorder: Database {
        struct NoAnswer: Error {}
        let noted = Mutex<[Statement]>([])

        func query(_ statement: Statement, _ parameters: [Value]) async throws -> QueryResult {
            noted.withLock { $0.append(statement) }
            throw NoAnswer()
        }

        func stream(_ statement: Statement, _ parameters: [Value], batch: Int) async throws -> RowStream {
            noted.withLock { $0.append(statement) }
            throw NoAnswer()
        }

        func copy(_ rows: CopyText, into target: CopyTarget) async throws { throw NoAnswer() }
    }

    /// Every call that handlers and background work make, once.
    private static func recordCalls() async -> [Statement] {
        let recorder = Recorder()
        let context = CallContext(requestID: "test")
        let user = CallContext(requestID: "test", session: "s", actorID: 1)
        let token = AccountCalls.NewToken(hash: [1], lifeSeconds: 1)
        let accounts = AccountCalls(database: recorder)
        _ = try? await accounts.register(email: "", passwordHash: "", fullName: "", phone: nil, token, context)
        _ = try? await accounts.challenge(email: "", context)
        _ = try? await accounts.openSession(email: "", proof: [1], token, context)
        _ = try? await accounts.refreshSession(spending: [1], token, context)
        _ = try? await accounts.takeRate(
            scope: "", address: "", addressLimit: 1, email: nil, emailLimit: 1, context)
        _ = try? await accounts.forgetRates(limit: 1)
        _ = try? await accounts.role(user)
        let checkout = CheckoutCalls(database: recorder)
        let attempt = CheckoutAttempt(
            charge: Charge(
                attemptID: 1, shopID: "", providerKey: "", amountMinor: 1, currency: "ils", providerToken: ""),
            lease: 1, requestID: "test")
        let payment = Payment(reference: "", amountMinor: 1, currency: "ils")
        let plan = Arguments(
            RouteTable.all.first { $0.function == "api.checkout_lock" }?.parameters ?? []
        ) { _ in .null }
        _ = try? await checkout.lock(plan, key: "", fingerprint: [], leaseSeconds: 1, user)
        _ = try? await checkout.store(attempt, intent: "")
        _ = try? await checkout.commit(attempt, payment)
        _ = try? await checkout.release(attempt, reason: "", response: "")
        _ = try? await checkout.expire(attempt)
        _ = try? await checkout.compensated(attempt, refundReference: nil)
        _ = try? await checkout.doubt(attempt, reason: "", pause: .zero)
        _ = try? await checkout.review(attempt, reason: "")
        _ = try? await checkout.compensate(attempt, payment, reason: "")
        _ = try? await checkout.requireAction(
            attempt, PaymentAction(reference: "", clientSecret: "", redirectURL: nil))
        _ = try? await checkout.proceed(["checkout_attempt_id": 1], leaseSeconds: 1, user)
        _ = try? await checkout.claim(limit: 1, leaseSeconds: 1)
        _ = try? await checkout.forgetKeys(limit: 1)
        let outbox = OutboxCalls(database: recorder)
        let item = OutboxItem(id: 1, kind: "", tries: 1, effect: .unknown, lease: 1)
        _ = try? await outbox.claim(limit: 1, leaseSeconds: 1)
        _ = try? await outbox.postpone(
            item, reason: "", pause: .zero, isFinal: true)
        _ = try? await outbox.done(item)
        let cards = CardCalls(database: recorder)
        let card = Card(
            token: "", brand: "", last4: "", expiryMonth: 1, expiryYear: 2030, fingerprint: nil, customer: nil)
        _ = try? await cards.buyer(user)
        _ = try? await cards.keep(customer: "", user)
        _ = try? await cards.create(card, customer: "", isDefault: .null, user)
        _ = try? await outbox.completeRefund(1, of: item, reference: "")
        _ = try? await outbox.completeCapture(1, of: item, takenMinor: 1)
        _ = try? await PaymentCalls(database: recorder).receive(
            .init(
                provider: "", id: "", kind: "", objectReference: nil, shop: nil, attemptKey: nil, amountMinor: nil,
                about: .init(paymentReference: nil, refundKey: nil, status: nil, reason: nil),
                payload: "{}"), context)
        let reconciliation = ReconciliationCalls(database: recorder)
        let run = ReconciliationCalls.Run(id: 1, tries: 1, from: 0, before: 1)
        _ = try? await reconciliation.claim(provider: "", leaseSeconds: 1)
        _ = try? await reconciliation.page(run, .payment, [], leaseSeconds: 1)
        _ = try? await reconciliation.finish(run, isWhole: true)
        _ = try? await reconciliation.postpone(run, reason: "", pause: .zero)
        let export = Arguments(
            RouteTable.all.first { $0.function == "api.audit_export" }?.parameters ?? []
        ) { _ in .null }
        _ = try? await AuditCalls(database: recorder).export(export, behind: nil, user)
        let loads = InventoryLoadCalls(database: recorder)
        _ = try? await loads.begin(user)
        let open = Arguments(["dry_run", "reason"]) { _ in .null }
        _ = try? await loads.open(1, open, key: nil, user)
        _ = try? await loads.apply(1, user)
        _ = try? await loads.report(1, user)
        _ = try? await loads.resume()
        _ = try? await loads.forget(limit: 1)
        let seal = SealCalls(database: recorder)
        _ = try? await seal.seal(limit: 1)
        _ = try? await seal.ensurePartitions()
        _ = try? await seal.head()
        _ = try? await seal.consistency(from: 1, to: 1)
        _ = try? await seal.keep(
            SignedCheckpoint(
                note: "a\n1\n\(String(repeating: "A", count: 43))=\n\n\u{2014} a \(String(repeating: "A", count: 92))\n"
            )!, publicKey: [1])
        let operations = OperationCalls(database: recorder)
        _ = try? await operations.appliedMigration()
        _ = try? await operations.settings()
        _ = try? await operations.forgetAnswers(limit: 1)
        for route in RouteTable.all where route.takesKey {
            let arguments = Arguments(route.parameters) { _ in .null }
            if let call = route.keyedCall(arguments, key: "") { _ = try? await recorder.once(call, user) }
        }
        return recorder.noted.withLock { $0 }
    }

    @Test func everyCall_canBePrepared_byTheGatewaysLogin() async throws {
        let connection = try await Connection.connect(
            ConnectionParameters(World.shared.gatewayDatabaseURL, applicationName: "test"))
        for statement in await Self.recordCalls() + RouteTable.all.compactMap(\.statement?.statement) {
            await #expect(throws: Never.self, "\(statement.sql)") { try await connection.prepare(statement) }
        }
        await connection.close()
    }

    @Test func everyFunctionOfTheGateway_isCalledBySomething() async throws {
        let statements = await Self.recordCalls() + RouteTable.all.compactMap(\.statement?.statement)
        let called = Set(
            statements.flatMap { $0.sql.matches(of: /(api\.[a-z0-9_]+)\(/).map { String($0.1) } })
        #expect(called == Set(try await Self.functions.value.filter(\.value.isForGateway).keys))
    }
}

extension String {
    /// Whether the text stands in it as a whole, and not as the beginning of something longer.
    fileprivate func hasWhole(_ text: String) -> Bool {
        ranges(of: text).contains { range in
            guard range.upperBound < endIndex else { return true }
            let next = self[range.upperBound]
            return !next.isLetter && next != "/" && next != "-" && next != "{"
        }
    }
}
