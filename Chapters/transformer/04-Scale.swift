import Companion
import Mathematics

//: A dot product of long vectors is a sum of many terms, and grows with their number. Why that
//: matters for softmax, how much, and what dividing by $√dₖ$ does about it, can all be computed
//: without a network.

extension Transformer {
  static let scale = Section(.foundations, "18.1.3", "Why √dₖ") { page in
    let perTerm = variances(page)
    lineByLine(page)
    spread(page, perTerm)
    saturation(page)
  }
}

//: ### The variance, exactly
//:
//: Let the entries of q and k be independent with mean 0 and variance 1. Then
//:
//:     Var[qᵀk] = dₖ       (18.8)
//:     Var[qᵀk/√dₖ] = 1
//:
//: The square of $qᵀk$ is a polynomial of degree 2 in each entry, and for such polynomials a
//: normal entry may be replaced by three points, $−√3$, 0 and $√3$ with weights ⅙, ⅔ and ⅙,
//: which have the same moments up to the fifth. The expectation becomes a finite sum, and the
//: variance comes out without a single random number.

/// A value of an entry, with its probability
typealias WeightedPoint = (value: Double, weight: Double)

/// Three points with the moments, up to the fifth, of a normal variable
func normalPoints(mean μ: Double = 0, variance: Double = 1) -> [WeightedPoint] {
  let reach = 3.0.squareRoot() * variance.squareRoot()
  return [(μ - reach, 1.0 / 6), (μ, 2.0 / 3), (μ + reach, 1.0 / 6)]
}

/// E[(q·k)²] for q, k of n independent entries that take the given values with the given
/// probabilities; the variance, if the mean is 0
func varianceOfDot(_ n: Int, _ points: [WeightedPoint]) -> Double {
  // Sum over all 2n entries, one after the other, deepest last.
  func expectation(_ left: Int, _ sum: Double) -> Double {
    guard left > 0 else { return sum * sum }
    var result = 0.0
    for q in points {
      for k in points {
        result += q.weight * k.weight * expectation(left - 1, sum + q.value * k.value)
      }
    }
    return result
  }
  return expectation(n, 0)
}

//: For a few widths this gives a number each, and the numbers lie on a line through zero. Its
//: slope, times $dₖ$, is what stands beside (18.8).

extension Transformer {
  /// Returns the variance of one term of the dot product.
  private static func variances(_ page: Page) -> Double {
    let moments: Vector<Double> = page.given("mean and variance of components", at: "§18.1.3")
    let points = normalPoints(mean: moments[0], variance: moments[1])
    func variance(_ n: Int) -> Double {
      varianceOfDot(n, points) - (Double(n) * moments[0] * moments[0]).power(2)
    }
    page.table(
      "Variance of the dot product over all points", columns: ["dₖ", "points", "variance"],
      rows: [1, 2, 3].map { [$0, 9.0.power($0), variance($0)] })
    page.show("variance of qᵀk", Growth(of: variance).words("dₖ", ""), at: "18.8")
    return variance(1)
  }

  //: Why is it $dₖ$? The notes print the result alone; three lines lead there. The square of a sum
  //: is a sum over pairs of terms. Of two *different* terms all four factors are independent, so
  //: that the expectation of their product is a product of four means, each 0. What is left are
  //: the squares, and in each $qᵢ²$ and $kᵢ²$ are independent of each other: the expectation of
  //: the product is the product of two variances. Here are the lines at width 2, for three points
  //: in place of the bell curve. The draws take any two values with mean 0 and variance 1: a with
  //: probability $1/(1 + a²)$, and $−1/a$.

  /// The expectation of f over a number of independent entries
  private static func expected(
    _ points: [WeightedPoint], entries: Int, _ f: ([Double]) -> Double
  ) -> Double {
    guard entries > 0 else { return f([]) }
    return points.reduce(0) { sum, point in
      sum + point.weight * expected(points, entries: entries - 1) { f([point.value] + $0) }
    }
  }

  private static func lineByLine(_ page: Page) {
    page.derivation("Var[qᵀk]", of: (2, normalPoints())) { draw in
      let a = draw.uniform(0.3, 3)
      return (1 + draw.below(3), [(a, 1 / (1 + a * a)), (-1 / a, a * a / (1 + a * a))])
    } lines: { n, points in
      let d = Double(n)
      let different = expected(points, entries: 4) { $0[0] * $0[1] * $0[2] * $0[3] }
      let same = expected(points, entries: 2) { $0[0] * $0[0] * $0[1] * $0[1] }
      let mean = expected(points, entries: 1) { $0[0] }
      let square = expected(points, entries: 1) { $0[0] * $0[0] }
      let pairs = (0..<n).flatMap { i in (0..<n).map { j in i == j ? same : different } }
      Line("Σᵢ Σⱼ E[qᵢkᵢqⱼkⱼ]", pairs.reduce(0, +))
      Line("Σᵢ E[qᵢ²kᵢ²] + dₖ(dₖ − 1) E[q]² E[k]²", d * same + d * (d - 1) * mean.power(4))
      Line("Σᵢ E[qᵢ²] E[kᵢ²]", d * square * square)
      Line("dₖ", at: "18.8", d)
    } truth: { n, points in
      varianceOfDot(n, points)
    }
    page.verify("Var[qᵀk/√dₖ] = 1") { draw in
      let (d, a) = (1 + draw.below(3), draw.uniform(0.3, 3))
      let part = Double.pow(Double(d), -0.25)  // √√dₖ for q, and the same for k
      varianceOfDot(
        d, [(a * part, 1 / (1 + a * a)), (-part / a, a * a / (1 + a * a))]) ≈ 1
    }
  }
}

