/// Why a program or a server does not do what it should: a sentence for the person in front of it.
public struct FleetError: Error, CustomStringConvertible {
    /// A sentence.
    public let description: String

    /// With a sentence.
    public init(_ description: String) {
        self.description = description
    }
}
