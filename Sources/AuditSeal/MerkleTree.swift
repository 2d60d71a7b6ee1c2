import Crypto

/// The hashes of the audit log's tree and its proofs (RFC 6962, section 2.1), without a database: what the database says is checked with
/// it.
public enum MerkleTree {
    /// The hash of an entry's leaf: SHA-256 of 0x00, its salt, and the entry's canonical text.
    public static func leafHash(salt: [UInt8], entry: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: [0])
        hash.update(data: salt)
        hash.update(data: entry)
        return Array(hash.finalize())
    }

    /// The hash over two subtrees.
    public static func nodeHash(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: [1])
        hash.update(data: left)
        hash.update(data: right)
        return Array(hash.finalize())
    }

    /// Whether a tree of `size` leaves with this root has only been added to since it had `fromSize` leaves and that root.
    public static func isConsistent(
        _ fromSize: Int64, _ fromRoot: [UInt8], _ size: Int64, _ root: [UInt8], proof: [[UInt8]]
    ) -> Bool {
        guard fromSize >= 0, fromSize <= size else { return false }
        if fromSize == size { return proof.isEmpty && fromRoot == root }
        if fromSize == 0 { return proof.isEmpty }
        // RFC 9162, section 2.1.4.2: the way up from the last leaf of the old tree, for both trees at once.
        var path = proof[...]
        if fromSize.nonzeroBitCount == 1 { path = ([fromRoot] + proof)[...] }
        guard let first = path.popFirst() else { return false }
        var old = fromSize - 1
        var new = size - 1
        while old & 1 == 1 {
            old >>= 1
            new >>= 1
        }
        var oldHash = first
        var newHash = first
        for hash in path {
            guard new > 0 else { return false }
            if old & 1 == 1 || old == new {
                oldHash = nodeHash(hash, oldHash)
                newHash = nodeHash(hash, newHash)
                while old & 1 == 0, old != 0 {
                    old >>= 1
                    new >>= 1
                }
            } else {
                newHash = nodeHash(newHash, hash)
            }
            old >>= 1
            new >>= 1
        }
        return new == 0 && oldHash == fromRoot && newHash == root
    }

    /// Whether a leaf stands at this place of a tree with this root.
    public static func isIncluded(
        _ leafHash: [UInt8], at index: Int64, size: Int64, root: [UInt8], path: [[UInt8]]
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var place = index
        var last = size - 1
        var hash = leafHash
        // RFC 9162, section 2.1.3.2.
        for beside in path {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                hash = nodeHash(beside, hash)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = nodeHash(hash, beside)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }
}

/// A tree that grows leaf by leaf and keeps no more than the roots of its complete subtrees: enough for its root at any moment.
public struct GrowingTree: Sendable {
    /// Leaves so far.
    public private(set) var size: Int64 = 0
    /// Roots of complete subtrees, the largest first.
    private var subtrees: [[UInt8]] = []

    /// An empty tree.
    public init() {}

    /// Adds a leaf.
    public mutating func append(_ leafHash: [UInt8]) {
        subtrees.append(leafHash)
        var complete = size
        while complete & 1 == 1 {
            let right = subtrees.removeLast()
            subtrees[subtrees.count - 1] = MerkleTree.nodeHash(subtrees[subtrees.count - 1], right)
            complete >>= 1
        }
        size += 1
    }

    /// The root over the leaves so far.
    public var root: [UInt8] {
        guard var hash = subtrees.last else { return Array(SHA256.hash(data: [UInt8]())) }
        for left in subtrees.dropLast().reversed() { hash = MerkleTree.nodeHash(left, hash) }
        return hash
    }
}
