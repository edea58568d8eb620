import Notes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One line of the audit, as `--format json` writes it.
struct Record: Encodable {
  var document: String
  var section: String
  var locator: String
  var quantity: String
  /// `number`, `derivation`, `definition`, `input`, `table`, `plot` or `note`
  var kind: String
  /// For a number: the tokens, the values row by row, the verdicts, one for each token.
  var printed: [String]?
  var computed: [JSONNumber]?
  var carried: [JSONNumber]?
  var verdict: [String]?
  /// Whether a carried number comes from an erratum.
  var fromErratum: Bool?
  /// For each token the value that should stand there.
  var correct: [String]?
  var diagnosis: String?
  /// Why an erratum is printed as it is.
  var why: String?
  /// For a derivation: what was tested, how often, how far it was off and might have been.
  var statement: String?
  var draws: Int?
  /// Whether it was tested at the numbers of the page only.
  var isExample: Bool?
  /// The lines of a derivation.
  var lines: [Step]?
  /// For an erratum: on how many of the draws it failed.
  var failures: Int?
  var error: JSONNumber?
  var tolerance: JSONNumber?
  var evidence: [Test]?
  var correction: String?
  var correctionError: JSONNumber?
  /// For a definition: the function that does what it says.
  var function: String?
  /// For a plot: the curves.
  var series: [Curve]?
  /// For a table: its headings and cells.
  var columns: [String]?
  var rows: [[String]]?

  struct Test: Encodable {
    var method: String
    var error: JSONNumber
    var tolerance: JSONNumber
    /// Why the tolerance is another than that of rounding.
    var reason: String?
    /// For an inequality: how near it came, as a share of the bound and as what was left.
    var share: JSONNumber?
    var gap: JSONNumber?
  }
  /// A line of a chain of equalities.
  struct Step: Encodable {
    var formula: String
    var locator: String?
    var computed: [JSONNumber]
  }
  struct Curve: Encodable {
    var name: String
    var x: [JSONNumber]
    var y: [JSONNumber]
  }
}

extension Exhibit {
  /// A record for each place that the exhibit answers for, or for its page if for none.
  func records(in section: Heading) -> [Record] {
    guard places.isEmpty else { return records(at: places) }
    // In the section, and not at the equation of the same number.
    return records(at: [Reference(document: section.document, locator: section.place)]).map {
      var record = $0
      record.section = section.locator
      return record
    }
  }

  private func records(at references: [Reference]) -> [Record] {
    switch content {
    case .number(let number):
      let all = [number] + number.again
      let numbers = all.enumerated().map { i, copy in
        var record = copy.record(at: copy.place ?? references[0])
        if i > 0, record.why != nil { record.why = number.reference }
        return record
      }
      // An exhibit may answer for formulas besides the numbers that it shows.
      let others = places.filter { place in !all.contains { $0.place == place } }
      let rest = number.place == nil ? Array(references.dropFirst()) : others
      return numbers + rest.map { number.record(at: $0) }
    case .input(let input):
      return references.map {
        var record = Record(at: $0, input.name, "input")
        record.computed = input.rows.flatMap { $0.map(JSONNumber.init) }
        return record
      }
    case .derivation(let derivation): return references.map { derivation.record(at: $0) }
    case .definition(let definition):
      return references.map {
        var record = Record(at: $0, definition.statement, "definition")
        record.function = definition.function
        return record
      }
    case .table(let table):
      return references.map {
        var record = Record(at: $0, table.title, "table")
        (record.columns, record.rows) = (table.columns, table.rows)
        return record
      }
    case .plot(let plot):
      return references.map {
        var record = Record(at: $0, plot.title, "plot")
        record.series = plot.series.map { series in
          Record.Curve(
            name: series.name, x: series.points.map { .number($0.x) },
            y: series.points.map { .number($0.y) })
        }
        return record
      }
    case .shades(let shades):
      return references.map {
        var record = Record(at: $0, shades.title, "table")
        record.columns = shades.columns
        record.rows = shades.cells
        return record
      }
    case .left(let reason):
      return references.map {
        var record = Record(at: $0, "", "left")
        record.statement = reason
        return record
      }
    case .note(let text):
      return references.map {
        var record = Record(at: $0, "", "note")
        record.statement = text
        return record
      }
    }
  }
}

extension Record {
  fileprivate init(at place: Reference, _ quantity: String, _ kind: String) {
    self.init(
      document: place.document.rawValue, section: place.section, locator: place.locator,
      quantity: quantity, kind: kind)
  }
}

extension Number {
  fileprivate func record(at place: Reference) -> Record {
    var record = Record(at: place, quantity, "number")
    record.computed = rows.flatMap { $0.map(JSONNumber.init) }
    guard printed != nil else { return record }
    record.printed = judgements.map(\.token.description)
    record.carried = carried?.entries.map(JSONNumber.init)
    record.verdict = judgements.map(\.verdict.word)
    record.correct = judgements.map(correct)
    record.fromErratum = carried == nil ? nil : !wrongSources.isEmpty
    record.diagnosis = remarks.isEmpty ? nil : remarks.joined(separator: "; ")
    record.why = reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    return record
  }
}

extension Derivation {
  fileprivate func record(at place: Reference) -> Record {
    var record = Record(at: place, statement, "derivation")
    record.statement = statement
    record.draws = tested.draws
    record.isExample = tested.isExample ? true : nil
    if !steps.isEmpty {
      record.lines = steps.map { step in
        Record.Step(
          formula: step.formula, locator: step.place?.locator,
          computed: step.value.rows.flatMap { $0.map(JSONNumber.init) })
      }
    }
    // The relation that came nearest to failing, or failed.
    let worst = tested.relations.max { $0.used < $1.used }
    record.error = worst.map { .number($0.error) }
    record.tolerance = worst.map { .number($0.bound) }
    record.evidence = tested.relations.map { relation in
      Record.Test(
        method: relation.method, error: .number(relation.error), tolerance: .number(relation.bound),
        reason: relation.reason, share: relation.share.isNaN ? nil : .number(relation.share),
        gap: relation.gap.isNaN ? nil : .number(relation.gap))
    }
    record.verdict = [word]
    record.correction = correction?.statement
    if correction != nil, !holds {
      record.failures = tested.failures
      record.why = ([failure] + [why].compactMap { $0 }).joined(separator: ". ")
    }
    let corrected = correction?.tested.relations.max { $0.used < $1.used }
    record.correctionError = corrected.map { .number($0.error) }
    return record
  }
}

extension Relation {
  /// How much of the bound was used up; an error where none is allowed is beyond all.
  fileprivate var used: Double {
    error.isNaN ? .infinity : error == 0 ? 0 : error / bound
  }
}

/// The audit of what is shown, `{"schema": 1, "chapter": …, "records": […]}`.
func json(_ chapter: Chapter, _ excerpts: [Excerpt]) -> String {
  struct Audit: Encodable {
    let schema = 1
    let chapter: String
    let records: [Record]
  }
  let records = excerpts.flatMap { excerpt in
    excerpt.exhibits.flatMap { $0.records(in: excerpt.section) }
  }
  return encoded(Audit(chapter: chapter.rawValue, records: records))
}

/// JSON with sorted keys, so that the same run gives the same bytes.
func encoded(_ value: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  // Nothing that is encoded here can fail: numbers that JSON has no notation for are null.
  return String(decoding: try! encoder.encode(value), as: UTF8.self) + "\n"
}
