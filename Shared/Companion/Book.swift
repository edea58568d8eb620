import Notes

/// The front of the book: what it is, how to read it, what is in it and what it found.
package struct Book {
  package private(set) var text = ""

  /// Why there can be no book.
  package struct Failure: Error {
    package let message: String
  }

  private let parts: [BookPart]

  package init(_ parts: [BookPart]) throws(Failure) {
    self.parts = parts
    text =
      opening + "## Contents\n\n" + contents + "## What was found\n\n" + (try found())
      + "## Errata\n\n" + errata + "## Concordance\n\n" + concordance
  }

  // MARK: How to read it

  private var opening: String {
    """
    # Neural networks, recomputed

    Four sets of lecture notes teach neural networks with worked numbers and derivations. This book
    goes through them with a program: it recomputes every number from the inputs that the notes
    give, tests every derivation against something that does not contain it, and says of each
    whether it holds. Where a number does not reproduce, it gives the value that does, and looks for
    the slip behind the printed one. Its seven chapters are programs, and each is a file of its own;
    what stands in a box of code is what was compiled, what stands below it is what it computed.

    \(MarkdownRenderer.table(["short name", "document"], Document.allCases.map {
      ["`\($0.rawValue)`", $0.title]
    }))
    ## How to read it

    Beside the notes: type the number of an equation, and the program shows what it comes to.

    ```text
    swift run backprop 6.23
    swift run backprop B.19 --set 'x=0.3 0.9'
    swift run backprop --errata
    ```

    Each printed number gets one of five verdicts. The last digit that is printed sets the measure:
    a number is right if the true value rounds to it.

    | verdict | when |
    | --- | --- |
    | agrees | the value, computed in full precision from the given inputs, rounds to what is printed |
    | **carried** | it does not, but the same step from the printed, rounded numbers before it does |
    | **truncated** | the digits were cut off instead of rounded |
    | **approximate** | the text calls the number rough, and at that precision it is right |
    | **erratum** | none of these: the correct value is given, and the slip if one was found |

    A formula is marked ✓ if its relations hold on a hundred seeded draws, or at the numbers of the
    page where it says so. Two reals count as equal within 64 units of rounding, \(bound) of the
    larger side or of 1; another bound is named with its reason. What is a matter of whole numbers,
    shapes or order is exact, and an inequality says how near it came. A gradient is compared with
    three others that share no formula: dual numbers, reverse mode on a tape, central differences.
    A derivation shows the value of each of its lines. A formula is marked ✗ if it fails, and what
    holds instead stands beside it. The folded table at the end of each section says how often and
    against what.

    These are the verdicts on the printed numbers, document by document:

    \(counts)

    """
  }

  private var bound: String { plain(Format.significant(rounding.bound, 1)) }

  private var counts: String {
    let words = ["agrees", "carried", "truncated", "approximate", "erratum"]
    return MarkdownRenderer.table(
      ["document"] + words,
      Document.allCases.map { document in
        let name = document.rawValue
        return [name]
          + words.map { word in
            String(parts.reduce(0) { $0 + ($1.verdicts[name]?[word] ?? 0) })
          }
      })
  }

  private var contents: String {
    parts.map { part in
      "### [\(plain(part.title))](\(path(part)))\n\n"
        + part.sections.map {
          "- [\(plain($0.title))](\(link(part, $0.title))): \(escaped($0.summary))\n"
        }
        .joined() + "\n"
    }.joined()
  }

  private func path(_ part: BookPart) -> String { "Chapters/\(part.chapter.rawValue)/README.md" }
  private func link(_ part: BookPart, _ section: String) -> String {
    path(part) + "#" + anchor(section)
  }

  // MARK: What was found

  /// The findings that matter most, each tied to its erratum: what is printed and what is right are
  /// taken from there.
  private func found() throws(Failure) -> String {
    var text = ""
    for finding in findings {
      let candidates = parts.flatMap { part in part.errata.map { (part, $0) } }.filter {
        let erratum = $0.1.content
        return erratum.document == finding.document && erratum.locator == finding.locator
          && (finding.quantity == nil || erratum.quantity == finding.quantity)
      }
      guard let (part, erratum) = candidates.first else {
        throw Failure(
          message: "what was found at \(cited(finding.document, finding.locator)) is no erratum")
      }
      let place = cited(finding.document, finding.locator)
      let words = finding.words(erratum.content.printed, erratum.content.correct)
      text += "1. **\(finding.title)** \(MarkdownRenderer.prose(words)) "
      text += "([\(place)](\(link(part, erratum.section))))\n"
    }
    return text + "\n"
  }

  // MARK: Errata

  private var errata: String {
    var text = """
      What is printed and does not follow from what is given, in the order of the documents, with
      the value that does and, where one was found by trying, the slip that gives the printed one.
      Values that were carried correctly from an erratum are listed with it.


      """
    for document in Document.allCases {
      let places = Dictionary(
        grouping: parts.flatMap { part in
          part.errata.filter { $0.content.document == document }.map { (part, $0) }
        }, by: \.1.content.locator)
      var seen: Set<[String]> = []
      let rows = Self.places(document).flatMap { places[$0] ?? [] }.compactMap {
        part, erratum -> [String]? in
        let content = erratum.content
        // A number that answers for several formulas is listed once.
        guard seen.insert([content.locator, content.quantity ?? "", content.printed]).inserted
        else {
          return nil
        }
        let isFormula = content.quantity == nil
        func set(_ text: String) -> String {
          isFormula ? MarkdownRenderer.sentence(text) : escaped(plain(text))
        }
        let place = "[\(citation(document, content.locator))](\(link(part, erratum.section)))"
        let quantity = content.quantity.map { " " + MarkdownRenderer.sentence($0) } ?? ""
        let reasons = content.reasons.map(MarkdownRenderer.sentence).joined(separator: "; ")
        return [
          place + quantity, set(content.printed),
          set(content.correct) + (reasons.isEmpty ? "" : ". *\(reasons)*"),
        ]
      }
      guard !rows.isEmpty else { continue }
      text += "### \(document.title)\n\n"
      text += MarkdownRenderer.table(["place", "printed", "correct, and why"], rows)
    }
    return text
  }

  /// The places of a document that print numbers or formulas, in its order: section by section.
  private static func places(_ document: Document) -> [String] {
    let pairs =
      Notes.printed(document).map { ($0.section, $0.locator) }
      + Notes.equations(document).map { ($0.section, $0.locator) }
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
    }.map(\.element.1).withoutRepeats
  }

  // MARK: Concordance

  /// Every equation with what it states and what became of it.
  private var concordance: String {
    var text = """
      Every equation, slide, displayed formula and testable claim of the four documents: what it
      states, and what became of it here. Its place leads to where it is treated. A formula holds or
      is an erratum; a number has its verdict, or was computed, tabulated or plotted where the notes
      leave it open; in code type stands the function that does what a definition says; what no
      computation can decide is left, with the reason.


      """
    for document in Document.allCases {
      let outcomes = Dictionary(
        grouping: parts.flatMap { part in
          part.outcomes.filter { $0.content.document == document }.map { (part, $0) }
        }, by: \.1.content.locator)
      text += "### Places of `\(document.rawValue)`\n\n"
      let rows = Notes.equations(document).map { equation -> [String] in
        let place = citation(document, equation.locator)
        let found = outcomes[equation.locator] ?? []
        let words = found.flatMap(\.1.content.words).withoutRepeats.sorted {
          $0 == "erratum" && $1 != "erratum"
        }.map { word in
          word == "erratum" ? "**erratum**" : word.hasPrefix("`") ? word : escaped(plain(word))
        }
        return [
          found.first.map { "[\(place)](\(link($0.0, $0.1.section)))" } ?? place,
          MarkdownRenderer.sentence(equation.statement), words.joined(separator: ", "),
        ]
      }
      text += MarkdownRenderer.table(["place", "what it states", "outcome"], rows)
      text += numbers(document)
    }
    return text
  }

  /// Every number that a document prints, what it is, and its verdict.
  private func numbers(_ document: Document) -> String {
    let outcomes = Dictionary(
      parts.flatMap { part in part.numbers.map { ($0.key, $0.verdicts) } },
      uniquingKeysWith: { first, _ in first })
    let rows = Notes.printed(document).map { row -> [String] in
      let verdicts = outcomes[row.key] ?? [row.kind == .input ? "given" : "left"]
      let tokens = row.rows.map { $0.map(Self.printed).joined(separator: ", ") }
      return [
        citation(document, row.locator), MarkdownRenderer.sentence(row.quantity),
        tokens.joined(separator: "; "), escaped(plain(row.summary)),
        verdicts.map { $0 == "erratum" ? "**erratum**" : $0 }.joined(separator: ", "),
      ]
    }
    let table = MarkdownRenderer.table(
      ["place", "number", "printed", "what it is", "verdict"], rows)
    return MarkdownRenderer.folded("The \(rows.count) groups of numbers that it prints", table)
  }

  /// A token as it is printed; `T×d_model` is a formula.
  private static func printed(_ token: Token) -> String {
    let text = token.description
    return text.contains("_") ? MarkdownRenderer.sentence("$\(text)$") : escaped(plain(text))
  }
}
