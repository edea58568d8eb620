/// Numbers beside what the notes print: columns aligned at the decimal point, folded where a
/// line would be longer than 80 columns.
struct NumberGrid {
  struct Row {
    let place: String
    let name: String
    let computed: [[String]]
    let printed: [[String]]
    let verdicts: [String]

    fileprivate var isMatrix: Bool { computed.count > 1 }
  }

  private let labels: Labels
  private let computed: Cells
  private let printed: Cells
  private let perLine: Int
  private let compares: Bool
  /// Whether there is room beside the numbers for the brackets of a matrix.
  private let isBracketed: Bool

  private static let verdictWidth = 11

  /// How much room places and names get beside the numbers; longer ones stand above them.
  private struct Labels {
    var longestPlace: Int
    var longestName: Int
    var placeWidth = 0
    var nameWidth = 0

    init(_ rows: [Row], _ longestPlace: Int, _ longestName: Int) {
      (self.longestPlace, self.longestName) = (longestPlace, longestName)
      let beside = rows.filter { !isLong($0) }
      placeWidth = beside.map(\.place.width).max().map { $0 == 0 ? 0 : $0 + 2 } ?? 0
      nameWidth = beside.map(\.name.width).max() ?? 0
    }

    func isLong(_ row: Row) -> Bool {
      row.place.width > longestPlace || row.name.width > longestName
    }

    var width: Int { 2 + placeWidth + nameWidth }
  }

  init(_ rows: [Row], compares: Bool) {
    self.compares = compares
    isBracketed = rows.contains(where: \.isMatrix)
    computed = Cells(rows.flatMap { $0.computed.flatMap { $0 } })
    printed = Cells(compares ? rows.flatMap { $0.printed.flatMap { $0 } } : [])
    let longest = rows.flatMap { ($0.computed + $0.printed).map(\.count) }.max() ?? 1
    var beside = isBracketed ? compares ? 4 : 2 : 0
    let (left, right) = (computed, printed)
    if compares {
      let words = rows.map { $0.verdicts.withoutRepeats.joined(separator: ", ").count }
      beside += 2 + max(Self.verdictWidth, words.max() ?? 0)
    }
    func perLine(_ labels: Labels) -> Int {
      (1...max(1, longest)).last { count in
        labels.width + beside + 2 + left.columnWidth(count, Self.computedTitle)
          + (compares ? 2 + right.columnWidth(count, Self.printedTitle) : 0) <= lineWidth
      } ?? 0
    }
    // As many labels beside their numbers as there is room for without folding these more.
    var best = Labels(rows, 10, 18)
    let most = perLine(best)
    let places = Set(rows.map { max(10, $0.place.width) }).sorted()
    let names = Set(rows.map { max(18, $0.name.width) }).sorted()
    for place in places {
      for name in names {
        let labels = Labels(rows, place, name)
        guard perLine(labels) >= most else { continue }
        if rows.count(where: labels.isLong) < rows.count(where: best.isLong) { best = labels }
      }
    }
    labels = best
    self.perLine = max(1, perLine(best))
  }

  private static let computedTitle = "computed"
  private static let printedTitle = "the notes print"

  /// How far remarks are indented.
  var noteIndent: Int { labels.width + 2 }

  var header: String? {
    guard compares else { return nil }
    let margin = String(repeating: " ", count: labels.width + (isBracketed ? 3 : 2))
    let width = computed.columnWidth(perLine, Self.computedTitle) + (isBracketed ? 2 : 0)
    return margin + Self.computedTitle.padded(to: width) + "  " + Self.printedTitle
  }

  func lines(_ row: Row) -> [(text: String, words: [String])] {
    var result: [(String, [String])] = []
    var place = row.place.padded(to: labels.placeWidth)
    var name = row.name.padded(to: labels.nameWidth)
    if labels.isLong(row) {
      result.append(
        ("  " + [row.place, row.name].filter { !$0.isEmpty }.joined(separator: "  "), []))
      (place, name) = ("".padded(to: labels.placeWidth), "".padded(to: labels.nameWidth))
    }
    var done = 0
    for i in row.computed.indices {
      let values = row.computed[i]
      let tokens = compares && row.printed.indices.contains(i) ? row.printed[i] : []
      for start in stride(from: 0, to: max(values.count, 1), by: perLine) {
        let end = min(start + perLine, values.count)
        var line = "  " + place + name + "  "
        let left = values[start..<end].map(computed.aligned).joined(separator: "  ")
        let isEdge = (i == 0 && start == 0, i == row.computed.count - 1 && end == values.count)
        line += bracketed(
          left.padded(
            to: compares && !row.isMatrix ? computed.columnWidth(perLine, Self.computedTitle) : 0),
          row.isMatrix ? isEdge : nil,
          compares ? computed.columnWidth(perLine, Self.computedTitle) : 0)
        var words: [String] = []
        if compares {
          let slice =
            tokens.indices.contains(start) ? Array(tokens[start..<min(end, tokens.count)]) : []
          let right = slice.map(printed.aligned).joined(separator: "  ")
          line += "  "
          line += bracketed(
            right, row.isMatrix && !tokens.isEmpty ? isEdge : nil,
            printed.columnWidth(perLine, Self.printedTitle))
          words = row.verdicts.dropFirst(done).prefix(slice.count).map { $0 }.withoutRepeats
          done += slice.count
        }
        result.append(words.isEmpty ? (line.trimmedRight, []) : (line + "  ", words))
        place = "".padded(to: labels.placeWidth)
        name = "".padded(to: labels.nameWidth)
      }
    }
    return result
  }

  /// A line of numbers with its part of the brackets around a matrix; `isEdge` says whether it is
  /// the first, and the last.
  private func bracketed(_ line: String, _ isEdge: (Bool, Bool)?, _ width: Int) -> String {
    guard isBracketed else { return line.padded(to: width) }
    guard let isEdge else { return " " + line.padded(to: width) + " " }
    let (left, right) =
      switch isEdge {
      case (true, true): ("[", "]")
      case (true, false): ("⎡", "⎤")
      case (false, true): ("⎣", "⎦")
      case (false, false): ("⎢", "⎥")
      }
    return (left + line + right).padded(to: width + 2)
  }

  /// Entries of one column of the table.
  private struct Cells {
    private var before = 0
    private var after = 0
    private var words = 0

    init(_ cells: [String]) {
      for cell in cells {
        guard let (left, right) = Self.split(cell) else {
          words = max(words, cell.width)
          continue
        }
        before = max(before, left)
        after = max(after, right)
      }
    }

    var width: Int { max(before + after, words) }

    /// The width of so many entries side by side, or of their title.
    func columnWidth(_ count: Int, _ title: String) -> Int {
      max(width * count + 2 * (count - 1), title.count)
    }

    /// The digits before the decimal point, and from it on; nil for a word.
    private static func split(_ cell: String) -> (Int, Int)? {
      guard let first = cell.unicodeScalars.first(where: { $0 != "−" && $0 != "~" }),
        ("0"..."9").contains(first) || first == "∞"
      else { return nil }
      let left = cell.prefix { $0 != "." }.width
      return (left, cell.width - left)
    }

    func aligned(_ cell: String) -> String {
      guard let (left, _) = Self.split(cell) else { return cell.padded(to: width) }
      return (String(repeating: " ", count: before - left) + cell).padded(to: width)
    }
  }
}
