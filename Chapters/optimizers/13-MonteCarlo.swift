import Companion
import Mathematics

//: Leave dropout on, predict many times, and take the spread of the answers for the doubt of the
//: network. Of N passes, each with a mask and an output $ŷₛ$ of its own, mean and variance are
//: kept:
//:
//:     ȳ = (1/N) Σₛ₌₁ᴺ ŷₛ                          (appendix D.5)
//:     s² = (1/N) Σₛ₌₁ᴺ (ŷₛ − ȳ)²                  (appendix D.5)
//:
//: Whether that is Bayesian inference is for the cited paper to say; what the procedure computes
//: can be compared with the exact mean and variance over all masks.
//:
//: The network is a small one, with two inputs, four hidden units that can be dropped, and one
//: output; sixteen masks are all that there are. The exact moments weigh each mask by its
//: probability. The passes of the slide draw a mask unit by unit and know no probability but p.

/// A 2-4-1 network whose hidden units are dropped with probability p.
struct MaskedNetwork {
  let W¹: Matrix<Double>
  let b¹: Vector<Double>
  let w²: Vector<Double>
  let p: Double

  /// What each hidden unit adds to the logit if it is kept, by inverted dropout.
  func parts(_ x: Vector<Double>) -> Vector<Double> {
    Optimizers.inverted([1, 1, 1, 1], relu(W¹ * x + b¹), p) ⊙ w²
  }

  /// The expectation of a function of the logit over all masks.
  func expected(_ x: Vector<Double>, _ f: (Double) -> Double) -> Double {
    let parts = parts(x)
    return expectation(4, p) { f($0 ⋅ parts) }
  }

  /// Mean and variance of a function of the logit over all masks.
  func exact(_ x: Vector<Double>, _ f: (Double) -> Double) -> (mean: Double, variance: Double) {
    let mean = expected(x, f)
    return (mean, expected(x) { (f($0) - mean).power(2) })
  }

  /// D.5: mean and variance of the output over passes with masks drawn at random.
  func sampled(_ x: Vector<Double>, _ passes: Int, _ draw: inout Generator) -> (
    mean: Double, variance: Double
  ) {
    let parts = parts(x).entries
    let ŷ = Vector(
      (0..<passes).map { _ in σ(parts.reduce(0) { $0 + (draw.uniform() >= p ? $1 : 0) }) })
    return (ŷ.mean, ŷ.variance)
  }
}

//: The example has fixed weights. The checks draw theirs, and sometimes all units of such a network
//: are dead: then every pass gives the same answer.

extension MaskedNetwork {
  /// Another network, and an input for it.
  static func drawn(_ draw: inout Generator, p: ClosedRange<Double>) -> (Self, Vector<Double>) {
    let network = MaskedNetwork(
      W¹: draw.matrix(4, 2), b¹: draw.vector(4), w²: draw.vector(4, -2, 2),
      p: draw.uniform(p.lowerBound, p.upperBound))
    return (network, draw.vector(2, 0.5, 1.5))
  }
}

extension Optimizers {
  static let monteCarlo = Section(.appendix, "D.5", "Many passes with dropout on") { page in
    let network = MaskedNetwork(
      W¹: [[0.8, -0.4], [-0.5, 0.9], [0.6, 0.7], [-0.3, 1]], b¹: [0.1, 0.2, 0, 0.1],
      w²: [1.2, -1, 0.8, -0.6], p: 0.5)
    let x: Vector = page.given("x", ours: [1, 0.5])
    page.define("the mean and variance of many passes", at: "D.5", by: "MaskedNetwork.sampled")
    page.leave(
      "that this is variational inference in a deep Gaussian process is the cited paper's result",
      at: "D.5:gp", "D.5:sampling")
    passes(page, network, x)
    nearEnough(page)
    twoPasses(page)
    byDistance(page, network, x)
  }

  //: Ten passes say little, a thousand come close: the mean of N passes has a variance of its own,
  //: 1/N of that of a single one.

