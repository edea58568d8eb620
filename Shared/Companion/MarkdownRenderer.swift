import Notes

/// Pages as GitHub's Markdown.
struct MarkdownRenderer {
  let settings: Settings
  /// Where a figure was put; without it, it is drawn with characters.
  var figure: ((_ title: String) -> String)?

  init(_ settings: Settings) { self.settings = settings }

  func render(_ excerpts: [Excerpt]) -> String {
    excerpts.map { "## \(escaped(plain($0.section.words)))\n\n" + body($0) }.joined(
      separator: "\n")
  }

  /// Everything below the heading of a page.
  func body(_ excerpt: Excerpt) -> String {
    var text = ""
    var calls: [String] = []
    var code: [String] = []
    func flush() {
      if !code.isEmpty { text += Self.listing(code) }
      code = []
    }
    for part in excerpt.parts {
      switch part {
      case .prose(let lines):
        flush()
        let told = excerpt.told(lines)
        if !told.isEmpty { text += told.map(Self.prose).joined(separator: "\n") + "\n\n" }
      case .formulas(let formulas):
        flush()
        text += Self.displayed(formulas)
      case .code(let computing, let more):
        // Neighbouring paragraphs are one listing.
        if !computing.isEmpty { code += (code.isEmpty ? [] : [""]) + computing }
        if !more.isEmpty { calls += (calls.isEmpty ? [] : [""]) + more }
      case .exhibits(let exhibits):
        flush()
        text += shown(exhibits, excerpt)
      }
    }
    flush()
    text += evidence(excerpt)
    if !calls.isEmpty {
      text += Self.folded("The calls that show and check this", Self.listing(calls))
    }
    for remark in excerpt.remarks(settings) { text += "*\(remark)*\n\n" }
    return text
  }

  // MARK: The story

  /// A line of prose, its formulas as GitHub takes them.
  static func prose(_ line: String) -> String {
    guard line.contains("$") else { return line }
    return line.split(separator: "$", omittingEmptySubsequences: false).enumerated()
      .map { i, part in i % 2 == 1 ? formula(String(part)) : String(part) }.joined()
  }

  /// A formula inside a line; characters where it cannot be set.
  static func formula(_ text: String) -> String {
    guard let formula = try? Formula(text) else { return escaped(plain(text)) }
    return "$`\(formula.tex.trimmedRight)`$"
  }

  /// A sentence whose formulas are set.
  static func sentence(_ text: String) -> String {
    Sentence(text).spans.map { span in
      switch span {
      case .text(let words): escaped(plain(words))
      case .formula(let text): formula(text)
      case .code(let code): "`\(code)`"
      }
    }.joined()
  }

  /// Formulas below each other, the number of each in front.
  static func displayed(_ formulas: [Source.Displayed]) -> String {
    "```math\n" + tex(formulas) + "\n```\n\n"
  }

  static func listing(_ lines: [String]) -> String {
    "```swift\n" + lines.joined(separator: "\n") + "\n```\n\n"
  }

  /// A summary is no place for a formula: GitHub sets none there.
  static func folded(_ summary: String, _ text: String) -> String {
    "<details><summary>\(summary)</summary>\n\n\(text)</details>\n\n"
  }

  // MARK: What is shown

  private func shown(_ exhibits: [Exhibit], _ excerpt: Excerpt) -> String {
    var text = ""
    var i = 0
    while i < exhibits.count {
      var end = i + 1
      while end < exhibits.count, exhibits[end].kind == exhibits[i].kind { end += 1 }
      let group = exhibits[i..<end]
      switch exhibits[i].content {
      case .input:
        text += "Given: " + group.compactMap(input).joined(separator: ", ") + ".\n\n"
      case .number: text += numbers(group.flatMap { $0.numbers(excerpt) }, excerpt)
      default: text += group.map { single($0, excerpt) }.joined()
      }
      i = end
    }
    return text
  }

  private func input(_ exhibit: Exhibit) -> String? {
    guard case .input(let input) = exhibit.content else { return nil }
    let mark = input.origin == .reader ? " (yours)" : ""
    let values = input.rows.map { $0.map(\.shortest) }
    return Self.sentence(input.name) + " = " + Self.value(values) + mark
  }

  /// Numbers in the brackets of a vector or matrix; one by itself.
  static func value(_ rows: [[String]]) -> String {
    let rows = rows.map { $0.map(plain) }
    if rows.count == 1 {
      return rows[0].count == 1
        ? sentence(rows[0][0]) : "[" + escaped(rows[0].joined(separator: ", ")) + "]"
    }
    let isSet = rows.joined().allSatisfy { $0.allSatisfy { ".−+".contains($0) || $0.isNumber } }
    guard isSet else {
      return "[" + escaped(rows.map { $0.joined(separator: " ") }.joined(separator: "; ")) + "]"
    }
    let body = rows.map { $0.joined(separator: " & ").replacing("−", with: "-") }
    return "$`\\begin{bmatrix} \(body.joined(separator: " \\\\ ")) \\end{bmatrix}`$"
  }

