import Foundation

/// A file of variables, for programs and for `. file` in a shell: `.env`, and `run.env` of a running Mami.
public struct EnvironmentFile: Sendable {
    /// What it says; of a name that is there twice, the last.
    public let variables: [String: String]

    /// Reads lines `NAME=value`; others mean nothing. Values are taken as they stand, without expansion, as passwords have
    /// dollar signs; one pair of quotes around a value is dropped.
    public init(text: String) {
        var variables: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard let match = line.wholeMatch(of: /\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*?)\s*/) else {
                continue
            }
            let value: String
            if let quoted = match.2.wholeMatch(of: /'(.*)'/) {
                value = String(quoted.1.replacing("'\\''", with: "'"))
            } else {
                value = String(match.2.wholeMatch(of: /"(.*)"/)?.1 ?? match.2)
            }
            variables[String(match.1)] = value
        }
        self.variables = variables
    }

    /// Reads a file; one that is not there says nothing.
    public init(path: String) {
        self.init(text: FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? "")
    }

    /// The process's variables, and the file's where the process has none.
    public func below(_ process: [String: String] = ProcessInfo.processInfo.environment) -> [String: String] {
        variables.merging(process) { _, process in process }
    }

    /// One line of such a file, which a shell reads in the same way.
    public static func line(_ name: String, _ value: String) -> String {
        let isPlain = value.wholeMatch(of: /[A-Za-z0-9_.,:\/@%+=-]*/) != nil
        return "\(name)=" + (isPlain ? value : "'\(value.replacing("'", with: "'\\''"))'") + "\n"
    }

    /// What a running Mami says of itself, below what the process has: the folder is `LOCAL_DIR`, or `.local`.
    public static func ofRunningShop() -> [String: String] {
        let folder = ProcessInfo.processInfo.environment["LOCAL_DIR"] ?? ".local"
        return EnvironmentFile(path: folder + "/run.env").below()
    }
}
