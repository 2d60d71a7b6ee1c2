import Fleet
import Foundation

/// A database with the demo shop and load, for a comparison.
struct BenchShop: Sendable {
    let server: String
    let name: String
    /// Its `db`.
    let folder: String

    private static let password = "bench"
    private static let key = "sk_test_bench"

    /// As the server's superuser.
    var url: String { server.replacing(/\/[^\/]*$/, with: "/" + name) }
    private func url(of login: String) -> String {
        url.replacing(/\/\/[^@]*@/, with: "//\(login):\(Self.password)@")
    }

    /// Takes the folder `db` of a revision.
    func extract(_ revision: String, of root: String) async throws {
        let place = URL(filePath: folder).deletingLastPathComponent().path(percentEncoded: false)
        let archive = place + "/db.tar"
        try await Self.run("git", ["-C", root, "archive", "--output", archive, revision, "db"])
        try await Self.run("tar", ["-x", "-f", archive, "-C", place])
    }

    /// Makes it, with demo data and load.
    func make() async throws {
        try await Cluster.bootstrap(
            server, database: name, logins: .init(admin: Self.password, gateway: Self.password), folder: folder)
        for command in [["up"], ["seed", "demo"], ["seed", "load", "--factor", "1"]] {
            try await Self.run(
                Self.programs + "migrator", command + ["--db-dir", folder], ["DATABASE_URL": url(of: "mami_admin")])
        }
    }

    /// One value.
    func value(_ sql: String) async throws -> String {
        try await Self.run("psql", ["--no-psqlrc", "--tuples-only", "--no-align", "--command", sql, url])
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What one client gets done with a prepared statement.
    func callsPerSecond(_ sql: String, seconds: Int, scratch: String) async throws -> Double {
        let script = scratch + "/call.sql"
        try (sql + ";\n").write(toFile: script, atomically: true, encoding: .utf8)
        let output = try await Self.run(
            "pgbench", ["-n", "-M", "prepared", "-c", "1", "-T", "\(seconds)", "-f", script, url])
        guard let match = output.firstMatch(of: /tps = ([0-9.]+)/), let value = Double(match.1) else {
            throw FleetError("pgbench: " + output)
        }
        return value
    }

    /// A gateway on it, ready, with somebody logged in.
    func start(gateway: String) async throws -> BenchGateway {
        let port = try LoopbackPort.free()
        let process = try ChildProcess.start(
            gateway,
            environment: [
                "GATEWAY_DATABASE_URL": url(of: "mami_gateway"), "PORT": "\(port)", "LOG_LEVEL": "error",
                "JWT_SECRET_KEY": String(repeating: "bench-", count: 12), "SEARCH_RATE_PER_ADDRESS": "1000000",
                "PAYMENT_PROVIDER_URL": "http://127.0.0.1:9",
                "PAYMENT_PROVIDER_API_KEY": Self.key,
            ],
            output: .discarded
        )
        let bench = BenchGateway(process: process, url: "http://127.0.0.1:\(port)")
        try await bench.waitUntilReady()
        return bench
    }

    @discardableResult
    static func run(_ program: String, _ arguments: [String], _ environment: [String: String?] = [:]) async throws
        -> String
    {
        let result = try await ChildProcess.run(program, arguments, environment: environment)
        guard result.status == 0 else { throw FleetError("\(program) \(arguments.first ?? ""): \(result.output)") }
        return result.output
    }

    /// Where the built programs are: beside this one.
    private static var programs: String {
        URL(filePath: CommandLine.executablePath).deletingLastPathComponent().path(percentEncoded: false)
    }
}

/// A gateway that is asked.
struct BenchGateway: Sendable {
    let process: ChildProcess
    let url: String

    /// One read.
    struct Request: Sendable {
        let path: String
        /// Who asks; nobody without.
        let email: String?
    }

    func waitUntilReady() async throws {
        let isReady = await wait(atMost: .seconds(30)) {
            let curl = try? await ChildProcess.run("curl", ["-sf", "-o", "/dev/null", url + "/ready"])
            return curl?.status == 0
        }
        guard isReady else { throw FleetError("\(url) does not get ready") }
    }

    /// What wrk gets done with four connections.
    func requestsPerSecond(_ request: Request, seconds: Int) async throws -> Double {
        var arguments = ["-t", "1", "-c", "4", "-d", "\(seconds)s"]
        if let email = request.email { arguments += ["-H", "Authorization: Bearer \(try await token(email))"] }
        let output = try await BenchShop.run("wrk", arguments + [url + "/api/v1" + request.path])
        guard let match = output.firstMatch(of: /Requests\/sec: +([0-9.]+)/), let value = Double(match.1),
            !output.contains("Non-2xx")
        else { throw FleetError("wrk \(request.path): " + output) }
        return value
    }

    private func token(_ email: String) async throws -> String {
        let body = "{\"email\":\"\(email)\",\"password\":\"Mami-2026!\"}"
        let output = try await BenchShop.run(
            "curl", ["-s", url + "/api/v1/auth/login", "-H", "Content-Type: application/json", "-d", body])
        guard let match = output.firstMatch(of: /"access_token":"([^"]+)"/) else {
            throw FleetError("login: " + output)
        }
        return String(match.1)
    }
}
