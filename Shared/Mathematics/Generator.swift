/// Seeded draws that are the same on every machine: the SplitMix64 generator of Steele, Lea
/// and Flood (2014), whose state is a counter and whose output is that counter, mixed.
public struct Generator: RandomNumberGenerator {
  var state: UInt64

  /// The stream of draws that belongs to a seed.
  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number drawn evenly from [low, high).
  public mutating func uniform(_ low: Double = 0, _ high: Double = 1) -> Double {
    low + (high - low) * Double(next() >> 11) * 0x1p-53
  }

  /// A number drawn from the normal distribution with mean 0 and variance 1 (Box and Muller).
  public mutating func normal() -> Double {
    let radius = (-2 * Double.log(1 - uniform())).squareRoot()
    return radius * Double.cos(2 * .pi * uniform())
  }

  /// A whole number drawn evenly from 0 ..< bound.
  ///
  /// The high word of a product instead of the standard library's draw, which another version
  /// of that library might make differently; the bias is below bound / 2⁶⁴.
  public mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A vector of draws evenly from [low, high).
  public mutating func vector(_ count: Int, _ low: Double = -1, _ high: Double = 1)
    -> Vector<Double>
  {
    Vector((0..<count).map { _ in uniform(low, high) })
  }

  /// A matrix of draws evenly from [low, high).
  public mutating func matrix(_ rows: Int, _ columns: Int, _ low: Double = -1, _ high: Double = 1)
    -> Matrix<Double>
  {
    Matrix(rows: rows, columns: columns, entries: vector(rows * columns, low, high).entries)
  }

  /// 0 ..< n in an order drawn evenly from all (Fisher and Yates).
  public mutating func shuffled(_ n: Int) -> [Int] {
    var order = Array(0..<n)
    for i in order.indices.dropFirst() { order.swapAt(i, below(i + 1)) }
    return order
  }
}