  /// Runs of numbers that agree in one line, folded; all others in tables.
  private func numbers(_ numbers: [Number], _ excerpt: Excerpt) -> String {
    var text = ""
    var i = 0
    while i < numbers.count {
      let kind = numbers[i].standing
      var end = i + 1
      while end < numbers.count, numbers[end].standing == kind { end += 1 }
      let run = Array(numbers[i..<end])
      switch kind {
      case .open:
        text += table(["", "value"], run.map { [name($0, excerpt), value($0)] })
      case .agrees:
        let rows = run.map { [name($0, excerpt), value($0), Self.value($0.printedText)] }
        let count = run.reduce(0) { $0 + $1.judgements.count }
        if run.count == 1 {
          text += "✓ \(rows[0][0]) = \(rows[0][1]), as printed\(repeats(run[0])).\n\n"
        } else {
          let all = count == 2 ? "both numbers" : "all \(count) numbers"
          text += Self.folded(
            "✓ \(cited(run, excerpt))\(all) agree",
            table(["", "computed", "printed"], rows))
        }
      case .other:
        text += Self.table(
          ["", "computed", "printed", "verdict"],
          run.map {
            [name($0, excerpt), value($0), Self.value($0.printedText), verdict($0)]
          })
        // Reasons are long, and a narrow screen is no place for a fourth column of them.
        let reasons = run.filter { !$0.remarks.isEmpty || !$0.repeats.isEmpty }.map { number in
          "- \(name(number, excerpt)): \(remarks(number)).\n"
        }
        text += reasons.joined() + (reasons.isEmpty ? "" : "\n")
      }
      i = end
    }
    return text
  }

  private func cited(_ run: [Number], _ excerpt: Excerpt) -> String {
    let places = run.flatMap { number in
      (number.place.map { [$0] } ?? []) + number.again.compactMap(\.place)
    }.filter { !excerpt.section.isAll($0) }
    let cited = shortened(places, from: excerpt.section.document).joined(separator: ", ")
    return cited.isEmpty ? "" : cited + ": "
  }

  private func name(_ number: Number, _ excerpt: Excerpt) -> String {
    let place = excerpt.section.label(number.place)
    return (place.isEmpty ? "" : "**\(place)** ") + Self.sentence(number.quantity)
  }

  private func value(_ number: Number) -> String { Self.value(number.formatted(settings)) }

  private func repeats(_ number: Number) -> String {
    number.repeats.isEmpty ? "" : ", also in \(number.repeats.joined(separator: ", "))"
  }

  /// What does not simply agree stands out and says which entry it is.
  private func verdict(_ number: Number) -> String {
    number.verdicts.map { word, entries in
      word == "agrees" ? word + entries : "**\(word)**" + entries
    }.joined(separator: ", ")
  }

  private func remarks(_ number: Number) -> String {
    var all = number.remarks.map(Self.sentence)
    if !number.repeats.isEmpty {
      all.append("Printed again in \(number.repeats.joined(separator: ", "))")
    }
    return all.joined(separator: ". ")
  }

  private func single(_ exhibit: Exhibit, _ excerpt: Excerpt) -> String {
    let cited = exhibit.cited(in: excerpt.section)
    let place = cited.isEmpty ? "" : "**\(cited)** "
    switch exhibit.content {
    case .derivation(let derivation): return item(derivation, place, excerpt.section)
    case .definition(let definition):
      return "\(place)\(Self.sentence(definition.statement)): `\(definition.function)`.\n\n"
    case .table(let table):
      let title =
        table.title.isEmpty && place.isEmpty ? "" : place + Self.sentence(table.title) + "\n\n"
      return title
        + self.table(
          table.columns.map(Self.sentence), table.rows.map { $0.map(Self.cell) })
    case .plot(let plot): return picture(plot.title, plot.characters(), place)
    case .shades(let shades): return picture(shades.title, shades.characters(), place)
    case .left(let reason):
      return excerpt.isWhole ? "" : "*Left to the notes*: \(escaped(plain(reason))).\n\n"
    case .note(let text): return place + Self.sentence(text) + "\n\n"
    case .input, .number: return ""
    }
  }

  private func picture(_ title: String, _ characters: String, _ place: String) -> String {
    guard let figure else { return "```text\n\(characters)```\n\n" }
    return "![\(escaped(plain(title)))](\(figure(title)))\n\n"
  }

  private func item(_ derivation: Derivation, _ place: String, _ section: Heading) -> String {
    guard derivation.steps.isEmpty else { return chain(derivation, section) }
    let outcomes = derivation.outcomes
    var text = (outcomes[0].word == "holds" ? "✓ " : "✗ ") + place
    text += Self.sentence(outcomes[0].statement)
    if outcomes.count > 1 {
      text += " — **\(outcomes[0].word)**, \(derivation.failure). Instead: "
      text += Self.sentence(outcomes[1].statement)
      if let why = derivation.why { text += ". " + Self.sentence(why) }
    }
    return text + (".?".contains(text.last!) ? "" : ".") + "\n\n"
  }

