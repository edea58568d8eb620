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

/// The mean and variance of the output of a 2-4-1 network over masks of its hidden units.
struct MaskedNetwork {
  let W¹: Matrix<Double>
  let b¹: Vector<Double>
  let w²: Vector<Double>
  let p: Double

  /// The logit, with one mask.
  func logit(_ x: Vector<Double>, _ m: Vector<Double>) -> Double {
    w² ⋅ inverted(m, relu(W¹ * x + b¹), p)
  }

  /// Mean and variance of a function of the logit over all sixteen masks.
  func exact(_ x: Vector<Double>, _ f: (Double) -> Double) -> (mean: Double, variance: Double) {
    let values = masks(4, p).map { (f(logit(x, $0.m)), $0.probability) }
    let mean = values.reduce(0) { $0 + $1.1 * $1.0 }
    return (mean, values.reduce(0) { $0 + $1.1 * ($1.0 - mean).power(2) })
  }

  /// D.5: mean and variance over passes with masks drawn at random.
  func sampled(_ x: Vector<Double>, _ passes: Int, _ draw: inout Generator) -> (
    mean: Double, variance: Double
  ) {
    var (sum, squares) = (0.0, 0.0)
    let a = inverted([1, 1, 1, 1], relu(W¹ * x + b¹), p) ⊙ w²
    for _ in 0..<passes {
      var z = 0.0
      for j in 0..<4 where draw.uniform() >= p { z += a.entries[j] }
      sum += σ(z)
      squares += σ(z) * σ(z)
    }
    let mean = sum / Double(passes)
    return (mean, squares / Double(passes) - mean * mean)
  }
}

extension Optimizers {
  static let monteCarlo = Section(.appendix, "D.5", "Many passes with dropout on") { page in
    let network = MaskedNetwork(
      W¹: [[0.8, -0.4], [-0.5, 0.9], [0.6, 0.7], [-0.3, 1]], b¹: [0.1, 0.2, 0, 0.1],
      w²: [1.2, -1, 0.8, -0.6], p: 0.5)
    let x = page.given(vector: "x", ours: [1, 0.5])

    page.define("the mean and variance of many passes", at: "D.5", by: "MaskedNetwork.sampled")
    page.leave(
      "that this is variational inference in a deep Gaussian process is the cited paper's result",
      at: "D.5:gp", "D.5:sampling")

    let exact = network.exact(x) { σ($0) }
    var draw = Generator(seed: 5)
    var rows: [[any Showable]] = [10, 100, 1000].map { passes in
      let sample = network.sampled(x, passes, &draw)
      return ["\(passes) passes", sample.mean, sample.variance, exact.variance / Double(passes)]
    }
    rows.append(["all 16 masks", exact.mean, exact.variance, 0])
    page.table(
      "Monte Carlo dropout and the exact answer",
      columns: ["", "mean", "variance", "variance of the mean"], rows: rows, digits: 5, at: "D.5",
      "D.5:variance")
    page.verify(
      "the mean of 200 passes is within 5 deviations of the exact one, their variance within 10",
      at: "D.5", "D.5:variance"
    ) { draw in
      let network = MaskedNetwork(
        W¹: draw.matrix(4, 2), b¹: draw.vector(4), w²: draw.vector(4, -2, 2), p: 0.5)
      let x = draw.vector(2, 0.5, 1.5)
      let exact = network.exact(x) { σ($0) }
      let sample = network.sampled(x, 200, &draw)
      let deviation = (exact.variance / 200).squareRoot()
      let error = (sample.mean - exact.mean).absolute
      // The variance of the sample variance of n values is (μ₄ − σ⁴(n − 3)/(n − 1))/n.
      let fourth = network.exact(x) { (σ($0) - exact.mean).power(4) }.mean
      let spread = ((fourth - exact.variance.power(2) * 197 / 199) / 200).squareRoot()
      let off = (sample.variance * 200 / 199 - exact.variance).absolute
      return [
        Evidence("mean", error: deviation > 1e-12 ? error / deviation : 0, bound: 5),
        Evidence("variance", error: spread > 1e-12 ? off / spread : 0, bound: 10),
      ]
    }
    page.leave(
      "whether this spread deserves the name of uncertainty: a reading", at: "D.5:variance")
    page.verify(
      "(s₁ − s₂)²/2 of two passes has the exact variance for its mean", at: "D.5:variance"
    ) {
      draw in
      let network = MaskedNetwork(
        W¹: draw.matrix(4, 2), b¹: draw.vector(4), w²: draw.vector(4, -2, 2), p: draw.uniform())
      let x = draw.vector(2, 0.5, 1.5)
      var expected = 0.0
      let all = masks(4, network.p).map { (σ(network.logit(x, $0.m)), $0.probability) }
      for (s, p) in all { for (t, q) in all { expected += p * q * (s - t).power(2) / 2 } }
      let exact = network.exact(x) { σ($0) }.variance
      return [Evidence("256 pairs of masks", error: distance(expected, exact), bound: 1e-13)]
    }

    //: ### Does doubt grow away from the data?
    //:
    //: No training is needed, that much is plain. Whether the spread gives unfamiliar inputs away
    //: depends on what is looked at. Move the input away from 0, to where no data ever were: the
    //: spread of the logit grows in proportion, fifteenfold here. The spread of the probability
    //: has a ceiling of one half and less than doubles.

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
