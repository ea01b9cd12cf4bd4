import Testing

@testable import Facts

/// What is fixed for a signal of a model, how captions are asked for, and the small tables.
@Suite struct SignalTableTests {
    // MARK: Signals

    @Test func aSignalNeedsItsPasses() {
        let table: [ScoreSignal: Set<ScoreSignal.Pass>] = [
            .caption: [.caption], .captionAgreement: [.caption], .perplexity: [.own], .imageGain: [.own, .masked],
            .swapMargin: [.own, .others], .question: [.question],
        ]
        for signal in ScoreSignal.allCases {
            #expect(signal.passes == table[signal], "\(signal)")
            for pass in ScoreSignal.Pass.allCases {
                #expect(Set([signal]).need(pass) == table[signal]?.contains(pass), "\(signal) \(pass)")
            }
        }
    }

    /// Signals that are measured together share their passes.
    @Test func severalSignalsNeedThePassesOfAll() {
        let some: Set<ScoreSignal> = [.perplexity, .imageGain]
        #expect(some.need(.own) && some.need(.masked) && !some.need(.others) && !some.need(.caption))
        #expect(ScoreSignal.Pass.allCases.allSatisfy { !Set<ScoreSignal>().need($0) })
    }

    @Test func signalsHaveNamesAndColumns() {
        #expect(
            ScoreSignal.allCases.map(\.rawValue) == [
                "caption", "caption-agreement", "perplexity", "image-gain", "swap-margin", "question",
            ])
        #expect(ScoreSignal.numbers == [.captionAgreement, .perplexity, .imageGain, .swapMargin, .question])
        for signal in ScoreSignal.allCases {
            #expect(ScoreSignal(name: signal.rawValue) == signal && ScoreSignal(name: signal.column) == signal)
        }
        for name in ["", "image gain", "imageGain", "image-gain ", "perplexit"] {
            #expect(ScoreSignal(name: name) == nil, "\(name)")
        }
    }

    /// `perplexity` in a pipeline is that of a language model without images.
    @Test func onlyOneRuleHasAnotherName() {
        #expect(ScoreSignal.perplexity.rule == "model-perplexity")
        for signal in ScoreSignal.allCases where signal != .perplexity { #expect(signal.rule == signal.rawValue) }
    }

    @Test func definitionsSayWhatIsComputed() {
        for (signal, words) in [
            (ScoreSignal.caption, ["greedy", "white space"]), (.captionAgreement, ["CIDEr-D", "0 to 10"]),
            (.perplexity, ["exp of minus the mean log-likelihood"]), (.imageGain, ["minus with all of them masked"]),
            (.swapMargin, ["others in their places"]),
            (.question, ["p(yes) / (p(yes) + p(no))"]),
        ] as [(ScoreSignal, [String])] {
            for word in words { #expect(signal.definition.contains(word), "\(signal): \(word)") }
        }
        #expect(
            Set(ScoreSignal.allCases.map(\.definition)).count == 6 && Set(ScoreSignal.allCases.map(\.cost)).count == 6)
        #expect(ScoreSignal.imageGain.cost.contains("two passes") && ScoreSignal.perplexity.cost.contains("one pass"))
        // What only documents have is defined of a document, what images have of an image.
        for signal in ScoreSignal.allCases {
            #expect(signal.definition.contains("an image") == signal.isOfImages || signal == .perplexity, "\(signal)")
            #expect(signal.definition.contains("of a document") == signal.isNumber, "\(signal)")
        }
    }

    // MARK: Captions

    @Test func theUsualCaptionIsPlain() {
        let usual = CaptionSettings()
        #expect(usual.prefix == "" && usual.tokens == 40 && usual.template == "plain" && usual.context == 0)
        #expect(usual.repetitionPenalty == 1 && usual.beams == 1 && usual.words == "captions of at most 40 tokens")
    }

    @Test func everySettingIsSaidInItsPlace() {
        var all = CaptionSettings()
        all.prefix = "A picture of"
        #expect(all.words == "captions of at most 40 tokens after 'A picture of'")
        (all.tokens, all.template, all.context, all.repetitionPenalty, all.beams) = (12, "brief", 200, 1.25, 3)
        #expect(
            all.words
                == "captions of at most 12 tokens after 'A picture of', brief, 200 characters of text before the picture, "
                + "a penalty of 1.25 on repetitions, 3 beams")
    }

    @Test func whatIsUsualIsNotSaid() {
        var settings = CaptionSettings()
        settings.beams = 2
        #expect(settings.words == "captions of at most 40 tokens, 2 beams" && settings != CaptionSettings())
        settings = CaptionSettings()
        settings.repetitionPenalty = 0.5
        #expect(settings.words.hasSuffix(", a penalty of 0.5 on repetitions"))
        settings = CaptionSettings()
        settings.context = 1
        #expect(settings.words.hasSuffix(", 1 characters of text before the picture"))
    }

    // MARK: HTTP

    @Test func contentComesWithTwoStatusCodes() {
        #expect((100...599).filter { HTTPStatus.hasContent($0) } == [200, 203])
    }

    // MARK: Pictures

    @Test func aFormatHasItsTypesAndEndings() {
        let table = PictureFormat.all.map { [$0.name] + $0.suffixes + $0.mediaTypes }
        #expect(
            table == [
                ["jpeg", "jpg", "jpeg", "image/jpeg", "image/jpg"], ["png", "png", "image/png"],
                ["webp", "webp", "image/webp"], ["gif", "gif", "image/gif"], ["avif", "avif", "image/avif"],
            ])
        #expect(PictureFormat.decoded.map(\.name).prefix(4) == ["jpeg", "png", "webp", "gif"])
        #expect(PictureFormat(named: "webp")?.mediaTypes == ["image/webp"] && PictureFormat(named: "JPEG") == nil)
    }

    /// All pieces of a group must be there, each at its place.
    @Test func everyPieceOfTheBeginningCounts() {
        let webp = PictureFormat(named: "webp")
        for (text, isWebP) in [
            ("RIFF....WEBP", true), ("RIFF....WEB", false), ("RIFX....WEBP", false), ("....WEBPRIFF", false),
            ("RIFF.....WEBP", false), ("XRIFF...WEBP", false),
        ] { #expect(webp?.begins(Array(text.utf8)) == isWebP, "\(text)") }
        #expect(PictureFormat(named: "gif")?.begins(Array("GIF87a".utf8)) == true)
        #expect(PictureFormat(named: "avif")?.begins(Array("ftypavif".utf8)) == false)
        let jpeg = PictureFormat(named: "jpeg")
        #expect(jpeg?.begins([0xFF, 0xD8, 0xFF]) == true && jpeg?.begins([0xFF, 0xD8, 0xFE]) == false)
        #expect(jpeg?.begins([0, 0xFF, 0xD8, 0xFF].dropFirst()) == true, "a slice begins at its own place")
    }

    @Test func aPictureThatIsNotDecodedIsAPicture() {
        #expect(PictureFormat.isPicture(Array("....ftypavis".utf8)))
        #expect(!PictureFormat.isDecoded(mediaType: "image/png ") && !PictureFormat.isDecoded(mediaType: "image"))
    }
}
