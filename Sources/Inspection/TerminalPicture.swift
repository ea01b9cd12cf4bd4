import Imaging
import Platform

/// Pictures in terminals that can draw them.
package enum TerminalPicture: String, Sendable, CaseIterable {
    /// The protocol of kitty, also of Ghostty, WezTerm and Konsole.
    case kitty
    /// The protocol of iTerm2.
    case iterm
    /// DEC's sixels: foot, mlterm, xterm with a setting.
    case sixel

    /// What a terminal can, as its environment says; nil when it says nothing of pictures.
    package static func detect(_ environment: (String) -> String?) -> TerminalPicture? {
        let term = environment("TERM") ?? ""
        let program = environment("TERM_PROGRAM") ?? ""
        // Inside tmux and screen the sequences do not reach the terminal.
        if environment("TMUX") != nil || term.hasPrefix("screen") || term.hasPrefix("tmux") { return nil }
        if environment("KITTY_WINDOW_ID") != nil || term.contains("kitty") || term.contains("ghostty") { return .kitty }
        if ["WezTerm", "ghostty"].contains(program) || environment("KONSOLE_VERSION") != nil { return .kitty }
        if program == "iTerm.app" || environment("LC_TERMINAL") == "iTerm2" { return .iterm }
        if ["foot", "mlterm", "contour", "yaft"].contains(where: { term.hasPrefix($0) }) { return .sixel }
        return nil
    }

    /// The sequence that draws a picture where the cursor is; nil when it cannot be decoded.
    /// - Parameter width: at most so many pixels across; half as many down.
    package func sequence(_ bytes: [UInt8], orientation: Int, width: Int = 480) -> String? {
        switch self {
        case .kitty:
            guard let picture = try? Thumbnail.bitmap(bytes, fitting: width, width / 2, orientation: orientation) else {
                return nil
            }
            return TerminalPicture.kitty(picture)
        case .iterm:
            guard let small = try? Thumbnail.jpeg(bytes, fitting: width, width / 2, orientation: orientation) else {
                return nil
            }
            let size = "width=\(small.width)px;height=\(small.height)px"
            return "\u{1B}]1337;File=inline=1;\(size):\(Base64.encode(small.jpeg))\u{7}\n"
        case .sixel:
            guard let picture = try? Thumbnail.bitmap(bytes, fitting: width, width / 2, orientation: orientation) else {
                return nil
            }
            return TerminalPicture.sixels(picture)
        }
    }

    /// Source: kitty's graphics protocol: RGB in pieces of 4096 characters.
    static func kitty(_ picture: Bitmap) -> String {
        let data = Array(Base64.encode(picture.pixels).utf8)
        var out = ""
        for start in stride(from: 0, to: data.count, by: 4096) {
            let end = min(data.count, start + 4096)
            let head = start == 0 ? "a=T,f=24,s=\(picture.width),v=\(picture.height)," : ""
            let piece = String(decoding: data[start..<end], as: UTF8.self)
            out += "\u{1B}_G\(head)m=\(end < data.count ? 1 : 0);\(piece)\u{1B}\\"
        }
        return out + "\n"
    }

    /// Source: DEC STD 070, sixel graphics; a palette of 6 × 6 × 6 colours, an error carried to the right.
    static func sixels(_ picture: Bitmap) -> String {
        let colors = indexed(picture)
        var out = "\u{1B}Pq\"1;1;\(picture.width);\(picture.height)"
        for color in Set(colors).sorted() {
            let parts = [color / 36, color / 6 % 6, color % 6].map { "\($0 * 20)" }
            out += "#\(color);2;\(parts.joined(separator: ";"))"
        }
        for top in stride(from: 0, to: picture.height, by: 6) {
            let rows = top..<min(picture.height, top + 6)
            let present = Set(rows.flatMap { colors[$0 * picture.width..<($0 + 1) * picture.width] })
            for color in present.sorted() {
                out += "#\(color)" + band(colors, rows, picture.width, color) + "$"
            }
            out += "-"
        }
        return out + "\u{1B}\\\n"
    }

    private static func band(_ colors: [Int], _ rows: Range<Int>, _ width: Int, _ color: Int) -> String {
        var out = ""
        var (last, run) = (-1, 0)
        func flush() {
            guard run > 0, let scalar = Unicode.Scalar(63 + last) else { return }
            out += run > 3 ? "!\(run)\(scalar)" : String(repeating: String(scalar), count: run)
        }
        for column in 0..<width {
            var bits = 0
            for (bit, row) in rows.enumerated() where colors[row * width + column] == color { bits |= 1 << bit }
            if bits != last {
                flush()
                (last, run) = (bits, 0)
            }
            run += 1
        }
        flush()
        return out
    }

    private static func indexed(_ picture: Bitmap) -> [Int] {
        var colors = [Int](repeating: 0, count: picture.width * picture.height)
        for row in 0..<picture.height {
            var error = SIMD3<Int>.zero
            for column in 0..<picture.width {
                let at = (row * picture.width + column) * 3
                var color = 0
                for channel in 0..<3 {
                    let wanted = Int(picture.pixels[at + channel]) + error[channel]
                    let step = min(5, max(0, (wanted + 25) / 51))
                    error[channel] = (wanted - step * 51) / 2
                    color = color * 6 + step
                }
                colors[row * picture.width + column] = color
            }
        }
        return colors
    }
}
