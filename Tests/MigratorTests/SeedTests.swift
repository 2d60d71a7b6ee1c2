import Foundation
import Testing

@testable import Migrator

/// `migrator seed`
@Suite(.enabled(if: ScratchDatabase.serverURL != nil))
struct SeedTests {
    private struct Summary: Decodable {
        struct Result: Decodable {
            let factor: Int
            let rows: [String: Int]
        }

        let result: Result
    }

    private static func load(_ shop: ShopDatabase, factor: Int = 1) async throws -> [String: Int] {
        let run = try await shop.migrator("seed", "load", "--factor", "\(factor)", "--json")
        #expect(run.status == 0, "\(run.output)")
        return try JSONDecoder().decode(Summary.self, from: Data(run.output.utf8)).result.rows
    }

    @Test func load_aloneAndThenOnTopOfDemo_addsWhatLacks_andTheBooksAreRight() async throws {
        try await ShopDatabase.with { shop in
            let first = try await Self.load(shop)
            #expect(first["users"] == 500)
            #expect(first["addresses"] == 500)
            #expect(first["payment_tokens"] == 500)
            #expect(first["products"] == 2000)
            #expect(first["inventory"] == 8000)
            #expect(first["orders"] == 2000)
            #expect(first["payments"] == 2000)
            #expect(try await Self.load(shop).isEmpty)

            #expect(try await shop.migrator("seed", "demo").status == 0)
            // The demo shop has three branches more, whose shelves lack the load's products.
            let second = try await Self.load(shop)
            #expect(second == ["inventory": 6000, "inventory_movements": 6000])

            #expect(try await shop.value("select count(*) from store.check_invariants()") == "0")
            #expect(
                try await shop.value(
                    "select count(*) from audit.entries where entity_type = 'orders' and actor_user_id is null and source is null"
                )
                    == "2000")
            #expect(
                try await shop.value(
                    "select count(*) from store.orders where created_at not between now() - interval '91 days' and now()"
                )
                    == "0")
            #expect(
                try await shop.value(
                    """
                    select count(*) from store.orders as o
                    join store.checkout_attempts as a on a.checkout_attempt_id = o.checkout_attempt_id
                    where a.response_body::json -> 'data' ->> 'order_number' <> o.order_number
                    """) == "0")
            #expect(
                try await shop.value(
                    "select json_array_length(api.product_search(p_q => 'אורגני', p_limit => 20) -> 'data')")
                    == "20")
        }
    }

    @Test func demo_twice_changesNothing_reference_isPartOfUp() async throws {
        try await ShopDatabase.with { shop in
            let rows = "select count(*) from audit.entries"
            #expect(try await shop.value("select count(*) from store.settings") == "1")
            #expect(try await shop.migrator("seed", "demo").status == 0)
            let once = try await shop.value(rows)
            #expect(try await shop.migrator("seed", "demo").status == 0)
            #expect(try await shop.migrator("seed", "reference").status == 0)
            #expect(try await shop.value(rows) == once)
        }
    }

    /// Without them each session keeps plans that read a branch's whole stock for every checkout.
    @Test(arguments: ["demo", "load"])
    func seed_leavesStatisticsForThePlanner(_ kind: String) async throws {
        try await ShopDatabase.with { shop in
            #expect(try await shop.migrator("seed", kind).status == 0)
            let known = try await shop.value(
                "select count(*) from pg_class where relname in ('products', 'inventory') and reltuples > 0")
            #expect(known == "2")
        }
    }

    @Test(arguments: [
        ["demo", "--factor", "2"], ["load", "--factor", "0"], ["load", "--factor", "1001"], ["nonsense"],
    ])
    func seed_wrongUse_isUsage(_ arguments: [String]) async throws {
        #expect(try await BuiltMigrator.run(["seed"] + arguments).status == 1)
    }
}
