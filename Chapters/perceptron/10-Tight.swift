import Companion
import Mathematics

//: Could a sharper argument give a smaller bound than Novikoff's? There are data on which $(R/γ)²$
//: is met exactly, in every dimension, so that nothing smaller can be true in general. Those data
//: also measure the bounds of [the proof](#the-convergence-theorem-line-by-line): after the last
//: mistake each of its inequalities is an equation.

/// n samples R e₁ … R eₙ, all positive: the widest margin is γ = R/√n, along (1, …, 1).
func orthogonal(_ n: Int, radius R: Double) -> Samples {
  Samples(x: (0..<n).map { R * oneHot($0, of: n) }, y: Array(repeating: 1, count: n))
}

extension Perceptron {
  static let tight = Section(.appendix, "A.5", "Data that meet the bound") { page in
    oneUnitEach(page)
    measuredBounds(page)
    anyOrder(page)
  }

  //: The samples are one unit along each axis. Every sample is a tie until it has been added,
  //: and adding it helps no other: n samples, n mistakes, in whatever order they come. The
  //: widest margin is $1/√n$, and $(R/γ)² = n$.

  private static func oneUnitEach(_ page: Page) {
    page.table(
      "One unit along each axis", columns: ["n", "γ", "(R/γ)²", "mistakes"],
      rows: [1, 2, 4, 8, 16, 32].map { n in
        let samples = orthogonal(n, radius: 1)
        let w = Vector(repeating: 1.0, count: n)
        let mistakes = Training(samples).mistakes.count
        return [n, samples.margin(w), samples.mistakeBound(w), mistakes]
      }, digits: 4, at: "A.1:scope")
  }
}

//: Stopped after t mistakes, the same data meet both bounds of the proof.
//:
//:     w*·wₜ = tγ,  ‖wₜ‖² = tR²
//:
//: The two come together only with the last mistake. The exponents below are measured: t, γ and
//: R are varied, and what a doubling does is counted. The appendix writes $wᵗ$ for $wₜ$.

/// A run on n orthogonal samples of length R that is stopped after t mistakes.
private struct Stopped {
  /// The weights at the end, and before the last mistake.
  let w, before: Vector<Double>
  /// w*, the unit vector of the widest margin.
  let unit: Vector<Double>

  init(_ t: Int, _ R: Double, _ n: Int) {
    let training = Training(orthogonal(n, radius: R), limit: t)
    (w, before) = (training.w, training.path[t - 1])
    unit = Vector(repeating: 1 / Double(n).squareRoot(), count: n)
  }
}

//: Doubling t gives the power of t. Four times as many samples halve γ; doubling R doubles γ
//: as well. Whatever is not such a product of powers has no name.

/// A product of powers tᵃ γᵇ Rᶜ, found by measuring.
struct Powers {
  let t: Double
  let γ: Double
  let R: Double

  /// Measures a quantity of the perceptron after t mistakes on n orthogonal samples of length R.
  init?(_ quantity: (_ t: Int, _ R: Double, _ n: Int) -> Double) {
    let base = quantity(4, 1, 16)
    let doublings = { value in (log(value / base) / log(2.0) * 2).rounded() / 2 }
    t = doublings(quantity(8, 1, 16))
    γ = -doublings(quantity(4, 1, 64))
    R = doublings(quantity(4, 2, 16)) - γ
    let rebuilt = Double.pow(4, t) * Double.pow(0.25, γ)
    guard (rebuilt - base).magnitude <= 1e-9 * base else { return nil }
  }

  /// `tγ`, `√t·R`, `R²/γ²`
  var word: String {
    let root = t == 0.5 ? "√t" : Self.factor("t", t)
    let above = root + (t == 0.5 ? "·" : "") + Self.factor("γ", γ) + Self.factor("R", R)
    return γ < 0 ? above + "/" + Self.factor("γ", -γ) : above
  }

  /// `(R/γ)²`
  var squaredWord: String { γ == -R && R == 2 && t == 0 ? "(R/γ)²" : word }

  private static func factor(_ name: String, _ power: Double) -> String {
    power == 1 ? name : power == 2 ? name + "²" : power <= 0 ? "" : "\(name)^\(power)"
  }
}

