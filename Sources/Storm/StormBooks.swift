import Postgres

/// What must hold when the storm is over, of one shop: the clients' memory, the provider's, and the database's say the same.
struct StormBooks: Sendable {
    /// One check, with what it found.
    struct Check: Sendable {
        let name: String
        let findings: [String]

        /// For the table; the first findings below it.
        var line: String {
            let row = StormReport.row(name, findings.isEmpty ? "0" : "\(findings.count), BROKEN")
            return ([row] + findings.prefix(20).map { "    " + $0 }).joined(separator: "\n")
        }
    }

    let connection: Connection
    /// What the provider has, of this shop and of others.
    let account: StormProvider.Account

    /// All checks.
    func checks(_ log: StormLog.Counts) async throws -> [Check] {
        let shop = try await connection.query("select shop_id::text as id from store.settings").first?.text("id") ?? ""
        let books = try await payments()
        return [
            Check(
                name:
                    "lost, of \(account.intents.count { $0.shop == shop && $0.hasMoney }) charges and \(log.confirmed.count) 201s",
                findings: try await charges(shop, books) + refunds(shop) + confirmed(log.confirmed)),
            Check(name: "doubled", findings: try await doubled(shop, log)),
            try await query("stuck", StormCalm.stuck),
            Check(name: "foreign charges touched", findings: try await foreign(shop)),
            Check(name: "broken promises to clients", findings: log.broken),
            try await query(
                "negative stock",
                """
                select 'inventory ' || inventory_id as finding
                from store.inventory where on_hand < 0 or reserved < 0 or reserved > on_hand
                """
            ),
            try await query(
                "invariants", "select invariant || ' ' || details as finding from store.check_invariants()"),
            try await query("gaps in the audit log", Self.auditGaps),
        ]
    }

    /// What is open for good, by design: a line for each kind.
    func lasting() async throws -> [String] {
        let rows = try await connection.query(
            """
            select z.kind, count(*) as n from api.danger_zone as z where \(StormCalm.lasting) group by z.kind order by z.kind
            """)
        return try rows.map { row in
            StormReport.row(
                "open by design: \(try row.text("kind") == "dispute" ? "disputes" : "refunds that no bank takes")",
                "\(try row.integer("n") ?? 0)")
        }
    }

    /// An order's payment, in agorot.
    private struct Booked {
        let attempt: String
        let status: String
        let taken: Int64
        let held: Int64
        let refunded: Int64
    }

    private func payments() async throws -> [String: Booked] {
        let rows = try await connection.query(
            """
            select p.provider_reference as reference, a.provider_key::text as attempt, p.status::text as status,
                (p.captured_amount * 100)::bigint as taken,
                (case p.status when 'AUTHORIZED' then p.authorized_amount else 0 end * 100)::bigint as held,
                (p.refunded_amount * 100)::bigint as refunded
            from store.orders as o
            join store.payments as p on p.order_id = o.order_id
            join store.checkout_attempts as a on a.checkout_attempt_id = o.checkout_attempt_id
            """
        )
        var books: [String: Booked] = [:]
        for row in rows {
            books[try row.text("reference") ?? ""] = Booked(
                attempt: try row.text("attempt") ?? "", status: try row.text("status") ?? "",
                taken: try row.integer("taken") ?? 0, held: try row.integer("held") ?? 0,
                refunded: try row.integer("refunded") ?? 0)
        }
        return books
    }

