/// The words of what `body` throws; `""` when it throws nothing.
package func words(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return ""
}
