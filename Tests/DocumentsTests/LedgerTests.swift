import Documents
import Facts
import JSON
import Testing

/// The accounts beside the one balance that `RecordsTests` looks at.
@Suite struct LedgerTests {
    @Test func partsOfAPhaseAreSummed() {
        var first = Ledger()
        first.born(.image, 5)
        first.written(.image, 3)
        first.dropped(.imageTooSmall, 2)
        first.replaced("email", 1)
        var second = Ledger()
        second.born(.image, 7)
        second.written(.image, 5)
        second.dropped(.imageTooSmall)
        second.dropped(.imageBlank)
        second.replaced("email", 2)
        second.replaced("phone")
        first.add(second)
        #expect(first[.image].born == 12 && first[.image].written == 8)
        #expect(first[.image].dropped == [.imageTooSmall: 3, .imageBlank: 1] && first[.image].droppedTotal == 4)
        #expect(first.replaced == ["email": 3, "phone": 1])
    }

    @Test func nothingThatLeftIsNotBooked() {
        var ledger = Ledger()
        ledger.dropped(.imageBlank, 0)
        ledger.replaced("email", 0)
        #expect(ledger == Ledger())
    }

    @Test func aReasonIsBookedUnderItsUnit() {
        var ledger = Ledger()
        for reason in [Reason.recordRevisit, .pageEmpty, .documentNSFW, .paragraphBoilerplate, .imageBlank] {
            ledger.dropped(reason)
        }
        #expect([Unit.record, .document, .paragraph, .image].map { ledger[$0].droppedTotal } == [1, 2, 1, 1])
    }

    /// A phase that knows no records says nothing of them.
    @Test func unitsThatTheNextPhaseDoesNotCountStay() throws {
        var first = Ledger()
        first.born(.record, 4)
        first.written(.record, 4)
        first.born(.document, 2)
        first.written(.document, 2)
        var next = Ledger()
        next.born(.document, 2)
        next.written(.document, 1)
        next.dropped(.documentNSFW)
        var refused = first
        #expect(throws: Imbalance(unit: .record, born: 0, accounted: 4)) { try refused.append(next) }
        try first.append(next, untouched: [.record])
        #expect(first[.record].written == 4 && first[.document].written == 1 && first[.document].born == 2)
        try first.close()
    }

    /// One document was cut in three: two came into being, and all three are accounted for.
    @Test func documentsThatWereCutAreBornTwice() throws {
        var first = Ledger()
        first.born(.document, 5)
        first.written(.document, 5)
        first.born(.image, 1)
        first.written(.image, 1)
        var next = Ledger()
        next.born(.document, 7)
        next.written(.document, 7)
        next.born(.image, 1)
        next.written(.image, 1)
        try first.append(next, split: 2)
        #expect(first[.document].born == 7 && first[.document].written == 7 && first[.image].born == 1)
        try first.close()
        #expect(throws: Imbalance(unit: .document, born: 7, accounted: 9)) { try first.append(next, split: 2) }
    }

    @Test func replacementsJoinAndCanBeLeftOut() throws {
        var first = Ledger()
        first.replaced("email", 2)
        var next = Ledger()
        next.replaced("email")
        next.replaced("ip", 4)
        try first.append(next)
        #expect(first.sortedReplacements.map(\.kind) == ["email", "ip"])
        #expect(first.sortedReplacements.map(\.count) == [3, 4])
        #expect(first.withoutReplacements.replaced.isEmpty && first.replaced.count == 2)
    }

    @Test func aLedgerIsWrittenInTheOrderOfItsLabels() throws {
        var ledger = Ledger()
        ledger.born(.image, 4)
        ledger.written(.image)
        for reason in [Reason.imageTooSmall, .imageBlank, .imageNotFound] { ledger.dropped(reason) }
        ledger.replaced("phone", 2)
        ledger.replaced("email", 1)
        var json = JSONWriter()
        ledger.write(to: &json)
        #expect(
            json.text.hasSuffix(
                #""image":{"born":4,"written":1,"dropped":{"image.blank":1,"image.not-found":1,"image.too-small":1}},"#
                    + #""replaced":{"email":1,"phone":2}}"#))
        #expect(Ledger(try JSONValue(parsing: json.bytes)) == ledger)
        json.reset()
        Ledger().write(to: &json)
        #expect(!json.text.contains("replaced"))
    }

    @Test(arguments: [
        ("\"born\":1", "\"bern\":1"), ("\"written\":0", "\"written\":\"0\""), ("image.blank", "image.pale"),
        ("\"paragraph\"", "\"paragraphs\""),
    ])
    func whatIsNoLedgerIsNotRead(what: String, instead: String) throws {
        var ledger = Ledger()
        ledger.born(.image)
        ledger.dropped(.imageBlank)
        var json = JSONWriter()
        ledger.write(to: &json)
        let damaged = json.text.replacing(what, with: instead)
        #expect(damaged != json.text)
        #expect(Ledger(try JSONValue(parsing: Array(damaged.utf8))) == nil)
    }
}
