import CorpusFiles
import CorpusKit
import Documents
import Platform
import TestKit
import Testing

@testable import Maps

/// Words as vectors: counting, weighting, projecting, and the linear algebra under them.
@Suite struct VectorsTests {
    private let serial = Parallel(jobs: 1)

    private func counts(_ texts: [String]) throws -> WordCounts {
        let scratch = try Scratch()
        return try WordCounts(TinyCorpus.ofTexts(texts, in: scratch.path), serial)
    }

    private func room(_ values: [Float]) -> Room<Float> {
        let room = Room<Float>(values.count, filledWith: 0)
        for (place, value) in values.enumerated() { room[place] = value }
        return room
    }

    private func isNear(_ one: [Float], _ two: [Float], by most: Float = 1e-5) -> Bool {
        one.count == two.count && zip(one, two).allSatisfy { abs($0 - $1) <= most }
    }

    // MARK: Words

    /// What has more than 40 bytes is no word, and a letter alone says nothing where words have several.
    @Test func wordsHaveTwoToFortyBytes() {
        func words(_ text: String) -> [String] {
            DocumentWords(number: 0, texts: [text], spelling: true).spelt.map(\.word).sorted()
        }
        let forty = String(repeating: "a", count: 40)
        #expect(words("\(forty) \(forty)b x é no") == [forty, "no", "é"].sorted())
        #expect(words("") == [] && words("1 2 3") == [] && words("12") == ["12"])
    }

    /// Twenty thousand words are read; a text that has begun is read to its end.
    @Test func aBookIsToldByItsBeginning() {
        func count(_ first: Int) -> Int {
            let beginning = Array(repeating: "word", count: first).joined(separator: " ")
            return DocumentWords(number: 0, texts: [beginning, "later on"], spelling: false).words.count
        }
        #expect(count(19_999) == 3 && count(20_000) == 1)
    }

