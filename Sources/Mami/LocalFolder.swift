import Fleet
import Foundation

/// The folder of one running Mami: secrets, ports, pids, logs, data.
///
///     secrets.env  ports.env   made once, kept         run.pid gateway.pid simulator.pid   while it runs
///     run.env                  what runs where         pg/     PostgreSQL: data, socket, log; for root, a link to it
///     gateway.log simulator.log, simulator.jsonl       the simulator's state
///     audit-checkpoints        signed checkpoints of the audit log
struct LocalFolder: Sendable {
    /// The repository.
    let root: String
    /// The folder itself, absolute.
    let path: String
    /// The process's variables, and below them those of `.env` in the repository.
    let environment: [String: String]

    /// - Parameter root: the repository.
    init(root: String) {
        self.root = root
        environment = EnvironmentFile(path: root + "/.env").below()
        let place = environment["LOCAL_DIR"].flatMap { $0.isEmpty ? nil : $0 } ?? ".local"
        path = place.hasPrefix("/") ? place : root + "/" + place
    }

    /// A variable that is set and not empty.
    subscript(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Something in the folder.
    func file(_ name: String) -> String { path + "/" + name }

    /// Whether it is there.
    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// Who runs all of it.
    var runner: ProcessFile { ProcessFile(file("run.pid")) }
    /// The gateway.
    var gateway: ProcessFile { ProcessFile(file("gateway.pid")) }
    /// The payment simulator.
    var simulator: ProcessFile { ProcessFile(file("simulator.pid")) }
    /// Where the private PostgreSQL is.
    var clusterHome: ClusterHome { ClusterHome(file("pg")) }

    /// Makes the folder.
    /// - Throws: `FleetError` when it is there, and somebody else's.
    func make() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard access(path, W_OK) == 0 else {
            throw FleetError(
                "\(path) belongs to another user: run this as he did, or remove it as he with `make clean`")
        }
    }

    /// A secret of `secrets.env`, made the first time and kept.
    func secret(_ name: String) throws -> String {
        try value(name, in: "secrets.env") { Secret.make() }
    }

    /// The key of `secrets.env` that signs the audit log's checkpoints: bytes as base64, unlike the other secrets.
    func sealingKey() throws -> String {
        try value("AUDIT_SEALING_KEY", in: "secrets.env") {
            Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }).base64EncodedString()
        }
    }

    /// A port of `ports.env`: the same as last time if that is still free.
    func port(_ name: String) throws -> Int {
        let kept = try value(name, in: "ports.env") { String(try LoopbackPort.free()) }
        if let port = Int(kept), !LoopbackPort.isTaken(port) { return port }
        let port = try LoopbackPort.free()
        try append(name, String(port), to: "ports.env")
        return port
    }

    private func value(_ name: String, in file: String, _ make: () throws -> String) throws -> String {
        if let value = EnvironmentFile(path: self.file(file)).variables[name], !value.isEmpty { return value }
        let value = try make()
        try append(name, value, to: file)
        return value
    }

    private func append(_ name: String, _ value: String, to file: String) throws {
        let path = self.file(file)
        if !FileManager.default.fileExists(atPath: path) { try write("", to: file) }
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(EnvironmentFile.line(name, value).utf8))
        try handle.close()
    }

    /// Writes a file that nobody else may read.
    func write(_ text: String, to name: String) throws {
        let isWritten = FileManager.default.createFile(
            atPath: file(name), contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten else { throw FleetError("\(file(name)) cannot be written") }
    }

    /// Stops what `make run` started, in the order in which it depends on each other. The data stays.
    func stopPrograms() async {
        let grace =
            (Int(self["SHUTDOWN_GRACE_SECONDS"] ?? "") ?? 20) + (Int(self["SHUTDOWN_DRAIN_MS"] ?? "") ?? 0) / 1000
        await stop(gateway, within: .seconds(grace + 5))
        await stop(simulator, within: .seconds(10))
        await clusterHome.existing?.stop(.fast)
        unlink(file("run.env"))
    }

    /// Stops one process, if it runs, and forgets it.
    func stop(_ file: ProcessFile, within limit: Duration) async {
        if let process = file.process {
            await process.stop(within: limit) {
                Terminal.say("process \(process.processIdentifier) has not ended within \(limit) and is killed")
            }
        }
        file.remove()
    }
}
