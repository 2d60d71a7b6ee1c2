import Testing

@testable import Gateway

/// What binds a key to a call of a function.
struct FingerprintTests {
    private static let route = Route.post("/x/{x_id}", .staff, "api.x")

    private static func of(_ arguments: Arguments) -> [UInt8] { Fingerprint.of(route, arguments) }

    @Test func whatIsLeftOut_isWhatIsNull() {
        #expect(Self.of(["x_id": 1, "note": nil]) == Self.of(["x_id": 1]))
    }

    @Test(
        arguments: [
            ["x_id": 2, "note": "a"], ["x_id": 1, "note": "b"], ["x_id": 1], ["x_id": 1, "other": "a"],
            ["x_id": 1, "note": "a", "flag": true], ["x_id": 1, "note": "a\nflag 4 true"],
        ] as [Arguments])
    func anotherInput_isAnotherRequest(_ arguments: Arguments) {
        #expect(Self.of(["x_id": 1, "note": "a"]) != Self.of(arguments))
    }

    @Test func anotherRoute_isAnotherRequest() {
        #expect(Fingerprint.of(.post("/y/{x_id}", .staff, "api.x"), ["x_id": 1]) != Self.of(["x_id": 1]))
    }
}
