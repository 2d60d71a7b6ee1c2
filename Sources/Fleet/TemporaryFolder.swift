import Foundation

/// A folder below /tmp for one run, which other users can enter: the server's user has his cluster in there.
public struct TemporaryFolder: Sendable {
    /// Where it is.
    public let path: String

    /// Makes it.
    /// - Parameter name: what its name begins with.
    public init(_ name: String) throws {
        var template = Array("/tmp/\(name).XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FleetError("no folder can be made in /tmp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        chmod(path, 0o755)
    }

    /// Removes it with all that is in it.
    public func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
