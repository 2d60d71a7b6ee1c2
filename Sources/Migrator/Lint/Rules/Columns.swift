import SQLText

/// A new column whose values have to be written into every row.
enum AddColumnRewriteRule: LintRule {
    static let id = "add-column-rewrite"
    static let summary =
        "A new column with a volatile default, an identity, a serial type or a stored expression rewrites the table while nobody can read it."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard let change = statement.alterTable else { return [] }
        return change.steps.compactMap { step in
            guard case .addColumn(let column) = step.action, let cause = cause(column) else { return nil }
            return statement.complaint(
                "adding \(column.name) rewrites all of \(change.table) under an exclusive lock, as \(cause); add it without, fill old rows in batches, then set the default",
                line: step.line)
        }
    }

    private static func cause(_ column: ColumnDefinition) -> String? {
        if column.isStored { return "its expression is stored" }
        if column.isIdentity { return "an identity gives each row its number" }
        if column.type.isSerial { return "\(column.type.name) gives each row its number" }
        guard let function = column.defaultExpression.flatMap(Volatility.volatileCall) else { return nil }
        return "\(function)() may be volatile"
    }
}

/// A new column that refuses the rows that are there.
enum AddColumnNotNullRule: LintRule {
    static let id = "add-column-not-null"
    static let summary = "A new column that is not null and has no default fails as soon as the table has a row."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard let change = statement.alterTable else { return [] }
        return change.steps.compactMap { step in
            guard case .addColumn(let column) = step.action, column.isNotNull, !column.hasValues else { return nil }
            return statement.complaint(
                "\(column.name) is not null without a default, which fails on a table with rows; give it a constant default, which rewrites nothing",
                line: step.line)
        }
    }
}

/// Another type for a column.
enum AlterColumnTypeRule: LintRule {
    static let id = "alter-column-type"
    static let summary =
        "Another type for a column rewrites the table, unless it only widens varchar, numeric and the like; a check on the column is verified again even then."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard let change = statement.alterTable else { return [] }
        let table = statement.schema.tables[change.table]
        return change.steps.compactMap { step in
            guard case .alterType(let column, let type, let using, let changesCollation) = step.action else {
                return nil
            }
            let old = table?.types[column]
            if changesCollation {
                return statement.complaint(
                    "another collation for \(column) builds its indexes anew under an exclusive lock; build an index with the collation concurrently, and name it in queries",
                    line: step.line)
            }
            guard old?.becomesWithoutRewrite(type) == true, isPlain(using, column: column, type: type) else {
                return statement.complaint(
                    "the new type of \(column) rewrites all of \(change.table) under an exclusive lock; add a column of the new type, fill it in batches, and change the functions over",
                    line: step.line)
            }
            guard let check = table?.checks(reading: column).first, old != type else { return nil }
            return statement.complaint(
                "the new type of \(column) rewrites nothing, but \(check) reads it and is verified over all of \(change.table) under an exclusive lock; drop the check first, and add it again not valid",
                line: step.line)
        }
    }

    /// `using` is left out, or says what PostgreSQL would do by itself.
    private static func isPlain(_ using: [SQLToken], column: String, type: SQLType) -> Bool {
        guard !using.isEmpty else { return true }
        guard using[0].isName, using[0].folded == column else { return false }
        let cast = using.dropFirst()
        return cast.isEmpty || (cast.begins(with: [":", ":"]) && SQLType(Array(cast.dropFirst(2))) == type)
    }
}

/// `set not null` that has to look at every row.
enum SetNotNullRule: LintRule {
    static let id = "set-not-null"
    static let summary =
        "`set not null`, or a primary key using an index, reads the whole table under an exclusive lock, unless a valid check (column is not null) proves it already."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard let change = statement.alterTable else { return [] }
        return change.steps.compactMap { step in
            guard let column = unproven(step.action, statement.schema.tables[change.table]) else { return nil }
            return statement.complaint(
                "not null on \(column) reads all of \(change.table) under an exclusive lock; add check (\(column) is not null) not valid, validate it in a later migration, set it not null in the one after that",
                line: step.line)
        }
    }

    /// The first column that becomes not null without a proof.
    private static func unproven(_ action: AlterTable.Action, _ table: SchemaHistory.Table?) -> String? {
        let columns: [String]
        switch action {
        case .setNotNull(let column): columns = [column]
        case .addConstraint(let constraint) where constraint.kind == .primaryKey:
            guard let index = constraint.index else { return nil }
            columns = table?.keys[index] ?? ["the columns of \(index)"]
        default: return nil
        }
        return columns.first { table?.provesNotNull($0) != true }
    }
}

/// A column that somebody may still read.
enum DropColumnRule: LintRule {
    static let id = "drop-column"
    static let summary = "A dropped column is gone, and functions and programs of the former release still read it."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard let change = statement.alterTable else { return [] }
        return change.steps.compactMap { step in
            guard case .dropColumn(let column) = step.action else { return nil }
            return statement.complaint(
                "dropping \(change.table).\(column) loses its values and breaks whatever still reads it; deploy functions that do not, then drop it in a later migration, and say so in an allow",
                line: step.line)
        }
    }
}
