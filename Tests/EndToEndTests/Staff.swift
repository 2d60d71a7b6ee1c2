import Foundation
import Postgres

/// People of the shop's own, as many as a test needs.
enum Staff {
    static var employee: Client { get async throws { try await Person.demo("employee@mami.local").client } }
    static var manager: Client { get async throws { try await Person.demo("manager@mami.local").client } }
    static var admin: Client { get async throws { try await Person.demo("admin@mami.local").client } }

    /// What a call without a body to speak of answers nobody, a customer, an employee, a manager and an admin.
    static func statuses(_ method: String, _ path: String) async throws -> [Int] {
        let nobody = Client(baseURL: try await World.shared.gateway)
        let customer = try await Person.demo("itamar.ben@example.com").client
        var statuses: [Int] = []
        for person in [nobody, customer, try await employee, try await manager, try await admin] {
            statuses.append(try await person.api(method, path, method == "GET" ? nil : "{}").status)
        }
        return statuses
    }

    /// Somebody new of a role, logged in.
    static func hire(_ role: String) async throws -> Person {
        let person = try await Person.register()
        _ = try await World.shared.sql(
            "update store.users set role = $2::store.user_role where user_id = $1", [.integer(person.id), .text(role)])
        let login = try await Client(baseURL: person.client.baseURL).api(
            "POST", "/auth/login", #"{"email":"\#(person.email)","password":"Person-2026"}"#)
        guard let token = login.data["access_token"] as? String else { throw WorldError("login: \(login.body)") }
        return Person(
            client: Client(baseURL: person.client.baseURL, token: token), id: person.id,
            refreshToken: person.refreshToken, email: person.email)
    }

    /// Several of them.
    static func hire(_ role: String, _ count: Int) async throws -> [Person] {
        try await withThrowingTaskGroup { group in
            for _ in 0..<count { group.addTask { try await hire(role) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}

extension Shelf {
    /// The row's id.
    func inventoryID() async throws -> Int64 {
        let rows = try await World.shared.sql(
            "select inventory_id as id from store.inventory where branch_id = $1 and product_id = $2",
            [.integer(branchID), .integer(productID)])
        return try rows.first?.integer("id") ?? 0
    }

    /// Asks for another figure; gives the request's id.
    func ask(_ client: Client, _ type: String, _ quantity: Int) async throws -> Int {
        let reply = try await client.api("POST", "/stock-requests", request(type, quantity))
        guard let id = reply.data["id"] as? Int else { throw WorldError("request: \(reply.status) \(reply.body)") }
        return id
    }

    /// The body of a request.
    func request(_ type: String, _ quantity: Int, _ more: String = "") -> String {
        #"{"branch_id":\#(branchID),"product_id":\#(productID),"request_type":"\#(type)","quantity":\#(quantity)\#(more)}"#
    }

    /// What the ledger adds up to: `on_hand` and `reserved`.
    func ledger() async throws -> [Int64] {
        let row = try await World.shared.sql(
            """
            select sum(on_hand_change) as on_hand, sum(reserved_change) as reserved from store.inventory_movements
            where branch_id = $1 and product_id = $2
            """, [.integer(branchID), .integer(productID)])[0]
        return [try row.integer("on_hand") ?? -1, try row.integer("reserved") ?? -1]
    }
}
