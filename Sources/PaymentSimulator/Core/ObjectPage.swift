/// A page of a list, the newest first: `limit` objects behind `starting_after`, or behind the `page` of a search, of those that
/// were made in the time that `created[…]` names.
struct ObjectPage: Sendable {
    private let path: String
    private let limit: Int
    private let last: String?
    private let isMade: @Sendable (Int) -> Bool

    init(_ form: Form, path: String) throws(ProviderError) {
        self.path = path
        limit = min(max(try form.optionalInteger("limit") ?? 10, 1), 100)
        last = form["starting_after"] ?? form["page"]
        let after = try form.optionalInteger("created[gt]")
        let from = try form.optionalInteger("created[gte]")
        let before = try form.optionalInteger("created[lt]")
        let to = try form.optionalInteger("created[lte]")
        isMade = { created in
            created > after ?? .min && created >= from ?? .min && created < before ?? .max && created <= to ?? .max
        }
    }

    /// The page of all objects, which are in their order.
    func answer<Object: Encodable & Sendable>(
        _ objects: [Object], id: KeyPath<Object, String>, created: KeyPath<Object, Int>
    ) throws(ProviderError) -> Answer {
        var rest = objects[...]
        if let last {
            guard let index = objects.firstIndex(where: { $0[keyPath: id] == last }) else {
                throw .missing("starting_after", last)
            }
            rest = objects[(index + 1)...]
        }
        let found = Array(rest.lazy.filter { isMade($0[keyPath: created]) }.prefix(limit + 1))
        let data = Array(found.prefix(limit))
        let hasMore = found.count > limit
        let isSearch = path.hasSuffix("/search")
        return Answer(
            status: 200,
            ObjectList(
                object: isSearch ? "search_result" : "list", url: path, data: data, hasMore: hasMore,
                nextPage: isSearch && hasMore ? data.last?[keyPath: id] : nil))
    }
}