//: Seven bounds are measured that way: the gain of $w*·w$ at a mistake and its sum, the gain of
//: $‖w‖²$ at a mistake and its sum, the length, and what follows for t. The eighth, of the
//: middle term, is the largest that a run shows: at a tie it is 0.

extension Perceptron {
  private static func measuredBounds(_ page: Page) {
    let named = { (quantity: (Stopped) -> Double) in
      Powers { quantity(Stopped($0, $1, $2)) }?.word ?? "none"
    }
    let part = named { $0.unit ⋅ $0.w }
    let square = named { $0.w ⋅ $0.w }
    let mistakes = { (R: Double, n: Int) in
      Double(Training(orthogonal(n, radius: R)).mistakes.count)
    }
    let most = Powers { _, R, n in mistakes(R, n) }
    let root = Powers { _, R, n in mistakes(R, n).squareRoot() }
    let samples = orthogonal(16, radius: 1)
    let tie = Training(samples)
    let cross = zip(tie.path, tie.mistakes).map { w, i in 2 * (w ⋅ samples.x[i]) }

    page.show("gain of w*ᵀw per mistake", named { $0.unit ⋅ $0.w - $0.unit ⋅ $0.before }, at: "A.3")
    page.show("lower bound of w*ᵀwᵗ", part, at: "A.3", again: ["A.5"])
    page.show("upper bound of 2y·wᵀx", cross.max() ?? .nan, at: "A.4")
    page.show(
      "growth of ‖w‖² per mistake", named { $0.w ⋅ $0.w - $0.before ⋅ $0.before }, at: "A.4")
    page.show("upper bound of ‖wᵗ‖²", square, at: "A.4", again: ["A.5"])
    page.show("upper bound of ‖wᵗ‖", named { $0.w.l2Norm }, at: "A.5")
    page.show("upper bound of √t", root?.word ?? "none", at: "A.5")
    page.show("upper bound of t", most?.word ?? "none", at: "A.5")
    page.show("maximum number of mistakes", most?.squaredWord ?? "none", at: "A.5", again: ["A.6"])
  }
}

//: ### Whatever is picked
//:
//: The theorem says more than that one order of the samples ends: whichever misclassified
//: sample is picked at each step, by chance or by malice, the run ends. For samples with
//: whole numbers all runs can be walked through, since w can only take so many values. The
//: longest of them still respects the bound.

/// The most mistakes that samples of two whole numbers allow, from zero weights, whichever
/// misclassified sample is picked each time. Weights that were met before are not walked again.
func longestRun(_ samples: Samples) -> Int {
  let z = samples.indices.map { i in (samples.y[i] * samples.x[i]).entries.map { Int($0) } }
  var known: [[Int]: Int] = [:]
  func rest(_ w: [Int]) -> Int {
    if let count = known[w] { return count }
    var most = 0
    for p in z where w[0] * p[0] + w[1] * p[1] <= 0 {
      most = max(most, 1 + rest([w[0] + p[0], w[1] + p[1]]))
    }
    known[w] = most
    return most
  }
  return rest([0, 0])
}

//: The samples are four points of small whole numbers that a line through the origin separates,
//: not too narrowly for walking through all runs.

extension Perceptron {
  private static func wholeSeparable(_ draw: inout Generator) -> Samples {
    while true {
      let w = wholeVector(2, upTo: 3, &draw)
      let x = (0..<4).map { _ in wholeVector(2, upTo: 3, &draw) }
      let samples = Samples(x: x, y: x.map { sign(w ⋅ $0) })
      guard !samples.y.contains(0) else { continue }
      if samples.mistakeBound(widest(samples)) < 40 { return samples }
    }
  }

  private static func anyOrder(_ page: Page) {
    page.verify(
      "of all runs, whichever mistake is picked, the longest has at most (R/γ)² mistakes",
      at: "A.1:sure", "A.5"
    ) { draw in
      let samples = wholeSeparable(&draw)
      let longest = longestRun(samples)
      by("the longest run") { Double(longest) ≤ samples.mistakeBound(widest(samples)) ± rounding }
      by("passes in order") { Training(samples).mistakes.count ≤ longest }
    }
  }
}
