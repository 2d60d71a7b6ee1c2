import Synchronization

/// Hands out baskets to whoever is free, in an order that the seed decides.
final class BasketQueue: Sendable {
    private let baskets: [[Int64]]
    private let order: [Int]
    private let position = Mutex(0)

    init(baskets: [[Int64]], count: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        self.baskets = baskets
        order = (0..<count).map { _ in Int.random(in: baskets.indices, using: &generator) }
    }

    /// The next basket and its number; nil when all are handed out.
    func next() -> (index: Int, basket: [Int64])? {
        position.withLock { position in
            guard position < order.count else { return nil }
            defer { position += 1 }
            return (position, baskets[order[position]])
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every machine.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
