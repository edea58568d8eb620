import Companion
import Notes

/// The two tables at the end of the book, and the count at its beginning.
struct Tables {
  private let records: [(chapter: String, record: Record)]
  private let byPlace: [String: [Record]]

  init(_ records: [(String, Record)]) {
    self.records = records.map { (chapter: $0.0, record: $0.1) }
    byPlace = Dictionary(grouping: records.map(\.1)) { "\($0.document)|\($0.locator)" }
  }

  private func at(_ document: Document, _ locator: String) -> [Record] {
    byPlace["\(document.rawValue)|\(locator)"] ?? []
  }

  /// The records without the repeats of a number that answers for several formulas of its section.
  private func once(_ records: [Record]) -> [Record] {
    var seen: Set<[String]> = []
    return records.filter {
      $0.printed == nil || seen.insert([$0.section, $0.quantity] + $0.printed!).inserted
    }
  }

  /// How many printed numbers have which verdict, by document.
  var summary: String {
    let words = ["agrees", "carried", "truncated", "approximate", "erratum"]
    var text = "| document | " + words.joined(separator: " | ") + " |\n|---|---|---|---|---|---|\n"
    for document in Document.allCases {
      let printed = records.map(\.record).filter {
        $0.document == document.rawValue && $0.kind == "number" && $0.printed != nil
      }
      let verdicts = once(printed).flatMap { $0.verdict ?? [] }
      let counts = words.map { word in String(verdicts.count { $0 == word }) }
      text += "| \(document.rawValue) | " + counts.joined(separator: " | ") + " |\n"
    }
    return text
  }

  /// Every number and formula that does not reproduce, in the order of the documents.
  var errata: String {
    var text = """
      # Errata

      What is printed and does not follow from what is given, in the order of the documents, with
      the value that does and, where one was found by trying, the slip that gives the printed one.
      Values that were carried correctly from an erratum are listed with it.


      """
    for document in Document.allCases {
      var lines: [String] = []
      for record in once(places(document).flatMap { at(document, $0) }) {
        if let line = erratum(document, record) { lines.append(line) }
      }
      guard !lines.isEmpty else { continue }
      text += "## \(document.title)\n\n"
      text += "| place | quantity | printed | correct | why |\n|---|---|---|---|---|\n"
      text += lines.joined(separator: "\n") + "\n\n"
    }
    return text
  }

  private func erratum(_ document: Document, _ record: Record) -> String? {
    let place = citation(document, record.locator)
    if record.kind == "derivation", let correction = record.correction,
      record.verdict == ["erratum"]
    {
      return row([
        place, "formula", record.statement ?? "", correction, record.why ?? "",
      ])
    }
    guard record.kind == "number", let verdict = record.verdict, let printed = record.printed,
      let correct = record.correct
    else { return nil }
    let wrong = verdict.indices.filter {
      verdict[$0] == "erratum" || (verdict[$0] == "carried" && record.fromErratum == true)
    }
    guard !wrong.isEmpty else { return nil }
    return row([
      place, record.quantity, wrong.map { printed[$0] }.joined(separator: " "),
      wrong.map { correct[$0] }.joined(separator: " "), record.why ?? record.diagnosis ?? "",
    ])
  }

  /// The places of a document that print numbers or formulas, in its order.
  private func places(_ document: Document) -> [String] {
    var seen: Set<String> = []
    var result: [String] = []
    let sections =
      Notes.printed(document).map { ($0.section, $0.locator) }
      + Notes.equations(document).map { ($0.section, $0.locator) }
    for (_, locator) in ordered(sections) where seen.insert(locator).inserted {
      result.append(locator)
    }
    return result
  }

  /// Two lists in the order of their document, merged section by section.
  private func ordered(_ pairs: [(String, String)]) -> [(String, String)] {
    var sections: [String: Int] = [:]
    for (section, _) in pairs where sections[section] == nil { sections[section] = sections.count }
    func key(_ pair: (String, String)) -> [Int] {
      let numbers = pair.0.split { !$0.isNumber }.compactMap { Int($0) }
      let letter = pair.0.first.map { $0.isLetter ? Int($0.unicodeScalars.first!.value) : 0 } ?? 0
      let tag = pair.1.split { !$0.isNumber }.compactMap { Int($0) }
      return numbers.isEmpty ? [sections[pair.0] ?? 0] + tag : [letter] + numbers + [-1] + tag
    }
    return pairs.enumerated().sorted {
      let (a, b) = (key($0.element), key($1.element))
      if a == b { return $0.offset < $1.offset }
      return a.lexicographicallyPrecedes(b)
    }.map(\.element)
  }

  /// Every equation with where it is computed, verified or defined, section by section.
  var concordance: String {
    var text = """
      # Concordance

      Every equation, slide, displayed formula and testable claim of the four documents, and what
      became of it here. Type its place to see it: `swift run backprop 6.23`.


      """
    for document in Document.allCases {
      text += "## \(document.title)\n\n| section | program | outcome |\n|---|---|---|\n"
      let equations = Notes.equations(document)
      var i = 0
      while i < equations.count {
        let (section, chapter) = (equations[i].section, equations[i].chapter)
        var entries: [(place: String, outcome: String)] = []
        while i < equations.count, equations[i].section == section, equations[i].chapter == chapter
        {
          let found = at(document, equations[i].locator)
          let outcome = found.isEmpty ? "to come" : outcome(found)
          entries.append((short(document, equations[i]), outcome))
          i += 1
        }
        text += row([heading(document, section), chapter.rawValue, merged(entries)]) + "\n"
      }
      text += "\n"
    }
    return text
  }

  /// A tag in parentheses; of a name like `B.3:univariate` what follows its section.
  private func short(_ document: Document, _ equation: Equation) -> String {
    if equation.locator == equation.section, document != .foundations { return "main formula" }
    guard let colon = equation.locator.firstIndex(of: ":") else {
      return citation(document, equation.locator)
    }
    return String(equation.locator[equation.locator.index(after: colon)...])
  }

  private func heading(_ document: Document, _ section: String) -> String {
    switch document {
    case .foundations, .intuition: (section.first?.isNumber ?? false ? "§" : "") + section
    case .appendix: section
    case .slides: Document.slideTitle(section)
    }
  }

  /// Neighbours with the same outcome share its mention.
  private func merged(_ entries: [(place: String, outcome: String)]) -> String {
    var parts: [String] = []
    var i = 0
    while i < entries.count {
      var places = [entries[i].place]
      while i + 1 < entries.count, entries[i + 1].outcome == entries[i].outcome {
        i += 1
        places.append(entries[i].place)
      }
      parts.append("\(places.joined(separator: ", ")): \(entries[i].outcome)")
      i += 1
    }
    return parts.joined(separator: "; ")
  }

  private func outcome(_ records: [Record]) -> String {
    var words: [String] = []
    for record in records {
      switch record.kind {
      case "definition": words.append("`\(record.function ?? "")`")
      case "derivation": words.append(record.verdict?.first ?? "")
      case "number":
        words += record.verdict ?? ["computed"]
      case "plot": words.append("plotted")
      case "table": words.append("tabulated")
      case "note": words.append("discussed")
      case "left": words.append("left: \(record.statement ?? "")")
      default: words.append("given")
      }
    }
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted }.joined(separator: " + ")
  }

  private func row(_ cells: [String]) -> String {
    "| " + cells.map { escaped($0).replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }
}
