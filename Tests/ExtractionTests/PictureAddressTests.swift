import Documents
import Extraction
import Testing

/// Where a page names the address of a picture.
@Suite struct PictureAddressTests {
    private func urls(_ html: String) -> [String] {
        (Pages.extract("<body><p>text</p>" + html, Pages.whole).document?.images ?? []).map(\.url)
    }

    @Test(arguments: [
        ("<img src=s.gif data-hero=/p/a.jpg>", "p/a.jpg"), ("<img data-my-src='/p/my photo.jpg'>", "p/my%20photo.jpg"),
        ("<img lazysrc=/p/a.webp>", "p/a.webp"),
        ("<img src=s.gif data-sizes-set='/p/a.jpg 400w, /p/b.jpg 900w'>", "p/b.jpg"),
        ("<img src='/p/1?w=20&blur=50' data-src='/p/1?w=1200'>", "p/1?w=1200"),
        ("<img src=/t/tiny-a.jpg data-src=/p/a.jpg>", "p/a.jpg"),
        ("<img src=/t.gif srcset='/t.gif 200w' data-srcset='/p/a.jpg 980w'>", "p/a.jpg"),
        ("<img width=0 height=0 srcset='/p/a.jpg 640w' src=/p/b.jpg>", "p/a.jpg"),
        ("<img width=1 height=1 style='width:100%;height:auto' src=/p/a.jpg>", "p/a.jpg"),
        ("<img width=3 height=2 src=/p/a.jpg>", "p/a.jpg"), ("<img src='//:0' data-srcset='/p/a.jpg 640w'>", "p/a.jpg"),
        ("<input type=image src=/p/a.jpg>", "p/a.jpg"), ("<video poster=/p/a.jpg></video>", "p/a.jpg"),
        ("<object data=/p/a.png></object>", "p/a.png"), ("<svg><image href=/p/a.jpg></svg>", "p/a.jpg"),
        ("<div data-bg='url(/p/a.jpg)'></div>", "p/a.jpg"),
        ("<div style=\"background-image: url('/p/a.jpg')\"></div>", "p/a.jpg"),
        ("<picture><source data-set=/p/a.jpg><img src='data:,'></picture>", "p/a.jpg"),
    ])
    func found(html: String, path: String) { #expect(urls(html) == ["https://example.org/" + path]) }

    @Test(arguments: [
        "<img width=1 height=1 src=/t.jpg>", "<img data-title='No picture. At all'>",
        "<img data-config='{\"a\": \"x.jpg\"}'>",
        "<div style='background: url(/p/a.jpg)'>words over it</div>", "<div data-page=/p/a.html></div>",
    ])
    func notFound(html: String) { #expect(urls(html).isEmpty) }

    /// What else the page names for the picture is kept for when the best cannot be had: the widest first, stand-ins never.
    @Test func othersAreKeptInTheirOrder() {
        func others(_ html: String) -> [String] {
            let image = Pages.extract("<body><p>text</p>" + html, Pages.whole).document?.images.first
            return image?.otherURLs.map { $0.replacing("https://example.org", with: "") } ?? []
        }
        #expect(others("<img src=/a.jpg>") == [])
        #expect(
            others("<img src=/p/a.jpg srcset='/p/few.jpg 300w, /p/most.jpg 1200w, /p/more.jpg 600w'>")
                == ["/p/a.jpg", "/p/more.jpg", "/p/few.jpg"])
        #expect(others("<img src=/spacer.gif data-src=/p/a.jpg>") == [])
        #expect(
            others(
                "<picture><source srcset=/p/a.webp type=image/webp><source srcset=/p/a.xyz type=image/xyz>"
                    + "<img src=/p/a.jpg></picture>") == ["/p/a.webp"])
        // Browsers pass over a source that comes after the image.
        #expect(others("<picture><img src=/p/a.jpg><source srcset=/p/b.webp type=image/webp></picture>") == [])
        // No more than a set has.
        let set = (1...20).map { "/p/\($0).jpg \($0)00w" }.joined(separator: ", ")
        #expect(others("<img srcset='\(set)'>").count == 8)
    }
}
