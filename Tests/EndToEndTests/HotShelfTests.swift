import Foundation
import Postgres
import Testing

/// One shelf that everybody wants: who waits for it keeps nobody from anything else.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(3)))
struct HotShelfTests {
    @Test func lockedShelf_isWaitedFor_andTheCatalogIsReadMeanwhile() async throws {
        let danger = try await Danger.make("hot_shelf")
        let gateway = try await danger.start(Danger.patient)
        defer { gateway.terminate() }
        let (branch, product) = try await danger.shelf()
        var people: [Person] = []
        for _ in 0..<40 {
            let person = try await Person.register(at: danger.gateway)
            try await person.add(product)
            people.append(person)
        }
        let connection = try await Connection.connect(ConnectionParameters(danger.databaseURL, applicationName: "test"))
        _ = try await connection.query("begin")
        _ = try await connection.query(
            "select 1 from store.inventory where branch_id = $1 and product_id = $2 for update",
            [.integer(branch), .integer(product)])

        let statuses = try await withThrowingTaskGroup(of: Int.self) { [people] group in
            for person in people { group.addTask { try await person.confirm(branch: branch).status } }
            // As many as the lane has connections wait at the row, the others for a connection.
            var waiting: Int64 = 0
            for _ in 0..<200 where waiting < 6 {
                waiting = try await danger.number(
                    "select count(*) as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
                )
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(waiting >= 6)
            let client = Client(baseURL: danger.gateway)
            for path in ["/products?limit=20", "/products/\(product)", "/branches", "/categories"] {
                for _ in 0..<10 { #expect(try await client.api("GET", path).status == 200, "\(path)") }
            }
            let cart = try await people[0].client.api("GET", "/cart")
            #expect(cart.status == 200, "carts are read by another lane: \(cart.body)")
            _ = try await connection.query("rollback")
            return try await group.reduce(into: []) { $0.append($1) }
        }
        await connection.close()
        #expect(statuses.allSatisfy { [201, 202, 503].contains($0) }, "\(statuses)")
        #expect(statuses.contains(201), "who waited long enough has an order: \(statuses)")
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
    }
}
