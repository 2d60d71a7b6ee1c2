import SQLText

extension SchemaHistory.Table {
    /// A table as it is made.
    init(_ table: CreateTable, origin: String) {
        self.origin = origin
        isPartitioned = table.isPartitioned
        for column in table.columns { add(column, origin: origin) }
        for constraint in table.constraints { add(constraint, origin: origin) }
    }

    /// A valid check makes it impossible that the column holds null; PostgreSQL then needs not look (manual, ALTER TABLE,
    /// `set not null`).
    func provesNotNull(_ column: String) -> Bool {
        notNull.contains(column)
            || constraints.values.contains { constraint in
                constraint.isValid && constraint.condition.conjuncts.contains { $0.phrase == "\(column) is not null" }
            }
    }

    /// The names of valid checks that read a column.
    func checks(reading column: String) -> [String] {
        constraints.filter { $0.value.isValid && $0.value.condition.contains { $0.isName && $0.folded == column } }
            .keys.sorted()
    }

    /// Takes note of an action.
    mutating func apply(_ action: AlterTable.Action, origin: String) {
        switch action {
        case .addColumn(let column): add(column, origin: origin)
        case .addConstraint(let constraint): add(constraint, origin: origin)
        case .dropColumn(let column): drop(column)
        case .alterType(let column, let type, _, _): types[column] = type
        case .setNotNull(let column): notNull.insert(column)
        case .dropNotNull(let column): notNull.remove(column)
        case .dropConstraint(let name):
            constraints[name] = nil
            keys[name] = nil
        case .validateConstraint(let name): constraints[name]?.isValid = true
        case .renameConstraint(let old, let new):
            constraints[new] = constraints.removeValue(forKey: old)
            keys[new] = keys.removeValue(forKey: old)
        case .renameColumn(let old, let new): rename(old, to: new)
        case .renameTable, .setSchema, .other: break
        }
    }

    private mutating func add(_ column: ColumnDefinition, origin: String) {
        types[column.name] = column.type
        if column.isNotNull || column.isIdentity { notNull.insert(column.name) }
        if column.isPrimaryKey || column.isUnique { keys["\(column.name) key"] = [column.name] }
        if let check = column.check {
            constraints["\(column.name) check"] = SchemaHistory.Constraint(
                condition: check, isValid: true, origin: origin)
        }
    }

    private mutating func add(_ constraint: TableConstraint, origin: String) {
        let name = constraint.name ?? "constraint \(constraints.count)"
        let columns = constraint.index.map { keys.removeValue(forKey: $0) ?? [] } ?? constraint.columns
        if !columns.isEmpty { keys[name] = columns }
        if constraint.kind == .primaryKey { notNull.formUnion(columns) }
        constraints[name] = SchemaHistory.Constraint(
            condition: constraint.condition, isValid: !constraint.isNotValid, origin: origin)
    }

    private mutating func drop(_ column: String) {
        types[column] = nil
        notNull.remove(column)
        keys = keys.filter { !$0.value.contains(column) }
    }

    private mutating func rename(_ old: String, to new: String) {
        types[new] = types.removeValue(forKey: old)
        if notNull.remove(old) != nil { notNull.insert(new) }
        keys = keys.mapValues { $0.map { $0 == old ? new : $0 } }
        // A check that reads it goes with it; that one is forgotten here, which makes lint ask rather than be silent.
        constraints = constraints.filter { !$0.value.condition.contains { $0.isName && $0.folded == old } }
    }
}

extension [SQLToken] {
    /// The parts of a condition of which each must hold, without brackets around them.
    var conjuncts: [[SQLToken]] {
        if hasTopLevel("or") { return [self] }
        let parts = split(atTopLevel: "and")
        if parts.count > 1 { return parts.flatMap(\.conjuncts) }
        var reader = TokenReader(self)
        guard let inner = reader.takeParentheses(), reader.isAtEnd else { return [self] }
        return inner.conjuncts
    }
}
