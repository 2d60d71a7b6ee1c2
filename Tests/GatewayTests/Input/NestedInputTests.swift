import Postgres
import Testing

@testable import Gateway

/// Arrays, objects, and `null` against what is left out.
struct NestedInputTests {
    private static let lists = Configuration.Lists(defaultLimit: 50, maximumLimit: 200)

    private static func read(_ fields: [Field], _ body: String) throws -> Input {
        let route = Route.patch("/things", .everybody, "api.thing_update", body: .json(fields))
        return try Input(.init(body: JSONParser.parse(Array(body.utf8))), for: route, lists: lists)
    }

    private static func problems(_ fields: [Field], _ body: String) -> String {
        do {
            _ = try read(fields, body)
            return ""
        } catch let error as APIError {
            return error.details
        } catch {
            return "\(error)"
        }
    }

    private static let items: [Field] = [
        .required(
            "items",
            .array(
                .object([
                    .required("request_id", .id), .optional("approved_quantity", .integer(0...999)),
                    .clearable("reason", .text(1...10)), .optional("price", .money),
                    .optional("tags", .array(.text(1...5), 0...3)),
                ]), 1...3))
    ]

    @Test func objectsInAnArray_becomeJSON_withWhatIsKnown() throws {
        let input = try Self.read(
            Self.items,
            #"{"items":[{"request_id":1,"approved_quantity":0},{"reason":null,"request_id":2,"price":1.5,"tags":["a\"b",null]}]}"#
                .replacing(",null]", with: "]"))
        #expect(
            input["items"]
                == .text(
                    #"[{"request_id":1,"approved_quantity":0},{"request_id":2,"reason":null,"price":"1.50","tags":["a\"b"]}]"#
                ))
    }

    @Test(arguments: [
        (#"{"items":[{"request_id":1},{"request_id":2,"approved_quantity":-1}]}"#, "items[1].approved_quantity"),
        (#"{"items":[{}]}"#, "items[0].request_id"), (#"{"items":[{"request_id":1,"more":2}]}"#, "items[0].more"),
        (#"{"items":[1]}"#, "items[0]"), (#"{"items":[]}"#, "items"), (#"{"items":{}}"#, "items"),
        (#"{"items":null}"#, "items"), (#"{"items":[{"request_id":1,"tags":[1]}]}"#, "items[0].tags[0]"),
        (#"{"items":[{"request_id":1},{"request_id":1},{"request_id":1},{"request_id":1}]}"#, "items"),
    ])
    func whatIsWrongInside_hasItsPath(_ body: String, _ path: String) {
        #expect(Self.problems(Self.items, body).contains("\"field\":\"\(path)\""), "\(Self.problems(Self.items, body))")
    }

    @Test func everythingWrongInside_isToldAtOnce() {
        let details = Self.problems(Self.items, #"{"items":[{},{"request_id":0}],"more":1}"#)
        for path in ["items[0].request_id", "items[1].request_id", "more"] {
            #expect(details.contains("\"field\":\"\(path)\""))
        }
    }

    @Test func plainArray_isPostgreSQLs() throws {
        let fields: [Field] = [.required("ids", .array(.id, 1...5)), .optional("words", .array(.text(1...9), 1...5))]
        let input = try Self.read(fields, #"{"ids":[3,1],"words":["a,b","c\"d\\"]}"#)
        #expect(input["ids"] == "{3,1}")
        #expect(input["words"] == .text(#"{"a,b","c\"d\\"}"#))
    }

    private static let patch: [Field] = [
        .optional("full_name", .text(1...10)), .clearable("phone", .phone), .clearable("note", .text(1...10)),
    ]

    @Test(arguments: [
        ("{}", "{}"), (#"{"phone":null}"#, "{phone}"), (#"{"note":null,"phone":null}"#, "{phone,note}"),
        (#"{"phone":"+972 50"}"#, "{}"), (#"{"full_name":null}"#, "{}"),
    ])
    func nullOfAClearableField_clears_andLeftOutDoesNot(_ body: String, _ cleared: String) throws {
        #expect(try Self.read(Self.patch, body)["clear"] == .text(cleared))
    }

    @Test func clearableFields_giveTheFunctionTheirNames() {
        #expect(Self.patch.parameters == ["full_name", "phone", "note", "clear"])
        #expect(Self.items.parameters == ["items"])
    }

    @Test func requiredQueryField_thatIsMissing_isTold() {
        let route = Route.patch("/things", .everybody, "api.x", query: [.required("active", .boolean)])
        let error = #expect(throws: APIError.self) { try Input(.init(), for: route, lists: Self.lists) }
        #expect(error?.details.contains("active") == true)
    }
}
