import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import Postgres
import ShopClient

/// What must hold when the storm is over: the clients' memory, the provider's, and the database's say the same.
struct StormBooks: Sendable {
    /// One check, with what it found.
    struct Check: Sendable {
        let name: String
        let findings: [String]

        /// For the table; the first findings below it.
        var line: String {
            let row = StormReport.row(name, findings.isEmpty ? "ok" : "BROKEN, \(findings.count)")
            return ([row] + findings.prefix(20).map { "    " + $0 }).joined(separator: "\n")
        }
    }

    let connection: Connection
    let simulator: String
    let client: HTTPClient

    private struct Intent: Decodable, Sendable {
        let id: String
        let amountReceived: Int
        let amountCapturable: Int
        let metadata: [String: String]
    }
    private struct Refund: Decodable, Sendable {
        let id: String
        let amount: Int
        let paymentIntent: String
    }
    private struct Page<Object: Decodable>: Decodable {
        let data: [Object]
        let hasMore: Bool
    }

    /// All checks.
    func checks(_ log: StormLog.Counts) async throws -> [Check] {
        try await money() + [
            confirmed(log.confirmed),
            Check(name: "clients were answered as promised", findings: log.broken),
            query("nothing is stuck", "select kind || ' ' || id || ' ' || state as finding from api.danger_zone"),
            query(
                "no stock is negative",
                """
                select 'inventory ' || inventory_id as finding
                from store.inventory where on_hand < 0 or reserved < 0 or reserved > on_hand
                """
            ),
            query("invariants", "select invariant || ' ' || details as finding from store.check_invariants()"),
            query("the audit log is complete", Self.auditGaps),
        ]
    }

    /// The provider's charges and refunds against orders and refunds.
    private func money() async throws -> [Check] {
        let intents = try await all("/v1/payment_intents", as: Intent.self, id: \.id).filter {
            $0.amountReceived > 0 || $0.amountCapturable > 0
        }
        let refunds = try await all("/v1/refunds", as: Refund.self, id: \.id)
        var returned: [String: Int] = [:]
        for refund in refunds { returned[refund.paymentIntent, default: 0] += refund.amount }
        let rows = try await connection.query(
            """
            select p.provider_reference as reference, a.provider_key::text as attempt,
                (case p.status when 'AUTHORIZED' then p.authorized_amount else p.captured_amount end * 100)::bigint as amount,
                (p.refunded_amount * 100)::bigint as refunded, p.status = 'AUTHORIZED' as is_held
            from store.orders as o
            join store.payments as p on p.order_id = o.order_id
            join store.checkout_attempts as a on a.checkout_attempt_id = o.checkout_attempt_id
            """
        )
        var orders: [String: (attempt: String, amount: Int64, refunded: Int64, isHeld: Bool)] = [:]
        for row in rows {
            orders[try row.text("reference") ?? ""] = (
                try row.text("attempt") ?? "", try row.integer("amount") ?? 0,
                try row.integer("refunded") ?? 0, try row.boolean("is_held") ?? false
            )
        }
        var charges: [String] = []
        var known: Set<String> = []
        for intent in intents {
            known.insert(intent.id)
            let back = returned[intent.id] ?? 0
            if let order = orders[intent.id] {
                let money = order.isHeld ? intent.amountCapturable : intent.amountReceived
                if order.amount != money || order.attempt != intent.metadata["checkout_attempt"] {
                    charges.append("\(intent.id): the books say \(order.amount), charged or held \(money)")
                }
                if order.refunded != back {
                    charges.append("\(intent.id): refunded \(back), the books say \(order.refunded)")
                }
            } else if back != intent.amountReceived || intent.amountCapturable > 0 {
                charges.append(
                    "\(intent.id): no order, \(back) of \(intent.amountReceived) given back, \(intent.amountCapturable) held"
                )
            }
        }
        let unpaid = orders.keys.filter { !known.contains($0) }.map { "\($0): an order without a charge" }
        return [
            Check(name: "every charge (\(intents.count)) has its order or was given back", findings: charges),
            Check(name: "every order (\(orders.count)) has one charge", findings: unpaid),
        ]
    }

    /// Every 201 is an order, and one key is one order.
    private func confirmed(_ confirmed: [StormLog.Confirmed]) async throws -> Check {
        let rows = try await connection.query(
            """
            select a.idempotency_key as key, o.order_id as id
            from store.orders as o join store.checkout_attempts as a on a.checkout_attempt_id = o.checkout_attempt_id
            """
        )
        var orders: [String: Int64] = [:]
        for row in rows { orders[try row.text("key") ?? ""] = try row.integer("id") }
        let findings = confirmed.filter { orders[$0.key] != $0.orderID }.map {
            "key \($0.key): the client has order \($0.orderID), the books \(orders[$0.key].map(String.init) ?? "none")"
        }
        return Check(name: "every 201 (\(confirmed.count)) finds its order, one for a key", findings: findings)
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

    private func all<Object: Decodable>(
        _ path: String,
        as type: Object.Type,
        id: KeyPath<Object, String>
    ) async throws -> [Object] {
        var objects: [Object] = []
        while true {
            let after = objects.last.map { "&starting_after=\($0[keyPath: id])" } ?? ""
            var request = HTTPClientRequest(url: simulator + path + "?limit=100" + after)
            request.headers.add(name: "Authorization", value: "Bearer \(StormPrograms.apiKey)")
            let response = try await client.execute(request, timeout: .seconds(30))
            let page = try Reply.decoder.decode(
                Page<Object>.self, from: Data(buffer: try await response.body.collect(upTo: 16 << 20)))
            objects += page.data
            if !page.hasMore { return objects }
        }
    }
}
