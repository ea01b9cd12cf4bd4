extension Reason {
    /// What a reason means to who sees it in a table.
    package struct Words: Sendable, Equatable {
        /// One sentence.
        package let sentence: String
        /// A detail as a drop may have it, `""` where there is none.
        package let example: String
        /// What to do about it.
        package let advice: String

        init(_ sentence: String, example: String = "", advice: String) {
            (self.sentence, self.example, self.advice) = (sentence, example, advice)
        }
    }

    /// Its words. Every reason has them (held by a test).
    package var words: Words {
        Reason.allWords[self] ?? Words(rawValue, advice: "")
    }

    private static let allWords = [recordWords, pageWords, documentWords, paragraphWords, imageWords].reduce(into: [:])
    {
        $0.merge($1) { one, _ in one }
    }
}

extension Reason {
    /// Records.
    static let recordWords: [Reason: Words] = [
        .recordUnreadable: Words(
            "A row, line or member of an import is not what its form says.",
            example: "row 12: 3 texts and 4 images",
            advice: "Look at the input at that place; what else is in the file is read."),
        .recordOtherType: Words(
            "A record that never is a page: a request, metadata, the archive's own description.",
            example: "metadata",
            advice:
                "Nothing to mend. An archive of nothing else (WAT: metadata, WET: conversion) has no pages: take the WARC that it was made from."
        ),
        .recordRevisit: Words(
            "The crawler saw the same content before and stored only a pointer.",
            advice: "The page is in the archive of the first visit; give that as an input too."),
        .recordNotHTTP: Words(
            "A response without a status line of HTTP.",
            example: "no HTTP status line",
            advice: "Look at the record; a crawler that writes bare bodies should call them resource records."),
        .recordHTTPStatus: Words(
            "The server did not answer 200 (or 203, a 200 that a proxy changed).",
            example: "404",
            advice: "Nothing to mend: pages of errors and redirects are no content."),
        .recordNotHTML: Words(
            "A response that is neither HTML nor a picture.",
            example: "application/pdf",
            advice: "Nothing to mend, unless pages are served with a wrong type."),
        .recordNoTarget: Words(
            "A record that does not say what it is of.",
            advice: "The crawler wrote no WARC-Target-URI; nothing can be done with such a record."),
        .recordTargetScheme: Words(
            "A record of something that is no web address.",
            example: "dns",
            advice: "Nothing to mend: name look-ups, crawlers' notes and screenshots are no pages."),
        .recordSegmented: Words(
            "A later piece of a record that was cut in several.",
            advice: "Join the segments with the crawler's tools, if they are many."),
        .recordNotListed: Words(
            "A page that the archive's own list of pages does not name: a frame or a script's answer.",
            advice: "Unpack the archive/ folder of the WACZ and give its WARCs, to have all of them."),
        .recordTruncated: Words(
            "The file ends inside the record, or the crawler cut what is no page.",
            example: "the file ends 512 bytes before the record does",
            advice: "Copy the archive again and compare its size."),
        .recordCorrupt: Words(
            "A compressed member that does not decode, or whose checksum is wrong.",
            example: "the checksum is wrong",
            advice: "Copy the archive again; a bad disk or a broken transfer does this."),
        .recordGarbage: Words(
            "Bytes between records that are no record.",
            example: "bytes 00 01 02 03 where a record must begin",
            advice: "Look at the archive at that offset; the reader goes on behind it."),
        .recordBadHeader: Words(
            "No WARC header where one must be.",
            example: "no WARC/ where a record must begin",
            advice: "Look at the archive at that offset."),
        .recordHeaderTooLarge: Words(
            "A header of more than a megabyte.",
            example: "the header has more than 1048576 bytes",
            advice: "Nothing to mend: no honest crawler writes one."),
        .recordBadLength: Words(
            "The length that a record says is not the length it has.",
            example: "no record begins where the 5000 bytes of Content-Length end",
            advice: "Mend the writer of the archive; lengths that reach a little into the next header are forgiven."),
        .recordTooLarge: Words(
            "A record larger than the pipeline holds.",
            example: "70000000 bytes, more than 67108864",
            advice: "Raise input.record-bytes, if pages are meant to be that large."),
        .recordPayloadEncoding: Words(
            "A body whose content coding cannot be undone.",
            example: "a content coding that cannot be undone",
            advice: "Nothing to mend, unless many have it: then the crawler labels wrongly."),
        .recordPayloadTooLarge: Words(
            "A body that is too large, decoded or not.",
            example: "a body that is too large",
            advice: "Raise input.payload-bytes, if pages are meant to be that large."),
        .recordEmptyPayload: Words(
            "A response without a body.",
            advice: "Nothing to mend."),
    ]

