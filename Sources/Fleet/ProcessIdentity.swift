import Foundation

/// A process that stays the one that it is: a pid alone may be somebody else's by the time that we want to stop it.
public struct ProcessIdentity: Hashable, Sendable {
    /// Its pid.
    public let processIdentifier: Int32
    /// When it began, in clock ticks since the machine did.
    public let birth: UInt64

    /// The process that has this pid now; nil when there is none, or only a zombie is left.
    public init?(_ processIdentifier: Int32) {
        // The name, in parentheses, may hold anything; behind it come the state and, as the 20th, the start time
        // (proc(5), /proc/pid/stat).
        guard let bytes = FileManager.default.contents(atPath: "/proc/\(processIdentifier)/stat"),
            let end = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X", let birth = UInt64(fields[19]) else { return nil }
        self.processIdentifier = processIdentifier
        self.birth = birth
    }

    /// What `text` says, if that very process lives.
    public init?(text: some StringProtocol) {
        let fields = text.split(whereSeparator: \.isWhitespace)
        guard fields.count == 2, let pid = Int32(fields[0]), let process = ProcessIdentity(pid),
            String(process.birth) == fields[1]
        else { return nil }
        self = process
    }

    /// For a file: the pid and the birth.
    public var text: String { "\(processIdentifier) \(birth)" }

    /// Whether it still runs.
    public var isAlive: Bool { ProcessIdentity(processIdentifier) == self }

    /// Asks it to end, and insists when it has not after that time.
    /// - Parameter killed: called before it is killed.
    public func stop(within limit: Duration, killed: () -> Void = {}) async {
        guard isAlive else { return }
        kill(processIdentifier, SIGTERM)
        if await wait(atMost: limit, until: { !isAlive }) { return }
        killed()
        if isAlive { kill(processIdentifier, SIGKILL) }
        _ = await wait(atMost: .seconds(5)) { !isAlive }
    }
}
