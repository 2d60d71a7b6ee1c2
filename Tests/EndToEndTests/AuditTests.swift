import AsyncHTTPClient
import Foundation
import NIOCore
import Postgres
import Testing

/// The audit log, as managers read it.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(5)))
struct AuditTests {
    private static func manager() async throws -> Client { try await Person.demo("manager@mami.local").client }

    private static func rows(_ reply: Reply) -> [[String: Any]] { reply.json["data"] as? [[String: Any]] ?? [] }

    private static func pagination(_ reply: Reply) -> [String: Any] {
        reply.json["pagination"] as? [String: Any] ?? [:]
    }

    /// So many entries of a type of a test's own.
    private static func entries(_ count: Int, _ values: String = #"{"n": 1}"#) async throws -> String {
        let type = "sample_\(UUID().uuidString.prefix(8).lowercased())"
        _ = try await World.shared.sql(
            """
            insert into audit.entries (entity_type, entity_id, action, old_value, new_value)
            select $1, n, 'UPDATE', $3::jsonb, jsonb_build_object('n', n) from generate_series(1, $2::integer) as n
            """, [.text(type), .integer(Int64(count)), .text(values)])
        return type
    }

    @Test func entry_saysWhat_who_whose_andByWhichRequest() async throws {
        let manager = try await Self.manager()
        let person = try await Person.register()
        let requestID = "audit-\(UUID().uuidString)"
        let change = try await manager.send(
            "PATCH", "/api/v1/admin/users/\(person.id)", #"{"phone":"+972 1 2345678"}"#,
            headers: ["X-Request-Id": requestID])
        #expect(change.status == 200)
        let day = ISO8601DateFormatter().string(from: Date()).prefix(10)
        for query in [
            "request_id=\(requestID)", "entity_type=users&entity_id=\(person.id)&action=UPDATE&field=phone",
            "subject_user_id=\(person.id)&q=2345678", "entity_name=\(person.email)&field=phone",
            "actor_email=MANAGER@mami.local&subjectUserId=\(person.id)&field=phone",
            "subject_user_id=\(person.id)&source=api.user_change",
            "subject_user_id=\(person.id)&field=phone&date_from=2026-01-01",
            "entity_id=\(person.id)&request_id=\(requestID)",
        ] {
            let reply = try await manager.api("GET", "/admin/audit?" + query)
            let entry = try #require(Self.rows(reply).first, "\(query): \(reply.body)")
            #expect(Self.rows(reply).count == 1, "\(query)")
            #expect(entry["entity_type"] as? String == "users" && entry["entity_id"] as? Int == Int(person.id))
            #expect(entry["action"] as? String == "UPDATE")
            #expect((entry["old_value"] as? [String: Any])?["phone"] is NSNull)
            #expect((entry["new_value"] as? [String: Any])?["phone"] as? String == "+972 1 2345678")
            #expect(entry["actor_email"] as? String == "manager@mami.local")
            #expect(entry["subject_user_id"] as? Int == Int(person.id))
            #expect(entry["db_user"] as? String == "mami_gateway")
            #expect(entry["request_id"] as? String == requestID)
            #expect((entry["created_at"] as? String)?.hasSuffix("Z") == true)
        }
        for query in [
            "subject_user_id=\(person.id)&date_to=2026-01-01", "actor_email=nobody-at-all@example.com",
            "entity_name=nothing+has+this+name", "request_id=never", "entity_type=users&entity_id=999999999",
            "actor_id=999999999", "subject_user_id=\(person.id)&q=nowhere&date_from=\(day)",
        ] {
            let reply = try await manager.api("GET", "/admin/audit?" + query)
            #expect(reply.status == 200 && Self.rows(reply).isEmpty, "\(query)")
            #expect(
                Self.pagination(reply)["total"] as? Int == 0 && Self.pagination(reply)["has_next"] as? Bool == false)
        }
    }

    @Test func pages_byCursorAndByOffset_showTheSame() async throws {
        let manager = try await Self.manager()
        let type = try await Self.entries(25)
        var byCursor: [Int] = []
        var cursor = ""
        for _ in 0..<10 {
            let reply = try await manager.api("GET", "/admin/audit?entity_type=\(type)&limit=10\(cursor)")
            byCursor += Self.rows(reply).compactMap { $0["entity_id"] as? Int }
            guard let next = Self.pagination(reply)["next_cursor"] as? String else { break }
            cursor = "&cursor=\(next)"
        }
        #expect(byCursor == Array((1...25).reversed()))
        let last = try await manager.api("GET", "/admin/audit?entity_type=\(type)&limit=10&offset=20")
        #expect(Self.rows(last).count == 5)
        #expect(Self.pagination(last)["total"] as? Int == 25)
        #expect(Self.pagination(last)["total_is_exact"] as? Bool == true)
        for bad in ["cursor=x", "offset=10001", "date_from=2026-02-01&date_to=2026-01-01", "actor_id=x", "page=1"] {
            #expect(try await manager.api("GET", "/admin/audit?\(bad)").code == "VALIDATION_ERROR", "\(bad)")
        }
    }

    @Test func whoReads_isInTheLog_onceARead() async throws {
        let manager = try await Self.manager()
        let type = try await Self.entries(7)
        let requestID = "reader-\(UUID().uuidString)"
        let read = try await manager.send(
            "GET", "/api/v1/admin/audit?entity_type=\(type)&limit=5", headers: ["X-Request-Id": requestID])
        #expect(Self.rows(read).count == 5)
        let events = Self.rows(try await manager.api("GET", "/admin/audit?request_id=\(requestID)"))
        #expect(events.count == 1)
        #expect(events.first?["action"] as? String == "AUDIT_READ")
        #expect(events.first?["actor_email"] as? String == "manager@mami.local")
        let context = events.first?["context"] as? [String: Any]
        #expect((context?["filters"] as? [String: Any])?["entity_type"] as? String == type)
    }

    @Test func secrets_areNotInIt() async throws {
        let manager = try await Self.manager()
        let person = try await Person.register()
        let login = #"{"email":"\#(person.email)","password":"wrong"}"#
        #expect(try await person.client.api("POST", "/auth/login", login).status == 401)
        let log = try await manager.api("GET", "/admin/audit?subject_user_id=\(person.id)&limit=200")
        let types = Set(Self.rows(log).compactMap { $0["entity_type"] as? String })
        #expect(types.isSuperset(of: ["users", "sessions", "refresh_tokens", "addresses", "payment_tokens"]))
        #expect(Self.rows(log).contains { $0["action"] as? String == "LOGIN_FAILED" })
        for secret in ["scrypt", "\"secret\"", "token_hash", "provider_token", "pm_card_visa"] {
            #expect(!log.body.contains(secret), "\(secret)")
        }
    }

    @Test func export_csv_isWhole_andWithoutFormulas() async throws {
        let manager = try await Self.manager()
        let type = try await Self.entries(4501)
        _ = try await World.shared.sql(
            "insert into audit.entries (entity_type, action, source, request_id) values ($1, 'UPDATE', '=1+1', '@x,\"y\"')",
            [.text(type)])
        let reply = try await manager.api("GET", "/admin/audit/export?entity_type=\(type)")
        #expect(reply.status == 200)
        #expect(reply.headers["content-type"] == "text/csv; charset=utf-8")
        #expect(reply.headers["content-disposition"] == "attachment; filename=\"audit.csv\"")
        let lines = reply.body.components(separatedBy: "\r\n")
        #expect(
            lines.first
                == "id,created_at,entity_type,entity_id,entity_key,action,actor_user_id,actor_email,subject_user_id,db_user,"
                + "request_id,source,old_value,new_value,context")
        #expect(lines.count == 4501 + 1 + 2, "a header, the entries, and the end of the last line")
        #expect(lines[1].contains("\"'@x,\"\"y\"\"\",\"'=1+1\""))
        #expect(lines[2].contains(#""{""n"": 4501}""#), "the newest first")
        #expect(Set(lines.dropFirst().dropLast().map { $0.prefix { $0 != "," } }).count == 4502, "none twice")
        let events = Self.rows(try await manager.api("GET", "/admin/audit?action=AUDIT_EXPORTED&q=\(type)"))
        #expect(events.count == 1)
    }

    @Test func export_jsonLines_isALineEach() async throws {
        let manager = try await Self.manager()
        let type = try await Self.entries(2001, #"{"note": "two\nlines, \"quoted\""}"#)
        let reply = try await manager.api("GET", "/admin/audit/export?entity_type=\(type)&format=jsonl")
        #expect(reply.headers["content-type"] == "application/jsonl; charset=utf-8")
        let lines = reply.body.split(separator: "\n")
        #expect(lines.count == 2001)
        let entry = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        #expect((entry["old_value"] as? [String: Any])?["note"] as? String == "two\nlines, \"quoted\"")
        #expect(entry["entity_id"] as? Int == 2001)
        let none = try await manager.api("GET", "/admin/audit/export?entity_type=\(type)&q=nowhere&format=jsonl")
        #expect(none.status == 200 && none.body.isEmpty)
        #expect(try await manager.api("GET", "/admin/audit/export?format=xml").code == "VALIDATION_ERROR")
        #expect(try await manager.api("GET", "/admin/audit/export?date_from=x").status == 400)
    }

    /// The gateway holds a part of an export and no more: it takes no more memory for 60,000 entries than it did before.
    @Test func export_ofALongLog_takesNoMemory() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway([:])
        defer { process.terminate() }
        let client = Client(baseURL: url, token: try await Self.manager().token)
        let filler = String(repeating: "x", count: 800)
        let type = try await Self.entries(60_000, #"{"note": "\#(filler)"}"#)
        func memory() throws -> Int {
            let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
            return Int(line.filter(\.isNumber)) ?? 0
        }
        _ = try await client.api("GET", "/admin/audit/export?entity_type=\(type)&date_to=2020-01-01")
        let before = try memory()
        var request = HTTPClientRequest(url: url + "/api/v1/admin/audit/export?entity_type=\(type)&format=jsonl")
        request.headers.add(name: "Authorization", value: "Bearer \(client.token ?? "")")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        var bytes = 0
        for try await part in response.body { bytes += part.readableBytes }
        let grown = try memory() - before
        #expect(bytes > 60_000_000)
        #expect(grown < 40_000, "\(grown) kB more for \(bytes) bytes")
    }

    @Test func story_ofAnOrder_goesThroughAllTables_inTheOrderOfTime() async throws {
        let manager = try await Self.manager()
        let person = try await Person.register()
        let shelf = try await Shelf.make(units: 5)
        try await person.add(shelf.productID, 2)
        let order = try await person.confirm(branch: shelf.branchID)
        let orderID = try #require(order.data["order_id"] as? Int)
        let refund = try await manager.api(
            "POST", "/admin/orders/\(orderID)/refunds", #"{"amount":"1.00","reason":"bruised"}"#)
        #expect(refund.status == 201)
        let reply = try await manager.api("GET", "/admin/orders/\(orderID)/story?limit=200")
        #expect(reply.status == 200)
        let ids = Self.rows(reply).compactMap { $0["id"] as? Int }
        #expect(ids == ids.sorted() && ids.count == Self.pagination(reply)["total"] as? Int)
        let types = Self.rows(reply).compactMap { $0["entity_type"] as? String }
        #expect(types.first == "carts")
        #expect(
            Set(types).isSuperset(of: [
                "carts", "cart_items", "checkout_attempts", "checkout_lines", "inventory_movements", "orders",
                "order_items",
                "order_pickups", "payments", "payment_events", "refunds",
            ]))
        #expect(Self.rows(reply).contains { ($0["new_value"] as? [String: Any])?["reason"] as? String == "bruised" })
        #expect(try await manager.api("GET", "/admin/orders/999999999/story").code == "ORDER_NOT_FOUND")
        #expect(try await person.client.api("GET", "/admin/orders/\(orderID)/story").status == 403)
    }

    @Test func reading_isForManagers_whatTheyAreNow() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway([:])
        defer { process.terminate() }
        let person = try await Person.register()
        _ = try await world.sql("update store.users set role = 'EMPLOYEE' where user_id = $1", [.integer(person.id)])
        let elsewhere = Client(baseURL: url, token: person.client.token)
        for path in ["/admin/audit", "/admin/audit/export", "/admin/orders/1/story"] {
            #expect(try await elsewhere.api("GET", path).status == 403, "\(path)")
            #expect(try await Client(baseURL: url).api("GET", path).status == 401, "\(path)")
        }
        let admin = try await Person.demo("admin@mami.local").client
        #expect(try await admin.api("PATCH", "/admin/users/\(person.id)", #"{"role":"MANAGER"}"#).status == 200)
        #expect(try await elsewhere.api("GET", "/admin/audit?limit=1").status == 200)
        #expect(try await admin.api("PATCH", "/admin/users/\(person.id)/toggle?active=false").status == 200)
        #expect(try await elsewhere.api("GET", "/admin/audit?limit=1").status == 401)
    }
}
