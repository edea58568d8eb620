/// A number as it is printed: `0.90` and `0.9` are two tokens, since they promise different
/// things.
public struct Token: Equatable, Sendable {
  /// The characters, `2.7·10⁻⁵` written as `2.7e-5`, without a mark of roughness.
  public let text: String
  /// Whether the text itself calls the number rough (“about”, “~”, “≈ 10⁻³⁰”).
  public let isRough: Bool
  /// What the characters mean.
  public let meaning: Meaning

  /// What a printed token means.
  public enum Meaning: Equatable, Sendable {
    /// A number, and the unit of its last digit: 0 for what is exact, such as `1/4`.
    case number(value: Double, unit: Double)
    /// A shape, an order of growth, anything that is compared by its characters.
    case word
  }

  /// Reads a token as the data files write it, roughness marked by a leading `~`.
  public init(_ source: some StringProtocol) {
    isRough = source.hasPrefix("~")
    text = String(isRough ? source.dropFirst() : source[...])
    meaning = Self.meaning(of: text)
  }

  /// The number, or nil for a word.
  public var value: Double? {
    guard case .number(let value, _) = meaning else { return nil }
    return value
  }

  /// How many digits stand after the decimal point; nil for what is not written as a decimal.
  public var decimals: Int? {
    let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
    guard let shape = Decimal(digits.utf8), !shape.hasExponent else { return nil }
    return shape.decimals
  }

  /// The token as a reader sees it.
  public var description: String { (isRough ? "~" : "") + text }

  /// The unit of the last digit that is not a trailing zero of a whole number: 1000 for 14000.
  var significantUnit: Double? {
    guard case .number(let value, let unit) = meaning else { return nil }
    guard unit == 1, value != 0 else { return unit }
    var result = 1.0
    while value.truncatingRemainder(dividingBy: result * 10) == 0 { result *= 10 }
    return result
  }

  /// Whether the token is a bare power of ten, which promises an order of magnitude only.
  var isPowerOfTen: Bool { text.hasPrefix("1e") }

  private static func meaning(of text: String) -> Meaning {
    if let shape = Decimal(text.utf8) {
      return .number(value: Double(text)!, unit: power(of: shape.exponent - shape.decimals))
    }
    if text.hasSuffix("%"), case .number(let value, let unit) = meaning(of: String(text.dropLast()))
    {
      return .number(value: value, unit: unit)
    }
    if text.hasPrefix("√"), let radicand = Double(text.dropFirst()) {
      return .number(value: radicand.squareRoot(), unit: 0)
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2, let numerator = Double(parts[0]), let denominator = Double(parts[1]) {
      return .number(value: numerator / denominator, unit: 0)
    }
    return .word
  }

  /// 10ⁿ, correctly rounded.
  private static func power(of n: Int) -> Double {
    (-9...0).contains(n) ? powers[-n] : Double("1e\(n)")!
  }
  private static let powers = [1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9]

  /// The shape of a number like `-12.50e-3`: 2 decimals, exponent −3.
  private struct Decimal {
    var decimals = 0
    var exponent = 0
    var hasExponent = false

    /// Nil for characters that are no such number.
    init?(_ characters: String.UTF8View) {
      var digits = 0
      var hasPoint = false
      var i = characters.startIndex
      if i < characters.endIndex, [UInt8(ascii: "-"), UInt8(ascii: "+")].contains(characters[i]) {
        i = characters.index(after: i)
      }
      scan: while i < characters.endIndex {
        switch characters[i] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
          digits += 1
          if hasPoint { decimals += 1 }
        case UInt8(ascii: "."):
          guard !hasPoint, digits > 0 else { return nil }
          hasPoint = true
        case UInt8(ascii: "e"): break scan
        default: return nil
        }
        i = characters.index(after: i)
      }
      guard digits > 0, !hasPoint || decimals > 0 else { return nil }
      guard i < characters.endIndex else { return }
      guard let n = Int(String(characters[characters.index(after: i)...])!), n.magnitude < 400
      else {
        return nil  // beyond every `Double`
      }
      (exponent, hasExponent) = (n, true)
    }
  }
}
