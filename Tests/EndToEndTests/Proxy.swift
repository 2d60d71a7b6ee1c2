import Fleet
import Foundation

/// A proxy of Debian in front of two gateways, set up as docs/operations.md says.
enum Proxy: String, CaseIterable {
    case nginx
    case haproxy

    /// Whether `scripts/install test` has fetched them.
    static let arePossible = allCases.allSatisfy { FileManager.default.isExecutableFile(atPath: $0.path) }

    private static let packages = "\(World.root)/.build/unpacked"
    #if arch(arm64)
        private static let libraries = "\(packages)/usr/lib/aarch64-linux-gnu"
    #else
        private static let libraries = "\(packages)/usr/lib/x86_64-linux-gnu"
    #endif

    private var path: String { "\(Self.packages)/usr/sbin/\(rawValue)" }

    /// Starts it.
    /// - Parameter gateways: the URLs of two of them.
    /// - Parameter folder: an empty one for its files.
    /// - Returns: its URL, and its process.
    func start(_ gateways: [String], in folder: String) async throws -> (url: String, process: ChildProcess) {
        let port = try LoopbackPort.free()
        let file = "\(folder)/\(rawValue).conf"
        try configuration(gateways, port: port, folder: folder).write(toFile: file, atomically: true, encoding: .utf8)
        let arguments =
            switch self {
            case .nginx: ["-p", folder, "-c", file, "-e", "stderr"]
            case .haproxy: ["-f", file]
            }
        let process = try Program.start(
            at: path, arguments, environment: ["LD_LIBRARY_PATH": Self.libraries])
        let url = "http://127.0.0.1:\(port)"
        try await World.waitUntilReady(url)
        return (url, process)
    }

    /// The document's own lines, but for TLS, the addresses, and where a proxy that is nobody's service keeps its files.
    private func configuration(_ gateways: [String], port: Int, folder: String) throws -> String {
        let listener =
            switch self {
            case .nginx: ("listen 443 ssl;", "listen 127.0.0.1:\(port);")
            case .haproxy: ("bind :443 ssl crt /etc/haproxy/shop.pem", "bind 127.0.0.1:\(port)")
            }
        var text = try documented()
        for (there, here) in [listener] + zip(["10.0.0.11:8080", "10.0.0.12:8080"], gateways.map(Self.address)) {
            guard text.contains(there) else { throw WorldError("docs/operations.md: no `\(there)`") }
            text = text.replacing(there, with: here)
        }
        guard self == .nginx else { return text }
        let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(folder)/\($0);" }.joined(separator: " ")
        let user = geteuid() == 0 ? "user root;" : ""
        return "\(user) daemon off; pid \(folder)/pid; events {} http { access_log off; \(folders)\n\(text)}\n"
    }

    /// The block of the document that is this proxy's.
    private func documented() throws -> String {
        let document = try String(contentsOfFile: "\(World.root)/docs/operations.md", encoding: .utf8)
        let beginning =
            switch self {
            case .nginx: "upstream mami {"
            case .haproxy: "defaults\n    mode http"
            }
        let blocks = document.split(separator: "```\n").filter { $0.hasPrefix(beginning) }
        guard blocks.count == 1 else { throw WorldError("docs/operations.md: \(blocks.count) blocks for \(rawValue)") }
        return String(blocks[0])
    }

    private static func address(_ url: String) -> String { url.replacing("http://", with: "") }
}