    /// Each charge or hold is its order's, to the agora, or was given back; each order has its charge. What a bank did not take back is
    /// the shop's until a human knows better, and stands in the books as that.
    private func charges(_ shop: String, _ books: [String: Booked]) async throws -> [String] {
        let returned = account.returned
        let failed = Set(
            try await connection.query(
                "select provider_reference as reference from store.refunds where payment_id is null and status = 'FAILED'"
            ).map { try $0.text("reference") ?? "" })
        var findings: [String] = []
        var known: Set<String> = []
        for intent in account.intents where intent.shop == shop {
            known.insert(intent.id)
            let back = returned[intent.id] ?? 0
            guard let order = books[intent.id] else {
                if (back != intent.amountReceived && !failed.contains(intent.id)) || intent.amountCapturable > 0 {
                    findings.append(
                        "\(intent.id): no order, \(back) of \(intent.amountReceived) back, \(intent.amountCapturable) held"
                    )
                }
                continue
            }
            if order.attempt != intent.metadata["checkout_attempt"] || order.taken != intent.amountReceived
                || order.held != intent.amountCapturable || order.refunded != back
            {
                findings.append(
                    """
                    \(intent.id): taken \(intent.amountReceived), held \(intent.amountCapturable), back \(back); the books say \
                    \(order.taken), \(order.held), \(order.refunded) (\(order.status))
                    """)
            }
        }
        return findings + books.keys.filter { !known.contains($0) }.map { "\($0): an order without a charge" }
    }

    /// Each refund at the provider is one of ours, and has ended there as here.
    private func refunds(_ shop: String) async throws -> [String] {
        var mine: [String: (status: String, amount: Int64)] = [:]
        for row in try await connection.query(
            """
            select f.refund_reference as reference, f.status::text as status, (f.amount * 100)::bigint as amount
            from store.refunds as f
            where f.refund_reference is not null
            """)
        {
            mine[try row.text("reference") ?? ""] = (
                try row.text("status") ?? "", try row.integer("amount") ?? 0
            )
        }
        let intents = Set(account.intents.filter { $0.shop == shop }.map(\.id))
        var known: Set<String> = []
        var findings: [String] = []
        for refund in account.refunds where intents.contains(refund.paymentIntent) {
            known.insert(refund.id)
            let booked = mine[refund.id]
            if refund.isMade, booked?.status != "SUCCEEDED" || booked?.amount != Int64(refund.amount) {
                findings.append(
                    "\(refund.id) of \(refund.amount), \(refund.status); the books say \(booked?.status ?? "nothing")")
            } else if !refund.isMade, booked?.status == "SUCCEEDED" {
                findings.append("\(refund.id) has failed; the books say SUCCEEDED")
            }
        }
        return findings
            + mine.filter { $0.value.status == "SUCCEEDED" && !known.contains($0.key) }.map {
                "\($0.key): no such refund"
            }
    }

    /// Every 201 is an order.
    private func confirmed(_ confirmed: [StormLog.Confirmed]) async throws -> [String] {
        let rows = try await connection.query(
            """
            select a.idempotency_key as key, o.order_id as id
            from store.orders as o join store.checkout_attempts as a on a.checkout_attempt_id = o.checkout_attempt_id
            """
        )
        var orders: [String: Int64] = [:]
        for row in rows { orders[try row.text("key") ?? ""] = try row.integer("id") }
        return confirmed.filter { orders[$0.key] != $0.orderID }.map {
            "key \($0.key): the client has order \($0.orderID), the books \(orders[$0.key].map(String.init) ?? "none")"
        }
    }

    /// No attempt keeps the money of two charges, no refund was made twice under one key, no key of an admin has done its work twice.
    private func doubled(_ shop: String, _ log: StormLog.Counts) async throws -> [String] {
        let mine = account.intents.filter { $0.shop == shop }
        let ids = Set(mine.map(\.id))
        let refunds = account.refunds.filter { $0.isMade && ids.contains($0.paymentIntent) }
        let returned = account.returned
        let kept = mine.filter { $0.hasMoney && $0.amountReceived + $0.amountCapturable > returned[$0.id] ?? 0 }
        var findings = Self.twice(kept.map { $0.metadata["checkout_attempt"] ?? "" }).map {
            "attempt \($0): two charges"
        }
        findings += Self.twice(refunds.compactMap { $0.metadata["refund_key"] }).map { "refund \($0): made twice" }
        let asked =
            try await connection.query(
                """
                select (select count(*) from store.refunds where requested_by is not null)
                    + (select count(*) from store.captures where requested_by is not null) as n
                """
            ).first?.integer("n") ?? 0
        if !(log.asked...log.asked + log.unanswered).contains(Int(asked)) {
            findings.append("\(log.asked) refunds and captures were asked for, the books have \(asked)")
        }
        return findings
    }

