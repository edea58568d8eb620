import Companion
import Mathematics

//: What counts is the loss on new samples, and its mean splits into bias, variance and noise. A
//: small training loss is not the aim. The aim is a small loss on samples that were not in the
//: training set, the *population risk*, and the question is how far the two lie apart:
//:
//:     R = E[ℓ(f(x), y)]                                  (9.9)
//:     R̂ₙ = (1/n) Σᵢ₌₁ⁿ ℓ(f(xᵢ), yᵢ)                      (9.10)
//:
//: With data that can be enumerated, nothing about it needs to be estimated.

/// R = Σ p(x, y) ℓ(f(x), y) over all that may be drawn (foundations (9.9))
func populationRisk(_ losses: [Double], probabilities: [Double]) -> Double {
  zip(losses, probabilities).reduce(0) { $0 + $1.0 * $1.1 }
}

/// A polynomial fit by least squares at fixed places: each prediction is a fixed linear mixture
/// of the labels.
struct PolynomialFit {
  let places: [Double]
  let degree: Int

  /// 1, x, x² …
  func powers(_ x: Double) -> Vector<Double> {
    var power = 1.0
    return Vector(
      (0...degree).map { _ in
        defer { power *= x }
        return power
      })
  }

  /// The weights w(x) of the labels in f̂(x) = w(x) ⋅ y: Φ(ΦᵀΦ)⁻¹φ(x)
  func mixture(at x: Double) -> Vector<Double> {
    let Φ = Matrix(places.map { powers($0).entries })
    return Φ * solve(Φ.ᵀ * Φ, powers(x))
  }
}

/// What training sets with labels f*(xᵢ) ± s, each sign a fair toss, make of one prediction.
struct Spread {
  let error: Double
  let bias²: Double
  let variance: Double
  /// The expected squared distance to a new label f*(x) ± s.
  let risk: Double

  /// All 2ⁿ training sets, one after the other.
  init(_ mixture: Vector<Double>, labels: [Double], truth: Double, noise s: Double) {
    let n = labels.count
    let w = mixture.entries
    var predictions: [Double] = []
    for signs in 0..<(1 << n) {
      var f = 0.0
      for i in 0..<n { f += w[i] * (labels[i] + (signs >> i & 1 == 1 ? s : -s)) }
      predictions.append(f)
    }
    func mean(_ value: (Double) -> Double) -> Double {
      var sum = 0.0
      for f in predictions { sum += value(f) }
      return sum / Double(predictions.count)
    }
    let center = mean { $0 }
    error = mean { ($0 - truth) * ($0 - truth) }
    bias² = (center - truth) * (center - truth)
    variance = mean { ($0 - center) * ($0 - center) }
    risk = mean { f in
      let (up, down) = (f - truth - s, f - truth + s)
      return (up * up + down * down) / 2
    }
  }
}

