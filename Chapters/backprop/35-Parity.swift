import Companion
import Mathematics

//: Parity, whether the number of ones among n bits is odd, is the usual example of a function that
//: wants depth. Half of what is said about it holds for networks of real numbers.

extension Backprop {
  static let parity = Section(.foundations, "9.2.3", "Parity") { page in
    tree(page)
    oneLayer(page)
    foldedSum(page)
  }

  /// Bits, and whether the number of ones is odd, by division
  private static func bits(_ n: Int, _ draw: inout Generator) -> (bits: [Double], odd: Double) {
    let bits = (0..<n).map { _ in Double(draw.below(2)) }
    return (bits, bits.reduce(0, +).truncatingRemainder(dividingBy: 2))
  }

  //: ### As a tree
  //:
  //: Pairs of bits are combined by XOR, then pairs of results, until one is left. An XOR takes
  //: two ReLU units, $ReLU(a + b) − 2 ReLU(a + b − 1)$, so that n bits, n a power of two, take
  //: $2(n − 1)$ units in $log₂ n$ layers.

  /// XOR of pairs, of pairs of results, and so on; with the units and layers that it took
  private static func xorTree(_ bits: [Double]) -> (value: Double, units: Int, depth: Int) {
    var (values, units, depth) = (bits, 0, 0)
    while values.count > 1 {
      values = stride(from: 0, to: values.count - 1, by: 2).map {
        let sum = values[$0] + values[$0 + 1]
        return relu(sum) - 2 * relu(sum - 1)
      }
      units += 2 * values.count
      depth += 1
    }
    return (values[0], units, depth)
  }

  private static func tree(_ page: Page) {
    let sizes = [2, 4, 8, 16, 32]
    let trees = sizes.map { xorTree(Array(repeating: 1, count: $0)) }
    page.table(
      "Parity of n bits",
      columns: [
        "bits", "layers", "tree: units", "folding: units", "one layer: units", "AND-OR: terms",
      ],
      rows: zip(sizes, trees).map { n, tree in
        [n, tree.depth, tree.units, 2 * tree.depth, n, Double.pow(2, Double(n - 1))]
      })
    // The logarithm of a power of two is the number of zeros behind its one.
    let depth = formula(
      trees.map(\.depth), among: ["n": sizes, "log(n)": sizes.map(\.trailingZeroBitCount)])
    page.show("depth of parity tree", depth, at: "§9.2.3")
    page.verify(
      "for $n$ a power of two the tree computes parity with $2(n − 1)$ units", at: "9.2.3:parity"
    ) { draw in
      let n = 1 << (1 + draw.below(4))
      let (bits, odd) = bits(n, &draw)
      let tree = xorTree(bits)
      by("parity of the sum") { tree.value == odd }
      by("units") { tree.units == 2 * (n - 1) }
    }
  }

  //: ### In one layer
  //:
  //: The notes have it that a shallow network must memorize many input patterns, exponentially
  //: many at worst. That is true of formulas of one layer of ANDs under an OR: no two odd
  //: patterns are neighbours, so that no term can cover two of them, and there are $2ⁿ⁻¹$. But a
  //: unit of a network can add. Parity depends on the sum of the bits only, and a zigzag over the
  //: sum, which takes n ReLU units in one layer, is parity.

  /// One layer: ReLU(s) − 2 ReLU(s − 1) + 2 ReLU(s − 2) − … over the sum s of the bits
  private static func zigzag(_ bits: [Double]) -> Double {
    let s = bits.reduce(0, +)
    return bits.indices.reduce(0) { value, j in
      value + (j == 0 ? 1 : j % 2 == 0 ? 2 : -2) * relu(s - Double(j))
    }
  }

  private static func oneLayer(_ page: Page) {
    page.refute(
      "a shallow network for parity is of exponential size at worst", at: "9.2.3:parity",
      correction: "n ReLU units in one layer are enough", why: "Right for ANDs under an OR: 2ⁿ⁻¹"
    ) { draw in
      let n = 4 + draw.below(6)
      let (bits, odd) = bits(n, &draw)
      if zigzag(bits) == odd {
        by("units of a layer that is right") { n ≥ 1 << (n - 1) }
      }
    } corrected: { draw in
      let n = 4 + draw.below(6)
      let (bits, odd) = bits(n, &draw)
      by("n units, parity of the sum") { zigzag(bits) == odd }
      // A pattern and its neighbours, one bit away: could one term cover two odd ones?
      let ones = draw.below(1 << n)
      for k in 0..<n {
        by("parity of the neighbours") {
          (ones ^ 1 << k).nonzeroBitCount % 2 != ones.nonzeroBitCount % 2
        }
      }
    }
  }

  //: The weights of the zigzag are $1, −2, 2, −2, …$ and do not grow with n. The tree, which
  //: looks at two bits at a time, takes twice as many units, so that depth by itself buys
  //: nothing. But a zigzag over the sum is what [the section before](#pieces-by-width-and-depth)
  //: folds. For n a power of two, fold the mean of the bits $log₂ n$ times, two units each time,
  //: and what is left is parity. Here depth *is* worth an exponential.

  private static func foldedSum(_ page: Page) {
    page.verify(
      "for $n$ a power of two, folding $Σᵢ xᵢ/n$ $log₂ n$ times, two units each, gives parity"
    ) { draw in
      let folds = 1 + draw.below(5)
      let (bits, odd) = bits(1 << folds, &draw)
      let mean = bits.reduce(0, +) / Double(bits.count)
      (0..<folds).reduce(mean) { u, _ in 2 * relu(u) - 4 * relu(u - 0.5) } == odd
    }
  }
}
