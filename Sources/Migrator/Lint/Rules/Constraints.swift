/// A check or a foreign key that is verified on the spot.
enum ConstraintNotValidRule: LintRule {
    static let id = "constraint-not-valid"
    static let summary =
        "A check or a foreign key without `not valid` reads the whole table while nobody can write to it; with it, new rows are checked and old ones later."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        if statement.begins(with: "alter", "domain") { return domain(statement) }
        guard let change = statement.alterTable else { return [] }
        return change.steps.compactMap { step in
            switch step.action {
            case .addConstraint(let constraint) where constraint.kind == .check || constraint.kind == .foreignKey:
                guard !constraint.isNotValid else { return nil }
                let isPartitionedKey =
                    constraint.kind == .foreignKey && statement.schema.tables[change.table]?.isPartitioned == true
                let remedy =
                    isPartitionedKey
                    ? "add it to each partition not valid, validate it there, then add it here, which takes those"
                    : "add it not valid, and validate it in a later migration"
                return statement.complaint(
                    "\(constraint.name ?? "the constraint") is verified over all of \(change.table) while it is locked; \(remedy)",
                    line: step.line)
            case .addColumn(let column) where column.check != nil:
                return statement.complaint(
                    "the check of the new column \(column.name) is verified over all of \(change.table) while it is locked; add the column without, then the check not valid",
                    line: step.line)
            case .addColumn(let column) where column.hasReference && column.hasValues:
                return statement.complaint(
                    "the foreign key of \(column.name) is verified over all of \(change.table) as the column has a default; add the column without, then the key not valid",
                    line: step.line)
            default: return nil
            }
        }
    }

    private static func domain(_ statement: LintedStatement) -> [Complaint] {
        var reader = statement.reader
        guard reader.accept("alter", "domain"), let name = reader.takeName(), reader.accept("add"),
            !reader.rest.hasTopLevel("not", "valid"), !statement.schema.isNew("domain", name, in: statement.path)
        else { return [] }
        return [
            statement.complaint(
                "the constraint is verified over every table that uses \(name); add it not valid, and validate it in a later migration"
            )
        ]
    }
}

/// A constraint that is added not valid, and validated under the lock of the same transaction.
enum ValidateLaterRule: LintRule {
    static let id = "validate-later"
    static let summary =
        "`validate constraint` in the transaction that adds the constraint verifies it under the lock that `not valid` was to avoid."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard statement.isTransactional, let change = statement.alterTable else { return [] }
        let constraints = statement.schema.tables[change.table]?.constraints ?? [:]
        return change.steps.compactMap { step in
            guard case .validateConstraint(let name) = step.action, constraints[name]?.origin == statement.path else {
                return nil
            }
            return statement.complaint(
                "\(name) was added in this transaction, whose lock on \(change.table) lasts while it is verified; validate it in a later migration",
                line: step.line)
        }
    }
}

/// A key whose index is built under the lock.
enum ConstraintUsingIndexRule: LintRule {
    static let id = "constraint-using-index"
    static let summary =
        "A unique, primary key or exclude constraint builds its index while nobody can read the table, unless it takes one that is there."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard let change = statement.alterTable else { return [] }
        return change.steps.compactMap { step in
            switch step.action {
            case .addConstraint(let constraint) where constraint.kind == .exclude:
                return statement.complaint(
                    "an exclude constraint builds its index over all of \(change.table) under an exclusive lock, and there is no other way; do it in a quiet hour, and say so in an allow",
                    line: step.line)
            case .addConstraint(let constraint) where constraint.kind == .unique || constraint.kind == .primaryKey:
                guard constraint.index == nil else { return nil }
            case .addColumn(let column) where column.isUnique || column.isPrimaryKey: break
            default: return nil
            }
            let remedy =
                statement.schema.tables[change.table]?.isPartitioned == true
                ? "create the index on only the parent, concurrently on each partition, and attach those; there is no other way to a key of a partitioned table"
                : "create unique index concurrently first, then add the constraint using index"
            return statement.complaint(
                "the index of the key is built over all of \(change.table) under an exclusive lock; \(remedy)",
                line: step.line)
        }
    }
}
