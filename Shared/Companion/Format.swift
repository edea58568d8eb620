import Notes

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Numbers as characters. Everything here is correctly rounded, which arithmetic on `Double`
/// such as `(x * 1000).rounded() / 1000` is not.
enum Format {
  /// x with a fixed number of decimals: 0.657.
  static func decimal(_ x: Double, _ places: Int) -> String { c("%.*f", places, x) }

  /// x with a mantissa of one digit before the point: 2.66e-5.
  static func scientific(_ x: Double, _ places: Int) -> String {
    let text = c("%.*e", places, x)
    guard let e = text.firstIndex(of: "e") else { return text }
    return text[...e] + String(Int(text[text.index(after: e)...])!)
  }

  /// x to a number of significant digits: 0.656648, 13780.6, 7.88861e-31.
  static func significant(_ x: Double, _ digits: Int) -> String {
    guard x != 0 else { return "0" }
    guard x.isFinite else { return decimal(x, 0) }
    let x = steady(x)
    let rounded = scientific(x, digits - 1)
    let exponent = Int(rounded[rounded.index(after: rounded.firstIndex(of: "e")!)...])!
    guard (-5..<max(digits, 6)).contains(exponent) else { return rounded }
    return decimal(x, max(0, digits - 1 - exponent))
  }

  /// x without the noise of its last bits, which differ from one C library to the next: to 13
  /// significant digits, so that a tie at the last digit shown falls the same way everywhere.
  static func steady(_ x: Double) -> Double {
    guard x.isFinite, x != x.rounded() || x.magnitude > 1e15 else { return x }
    return Double(c("%.*e", 12, x)) ?? x
  }

  /// x without the noise of what it was computed from, as it is drawn beside a larger number: to
  /// the twelfth digit of that, and 0 if it is less than a billionth.
  static func steady(_ x: Double, beside largest: Double) -> Double {
    guard x.magnitude >= largest * 1e-9 else { return 0 }
    var power = 1.0
    // Powers of ten up to here are exact.
    while power < 1e22, largest * power < 1e12 { power *= 10 }
    let scaled = x * power
    return scaled.magnitude < 0x1p53 ? scaled.rounded() / power : x
  }

  /// Whether x is a whole number but for such noise.
  static func isWhole(_ x: Double) -> Bool {
    x.magnitude < 1e15 && (x - x.rounded()).magnitude <= 1e-12 * max(1, x.magnitude)
  }

  /// How many decimals x needs: 1 for 0.1, but for rounding noise, and all for 0.10001.
  static func decimals(of x: Double, atMost places: Int) -> Int {
    guard x.isFinite else { return 0 }
    let text = decimal(x, places).trimmedZeros
    guard (Double(text)! - x).magnitude <= 8 * x.ulp else { return places }
    guard let point = text.firstIndex(of: ".") else { return 0 }
    return text.distance(from: point, to: text.endIndex) - 1
  }

  /// The shortest decimal that reads back as x, without a trailing `.0`.
  static func shortest(_ x: Double) -> String {
    guard x.isFinite else { return decimal(x, 0) }
    let text = "\(x == 0 ? 0 : x)"
    // 1e-5 like everywhere else, not 1e-05.
    guard !text.hasSuffix(".0") else { return String(text.dropLast(2)) }
    return text.replacing("e-0", with: "e-").replacing("e+", with: "e")
  }

  /// x as precisely as the token beside it is printed.
  static func like(_ token: Token, _ x: Double) -> String {
    if let decimals = token.decimals {
      return decimal(x, decimals) + (token.text.hasSuffix("%") ? "%" : "")
    }
    if let mantissa = token.text.split(separator: "e").first, mantissa != token.text {
      let digits = mantissa.split(separator: ".")
      return scientific(x, digits.count == 2 ? digits[1].count : 0)
    }
    // Beside an exact number, such as 1/4, six digits but no zeros at their end.
    return significant(x, 6).trimmedZeros
  }

  private static func c(_ format: String, _ places: Int, _ x: Double) -> String {
    guard x.isFinite else { return x.isNaN ? "undefined" : x > 0 ? "∞" : "-∞" }
    // The largest finite number has 309 digits before the point.
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 352 + places) { buffer in
      _ = withVaList([Int32(places), x]) {
        vsnprintf(buffer.baseAddress!, buffer.count, format, $0)
      }
      return String(cString: buffer.baseAddress!)
    }
    // A number that is rounded to zero has no sign.
    let isZero =
      text.utf8.first == UInt8(ascii: "-")
      && !text.utf8.contains { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
    return isZero ? String(text.dropFirst()) : text
  }
}

/// A number as a sentence, a label or a title says it: the shortest decimal that reads back as it,
/// without a trailing `.0` and without the noise of its last bits: `0.1`, `3`, `1e-5`.
public func words(_ x: Double) -> String { Format.shortest(Format.steady(x)) }
