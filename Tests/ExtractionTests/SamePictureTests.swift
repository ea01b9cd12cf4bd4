import Documents
import Facts
import Testing
@testable import Extraction

/// One picture in several sizes is one picture.
@Suite struct SamePictureTests {
    @Test(arguments: [
        ("https://a.org/p/quay.jpg", "https://a.org/p/quay-300x200.jpg"),
        ("https://a.org/p/quay.jpg", "http://A.org/p/quay.jpg?w=640&quality=80"),
        ("https://a.org/p/quay.jpg", "https://a.org/p/quay.jpg.webp"),
        ("https://a.org/p/crop-960x640/quay.jpg", "https://a.org/p/crop-360x240/quay.jpg"),
        ("https://a.org/p/s1600/quay.jpg", "https://a.org/p/s320/quay.jpg"),
        (
            "https://a.org/quay.jpg/revision/latest",
            "https://a.org/quay.jpg/revision/latest/scale-to-width-down/180?cb=1"
        ),
        ("https://a.org/p/quay.jpg", "https://cdn.org/x=/420x240/filters/https://a.org/p/quay.jpg"),
        ("https://a.org/thumbs/quay_thumb.jpg", "https://a.org/large/quay.jpg"),
    ])
    func same(one: String, other: String) { #expect(PictureKey.of(one) == PictureKey.of(other)) }

    @Test(arguments: [
        ("https://a.org/p/quay.jpg", "https://a.org/p/wall.jpg"),
        ("https://a.org/1/quay.jpg", "https://a.org/2/quay.jpg"),
        ("https://a.org/i?id=1", "https://a.org/i?id=2"), ("https://a.org/a.jpg", "https://a.org/A.jpg"),
        ("https://a.org/quay-1.jpg", "https://a.org/quay-2.jpg"), ("https://a.org/a.jpg", "https://b.org/a.jpg"),
    ])
    func different(one: String, other: String) { #expect(PictureKey.of(one) != PictureKey.of(other)) }

    private func urls(_ html: String) -> [String] {
        (Pages.extract("<body><p>text</p>" + html, Pages.whole).document?.images ?? []).map(\.url)
    }

    @Test func theFirstPlaceAndTheBestAddress() {
        let html = "<img src=/p/quay-150x150.jpg><p>between</p><img src=/p/quay.jpg><img src=/p/wall.jpg>"
        let extraction = Pages.extract("<body>" + html, Pages.whole)
        #expect(
            Pages.lines("<body>" + html, Pages.whole) == [
                "I https://example.org/p/quay.jpg", "T between", "I https://example.org/p/wall.jpg",
            ])
        #expect(extraction.drops.map(\.reason) == [.imageRepeatedInDocument])
        #expect(Pages.balances(extraction))
    }

    @Test func aSliderBesideItsLightbox() {
        let html = """
            <div class=slider><img src=/p/640x480/a.jpg><img src=/p/640x480/b.jpg></div>
            <div class=lightbox><img src=/p/1920x1440/a.jpg><img src=/p/1920x1440/b.jpg></div>
            """
        #expect(urls(html) == ["https://example.org/p/1920x1440/a.jpg", "https://example.org/p/1920x1440/b.jpg"])
    }

    @Test func lazyBesideNoscriptInEitherOrder() {
        let lazy = "<img src=blank.gif data-src=/p/a.jpg>"
        let plain = "<noscript><img src=/p/a.jpg></noscript>"
        #expect(urls(lazy + plain) == ["https://example.org/p/a.jpg"])
        #expect(urls(plain + lazy) == ["https://example.org/p/a.jpg"])
    }

    @Test func aMagnifierIsNotThePicture() {
        let html = "<a href=/p/a_large.jpg><img src=/p/a.jpg width=300 height=200><img src=/p/magnify.png></a>"
        #expect(urls(html) == ["https://example.org/p/a.jpg"])
    }
}
