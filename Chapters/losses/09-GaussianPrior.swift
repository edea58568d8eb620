import Companion
import Mathematics

//: A penalty on large weights can be read as a belief about them, held before any data were seen.
//: Bayes' rule multiplies that belief, the prior, with the likelihood. In the logarithm the product
//: is a sum: loss plus penalty.

/// The solution of Ax = b by Gaussian elimination with row exchanges; not finite if A is singular.
func solve(_ A: Matrix<Double>, _ b: Vector<Double>) -> Vector<Double> {
  let n = A.rows
  var (a, x) = (A.entries, b.entries)
  for k in 0..<n {
    var pivot = k
    for i in k..<n where a[i * n + k].magnitude > a[pivot * n + k].magnitude { pivot = i }
    if pivot != k {
      for j in 0..<n { a.swapAt(k * n + j, pivot * n + j) }
      x.swapAt(k, pivot)
    }
    for i in (k + 1)..<max(n, k + 1) {
      let factor = a[i * n + k] / a[k * n + k]
      for j in k..<n { a[i * n + j] -= factor * a[k * n + j] }
      x[i] -= factor * x[k]
    }
  }
  for i in (0..<n).reversed() {
    for j in (i + 1)..<max(n, i + 1) { x[i] -= a[i * n + j] * x[j] }
    x[i] /= a[i * n + i]
  }
  return Vector(x)
}

/// (XᵀX + λI)⁻¹ Xᵀy, ridge regression: the least Σ e² + λ‖θ‖²
func ridge(_ X: Matrix<Double>, _ y: Vector<Double>, λ: Double) -> Vector<Double> {
  let penalty = Vector(repeating: λ, count: X.columns)
  return solve(X.ᵀ * X + Matrix(diagonal: penalty), X.ᵀ * y)
}

/// The lowest point of a quadratic function by conjugate gradients. It sees nothing of the
/// function but its gradients, by dual numbers: along a quadratic they change linearly.
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

/// ℒ + (λ/2) Σ ‖W‖²_F over the weight matrices of all layers (foundations (8.22))
func l2Penalized<T: Scalar>(_ loss: T, _ weights: [Matrix<T>], λ: T) -> T {
  weights.reduce(loss) { $0 + λ / 2 * ($1 ⊙ $1).entries.reduce(0, +) }
}

/// Σ (yᵢ − xᵢᵀθ)² of a linear model
func sumOfSquares<T: Scalar>(_ θ: Vector<T>, _ X: Matrix<Double>, _ y: Vector<Double>) -> T {
  var sum: T = 0
  for i in y.indices {
    var e = T(-y[i])
    for j in θ.indices { e += T(X[i, j]) * θ[j] }
    sum += e * e
  }
  return sum
}

