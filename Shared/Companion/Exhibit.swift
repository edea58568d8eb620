import Notes

/// Something that a page puts before its reader, and the line of source that did it.
struct Exhibit {
  let file: String
  let line: Int
  /// What it answers for in the notes.
  var places: [Reference]
  var content: Content

  enum Content {
    case input(Input)
    case number(Number)
    case derivation(Derivation)
    case definition(Definition)
    case table(Table)
    case plot(Plot)
    case shades(Shades)
    case note(String)
    /// Left to the notes, with the reason.
    case left(String)
  }

  /// The places that it answers for, short: `(16.6)–(16.9)`; empty if they are the page's own.
  func cited(in section: Section) -> String {
    shortened(places.filter { !section.isAll($0) }, from: section.document)
      .joined(separator: ", ")
  }
}

/// A place in the notes.
struct Reference: Hashable {
  let document: Document
  let locator: String

  /// The section in which it stands; empty if the notes have no such place.
  var section: String { Notes.section(of: locator, in: document) ?? "" }
}

/// A number that a page starts from.
struct Input {
  let name: String
  let rows: [[Entry]]
  /// What the reader typed instead of the notes' value, or a number of ours.
  let origin: Origin
  enum Origin { case notes, ours, reader }
}

/// A number that a page computes.
struct Number {
  let quantity: String
  let rows: [[Entry]]
  /// What the notes print for it; nil where they leave it open, or for a reader's own inputs.
  var printed: Printed?
  /// The same as tokens, row by row.
  var tokens: [[Token]] = []
  var judgements: [Judgement] = []
  var carried: Carried?
  /// From where a value is carried: the key of the printed number, and how a sentence names it.
  var sources: [(key: String, name: String)] = []
  /// The names of those that are errata themselves, or were carried from one.
  var wrongSources: [String] = []
  var invariants: [Invariant] = []
  /// Other places that print the same number again.
  var again: [Number] = []
  var place: Reference?

  /// The entries that are errata, or were carried from one.
  var errata: [Judgement] {
    judgements.filter {
      $0.verdict == .erratum || ($0.verdict == .carried && !wrongSources.isEmpty)
    }
  }

  /// Finds out which of its sources are errata, and joins them if it has errata itself.
  mutating func trace(_ wrong: inout Set<String>) {
    wrongSources = sources.filter { wrong.contains($0.key) }.map(\.name)
    if !errata.isEmpty, let printed { wrong.insert(printed.key) }
    for i in again.indices { again[i].trace(&wrong) }
  }
}

extension Printed {
  /// What tells it from every other printed number.
  var key: String { "\(document.rawValue)|\(locator)|\(quantity)" }
}

/// A formula tested against something that does not contain it.
struct Derivation {
  let statement: String
  let tested: Tested
  /// What replaces a formula that is wrong as printed, with its own evidence.
  let correction: (statement: String, evidence: [Evidence])?
  /// The slip, or the reading under which the formula would be right.
  var why: String?

  struct Tested {
    var draws = 0
    /// On how many of them the formula failed.
    var failures = 0
    /// For each independent method the largest error seen and the bound it was held to.
    var evidence: [Evidence] = []
  }

  var holds: Bool { tested.evidence.allSatisfy(\.holds) }
  /// A formula that fails is an erratum of the notes if something else is right instead. Without
  /// that it fails for numbers that a reader has set.
  var word: String { holds ? "holds" : correction == nil ? "fails" : "erratum" }
}

/// The agreement of two independent ways to the same value.
public struct Evidence {
  let method: String
  var error: Double
  let bound: Double
  /// Whether the largest error stayed within the bound; an undefined error did not.
  var holds: Bool { error <= bound }

  /// - Parameters:
  ///   - method: the independent way, as in “dual numbers”
  ///   - error: how far apart the two lie
  ///   - bound: how far apart rounding, or the statement itself, may put them
  public init(_ method: String, error: Double, bound: Double) {
    self.method = method
    self.error = error
    self.bound = bound
  }

  /// What is so or not so, with the error 1 if it is not.
  ///
  /// - Parameters:
  ///   - method: what is looked at, or what is wrong if it does not hold
  ///   - holds: whether it is as it should be
  public init(_ method: String, holds: Bool) {
    self.init(method, error: holds ? 0 : 1, bound: 0)
  }
}

/// An equation that only defines something, and the function that does what it says.
struct Definition {
  let statement: String
  let function: String
}

/// Rows that a reader would rather look at.
struct Table {
  let title: String
  let columns: [String]
  let rows: [[String]]

  /// As a terminal shows it, with what it answers for in front.
  func spoken(_ place: String = "") -> Table {
    Table(
      title: place + plain(title), columns: columns.map(plain), rows: rows.map { $0.map(plain) })
  }
}
