import Configuration
import Extraction
import WebStandards

/// What a page says of its use, in its head and in the header of its response, as far as the pipeline obeys it.
struct PageManners {
    /// Words that keep a text, or only the images, out of a data set.
    private let refusals: Set<String> = ["noai", "noml", "noindex", "none"]
    private let imageRefusals: Set<String> = ["noimageai", "noimageindex"]
    private let config: ExtractionConfig
    private let agent: String

    init(_ config: PipelineConfig) {
        self.config = config.extraction
        agent = config.fetch.userAgent
    }

    /// Why the page must not be used; nil when it may be.
    func refusesPage(_ page: CapturedPage, _ extraction: Extraction) -> String? {
        word(in: extraction, refusals) ?? tag(of: page, .refusesText) ?? reservation(page, extraction)
    }

    /// Why the images of the page must not be used; nil when they may be.
    func refusesImages(_ page: CapturedPage, _ extraction: Extraction) -> String? {
        word(in: extraction, imageRefusals)
            ?? tag(of: page, RobotsDirectives.refusesImages.subtracting(.refusesText))
    }

    private func word(in extraction: Extraction, _ words: Set<String>) -> String? {
        config.obeyRobotsMeta ? extraction.robotsDirectives.first(where: words.contains) : nil
    }

    private func tag(of page: CapturedPage, _ refused: RobotsDirectives) -> String? {
        guard config.obeyRobotsTag, !page.robotsTags.isEmpty else { return nil }
        let said = page.robotsTags.reduce(into: RobotsDirectives()) {
            $0.formUnion(.header($1, userAgentToken: agent))
        }
        let found = said.intersection(refused)
        return found.isEmpty ? nil : "x-robots-tag: " + found.words.joined(separator: ", ")
    }

    /// TDMRep: what the page says in its head holds before what its header says, for or against.
    private func reservation(_ page: CapturedPage, _ extraction: Extraction) -> String? {
        if config.obeyRobotsMeta, let isReserved = extraction.reservesTDM {
            return isReserved ? "tdm-reservation" : nil
        }
        guard config.obeyTDMHeader, let value = page.tdmReservation,
            TDMReservation(value: value)?.isReserved == true
        else { return nil }
        return "tdm-reservation of the header"
    }
}
