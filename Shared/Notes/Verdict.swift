/// What a printed number is worth, found by recomputing it.
///
/// With P the value of the token, u the unit of its last digit and v the value recomputed in
/// full precision from the given inputs, the first that applies of:
public enum Verdict: Equatable, Sendable {
  /// |v − P| ≤ u/2. A value within rounding noise of the half-way point is accepted either way.
  case agrees(halfway: Bool)
  /// Not so, but the same step applied to the printed, rounded predecessors gives P.
  case carried
  /// P is v cut off instead of rounded.
  case truncated
  /// The text itself calls the number rough, and v is right at that precision.
  case approximate
  /// None of these.
  case erratum

  /// The word for it.
  public var word: String {
    switch self {
    case .agrees: "agrees"
    case .carried: "carried"
    case .truncated: "truncated"
    case .approximate: "approximate"
    case .erratum: "erratum"
    }
  }

  /// Judges a printed number.
  ///
  /// - Parameters:
  ///   - token: what is printed
  ///   - v: the value recomputed from the inputs
  ///   - carried: the value of the same step taken from printed predecessors, if it has any
  public init(_ token: Token, computed v: Double, carried: Double? = nil) {
    if let halfway = Self.rounds(v, to: token) {
      self = .agrees(halfway: halfway)
    } else if let carried, Self.rounds(carried, to: token) != nil {
      self = .carried
    } else if Self.cut(v, gives: token) {
      self = .truncated
    } else if Self.roughly(v, token) {
      self = .approximate
    } else {
      self = .erratum
    }
  }

  /// Judges a printed word: a shape or an order of growth is right or wrong.
  public init(_ token: Token, computed word: String) {
    self = token.text == word ? .agrees(halfway: false) : .erratum
  }

  /// Whether v rounds to the token: nil if not, true if only by the grace of the half-way point.
  static func rounds(_ v: Double, to token: Token) -> Bool? {
    guard case .number(let P, let unit) = token.meaning, v.isFinite else { return nil }
    let excess = (v - P).magnitude - unit / 2
    let slack = noise(v, P)
    guard excess <= slack else { return nil }
    return unit > 0 && excess >= -slack
  }

  private static func cut(_ v: Double, gives token: Token) -> Bool {
    guard case .number(let P, let unit) = token.meaning, v.isFinite, unit > 0 else { return false }
    let lost = v.magnitude - P.magnitude
    return v * P >= 0 && lost >= -noise(v, P) && lost < unit - noise(v, P)
  }

  private static func roughly(_ v: Double, _ token: Token) -> Bool {
    guard token.isRough, let P = token.value, let unit = token.significantUnit, v.isFinite else {
      return false
    }
    if token.isPowerOfTen {
      // The nearest power of ten on a logarithmic scale: between P/√10 and P√10.
      return v > 0 && max(v / P, P / v) <= 10.0.squareRoot()
    }
    return (v - P).magnitude <= unit / 2 + noise(v, P)
  }

  /// How far apart two ways of computing the same number in `Double` may come to lie.
  private static func noise(_ v: Double, _ P: Double) -> Double {
    64 * max(v.magnitude, P.magnitude).ulp
  }
}
