import SQLText

/// Which functions give one value for the whole statement, so that a default that calls them is worked out once.
enum Volatility {
    /// Functions of pg_catalog that are stable or immutable in PostgreSQL 15, as far as defaults use them.
    static let steady: Set<String> = [
        "now", "transaction_timestamp", "statement_timestamp", "current_setting", "current_database", "current_schema",
        "pg_current_xact_id", "date_trunc", "date_part", "extract", "age", "timezone", "make_interval", "make_date",
        "make_time",
        "make_timestamptz", "to_char", "to_timestamp", "to_date", "to_number", "lower", "upper", "initcap", "length",
        "left",
        "right", "substr", "substring", "replace", "btrim", "trim", "lpad", "rpad", "concat", "format", "md5", "sha256",
        "encode",
        "decode", "abs", "round", "floor", "ceil", "json_build_object", "json_build_array", "jsonb_build_object",
        "jsonb_build_array", "to_json", "to_jsonb", "array_fill", "int4range", "int8range", "numrange", "daterange",
        "tstzrange",
    ]

    /// What looks like a call and is none: types with a length, and parts of expressions.
    private static let noFunctions: Set<String> = [
        "coalesce", "nullif", "greatest", "least", "cast", "row", "values", "array", "in", "any", "all", "some", "and",
        "or",
        "not", "then", "else", "when", "as", "numeric", "decimal", "varchar", "char", "character", "varying", "bit",
        "float",
        "timestamp", "timestamptz", "time", "timetz", "interval", "current_time", "current_timestamp", "localtime",
        "localtimestamp",
    ]

    /// The first function of an expression that is not known to be steady.
    static func volatileCall(in expression: [SQLToken]) -> String? {
        for (token, next) in zip(expression, expression.dropFirst()) {
            guard next.text == "(", token.isName else { continue }
            let name = token.folded
            if !noFunctions.contains(name), !steady.contains(name) { return name }
        }
        return nil
    }
}