  private static func passes(_ page: Page, _ network: MaskedNetwork, _ x: Vector<Double>) {
    let exact = network.exact(x) { σ($0) }
    var draw = Generator(seed: 5)
    var rows: [[any Showable]] = [10, 100, 1000].map { passes in
      let sample = network.sampled(x, passes, &draw)
      return ["\(passes) passes", sample.mean, sample.variance, exact.variance / Double(passes)]
    }
    rows.append(["all \(masks(4, network.p).count) masks", exact.mean, exact.variance, 0])
    page.table(
      "Monte Carlo dropout and the exact answer",
      columns: ["", "mean", "variance", "variance of the mean"], rows: rows, digits: 5, at: "D.5",
      "D.5:variance")
  }

  //: How near must they come? The mean of n passes strays by $σ/√n$, their variance, made unbiased,
  //: by the root of $(μ₄ − σ⁴(n − 3)/(n − 1))/n$ with the fourth moment μ₄. Both are known here,
  //: since all masks are. The units of the drawn networks are dropped with probabilities other
  //: than ½ too, where keeping and dropping are not the same thing.

  private static func nearEnough(_ page: Page) {
    let (passes, far, farther) = (200, 5.0, 10.0)
    page.verify(
      "the mean of \(passes) passes is within \(words(far)) deviations of the exact one, "
        + "their variance within \(words(farther))", at: "D.5", "D.5:variance"
    ) { draw in
      let (network, x) = MaskedNetwork.drawn(&draw, p: 0.2...0.8)
      let exact = network.exact(x) { σ($0) }
      let sample = network.sampled(x, passes, &draw)
      let n = Double(passes)
      // With all units dead there is one answer and no spread.
      if exact.variance > 1e-20 {
        (sample.mean - exact.mean).absolute ≤ far * (exact.variance / n).squareRoot()
        let μ₄ = network.expected(x) { (σ($0) - exact.mean).power(4) }
        let spread = ((μ₄ - exact.variance.power(2) * (n - 3) / (n - 1)) / n).squareRoot()
        let unbiased = sample.variance * n / (n - 1)
        (unbiased - exact.variance).absolute ≤ farther * spread
      }
    }
    page.leave(
      "whether this spread deserves the name of uncertainty: a reading", at: "D.5:variance")
  }

  //: Two passes are enough for an estimate that is right on average: half the square of their
  //: difference has the variance for its mean, here over all pairs of masks.

  private static func twoPasses(_ page: Page) {
    page.verify(
      "(s₁ − s₂)²/2 of two passes has the exact variance for its mean", at: "D.5:variance"
    ) {
      draw in
      let (network, x) = MaskedNetwork.drawn(&draw, p: 0...1)
      let expected = network.expected(x) { s in
        network.expected(x) { t in (σ(s) - σ(t)).power(2) / 2 }
      }
      expected ≈ network.exact(x) { σ($0) }.variance
    }
  }

  //: ### Does doubt grow away from the data?
  //:
  //: No training is needed, that much is plain. Whether the spread gives unfamiliar inputs away
  //: depends on what is looked at. Move the input away from 0, to where no data ever were: the
  //: spread of the logit grows in proportion, fifteenfold here. The spread of the probability
  //: has a ceiling of one half and less than doubles.

  private static func byDistance(_ page: Page, _ network: MaskedNetwork, _ x: Vector<Double>) {
    page.table(
      "Doubt by distance", columns: ["scale of x", "spread of z", "mean ŷ", "spread of ŷ"],
      rows: [1.0, 2, 4, 8, 16].map { scale in
        let z = network.exact(scale * x) { $0 }
        let ŷ = network.exact(scale * x) { σ($0) }
        return [scale, z.variance.squareRoot(), ŷ.mean, ŷ.variance.squareRoot()]
      }, at: "D.5:benefit")
    page.leave(
      "whether the spread gives unfamiliar inputs to trained networks away: found by experiment",
      at: "D.5:benefit")
  }
}
