/// MT19937 of Matsumoto and Nishimura (1998) as numpy's `RandomState` drives it: the same
/// seed gives the same numbers, bit for bit.
public struct MersenneTwister {
  private static let count = 624
  private static let middle = 397
  private var state: [UInt32]
  private var position = count

  /// The generator after numpy's `seed(seed)`.
  public init(seed: UInt32) {
    state = [seed]
    for i in 1..<Self.count {
      let previous = state[i - 1]
      state.append(1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(i))
    }
  }

  private mutating func refill() {
    for i in 0..<Self.count {
      let joined = (state[i] & 0x8000_0000) | (state[(i + 1) % Self.count] & 0x7FFF_FFFF)
      let twist: UInt32 = joined & 1 == 0 ? 0 : 0x9908_B0DF
      state[i] = state[(i + Self.middle) % Self.count] ^ (joined >> 1) ^ twist
    }
    position = 0
  }

  /// The next 32 bits.
  public mutating func next() -> UInt32 {
    if position == Self.count { refill() }
    var y = state[position]
    position += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9D2C_5680
    y ^= (y << 15) & 0xEFC6_0000
    return y ^ (y >> 18)
  }

  /// A number in [0, 1) of 53 bits, numpy's `random()`.
  public mutating func uniform() -> Double {
    let high = Double(next() >> 5)
    let low = Double(next() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// A matrix of such numbers, row by row: numpy's `random((rows, columns))`.
  public mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix<Double> {
    Matrix(rows: rows, columns: columns, entries: (0..<rows * columns).map { _ in uniform() })
  }
}
