/// Numbers of `parquet.thrift` (apache/parquet-format 2.11) that are used here.
enum Format {
    /// At both ends of a file.
    static let magic = Array("PAR1".utf8)
    /// At the end of a file whose footer is encrypted.
    static let encryptedMagic = Array("PARE".utf8)

    /// Physical types.
    enum Physical: Int {
        case boolean = 0
        case int32, int64, int96, float, double, byteArray, fixedBytes

        /// Bytes of a plain value; 0 where values tell their own length or are bits.
        func width(length: Int) -> Int {
            switch self {
            case .int32, .float: 4
            case .int64, .double: 8
            case .int96: 12
            case .fixedBytes: length
            case .boolean, .byteArray: 0
            }
        }
    }

    /// Compression of pages.
    enum Codec: Int {
        case none = 0
        case snappy, gzip, lzo, brotli, lz4, zstd, lz4Raw
    }

    /// Encodings of values and levels.
    enum Encoding: Int {
        case plain = 0
        case plainDictionary = 2
        case rle = 3
        case bitPacked = 4
        case deltaBinaryPacked = 5
        case deltaLengthByteArray = 6
        case deltaByteArray = 7
        case dictionary = 8
        case byteStreamSplit = 9
    }

    /// Kinds of pages.
    enum Page: Int {
        case data = 0
        case index, dictionary, dataV2
    }

    /// `ConvertedType` of texts and of lists.
    static let utf8 = 0, list = 3
}
