/// How many connections a pool keeps, and how long anybody waits for one.
public struct PoolConfiguration: Sendable {
    /// How each connection is made.
    public var connection: ConnectionParameters
    /// How many connections there are.
    public var size: Int
    /// How many callers may wait for one; further ones are refused at once.
    public var waiterLimit: Int
    /// How long a caller waits for one.
    public var waitLimit: Duration
    /// The longest pause between two tries to connect; the first is a twentieth of it, each doubles, with jitter.
    public var backOffLimit: Duration

    /// A pool of these sizes.
    public init(
        connection: ConnectionParameters,
        size: Int,
        waiterLimit: Int = 512,
        waitLimit: Duration = .seconds(3),
        backOffLimit: Duration = .seconds(2)
    ) {
        self.connection = connection
        self.size = size
        self.waiterLimit = waiterLimit
        self.waitLimit = waitLimit
        self.backOffLimit = backOffLimit
    }
}
