import Testing

@testable import Tensors

@Suite struct WorkspaceTests {
    @Test func givesBackInStackOrder() {
        let workspace = Workspace()
        let first = workspace.take(10)
        let second = workspace.scope { workspace.take(100) }
        #expect(second == workspace.take(50))
        #expect(second - first == 16)
    }

    @Test func growsWithoutMovingWhatWasTaken() {
        let workspace = Workspace()
        let small = workspace.take(rows: 2, columns: 3)
        small.clear()
        small.row(1)[2] = 7
        let large = workspace.take(rows: 1000, columns: 1000)
        large.clear()
        #expect(small.array == [0, 0, 0, 0, 0, 7])
        #expect(UInt(bitPattern: large.pointer) % 64 == 0)
    }
}
