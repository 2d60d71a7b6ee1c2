import Foundation
import FuzzInputs
import Gateway
import Postgres
import Testing

/// Requests that nobody would send, to a whole gateway; and PostgreSQL as the judge of what its parser takes.
@Suite(.enabled(if: World.isPossible), .serialized, .timeLimit(.minutes(60)))
struct HTTPFuzzTests {
    /// One that is cut into pieces, with a user's token in it, and others.
    private static func corpus(token: String) -> [[UInt8]] {
        let host = "Host: mami\r\nAuthorization: Bearer \(token)\r\n"
        let body = #"{"fulfillment_type":"PICKUP","branch_id":1,"address":{"city":"é"},"items":[{"id":1}]}"#
        let json = "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        return [
            "GET /api/v1/products?q=whole+milk&category_id=3&limit=50&sort=price_asc HTTP/1.1\r\n\(host)\r\n",
            "GET /api/v1/orders?status=CREATED&limit=200&offset=0 HTTP/1.1\r\n\(host)If-None-Match: W/\"a\", \"b\"\r\n\r\n",
            "POST /api/v1/checkout/confirm HTTP/1.1\r\n\(host)Idempotency-Key: fuzz\r\n\(json)\r\n\(body)",
            "PATCH /api/v1/me HTTP/1.1\r\n\(host)\(json)Origin: https://a.example\r\n\r\n\(body)",
            "POST /api/v1/cart/items HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"
                + "1f\r\n{\"product_id\":1,\"quantity\":1   }\r\n0\r\n\r\n",
            "POST /webhooks/payments HTTP/1.1\r\nHost: mami\r\nStripe-Signature: t=1700000000,v1=00\r\n\(json)\r\n\(body)",
            "OPTIONS /api/v1/cart HTTP/1.1\r\nHost: mami\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: PUT\r\n\r\n",
        ].map { Array($0.utf8) }
    }

    @Test func anyBytes_areAnsweredOrCut_andTheGatewayLives() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway(["HTTP_HEAD_SECONDS": "2", "HTTP_BODY_SECONDS": "2"])
        defer { process.terminate() }
        let person = try await Person.register(at: url)
        let mutator = Mutator(corpus: Self.corpus(token: person.client.token ?? ""))
        let end = ContinuousClock.now + .seconds(Mutator.seconds)
        var answers: [String: Int] = [:]
        while ContinuousClock.now < end {
            let bytes = mutator.next()
            let socket = try RawConnection(url)
            _ = await socket.send(bytes)
            socket.stopSending()
            let text = await socket.readToEnd().text
            let status = text.hasPrefix("HTTP/1.") ? String(text.dropFirst(9).prefix(3)) : "none"
            answers[status, default: 0] += 1
            #expect(!status.hasPrefix("5") || status == "505", "\(status): \(Data(bytes).base64EncodedString())")
            #expect(process.isRunning)
        }
        print("fuzz http: \(answers.sorted { $0.key < $1.key })")
        #expect(answers.values.reduce(0, +) > 50)
        #expect(try await Client(baseURL: url).send("GET", "/ready").status == 200)
    }

    /// What our parser takes goes to PostgreSQL, so PostgreSQL has to take it. (Not the other way round: ours has limits, and takes
    /// no name twice.)
    @Test func json_thatOursTakes_isTakenByPostgreSQL() async throws {
        let world = try await World.shared
        let mutator = try Mutator(target: "json")
        let end = ContinuousClock.now + .seconds(Mutator.seconds)
        var taken = 0
        while ContinuousClock.now < end {
            let bytes = mutator.next()
            guard FuzzTarget.json.read(bytes) else { continue }
            taken += 1
            do {
                _ = try await world.sql("select $1::jsonb", [.text(String(decoding: bytes, as: UTF8.self))])
            } catch let error as PostgresError where error.sqlState == .untranslatableCharacter {
                // An escaped character 0: JSON, and in no text of PostgreSQL. The gateway answers it with 400.
            } catch {
                Issue.record("\(error): \(Data(bytes).base64EncodedString())")
            }
        }
        print("fuzz json: PostgreSQL took all of \(taken)")
        #expect(taken > 10)
    }
}
