import Companion
import Mathematics

//: A dot product of long vectors is a sum of many terms, and grows with their number. Why that
//: matters for softmax, how much, and what dividing by $√dₖ$ does about it, can all be computed
//: without a network.

extension Transformer {
  static let scale = Section(.foundations, "18.1.3", "Why √dₖ") { page in

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

    let moments = page.given(vector: "mean and variance of components", at: "§18.1.3")
    let exact = [1, 2, 3].map { varianceByPoints($0, mean: moments[0], variance: moments[1]) }
    page.table(
      "Variance of the dot product over all points", columns: ["dₖ", "points", "variance"],
      rows: [1, 2, 3].map { [$0, Int(Double.pow(9, Double($0))), exact[$0 - 1]] })
    let perEntry = exact.enumerated().map { $1 / Double($0 + 1) }
    let isWidth = perEntry.allSatisfy { abs($0 - 1) < 1e-12 }
    page.show("variance of qᵀk", isWidth ? "dₖ" : "not dₖ", at: "18.8")

    page.verify("Var[qᵀk] = dₖ, and 1 after dividing by √dₖ", at: "18.8") { draw in
      // Any distribution with mean 0 and variance 1 will do: two values, a with probability
      // b/(a + b) and −b with a/(a + b), where ab = 1.
      let d = 1 + draw.below(3)
      let a = draw.uniform(0.3, 3)
      let points = [(a, 1 / (1 + a * a)), (-1 / a, a * a / (1 + a * a))]
      let variance = varianceOfDot(d, points)
      let scaled = variance / Double(d)
      return [
        Evidence("enumeration", error: abs(variance - Double(d)), bound: 1e-13),
        Evidence("enumeration, scaled", error: abs(scaled - 1), bound: 1e-13),
      ]
    }

    //: ### How far the scores spread
    //:
    //: The notes simulate $dₖ = 512$. The distribution of $qᵀk$ is known: with d for $dₖ$ its
    //: characteristic function is $(1 + t²)^{−d/2}$, so that the share of scores within ±a is an
    //: integral over all positive t,
    //:
    //:     P(|qᵀk| ≤ a) = 2/π ∫ sin(a t)/t · (1 + t²)^{−d/2} dt
    //:
    //: For the range take the interval that holds 99.73% of the scores, as ±3 does for a normal
    //: variable of variance 1.

    let d = min(max(page.given(number: "dₖ", at: "Q17").rounded(), 16), 1e6)
    let scores = DotProductDistribution(width: d)
    let reach = scores.halfWidth(holding: 0.9973002039367398)

    let variance = d * exact[0]  // a sum of independent terms
    page.show("variance unscaled", variance, at: "Q17")
    page.show(
      "range unscaled", [-reach, reach], at: "Q17",
      slips: [("one standard deviation", 1.0), ("two standard deviations", 2)].map { name, k in
        Slip(name, [-k * d.squareRoot(), k * d.squareRoot()])
      }, for: "Q17:variance")
    page.show("divisor", d.squareRoot(), at: "Q17")
    page.show("variance scaled", variance / d.squareRoot().power(2), at: "Q17")
    page.show("range scaled", [-reach / d.squareRoot(), reach / d.squareRoot()], at: "Q17")

    //: And by draws, as in the notes: pairs of vectors of that width, and the same divided by
    //: $√dₖ$. The mean of n squares strays by a share of about $√(2/n)$.

    let printed = page.printed(vector: "range unscaled", at: "Q17")[1]
    let printedScaled = page.printed(vector: "range scaled", at: "Q17")[1]
    let drawn = dotProducts(width: Int(d), entries: page.isFull ? 10_000_000 : 100_000)
    page.table(
      "Dot products by draws",
      columns: ["", "pairs", "mean square", "within the printed range", "largest"],
      rows: [("unscaled", drawn, printed), ("scaled", drawn / d.squareRoot(), printedScaled)].map {
        name, values, range in
        let inside = values.entries.count { abs($0) <= range }
        let n = Double(values.count)
        return [name, n, (values ⋅ values) / n, Double(inside) / n, values.maxNorm]
      }, digits: 3)
    page.note(
      "With \(drawn.count) pairs the mean square may well be off by one part in "
        + "\(Int((Double(drawn.count) / 2).squareRoot().rounded())).")
    page.comparing {
      page.derive("share within the printed range", scores.share(within: printed))
      page.derive("printed range in deviations", printed / d.squareRoot())
    }

    //: The two printed ranges cannot both belong to one simulation: dividing by $√512 ≈ 22.6$
    //: divides the range by 22.6, and ±30 would become ±1.33, not ±3. The variance is right, and so
    //: is ±3 for the scaled scores, if three standard deviations are meant; in the same sense the
    //: raw scores have ±68. For an unscaled softmax the truth is more than twice as bad as the
    //: notes say.

    page.verify("raw and scaled scores differ in range by √dₖ") { draw in
      let n = 4
      let (q, k) = ((0..<3).map { _ in draw.vector(n) }, (0..<3).map { _ in draw.vector(n) })
      let raw = zip(q, k).map { dotScore($0, $1) }
      let scaled = zip(q, k).map { scaledDotScore($0, $1) }
      let (wide, narrow) = (raw.max()! - raw.min()!, scaled.max()! - scaled.min()!)
      return [Evidence("range", error: abs(wide - Double(n).squareRoot() * narrow), bound: 1e-14)]
    }

    //: ### What softmax makes of it
    //:
    //: Eight scores of variance $dₖ$, softmax over them, averaged over 100 draws. Without scaling
    //: nearly all weight falls on one key and the Jacobian of softmax, through which the gradient
    //: has to pass, fades; with scaling nothing in this model, of normal scores that know nothing
    //: of each other, depends on $dₖ$ any more.

    var draw = Generator(seed: 188)
    let z = (0..<100).map { _ in Vector((0..<8).map { _ in draw.normal() }) }
    func mean(_ f: (Vector<Double>) -> Double) -> Double {
      z.reduce(0) { $0 + f($1) } / Double(z.count)
    }
    let raw = d.squareRoot()
    page.table(
      "Softmax of eight scores", columns: ["", "unscaled", "scaled"],
      rows: [
        [
          "largest weight", mean { softmax(raw * $0).entries.max()! },
          mean { softmax($0).entries.max()! },
        ],
        ["entropy in bits", mean { entropy(softmax(raw * $0)) }, mean { entropy(softmax($0)) }],
        ["norm of the Jacobian", mean { slope(softmax(raw * $0)) }, mean { slope(softmax($0)) }],
      ])
    let widths = (0...10).map { Double(1 << $0) }
    let level = mean { slope(softmax($0)) }
    page.plot(
      Plot(
        "The gradient that passes softmax, by width", x: "log₂ dₖ", y: "mean norm of the Jacobian",
        [
          Plot.Series(
            "unscaled",
            widths.enumerated().map { i, w in
              (Double(i), mean { slope(softmax(w.squareRoot() * $0)) })
            }),
          Plot.Series(
            "scaled", widths.indices.map { (Double($0), level) }),
        ]))

    //: One-hot weights let nothing through, and this is a bound, not a tendency: if the largest
    //: weight is m, no small change of the scores moves the weights by more than $2(1 − m)$ times
    //: its size.

    page.verify("‖J u‖ ≤ 2(1 − m)‖u‖ for softmax with largest weight m", at: "Q17:saturation") {
      draw in
      let e = draw.vector(5, -12, 12)
      let u = draw.vector(5)
      let moved = softmax(Vector(e.indices.map { Dual(e[$0], tangent: u[$0]) }))
      let change = Vector(moved.entries.map(\.tangent)).l2Norm
      let m = moved.entries.map(\.primal).max()!
      let excess = change - 2 * (1 - m) * u.l2Norm
      return [Evidence("dual numbers", error: max(0, excess), bound: 1e-15)]
    }
    page.verify("smaller scores make more even weights", at: "18.1.3:scale") { draw in
      let e = draw.vector(5, -5, 5)
      let d = draw.uniform(1, 500)
      let gain = entropy(softmax(e / d.squareRoot())) - entropy(softmax(e))
      return [Evidence("entropy", error: max(0, -gain), bound: 1e-14)]
    }

    //: Two reservations. The argument holds where entries are independent with variance 1, that is
    //: at the start of training; learned queries and keys can grow and saturate all the same. And
    //: with few keys and small $dₖ$ nobody would notice: the curves part slowly.
  }
}

