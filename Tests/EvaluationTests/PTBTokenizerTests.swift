import JSON
import Platform
import TestKit
import Testing

@testable import Evaluation

/// Expectations are the output of Stanford CoreNLP 3.4.1's `PTBTokenizer -preserveLines -lowerCase` without the tokens
/// that pycocoevalcap drops.
@Suite struct PTBTokenizerTests {
    @Test("a letter at the end of a line keeps its full stop unless the next line begins a sentence") func lines() {
        let lines = ["a man at a.", "Two dogs at a.", "The cat… at b."]
        #expect(
            PTBTokenizer.tokens(ofLines: lines).map { $0.joined(separator: " ") }
                == ["a man at a.", "two dogs at a", "the cat at b."])
    }

    @Test(
        "words, contractions, numbers and signs come apart as the published tokenizer has them",
        arguments: [
            ("A man riding a wave on top of a surfboard.", "a man riding a wave on top of a surfboard"),
            ("a man can't won't cannot gonna 'tis", "a man ca n't wo n't can not gon na 't is"),
            ("the dogs' bowls; the cat's, it’s don’t", "the dogs bowls the cat 's it 's do n't"),
            ("rock 'n' roll o'clock ma'am O'Reilly '90s 90's", "rock 'n' roll o'clock ma'am o'reilly '90s 90 's"),
            ("black/white 1/2 1 1/2 24/7 12/25/2010", "black/white 1/2 1 1/2 24/7 12/25/2010"),
            ("$5.00 5% No. 5 #hashtag @user", "$ 5.00 5 % no. 5 #hashtag @user"),
            ("the U.S. at 10 a.m. on Main St. vs. Dr. Who", "the u.s. at 10 a.m. on main st. vs. dr. who"),
            (
                "one... two -- three - four — five (six) [seven]",
                "one two three four five -lrb- six -rrb- -lsb- seven -rsb-"
            ),
            ("a 6-foot-tall, 2.5-inch x-ray AT&T", "a 6-foot-tall 2.5-inch x-ray at&t"),
            ("see http://a.org/b?c=1 or www.foo.com!", "see http://a.org/b?c=1 or www.foo.com"),
            ("a+b=c a_b <b>bold</b> :) C++", "a + b = c a_b <b> bold </b> :-rrb- c++"),
            ("2:30pm 1,000 10,000.50 .5", "2:30 pm 1,000 10,000.50 .5"),
            ("size of x. The J. Crew sign says A.", "size of x the j. crew sign says a."),
            ("", ""), (" . ! ", ""),
        ])
    func tokens(caption: String, expected: String) {
        #expect(PTBTokenizer.tokens(caption).joined(separator: " ") == expected)
    }

    @Test(
        "tokens of tokens are the same tokens", arguments: ["a small white dog 's ball it is n't here -lrb- yet -rrb-"])
    func repeats(tokens: String) { #expect(PTBTokenizer.tokens(tokens).joined(separator: " ") == tokens) }

    @Test("the stored examples agree", .needsShared("bench/exchange/eval_golden.json"))
    func goldens() throws {
        let goldens = try JSONValue(parsing: Files.read(Shared.require("bench/exchange/eval_golden.json")))
        for id in ["0", "1"] {
            let texts = try #require(goldens["ptb"]?["inp"]?[id]?.texts)
            let expected = try #require(goldens["ptb"]?["out"]?[id]?.texts)
            #expect(texts.map { PTBTokenizer.tokens($0).joined(separator: " ") } == expected)
        }
    }
}
