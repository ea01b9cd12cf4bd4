import Foundation
import Imaging
import Testing

@testable import Inspection

@Suite struct TerminalPictures {
    private let picture = Bitmap(
        width: 2, height: 2, channels: 3, mode: "RGB", pixels: [255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255])

    @Test(arguments: [
        (["TERM": "xterm-kitty"], TerminalPicture.kitty), (["TERM": "xterm", "KITTY_WINDOW_ID": "1"], .kitty),
        (["TERM_PROGRAM": "WezTerm"], .kitty), (["TERM_PROGRAM": "iTerm.app"], .iterm), (["TERM": "foot"], .sixel),
    ]) func terminalsThatCanDrawAreKnown(environment: [String: String], expected: TerminalPicture) {
        #expect(TerminalPicture.detect { environment[$0] } == expected)
    }

    @Test func othersGetNoSequence() {
        for environment in [["TERM": "xterm-256color"], ["TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"], [:]] {
            #expect(TerminalPicture.detect { environment[$0] } == nil)
        }
        #expect(TerminalPicture.kitty.sequence([1, 2, 3], orientation: 1) == nil)
    }

    @Test func kittyGetsPixelsInPieces() {
        #expect(TerminalPicture.kitty(picture) == "\u{1B}_Ga=T,f=24,s=2,v=2,m=0;/wAA/wAAAAD/AAD/\u{1B}\\\n")
    }

    @Test func sixelsAreBandsOfSixRows() {
        #expect(
            TerminalPicture.sixels(picture)
                == "\u{1B}Pq\"1;1;2;2#5;2;0;0;100#180;2;100;0;0#5AA$#180@@$-\u{1B}\\\n")
    }

    @Test(
        arguments: [
            (["TERM_PROGRAM": "ghostty"], TerminalPicture.kitty), (["TERM": "xterm-ghostty"], .kitty),
            (["KONSOLE_VERSION": "1"], .kitty), (["LC_TERMINAL": "iTerm2"], .iterm), (["TERM": "foot-extra"], .sixel),
            (["TERM": "mlterm"], .sixel), (["TERM": "contour"], .sixel), (["TERM": "yaft-256color"], .sixel),
            (["TERM": "xterm-kitty", "TMUX": "1"], nil), (["TERM": "screen", "KITTY_WINDOW_ID": "1"], nil),
            (["TERM_PROGRAM": "Apple_Terminal"], nil), (["TERM": "xfoot"], nil),
        ] as [([String: String], TerminalPicture?)])
    func environmentsAreToldApart(environment: [String: String], expected: TerminalPicture?) {
        #expect(TerminalPicture.detect { environment[$0] } == expected)
    }

    /// 4800 bytes are 6400 characters: a piece of 4096, which says that more comes, and the rest.
    @Test func kittyGetsNoMoreThanFourKilobytesAtOnce() {
        let gray = Bitmap(width: 40, height: 40, channels: 3, mode: "RGB", pixels: [UInt8](repeating: 0, count: 4800))
        let pieces = TerminalPicture.kitty(gray).components(separatedBy: "\u{1B}_G")
        #expect(pieces.count == 3 && pieces[0] == "")
        #expect(pieces[1] == "a=T,f=24,s=40,v=40,m=1;" + String(repeating: "A", count: 4096) + "\u{1B}\\")
        #expect(pieces[2] == "m=0;" + String(repeating: "A", count: 2304) + "\u{1B}\\\n")
    }

    /// Four equal columns are a run, three are not; the seventh row begins a band of its own.
    @Test(arguments: [(4, "!4~", "!4@"), (3, "~~~", "@@@")]) func sixelsAreRuns(width: Int, full: String, last: String)
    {
        let black = Bitmap(
            width: width, height: 7, channels: 3, mode: "RGB", pixels: [UInt8](repeating: 0, count: width * 21))
        #expect(
            TerminalPicture.sixels(black)
                == "\u{1B}Pq\"1;1;\(width);7#0;2;0;0;0#0\(full)$-#0\(last)$-\u{1B}\\\n")
    }

    /// 25 is nearer to 0 than to 51, and half of what is missing goes to the next pixel, which then is nearer to 51.
    @Test func errorsAreCarriedToTheRight() {
        let gray = Bitmap(width: 2, height: 1, channels: 3, mode: "RGB", pixels: [UInt8](repeating: 25, count: 6))
        #expect(
            TerminalPicture.sixels(gray)
                == "\u{1B}Pq\"1;1;2;1#0;2;0;0;0#43;2;20;20;20#0@?$#43?@$-\u{1B}\\\n")
    }
}
