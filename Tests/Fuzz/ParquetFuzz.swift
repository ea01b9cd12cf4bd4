// What libFuzzer calls with bytes of its own making: a Parquet file, read to its end.
import Glibc
import Parquet
import Platform

/// Where an input lies for the reader: `QUARRY_FUZZ_INPUT`, a file that `parquet` makes and removes.
private let file = getenv("QUARRY_FUZZ_INPUT").map { String(cString: $0) } ?? "parquet-fuzz-input"

/// What was read, so that the reading is not left out.
private nonisolated(unsafe) var touched = 0

/// Every column is read alone, then all flat ones and lists together. A crash, a hang or too much memory is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    guard let data, size > 0 else { return 0 }
    try? Files.write(Array(UnsafeBufferPointer(start: data, count: size)), to: file)
    guard let parquet = try? ParquetFile(path: file) else { return 0 }
    let names = parquet.columns.prefix(16).map(\.name)
    for name in names { read(parquet, [name]) }
    read(parquet, names)
    return 0
}

private func read(_ parquet: ParquetFile, _ names: [String]) {
    try? parquet.forEachRow(of: names) { _, values in
        for value in values {
            touched &+= value.bytes?.count ?? value.list?.count ?? 1
            touched &+= value.text?.utf8.count ?? 0
        }
    }
}
