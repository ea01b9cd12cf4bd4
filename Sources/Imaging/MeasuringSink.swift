/// Turns rows into a luma raster, reduced by averaging squares of `divisor` pixels, and a mean colour.
///
/// Memory is the raster and one row of sums, however many pixels come.
final class MeasuringSink: RowSink {
    private let divisor: Int
    private var header = RowHeader(width: 0, height: 0, layout: .gray)
    private var raster = LumaRaster(width: 0, height: 0, pixels: [])
    /// Luma of the row at hand.
    private var luma: [UInt8] = []
    /// Sums of luma a reduced column, over the rows of the reduced row at hand.
    private var sums: [Int32] = []
    private var rowsInSums = 0
    private var rowsOut = 0
    private var totals = ColorTotals()

    init(divisor: Int) { self.divisor = divisor }

    func begin(_ header: RowHeader) {
        self.header = header
        let (width, height) = ((header.width + divisor - 1) / divisor, (header.height + divisor - 1) / divisor)
        raster = LumaRaster(width: width, height: height, pixels: [UInt8](repeating: 0, count: width * height))
        luma = [UInt8](repeating: 0, count: header.width)
        sums = [Int32](repeating: 0, count: width)
    }

    func row(_ y: Int, _ source: UnsafePointer<UInt8>) {
        let width = header.width
        luma.withUnsafeMutableBufferPointer { luma in
            guard let luma = luma.baseAddress else { return }
            totals.add(source, header.layout, width, luma: luma)
            if divisor == 1 {
                raster.pixels.withUnsafeMutableBufferPointer { raster in
                    raster.baseAddress?.advanced(by: y * width).update(from: luma, count: width)
                }
            } else {
                addToSums(luma)
            }
        }
        if divisor > 1 && (rowsInSums == divisor || y == header.height - 1) { emitSums() }
    }

    /// The raster; rows that never came are black.
    func finish() -> LumaRaster { raster }

    /// The mean colour of the rows that came.
    var averageColor: AverageColor { totals.average }

    private func addToSums(_ luma: UnsafePointer<UInt8>) {
        sums.withUnsafeMutableBufferPointer { sums in
            var x = 0
            for column in sums.indices {
                let end = min(x + divisor, header.width)
                var sum: Int32 = 0
                while x < end {
                    sum &+= Int32(luma[x])
                    x += 1
                }
                sums[column] &+= sum
            }
        }
        rowsInSums += 1
    }

    private func emitSums() {
        let last = header.width - (raster.width - 1) * divisor
        for column in sums.indices {
            let area = Int32(rowsInSums * (column == raster.width - 1 ? last : divisor))
            raster.pixels[rowsOut * raster.width + column] = UInt8((sums[column] + area / 2) / area)
            sums[column] = 0
        }
        rowsInSums = 0
        rowsOut += 1
    }
}
