import Companion
import Mathematics

//: Could a sharper argument give a smaller bound than Novikoff's? There are data on which $(R/γ)²$
//: is met exactly, in every dimension, so that nothing smaller can be true in general. Those data
//: also measure the bounds of [the proof](#the-convergence-theorem-line-by-line): after the last
//: mistake each of its inequalities is an equation.

/// n samples R e₁ … R eₙ, all positive: the widest margin is γ = R/√n, along (1, …, 1).
func orthogonal(_ n: Int, radius R: Double) -> Samples {
  let rows = (0..<n).map { i in (0..<n).map { $0 == i ? R : 0.0 } }
  return Samples(x: rows, y: Array(repeating: 1, count: n))
}

/// A product of powers tᵃ γᵇ Rᶜ, found by measuring.
struct Powers {
  let t: Double
  let γ: Double
  let R: Double

  /// Measures a quantity of the perceptron after t mistakes on n orthogonal samples of length R.
  ///
  /// Doubling t gives the power of t. Four times as many samples halve γ; doubling R doubles γ
  /// as well. Whatever is not such a product has no name.
  init?(_ quantity: (_ t: Int, _ R: Double, _ n: Int) -> Double) {
    let base = quantity(4, 1, 16)
    func doublings(_ value: Double) -> Double { (log(value / base) / log(2.0) * 2).rounded() / 2 }
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

extension Perceptron {
  static let tight = Section(.appendix, "A.5", "Data that meet the bound") { page in
    //: The samples are one unit along each axis. Every sample is a tie until it has been added,
    //: and adding it helps no other: n samples, n mistakes, in whatever order they come. The
    //: widest margin is $1/√n$, and $(R/γ)² = n$.

    let directions = [1, 2, 4, 8, 16, 32]
    page.table(
      "One unit along each axis", columns: ["n", "γ", "(R/γ)²", "mistakes"],
      rows: directions.map { n in
        let samples = orthogonal(n, radius: 1)
        let w = [Double](repeating: 1, count: n)
        let training = Training(samples, from: Array(repeating: 0, count: n))
        return [n, samples.margin(w), samples.mistakeBound(w), training.mistakes.count]
      }, digits: 4, at: "A.1:scope")

    //: Stopped after t mistakes, the same data meet both bounds of the proof.
    //:
    //:     w*·wₜ = tγ,  ‖wₜ‖² = tR²
    //:
    //: The two come together only with the last mistake. The exponents below are measured: t, γ and
    //: R are varied, and what a doubling does is counted. The appendix writes $wᵗ$ for $wₜ$.

    func after(_ t: Int, _ R: Double, _ n: Int) -> (w: [Double], before: [Double], unit: [Double]) {
      let training = Training(
        orthogonal(n, radius: R), from: Array(repeating: 0, count: n), limit: t)
      let unit = [Double](repeating: 1 / Double(n).squareRoot(), count: n)
      return (training.w, training.path[t - 1], unit)
    }
    func shown(_ quantity: (Int, Double, Int) -> Double) -> String {
      Powers(quantity)?.word ?? "none"
    }
    let gain = shown { t, R, n in
      let (w, before, unit) = after(t, R, n)
      return dot(unit, w) - dot(unit, before)
    }
    let part = shown { t, R, n in
      let (w, _, unit) = after(t, R, n)
      return dot(unit, w)
    }
    let growth = shown { t, R, n in
      let (w, before, _) = after(t, R, n)
      return dot(w, w) - dot(before, before)
    }
    let square = shown { t, R, n in dot(after(t, R, n).w, after(t, R, n).w) }
    let norm = shown { t, R, n in dot(after(t, R, n).w, after(t, R, n).w).squareRoot() }

    func mistakes(_ R: Double, _ n: Int) -> Double {
      let training = Training(orthogonal(n, radius: R), from: Array(repeating: 0, count: n))
      return Double(training.mistakes.count)
    }
    let most = Powers { _, R, n in mistakes(R, n) }
    let root = Powers { _, R, n in mistakes(R, n).squareRoot() }
    let tie = Training(orthogonal(16, radius: 1), from: Array(repeating: 0, count: 16))
    let cross = tie.mistakes.indices.map { k in
      2 * dot(tie.path[k], orthogonal(16, radius: 1).x[tie.mistakes[k]])
    }

    page.show("gain of w*ᵀw per mistake", gain, at: "A.3")
    page.show("lower bound of w*ᵀwᵗ", part, at: "A.3", again: ["A.5"])
    page.show("upper bound of 2y·wᵀx", cross.max() ?? .nan, at: "A.4")
    page.show("growth of ‖w‖² per mistake", growth, at: "A.4")
    page.show("upper bound of ‖wᵗ‖²", square, at: "A.4", again: ["A.5"])
    page.show("upper bound of ‖wᵗ‖", norm, at: "A.5")
    page.show("upper bound of √t", root?.word ?? "none", at: "A.5")
    page.show("upper bound of t", most?.word ?? "none", at: "A.5")
    page.show(
      "maximum number of mistakes", most?.squaredWord ?? "none", at: "A.5", again: ["A.6"])

    //: ### Whatever is picked
    //:
    //: The theorem says more than that one order of the samples ends: whichever misclassified
    //: sample is picked at each step, by chance or by malice, the run ends. For samples with
    //: whole numbers all runs can be walked through, since w can only take so many values. The
    //: longest of them still respects the bound.

    page.verify(
      "of all runs, whichever mistake is picked, the longest has at most (R/γ)² mistakes",
      at: "A.1:sure", "A.5"
    ) { draw in
      let samples = wholeSeparable(&draw)
      let bound = samples.mistakeBound(widest(samples))
      let longest = Double(longestRun(samples))
      let cyclic = Double(Training(samples, from: [0, 0]).mistakes.count)
      return [
        Evidence("the longest run", error: max(0, longest - bound * (1 + 1e-12)), bound: 0),
        Evidence("passes in order", error: max(0, cyclic - longest), bound: 0),
      ]
    }
  }

  /// Four samples of small whole numbers that a line through the origin separates, not too narrowly
  /// for walking through all runs.
  private static func wholeSeparable(_ draw: inout Generator) -> Samples {
    func entry() -> Double { Double(draw.below(7) - 3) }
    while true {
      let w = [entry(), entry()]
      let x = (0..<4).map { _ in [entry(), entry()] }
      let samples = Samples(x: x, y: x.map { sign(dot(w, $0)) })
      guard !samples.y.contains(0) else { continue }
      if samples.mistakeBound(widest(samples)) < 40 { return samples }
    }
  }
}

/// The most mistakes that samples of two whole numbers allow, from zero weights, whichever
/// misclassified sample is picked each time. Weights that were met before are not walked again.
func longestRun(_ samples: Samples) -> Int {
  let z = samples.indices.map { i in samples.x[i].map { Int(samples.y[i] * $0) } }
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
