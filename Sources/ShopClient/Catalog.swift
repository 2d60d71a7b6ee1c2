/// What is sold, and where it can be had.
package struct Catalog: Sendable {
    /// A product, as far as a shopper cares.
    package struct Product: Decodable, Sendable {
        package let id: Int64
        package let name: String
    }

    /// Where baskets can go.
    package struct Places: Sendable {
        package let branchIDs: [Int64]
        package let slotIDs: [Int64]
    }

    package let products: [Product]
    package let places: Places

    /// Reads the public catalog, all pages of it.
    package static func load(_ api: ShopClient) async throws -> Catalog {
        struct Identified: Decodable, Sendable { let id: Int64 }
        let products = try await all(api, "/products", as: Product.self)
        let branches = try await all(api, "/branches", as: Identified.self)
        let slots = try await all(api, "/delivery-slots", as: Identified.self)
        return Catalog(
            products: products,
            places: Places(branchIDs: branches.map(\.id), slotIDs: slots.map(\.id))
        )
    }

    /// The baskets as product ids, each once, and the names that nobody sells.
    package func resolve(_ file: BasketFile) -> (baskets: [[Int64]], unknown: Set<String>) {
        let ids = Dictionary(products.map { (BasketFile.normalized($0.name), $0.id) }) { first, _ in first }
        var unknown: Set<String> = []
        let baskets = file.baskets.map { names in
            names.compactMap { name in
                if ids[name] == nil { unknown.insert(name) }
                return ids[name]
            }.reduce(into: [Int64]()) { if !$0.contains($1) { $0.append($1) } }
        }
        return (baskets.filter { !$0.isEmpty }, unknown)
    }

    /// The baskets of a file as product ids; without one, baskets by chance.
    package func baskets(file path: String?, using generator: inout SeededGenerator) throws -> [[Int64]] {
        if let path { return resolve(try BasketFile(path: path)).baskets }
        return (0..<500).map { _ in
            (0..<Int.random(in: 1...8, using: &generator)).compactMap { _ in
                products.randomElement(using: &generator)?.id
            }
        }
    }

    private static func all<Row: Decodable & Sendable>(
        _ api: ShopClient,
        _ path: String,
        as type: Row.Type
    ) async throws -> [Row] {
        var rows: [Row] = []
        while true {
            let page = try await api.call("GET", "\(path)?limit=200&offset=\(rows.count)")
            guard page.status == 200 else { throw ShoppingError.unexpected("GET \(path)", page.status, page.errorCode) }
            let next = try page.data(as: [Row].self)
            rows += next
            if next.count < 200 { return rows }
        }
    }
}

/// Why shopping cannot go on.
package enum ShoppingError: Error, CustomStringConvertible {
    case unexpected(String, Int, String)

    package var description: String {
        switch self {
        case .unexpected(let call, let status, let code): "\(call) answered \(status) \(code)"
        }
    }
}
