/// Scratch memory that a forward pass takes and gives back in stack order, so that no step asks the system for pages.
public final class Workspace {
    /// A point to return to.
    public struct Mark {
        fileprivate let block: Int
        fileprivate let used: Int
    }

    private static let smallestBlock = 1 << 16
    private var blocks: [FloatBuffer] = []
    private var block = 0
    private var used = 0

    /// An empty workspace.
    public init() {}

    /// `rows` rows of `columns` floats, not zeroed, valid until the workspace returns to an earlier mark.
    ///
    /// Rows are an odd number of cache lines apart: at a power of two, the rows of one column share a few places of the
    /// cache and drive each other out (4 % of a product of 2048 columns).
    public func take(rows: Int, columns: Int) -> Activations {
        let stride = ((columns + 15) / 16 | 1) * 16
        return Activations(take(rows * stride), rows: rows, columns: columns, stride: stride)
    }

    /// `count` floats, not zeroed, 64-byte aligned, valid until the workspace returns to an earlier mark.
    public func take(_ count: Int) -> UnsafeMutablePointer<Float> {
        let rounded = (max(count, 1) + 15) / 16 * 16
        while block < blocks.count, used + rounded > blocks[block].count {
            block += 1
            used = 0
        }
        if block == blocks.count {
            blocks.append(FloatBuffer(count: max(rounded, Self.smallestBlock)))
            used = 0
        }
        defer { used += rounded }
        return blocks[block].pointer + used
    }

    /// Where the workspace is now.
    public var mark: Mark { Mark(block: block, used: used) }

    /// Gives back everything taken since `mark`.
    public func release(to mark: Mark) { (block, used) = (mark.block, mark.used) }

    /// Runs `body` and gives back what it took.
    public func scope<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
        let start = mark
        defer { release(to: start) }
        return try body()
    }
}
