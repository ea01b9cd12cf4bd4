import Testing

@testable import Facts

/// What is fixed for a reason and for a signal.
@Suite struct ReasonTests {
    /// What is tried again is what another day or another machine may see otherwise.
    @Test func whatMayBeTriedAgain() {
        #expect(
            Set(Reason.allCases.filter(\.isRetryable).map(\.rawValue)) == [
                "image.robots-unavailable", "image.dns", "image.connect", "image.timeout", "image.reset",
                "image.cut-off", "image.too-many-requests", "image.server-error", "image.host-given-up",
                "image.not-fetched", "image.crashed", "image.deadline", "page.crashed", "page.deadline",
            ])
    }

    @Test func cascadesAreTheTwoThatLeaveWithTheirDocument() {
        #expect(
            Reason.allCases.filter(\.isCascade).map(\.rawValue)
                == ["paragraph.document-dropped", "image.document-dropped"])
    }

    /// Nothing that a rule decides is called a failure, and nothing that went wrong a rule.
    @Test func rulesAreToldFromFailures() {
        for reason in Reason.allCases where reason.unit == .paragraph && !reason.isCascade {
            #expect(reason.kind == .policy, "\(reason)")
        }
        for reason in Reason.allCases where reason.isRetryable { #expect(reason.kind == .failure, "\(reason)") }
        for reason in Reason.allCases where reason.rawValue.hasPrefix("document.") {
            #expect(reason.kind == .policy, "\(reason)")
        }
        let imageFailures = Reason.allCases.filter { $0.unit == .image && $0.kind == .failure }
        #expect(imageFailures.count == 28)
        for reason in [Reason.imageEmpty, .imageInvalidURL, .imageNotFound, .imageTLS, .imageTooManyScans] {
            #expect(reason.kind == .failure, "\(reason)")
        }
        for reason in [Reason.imageRobots, .imageDataURI, .imageUnsupportedFormat, .pageNoIndex, .recordRevisit] {
            #expect(reason.kind == .policy, "\(reason)")
        }
        #expect(Reason.allCases.filter { $0.unit == .record && $0.kind == .failure }.count == 13)
    }

    @Test func labelsNameTheirUnit() {
        #expect(Reason(rawValue: "page.empty")?.unit == .document)
        #expect(Reason(rawValue: "paragraph.boilerplate")?.unit == .paragraph)
        #expect(Reason(rawValue: "record.revisit")?.unit == .record)
        #expect(Reason(rawValue: "document.nsfw")?.unit == .document)
        #expect(Reason(rawValue: "image.nsfw")?.unit == .image)
    }

    @Test func everyLabelSaysItsUnit() {
        let units: [String: Unit] = [
            "record": .record, "page": .document, "document": .document, "paragraph": .paragraph, "image": .image,
        ]
        for reason in Reason.allCases {
            let label = String(reason.rawValue.prefix { $0 != "." })
            #expect(units[label] == reason.unit, "\(reason.rawValue)")
        }
        #expect(Reason.allCases.filter(\.isCut) == [.paragraphPartlyRepeatedInDomain])
    }

    // MARK: Signals

    @Test func aSignalIsReadWithDashesOrUnderscores() {
        #expect(ScoreSignal(name: "image-gain") == .imageGain && ScoreSignal(name: "image_gain") == .imageGain)
        #expect(ScoreSignal(name: "swap_margin") == .swapMargin && ScoreSignal(name: "Caption") == nil)
        #expect(
            ScoreSignal.allCases.map(\.column) == [
                "caption", "caption_agreement", "perplexity", "image_gain", "swap_margin", "question",
            ])
    }

    @Test func whoHasASignal() {
        #expect(ScoreSignal.allCases.filter { !$0.isNumber } == [.caption])
        #expect(ScoreSignal.allCases.filter { !$0.isOfImages } == [.perplexity])
        #expect(ScoreSignal.allCases.allSatisfy { $0.version == 1 })
    }

    @Test func detailsAreRoundedToThousandths() {
        let details = ImageDetails(mode: "L", color: "#000000", entropy: 1.23456, sharpness: 0.0004)
        #expect(details.entropy == 1.235 && details.sharpness == 0)
        #expect(details.frames == 1 && details.orientation == 1 && !details.hasICC)
    }

    @Test func signalsAreReadAsTheyArePrinted() {
        let known = ImageSignals(sha256: "", phash: "00000000000000ff", width: 1, height: 2, format: "")
        #expect(known.perceptualHash == 255 && known.phash == "00000000000000ff" && known.sha256 == "")
        #expect(ImageSignals(sha256: "0a", phash: "", width: 0, height: 0, format: "").digest == nil)
        #expect(ImageSignals().phash == "")
    }
}
