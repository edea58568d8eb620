import Companion
import Mathematics

//: A penalty on large weights can be read as a belief about them, held before any data were seen.
//: Bayes' rule multiplies that belief, the prior, with the likelihood. In the logarithm the product
//: is a sum: loss plus penalty.
//:
//: Each weight is believed to be normal about zero, with variance s² (the slides write σ² with
//: the index θ), independently of the others. The logarithm of that is a square of the length of
//: the weight vector, up to a constant that no weight can change:
//:
//:     p(θ) = Πᵢ 1/√(2πs²) · exp(−θᵢ²/(2s²))              (appendix D.1)
//:     log p(θ) = −‖θ‖²/(2s²) + const                     (appendix D.1)

/// Πᵢ p(θᵢ), each weight normal about 0 with variance s² (appendix D.1)
func normalPrior(_ θ: Vector<Double>, variance s²: Double) -> Double {
  θ.entries.reduce(1) { $0 * gaussianDensity($1, mean: 0, variance: s²) }
}

//: The *Foundations* put the penalty on the weight matrices of all layers. For the tests a linear
//: model is enough, whose posterior has a closed form, ridge regression.

/// ℒ + (λ/2) Σ ‖W‖²_F over the weight matrices of all layers (foundations (8.22))
func l2Penalized<T: Scalar>(_ loss: T, _ weights: [Matrix<T>], λ: T) -> T {
  weights.reduce(loss) { $0 + λ / 2 * ($1 ⊙ $1).entries.reduce(0, +) }
}

/// Σ (yᵢ − xᵢᵀθ)² of a linear model
func sumOfSquares<T: Scalar>(_ θ: Vector<T>, _ X: Matrix<Double>, _ y: Vector<Double>) -> T {
  squaredError(Matrix<T>(X) * θ, Vector<T>(y))
}

/// (XᵀX + λI)⁻¹ Xᵀy, ridge regression: the least Σ e² + λ‖θ‖²
func ridge(_ X: Matrix<Double>, _ y: Vector<Double>, λ: Double) -> Vector<Double> {
  let penalty = Vector(repeating: λ, count: X.columns)
  return solve(X.ᵀ * X + Matrix(diagonal: penalty), X.ᵀ * y)
}

//: The closed form is compared with a descent that has never heard of it. Conjugate gradients see
//: nothing of a function but its gradients, by dual numbers; along a quadratic they change
//: linearly, so that as many steps as there are weights end at the bottom.

/// The lowest point of a quadratic function by conjugate gradients.
func bottomOfBowl(_ count: Int, _ f: (Vector<Dual<Double>>) -> Dual<Double>) -> Vector<Double> {
  var θ = Vector(repeating: 0.0, count: count)
  var g = forwardGradient(at: θ, f)
  var direction = -g
  for _ in 0...count where g ⋅ g > 1e-26 {
    let curvature = direction ⋅ (forwardGradient(at: θ + direction, f) - g)
    θ += (g ⋅ g) / curvature * direction
    let next = forwardGradient(at: θ, f)
    direction = (next ⋅ next) / (g ⋅ g) * direction - next
    g = next
  }
  return θ
}

/// How far such a descent may be off.
let descended = (1e-12, "a descent ends at a gradient of 10⁻¹³")

extension Losses {
  static let gaussianPrior = Section(.appendix, "D.1", "A Gaussian prior is an L2 penalty") {
    page in
    let s: Double = page.given("s", ours: 1, in: 1e-3...1e3)
    let σ: Double = page.given("σ", ours: 0.5, in: 1e-3...1e3)
    let θ: Vector = page.given("two weights", ours: [0.5, -1.5])
    prior(page, s, θ)
    oneWeight(page)
    logPosterior(page, s, σ, θ)
    severalWeights(page)
  }

  //: ### The prior
  //:
  //: Its top is looked for, its total, mean and variance are integrated. The product over the
  //: weights depends on their length alone: turned in any direction, a weight vector is as
  //: probable as before. In the lines below, c is $−½ log(2πs²)$ for each weight.

