/// The kinds of objects that `create`, `alter` and `drop` name, apart from functions and the like, which are no data.
enum ObjectKind {
    private static let kinds = [
        ["materialized", "view"], ["foreign", "table"], ["table"], ["index"], ["type"], ["domain"], ["schema"],
        ["sequence"],
        ["view"],
    ]

    /// Takes the kind; nil for others.
    static func take(_ reader: inout TokenReader) -> String? {
        for kind in kinds where reader.accept(kind) { return kind.joined(separator: " ") }
        return nil
    }
}
