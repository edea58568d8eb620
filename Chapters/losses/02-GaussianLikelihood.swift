import Companion
import Mathematics

//: Squared error is what a Gaussian leaves behind when its logarithm is taken. That is one answer
//: to the question why it is the square and not the fourth power: whoever believes that targets
//: scatter about the model with a normal error, and asks which model makes the observed targets
//: most probable, ends up with least squares.
//:
//: The model says that y is $f(x)$ plus noise. Of independent targets the densities multiply, and
//: their logarithms add up:
//:
//:     p(y) = 1/√(2πσ²) · exp(−(y − f(x))²/(2σ²))                     (appendix C.1)
//:     log p(y₁ … yₙ) = −(n/2) log(2πσ²) − 1/(2σ²) Σᵢ (yᵢ − f(xᵢ))²   (appendix C.1)

/// exp(−(y − m)²/(2σ²)) / √(2πσ²), the normal density with mean m and variance σ²
func gaussianDensity<T: Scalar>(_ y: T, mean m: T, variance σ²: T) -> T {
  exp(-(y - m) * (y - m) / (2 * σ²)) / sqrt(2 * T(Double.pi) * σ²)
}

/// p(y₁ … yₙ) = Π p(yᵢ), independent targets about f₁ … fₙ with variance σ²
func gaussianLikelihood(_ f: Vector<Double>, _ y: Vector<Double>, variance σ²: Double) -> Double {
  y.indices.reduce(1) { $0 * gaussianDensity(y[$1], mean: f[$1], variance: σ²) }
}

/// −(n/2) log(2πσ²) − 1/(2σ²) Σ (yᵢ − fᵢ)², its logarithm (appendix C.1)
func gaussianLogLikelihood<T: Scalar>(_ f: Vector<T>, _ y: Vector<T>, variance σ²: T) -> T {
  let n = T(Double(y.count))
  return -(n / 2) * log(2 * T(Double.pi) * σ²) - squaredError(f, y) / (2 * σ²)
}

//: A density is tested by what it must do: add up to 1, have its mean and its variance where its
//: formula says. That takes integrals over the whole line. The substitution
//: $x = exp(π/2 sinh t)$ makes what decays like a density fall off so fast at both ends that the
//: plain trapezoidal rule in t is exact to 14 digits.

/// Points and weights of a rule for ∫ f(x) dx from 0 to ∞.
let halfLineRule: [(x: Double, weight: Double)] = (-96...72).map { k in
  let t = Double(k) / 24
  let sinh = (exp(t) - exp(-t)) / 2
  let cosh = (exp(t) + exp(-t)) / 2
  let x = exp(.pi / 2 * sinh)
  return (x, x * .pi / 2 * cosh / 24)
}

/// ∫ p, ∫ x p and ∫ (x − m)² p over the whole line, both halves about m folded together: total,
/// mean and variance of a density whose mean is m.
func moments(around m: Double, _ p: (Double) -> Double) -> (
  total: Double, mean: Double, variance: Double
) {
  var (total, mean, variance) = (0.0, 0.0, 0.0)
  for (x, weight) in halfLineRule {
    let (right, left) = (weight * p(m + x), weight * p(m - x))
    total += right + left
    mean += (m + x) * right + (m - x) * left
    variance += x * x * (right + left)
  }
  return (total, mean, variance)
}

extension Losses {
  static let gaussian = Section(.appendix, "C.1", "Squared error as Gaussian likelihood") { page in
    let x: Vector = page.given("x", ours: [1, 2, 3, 4])
    let y: Vector = page.given("targets", ours: [2.1, 3.9, 6.3, 7.7])
    let σ: Double = page.given("σ", ours: 0.5, in: 1e-3...1e3)

    page.verify(
      "the density of y has total 1, mean f(x) and variance σ²", at: "C.1:model", "C.1:density"
    ) { draw in
      let (f, σ) = (draw.uniform(-2, 2), draw.uniform(0.5, 2))
      let of = moments(around: f) { gaussianDensity($0, mean: f, variance: σ * σ) }
      of.total ≈ 1
      of.mean ≈ f
      of.variance ≈ σ * σ
    }
    logarithm(page, x, y, σ)
    likeliestSlope(page, x, y, σ)
    likeliestVariance(page)
  }

