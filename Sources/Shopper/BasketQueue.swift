import ShopClient
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
