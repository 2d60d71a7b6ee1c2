import Foundation

/// The environment, with what a running `make run` wrote for scripts where the environment says nothing.
enum RunEnvironment {
    static var current: [String: String] {
        let path = (ProcessInfo.processInfo.environment["LOCAL_DIR"] ?? ".local") + "/run.env"
        let file = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return parse(file).merging(ProcessInfo.processInfo.environment) { _, set in set }
    }

    /// Lines `NAME=value`, the value quoted or not.
    static func parse(_ text: String) -> [String: String] {
        var variables: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = parts[0].replacing("export ", with: "")
            variables[String(name)] = parts[1].trimmingCharacters(in: CharacterSet(charactersIn: "'\""))
        }
        return variables
    }
}
