import HTTPTypes
import Testing

@testable import Gateway
@testable import Postgres

/// From a database error to an answer.
struct ErrorMappingTests {
    private static func map(
        _ code: String?,
        kind: PostgresError.Kind = .server,
        message: String = "internal text",
        constraint: String? = nil
    ) throws -> APIError? {
        var error = PostgresError(kind: kind, message: message)
        error.sqlState = code.map(SQLState.init(rawValue:))
        error.detail = "{\"a\": 1}"
        error.hint = "A sentence."
        error.constraint = constraint
        return APIError(error)
    }

    @Test func shopError_keepsCodeSentenceAndDetails() throws {
        let error = try #require(try Self.map("MS409", message: "INSUFFICIENT_STOCK"))
        #expect(error.status == .conflict)
        #expect(
            error.body(requestID: "r\"1")
                == #"{"error":{"code":"INSUFFICIENT_STOCK","message":"A sentence.","details":{"a": 1},"request_id":"r\"1"}}"#
        )
    }

    @Test func namedConstraint_isItsCode() throws {
        #expect(try Self.map("23505", constraint: "users_email_key")?.code == "USER_EXISTS")
        #expect(try Self.map("23505", constraint: "other_key") == nil, "an unknown one is an internal error")
    }

    @Test(arguments: [
        ("40001", 503), ("40P01", 503), ("55P03", 503), ("22P05", 400), ("57014", 504), ("57P01", 503), ("53300", 503),
        ("08006", 503),
    ])
    func state_isItsStatus(_ code: String, _ status: Int) throws {
        #expect(try Self.map(code)?.status.code == status)
    }

    @Test(arguments: [PostgresError.Kind.connectionLost, .cannotConnect, .poolExhausted, .closed])
    func noConnection_is503WithRetryAfter(_ kind: PostgresError.Kind) throws {
        let error = try #require(try Self.map(nil, kind: kind))
        #expect(error.status == .serviceUnavailable)
        #expect(error.headers[.retryAfter] != nil)
        #expect(!error.body(requestID: "").contains("internal text"))
    }

    @Test(arguments: ["22P02", "42883", "XX000", "23514"])
    func anythingElse_isNotShown(_ code: String) throws {
        #expect(try Self.map(code) == nil)
    }

    @Test(arguments: ["IDEMPOTENCY_IN_PROGRESS", "CHECKOUT_IN_PROGRESS"])
    func stillRunning_saysWhenToComeBack(_ code: String) throws {
        #expect(try Self.map("MS409", message: code)?.headers[.retryAfter] == "1")
    }

    @Test func unauthorized_carriesTheChallenge() throws {
        #expect(try Self.map("MS401", message: "UNAUTHORIZED")?.headers[.wwwAuthenticate] == "Bearer")
    }
}
