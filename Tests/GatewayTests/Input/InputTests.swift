import Postgres
import Testing

@testable import Gateway

/// Reading a request against its fields.
struct InputTests {
    private static let lists = Configuration.Lists(defaultLimit: 50, maximumLimit: 200)
    private static let route = Route(
        method: .post, path: "/things/{thing_id}", access: .everybody, target: "api.thing_put",
        query: [.optional("branch_id", .id)],
        body: .json([.required("quantity", .integer(1...999)), .optional("note", .text(1...10))]), lane: .write)
    private static let list = Route.get("/things", .everybody, "api.thing_list", query: Field.page)

    private static func read(id: String? = "7", query: String? = nil, body: String? = "{\"quantity\":1}") throws
        -> Input
    {
        let source = Input.Source(
            ids: ["thing_id": id ?? ""], query: query, body: try body.map { try JSONParser.parse(Array($0.utf8)) })
        return try Input(source, for: route, lists: lists)
    }

    private static func problems(query: String? = nil, body: String?) -> String {
        do {
            _ = try read(query: query, body: body)
            return ""
        } catch let error as APIError {
            return error.details
        } catch {
            return "\(error)"
        }
    }

    /// `actor_id` of a filter is not who calls.
    @Test func nameThatIsTaken_hasAParameterOfItsOwn() throws {
        let route = Route.get(
            "/log", .managers, "api.log_list", query: [.optional("actor_id", .id, parameter: "entry_actor_id")])
        #expect(route.parameters == ["entry_actor_id"])
        #expect(route.statement?.statement.sql.contains("p_actor_id => $3, p_entry_actor_id => $4") == true)
        let input = try Input(.init(query: "actorId=7"), for: route, lists: Self.lists)
        #expect(input["entry_actor_id"] == 7)
        #expect(try Input(.init(query: ""), for: route, lists: Self.lists)["entry_actor_id"] == nil)
        let error = #expect(throws: APIError.self) {
            try Input(.init(query: "actor_id=x&entry_actor_id=7"), for: route, lists: Self.lists)
        }
        #expect(error?.details.contains("\"actor_id\"") == true)
        #expect(error?.details.contains("entry_actor_id") == true, "which no client knows")
    }

    @Test func wellFormed_givesTheParameters() throws {
        let input = try Self.read(query: "branchId=3", body: "{\"quantity\":2,\"note\":null}")
        #expect(input["thing_id"] == 7)
        #expect(input["quantity"] == 2)
        #expect(input["branch_id"] == 3, "the camelCase spelling is accepted")
        #expect(input["note"] == nil)
    }

    @Test(arguments: ["0", "-1", "x", "1.5", "99999999999999999999", ""])
    func pathID_thatCannotBeOne_isNotFound(_ id: String) {
        let error = #expect(throws: APIError.self) { try Self.read(id: id) }
        #expect(error?.status == .notFound)
    }

    @Test func everythingWrong_isToldAtOnce() {
        let details = Self.problems(query: "branch_id=x&unknown=1&branch_id=2", body: "{\"note\":\"\",\"extra\":1}")
        for field in ["branch_id", "unknown", "quantity", "note", "extra"] {
            #expect(details.contains("\"field\":\"\(field)\""), "\(field)")
        }
    }

    @Test(arguments: [
        (nil, "is required"), ("[]", "must be a JSON object"), ("1", "must be a JSON object"),
        ("{\"quantity\":0}", "must be at least 1"), ("{\"quantity\":1000}", "must be at most 999"),
        ("{\"quantity\":18446744073709551616}", "must be at most 999"),
        ("{\"quantity\":-9223372036854775809}", "must be at least 1"),
        ("{\"quantity\":\"1\"}", "must be an integer"), ("{\"quantity\":1.5}", "must be an integer"),
    ])
    func body_wrong_saysWhy(_ body: String?, _ message: String) {
        #expect(Self.problems(body: body).contains(message))
    }

    @Test func unknownName_thatIsNoName_isNotEchoed() {
        #expect(!Self.problems(body: "{\"quantity\":1,\"<script>alert(1)</script>\":1}").contains("script"))
    }

    @Test(arguments: [nil, "null", "{}"])
    func bodilessRoute_emptyBody_isTaken(_ body: String?) throws {
        let source = Input.Source(body: try body.map { try JSONParser.parse(Array($0.utf8)) })
        _ = try Input(source, for: Self.list, lists: Self.lists)
    }

    @Test(arguments: [("", 50, 0), ("limit=200&offset=5", 200, 5), ("limit=1", 1, 0)])
    func page_bounds_areApplied(_ query: String, _ limit: Int64, _ offset: Int64) throws {
        let input = try Input(Input.Source(query: query), for: Self.list, lists: Self.lists)
        #expect(input["limit"] == .integer(limit))
        #expect(input["offset"] == .integer(offset))
    }

    @Test(arguments: ["limit=0", "limit=-1", "limit=201", "limit=x", "offset=-1", "limit=%zz", "offset=99999999999"])
    func page_outsideBounds_isRefused(_ query: String) {
        #expect(throws: APIError.self) {
            try Input(Input.Source(query: query), for: Self.list, lists: Self.lists)
        }
    }

    @Test(arguments: [("a=1&b=x+y%20z", ["a", "b"], ["1", "x y z"]), ("q=%D7%97", ["q"], ["ח"]), ("a", ["a"], [""])])
    func query_text_isDecoded(_ text: String, _ names: [String], _ values: [String]) {
        let parameters = QueryString.parse(text)
        #expect(parameters?.map(\.name) == names)
        #expect(parameters?.map(\.value) == values)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%ff", "a=%+1"])
    func query_brokenEscape_isRefused(_ text: String) {
        #expect(QueryString.parse(text) == nil)
    }
}
