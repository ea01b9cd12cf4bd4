import Documents
import Facts
import Reports

/// Pictures on pages: from the corpus' packs, never from the web.
enum Picture {
    private static let unsafe = 0.5

    /// A small picture that leads somewhere.
    static func thumbnail(_ image: ImageNode, link: String, _ html: inout HTMLWriter) {
        guard let signals = image.signals, signals.width > 0 else { return }
        html.element("a", ["href": link, "class": "thumb" + blur(signals)]) { html in
            html.open(
                "img",
                [
                    "src": "/i/\(signals.sha256)", "width": "\(signals.width)", "height": "\(signals.height)",
                    "loading": "lazy", "decoding": "async", "alt": image.alt,
                ])
        }
    }

    /// A picture in its place in a document, with what is known of it under it.
    static func figure(_ image: ImageNode, query: String, _ html: inout HTMLWriter) {
        html.element("figure") { html in
            if let signals = image.signals, signals.width > 0 {
                html.element("a", ["href": "/image/\(signals.sha256)", "class": "picture" + blur(signals)]) { html in
                    html.open(
                        "img",
                        [
                            "src": "/i/\(signals.sha256)", "width": "\(signals.width)", "height": "\(signals.height)",
                            "loading": "lazy", "decoding": "async", "alt": image.alt,
                        ])
                }
            } else {
                html.element("p", ["class": "soft gone"], text: "A picture whose bytes are not here: \(image.url)")
            }
            html.element("figcaption") { html in
                if !image.caption.isEmpty { html.element("p", text: image.caption) }
                if !image.alt.isEmpty, image.alt != image.caption {
                    html.element("p", ["class": "soft"]) { html in
                        html.element("span", ["class": "tag"], text: "alt")
                        html.text(" " + image.alt)
                    }
                }
                if !image.modelCaption.isEmpty {
                    html.element("p", ["class": "soft"]) { html in
                        html.element("span", ["class": "tag"], text: "model")
                        html.text(" " + image.modelCaption)
                    }
                }
            }
        }
    }

    private static func blur(_ signals: ImageSignals) -> String { (signals.nsfw ?? 0) > unsafe ? " blurred" : "" }
}
