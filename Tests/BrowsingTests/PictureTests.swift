import Documents
import Facts
import Testing

@testable import Browsing

/// How a picture stands on a page.
@Suite struct PictureTests {
    private static let sha256 = String(repeating: "ab", count: 32)
    private static let img =
        "<img src=\"/i/\(sha256)\" width=\"300\" height=\"200\" loading=\"lazy\" decoding=\"async\""

    private func image(nsfw: Double? = nil) -> ImageNode {
        var image = ImageNode.made(1, alt: "a \"dog\"", caption: "A dog & a cat")
        image.signals?.nsfw = nsfw
        return image
    }

    @Test func aThumbnailLeadsSomewhere() {
        #expect(
            written { Picture.thumbnail(image(), link: "/d/7?q=a&at=2", &$0) }
                == "<a href=\"/d/7?q=a&amp;at=2\" class=\"thumb\">\(Self.img) alt=\"a &quot;dog&quot;\"></a>")
    }

    /// An image nobody measured has no bytes to show.
    @Test func whatWasNotMeasuredHasNoThumbnail() {
        var unknown = image()
        unknown.signals = nil
        #expect(written { Picture.thumbnail(unknown, link: "/", &$0) } == "")
        unknown = image()
        unknown.signals?.width = 0
        #expect(written { Picture.thumbnail(unknown, link: "/", &$0) } == "")
    }

    /// Half is the limit, and at the limit it is shown; what no rule looked at too.
    @Test(arguments: [(nil, false), (0.0, false), (0.5, false), (0.51, true), (1.0, true)] as [(Double?, Bool)])
    func whatIsNotSafeForWorkIsBlurred(nsfw: Double?, isBlurred: Bool) {
        let thumb = written { Picture.thumbnail(image(nsfw: nsfw), link: "/", &$0) }
        #expect(thumb.contains(isBlurred ? "class=\"thumb blurred\"" : "class=\"thumb\""))
        let figure = written { Picture.figure(image(nsfw: nsfw), query: "", &$0) }
        #expect(figure.contains(isBlurred ? "class=\"picture blurred\"" : "class=\"picture\""))
    }

    @Test func aFigureHasWhatIsSaidOfThePicture() {
        var shown = image()
        shown.modelCaption = "Two <animals>"
        #expect(
            written { Picture.figure(shown, query: "", &$0) }
                == "<figure><a href=\"/image/\(Self.sha256)\" class=\"picture\">\(Self.img) alt=\"a &quot;dog&quot;\"></a>"
                + "<figcaption><p>A dog &amp; a cat</p>"
                + "<p class=\"soft\"><span class=\"tag\">alt</span> a &quot;dog&quot;</p>"
                + "<p class=\"soft\"><span class=\"tag\">model</span> Two &lt;animals&gt;</p></figcaption></figure>")
    }

    /// A text that is caption and alternative text stands there once.
    @Test func theSameTextIsSaidOnce() {
        let same = written { Picture.figure(.made(1, alt: "A dog", caption: "A dog"), query: "", &$0) }
        #expect(same.contains("<figcaption><p>A dog</p></figcaption>"))
        let none = written { Picture.figure(.made(1), query: "", &$0) }
        #expect(none.contains("alt=\"\"></a><figcaption></figcaption>"))
    }

    @Test func aPictureWithoutBytesSaysItsAddress() {
        var gone = image()
        gone.signals = nil
        let html = written { Picture.figure(gone, query: "", &$0) }
        #expect(
            html.hasPrefix(
                "<figure><p class=\"soft gone\">A picture whose bytes are not here: http://i.example/1.jpg</p>"))
        #expect(!html.contains("<img") && html.contains("<figcaption><p>A dog &amp; a cat</p>"))
    }
}
