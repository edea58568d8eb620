import Mathematics

/// Other inputs for a worked example: of the same shapes and digits, and of the same kind.
enum Variant {
  struct Input {
    let value: Double
    let decimals: Int

    init(_ value: Double, _ decimals: Int) {
      (self.value, self.decimals) = (value, decimals)
    }
  }

  /// Numbers with decimals are drawn anew near their size, on the same side of 0 and of 1: what
  /// may be a probability, a rate or a factor of decay stays one, and 0.0 and 1.0 stay what they
  /// are. Shares of a whole still add up to 1. Whole numbers are counts, labels and seeds, and
  /// stay, except in `data` of several numbers: those above 1 are drawn anew, and rows of
  /// nothing but 0, 1 and 2 are shuffled.
  static func rows(_ rows: [[Input]], isData: Bool, _ draw: inout Generator) -> [[Double]] {
    let isSmall = rows.joined().allSatisfy { [0, 1, 2].contains($0.value) && $0.decimals == 0 }
    if isData, isSmall { return rows.map { shuffled($0.map(\.value), &draw) } }
    return rows.map { row in
      let values = row.map { number($0, isData: isData, &draw) }
      let sum = row.reduce(0) { $0 + $1.value }
      guard row.count > 1, row.allSatisfy({ $0.value > 0 }), (sum - 1).magnitude < 1e-9 else {
        return values
      }
      return shares(values, row[0].decimals)
    }
  }

  private static func shuffled(_ values: [Double], _ draw: inout Generator) -> [Double] {
    var result = values
    for i in result.indices.reversed() { result.swapAt(i, draw.below(i + 1)) }
    return result
  }

  private static func number(_ input: Input, isData: Bool, _ draw: inout Generator) -> Double {
    let (value, size) = (input.value, input.value.magnitude)
    let u = draw.uniform()
    guard input.decimals > 0 else {
      guard isData, size > 1, size < 10 else { return value }
      return (value < 0 ? -1 : 1) * (size + (u * 3).rounded(.down) - 1)
    }
    guard size != 0, size != 1 else { return value }
    let unit = Double.pow(10, Double(-input.decimals))
    let low = size < 1 ? max(unit, size / 2) : max(1 + unit, size / 2)
    let high = size < 1 ? min(1 - unit, 1.5 * size) : 1.5 * size
    var steps = ((low + u * max(0, high - low)) / unit).rounded()
    // A number with decimals stays one.
    if steps.truncatingRemainder(dividingBy: (1 / unit).rounded()) == 0 { steps += 1 }
    return Double(Format.decimal((value < 0 ? -1 : 1) * steps * unit, input.decimals))!
  }

  /// The same in proportion, with the sum 1: the last one is what the others leave.
  private static func shares(_ values: [Double], _ decimals: Int) -> [Double] {
    let sum = values.reduce(0, +)
    let others = values.dropLast().map { Double(Format.decimal($0 / sum, decimals))! }
    let rest = 1 - others.reduce(0, +)
    return others + [Double(Format.decimal(rest, decimals))!]
  }
}
