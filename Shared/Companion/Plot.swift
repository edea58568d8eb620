/// Curves, points and paths over a common pair of axes.
public struct Plot: Sendable {
  let title: String
  let x: String
  let y: String
  let series: [Series]
  let isLogarithmic: Bool
  let isSquare: Bool

  /// A named curve, or a named cloud of points.
  public struct Series: Sendable {
    let name: String
    let points: [Point]
    let isJoined: Bool

    /// The curve that joins the given points in their order.
    public init(_ name: String, _ points: [(Double, Double)]) {
      self.init(name, points, isJoined: true)
    }

    /// The given points, each by itself.
    public static func points(_ name: String, _ points: [(Double, Double)]) -> Series {
      Series(name, points, isJoined: false)
    }

    private init(_ name: String, _ points: [(Double, Double)], isJoined: Bool) {
      self.name = name
      self.points = points.map { Point(x: $0.0, y: $0.1) }
      self.isJoined = isJoined
    }
  }

  struct Point: Sendable {
    var x: Double
    var y: Double
  }

  /// - Parameters:
  ///   - title: what the figure shows, unique in its chapter; also names its file
  ///   - x: what the horizontal axis shows
  ///   - y: what the vertical axis shows
  ///   - isLogarithmic: whether equal steps of the vertical axis are equal factors
  ///   - isSquare: whether a unit is as long across as up, as in a picture of the plane
  public init(
    _ title: String, x: String, y: String, isLogarithmic: Bool = false, isSquare: Bool = false,
    _ series: [Series]
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.isLogarithmic = isLogarithmic
    self.isSquare = isSquare
  }

  /// What can be drawn, in the coordinates of the axes: not so large that the difference of two
  /// overflows, and on a logarithmic axis the exponents of ten of what is positive. The last bits,
  /// which differ from one C library to the next, are left out.
  var drawable: [[Point]] {
    func fits(_ x: Double) -> Bool { x.magnitude < 1e300 }
    let points = series.map { series in
      series.points.filter { fits($0.x) && fits($0.y) && (!isLogarithmic || $0.y > 0) }
        .map { Point(x: $0.x, y: isLogarithmic ? .log($0.y) / .log(10) : $0.y) }
    }
    let right = points.joined().map(\.x.magnitude).max() ?? 0
    let top = points.joined().map(\.y.magnitude).max() ?? 0
    return points.map {
      $0.map {
        Point(x: Format.steady($0.x, beside: right), y: Format.steady($0.y, beside: top))
      }
    }
  }

  /// The ranges of the axes, widened where they are empty; nil if there is nothing to draw.
  var bounds: (x: ClosedRange<Double>, y: ClosedRange<Double>)? {
    let points = drawable.flatMap { $0 }
    guard !points.isEmpty else { return nil }
    func range(_ values: [Double]) -> ClosedRange<Double> {
      let (low, high) = (values.min()!, values.max()!)
      // As wide as rounding can tell from nothing.
      let width = max(1, low.magnitude / 2)
      return low == high ? low - width...high + width : low...high
    }
    let (x, y) = (range(points.map(\.x)), range(points.map(\.y)))
    // A unit is as long across as up only if both axes have the same length.
    let side = max(x.upperBound - x.lowerBound, y.upperBound - y.lowerBound)
    guard isSquare, side.isFinite else { return (x, y) }
    func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
      let extra = (side - (range.upperBound - range.lowerBound)) / 2
      return range.lowerBound - extra...range.upperBound + extra
    }
    return (widened(x), widened(y))
  }

  /// About five round numbers that span a range.
  static func ticks(_ range: ClosedRange<Double>) -> [Double] {
    let raw = (range.upperBound - range.lowerBound) / 5
    let power = Double.pow(10, (Double.log(raw) / .log(10)).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= raw * 0.999 } ?? raw
    let first = Int((range.lowerBound / step - 1e-9).rounded(.up))
    let last = Int((range.upperBound / step + 1e-9).rounded(.down))
    return first <= last ? (first...last).map { Double($0) * step } : []
  }

  /// A height as the axis names it.
  func label(height: Double) -> String {
    // A tick at 4 may come out as 3.999….
    let height = Format.steady(height)
    guard isLogarithmic else { return Format.significant(height, 3).trimmedZeros }
    let value = Format.steady(.pow(10, height))
    return (height.magnitude < 4 ? Format.significant(value, 2) : Format.scientific(value, 1))
      .trimmedZeros
  }
}