  private static func prior(_ page: Page, _ s: Double, _ θ: Vector<Double>) {
    let center = bottom(between: -5, and: 5) { -gaussianDensity($0, mean: 0, variance: s * s) }
    page.show("centre of the weights", center, at: "D.1")
    page.verify(
      "the prior has total 1, mean 0, variance s², and prefers small weights", at: "D.1:small"
    ) { draw in
      let s = draw.uniform(0.5, 2)
      let p = { (θ: Double) in gaussianDensity(θ, mean: 0, variance: s * s) }
      let of = moments(around: 0, p)
      let θ = draw.uniform(-3, 3)
      of.total ≈ 1
      of.mean ≈ 0
      of.variance ≈ s * s
      p(1.1 * θ) ≤ p(θ)
    }
    page.derivation("log p(θ)", at: "D.1:log", of: (θ, s * s)) { draw in
      (draw.vector(2, -2, 2), draw.uniform(0.2, 2))
    } lines: { θ, s² in
      let c = -0.5 * log(2 * .pi * s²) * Double(θ.count)
      let square = θ.entries.reduce(0) { $0 + $1 * $1 }
      Line("Σᵢ log p(θᵢ)", θ.map { log(gaussianDensity($0, mean: 0, variance: s²)) }.sum)
      Line("−1/(2s²) Σᵢ θᵢ² + Σᵢ c", at: "D.1", -1 / (2 * s²) * square + c)
      Line("−1/(2s²) ‖θ‖² + Σᵢ c", at: "D.1", -1 / (2 * s²) * θ.l2Norm.power(2) + c)
    } truth: { θ, s² in
      log(normalPrior(θ, variance: s²))
    }
    page.verify("a rotation leaves the prior as it is", at: "D.1") { draw in
      let (s², angle, θ) = (draw.uniform(0.2, 2), draw.uniform(0, 6), draw.vector(2, -2, 2))
      let turn: Matrix = [[cos(angle), -sin(angle)], [sin(angle), cos(angle)]]
      log(normalPrior(turn * θ, variance: s²)) ≈ log(normalPrior(θ, variance: s²))
    }
  }

  //: The *Foundations* call $−log p(W)$ proportional to $‖W‖²$; strictly it is proportional only
  //: after that constant has been dropped, as it may be for a minimum.
  //:
  //: ### The posterior
  //:
  //: For one weight, Bayes' rule can be followed to the end. Likelihood times prior, divided by
  //: its integral, is a density again, and its mean and variance can be computed: those of ridge
  //: regression, $Σxy/(Σx² + σ²/s²)$ and $σ²/(Σx² + σ²/s²)$. The same mean comes from the joint
  //: normal distribution of θ and y, by conditioning on y; and it is the top of the product, of
  //: the sum of logarithms and of the posterior.

  private static func oneWeight(_ page: Page) {
    page.verify("likelihood × prior, normalized, has mean Σxy/(Σx² + σ²/s²)", at: "D.1:bayes") {
      draw in
      let (x, y) = (draw.vector(2, 0.5, 2), draw.vector(2))
      let (σ², s²) = (draw.uniform(0.3, 1), draw.uniform(0.3, 1))
      let precision = x ⋅ x + σ² / s²
      let m = (x ⋅ y) / precision
      let posterior = moments(around: m) { θ in
        gaussianLikelihood(θ * x, y, variance: σ²) * normalPrior([θ], variance: s²)
      }
      let covariance = s² * (x * x.ᵀ) + Matrix(diagonal: [σ², σ²])
      by("joint normal") { m ≈ s² * (x ⋅ solve(covariance, y)) }
      posterior.mean / posterior.total ≈ m
      posterior.variance / posterior.total ≈ σ² / precision
    }
    page.verify(
      "the top of the product, of the sum of logs and of the posterior is one θ", at: "D.2:map",
      "D.2:logs"
    ) { draw in
      let (x, y) = (draw.vector(4, 0.5, 2), draw.vector(4))
      let (σ², s²) = (draw.uniform(0.3, 1), draw.uniform(0.3, 1))
      let mean = (x ⋅ y) / (x ⋅ x + σ² / s²)
      bottom(between: -3, and: 3) { θ in
        -gaussianLikelihood(θ * x, y, variance: σ²) * normalPrior([θ], variance: s²)
      } ≈ mean ± searched
      bottom(between: -3, and: 3) { θ in
        -gaussianLogLikelihood(θ * x, y, variance: σ²) - log(normalPrior([θ], variance: s²))
      } ≈ mean ± searched
    }
  }