  /// The lines of a derivation, each with its place and its value at the example.
  private func chain(_ derivation: Derivation, _ section: Heading) -> String {
    let isPlaced = derivation.steps.contains { !section.label($0.place).isEmpty }
    let rows = derivation.steps.enumerated().map { i, step in
      let formula = Self.sentence("$\(i == 0 ? derivation.quantity : "") = \(step.formula)$")
      return (isPlaced ? [escaped(section.label(step.place))] : []) + [
        formula, escaped(step.value.characters(settings)),
      ]
    }
    let mark = derivation.word == "holds" ? "✓ Each" : "✗ **fails**: each"
    return table((isPlaced ? [""] : []) + ["derivation", "here"], rows)
      + "\(mark) line is the one before, the last what was found without it.\n\n"
  }

  /// How the checks of a page were made, all in one table.
  private func evidence(_ excerpt: Excerpt) -> String {
    var rows: [[String]] = []
    for exhibit in excerpt.exhibits {
      guard case .derivation(let derivation) = exhibit.content else { continue }
      for outcome in derivation.outcomes {
        rows.append([
          [exhibit.cited(in: excerpt.section), Self.sentence(outcome.statement)]
            .filter { !$0.isEmpty }.joined(separator: " "),
          escaped(plain(outcome.tested.sentence(digits: settings.digits))),
        ])
      }
    }
    guard !rows.isEmpty else { return "" }
    let summary = rows.count == 1 ? "How this was checked" : "How these \(rows.count) were checked"
    return Self.folded(summary, table(["formula", "tested"], rows))
  }

  /// A cell as text; several numbers in it are told apart by commas.
  private static func cell(_ text: String) -> String {
    let words = text.split(separator: " ")
    let isList = words.count > 1 && words.allSatisfy { Double($0) != nil }
    // A symbol with an index that has no small letter is set as a formula.
    if text.contains("_") { return sentence(text) }
    return escaped(plain(isList ? words.joined(separator: ", ") : text))
  }

  private func table(_ columns: [String], _ rows: [[String]]) -> String {
    Self.table(columns, rows)
  }

  /// A table; what is in its cells is Markdown already.
  static func table(_ columns: [String], _ rows: [[String]]) -> String {
    ([columns, columns.map { _ in "---" }] + rows).map { cells in
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }.joined() + "\n"
  }
}

/// Formulas below each other as TeX, the number of each in front.
func tex(_ formulas: [Source.Displayed]) -> String {
  let parsed = formulas.map { try? Formula($0.formula, isDisplayed: true) }
  let isNumbered = formulas.contains { !$0.place.isEmpty }
  let lines = zip(formulas, parsed).map { displayed, formula in
    let place = displayed.place.isEmpty ? "" : "\\text{\(displayed.place)}"
    let body = formulas.count > 1 ? formula?.aligned : formula?.tex
    return (place, body ?? "\\text{\(displayed.formula)}")
  }
  guard formulas.count > 1 else {
    return lines[0].0.isEmpty ? lines[0].1 : lines[0].0 + "\\quad " + lines[0].1
  }
  let rows = lines.map { isNumbered ? "\($0.0) && \($0.1)" : $0.1 }
  // Fractions in neighbouring rows would touch.
  let gap = rows.contains { $0.contains("\\frac") || $0.contains("\\begin") } ? "[8pt]" : ""
  return "\\begin{aligned}\n" + rows.joined(separator: " \\\\\(gap)\n") + "\n\\end{aligned}"
}

/// Text in which Markdown sees no emphasis and no tags: the star of w* is a character like any
/// other; what stands in backticks is left as it is.
func escaped(_ text: String) -> String {
  text.replacing("*", with: "\\*").replacing("<", with: "&lt;")
}

extension Exhibit {
  /// Inputs share a sentence and numbers a table.
  fileprivate var kind: Int {
    switch content {
    case .input: 0
    case .number: 1
    default: 2
    }
  }

  /// A number, and its repetitions that are judged otherwise.
  func numbers(_ excerpt: Excerpt) -> [Number] {
    guard case .number(let number) = content else { return [] }
    return [number] + (excerpt.isOriginal ? number.differing : [])
  }
}

extension Number {
  enum Standing { case open, agrees, other }

  /// Whether there is anything to compare with, and to say.
  var standing: Standing {
    if printed == nil { return .open }
    return judgements.allSatisfy { $0.verdict == .agrees(halfway: false) } ? .agrees : .other
  }

  /// Each verdict with the entries that it is for: `("erratum", " (entries 2, 3)")`.
  var verdicts: [(word: String, entries: String)] {
    let words = judgements.map(\.verdict.word)
    return words.withoutRepeats.map { word in
      let entries = words.indices.filter { words[$0] == word }.map { $0 + 1 }
      guard entries.count < words.count else { return (word, "") }
      let list = entries.map(String.init).joined(separator: ", ")
      return (word, " (\(entries.count == 1 ? "entry" : "entries") \(list))")
    }
  }
}