extension String {
  /// `0.500` as `0.5`, `2.00` as `2`, `1.0e-3` as `1e-3`.
  var trimmedZeros: String {
    guard contains(".") else { return self }
    let parts = split(separator: "e")
    var text = parts[0]
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return parts.count == 2 ? "\(text)e\(parts[1])" : String(text)
  }
}

/// The cell in which a point is drawn: half-way between two, the same one in spite of last bits.
private func nearest(_ x: Double) -> Int { Int(((x * 1e9).rounded() / 1e9).rounded()) }

/// The file name of a figure, without its ending: the words of its title.
func fileName(_ title: String) -> String {
  title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    .joined(separator: "-")
}

extension Plot {
  /// The figure as a chart of characters, one mark a curve.
  func characters(_ place: String = "") -> String {
    guard let (xs, ys) = bounds else { return "  \(plain(title)): nothing to draw\n" }
    let (columns, rows) = isSquare ? (34, 17) : (58, 14)
    let marks: [Unicode.Scalar] = ["•", "o", "+", "×", "*", "#"]
    let blank = Array(repeating: " " as Unicode.Scalar, count: columns)
    var grid = Array(repeating: blank, count: rows)
    func put(_ point: Point, _ mark: Unicode.Scalar) {
      let across = (point.x - xs.lowerBound) / (xs.upperBound - xs.lowerBound)
      let up = (point.y - ys.lowerBound) / (ys.upperBound - ys.lowerBound)
      grid[rows - 1 - nearest(up * Double(rows - 1))][nearest(across * Double(columns - 1))] = mark
    }
    for (number, points) in drawable.enumerated() {
      let mark = marks[number % marks.count]
      for point in points { put(point, mark) }
      guard series[number].isJoined else { continue }
      for (a, b) in zip(points, points.dropFirst()) {
        // As many steps as the longer side of the segment has cells.
        let across = (b.x - a.x).magnitude / (xs.upperBound - xs.lowerBound) * Double(columns)
        let up = (b.y - a.y).magnitude / (ys.upperBound - ys.lowerBound) * Double(rows)
        let steps = Int(max(across, up) + 1e-9) + 1
        for step in 1..<max(steps, 2) {
          let share = Double(step) / Double(steps)
          put(Point(x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share), mark)
        }
      }
    }
    var text = wrap(place + plain(title), indent: 2) + "\n"
    for row in 0..<rows {
      let label =
        row == 0
        ? plain(label(height: ys.upperBound))
        : row == rows - 1 ? plain(label(height: ys.lowerBound)) : ""
      let cells = String(String.UnicodeScalarView(grid[row]))
      text += ("  " + label.padded(leftTo: 9) + " │" + cells).trimmedRight + "\n"
    }
    let left = plain(Format.significant(xs.lowerBound, 3).trimmedZeros)
    let right = plain(Format.significant(xs.upperBound, 3).trimmedZeros)
    text += "  " + String(repeating: " ", count: 10) + "└"
    text += String(repeating: "─", count: columns) + "\n"
    text += String(repeating: " ", count: 13) + left
    text += right.padded(leftTo: columns - left.width) + "\n"
    let legend = series.enumerated().map { "\(marks[$0 % marks.count]) \(plain($1.name))" }
    text += wrap(
      "across: \(plain(x)); up: \(plain(y))\(isLogarithmic ? ", logarithmic" : "")", indent: 13)
    return text + wrap(legend.joined(separator: "   "), indent: 13)
  }
}