    @Test func everythingThatIsSaidIsCounted() throws {
        let scratch = try Scratch()
        var image = ImageNode(ordinal: 1, url: "http://i.example/urlword.jpg", alt: "altword", caption: "captionword")
        image.modelCaption = "modelword"
        var document = Document(
            id: String(repeating: "a", count: 20), url: "http://a.example/",
            nodes: [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: "textword textword")])), .image(image)])
        document.title = "titleword"
        let counts = try WordCounts(TinyCorpus.of([document], in: scratch.path), serial)
        #expect(counts.words.filter { !$0.isEmpty }.sorted() == ["altword", "captionword", "textword", "titleword"])
        #expect(counts.counts.sorted() == [1, 1, 1, 2] && counts.columns == counts.columns.sorted())
        #expect(counts.documents.count { $0 == 1 } == 4 && counts.documents.reduce(0, +) == 4)
    }

    @Test func droppedDocumentsAreCountedBehindTheOthers() throws {
        let scratch = try Scratch()
        let corpus = try TinyCorpus.ofTexts(["cat", "dog"], dropping: ["elk elk", "fox"], in: scratch.path)
        let dropped = try DroppedDocuments.collect(corpus, to: scratch.file("dropped"))
        let counts = try WordCounts(corpus, dropped: dropped, serial)
        #expect(counts.numbers == [0, 1, 2, 3] && counts.counts == [1, 1, 2, 1])
        #expect(counts.words[Int(counts.columns[2])] == "elk")
    }

    @Test func theSameCountsOnAnyNumberOfThreads() throws {
        let scratch = try Scratch()
        let corpus = try TinyCorpus.ofTexts((0..<300).map { "word\($0 % 7) word\($0 % 11) own\($0)" }, in: scratch.path)
        let (one, three) = (try WordCounts(corpus, serial), try WordCounts(corpus, Parallel(jobs: 3)))
        #expect(one.numbers == Array(0..<300) && one.columns == three.columns && one.starts == three.starts)
    }

    // MARK: Weights

    /// 1 + log of how often, times log((1 + documents) / (1 + those with it)) + 1; a row is one long.
    @Test func rowsAreOfWeightedWords() throws {
        let counts = try counts(["cat cat dog", "cat dog", "elk gnu"])
        let matrix = SparseMatrix(counts)
        let (cat, dog) = (
            try #require(counts.words.firstIndex(of: "cat")), try #require(counts.words.firstIndex(of: "dog"))
        )
        let right = Room<Float>(WordCounts.buckets * 2, filledWith: 0)
        right[cat * 2] = 1
        right[dog * 2 + 1] = 1
        // (1 + ln 2, 1) / 1.9664; both words are in two documents, so their weight is no matter.
        let rows = matrix.multiply(right, width: 2, serial)
        #expect(matrix.rows == 3 && isNear(rows.array, [0.86104, 0.50854, 0.70711, 0.70711, 0, 0]))
        let table = VectorTable(rows: 3, dimensions: 2)
        matrix.multiply(right, width: 2, into: table, serial)
        #expect(isNear([table[0, 0], table[0, 1], table[1, 0], table[2, 0]], [0.86104, 0.50854, 0.70711, 0]))
        let back = matrix.multiplyTransposed(room([1, 0, 10, 0, 100, 0]), width: 2, serial)
        #expect(
            isNear(
                [back[cat * 2], back[dog * 2], back[cat * 2 + 1]], [0.86104 + 7.0711, 0.50854 + 7.0711, 0], by: 1e-3))
    }

    @Test func documentsOfTheSameWordsPointTheSameWay() throws {
        let scratch = try Scratch()
        let families = ["harbour lantern copper", "alpha beta gamma"]
        let texts = (0..<20).map { families[$0 % 2] } + ["alone unheard"]
        let corpus = try TinyCorpus.ofTexts(texts, in: scratch.path)
        let vectors = try WordVectors.make(corpus, WordCounts(corpus, serial), serial)
        #expect(vectors.rows == 21 && vectors.dimensions == 64)
        func product(_ one: Int, _ two: Int) -> Float {
            (0..<64).reduce(0) { $0 + vectors[one, $1] * vectors[two, $1] }
        }
        #expect(abs(product(0, 2) - 1) < 1e-4 && abs(product(1, 19) - 1) < 1e-4 && abs(product(0, 1)) < 1e-4)
        #expect(product(20, 20) == 0, "words that nobody else has point nowhere")
    }

    @Test func whatWasDroppedHasRowsBehind() throws {
        let scratch = try Scratch()
        let corpus = try TinyCorpus.ofTexts(
            ["cat dog", "cat dog", "elk fox", "elk fox"], dropping: ["elk fox"], in: scratch.path)
        let dropped = try DroppedDocuments.collect(corpus, to: scratch.file("dropped"))
        let vectors = try WordVectors.make(
            corpus, dropped: dropped, WordCounts(corpus, dropped: dropped, serial), serial)
        let products = (0..<5).map { row in (0..<64).reduce(Float(0)) { $0 + vectors[row, $1] * vectors[4, $1] } }
        #expect(isNear(products, [0, 0, 1, 1, 1], by: 1e-4))
    }

    // MARK: Linear algebra

    @Test func productsOfColumns() {
        #expect(Orthogonal.gram(room([1, 2, 3, 4]), rows: 2, width: 2, serial) == [10, 14, 14, 20])
        let many = Room<Float>(2000 * 2, filledWith: 1)
        #expect(Orthogonal.gram(many, rows: 2000, width: 2, Parallel(jobs: 3)) == [2000, 2000, 2000, 2000])
    }

    /// Gram and Schmidt by hand: (3, 0, 4)/5, then (1, 2, 0) without what it has of that, which is (0.64, 2, -0.48).
    @Test func columnsAreMadeOrthonormal() {
        let matrix = room([3, 1, 0, 2, 4, 0])
        Orthogonal.normalize(matrix, rows: 3, width: 2, serial)
        #expect(isNear(matrix.array, [0.6, 0.29711, 0, 0.92848, 0.8, -0.22283]))
    }

    @Test func aColumnThatDependsOnOthersBecomesZero() {
        let matrix = room([1, 2, 0, 2, 4, 1])
        Orthogonal.normalize(matrix, rows: 2, width: 3, serial)
        #expect(isNear(matrix.array, [0.44721, 0, -0.89443, 0.89443, 0, 0.44721]))
        let zeros = room([0, 0, 0, 0])
        Orthogonal.normalize(zeros, rows: 2, width: 2, serial)
        #expect(zeros.array == [0, 0, 0, 0])
    }

    @Test func onlyTheFirstNumbersAreLookedAt() {
        let line = room([0, 0, 5])
        #expect(Orthogonal.isZero(line.base, 2) && !Orthogonal.isZero(line.base, 3) && Orthogonal.isZero(line.base, 0))
    }

    @Test func aSymmetricMatrixIsTakenApart() {
        // Eigenvalues 3 ± √2.
        let two = Jacobi([4, 1, 1, 2], size: 2).largest(2)
        #expect(abs(two[0].value - 4.41421) < 1e-4 && abs(two[1].value - 1.58579) < 1e-4)
        #expect(isNear(two[0].vector.map { Float($0) }, [0.92388, 0.38268]))
        #expect(isNear(two[1].vector.map { Float($0) }, [-0.38268, 0.92388]), "the largest number is positive")
        let diagonal = Jacobi([1, 0, 0, 0, 5, 0, 0, 0, 3], size: 3).largest(2)
        #expect(
            diagonal.map(\.value) == [5, 3] && diagonal[0].vector == [0, 1, 0] && diagonal[1].vector == [0, 0, 1])
    }

    /// A matrix is its eigenvectors' products, weighted.
    @Test func thePartsMakeTheWhole() {
        let matrix: [Double] = [6, -2, 1, 0, -2, 3, 0.5, 1, 1, 0.5, -4, 2, 0, 1, 2, 0]
        let parts = Jacobi(matrix, size: 4).largest(4)
        for row in 0..<4 {
            for column in 0..<4 {
                let sum = parts.reduce(0) { $0 + $1.value * $1.vector[row] * $1.vector[column] }
                #expect(abs(sum - matrix[row * 4 + column]) < 1e-8, "\(row), \(column)")
            }
        }
        #expect(parts.map(\.value) == parts.map(\.value).sorted(by: >))
    }

    /// Rows along (1, 2, 2): the middle at 0, the first axis with the standard deviation that was asked for.
    @Test func theFirstAxisIsWhereRowsDifferMost() {
        let table = VectorTable((0..<5).map { [Float($0) + 7, Float($0) * 2, Float($0) * 2 - 3] })
        let points = PrincipalAxes.project(table, deviation: 0.1, serial)
        let first = (0..<5).map { points[$0 * 2] * (points[0] < 0 ? 1 : -1) }
        let step = Float(0.1 / 2.0.squareRoot())
        #expect(isNear(first, [-2 * step, -step, 0, step, 2 * step]))
    }

    @Test func theSecondAxisIsAcrossTheFirst() {
        let table = VectorTable([[4, 0], [-4, 0], [0, 2], [0, -2]])
        let points = PrincipalAxes.project(table, deviation: 1, serial)
        // The first axis has the squares 16 and 16 of four rows: its deviation is 2.828.
        let sizes = points.array.map(abs)
        #expect(isNear(sizes, [1.41421, 0, 1.41421, 0, 0, 0.70711, 0, 0.70711], by: 1e-4))
        #expect(points[0] == -points[2] && points[5] == -points[7])
    }

    @Test func oneRowIsTheMiddle() {
        #expect(PrincipalAxes.project(VectorTable([[3, 4]]), deviation: 1, serial).array == [0, 0])
        #expect(PrincipalAxes.project(VectorTable([[3, 4], [3, 4]]), deviation: 1, serial).array == [0, 0, 0, 0])
    }

    // MARK: Tables

    @Test func rowsBeginAtMultiplesOfEight() {
        for (dimensions, stride) in [(1, 8), (8, 8), (9, 16), (64, 64)] {
            #expect(VectorTable(rows: 1, dimensions: dimensions).stride == stride, "\(dimensions)")
        }
        let table = VectorTable([[1, 2, 3], [4, 5, 6]])
        #expect(table.rows == 2 && table.dimensions == 3 && table[1, 2] == 6)
        #expect(table.row(1)[0] == 4 && table.row(0)[3] == 0 && table.row(0)[7] == 0)
        let turned = table.reordered([1, 1, 0])
        #expect(
            turned.rows == 3 && turned[0, 2] == 6 && turned[1, 0] == 4 && turned[2, 1] == 2 && turned.dimensions == 3)
        #expect(VectorTable([]).rows == 0)
    }

    @Test func roomIsFilledAndCopied() {
        let room = Room<Int32>(3, filledWith: -1)
        room[1] = 7
        #expect(room.count == 3 && room.array == [-1, 7, -1] && Room<Float>(0, filledWith: 1).array.isEmpty)
    }

    @Test func thereIsOneThreadAtLeast() {
        #expect(Parallel(jobs: 0).jobs == 1 && Parallel(jobs: -4).jobs == 1 && Parallel(jobs: 5).jobs == 5)
    }

    @Test(arguments: [1, 4]) func everyNumberIsGivenOnce(jobs: Int) {
        let seen = Room<Int32>(103, filledWith: 0)
        Parallel(jobs: jobs).forEach(103, grain: 10) { range in for number in range { seen[number] += 1 } }
        #expect(seen.array.allSatisfy { $0 == 1 })
        // In order: 1, 1e16 and -1e16 are 0 or 1 according to it.
        let values = [1, 1e16, -1e16]
        #expect(Parallel(jobs: jobs).sum(3, grain: 1) { values[$0.lowerBound] } == (1 + 1e16) - 1e16)
    }
}
