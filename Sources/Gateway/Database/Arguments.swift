import Postgres

/// The arguments of a call by the names of the function's parameters, without their `p_`.
struct Arguments: Sendable, ExpressibleByDictionaryLiteral {
    private(set) var names: [String] = []
    private(set) var values: [Value] = []

    init(dictionaryLiteral elements: (String, Value)...) {
        for (name, value) in elements { append(name, value) }
    }

    /// Those of the names, from a source that has them all.
    init(_ names: [String], from source: (String) -> Value) {
        self.names = names
        values = names.map(source)
    }

    mutating func append(_ name: String, _ value: Value) {
        names.append(name)
        values.append(value)
    }

    /// Both.
    static func + (left: Arguments, right: Arguments) -> Arguments {
        var both = left
        both.names += right.names
        both.values += right.values
        return both
    }
}
