import ArgumentParser
import Fleet
import Foundation

/// Deliberate faults, each of which must turn a test red: a check that no fault can trip is none.
struct MutantsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutants",
        abstract: "Puts each fault of mutants/ into a copy and runs its tests, which must notice.",
        discussion: """
            mutants/sql meets the database tests (a server that may be littered: TEST_DATABASE_URL), mutants/swift the gateway's \
            unit tests. Exit code 1 if a fault goes unnoticed or does not fit the sources any more.
            """
    )

    @Option(help: "The repository.")
    var root = "."

    @Argument(help: "sql, swift, or the beginning of a fault's name; all without.")
    var selection: [String] = []

    func run() async throws {
        let all = try ["sql", "swift"].flatMap { kind in try faults(of: kind) }
        let chosen = all.filter { fault in
            selection.isEmpty || selection.contains { $0 == fault.kind || fault.name.hasPrefix($0) }
        }
        guard !chosen.isEmpty else { throw ValidationError("no such fault") }
        let ends = try await Interruption.guarded {
            try await sqlEnds(chosen.filter { $0.kind == "sql" }) + swiftEnds(chosen.filter { $0.kind == "swift" })
        }
        let unnoticed = ends.count { !$0 }
        guard unnoticed == 0 else { throw FleetError("\(unnoticed) faults went unnoticed") }
        Terminal.say("every fault was noticed: \(ends.count)")
    }

    /// A patch, and what it is called.
    private struct Fault {
        let kind: String
        let name: String
        let path: String
    }

    private func faults(of kind: String) throws -> [Fault] {
        let folder = "\(root)/mutants/\(kind)"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".patch") }.sorted()
            .map {
                Fault(kind: kind, name: String($0.dropLast(6)), path: "\(folder)/\($0)")
            }
    }

    private func sqlEnds(_ faults: [Fault]) async throws -> [Bool] {
        var ends: [Bool] = []
        for fault in faults {
            let folder = try TemporaryFolder("mami-mutant")
            defer { folder.remove() }
            try FileManager.default.copyItem(atPath: root + "/db", toPath: folder.path + "/db")
            guard try await isApplied(fault, to: folder.path) else {
                ends.append(false)
                continue
            }
            let test = try await ChildProcess.run(
                programs + "migrator", ["test", "--isolation", "--db-dir", folder.path + "/db"], directory: folder.path)
            let red = test.output.firstMatch(of: /FAILED (?:.*\/)?(db\/tests\/[a-z_\/]+\.(?:sql|spec))/)
            ends.append(show(fault, test.status, killer: red.map { String($0.1) } ?? lastLine(test.output)))
        }
        return ends
    }

    /// The gateway's copy has a build of its own, which stays from one run to the next.
    private func swiftEnds(_ faults: [Fault]) async throws -> [Bool] {
        guard !faults.isEmpty else { return [] }
        let copy = root + "/.build-mutants"
        try await refresh(copy)
        Terminal.say("building the gateway's copy (the first time takes some minutes)")
        guard try await build(copy).status == 0 else { throw FleetError("the copy does not build") }
        let clean = try await test(copy)
        guard clean.status == 0 else { throw FleetError("the tests fail without any fault:\n" + clean.output) }
        var ends: [Bool] = []
        for fault in faults {
            guard try await isApplied(fault, to: copy) else {
                ends.append(false)
                continue
            }
            if try await build(copy).status != 0 {
                // What does not compile proves nothing.
                Terminal.show("  \(padded(fault.name))DOES NOT COMPILE")
                ends.append(false)
            } else {
                let test = try await test(copy)
                let red = test.output.firstMatch(of: /✘ Test ([A-Za-z0-9_]+)\(/)
                ends.append(show(fault, test.status, killer: red.map { String($0.1) } ?? lastLine(test.output)))
            }
            try await refresh(copy)
        }
        return ends
    }

    /// The copy is the original again; only what differs is written, so that only that is compiled.
    private func refresh(_ copy: String) async throws {
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for part in ["Package.swift", "Sources", "Tests", "Plugins", "db", ".env.example"] {
            let rsync = try await ChildProcess.run(
                "rsync", ["--archive", "--checksum", "--delete", "\(root)/\(part)", copy + "/"])
            guard rsync.status == 0 else { throw FleetError("rsync: \(rsync.output)") }
        }
    }

    private func build(_ copy: String) async throws -> (status: Int32, output: String) {
        try await ChildProcess.run("swift", ["build", "--package-path", copy, "--build-tests"])
    }

    private func test(_ copy: String) async throws -> (status: Int32, output: String) {
        try await ChildProcess.run(
            "swift", ["test", "--skip-build", "--disable-xctest", "--filter", "^GatewayTests\\."], directory: copy)
    }

    /// Without any give: a fault that no longer fits is to be made anew, not guessed.
    private func isApplied(_ fault: Fault, to folder: String) async throws -> Bool {
        let patch = try await ChildProcess.run(
            "patch", ["--strip=1", "--fuzz=0", "--silent", "--forward", "--directory", folder, "--input", fault.path])
        if patch.status != 0 { Terminal.show("  \(padded(fault.name))DOES NOT FIT: \(lastLine(patch.output))") }
        return patch.status == 0
    }

    private func show(_ fault: Fault, _ status: Int32, killer: String) -> Bool {
        Terminal.show("  \(padded(fault.name))\(status == 0 ? "SURVIVED" : "caught by \(killer)")")
        return status != 0
    }

    private func padded(_ name: String) -> String { name + String(repeating: " ", count: max(1, 60 - name.count)) }

    private func lastLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).last.map(String.init) ?? "its exit code"
    }

    /// Where the built programs are: beside this one.
    private var programs: String {
        URL(filePath: CommandLine.executablePath).deletingLastPathComponent().path(percentEncoded: false)
    }
}