//: ### How far the scores spread
//:
//: The notes simulate $dₖ = 512$. The distribution of $qᵀk$ is known: with d for $dₖ$ its
//: characteristic function is $(1 + t²)^{−d/2}$, so that the share of scores within ±a is an
//: integral over all positive t,
//:
//:     P(|qᵀk| ≤ a) = 2/π ∫ sin(a t)/t · (1 + t²)^{−d/2} dt

/// The distribution of q·k for standard normal vectors of a width of 16 or more
struct DotProductDistribution {
  /// Nodes t and Simpson's weights times 1/(t √(1 + t²)ᵈ)
  private var nodes: [(t: Double, weight: Double)] = []
  /// Simpson's weight of t = 0, where sin(at)/t is a
  private let first: Double
  private let deviation: Double

  init(width d: Double) {
    // Up to where the characteristic function has fallen to 10⁻¹⁶.
    let end = (Double.pow(1e16, 2 / d) - 1).squareRoot()
    let steps = 400
    let h = end / Double(steps)
    for i in 1...steps {
      let t = Double(i) * h
      let simpson = i == steps ? 1.0 : i % 2 == 1 ? 4 : 2
      nodes.append((t, h / 3 * simpson * Double.pow(1 + t * t, -d / 2) / t))
    }
    first = h / 3
    deviation = d.squareRoot()
  }

  /// P(|q·k| ≤ a)
  func share(within a: Double) -> Double {
    let integral = nodes.reduce(first * a) { $0 + $1.weight * Double.sin(a * $1.t) }
    return 2 / .pi * integral
  }

  /// The a with P(|q·k| ≤ a) = share
  func halfWidth(holding share: Double) -> Double {
    bisected(0, 8 * deviation, steps: 40) { self.share(within: $0) - share }
  }
}

//: For the range take the interval that holds 99.73% of the scores, as ±3 does for a normal
//: variable of variance 1.

extension Transformer {
  private static func spread(_ page: Page, _ perTerm: Double) {
    let width: Int = page.given("dₖ", at: "Q17", in: 16...1e6)
    let (d, root) = (Double(width), Double(width).squareRoot())
    let scores = DotProductDistribution(width: d)
    let reach = scores.halfWidth(holding: 0.9973002039367398)

    let variance = d * perTerm  // a sum of independent terms
    page.show("variance unscaled", variance, at: "Q17")
    page.show(
      "range unscaled", [-reach, reach], at: "Q17",
      slips: [("one standard deviation", 1.0), ("two standard deviations", 2)].map { name, k in
        Slip(name, [-k * root, k * root])
      }, for: "Q17:variance")
    page.show("divisor", root, at: "Q17")
    page.show("variance scaled", variance / root.power(2), at: "Q17")
    page.show("range scaled", [-reach / root, reach / root], at: "Q17")
    byDraws(page, width)
    printedRanges(page, root, scores)
    softmaxes(page, root)
  }

  //: And by draws, as in the notes: pairs of vectors of that width, and the same divided by
  //: $√dₖ$. The mean of n squares strays by a share of about $√(2/n)$.

  /// As many dot products of standard normal vectors as take a number of entries, at least two
  private static func dotProducts(width d: Int, entries: Int) -> Vector<Double> {
    var draw = Generator(seed: 18)
    return Vector(
      (0..<max(2, entries / (2 * d))).map { _ in
        (0..<d).reduce(0) { sum, _ in sum + draw.normal() * draw.normal() }
      })
  }

  //: A pair costs as many draws as it has entries, so that the number of pairs falls with the width.
  //: Beside the mean square and the largest value stands the share of the draws that lies within
  //: the range that the notes print, as long as the width is theirs.

  private static func byDraws(_ page: Page, _ width: Int) {
    let root = Double(width).squareRoot()
    let drawn = dotProducts(width: width, entries: page.isFull ? 10_000_000 : 100_000)
    // The printed ranges, where they are those of the same width.
    var ranges: [Double] = []
    page.comparing { printed in
      let (raw, scaled): (Vector<Double>, Vector<Double>) = (
        printed("range unscaled", at: "Q17"), printed("range scaled", at: "Q17")
      )
      ranges = [raw[1], scaled[1]]
    }
    let n = Double(drawn.count)
    page.table(
      "Dot products by draws",
      columns: ["", "pairs", "mean square"] + (ranges.isEmpty ? [] : ["within the printed range"])
        + ["largest"],
      rows: [("unscaled", drawn), ("scaled", drawn / root)].enumerated().map { i, row in
        let values = row.1
        let inside = ranges.dropFirst(i).prefix(1).map { range in
          Double(values.entries.count { abs($0) <= range }) / n
        }
        let squares = (values ⋅ values) / n
        return [row.0, n, squares] + inside + [values.maxNorm]
      }, digits: 3)
    page.note(
      "With \(drawn.count) pairs the mean square may well be off by one part in "
        + "\(Int((n / 2).squareRoot().rounded())).")
  }

