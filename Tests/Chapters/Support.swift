import Mathematics

@testable import Companion

/// The largest difference of two values, relative to 1 or to the entry that is expected.
func distance(_ found: some Near, _ expected: some Near) -> Double {
  let (x, y) = (found.reals, expected.reals)
  guard x.count == y.count else { return .infinity }
  return zip(x, y).reduce(0) { largest, pair in
    let error = (pair.0 - pair.1).magnitude / max(1, pair.1.magnitude)
    return error.isNaN ? .nan : max(largest, error)
  }
}

/// Whether relations hold on a hundred draws: for formulas that a page does not have.
func holds(@Relations _ relations: (inout Generator) -> [Relation]) -> Bool {
  (0..<100 as Range<UInt64>).allSatisfy { seed in
    var draw = Generator(seed: seed)
    return relations(&draw).allSatisfy { $0.holds }
  }
}
