import Testing

@testable import RemoteFiles

/// The answers of object stores are somebody else's XML.
@Suite struct XMLLeavesTests {
    private func leaves(_ xml: String) -> [String]? {
        XMLLeaves.read(Array(xml.utf8))?.map { "\($0.name)=\($0.text)" }
    }

    @Test func elementsWithTextAreListedInOrder() {
        let xml =
            "<?xml version='1.0'?><List xmlns='urn:x'><Name>b</Name><Item><Key>a &amp; &#228;<![CDATA[<c>]]></Key><Size/></Item></List>"
        #expect(leaves(xml) == ["Name=b", "Key=a & ä<c>", "Size="])
        #expect(leaves("{}") == nil && leaves("<List><Key>a</List>") == nil && leaves("") == nil)
    }

    /// An entity that a document declares could be a file of this machine, or a name for gigabytes.
    @Test(arguments: ["<!ENTITY x SYSTEM 'file:///etc/passwd'>", "<!ENTITY x 'inner'>"])
    func whatADocumentDeclaresStaysClosed(entity: String) {
        #expect(leaves("<!DOCTYPE List [\(entity)]><List><Key>a&x;b</Key></List>") == ["Key=ab"])
    }
}
