import Foundation

/// Where the lasting cluster of a clone is. For root it is never in the clone: the server's user cannot get to one below
/// root's home. It is on a shelf that he can reach, and a symbolic link in the clone says where.
public struct ClusterHome: Sendable {
    private static let shelf = "/var/lib/mami"
    private let link: String
    private var files: FileManager { .default }

    /// - Parameter path: where the cluster, or the link to it, is to be; absolute.
    public init(_ path: String) {
        link = path
    }

    /// The cluster that is there.
    public var existing: Cluster? {
        if let place { return isOurs(place) ? Cluster(directory: place) : nil }
        return files.fileExists(atPath: link) ? Cluster(directory: link) : nil
    }

    /// The cluster, whose folder is made if need be.
    /// - Throws: `FleetError` when it is somebody else's.
    public func open() throws -> Cluster {
        if let existing {
            let owner = try files.attributesOfItem(atPath: existing.directory)[.ownerAccountID] as? NSNumber
            guard owner?.uint32Value == ServerUser.identifier else {
                throw FleetError(
                    "\(link) belongs to another user: run this as he did, or remove it as he with `make clean`")
            }
            return existing
        }
        guard ServerUser.isNeeded else {
            let cluster = Cluster(directory: link)
            try cluster.makeFolder()
            return cluster
        }
        try files.createDirectory(atPath: Self.shelf, withIntermediateDirectories: true)
        chmod(Self.shelf, 0o755)
        let cluster = Cluster(directory: "\(Self.shelf)/pg.\(Secret.make().prefix(12))")
        try cluster.makeFolder()
        try claim(cluster.directory)
        unlink(link)
        try files.createSymbolicLink(atPath: link, withDestinationPath: cluster.directory)
        return cluster
    }

    /// Removes the cluster and its place, if we made it.
    public func remove() throws {
        if let place {
            if isOurs(place) { try files.removeItem(atPath: place) }
            // Gone with its last one; not removed while it holds anything.
            rmdir(Self.shelf)
            unlink(link)
        } else if files.fileExists(atPath: link) {
            try files.removeItem(atPath: link)
        }
    }

    /// Where the link leads to, if that is on the shelf.
    private var place: String? {
        guard let place = try? files.destinationOfSymbolicLink(atPath: link), place.hasPrefix(Self.shelf + "/pg."),
            !place.contains("/../")
        else { return nil }
        return place
    }

    /// Whether the place was made for this link, or for one that is no more, as the clone has moved and takes its place
    /// along. A clone that was copied has its link, and not its place.
    private func isOurs(_ place: String) -> Bool {
        guard let owner = try? String(contentsOfFile: place + "/made-for", encoding: .utf8) else { return false }
        if owner == link { return true }
        guard (try? files.destinationOfSymbolicLink(atPath: owner)) != place else { return false }
        return (try? claim(place)) != nil
    }

    private func claim(_ place: String) throws {
        try link.write(toFile: place + "/made-for", atomically: true, encoding: .utf8)
    }
}
