public import Platform

/// What a checkpoint is: SHA-256 over the names, sizes and SHA-256 of its configuration, tokenizer and weights, by name.
public enum CheckpointDigest {
    private static let names: Set = [
        "config.json", "preprocessor_config.json", "tokenizer.json", "added_tokens.json", "special_tokens_map.json",
    ]

    /// The digest of the checkpoint in `folder`, in hexadecimal.
    /// - Throws: `SystemError`.
    public static func make(_ folder: String) throws(SystemError) -> String {
        var hash = SHA256()
        // A tokenizer that nothing reads does not make another checkpoint.
        let isPieces = !Files.exists(folder + "/tokenizer.json")
        for name in try Files.list(folder)
        where names.contains(name) || name.hasSuffix(".safetensors") || isPieces && name == "tokenizer.model" {
            let digest = try SHA256.hash(file: folder + "/" + name)
            hash.update(Array("\(name)\n\(try Files.size(folder + "/" + name))\n\(digest.hex)\n".utf8))
        }
        return hash.finish().hex
    }
}
