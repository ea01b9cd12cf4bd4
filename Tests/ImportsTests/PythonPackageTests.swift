import Foundation
import TestKit
import Testing

struct PythonPackageTests {
    private static let python = ProcessInfo.processInfo.environment["QUARRY_PYTHON"] ?? "python3"
    private static var package: String { Repository.root + "/pipelines/python" }

    private static func has(_ modules: String) -> Bool {
        (try? Command.tool("env", [python, "-c", "import \(modules)"]))?.code == 0
    }

    @Test(
        "The package's own tests: order, sharing, resuming, packing",
        .enabled("needs Python with numpy and zstandard (QUARRY_PYTHON)") { has("numpy, zstandard") })
    func unit() throws {
        let done = try Command.tool("env", [Self.python, Self.package + "/tests/test_packing.py"])
        #expect(done.code == 0, "\(done.errors)")
    }

    @Test(
        "A wheel is built, and has every module of the package",
        .enabled("needs Python with pip, setuptools 61 and wheel (QUARRY_PYTHON)") {
            // The command is of setuptools 70.1 or of wheel.
            has(
                "setuptools, pip; assert int(setuptools.__version__.split(chr(46))[0]) >= 61;"
                    + "setuptools.Distribution().get_command_class('bdist_wheel')")
        })
    func wheel() throws {
        let scratch = try Scratch()
        // setuptools writes beside the sources, so it gets a copy.
        _ = try Command.tool("cp", ["-r", Self.package, scratch.file("python")])
        let made = try Command.tool(
            "env",
            [
                Self.python, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index", "-w",
                scratch.path, scratch.file("python"),
            ])
        #expect(made.code == 0, "\(made.errors)")
        let wheel = scratch.file("quarry_corpus-0.1.0-py3-none-any.whl")
        let list = try Command.tool("env", [Self.python, "-m", "zipfile", "-l", wheel]).output
        for module in [
            "__init__", "corpus", "export", "files", "frames", "order", "packing", "sample", "samples",
            "torch_samples",
        ] {
            #expect(list.contains("quarry_corpus/\(module).py"), "\(module)")
        }
    }
}
