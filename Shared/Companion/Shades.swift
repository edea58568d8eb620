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
  ///   - values: the entries, row by row; the smallest is lightest, the largest darkest
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
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    range = low == high ? low - 1...high : low...high
  }

  private func share(_ x: Double) -> Double {
    x.isFinite ? (x - range.lowerBound) / (range.upperBound - range.lowerBound) : 0
  }

  /// The headings and cells of the same matrix as a table.
  var columns: [String] { [""] + columnNames }
  var cells: [[String]] {
    zip(rowNames, values).map { [$0] + $1.map { Format.decimal($0, digits) } }
  }

  /// The matrix as blocks of characters, two to a column.
  var characters: String {
    let blocks: [Character] = [" ", "░", "▒", "▓", "█"]
    let width = rowNames.map(\.count).max() ?? 0
    // Wide matrices get one character a column, and are folded nowhere: 80 columns are enough.
    let each = values.first.map { $0.count * 2 + width + 6 <= lineWidth } ?? true ? 2 : 1
    var text = wrap(title, indent: 2) + "\n"
    for (name, row) in zip(rowNames, values) {
      let shades = row.map { x in
        String(repeating: blocks[min(4, Int(share(x) * 4.999))], count: each)
      }
      text += "  " + name.padded(leftTo: width) + " │" + shades.joined() + "│\n"
    }
    let (low, high) = (
      Format.decimal(range.lowerBound, digits), Format.decimal(range.upperBound, digits)
    )
    let margin = String(repeating: " ", count: width + 4)
    if let first = columnNames.first, let last = columnNames.last, values[0].count > 1 {
      let span = values[0].count * each
      text += margin + first + last.padded(leftTo: max(0, span - first.count)) + "\n"
    }
    return text + wrap("from \(low) (light) to \(high) (dark)", indent: width + 4)
  }

  /// The matrix as squares whose darkness is the entry, written in where there is room.
  var svg: String {
    let rows = values.count
    let columns = values.first?.count ?? 0
    let cell = Swift.max(8.0, Swift.min(44, 520 / Double(Swift.max(rows, columns, 1))))
    let (left, top) = (90.0, 60.0)
    let width = left + Double(columns) * cell + 20
    let height = top + Double(rows) * cell + 20
    func at(_ v: Double) -> String { Format.decimal(v, 1) }
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(at(width)) \(at(height))\" "
        + "role=\"img\" font-family=\"sans-serif\" font-size=\"12\">",
      "<title>\(escapedXML(title))</title>",
      "<style>",
      "text { fill: #222 } rect { fill: #0057b8; stroke: #8888 }",
      "@media (prefers-color-scheme: dark) { text { fill: #ddd } rect { fill: #6cb6ff } }",
      "</style>",
      "<text x=\"10\" y=\"20\" font-size=\"15\">\(escapedXML(title))</text>",
    ]
    for (j, name) in columnNames.enumerated() where cell >= 16 || j % 8 == 0 {
      lines.append(
        "<text x=\"\(at(left + (Double(j) + 0.5) * cell))\" y=\"\(at(top - 8))\" "
          + "text-anchor=\"middle\">\(escapedXML(name))</text>")
    }
    for (i, row) in values.enumerated() {
      let y = top + Double(i) * cell
      lines.append(
        "<text x=\"\(at(left - 8))\" y=\"\(at(y + cell / 2 + 4))\" text-anchor=\"end\">"
          + "\(escapedXML(rowNames[i]))</text>")
      for (j, value) in row.enumerated() {
        let x = left + Double(j) * cell
        lines.append(
          "<rect x=\"\(at(x))\" y=\"\(at(y))\" width=\"\(at(cell))\" height=\"\(at(cell))\" "
            + "fill-opacity=\"\(Format.decimal(share(value) * 0.75, 2))\"/>")
        if cell >= 36 {
          lines.append(
            "<text x=\"\(at(x + cell / 2))\" y=\"\(at(y + cell / 2 + 4))\" "
              + "text-anchor=\"middle\">\(Format.decimal(value, digits))</text>")
        }
      }
    }
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }
}
