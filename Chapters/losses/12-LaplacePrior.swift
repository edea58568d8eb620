import Companion
import Mathematics

//: An L1 penalty comes from another belief: most weights are very near zero, a few are far off. Its
//: density has a point at zero where the Gaussian is round, and that point is what makes weights
//: vanish altogether. The weights are independent again, and the logarithm of their density is a
//: sum of absolute values:
//:
//:     p(θ) = Πᵢ 1/(2b) · exp(−|θᵢ|/b)                    (appendix D.3)
//:     log p(θ) = −‖θ‖₁/b + const                         (appendix D.3)

/// exp(−|θ|/b)/(2b), the Laplace density of scale b
func laplaceDensity<T: Scalar>(_ θ: T, scale b: T) -> T { exp(-θ.absolute / b) / (2 * b) }

/// Πᵢ p(θᵢ), each weight with the Laplace density of scale b (appendix D.3)
func laplacePrior(_ θ: Vector<Double>, scale b: Double) -> Double {
  θ.entries.reduce(1) { $0 * laplaceDensity($1, scale: b) }
}

//: In the *Foundations* the penalty is added for the weight matrices of all layers:
//:
//:     ℒ_reg = ℒ + λ Σₗ ‖Wˡ‖₁ = ℒ + λ Σₗ Σᵢⱼ |Wˡᵢⱼ|       (8.25)

/// ℒ + λ Σ |Wᵢⱼ| over the weight matrices of all layers (foundations (8.25))
func l1Penalized<T: Scalar>(_ loss: T, _ weights: [Matrix<T>], λ: T) -> T {
  weights.reduce(loss) { $0 + λ * Vector($1.entries).l1Norm }
}

//: For one weight with the least-squares value c the bottom of $½(θ − c)² + λ|θ|$ is c moved
//: towards zero by λ, and zero itself if that is nearer. For several weights this is done for one
//: after the other, until none of them moves any more.

/// c moved towards zero by λ, and to zero if it is nearer: the least ½(θ − c)² + λ|θ|
func softThreshold(_ c: Double, _ λ: Double) -> Double {
  guard c.magnitude > λ else { return 0 }
  return c > 0 ? c - λ : c + λ
}

/// The least ½ Σ e² + λ‖θ‖₁, one weight after the other, each by its soft threshold.
func lasso(_ X: Matrix<Double>, _ y: Vector<Double>, λ: Double) -> Vector<Double> {
  let (gram, target) = (X.ᵀ * X, X.ᵀ * y)
  var θ = Vector(repeating: 0.0, count: X.columns)
  for _ in 0..<4000 {
    var change = 0.0
    for j in θ.indices {
      var rest = target[j]
      for k in θ.indices where k != j { rest -= gram[j, k] * θ[k] }
      let next = softThreshold(rest, λ) / gram[j, j]
      change = max(change, (next - θ[j]).magnitude)
      θ[j] = next
    }
    guard change > 1e-15 else { break }
  }
  return θ
}

//: There is a kink in the objective, so that its bottom is not where a gradient is zero. What
//: holds there is this: where a weight is not zero, the slope of the loss is as large as that of
//: the penalty and points the other way; where it is zero, it is no larger.

/// Whether θ is a bottom of ℒ + λ‖θ‖₁, where ℒ has a slope.
@Relations private func isBottom(_ θ: Vector<Double>, slope: Vector<Double>, λ: Double)
  -> [Relation]
{
  let settled = (1e-12, "the last weight moved by 10⁻¹⁵")
  for j in θ.indices {
    if θ[j] == 0 {
      slope[j].magnitude / λ ≤ 1 ± settled
    } else {
      slope[j] / λ ≈ (θ[j] > 0 ? -1 : 1) ± settled
    }
  }
}

extension Losses {
  static let laplacePrior = Section(.appendix, "D.3", "A Laplace prior is an L1 penalty") { page in
    page.define("ℒ + λ Σ|Wᵢⱼ|", at: "foundations:8.25", by: "l1Penalized")
    let b: Double = page.given("b", ours: 0.5, in: 1e-3...1e3)
    let σ: Double = page.given("σ", ours: 0.5, in: 1e-3...1e3)
    let θ: Vector = page.given("two weights", ours: [0.5, -1.5])
    peak(page, b)
    logPrior(page, b, θ)
    logPosterior(page, b, σ, θ)
    strengths(page)
    oneWeight(page, b, σ)
    paths(page)
  }

