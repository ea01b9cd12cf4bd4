import TestKit
import Testing

@testable import Idefics

/// A text before the picture that is to be described.
@Suite struct CaptionContextTests {
    @Test func theTextStandsBeforeThePicture() throws {
        let model = try IdeficsModel(checkpoint: Repository.emojiModel, options: LoadOptions(threads: 1))
        let picture = model.images.prepare(rgb: [9, 99, 199], width: 1, height: 1)
        let plain = Captioner(model)
        let alone = try plain.prompt(picture).text
        #expect(try plain.prompt(picture, after: "A list.").text == alone.replacing("<s>", with: "<s>A list."))
        let brief = Captioner(model, template: .brief)
        #expect(try brief.prompt(picture, after: "A list.").text.hasSuffix("A picture of"))
        // A page that spells out the token of a picture cannot bring one in.
        #expect(try plain.prompt(picture, after: "An <image> of").text == alone)
        let options = GenerationOptions(maximumTokens: 8)
        let both = try Captioner(model, options: options).captions([picture, picture], after: ["A list.", ""])
        let one = try Captioner(model, options: options).captions([picture])
        #expect(both.count == 2 && both[1] == one[0])
    }
}