/// As many dot products of standard normal vectors as take a number of entries, at least two
func dotProducts(width d: Int, entries: Int) -> Vector<Double> {
  var draw = Generator(seed: 18)
  let pairs = max(2, entries / (2 * d))
  return Vector(
    (0..<pairs).map { _ in
      var sum = 0.0
      for _ in 0..<d { sum += draw.normal() * draw.normal() }
      return sum
    })
}

/// E[(q·k)²] for q, k of n independent entries that take the given values with the given
/// probabilities; the variance, if the mean is 0
func varianceOfDot(_ n: Int, _ points: [(value: Double, weight: Double)]) -> Double {
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

/// The variance of q·k for normal entries with the given mean and variance
func varianceByPoints(_ n: Int, mean μ: Double, variance: Double) -> Double {
  let σ = variance.squareRoot()
  let reach = 3.0.squareRoot() * σ
  let points = [(μ - reach, 1.0 / 6), (μ, 2.0 / 3), (μ + reach, 1.0 / 6)]
  let mean = Double(n) * μ * μ
  return varianceOfDot(n, points) - mean * mean
}

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

  /// The a with P(|q·k| ≤ a) = share, by halving
  func halfWidth(holding share: Double) -> Double {
    var (low, high) = (0.0, 8 * deviation)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if self.share(within: middle) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

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
