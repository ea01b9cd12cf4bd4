import Glibc

/// A model of one input and one output run by onnxruntime's C library, which is loaded when asked for and not linked.
///
/// The library gives a table of functions by version; their places are fixed by its C interface, which only appends.
final class ONNXRuntime: @unchecked Sendable {  // a session may run on several threads at once
    private let table: UnsafePointer<UnsafeRawPointer?>
    private var environment: OpaquePointer?
    private var session: OpaquePointer?
    private var memory: OpaquePointer?
    private var input = ""
    private var output = ""

    private typealias Out = UnsafeMutablePointer<OpaquePointer?>

    /// Places in the table.
    private enum Place: Int {
        case errorMessage = 2
        case createEnvironment = 3
        case createSession = 7
        case run = 9
        case createOptions = 10
        case setThreads = 24
        case inputName = 36
        case outputName = 37
        case createTensor = 49
        case tensorData = 51
        case createMemory = 69
        case free = 76
        case allocator = 78
        case releaseEnvironment = 92
        case releaseStatus = 93
        case releaseMemory = 94
        case releaseSession = 95
        case releaseValue = 96
        case releaseOptions = 100
    }

    /// Loads the library and the model. `threads` are those of one run.
    /// - Throws: `NSFWFault`.
    init(library: String, model: String, threads: Int32) throws(NSFWFault) {
        guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL), let symbol = dlsym(handle, "OrtGetApiBase") else {
            throw .noRuntime(library, detail: dlerror().map { String(cString: $0) } ?? "")
        }
        typealias GetBase = @convention(c) () -> UnsafePointer<UnsafeRawPointer>
        typealias GetTable = @convention(c) (UInt32) -> UnsafePointer<UnsafeRawPointer?>?
        let getTable = unsafeBitCast(unsafeBitCast(symbol, to: GetBase.self)()[0], to: GetTable.self)
        guard let table = getTable(1) else { throw .noRuntime(library, detail: "its interface is unknown") }
        self.table = table
        try start(model, threads)
    }

    deinit {
        release(.releaseMemory, memory)
        release(.releaseSession, session)
        release(.releaseEnvironment, environment)
    }

    private func start(_ model: String, _ threads: Int32) throws(NSFWFault) {
        typealias CreateEnvironment = @convention(c) (Int32, UnsafePointer<CChar>, Out) -> OpaquePointer?
        typealias CreateOptions = @convention(c) (Out) -> OpaquePointer?
        typealias SetThreads = @convention(c) (OpaquePointer?, Int32) -> OpaquePointer?
        typealias CreateSession =
            @convention(c) (OpaquePointer?, UnsafePointer<CChar>, OpaquePointer?, Out) ->
            OpaquePointer?
        typealias CreateMemory = @convention(c) (Int32, Int32, Out) -> OpaquePointer?
        let warningLevel: Int32 = 2
        try check(call(.createEnvironment, CreateEnvironment.self)(warningLevel, "quarry", &environment))
        var options: OpaquePointer?
        try check(call(.createOptions, CreateOptions.self)(&options))
        defer { release(.releaseOptions, options) }
        try check(call(.setThreads, SetThreads.self)(options, threads))
        try check(call(.createSession, CreateSession.self)(environment, model, options, &session))
        try check(call(.createMemory, CreateMemory.self)(0, 0, &memory))
        input = try name(.inputName)
        output = try name(.outputName)
    }

    /// The name of the first input or output.
    private func name(_ place: Place) throws(NSFWFault) -> String {
        typealias Allocator = @convention(c) (Out) -> OpaquePointer?
        typealias Name =
            @convention(c) (
                OpaquePointer?, Int, OpaquePointer?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
            ) -> OpaquePointer?
        typealias Free = @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> OpaquePointer?
        var allocator: OpaquePointer?
        try check(call(.allocator, Allocator.self)(&allocator))
        var text: UnsafeMutablePointer<CChar>?
        try check(call(place, Name.self)(session, 0, allocator, &text))
        defer { release(.releaseStatus, call(.free, Free.self)(allocator, text)) }
        return text.map { String(cString: $0) } ?? ""
    }

    /// Runs the model on one tensor of `shape`; the first `count` values of the output.
    /// - Throws: `NSFWFault`.
    func run(_ values: [Float], shape: [Int64], outputs count: Int) throws(NSFWFault) -> [Float] {
        typealias CreateTensor =
            @convention(c) (
                OpaquePointer?, UnsafeMutableRawPointer?, Int, UnsafePointer<Int64>, Int, Int32, Out
            ) -> OpaquePointer?
        typealias Data =
            @convention(c) (OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>) ->
            OpaquePointer?
        // The library wants memory that it could write to for as long as the tensor lives.
        let bytes = values.count * MemoryLayout<Float>.stride
        guard let buffer = malloc(bytes) else { throw .failed("no memory") }
        defer { free(buffer) }
        memcpy(buffer, values, bytes)
        let float32: Int32 = 1
        var tensor: OpaquePointer?
        try check(
            call(.createTensor, CreateTensor.self)(memory, buffer, bytes, shape, shape.count, float32, &tensor))
        defer { release(.releaseValue, tensor) }
        var result: OpaquePointer?
        try check(run(tensor, &result))
        defer { release(.releaseValue, result) }
        var data: UnsafeMutableRawPointer?
        try check(call(.tensorData, Data.self)(result, &data))
        guard let data else { throw .failed("no output") }
        return Array(UnsafeBufferPointer(start: data.assumingMemoryBound(to: Float.self), count: count))
    }

    private func run(_ tensor: OpaquePointer?, _ result: inout OpaquePointer?) -> OpaquePointer? {
        typealias Run =
            @convention(c) (
                OpaquePointer?, OpaquePointer?, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<OpaquePointer?>,
                Int,
                UnsafePointer<UnsafePointer<CChar>?>, Int, Out
            ) -> OpaquePointer?
        return input.withCString { input in
            output.withCString { output in
                call(.run, Run.self)(session, nil, [input], [tensor], 1, [output], 1, &result)
            }
        }
    }

    private func call<Function>(_ place: Place, _ type: Function.Type) -> Function {
        unsafeBitCast(table[place.rawValue], to: type)
    }

    private func release(_ place: Place, _ object: OpaquePointer?) {
        typealias Release = @convention(c) (OpaquePointer?) -> Void
        if object != nil { call(place, Release.self)(object) }
    }

    /// A status is null when all is well.
    private func check(_ status: OpaquePointer?) throws(NSFWFault) {
        guard status != nil else { return }
        defer { release(.releaseStatus, status) }
        typealias Message = @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>
        throw .failed(String(cString: call(.errorMessage, Message.self)(status)))
    }
}
