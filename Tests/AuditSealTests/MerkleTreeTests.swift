import Crypto
import Testing

@testable import AuditSeal

/// Roots and proofs, against a tree that is made as RFC 6962 words it.
struct MerkleTreeTests {
    private static let leaves = (0..<70).map { MerkleTree.leafHash(salt: [UInt8($0)], entry: [1, 2, 3]) }

    /// MTH of section 2.1.
    private static func root(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
        guard leaves.count > 1 else { return leaves.first ?? Array(SHA256.hash(data: [UInt8]())) }
        let middle = leaves.startIndex + split(leaves.count)
        return MerkleTree.nodeHash(root(leaves[..<middle]), root(leaves[middle...]))
    }

    private static func split(_ count: Int) -> Int {
        var split = 1
        while split * 2 < count { split *= 2 }
        return split
    }

    /// PROOF of section 2.1.2.
    private static func proof(_ from: Int, _ leaves: ArraySlice<[UInt8]>, _ isWhole: Bool = true) -> [[UInt8]] {
        if from == leaves.count { return isWhole ? [] : [root(leaves)] }
        let k = split(leaves.count)
        let middle = leaves.startIndex + k
        return from <= k
            ? proof(from, leaves[..<middle], isWhole) + [root(leaves[middle...])]
            : proof(from - k, leaves[middle...], false) + [root(leaves[..<middle])]
    }

    /// PATH of section 2.1.1.
    private static func path(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [[UInt8]] {
        guard leaves.count > 1 else { return [] }
        let k = split(leaves.count)
        let middle = leaves.startIndex + k
        return index < k
            ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
            : path(index - k, leaves[middle...]) + [root(leaves[..<middle])]
    }

    @Test func growing_hasTheRoot_atEachSize() {
        var tree = GrowingTree()
        for size in 0...Self.leaves.count {
            #expect(tree.size == Int64(size))
            #expect(tree.root == Self.root(Self.leaves[..<size]), "\(size)")
            if size < Self.leaves.count { tree.append(Self.leaves[size]) }
        }
    }

    @Test func consistency_holdsForEachPair_andForNoOther() {
        for size in 1...Self.leaves.count {
            for from in 1...size {
                let old = Self.root(Self.leaves[..<from])
                let new = Self.root(Self.leaves[..<size])
                let proof = Self.proof(from, Self.leaves[..<size])
                func holds(_ from: Int, _ old: [UInt8], _ size: Int, _ new: [UInt8], _ proof: [[UInt8]]) -> Bool {
                    MerkleTree.isConsistent(Int64(from), old, Int64(size), new, proof: proof)
                }
                #expect(holds(from, old, size, new, proof), "\(from) to \(size)")
                #expect(!holds(from, Self.leaves[0] + [0], size, new, proof))
                #expect(!holds(from, old, size, Self.leaves[0] + [0], proof))
                #expect(!holds(size + 1, old, size, new, proof), "a log that has shrunk")
                #expect(!holds(from, old, size, new, proof + [old]))
                if !proof.isEmpty { #expect(!holds(from, old, size, new, proof.dropLast())) }
            }
        }
    }

    @Test func inclusion_holdsForEachLeaf_andForNoOther() {
        for size in 1...Self.leaves.count {
            let root = Self.root(Self.leaves[..<size])
            for index in 0..<size {
                let path = Self.path(index, Self.leaves[..<size])
                func holds(_ leaf: [UInt8], _ index: Int, _ path: [[UInt8]]) -> Bool {
                    MerkleTree.isIncluded(leaf, at: Int64(index), size: Int64(size), root: root, path: path)
                }
                #expect(holds(Self.leaves[index], index, path), "\(index) of \(size)")
                #expect(!holds(Self.leaves[(index + 1) % 70], index, path))
                #expect(!holds(Self.leaves[index], size, path))
                #expect(!holds(Self.leaves[index], index, path + [root]))
            }
        }
    }
}
