import Foundation
import Postgres
import Testing

/// A product of a test's own, with so many units in one branch: tests run side by side and do not share shelves.
struct Shelf: Sendable {
    let productID: Int64
    let branchID: Int64

    static func make(units: Int) async throws -> Shelf {
        let world = try await World.shared
        let branch = try await world.sql("select min(branch_id) as id from store.branches where not is_warehouse")
        let product = try await world.sql(
            """
            insert into store.products (category_id, name, sku, price, unit)
            select min(category_id), 'test product', $1, 9.90, 'unit' from store.categories
            returning product_id as id
            """,
            [.text(UUID().uuidString)]
        )
        let shelf = Shelf(productID: try product[0].integer("id") ?? 0, branchID: try branch[0].integer("id") ?? 0)
        _ = try await world.sql(
            """
            with stocked as (
                insert into store.inventory (branch_id, product_id, on_hand) values ($1, $2, $3)
                returning branch_id, product_id, on_hand
            )
            insert into store.inventory_movements (branch_id, product_id, kind, quantity)
            select branch_id, product_id, 'received', on_hand from stocked
            """,
            [.integer(shelf.branchID), .integer(shelf.productID), .integer(Int64(units))]
        )
        return shelf
    }

    /// `on_hand` and `reserved`.
    func stock() async throws -> [Int64] {
        let row = try await World.shared.sql(
            "select on_hand, reserved from store.inventory where branch_id = $1 and product_id = $2",
            [.integer(branchID), .integer(productID)]
        )[0]
        return [try row.integer("on_hand") ?? -1, try row.integer("reserved") ?? -1]
    }

    /// Waits until a checkout has locked so many units: a test that ends something between lock and commit must know where it is.
    func waitUntilReserved(_ units: Int64) async throws {
        for _ in 0..<400 {
            if try await stock()[1] == units { return }
            try await Task.sleep(for: .milliseconds(25))
        }
        Issue.record("no checkout has locked \(units) units")
    }
}
