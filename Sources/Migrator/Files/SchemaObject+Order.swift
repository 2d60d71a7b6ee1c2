extension SchemaObject {
    /// The objects in an order in which each stands behind those that it refers to, and otherwise in the given one.
    /// - Throws: `MigratorFailure` `usage` if they refer to each other in a circle.
    static func sorted(_ objects: [SchemaObject]) throws -> [SchemaObject] {
        let byName = Dictionary(objects.map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
        var order: [SchemaObject] = []
        var done: Set<String> = []

        func visit(_ object: SchemaObject, path: [String]) throws {
            guard !done.contains(object.name) else { return }
            guard !path.contains(object.name) else {
                let circle = (path.drop { $0 != object.name } + [object.name]).joined(separator: " → ")
                throw MigratorFailure.usage("a circle of views and functions: \(circle)")
            }
            for name in object.references.sorted() where name != object.name {
                if let other = byName[name] { try visit(other, path: path + [object.name]) }
            }
            done.insert(object.name)
            order.append(object)
        }
        for object in objects { try visit(object, path: []) }
        return order
    }
}
