import Exchange
import Facts
import Platform

extension PayloadWriter {
    /// A measured value, told from none.
    mutating func append(_ value: FieldValue) {
        append(value == .unknown ? 0 : 1)
        switch value {
        case .unknown: break
        case .integer(let number): append(number)
        case .number(let number): append(number.bitPattern)
        case .text(let text): append(text)
        case .flag(let flag): append(flag ? 1 : 0)
        case .digest(let digest): for number in digest.numbers { append(number) }
        case .hash(let hash): append(hash)
        }
    }

    mutating func append(_ digest: Digest) { for number in digest.numbers { append(number) } }
}

extension PayloadReader {
    /// What `append` wrote of a value of that kind.
    mutating func value(_ kind: FieldKind) -> FieldValue {
        guard integer() == 1 else { return .unknown }
        return switch kind {
        case .integer: .integer(integer())
        case .number: .number(Double(bitPattern: key()))
        case .text: .text(text())
        case .flag: .flag(integer() == 1)
        case .digest: .digest(digest())
        case .hash: .hash(key())
        }
    }

    mutating func digest() -> Digest { Digest(numbers: [key(), key(), key(), key()]) }
}
