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
}
