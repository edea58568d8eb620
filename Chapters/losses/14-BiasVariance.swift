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

//: The model is a polynomial. Fitted by least squares at fixed places, it is a linear mixture of
//: the labels, whatever they are, and the mixture can be had once for all of them.

/// A polynomial fit by least squares at fixed places.
struct PolynomialFit {
  let places: [Double]
  let degree: Int

  /// 1, x, x² …
  func powers(_ x: Double) -> Vector<Double> { Vector((0...degree).map { x.power($0) }) }

  /// The weights w(x) of the labels in f̂(x) = w(x) ⋅ y: Φ(ΦᵀΦ)⁻¹φ(x)
  func mixture(at x: Double) -> Vector<Double> {
    let Φ = Matrix(places.map { powers($0).entries })
    return Φ * solve(Φ.ᵀ * Φ, powers(x))
  }
}

//: The noise is a fair toss for each label, so that there are 2ⁿ training sets, and all of them
//: can be looked at, one after the other.

/// What training sets with labels f*(xᵢ) ± s, each sign a fair toss, make of one prediction.
struct Spread {
  let error: Double
  let bias²: Double
  let variance: Double
  /// The expected squared distance to a new label f*(x) ± s.
  let risk: Double

  init(_ w: Vector<Double>, labels: [Double], truth: Double, noise s: Double) {
    let predictions = (0..<(1 << labels.count)).map { signs in
      w ⋅ Vector(labels.indices.map { labels[$0] + (signs >> $0 & 1 == 1 ? s : -s) })
    }
    let f = Vector(predictions)
    error = (f - truth).map { $0 * $0 }.mean
    bias² = (f.mean - truth).power(2)
    variance = f.variance
    risk = (f - (truth + s)).map { $0 * $0 }.mean / 2 + (f - (truth - s)).map { $0 * $0 }.mean / 2
  }
}

//: Tests of it take four labels at any places, and a polynomial of at most three coefficients.

/// Four places, not far from evenly spaced.
private func fourPlaces(_ draw: inout Generator) -> [Double] {
  [-1, -0.3, 0.4, 1].map { $0 + draw.uniform(-0.2, 0.2) }
}

/// A mixture of degree 0 to 2 for four labels, a truth elsewhere, and the size of the noise.
private func drawn(_ draw: inout Generator) -> (
  fit: PolynomialFit, labels: [Double], truth: Double, s: Double
) {
  let fit = PolynomialFit(places: fourPlaces(&draw), degree: draw.below(3))
  return (fit, draw.vector(4).entries, draw.uniform(-1, 1), draw.uniform(0.1, 1))
}

/// How far the solution of normal equations may be off.
private let solved = (1e-12, "normal equations cost digits")

extension Losses {
  static let biasVariance = Section(.foundations, "9.4", "Bias and variance, exactly") { page in
    page.define("the mean loss over all that may be drawn", at: "9.9", by: "populationRisk")
    page.define("the mean loss over the training set", at: "9.10", by: "empiricalRisk")
    chosenBefore(page)
    let s: Double = page.given("s of the labels", ours: usualNoise)
    allDataSets(page, s)
    decomposition(page)
    complexity(page)
    valley(page)
  }

  //: The two risks are equal on average, as long as the model was chosen before the data were
  //: seen. It is training that pulls them apart.