  //: ### The prior
  //:
  //: Beside a Gaussian of the same variance, 2b², the Laplace density is higher at zero and far
  //: out, and lower in between.

  private static func peak(_ page: Page, _ b: Double) {
    let laplace = { (θ: Double) in laplaceDensity(θ, scale: b) }
    let gaussian = { (θ: Double) in gaussianDensity(θ, mean: 0, variance: 2 * b * b) }
    let places = (-40...40).map { Double($0) / 20 }
    page.plot(
      Plot(
        "Two priors of the same variance", x: "weight θ", y: "density",
        [
          Plot.Series("Laplace", places.map { ($0, laplace($0)) }),
          Plot.Series("Gaussian", places.map { ($0, gaussian($0)) }),
        ]), at: "D.3:peak")
    page.show("place of the Laplace peak", bottom(between: -2, and: 2) { -laplace($0) }, at: "D.3")
    let lead = places.map { laplace($0) - gaussian($0) }
    page.show(
      "place of higher probability mass", places[lead.firstIndex(of: lead.max()!)!], at: "D.3")

    page.verify("the density has total 1 and variance 2b²", at: "D.3") { draw in
      let b = draw.uniform(0.3, 1)
      let of = moments(around: 0) { laplaceDensity($0, scale: b) }
      of.total ≈ 1
      of.variance ≈ 2 * b * b
    }
    page.verify("within any ±c up to a standard deviation, Laplace has more mass", at: "D.3:peak") {
      draw in
      let b = draw.uniform(0.3, 1)
      let c = draw.uniform(0, 2.0.squareRoot() * b)
      let places = (0..<20).map { (Double($0) + 0.5) / 20 * c }
      places.reduce(0) { $0 + gaussianDensity($1, mean: 0, variance: 2 * b * b) }
        ≤ places.reduce(0) { $0 + laplaceDensity($1, scale: b) }
    }
  }

  //: The logarithm, line by line; this time c is $−log(2b)$ for each weight.

  private static func logPrior(_ page: Page, _ b: Double, _ θ: Vector<Double>) {
    page.derivation("log p(θ)", at: "D.3:log", of: (θ, b)) { draw in
      (draw.vector(3, -2, 2), draw.uniform(0.3, 1))
    } lines: { θ, b in
      let c = -log(2 * b) * Double(θ.count)
      let absolute = θ.entries.reduce(0) { $0 + $1.magnitude }
      Line("Σᵢ log p(θᵢ)", θ.map { log(laplaceDensity($0, scale: b)) }.sum)
      Line("−1/b Σᵢ |θᵢ| + Σᵢ c", at: "D.3", -1 / b * absolute + c)
      Line("−1/b ‖θ‖₁ + Σᵢ c", at: "D.3", -l1Penalized(0, [Matrix([θ.entries])], λ: 1 / b) + c)
    } truth: { θ, b in
      log(losses.laplacePrior(θ, scale: b))
    }
  }

  //: ### The posterior, and its λ
  //:
  //: Minus the logarithm of likelihood times prior is $Σe²/(2σ²) + ‖θ‖₁/b$. Times σ² it has its
  //: bottom at the same θ:
  //:
  //:     θ_MAP = argmin (½ Σᵢ eᵢ² + λ‖θ‖₁),  λ = σ²/b       (appendix D.4)
  //:
  //: The lines have the constants of k weights too, together C, and the two samples of
  //: [slide D.2](#a-gaussian-prior-is-an-l2-penalty).

