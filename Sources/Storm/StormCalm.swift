import Fleet
import Postgres
import ShopClient

/// A shop after a storm: what waits for a human gets one, until nothing is open any more but what is so for good.
struct StormCalm: Sendable {
    let shop: StormShop
    let manager: StormManager
    let deadline: ContinuousClock.Instant

    /// What stays in the view of what is open by design: disputes, which the storm's provider never decides, and refunds that no bank
    /// takes.
    static let lasting = """
        (
            z.kind = 'dispute'
            or (
                z.kind = 'refund'
                and z.state = 'DEAD'
                and exists (
                    select
                    from store.refunds as f
                    join store.checkout_attempts as a on a.checkout_attempt_id = f.checkout_attempt_id
                    join store.payment_tokens as t on t.payment_token_id = a.payment_token_id
                    where f.refund_id = z.id
                        and f.status = 'FAILED'
                        and t.fingerprint = 'fp_\(StormCard.refusesRefunds)'
                )
            )
        )
        """

    /// What is open, and should not be.
    static let stuck = """
        select z.kind || ' ' || z.id || ' ' || z.state || coalesce(': ' || z.reason, '') as finding
        from api.danger_zone as z
        where not \(lasting)
        union all
        select 'attempt ' || a.checkout_attempt_id || ' ' || a.state
        from store.checkout_attempts as a
        where a.state in ('LOCKED', 'ACTION_REQUIRED')
        """

    /// How much of it there is.
    func open(_ connection: Connection) async throws -> Int64 {
        try await connection.query("select count(*) as open from (\(Self.stuck)) as s").first?.integer("open") ?? -1
    }

    /// What a human would do about what waits for one: a refund that has failed is tried again, an attempt that nobody can end too, and
    /// released when that was in vain; an order whose hold is gone is canceled. A comparison that failed in the storm need not wait an hour.
    func tidy(_ connection: Connection) async throws {
        let refunds = try await connection.query(
            """
            select z.id
            from api.danger_zone as z
            where z.kind = 'refund'
                and z.state = 'DEAD'
                and not \(Self.lasting)
            """)
        for row in refunds { await manager.retry(try row.integer("id") ?? 0, until: deadline) }
        let attempts = try await connection.query(
            """
            select
                z.id,
                exists (
                    select
                    from audit.entries as e
                    where e.entity_type = 'checkout_attempts'
                        and e.entity_id = z.id
                        and e.action = 'checkout_attempt_resolved'
                ) as is_resolved
            from api.danger_zone as z
            where z.kind = 'checkout attempt'
                and z.state = 'NEEDS_REVIEW'
            """)
        for row in attempts {
            let action = try row.boolean("is_resolved") == true ? "RELEASE" : "RETRY"
            await manager.resolve(try row.integer("id") ?? 0, action, until: deadline)
        }
        let orders = try await connection.query(
            """
            select o.order_id as id
            from store.orders as o
            join store.payments as p on p.order_id = o.order_id
            where p.status = 'CANCELED'
                and o.status <> 'CANCELED'
            """)
        for row in orders { await manager.cancel(try row.integer("id") ?? 0, until: deadline) }
        _ = try await connection.query(
            """
            update store.reconciliations
            set lease_expires_at = clock_timestamp()
            where status = 'OPEN'
                and lease_expires_at > clock_timestamp() + interval '1 minute'
            """)
    }

    /// Has the books compared with the provider's list; gives each difference.
    func compare(_ connection: Connection) async throws -> [String] {
        // Also where the calm was used up, as then it may tell why.
        let deadline = max(self.deadline, .now + .seconds(60))
        var run: Int64?
        while run == nil, ContinuousClock.now < deadline {
            run = await manager.compare(until: deadline)
            if run == nil { try await Task.sleep(for: .seconds(1)) }
        }
        guard let run else { return ["no comparison could be asked for"] }
        while ContinuousClock.now < deadline {
            let state = try await connection.query(
                "select status::text as status from store.reconciliations where reconciliation_id = $1", [.integer(run)]
            ).first?.text("status")
            if state == "DONE" { break }
            if state == "FAILED" { return ["comparison \(run) has failed"] }
            try await Task.sleep(for: .milliseconds(250))
        }
        let differences = try await connection.query(
            """
            select format('%s %s: ours %s, the provider''s %s', d.kind, d.reference, d.ours, d.theirs) as finding
            from store.reconciliation_differences as d
            where d.settled_at is null
            union all
            select format('comparison %s is %s, whole %s', r.reconciliation_id, r.status, r.is_whole)
            from store.reconciliations as r
            where r.reconciliation_id = $1
                and (r.status <> 'DONE' or not r.is_whole)
            """,
            [.integer(run)])
        return try differences.map { try $0.text("finding") ?? "" }
    }
}
