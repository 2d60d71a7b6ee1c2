import Testing

@testable import Gateway

/// What binds a key to a request.
struct FingerprintTests {
    private static func of(_ body: String?, route: String = "/x") throws -> [UInt8] {
        Fingerprint.of(.post, route, try body.map { try JSONParser.parse(Array($0.utf8)) })
    }

    @Test func orderAndSpace_doNotCount() throws {
        #expect(try Self.of(#"{"a":1,"b":[1,2]}"#) == Self.of("{ \"b\" : [1, 2],\n\"a\": 1 }"))
    }

    @Test(arguments: [#"{"a":2}"#, #"{"a":"1"}"#, #"{"b":1}"#, #"{"a":1,"b":null}"#, nil])
    func anotherBody_isAnotherRequest(_ body: String?) throws {
        #expect(try Self.of(#"{"a":1}"#) != Self.of(body))
    }

    @Test func anotherRoute_isAnotherRequest() throws {
        #expect(try Self.of("{}", route: "/x") != Self.of("{}", route: "/y"))
    }
}