  private static func logPosterior(
    _ page: Page, _ b: Double, _ σ: Double, _ θ: Vector<Double>
  ) {
    let (X, y): (Matrix, Vector) = ([[1, 0], [0, 1]], [1, -1])
    page.derivation("log(p(D|θ) p(θ))", at: "D.4:lambda", of: (θ, X, y, σ * σ, b)) { draw in
      let (θ, X, y) = (draw.vector(3), draw.matrix(6, 3), draw.vector(6))
      return (θ, X, y, draw.uniform(0.1, 0.4), draw.uniform(0.2, 1))
    } lines: { θ, X, y, σ², b in
      let (n, k) = (Double(y.count), Double(θ.count))
      let λ = σ² / b
      let C = -n / 2 * log(2 * .pi * σ²) - k * log(2 * b)
      Line(
        "log p(D|θ) − 1/b ‖θ‖₁ − k log(2b)", at: "D.4:map",
        gaussianLogLikelihood(X * θ, y, variance: σ²) - θ.l1Norm / b - k * log(2 * b))
      Line(
        "−1/(2σ²) Σᵢ eᵢ² − 1/b ‖θ‖₁ + C", -sumOfSquares(θ, X, y) / (2 * σ²) - θ.l1Norm / b + C)
      Line(
        "−1/σ² (½ Σᵢ eᵢ² + λ‖θ‖₁) + C", at: "D.4",
        -1 / σ² * (0.5 * sumOfSquares(θ, X, y) + λ * θ.l1Norm) + C)
    } truth: { θ, X, y, σ², b in
      log(gaussianLikelihood(X * θ, y, variance: σ²) * losses.laplacePrior(θ, scale: b))
    }
  }

  //: The slide's λ is therefore right if its ℒ is *half the sum* of the squares; slide D.2 needs
  //: the [whole sum](#which-λ-and-what-decays) for its own λ. Whoever puts both penalties on one
  //: loss has to double one of them. The first check puts the densities of other θ beside
  //: that of the bottom. The second looks at the bottom with the slopes of three losses, read off a
  //: tape, and the λ that each needs.

  private static func strengths(_ page: Page) {
    page.verify(
      "the θ of least ½Σe² + (σ²/b)‖θ‖₁ has the highest likelihood × Laplace prior", at: "D.4:map",
      "D.4", "D.4:lambda"
    ) { draw in
      let (X, y) = (draw.matrix(6, 3), draw.vector(6))
      let (σ², b) = (draw.uniform(0.1, 0.4), draw.uniform(0.2, 1))
      let θ = lasso(X, y, λ: σ² / b)
      let density = { (θ: Vector<Double>) in
        log(gaussianLikelihood(X * θ, y, variance: σ²) * losses.laplacePrior(θ, scale: b))
      }
      for _ in 0..<20 {
        let rival = θ + draw.uniform(0, 0.2) * draw.vector(3)
        by("rivals") { density(rival) ≤ density(θ) ± rounding }
      }
    }
    page.verify(
      "with $Σᵢ eᵢ²$ it takes $2σ²/b$, with the mean $2σ²/(nb)$, with $−log p(y)$ it takes $1/b$",
      at: "D.4:lambda"
    ) { draw in
      let (X, y) = (draw.matrix(6, 3), draw.vector(6))
      let (σ², b) = (draw.uniform(0.1, 0.4), draw.uniform(0.2, 1))
      let θ = lasso(X, y, λ: σ² / b)
      let ofSum = reverseGradient(at: θ) { sumOfSquares($0, X, y) }
      let ofMean = reverseGradient(at: θ) { sumOfSquares($0, X, y) / 6 }
      let ofLog = reverseGradient(at: θ) { θ in
        -gaussianLogLikelihood(Matrix(X) * θ, Vector(y), variance: Variable(σ²))
      }
      by("sum") { isBottom(θ, slope: ofSum, λ: 2 * σ² / b) }
      by("mean") { isBottom(θ, slope: ofMean, λ: 2 * σ² / (6 * b)) }
      by("−log p(y)") { isBottom(θ, slope: ofLog, λ: 1 / b) }
      let rival = θ + draw.uniform(0, 0.2) * draw.vector(3)
      sumOfSquares(θ, X, y) + 2 * σ² / b * θ.l1Norm
        ≤ sumOfSquares(rival, X, y) + 2 * σ² / b * rival.l1Norm ± rounding
    }
  }