  //: The two printed ranges cannot both belong to one simulation: dividing by $√512 ≈ 22.6$
  //: divides the range by 22.6, and ±30 would become ±1.33, not ±3. The variance is right, and so
  //: is ±3 for the scaled scores, if three standard deviations are meant; in the same sense the
  //: raw scores have ±68. For an unscaled softmax the truth is more than twice as bad as the
  //: notes say.

  private static func printedRanges(
    _ page: Page, _ root: Double, _ scores: DotProductDistribution
  ) {
    page.comparing { printed in
      let range: Vector<Double> = printed("range unscaled", at: "Q17")
      page.derive("share within the printed range", scores.share(within: range[1]))
      page.derive("printed range in deviations", range[1] / root)
    }
    page.verify("raw and scaled scores differ in range by √dₖ") { draw in
      let n = 4
      let (q, k) = ((0..<3).map { _ in draw.vector(n) }, (0..<3).map { _ in draw.vector(n) })
      let raw = zip(q, k).map { dotScore($0, $1) }
      let scaled = zip(q, k).map { scaledDotScore($0, $1) }
      let (wide, narrow) = (raw.max()! - raw.min()!, scaled.max()! - scaled.min()!)
      wide ≈ Double(n).squareRoot() * narrow
    }
  }
}

//: ### What softmax makes of it
//:
//: Eight scores of variance $dₖ$, softmax over them, averaged over 100 draws. Without scaling
//: nearly all weight falls on one key and the Jacobian of softmax, through which the gradient
//: has to pass, fades; with scaling nothing in this model, of normal scores that know nothing
//: of each other, depends on $dₖ$ any more.

/// −Σ p log₂ p
func entropy(_ p: Vector<Double>) -> Double {
  p.entries.reduce(0) { $1 > 0 ? $0 - $1 * log($1) / log(2) : $0 }
}

/// ‖diag(p) − ppᵀ‖, how much of a gradient passes a softmax with output p
func slope(_ p: Vector<Double>) -> Double {
  // Σᵢ pᵢ²(1 − 2pᵢ) + (Σ pᵢ²)²
  let squares = p ⋅ p
  let cubes = p.entries.reduce(0) { $0 + $1 * $1 * $1 }
  return max(0, squares - 2 * cubes + squares * squares).squareRoot()
}

extension Transformer {
  private static func softmaxes(_ page: Page, _ root: Double) {
    var draw = Generator(seed: 188)
    let z = (0..<100).map { _ in Vector((0..<8).map { _ in draw.normal() }) }
    /// The mean of f over the weights from scores that are so many times as large
    func mean(_ factor: Double, _ f: (Vector<Double>) -> Double) -> Double {
      z.reduce(0) { $0 + f(softmax(factor * $1)) } / Double(z.count)
    }
    let measures: [(String, (Vector<Double>) -> Double)] = [
      ("largest weight", { $0.entries.max()! }), ("entropy in bits", entropy),
      ("norm of the Jacobian", slope),
    ]
    page.table(
      "Softmax of eight scores", columns: ["", "unscaled", "scaled"],
      rows: measures.map { name, f in [name, mean(root, f), mean(1, f)] })
    let level = mean(1, slope)
    page.plot(
      Plot(
        "The gradient that passes softmax, by width", x: "log₂ dₖ", y: "mean norm of the Jacobian",
        [
          Plot.Series(
            "unscaled",
            (0...10).map { (Double($0), mean(Double(1 << $0).squareRoot(), slope)) }),
          Plot.Series("scaled", (0...10).map { (Double($0), level) }),
        ]))
  }

  //: One-hot weights let nothing through, and this is a bound, not a tendency: if the largest
  //: weight is m, no small change of the scores moves the weights by more than $2(1 − m)$ times
  //: its size.

  private static func saturation(_ page: Page) {
    page.verify("‖J u‖ ≤ 2(1 − m)‖u‖ for softmax with largest weight m", at: "Q17:saturation") {
      draw in
      let (e, u) = (draw.vector(5, -12, 12), draw.vector(5))
      let J = jacobian(at: e) { softmax($0) }
      let m = softmax(e).entries.max()!
      (J * u).l2Norm ≤ 2 * (1 - m) * u.l2Norm ± rounding
    }
    page.verify("smaller scores make more even weights", at: "18.1.3:scale") { draw in
      let e = draw.vector(5, -5, 5)
      let d = draw.uniform(1, 500)
      entropy(softmax(e)) ≤ entropy(softmax(e / d.squareRoot())) ± rounding
    }
  }

  //: Two reservations. The argument holds where entries are independent with variance 1, that is
  //: at the start of training; learned queries and keys can grow and saturate all the same. And
  //: with few keys and small $dₖ$ nobody would notice: the curves part slowly.
}