  //: For several weights the objective of the slide is a bowl:
  //:
  //:     θ_MAP = argmin (1/(2σ²) Σᵢ eᵢ² + 1/(2s²) ‖θ‖²)     (appendix D.2)
  //:
  //: What is made small there is minus the logarithm of likelihood times prior, but for constants
  //: C that hold no weight. With $1/(2σ²)$ taken out, the factor that is left before $‖θ‖²$ is
  //: $λ = σ²/s²$. The example has two samples, 1 and −1, and one weight for each.

  private static func logPosterior(
    _ page: Page, _ s: Double, _ σ: Double, _ θ: Vector<Double>
  ) {
    let (X, y): (Matrix, Vector) = ([[1, 0], [0, 1]], [1, -1])
    page.derivation("−log(p(D|θ) p(θ))", at: "D.2:map", of: (θ, X, y, σ * σ, s * s)) { draw in
      let (θ, X, y) = (draw.vector(2), draw.matrix(4, 2), draw.vector(4))
      return (θ, X, y, draw.uniform(0.3, 1), draw.uniform(0.3, 1))
    } lines: { θ, X, y, σ², s² in
      let (n, k) = (Double(y.count), Double(θ.count))
      let C = n / 2 * log(2 * .pi * σ²) + k / 2 * log(2 * .pi * s²)
      let (squares, λ) = (sumOfSquares(θ, X, y), σ² / s²)
      let logPrior = log(normalPrior(θ, variance: s²))
      Line(
        "−(log p(D|θ) + log p(θ))", at: "D.2:logs",
        -(gaussianLogLikelihood(X * θ, y, variance: σ²) + logPrior))
      Line(
        "1/(2σ²) Σᵢ eᵢ² + 1/(2s²) ‖θ‖² + C", at: "D.2:objective",
        squares / (2 * σ²) + (θ ⋅ θ) / (2 * s²) + C)
      Line("1/(2σ²) (Σᵢ eᵢ² + λ‖θ‖²) + C", (squares + λ * (θ ⋅ θ)) / (2 * σ²) + C)
    } truth: { θ, X, y, σ², s² in
      -log(gaussianLikelihood(X * θ, y, variance: σ²) * normalPrior(θ, variance: s²))
    }
  }

  //: The bottom is found from gradients alone and compared with the closed form of ridge
  //: regression. With $ℒ = Σe²/(2σ²)$ and $λ = 1/s²$ it is also that of the
  //: [penalized loss (8.22)](#which-λ-and-what-decays) of the *Foundations*. And the densities
  //: themselves, which know nothing of squares that are added up, have a slope of 0 there.

  private static func severalWeights(_ page: Page) {
    page.verify(
      "the θ of least Σe²/(2σ²) + ‖θ‖²/(2s²) is (XᵀX + (σ²/s²)I)⁻¹Xᵀy", at: "D.2:objective",
      "foundations:8.4.1:map"
    ) { draw in
      let (X, y) = (draw.matrix(4, 2), draw.vector(4))
      let (σ², s²) = (draw.uniform(0.3, 1), draw.uniform(0.3, 1))
      let closed = ridge(X, y, λ: σ² / s²)
      let found = bottomOfBowl(2) { θ in
        sumOfSquares(θ, X, y) / Dual(2 * σ²) + (θ ⋅ θ) / Dual(2 * s²)
      }
      let penalized = bottomOfBowl(2) { θ in
        l2Penalized(sumOfSquares(θ, X, y) / Dual(2 * σ²), [Matrix([θ.entries])], λ: Dual(1 / s²))
      }
      closed ≈ found ± descended
      by("(8.22)") { closed ≈ penalized ± descended }
      gradient(at: closed) { θ in
        let fit = gaussianLogLikelihood(Matrix(X) * θ, Vector(y), variance: Twofold(σ²))
        return θ.entries.reduce(fit) {
          $0 + log(gaussianDensity($1, mean: 0, variance: Twofold(s²)))
        }
      } ≈ [0, 0] ± (1e-12, "the closed form itself is rounded")
    }
  }
}
