/// A matrix drawn as shades: attention weights, a table of encodings.
public struct Shades: Sendable {
  let title: String
  let rowNames: [String]
  let columnNames: [String]
  let values: [[Double]]
  let digits: Int
  private let range: ClosedRange<Double>

  /// - Parameters:
  ///   - title: what the figure shows, unique in its chapter; also names its file
  ///   - rows: a name for each row
  ///   - columns: a name for each column
  ///   - values: the entries, row by row; 0 or the smallest is lightest, the largest darkest
  ///   - digits: decimals where the entries are written out
  public init(
    _ title: String, rows: [String], columns: [String], _ values: [[Double]], digits: Int = 2
  ) {
    self.title = title
    rowNames = rows
    columnNames = columns
    self.values = values
    self.digits = digits
    let all = values.flatMap { $0 }.filter(\.isFinite)
    // Weights begin at 0, so that a small one is not drawn like none.
    let (low, high) = (min(0, all.min() ?? 0), all.max() ?? 1)
    range = low == high ? low - 1...high : low...high
  }

  /// How far up the range x lies; what is rounding noise beside it, exactly 0.
  func share(_ x: Double) -> Double {
    guard x.isFinite else { return 0 }
    let share = (x - range.lowerBound) / (range.upperBound - range.lowerBound)
    return share < 1e-12 ? 0 : share
  }

  /// The headings and cells of the same matrix as a table.
  var columns: [String] { [""] + columnNames }
  var cells: [[String]] {
    zip(rowNames, values).map { [$0] + $1.map { Format.decimal(Format.steady($0), digits) } }
  }

  /// The matrix as blocks of characters, two to a column.
  func characters(_ place: String = "") -> String {
    let blocks: [Character] = [" ", "░", "▒", "▓", "█"]
    let width = rowNames.map(\.count).max() ?? 0
    // Wide matrices get one character a column, and are folded nowhere: 80 columns are enough.
    let each = values.first.map { $0.count * 2 + width + 6 <= lineWidth } ?? true ? 2 : 1
    var text = wrap(place + plain(title), indent: 2) + "\n"
    for (name, row) in zip(rowNames, values) {
      let shades = row.map { x in
        String(repeating: blocks[min(4, Int(share(x) * 4.999 + 1e-9))], count: each)
      }
      text += "  " + name.padded(leftTo: width) + " │" + shades.joined() + "│\n"
    }
    let (low, high) = (
      Format.decimal(Format.steady(range.lowerBound), digits),
      Format.decimal(Format.steady(range.upperBound), digits)
    )
    let margin = String(repeating: " ", count: width + 4)
    if let first = columnNames.first, let last = columnNames.last, values[0].count > 1 {
      let span = values[0].count * each
      text += margin + first + last.padded(leftTo: max(0, span - first.count)) + "\n"
    }
    return text + wrap("from \(plain(low)) (light) to \(plain(high)) (dark)", indent: width + 4)
  }

  /// The matrix as squares whose area is the entry, written below them where there is room: it
  /// reads on a light and a dark page, and without colour.
  var svg: String {
    let rows = values.count
    let columns = values.first?.count ?? 0
    let cell = Swift.max(8.0, Swift.min(44, 520 / Double(Swift.max(rows, columns, 1))))
    let isWritten = cell >= 36
    let (left, top) = (90.0, 60.0)
    let right = left + Double(columns) * cell
    let width = Swift.max(right + 20, 20 + 9 * Double(title.width))
    let height = top + Double(rows) * cell + 20
    func text(_ x: Double, _ y: Double, _ words: String, _ more: String) -> String {
      "<text x=\"\(coordinate(x))\" y=\"\(coordinate(y))\" \(more)>\(escapedXML(plain(words)))</text>"
    }
    let middle = "text-anchor=\"middle\""
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(coordinate(width)) \(coordinate(height))\" "
        + "role=\"img\" font-family=\"sans-serif\" font-size=\"12\">",
      figureMark, "<title>\(escapedXML(plain(title)))</title>",
      "<style>\(figureStyle)</style>",
      text(10, 20, title, "font-size=\"15\""),
    ]
    for (j, name) in columnNames.enumerated() where cell >= 24 || j % 4 == 0 {
      lines.append(text(left + (Double(j) + 0.5) * cell, top - 8, name, middle))
    }
    for (i, name) in rowNames.enumerated() {
      lines.append(
        text(left - 8, top + (Double(i) + 0.5) * cell + 4, name, "text-anchor=\"end\""))
    }
    let across = (0...rows).map {
      "M\(coordinate(left)) \(coordinate(top + Double($0) * cell))H\(coordinate(right))"
    }
    let down = (0...columns).map {
      "M\(coordinate(left + Double($0) * cell)) \(coordinate(top))V\(coordinate(height - 20))"
    }
    lines.append("<path class=\"grid\" d=\"\((across + down).joined())\"/>")
    var squares = ""
    for (i, row) in values.enumerated() {
      for (j, value) in row.enumerated() {
        let x = left + (Double(j) + 0.5) * cell
        let y = top + (Double(i) + (isWritten ? 0.38 : 0.5)) * cell
        let side = share(value).squareRoot() * cell * (isWritten ? 0.64 : 0.9)
        let corner = "M\(coordinate(x - side / 2)) \(coordinate(y - side / 2))"
        if side > 0 {
          squares += corner + "h\(coordinate(side))v\(coordinate(side))h-\(coordinate(side))z"
        }
        guard isWritten else { continue }
        let number = Format.decimal(Format.steady(value), digits)
        lines.append(text(x, y + 0.56 * cell, number, middle + " font-size=\"10\""))
      }
    }
    lines.append("<path class=\"area\" d=\"\(squares)\"/>")
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }
}