  private static func chosenBefore(_ page: Page) {
    page.verify("the mean of the empirical risk over all data sets is R", at: "9.9", "9.10") {
      draw in
      let losses = draw.vector(3, 0, 2).entries
      let p = softmax(draw.vector(3)).entries
      let pairs = (0..<9).map { ($0 / 3, $0 % 3) }
      pairs.reduce(0) { $0 + p[$1.0] * p[$1.1] * empiricalRisk([losses[$1.0], losses[$1.1]]) }
        ≈ populationRisk(losses, probabilities: p)
    }
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

  /// The polynomials of degree 0 to 5, each with its spread at the nine places.
  private static func spreads(_ s: Double) -> [[Spread]] {
    let places = [-1.0, -0.6, -0.2, 0.2, 0.6, 1]
    let labels = places.map { sin(3 * $0) }
    return (0...5).map { degree in
      let fit = PolynomialFit(places: places, degree: degree)
      return (-4...4).map { Double($0) / 5 + 0.01 }.map { x in
        Spread(fit.mixture(at: x), labels: labels, truth: sin(3 * x), noise: s)
      }
    }
  }

  private static func allDataSets(_ page: Page, _ s: Double) {
    let spreads = spreads(s)
    let mean = { (part: KeyPath<Spread, Double>) in
      spreads.map { row in empiricalRisk(row.map { $0[keyPath: part] }) }
    }
    let (bias², variance) = (mean(\.bias²), mean(\.variance))
    let (error, risk) = (mean(\.error), mean(\.risk))
    page.table(
      "Polynomials of growing degree",
      columns: ["degree", "bias²", "variance", "sum", "error", "risk"],
      rows: spreads.indices.map { d in
        [d, bias²[d], variance[d], bias²[d] + variance[d], error[d], risk[d]]
      }, at: "9.11", "9.4.2:noise")
    page.plot(
      Plot(
        "Bias, variance and error by degree", x: "degree", y: "mean squared distance",
        [("bias²", bias²), ("variance", variance), ("error", error)].map { name, values in
          Plot.Series(name, values.enumerated().map { (Double($0), $1) })
        }), at: "9.5.1:ushape")
  }

  //: The sum is the error, in every row. The risk, the distance to a *new* noisy label, is larger
  //: by s², which no model can take away. Both are tested for any labels, beside what theory says
  //: of each part: the mean label goes into the mixture, and the noise comes out times ‖w‖².

  private static func decomposition(_ page: Page) {
    page.verify("E[(f̂ − f*)²] is the sum of bias² and variance, over all data sets", at: "9.11") {
      draw in
      let (fit, labels, truth, s) = drawn(&draw)
      let w = fit.mixture(at: draw.uniform(-1, 1))
      let spread = Spread(w, labels: labels, truth: truth, noise: s)
      spread.bias² + spread.variance ≈ spread.error
      spread.bias² ≈ (w ⋅ Vector(labels) - truth).power(2)
      spread.variance ≈ s * s * (w ⋅ w)
    }
    page.verify("with a noisy label the expected error is larger by s²", at: "9.4.2:noise") {
      draw in
      let (fit, labels, truth, s) = drawn(&draw)
      let w = fit.mixture(at: draw.uniform(-1, 1))
      let spread = Spread(w, labels: labels, truth: truth, noise: s)
      spread.risk ≈ spread.error + s * s
    }
  }

  //: “Often” can be made “always” in one case. At the training places themselves, each further
  //: power lowers the bias or leaves it, whatever the truth is, and raises the variance by
  //: exactly $s²/n$: at those places the mean variance is s² times parameters over samples.

  private static func complexity(_ page: Page) {
    page.verify(
      "at the training places a higher degree never raises bias²; variance is s²(d + 1)/n",
      at: "9.4.2:complexity"
    ) { draw in
      let labels = draw.vector(4).entries
      let places = fourPlaces(&draw)
      let degree = draw.below(3)
      let s = draw.uniform(0.1, 1)
      let spread = { (degree: Int) in
        let fit = PolynomialFit(places: places, degree: degree)
        return places.indices.map { i in
          Spread(fit.mixture(at: places[i]), labels: labels, truth: labels[i], noise: s)
        }
      }
      let (lower, higher) = (spread(degree), spread(degree + 1))
      empiricalRisk(higher.map(\.bias²)) ≤ empiricalRisk(lower.map(\.bias²)) ± rounding
      empiricalRisk(higher.map(\.variance)) ≈ s * s * Double(degree + 2) / 4 ± solved
    }
  }

  //: The error of the table is nearly the U of the textbooks: high for too few powers, lowest in
  //: between, high again for a curve through all six points. Only degree 2 spoils it: to an odd
  //: function it brings nothing but variance. With much noise there is no valley, since then the
  //: fewest powers are the best, and with none the most: the claim is one about the noise it names.

  private static let usualNoise = 0.3

  private static func valley(_ page: Page) {
    page.check(
      "with f* = sin 3x and s = \(words(usualNoise)), an inner degree has less than half "
        + "the error of 0 and of 5",
      at: "9.5.1:ushape"
    ) {
      let errors = spreads(usualNoise).map { row in empiricalRisk(row.map(\.error)) }
      for end in [errors[0], errors[5]] { 2 * errors[1...4].min()! < end }
    }
  }
}