    private static func twice(_ names: [String]) -> [String] {
        Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +).filter { $0.value > 1 }.map(\.key).sorted()
    }

    /// Nothing of another shop stands in the books, and no refund of ours is of another's payment.
    private func foreign(_ shop: String) async throws -> [String] {
        let others = Set(account.intents.filter { $0.shop != shop }.map(\.id))
        let returned = account.refunds.filter { others.contains($0.paymentIntent) }
        let disputed = account.disputes.filter { others.contains($0.paymentIntent) }
        let names = others.union(returned.map(\.id)).union(disputed.map(\.id))
        let rows = try await connection.query(
            """
            select 'attempt ' || a.checkout_attempt_id as what, a.intent_reference as reference from store.checkout_attempts as a
            union all
            select 'charge of attempt ' || a.checkout_attempt_id, a.provider_reference from store.checkout_attempts as a
            union all
            select 'payment ' || p.payment_id, p.provider_reference from store.payments as p
            union all
            select 'refund ' || f.refund_id, f.provider_reference from store.refunds as f
            union all
            select 'refund ' || f.refund_id, f.refund_reference from store.refunds as f
            union all
            select 'capture ' || c.capture_id, c.provider_reference from store.captures as c
            union all
            select 'dispute ' || d.dispute_id, d.dispute_reference from store.disputes as d
            union all
            select 'event ' || e.webhook_event_id || ' ' || e.outcome, e.object_reference
            from store.webhook_events as e
            where e.outcome not in ('FOREIGN', 'IGNORED')
            """)
        let kept = try rows.compactMap { row -> String? in
            guard let reference = try row.text("reference"), names.contains(reference) else { return nil }
            return "\(try row.text("what") ?? ""): \(reference)"
        }
        let given = returned.filter { $0.metadata["refund_key"]?.hasPrefix(shop) == true }.map {
            "\($0.id): a refund of ours"
        }
        return kept + given
    }

    private func query(_ name: String, _ sql: String) async throws -> Check {
        let rows = try await connection.query(sql)
        return Check(name: name, findings: try rows.map { try $0.text("finding") ?? "" })
    }

    /// Rows without their INSERT in the log, and inventory whose logged changes do not add up to what it is.
    private static let auditGaps = """
        select t.name || ': ' || t.rows || ' rows, ' || count(e.audit_entry_id) || ' in the log' as finding
        from (
            select 'orders' as name, count(*) as rows from store.orders
            union all select 'order_items', count(*) from store.order_items
            union all select 'payments', count(*) from store.payments
            union all select 'payment_events', count(*) from store.payment_events
            union all select 'refunds', count(*) from store.refunds
            union all select 'captures', count(*) from store.captures
            union all select 'checkout_attempts', count(*) from store.checkout_attempts
            union all select 'inventory_movements', count(*) from store.inventory_movements
            union all select 'webhook_events', count(*) from store.webhook_events
        ) as t
        left join audit.entries as e on e.entity_type = t.name and e.action = 'INSERT'
        group by t.name, t.rows
        having t.rows <> count(e.audit_entry_id)
        union all
        select 'inventory ' || i.inventory_id || ': the log does not add up'
        from store.inventory as i
        left join (
            select
                e.entity_id,
                sum(coalesce((e.new_value ->> 'on_hand')::bigint, 0) - coalesce((e.old_value ->> 'on_hand')::bigint, 0)) as on_hand,
                sum(coalesce((e.new_value ->> 'reserved')::bigint, 0) - coalesce((e.old_value ->> 'reserved')::bigint, 0)) as reserved
            from audit.entries as e
            where e.entity_type = 'inventory'
            group by e.entity_id
        ) as l on l.entity_id = i.inventory_id
        where i.on_hand is distinct from l.on_hand or i.reserved is distinct from l.reserved
        """
}
