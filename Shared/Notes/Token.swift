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
    guard let parts = Self.decimal(text.hasSuffix("%") ? text.dropLast() : text[...]),
      parts.exponent == nil
    else { return nil }
    return parts.decimals
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
    guard let shape = decimal(text[...]), let value = Double(text) else { return .word }
    let exponent = (shape.exponent ?? 0) - shape.decimals
    return .number(value: value, unit: Double("1e\(exponent)")!)
  }

  /// Splits `-12.50e-3` into its decimals (2) and its exponent (−3); nil for anything else.
  private static func decimal(_ text: Substring) -> (decimals: Int, exponent: Int?)? {
    let halves = text.split(separator: "e", omittingEmptySubsequences: false)
    guard halves.count <= 2, var mantissa = halves.first else { return nil }
    if let sign = mantissa.first, sign == "-" || sign == "+" { mantissa = mantissa.dropFirst() }
    let digits = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(digits.count),
      digits.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } })
    else { return nil }
    guard halves.count == 2 else { return (digits.count == 2 ? digits[1].count : 0, nil) }
    guard let exponent = Int(halves[1]) else { return nil }
    return (digits.count == 2 ? digits[1].count : 0, exponent)
  }
}
