import SQLText

/// A constraint as `create table` or `add constraint` makes it.
struct TableConstraint: Sendable {
    enum Kind: Sendable {
        case check
        case foreignKey
        case unique
        case primaryKey
        case exclude
    }

    let kind: Kind
    let name: String?
    let line: Int
    /// Of a key.
    private(set) var columns: [String] = []
    /// Of a check: its condition.
    private(set) var condition: [SQLToken] = []
    /// `unique using index …`: the index, which becomes the constraint's.
    private(set) var index: String?
    private(set) var isNotValid = false

    /// Reads `[constraint name] check (…)` and the like; nil for anything else.
    init?(_ tokens: [SQLToken]) {
        var reader = TokenReader(tokens)
        line = reader.next?.line ?? 1
        name = reader.accept("constraint") ? reader.takeName() : nil
        if reader.accept("check") {
            kind = .check
            condition = reader.takeParentheses() ?? []
        } else if reader.accept("foreign", "key") {
            kind = .foreignKey
        } else if reader.accept("primary", "key") {
            kind = .primaryKey
        } else if reader.accept("unique") {
            kind = .unique
        } else if reader.accept("exclude") {
            kind = .exclude
        } else {
            return nil
        }
        isNotValid = reader.rest.hasTopLevel("not", "valid")
        if reader.accept("using", "index") {
            index = reader.takeName()
        } else if kind == .unique || kind == .primaryKey {
            _ = reader.take { $0.text == "(" }
            columns = (reader.takeParentheses() ?? []).filter(\.isName).map(\.folded)
        }
    }
}
