import Postgres

/// Arrays and objects of the input as texts for PostgreSQL.
enum InputText {
    /// `{1,2,"a \"b\""}` (manual, section 8.15.2).
    static func postgresArray(_ values: [Value]) -> String {
        let elements = values.map { value in
            switch value {
            case .integer(let integer): String(integer)
            case .boolean(let boolean): String(boolean)
            case .text(let text):
                "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
            case .null, .bytes: "null"
            }
        }
        return "{" + elements.joined(separator: ",") + "}"
    }

    /// A JSON array.
    static func jsonArray(_ values: [Value], of type: FieldType) -> String {
        "[" + values.map { json($0, type) }.joined(separator: ",") + "]"
    }

    /// A member of a JSON object.
    static func member(_ field: Field, _ value: Value) -> String {
        JSONText.quoted(field.name) + ":" + json(value, field.type)
    }

    private static func json(_ value: Value, _ type: FieldType) -> String {
        switch (value, type) {
        case (.integer(let integer), _): String(integer)
        case (.boolean(let boolean), _): String(boolean)
        // JSON already.
        case (.text(let text), .object), (.text(let text), .array): text
        case (.text(let text), _): JSONText.quoted(text)
        case (.null, _), (.bytes, _): "null"
        }
    }
}