  //: The logarithm of the product, line by line, at the slope that fits the data best. The last
  //: line is compared with the densities multiplied as they are.

  private static func logarithm(
    _ page: Page, _ x: Vector<Double>, _ y: Vector<Double>, _ σ: Double
  ) {
    page.derivation("log p(y₁ … yₙ)", of: ((x ⋅ y) / (x ⋅ x), x, y, σ * σ)) { draw in
      let (x, y) = (draw.vector(6), draw.vector(6))
      return (draw.uniform(-1, 1), x, y, draw.uniform(0.2, 2))
    } lines: { θ, x, y, σ² in
      let logs = x.indices.map { log(gaussianDensity(y[$0], mean: θ * x[$0], variance: σ²)) }
      Line("Σᵢ log p(yᵢ)", at: "C.1", logs.reduce(0, +))
      Line(
        "−(n/2) log(2πσ²) − 1/(2σ²) Σᵢ (yᵢ − fᵢ)²", at: "C.1",
        gaussianLogLikelihood(θ * x, y, variance: σ²))
    } truth: { θ, x, y, σ² in
      log(gaussianLikelihood(θ * x, y, variance: σ²))
    }
  }

  //: ### The most likely slope
  //:
  //: In the logarithm, θ stands only in the sum of squares, with a minus in front: the top of one
  //: curve is the bottom of the other. Both are searched for without derivatives; the third value
  //: is the closed form, $Σxy/Σx²$.

  private static func likeliestSlope(
    _ page: Page, _ x: Vector<Double>, _ y: Vector<Double>, _ σ: Double
  ) {
    let likeliest = bottom(between: -10, and: 10) {
      -gaussianLogLikelihood($0 * x, y, variance: σ * σ)
    }
    page.derive("θ of highest likelihood", likeliest, for: "C.2:ml")
    page.derive("θ of least squares", bottom(between: -10, and: 10) { squaredError($0 * x, y) })
    page.derive("Σxy / Σx²", (x ⋅ y) / (x ⋅ x))

    let slopes = (0...60).map { 1 + Double($0) / 30 }
    page.plot(
      Plot(
        "Log-likelihood and mean squared error", x: "slope θ", y: "value",
        [
          Plot.Series(
            "log-likelihood",
            slopes.map { ($0, gaussianLogLikelihood($0 * x, y, variance: σ * σ)) }),
          Plot.Series(
            "mean squared error", slopes.map { ($0, squaredError($0 * x, y) / Double(x.count)) }),
        ]))

    page.verify(
      "the likeliest θ is that of least squares, Σxy/Σx²", at: "C.2:argmin", "C.2:insight"
    ) { draw in
      let (x, y) = (draw.vector(5, 0.5, 2), draw.vector(5))
      let σ² = draw.uniform(0.2, 2)
      bottom(between: -3, and: 3) { -gaussianLikelihood($0 * x, y, variance: σ²) }
        ≈ (x ⋅ y) / (x ⋅ x) ± searched
    }
  }

  //: The constants that are dropped are those of θ. They are not idle: asked for the likeliest
  //: *variance*, the same formula answers with the mean squared error itself, so that the
  //: number that training ends with is an estimate of the noise.
  //:
  //: Other beliefs about the noise leave other losses behind. If errors have the density
  //: $exp(−|e|/b)/(2b)$, with its heavier tails, the likeliest line minimizes $Σ|e|$, which is
  //: one way to see why squared error [takes outliers so hard](#hubers-loss).

  private static func likeliestVariance(_ page: Page) {
    page.verify("the likeliest σ² is the mean squared error") { draw in
      let (f, y) = (draw.vector(5), draw.vector(5, 2, 3))
      bottom(between: 0.01, and: 20) { -gaussianLogLikelihood(f, y, variance: $0) }
        ≈ squaredError(f, y) / 5 ± searched
    }
  }
}