    /// Pages that did not become documents.
    static let pageWords: [Reason: Words] = [
        .pageCrashed: Words(
            "The worker died on the page twice.",
            example: "signal 11",
            advice: "Report the page (quarry page shows it); the run goes on without it."),
        .pageDeadline: Words(
            "The page took longer than a worker may take, twice.",
            example: "60 s",
            advice: "Raise workers.record-seconds, or report the page."),
        .pageTooLarge: Words(
            "A page of more bytes or elements than the pipeline reads.",
            example: "20000000 > 16777216 bytes",
            advice: "Raise extraction.page-bytes."),
        .pageTooManyAttributes: Words(
            "A tag with more attributes than any honest page has.",
            example: "> 1000 in a tag",
            advice: "Nothing to mend."),
        .pageUnparsed: Words(
            "A page that the parser refused.",
            advice: "Report the page; browsers show every page."),
        .pageEmpty: Words(
            "A page without an element or a text.",
            advice: "Nothing to mend."),
        .pageNoIndex: Words(
            "The page says in its head or header that it must not be used.",
            example: "noai",
            advice:
                "Nothing to mend. extraction.obey-robots-meta, obey-robots-tag and obey-tdm-header say what is obeyed."),
    ]

    /// Documents.
    static let documentWords: [Reason: Words] = [
        .documentNoText: Words(
            "Nothing was left of the text.",
            advice: "See what took the paragraphs: quarry drops --unit paragraph --sample 20."),
        .documentNoImage: Words(
            "Nothing was left of the images.",
            advice:
                "See what took the images: quarry drops --unit image --sample 20. images.per-document.min=0 keeps pages of text."
        ),
        .documentTooManyImages: Words(
            "More images than a document may have.",
            example: "120 > 30",
            advice: "Raise images.per-document.max, or cut documents in parts with images.per-document.over=split."),
        .documentTooFewWords: Words(
            "The text that was left is too short.",
            example: "3 < 10",
            advice: "Lower min of documents.words."),
        .documentTooManyWords: Words(
            "The text that was left is too long.",
            example: "3000 > 2000",
            advice: "Raise max of documents.words."),
        .documentCharacterRepetition: Words(
            "The same runs of characters come again and again.",
            example: "0.2 > 0.106",
            advice: "Lists and tables do this; raise the rule's ratio if good pages leave."),
        .documentWordRepetition: Words(
            "The same runs of words come again and again.",
            example: "0.3 > 0.192",
            advice: "Raise the rule's ratio if good pages leave."),
        .documentSpecialCharacters: Words(
            "Too many characters are neither letters nor blanks.",
            example: "0.3836 > 0.35",
            advice: "Code and tables of numbers do this; raise the rule's ratio if good pages leave."),
        .documentTooFewStopWords: Words(
            "Too few of the small words that sentences are made of.",
            example: "0.1 < 0.3",
            advice: "Lists of names do this, and a language that was told wrongly; see the document's language."),
        .documentFlaggedWords: Words(
            "Too many words of the list of flagged ones.",
            example: "0.02 > 0.01",
            advice: "Raise the rule's ratio, or change the list."),
        .documentTooLittlePunctuation: Words(
            "Hardly any full stop or comma.",
            example: "0.0005 < 0.001",
            advice: "Pages of links and lists do this."),
        .documentTooFewCommonWords: Words(
            "Hardly any word that is common.",
            example: "0.1 < 0.2",
            advice: "Names and numbers do this, and a list of words of another language."),
        .documentLanguage: Words(
            "The text is in another language than is asked for, or cannot be told.",
            example: "de",
            advice: "Add the language to those of documents.language."),
        .documentPerplexity: Words(
            "The model of the language is too surprised by the text.",
            example: "2500 > 1500",
            advice: "Raise the rule's number if good pages leave."),
        .documentDuplicateURL: Words(
            "Another capture of the same page, younger or in a later archive, is kept.",
            example: "3 in all",
            advice: "Nothing to mend."),
        .documentNearDuplicate: Words(
            "Another page with nearly the same words is kept.",
            example: "of 9fec4c02c14ca78f5d04, similarity 0.93",
            advice: "Compare both with quarry show; raise corpus.near-duplicates.threshold if pages leave that differ."),
        .documentDuplicateImages: Words(
            "Another page with the same set of images is kept.",
            example: "of 9fec4c02c14ca78f5d04, 2 in all",
            advice: "corpus.deduplicate-image-sets=false keeps them."),
        .documentContaminated: Words(
            "It shares text or pictures with a benchmark that models are tested on.",
            advice: "Nothing to mend: a test must not be trained on. The section decontaminate says what is done."),
        .documentTakenDown: Words(
            "A takedown list names it, its address or its domain.",
            example: "example.org",
            advice: "Nothing to mend; the receipt beside the export says by which line."),
        .documentDuplicateID: Words(
            "Another document of the input has the same identifier.",
            advice: "Look at the input: the first of them is kept."),
        .documentTooLarge: Words(
            "The record would be longer than readers of JSON lines take.",
            example: "1200000 >= 1000000",
            advice: "Lower extraction.images, or report it: documents are cut in parts before."),
        .documentNSFW: Words(
            "The document shows what is not safe for work.",
            example: "0.97 > 0.9",
            advice: "Raise the rule's number."),
        .documentScore: Words(
            "A model's number is on the wrong side of the threshold.",
            example: "0.02 < 0.1",
            advice: "Change the condition of select: it is asked again without measuring again."),
        .documentNotSelected: Words(
            "The condition of quarry select is not true for it, or quarry mix did not draw it.",
            example: "image_gain = 0.02",
            advice: "Change --where, or the total and weights of the mixture."),
    ]