extension Losses {
  static let gaussianPrior = Section(.appendix, "D.1", "A Gaussian prior is an L2 penalty") {
    page in
    //: ### The prior
    //:
    //: Each weight is believed to be normal about zero, with variance s² (the slides write σ² with
    //: the index θ), independently of the others:
    //:
    //:     p(θ) = Πᵢ 1/√(2πs²) · exp(−θᵢ²/(2s²))              (appendix D.1)

    let s = page.given(number: "s", ours: 1)
    let center = bottom(between: -5, and: 5) { -gaussianDensity($0, mean: 0, variance: s * s) }
    page.show("centre of the weights", center, at: "D.1")

    page.verify(
      "the prior has total 1, mean 0, variance s², and prefers small weights", at: "D.1:small"
    ) {
      draw in
      let s = draw.uniform(0.5, 2)
      func p(_ θ: Double) -> Double { gaussianDensity(θ, mean: 0, variance: s * s) }
      let (total, mean, variance) = moments(around: 0, p)
      let θ = draw.uniform(-3, 3)
      return [
        Evidence("total", error: distance(total, 1.0), bound: 1e-13),
        Evidence("mean", error: distance(mean, 0.0), bound: 1e-13),
        Evidence("variance", error: distance(variance, s * s), bound: 1e-13),
        Evidence("away from 0", error: max(0, p(1.1 * θ) - p(θ)), bound: 0),
      ]
    }

    //: The product over the weights depends on their length alone: turned in any direction, a
    //: weight vector is as probable as before. And its logarithm is a square of that length, up to
    //: a constant that no weight can change:
    //:
    //:     log p(θ) = −‖θ‖²/(2s²) + const                     (appendix D.1)

    page.verify(
      "$log Πᵢ p(θᵢ)$ is $−‖θ‖²/(2s²) + const$, the same after a rotation", at: "D.1", "D.1:log"
    ) { draw in
      let (s², angle) = (draw.uniform(0.2, 2), draw.uniform(0, 6))
      let θ = draw.vector(2, -2, 2)
      let turned: Vector = [
        cos(angle) * θ[0] - sin(angle) * θ[1], sin(angle) * θ[0] + cos(angle) * θ[1],
      ]
      func p(_ θ: Vector<Double>) -> Double {
        θ.entries.reduce(1) { $0 * gaussianDensity($1, mean: 0, variance: s²) }
      }
      let formula = -l2Penalized(0, [Matrix([θ.entries])], λ: 1 / s²)
      return [
        Evidence(
          "log of the product", error: distance(formula, log(p(θ) / p([0, 0]))), bound: 1e-13),
        Evidence("rotated", error: distance(log(p(turned)), log(p(θ))), bound: 1e-13),
      ]
    }

    //: The *Foundations* call $−log p(W)$ proportional to $‖W‖²$; strictly it is proportional only
    //: after that constant has been dropped, as it may be for a minimum.
    //:
    //: ### The posterior
    //:
    //: For one weight, Bayes' rule can be followed to the end. Likelihood times prior, divided by
    //: its integral, is a density again, and its mean and variance can be computed: those of ridge
    //: regression, $Σxy/(Σx² + σ²/s²)$ and $σ²/(Σx² + σ²/s²)$.

    page.verify("likelihood × prior, normalized, has mean Σxy/(Σx² + σ²/s²)", at: "D.1:bayes") {
      draw in
      let (x, y) = (draw.vector(2, 0.5, 2), draw.vector(2))
      let (σ², s²) = (draw.uniform(0.3, 1), draw.uniform(0.3, 1))
      let precision = x ⋅ x + σ² / s²
      let m = (x ⋅ y) / precision
      let posterior = moments(around: m) { θ in
        gaussianLikelihood(θ, x, y, variance: σ²) * gaussianDensity(θ, mean: 0, variance: s²)
      }
      // The same from the joint normal distribution of θ and y, by conditioning on y.
      let covariance = s² * (x * x.ᵀ) + Matrix(diagonal: [σ², σ²])
      let conditioned = s² * (x ⋅ solve(covariance, y))
      return [
        Evidence("joint normal", error: distance(conditioned, m), bound: 1e-12),
        Evidence("mean", error: distance(posterior.mean / posterior.total, m), bound: 1e-12),
        Evidence(
          "variance", error: distance(posterior.variance / posterior.total, σ² / precision),
          bound: 1e-12),
      ]
    }
    page.verify(
      "the top of the product, of the sum of logs and of the posterior is one θ", at: "D.2:map",
      "D.2:logs"
    ) { draw in
      let (x, y) = (draw.vector(4, 0.5, 2), draw.vector(4))
      let (σ², s²) = (draw.uniform(0.3, 1), draw.uniform(0.3, 1))
      func prior(_ θ: Double) -> Double { gaussianDensity(θ, mean: 0, variance: s²) }
      let ofProduct = bottom(between: -3, and: 3) { θ in
        -gaussianLikelihood(θ, x, y, variance: σ²) * prior(θ)
      }
      let ofSum = bottom(between: -3, and: 3) { θ in
        -gaussianLogLikelihood(θ * x, y, variance: σ²) - log(prior(θ))
      }
      let mean = (x ⋅ y) / (x ⋅ x + σ² / s²)
      return [
        Evidence("product", error: distance(ofProduct, mean), bound: 1e-6),
        Evidence("sum of logs", error: distance(ofSum, mean), bound: 1e-6),
      ]
    }

    //: For several weights the objective of the slide is a bowl:
    //:
    //:     θ_MAP = argmin (1/(2σ²) Σᵢ eᵢ² + 1/(2s²) ‖θ‖²)     (appendix D.2)
    //:
    //: The bottom is found from gradients alone and compared with the closed form of ridge
    //: regression. With $ℒ = Σe²/(2σ²)$ and $λ = 1/s²$ it is also that of the
    //: [penalized loss (8.22)](#which-λ-and-what-decays) of the *Foundations*.

    page.verify(
      "the θ of least Σe²/(2σ²) + ‖θ‖²/(2s²) is (XᵀX + (σ²/s²)I)⁻¹Xᵀy", at: "D.2:objective",
      "foundations:8.4.1:map"
    ) { draw in
      let (X, y) = (draw.matrix(4, 2), draw.vector(4))
      let (σ², s²) = (draw.uniform(0.3, 1), draw.uniform(0.3, 1))
      let found = bottomOfBowl(2) { θ in
        sumOfSquares(θ, X, y) / Dual(2 * σ²) + (θ ⋅ θ) / Dual(2 * s²)
      }
      let penalized = bottomOfBowl(2) { θ in
        let W = Matrix(rows: 2, columns: 1, entries: θ.entries)
        return l2Penalized(sumOfSquares(θ, X, y) / Dual(2 * σ²), [W], λ: Dual(1 / s²))
      }
      let closed = ridge(X, y, λ: σ² / s²)
      // The densities themselves, which know nothing of squares that are added up.
      let atTop = reverseGradient(at: closed) { θ in
        let fit = gaussianLogLikelihood(
          Matrix<Variable>(X) * θ, Vector<Variable>(y), variance: Variable(σ²))
        return θ.entries.reduce(fit) {
          $0 + log(gaussianDensity($1, mean: 0, variance: Variable(s²)))
        }
      }
      return [
        Evidence("slope of likelihood × prior", error: atTop.maxNorm, bound: 1e-12),
        Evidence("descent", error: distance(found, closed), bound: 1e-12),
        Evidence("descent on (8.22)", error: distance(penalized, closed), bound: 1e-12),
      ]
    }
  }
}
