import Testing

@testable import Evaluation

/// How many scalars the patterns of markup, addresses, files and telephone numbers take from the beginning of a text.
@Suite struct PTBAddressPatternTests {
    @Test(
        "tags and comments are whole, and what only looks like one is not taken",
        arguments: [
            ("<b>", 3), ("</b>", 4), ("<br/>", 5), ("<br />", 6), ("<a href=\"x y\">", 14), ("<a href='x'>z", 12),
            ("<img src=a.b alt>", 17), ("<a:b-c.d>", 9), ("<!-- c -->", 10), ("<!doctype html>", 15), ("<?xml?>", 7),
            ("<!-- a\n>", 0), ("<3", 0), ("< b>", 0), ("<b", 0), ("<b c", 0), ("<1>", 0), ("<!1>", 0), ("<>", 0),
            ("<a b = c>", 0), ("<a  b>", 6), ("b>", 0), ("<a b=''>", 8), ("<a b='c'd>", 0), ("<a href=\"x", 0),
        ])
    func markup(text: String, length: Int) { #expect(PTBText(text).markup(0) == length) }

    @Test(
        "addresses of pages end before the punctuation of the sentence",
        arguments: [
            ("http://a.org/b?c=1.", 18), ("https://ab", 10), ("https://a", 0), ("http://ab", 9), ("http://a", 0),
            ("HTTP://AB", 9), ("http://abc,-!?.", 10), ("http://a<b", 0), ("http://ab c", 9), ("http:/ab", 0),
            ("ftp://ab", 0), ("http://a(b", 0),
        ])
    func pages(text: String, length: Int) { #expect(PTBText(text).address(0) == length) }

    @Test(
        "hosts end with a domain that people know, or begin with www",
        arguments: [
            ("foo.com", 7), ("foo.org.", 7), ("foo.net", 7), ("foo.edu", 7), ("a.b.com", 7), ("foo.xyz", 0),
            ("foo.", 0),
            ("foo.com/ab", 10), ("foo.com/ab.", 10), ("foo.com/a", 7), ("foo.company", 7), ("Foo.com", 0),
            ("a1.com", 0),
            ("www.foo.com", 11), ("www.foo.de", 10), ("www.foo.museum", 12), ("www.a.b", 0),
            ("www.foo.de/xy z", 13), ("WWW.FOO.DE", 10),
        ])
    func hosts(text: String, length: Int) { #expect(PTBText(text).address(0) == length) }

    @Test(
        "addresses of mail, also in angle brackets",
        arguments: [
            ("a@b.org", 7), ("bob.x@mail.example.de", 21), ("<a@b.org>", 9), ("<a@b.org", 0), ("a@", 0), ("a@b.", 3),
            ("-a@b", 0), ("a@b@c", 5), ("a@b c", 3), ("a.b", 0),
        ])
    func mail(text: String, length: Int) { #expect(PTBText(text).address(0) == length) }

    @Test(
        "names with @ or # begin with a letter or a low line",
        arguments: [("@user", 5), ("#tag_1!", 6), ("@_a", 3), ("#1", 0), ("#", 0), ("@-a", 0), ("@a-b", 2)])
    func handles(text: String, length: Int) { #expect(PTBText(text).address(0) == length) }

    @Test(
        "names of files have an ending that people use, before a space, the end or a sign of the sentence",
        arguments: [
            ("photo.jpg", 9), ("photo.JPG", 9), ("photo.jpg.", 9), ("photo.jpgx", 0), ("photo.jp", 0), ("a.txt)", 0),
            ("a.mp3,", 5), ("a.mp3 b", 5), ("my-photo.png", 12), ("a.tar.gz", 8), ("a.gz.b", 4), ("-a.txt", 0),
            ("txt", 0),
            ("a-txt", 0), ("a.3gp", 5), ("a.flv!", 5), ("a.flv?", 5),
        ])
    func files(text: String, length: Int) { #expect(PTBText(text).fileName(0) == length) }

    @Test(
        "telephone numbers of the treebank",
        arguments: [
            ("(555) 555-1234", 14), ("(555)555 1234", 13), ("(55)\u{A0}555\u{A0}1234", 13), ("(5) 555-1234", 0),
            ("(5555) 555-1234", 0), ("(555) 55-1234", 0), ("555-555-1234", 12), ("555 555 1234", 12),
            ("+44 20 7946 0958", 16),
            ("555.555.1234", 12), ("555.555.1234.567", 16), ("555.555.1234.56", 12), ("555.55", 0), ("555.555.12", 0),
            ("5-555-1234", 0),
            ("1234567", 0), ("555", 0), ("+", 0), ("555-555-12", 0),
        ])
    func phones(text: String, length: Int) { #expect(PTBText(text).phone(0) == length) }
}
