import Logging
import Testing

@testable import Gateway
@testable import Postgres

/// How the provider's lists get to the database: whole, in order, bounded, and again from the beginning when one breaks off.
struct ReconciliationTests {
    private static func object(_ reference: String) -> ListedObject {
        ListedObject(
            reference: reference, paymentReference: nil, status: "succeeded", currency: "ils", amountMinor: 5580,
            receivedMinor: 5580, capturableMinor: 0, shop: "a \"shop\"", refundKey: nil, created: 1_800_000_000)
    }

    private static func page(_ references: String..., hasMore: Bool = false) -> Listing {
        .page(references.map(object), hasMore: hasMore)
    }

    private static func run(
        _ pages: [Listing], pageLimit: Int = 10, timeLimit: Duration = .seconds(60),
        rows: [String: RecordingDatabase.Rows] = [:]
    ) async throws -> (result: SweepResult, provider: ScriptedProvider, database: RecordingDatabase) {
        let provider = ScriptedProvider()
        provider.pages.withLock { $0 = pages }
        let database = RecordingDatabase(
            rows: ["reconciliation_page": [["value": "t"]]].merging(rows) { $1 })
        let work = Reconciliation(
            calls: ReconciliationCalls(database: database), provider: provider, logger: Logger(label: "test"),
            leaseSeconds: 60, pageLimit: pageLimit, timeLimit: timeLimit)
        let result = try await work.work(.init(id: 7, tries: 2, from: 100, before: 200))
        return (result, provider, database)
    }

    @Test func lists_goToTheDatabase_pageByPage_paymentsFirst() async throws {
        let (result, provider, database) = try await Self.run([
            Self.page("pi_2", "pi_1", hasMore: true), Self.page("pi_0"), Self.page("re_1"), Self.page(),
        ])
        #expect(result == .done)
        #expect(
            provider.calls == [
                .list(.payment, behind: nil), .list(.payment, behind: "pi_1"), .list(.refund, behind: nil),
                .list(.dispute, behind: nil),
            ])
        #expect(
            database.asked == [
                "reconciliation_page", "reconciliation_page", "reconciliation_page", "reconciliation_finish",
            ])
        let pages = database.arguments(of: "reconciliation_page")
        #expect(pages.map { $0["kind"] } == [.text("payment"), .text("payment"), .text("refund")])
        #expect(pages.allSatisfy { $0["tries"] == .integer(2) })
        #expect(
            pages[1]["objects"]
                == .text(
                    #"[{"reference":"pi_0","status":"succeeded","currency":"ils","shop":"a \"shop\"","amount":5580,"#
                        + #""received":5580,"capturable":0,"created":1800000000}]"#))
        #expect(database.arguments(of: "reconciliation_finish").first?["is_whole"] == .boolean(true))
    }

    @Test func differences_waitForAHuman() async throws {
        let (result, _, _) = try await Self.run(
            [Self.page("pi"), Self.page(), Self.page()], rows: ["reconciliation_finish": [["value": "3"]]])
        #expect(result == .handedOver)
    }

    @Test func listThatBreaksOff_isTriedAgain_andNothingCompared() async throws {
        let (result, _, database) = try await Self.run([Self.page("pi", hasMore: true), .unknown(reason: "status 500")])
        #expect(result == .postponed)
        #expect(database.asked == ["reconciliation_page", "reconciliation_postpone"])
        #expect(
            database.arguments(of: "reconciliation_postpone").first?["reason"] == .text("payments: status 500"))
    }

    @Test func runThatAnotherGatewayHas_isLeftToIt() async throws {
        let (result, provider, database) = try await Self.run(
            [Self.page("pi", hasMore: true)], rows: ["reconciliation_page": [["value": "f"]]])
        #expect(result == .postponed)
        #expect(provider.calls.count == 1 && database.asked == ["reconciliation_page"])
    }

    @Test func moreThanIsTaken_isLeftOut_andTheRunSaysSo() async throws {
        for (pageLimit, timeLimit) in [(2, Duration.seconds(60)), (10, .zero)] {
            let endless = (0..<4).map { Self.page("pi_\($0)", hasMore: true) }
            let (_, provider, database) = try await Self.run(endless, pageLimit: pageLimit, timeLimit: timeLimit)
            #expect(provider.calls.count < 7)
            if timeLimit == .zero {
                #expect(database.arguments(of: "reconciliation_finish").first?["is_whole"] == .boolean(false))
            } else {
                #expect(
                    provider.calls.prefix(3) == [
                        .list(.payment, behind: nil), .list(.payment, behind: "pi_0"), .list(.refund, behind: nil),
                    ])
            }
        }
        let (_, _, database) = try await Self.run(
            [Self.page("pi", hasMore: true), Self.page(), Self.page()], pageLimit: 1)
        #expect(database.arguments(of: "reconciliation_finish").first?["is_whole"] == .boolean(false))
    }
}