    /// Paragraphs.
    static let paragraphWords: [Reason: Words] = [
        .paragraphTooFewWords: Words(
            "A paragraph of too few words.",
            example: "2 < 4",
            advice: "Menus and buttons do this; lower min of paragraphs.words if headings leave."),
        .paragraphTooManyWords: Words(
            "A paragraph of too many words.",
            example: "1200 > 1000",
            advice: "Raise max of paragraphs.words."),
        .paragraphCharacterRepetition: Words(
            "The same runs of characters come again and again.",
            example: "0.3 > 0.1",
            advice: "Raise the rule's ratio if good paragraphs leave."),
        .paragraphWordRepetition: Words(
            "The same runs of words come again and again.",
            example: "0.5 > 0.2",
            advice: "Raise the rule's ratio if good paragraphs leave."),
        .paragraphSpecialCharacters: Words(
            "Too many characters are neither letters nor blanks.",
            example: "0.5 > 0.3",
            advice: "Code, formulas and rows of numbers do this; text.keep-verbatim spares code."),
        .paragraphTooFewStopWords: Words(
            "Too few of the small words that sentences are made of.",
            example: "0.1 < 0.3",
            advice: "Names and lists do this; text.keep-lists spares lists and tables."),
        .paragraphFlaggedWords: Words(
            "Too many words of the list of flagged ones.",
            example: "0.1 > 0.05",
            advice: "Raise the rule's ratio, or change the list."),
        .paragraphTooLittlePunctuation: Words(
            "Hardly any full stop or comma.",
            example: "0 < 0.001",
            advice: "Lines of menus and headings do this."),
        .paragraphTooFewCommonWords: Words(
            "Hardly any word that is common.",
            example: "0.1 < 0.2",
            advice: "Names and numbers do this."),
        .paragraphSpamWords: Words(
            "Too many words that only notices and forms have (cookies, subscribe, log in).",
            example: "0.5 >= 0.12",
            advice: "Raise corpus.spam-words if good paragraphs leave."),
        .paragraphRepeatedInDomain: Words(
            "The same paragraph stands on many pages of the domain.",
            example: "12 > 3 in the domain",
            advice: "Notices and footers do this; raise corpus.paragraph-maximum if texts leave."),
        .paragraphPartlyRepeatedInDomain: Words(
            "A line or a run of words that stands on many pages of the domain was cut out; the rest of its paragraph went on.",
            example: "12 > 3 in the domain",
            advice:
                "Read some with quarry drops --reason paragraph.partly-repeated-in-domain --sample 20; raise corpus.line-words and corpus.window-words, or set them to 0, if texts leave."
        ),
        .paragraphBoilerplate: Words(
            "It belongs to the page's frame, not to what the page is about.",
            example: "class or id",
            advice:
                "Look at the path and the text with quarry drops --reason paragraph.boilerplate --sample 20, and at its page with quarry page."
        ),
        .paragraphLoneHeading: Words(
            "A heading of which nothing is left.",
            advice: "See what took the paragraphs below it."),
        .paragraphDocumentDropped: Words(
            "It left because its document left.",
            advice: "See why the document left."),
    ]
}
