import Companion
import Mathematics

//: Squared error is what a Gaussian leaves behind when its logarithm is taken. That is one answer
//: to the question why it is the square and not the fourth power: whoever believes that targets
//: scatter about the model with a normal error, and asks which model makes the observed targets
//: most probable, ends up with least squares.

/// exp(−(y − m)²/(2σ²)) / √(2πσ²), the normal density with mean m and variance σ²
func gaussianDensity<T: Scalar>(_ y: T, mean m: T, variance σ²: T) -> T {
  exp(-(y - m) * (y - m) / (2 * σ²)) / sqrt(2 * T(Double.pi) * σ²)
}

/// p(y₁ … yₙ) = Π p(yᵢ), independent targets about the line θx with variance σ²
func gaussianLikelihood(
  _ θ: Double, _ x: Vector<Double>, _ y: Vector<Double>, variance σ²: Double
) -> Double {
  x.indices.reduce(1) { $0 * gaussianDensity(y[$1], mean: θ * x[$1], variance: σ²) }
}

/// −(n/2) log(2πσ²) − 1/(2σ²) Σ (yᵢ − fᵢ)², its logarithm (appendix C.1)
func gaussianLogLikelihood<T: Scalar>(_ f: Vector<T>, _ y: Vector<T>, variance σ²: T) -> T {
  let n = T(Double(y.count))
  return -(n / 2) * log(2 * T(Double.pi) * σ²) - squaredError(f, y) / (2 * σ²)
}

/// Points and weights of a rule for ∫ f(x) dx from 0 to ∞.
///
/// The substitution x = exp(π/2 sinh t) makes the integrand fall off so fast at both ends that
/// the plain trapezoidal rule in t is exact to 14 digits for what decays like a density.
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
    let x = page.given(vector: "x", ours: [1, 2, 3, 4])
    let y = page.given(vector: "targets", ours: [2.1, 3.9, 6.3, 7.7])
    let σ = page.given(number: "σ", ours: 0.5)

    //: The model says that y is $f(x)$ plus noise. The density that the slide writes for it is
    //: tested by what it must do: add up to 1, have its mean at $f(x)$ and the variance σ². Of
    //: independent targets the densities multiply, and their logarithms add up:
    //:
    //:     p(y) = 1/√(2πσ²) · exp(−(y − f(x))²/(2σ²))                     (appendix C.1)
    //:     log p(y₁ … yₙ) = −(n/2) log(2πσ²) − 1/(2σ²) Σᵢ (yᵢ − f(xᵢ))²   (appendix C.1)

    page.verify(
      "the density of y has total 1, mean f(x) and variance σ²", at: "C.1:model", "C.1:density"
    ) { draw in
      let (f, σ) = (draw.uniform(-2, 2), draw.uniform(0.5, 2))
      let (total, mean, variance) = moments(around: f) {
        gaussianDensity($0, mean: f, variance: σ * σ)
      }
      return [
        Evidence("integral", error: distance(total, 1.0), bound: 1e-13),
        Evidence("mean", error: distance(mean, f), bound: 1e-13),
        Evidence("variance", error: distance(variance, σ * σ), bound: 1e-13),
      ]
    }
    page.verify("log p(y₁ … yₙ) is −(n/2) log(2πσ²) − Σᵢ (yᵢ − fᵢ)²/(2σ²)", at: "C.1") { draw in
      let (x, y) = (draw.vector(6), draw.vector(6))
      let (θ, σ²) = (draw.uniform(-1, 1), draw.uniform(0.2, 2))
      let product = gaussianLikelihood(θ, x, y, variance: σ²)
      let sum = gaussianLogLikelihood(θ * x, y, variance: σ²)
      return [Evidence("log of the product", error: distance(sum, log(product)), bound: 1e-13)]
    }

    //: ### The most likely slope
    //:
    //: In the logarithm, θ stands only in the sum of squares, with a minus in front: the top of one
    //: curve is the bottom of the other. Both are searched for without derivatives; the third value
    //: is the closed form, $Σxy/Σx²$.

    let likeliest = bottom(between: -10, and: 10) {
      -gaussianLogLikelihood($0 * x, y, variance: σ * σ)
    }
    let least = bottom(between: -10, and: 10) { squaredError($0 * x, y) }

    page.derive("θ of highest likelihood", likeliest, for: "C.2:ml")
    page.derive("θ of least squares", least)
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
      let found = bottom(between: -3, and: 3) { -gaussianLikelihood($0, x, y, variance: σ²) }
      return [
        Evidence("search", error: distance(found, (x ⋅ y) / (x ⋅ x)), bound: 1e-6)
      ]
    }

    //: The constants that are dropped are those of θ. They are not idle: asked for the likeliest
    //: *variance*, the same formula answers with the mean squared error itself, so that the
    //: number that training ends with is an estimate of the noise.

    page.verify("the likeliest σ² is the mean squared error") { draw in
      let (f, y) = (draw.vector(5), draw.vector(5, 2, 3))
      let found = bottom(between: 0.01, and: 20) { -gaussianLogLikelihood(f, y, variance: $0) }
      return [
        Evidence("search", error: distance(found, squaredError(f, y) / 5), bound: 1e-6)
      ]
    }

    //: Other beliefs about the noise leave other losses behind. If errors have the density
    //: $exp(−|e|/b)/(2b)$, with its heavier tails, the likeliest line minimizes $Σ|e|$, which is
    //: one way to see why squared error [takes outliers so hard](#hubers-loss).
  }
}
