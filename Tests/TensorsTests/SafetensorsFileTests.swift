import Platform
import TestKit
import Testing

@testable import Tensors

@Suite struct SafetensorsFileTests {
    @Test(
        .needsShared("hostile/model"),
        arguments: [
            "data_short", "deep_json", "dtype_missing", "dtype_unknown", "dup_key", "empty", "hole", "is_html",
            "is_lfs_pointer", "is_pickle", "len_100mb1", "len_2e63", "len_2e64", "len_past_eof", "len_short",
            "len_zero",
            "meta_not_string", "no_brace", "not_json", "not_object", "not_utf8", "off_float", "off_huge",
            "off_negative",
            "off_reversed", "off_three", "overlap", "same_range", "shape_mismatch", "shape_negative", "shape_overflow",
            "shape_overflow_wrap", "short7", "trailing",
        ]) func refusesMalformedFiles(name: String) throws
    {
        let path = try Shared.require("hostile/model/\(name).safetensors")
        #expect {
            try SafetensorsFile(path: path)
        } throws: { error in
            "\(error)".contains(name) && !"\(error)".hasPrefix("open")
        }
    }

    @Test(
        .needsShared("hostile/model"),
        arguments: [
            "ok", "ok_bf16", "ok_empty_tensor", "ok_meta", "ok_padded", "ok_scalar", "extra_field", "nan_weights",
        ])
    func readsValidFiles(name: String) throws {
        let path = try Shared.require("hostile/model/\(name).safetensors")
        let file = try SafetensorsFile(path: path)
        #expect(file.tensors.count == 1)
        let tensor = try #require(file.tensors.values.first)
        #expect(tensor.bytes.count == tensor.count * tensor.type.size)
    }

    @Test(.needsShared("hostile/model/is_lfs_pointer.safetensors")) func namesWhatLooksLikeSomethingElse() throws {
        let path = try Shared.require("hostile/model/is_lfs_pointer.safetensors")
        #expect {
            try SafetensorsFile(path: path)
        } throws: { "\($0)".contains("git lfs pull") }
    }

    @Test(.needsShared("hostile/model/many_tensors.safetensors")) func manyTensorsTakeLinearTime() throws {
        let path = try Shared.require("hostile/model/many_tensors.safetensors")
        let clock = ContinuousClock()
        var count = 0
        let time = try clock.measure { count = try SafetensorsFile(path: path).tensors.count }
        #expect(count == 15000)
        #expect(time < .seconds(5))
    }

    @Test(.needsShared("hostile/model"), arguments: ["index_absolute", "index_traversal", "index_no_map"])
    func refusesMalformedIndexes(name: String) throws {
        let path = try Shared.require("hostile/model/\(name).json")
        #expect {
            try CheckpointIndex(path: path)
        } throws: { error in
            guard case .index(let file, _) = error as? TensorError else { return false }
            return file == path
        }
    }

    @Test(.needsShared("hostile/model/index_missing_shard.json")) func aMissingShardIsNamed() throws {
        let path = try Shared.require("hostile/model/index_missing_shard.json")
        let scratch = try Scratch()
        _ = try scratch.write(Files.read(path), "model.safetensors.index.json")
        #expect {
            try Checkpoint(folder: scratch.path)
        } throws: { "\($0)".contains("model-00001-of-00002.safetensors") }
    }

    @Test(.needsShared("hostile/model/ok_meta.safetensors")) func everyTruncationIsRefused() throws {
        let path = try Shared.require("hostile/model/ok_meta.safetensors")
        let bytes = try Files.read(path)
        let scratch = try Scratch()
        let copy = scratch.file("cut.safetensors")
        for length in 0..<bytes.count {
            try Files.write(Array(bytes.prefix(length)), to: copy)
            #expect(throws: TensorError.self) { try SafetensorsFile(path: copy) }
        }
    }

    @Test(.needsShared("fixtures/idefics/tiny")) func singleAndShardedCheckpointsAreEqual() throws {
        let folder = try Shared.require("fixtures/idefics/tiny")
        let (single, sharded) = (try Checkpoint(folder: folder), try Checkpoint(folder: folder + "/sharded"))
        #expect(single.tensors.count == sharded.tensors.count && single.tensors.count > 100)
        for (name, tensor) in single.tensors {
            let other = try sharded.tensor(name)
            #expect(tensor.shape == other.shape && tensor.type == other.type)
            #expect(tensor.bytes.elementsEqual(other.bytes))
        }
    }
}

/// Where a file says that its tensors lie, and an index in which files.
@Suite struct SafetensorsPlacesTests {
    /// What is said of a file with these entries over twelve bytes of data; nothing when it is read.
    private func said(_ entries: String) throws -> String {
        let scratch = try Scratch()
        let header = Array("{\(entries)}".utf8)
        let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
        let path = try scratch.write(length + header + [UInt8](repeating: 0, count: 12), "a.safetensors")
        do throws(TensorError) {
            _ = try SafetensorsFile(path: path)
            return ""
        } catch { return String("\(error)".dropFirst(path.count + 2)) }
    }

    private func entry(_ name: String, _ count: Int, _ begin: Int, _ end: Int) -> String {
        #""\#(name)":{"dtype":"F32","shape":[\#(count)],"data_offsets":[\#(begin),\#(end)]}"#
    }

    @Test func tensorsFollowEachOtherFromTheFirstByteToTheLast() throws {
        #expect(try said(entry("b", 1, 8, 12) + "," + entry("a", 2, 0, 8)) == "")
        #expect(
            try said(entry("a", 2, 0, 8) + "," + entry("b", 2, 4, 12)) == "tensor 'b': overlaps the tensor before it")
        #expect(
            try said(entry("a", 1, 0, 4) + "," + entry("b", 1, 8, 12))
                == "tensor 'b': begins at 8, but the data before it ends at 4")
        #expect(try said(entry("a", 2, 0, 8)) == "safetensors header: 4 bytes after the last tensor")
    }

    @Test func aTensorHasTheBytesOfItsShape() throws {
        #expect(try said(entry("a", 3, 0, 12)) == "")
        #expect(try said(entry("a", 4, 0, 12)) == "tensor 'a': shape [4] of F32 needs 16 bytes, found 12")
        #expect(try said(entry("a", 2, 0, 12)) == "tensor 'a': shape [2] of F32 needs 8 bytes, found 12")
        #expect(try said(entry("a", 4, 0, 16)) == "tensor 'a': data_offsets [0, 16] run past the data (12 bytes)")
    }

    /// An index comes with a checkpoint of strangers: it leads to no file but those beside it.
    @Test(arguments: [
        ("model-1.safetensors", true), ("..model", true), ("../model", false), ("/etc/passwd", false), ("a/b", false),
        ("a\\\\b", false), ("..", false), (".", false), ("", false),
    ]) func anIndexNamesFilesOfItsFolder(name: String, isNamed: Bool) throws {
        let scratch = try Scratch()
        let path = try scratch.write(Array(#"{"weight_map":{"w":"\#(name)"}}"#.utf8), "index.json")
        if isNamed {
            #expect(try CheckpointIndex(path: path).files == ["w": name])
        } else {
            #expect { try CheckpointIndex(path: path) } throws: { "\($0)".contains("not a plain file name") }
        }
    }
}
