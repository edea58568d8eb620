/// What a check compares, with how far apart the two sides are.
///
/// Pages write relations as mathematics does, in the closure of a check:
///
///     σ(z) ≈ (1 + tanh(z / 2)) / 2
///     σ(z) ∈ 0...1
///     loss ≤ bound
///     product.shapeWords == "2×3"
///     slope ≈ quotient ± (1e-9, "the cut-off error h² of a difference")
///
/// Two reals are near, `≈`, if they differ by at most 64 units of rounding, 64 × 2⁻⁵³, of the
/// largest entry of either side, or of 1 if that is larger: numbers are drawn of that order, and
/// so is what is added and taken off on the way to a small difference. A product of a few small
/// matrices loses about four such units; one draw in a hundred thousand loses thirty. What needs
/// more says how much and why. All else is exact.
public struct Relation {
  /// How far apart the sides are, or how far on the wrong side; 0 or 1 for what is so or not.
  var error: Double
  /// How far apart they may be.
  var bound: Double
  /// For an inequality: the lesser side as a share of the greater, if both are positive, and what
  /// was left between them; else undefined.
  var share = Double.nan
  var gap = Double.nan
  /// Where it stands: it is one relation however often it is met.
  var position: UInt64 = 0
  /// What there is to say of it; nothing of most, which are made by the hundred thousand.
  private var words: Words?

  fileprivate final class Words {
    let method: String
    let reason: String?
    /// Made when it is shown, which is once for a hundred draws that fail.
    let failure: (() -> String)?

    init(_ method: String, _ reason: String?, _ failure: (() -> String)?) {
      (self.method, self.reason, self.failure) = (method, reason, failure)
    }
  }

  init(error: Double, _ tolerance: Tolerance) {
    (self.error, bound) = (error, tolerance.bound)
    if let reason = tolerance.reason { words = Words("", reason, nil) }
  }

  /// The independent way to one of the sides, where the statement does not name it.
  var method: String {
    get { words?.method ?? "" }
    set { words = Words(newValue, reason, words?.failure) }
  }
  /// The three ways to a gradient; one object says the name of each, however often.
  nonisolated(unsafe) static let ways = ["dual numbers", "tape", "central differences"].map(
    Way.init)

  struct Way {
    fileprivate let words: Words
    fileprivate init(_ name: String) { words = Words(name, nil, nil) }
  }

  /// The same relation, found in a way.
  func found(_ way: Way) -> Relation {
    var result = self
    result.words = words == nil ? way.words : Words(way.words.method, reason, words?.failure)
    return result
  }

  /// Why the bound is another one than that of rounding.
  var reason: String? { words?.reason }
  /// Both sides as characters, where it does not hold.
  var failure: String? { words?.failure?() }

  /// Says how it fails, if it does.
  mutating func fail(_ sides: @escaping () -> String) {
    if !holds { words = Words(method, reason, sides) }
  }

  /// Whether the error stayed within the bound; an undefined error did not.
  var holds: Bool { error <= bound }

  /// Whether it is the same relation, met again; one line of source may name several.
  func isSame(as other: Relation) -> Bool {
    guard position == other.position else { return false }
    return words === other.words || method == other.method
  }

  /// The same relation met again: the worse of both.
  mutating func merge(_ other: Relation) {
    if words?.failure == nil, let sides = other.words?.failure {
      words = Words(method, reason, sides)
    }
    error = error.isNaN || other.error.isNaN ? .nan : max(error, other.error)
    share = share.isNaN || other.share.isNaN ? .nan : max(share, other.share)
    gap = min(gap, other.gap)
  }
}

extension [Relation] {
  /// Each relation once, however often it was met: the worst of it.
  func merged() -> [Relation] {
    var result: [Relation] = []
    result.merge(self)
    return result
  }

  mutating func merge(_ others: [Relation]) {
    for (k, other) in others.enumerated() {
      // One draw meets what the last one met, in the same order, unless it takes another branch.
      let same = k < count && self[k].isSame(as: other)
      if let i = same ? k : firstIndex(where: { $0.isSame(as: other) }) {
        self[i].merge(other)
      } else {
        append(other)
      }
    }
  }

  /// What was compared with and how near it came; what is exact or within rounding says nothing
  /// of itself.
  ///
  /// The errors themselves hang on the last bits of a C library; who asks for `digits` gets them.
  func sentence(digits: Int? = nil) -> String {
    let words = map { one in
      let found = digits.map { " (\(Format.significant(one.error, Swift.max(1, $0))))" } ?? ""
      return (one.method + found + one.distance).trimmed
    }
    return words.filter { !$0.isEmpty }.withoutRepeats.joined(separator: ", ")
  }
}

extension Relation {
  /// ` to 10⁻⁹ (why)`, ` at most 93% of the bound`, ` 0.5 is not 0.3`; nothing for what is exact
  /// or within rounding.
  fileprivate var distance: String {
    if !holds { return failure.map { method.isEmpty ? " \($0)" : ": \($0)" } ?? " undefined" }
    if !share.isNaN {
      let percent = share * 100
      if percent >= 99.5 { return " up to the bound" }
      // Less may be nothing but rounding, which hangs on the last bits of a C library.
      if percent < 1 { return " less than 1% of the bound" }
      return " at most \(Format.decimal(percent, 0))% of the bound"
    }
    if gap.magnitude < 1e-6 { return " up to the bound" }
    if gap.isFinite { return " \(Format.significant(gap, 2).trimmedZeros) from the bound" }
    guard bound != 0, bound != rounding.bound else { return "" }
    return " to " + Format.significant(bound, 1) + (reason.map { " (\($0))" } ?? "")
  }
}

extension Relation {
  /// A number in a sentence; what is nothing but rounding is 0.
  static func number(_ x: Double) -> String {
    x.magnitude < 1e-12 ? "0" : Format.significant(x, 5).trimmedZeros
  }

  /// `0.5 is not 1.82`; of what looks the same, by how much.
  static func differ(_ a: Double, _ b: Double) -> String {
    let apart = number(a) == number(b) ? ", by \(Format.significant((a - b).magnitude, 1))" : ""
    return "\(number(a)) is not \(number(b))\(apart)"
  }

  /// One side of a relation in a sentence, cut off if it is long.
  static func side<T>(_ value: T) -> String {
    let text =
      (value as? any Showable)?.entryRows.map { row in
        row.map { entry in
          switch entry {
          case .number(let x): number(x)
          case .word(let word): word
          }
        }.joined(separator: " ")
      }.joined(separator: "; ") ?? "\(value)"
    return text.count > 32 ? text.prefix(30) + "…" : text
  }
}