extension Losses {
  static let biasVariance = Section(.foundations, "9.4", "Bias and variance, exactly") { page in
    page.define("the mean loss over all that may be drawn", at: "9.9", by: "populationRisk")
    page.define("the mean loss over the training set", at: "9.10", by: "empiricalRisk")

    //: The two risks are equal on average, as long as the model was chosen before the data were
    //: seen. It is training that pulls them apart.

    page.verify("the mean of the empirical risk over all data sets is R", at: "9.9", "9.10") {
      draw in
      let losses = draw.vector(3, 0, 2).entries
      let p = softmax(draw.vector(3)).entries
      var mean = 0.0
      for i in 0..<3 {
        for j in 0..<3 { mean += p[i] * p[j] * empiricalRisk([losses[i], losses[j]]) }
      }
      return [
        Evidence(
          "all pairs", error: distance(mean, populationRisk(losses, probabilities: p)),
          bound: 1e-14)
      ]
    }

    //: ### Six points, sixty-four data sets
    //:
    //: The truth is $f*(x) = sin 3x$, seen at six places with an error of $+s$ or $−s$. That makes
    //: 64 training sets, and a polynomial is fitted to each. How far the *mean* of the 64
    //: predictions is from the truth is the bias; how far each is from their mean, the variance. At
    //: any place x the two make up the error:
    //:
    //:     E[(f̂ − f*)²] = (E[f̂] − f*)² + E[(f̂ − E[f̂])²]       (9.11)
    //:
    //: The columns are means over nine places in between.

    let s = page.given(number: "s of the labels", ours: 0.3)
    let places = [-1.0, -0.6, -0.2, 0.2, 0.6, 1]
    let labels = places.map { sin(3 * $0) }
    let tests = (-4...4).map { Double($0) / 5 + 0.01 }
    let spreads = (0...5).map { degree in
      tests.map { x in
        let fit = PolynomialFit(places: places, degree: degree)
        return Spread(fit.mixture(at: x), labels: labels, truth: sin(3 * x), noise: s)
      }
    }
    func mean(_ part: KeyPath<Spread, Double>) -> [Double] {
      spreads.map { row in empiricalRisk(row.map { $0[keyPath: part] }) }
    }
    let (bias², variance) = (mean(\.bias²), mean(\.variance))
    let (error, risk) = (mean(\.error), mean(\.risk))
    let rows = (0...5).map { d -> [any Showable] in
      let sum = bias²[d] + variance[d]
      return [d, bias²[d], variance[d], sum, error[d], risk[d]]
    }
    page.table(
      "Polynomials of growing degree",
      columns: ["degree", "bias²", "variance", "sum", "error", "risk"],
      rows: rows, at: "9.11", "9.4.2:noise")
    page.plot(
      Plot(
        "Bias, variance and error by degree", x: "degree", y: "mean squared distance",
        [
          Plot.Series("bias²", bias².enumerated().map { (Double($0), $1) }),
          Plot.Series("variance", variance.enumerated().map { (Double($0), $1) }),
          Plot.Series("error", error.enumerated().map { (Double($0), $1) }),
        ]), at: "9.5.1:ushape")

    //: The sum is the error, in every row. The risk, the distance to a *new* noisy label, is larger
    //: by s², which no model can take away.

    page.verify("E[(f̂ − f*)²] is the sum of bias² and variance, over all data sets", at: "9.11") {
      draw in
      let (fit, labels, truth, s) = drawn(&draw)
      let x = draw.uniform(-1, 1)
      let w = fit.mixture(at: x)
      let spread = Spread(w, labels: labels, truth: truth, noise: s)
      // What theory says of each: the mean label goes in, the noise comes out times ‖w‖².
      let bias = w ⋅ Vector(labels) - truth
      return [
        Evidence(
          "sum", error: distance(spread.bias² + spread.variance, spread.error), bound: 1e-13),
        Evidence("bias", error: distance(spread.bias², bias * bias), bound: 1e-13),
        Evidence("variance", error: distance(spread.variance, s * s * (w ⋅ w)), bound: 1e-13),
      ]
    }
    page.verify("with a noisy label the expected error is larger by s²", at: "9.4.2:noise") {
      draw in
      let (fit, labels, truth, s) = drawn(&draw)
      let spread = Spread(
        fit.mixture(at: draw.uniform(-1, 1)), labels: labels, truth: truth, noise: s)
      return [Evidence("risk", error: distance(spread.risk, spread.error + s * s), bound: 1e-13)]
    }

    //: “Often” can be made “always” in one case. At the training places themselves, each further
    //: power lowers the bias or leaves it, whatever the truth is, and raises the variance by
    //: exactly $s²/n$: at those places the mean variance is s² times parameters over samples.

    page.verify(
      "at the training places a higher degree never raises bias²; variance is s²(d + 1)/n",
      at: "9.4.2:complexity"
    ) { draw in
      let labels = draw.vector(4).entries
      let places = [-1, -0.3, 0.4, 1].map { $0 + draw.uniform(-0.2, 0.2) }
      let degree = draw.below(3)
      let s = draw.uniform(0.1, 1)
      func spread(_ degree: Int) -> (bias²: Double, variance: Double) {
        let fit = PolynomialFit(places: places, degree: degree)
        let each = places.indices.map { i in
          Spread(fit.mixture(at: places[i]), labels: labels, truth: labels[i], noise: s)
        }
        return (empiricalRisk(each.map(\.bias²)), empiricalRisk(each.map(\.variance)))
      }
      let (lower, higher) = (spread(degree), spread(degree + 1))
      return [
        Evidence("bias²", error: max(0, higher.bias² - lower.bias²), bound: 1e-13),
        Evidence(
          "variance", error: distance(higher.variance, s * s * Double(degree + 2) / 4), bound: 1e-12
        ),
      ]
    }

    //: The error of the table is nearly the U of the textbooks: high for too few powers, lowest in
    //: between, high again for a curve through all six points. Only degree 2 spoils it: to an odd
    //: function it brings nothing but variance.

    page.verify(
      "with f* = sin 3x and s = 0.3, an inner degree has less than half the error of 0 and of 5",
      at: "9.5.1:ushape", draws: 1
    ) { _ in
      let errors = (0...5).map { degree in
        empiricalRisk(
          tests.map { x in
            let w = PolynomialFit(places: places, degree: degree).mixture(at: x)
            return Spread(w, labels: labels, truth: sin(3 * x), noise: 0.3).error
          })
      }
      let lowest = errors.min()!
      return [
        Evidence("degree 0", error: max(0, 2 * lowest - errors[0]), bound: 0),
        Evidence("degree 5", error: max(0, 2 * lowest - errors[5]), bound: 0),
      ]
    }
  }

  /// A fit of degree 0 to 2 to four labels, a truth elsewhere, and the size of the noise.
  private static func drawn(_ draw: inout Generator) -> (PolynomialFit, [Double], Double, Double) {
    let places = [-1, -0.3, 0.4, 1].map { $0 + draw.uniform(-0.2, 0.2) }
    let fit = PolynomialFit(places: places, degree: draw.below(3))
    return (fit, draw.vector(4).entries, draw.uniform(-1, 1), draw.uniform(0.1, 1))
  }
}