  //: With columns of length 1 at right angles each weight is on its own, and its best value is
  //: the soft threshold of the least-squares value: moved towards zero by λ, and *equal* to zero
  //: if that is nearer. A search over the posterior density, which knows nothing of thresholds,
  //: finds the same; the first one for a weight whose least-squares value is 0.3.

  private static func oneWeight(_ page: Page, _ b: Double, _ σ: Double) {
    page.show(
      "value MAP pushes weights to", top(0.3, variance: σ * σ, scale: b), at: "D.3")
    page.verify(
      "for one weight the top of the posterior is the soft threshold, 0 if |c| ≤ σ²/b",
      at: "D.3:sparse"
    ) { draw in
      let (c, σ², b) = (draw.uniform(-2, 2), draw.uniform(0.3, 1), draw.uniform(0.5, 1))
      top(c, variance: σ², scale: b) ≈ softThreshold(c, σ² / b) ± searched
    }
  }

  /// The top of the posterior of one weight with the least-squares value c.
  private static func top(_ c: Double, variance σ²: Double, scale b: Double) -> Double {
    bottom(between: -3, and: 3) { θ in
      -gaussianDensity(c, mean: θ, variance: σ²) * laplaceDensity(θ, scale: b)
    }
  }

  //: ### Along the path
  //:
  //: Three weights, eight samples, λ from nothing to much. Under L1 two of the weights, one after
  //: the other, reach zero here and stay there. Under L2 the weights as a whole become shorter
  //: and shorter, though one of them may grow for a while, and they reach zero only together, at
  //: $λ = ∞$. (One alone may pass through zero on its way from one sign to the other; it does not
  //: stay.)

  private static func paths(_ page: Page) {
    let x₁: Vector = page.given("x₁", ours: [1, -0.5, 1.5, -1.2, 0.3, -1.1, 0.7, -0.6])
    let x₂: Vector = page.given("x₂", ours: [0.8, -0.9, 1.2, -0.6, 0.9, -1.4, -0.2, 0.4])
    let x₃: Vector = page.given("x₃", ours: [0.2, 1.1, -0.7, -0.4, 0.8, -1, 0.9, -0.8])
    let y: Vector = page.given(
      "y of the path", ours: [2.2, -0.6, 2.4, -2.3, 1.3, -2.9, 1.3, -1.4])
    let X = Matrix(columns: [x₁, x₂, x₃])
    let strengths = (0...56).map { Double($0) / 4 }
    let l1 = strengths.map { lasso(X, y, λ: $0) }
    let l2 = strengths.map { ridge(X, y, λ: $0) }
    let both: [(String, [Vector<Double>], Place)] = [
      ("L1", l1, "D.4:cross"), ("L2", l2, "D.4:never"),
    ]
    for (name, solutions, place) in both {
      page.plot(
        Plot(
          "Weights under an \(name) penalty", x: "λ", y: "weight",
          (0..<3).map { j in
            Plot.Series("θ\(["₁", "₂", "₃"][j])", zip(strengths, solutions).map { ($0, $1[j]) })
          }), at: place)
    }
    let zeros = [l1, l2].map { solutions in
      (0..<3).map { j in solutions.count { $0[j] == 0 } }
    }
    page.derive("L1 strengths (of \(strengths.count)) at which θⱼ = 0", zeros[0])
    page.derive("L2 strengths at which θⱼ = 0", zeros[1])

    page.verify(
      "under L1 all weights are 0 from λ = max |xⱼᵀy| on, all but one just below it; under L2 none",
      at: "foundations:8.4.2:sparse"
    ) { draw in
      let (X, y) = (draw.matrix(6, 3), draw.vector(6))
      let largest = (X.ᵀ * y).maxNorm
      for k in [1.0, 2, 10] { lasso(X, y, λ: k * largest) == [0, 0, 0] }
      lasso(X, y, λ: (1 - 1e-6) * largest).entries.count { $0 == 0 } == 2
      for k in [1.0, 10, 1000] { ridge(X, y, λ: k * largest).map(\.magnitude) > [0, 0, 0] }
    }
  }
}
