import Companion
import Mathematics

//: An L1 penalty comes from another belief: most weights are very near zero, a few are far off. Its
//: density has a point at zero where the Gaussian is round, and that point is what makes weights
//: vanish altogether. In the *Foundations* the penalty is added for the weight matrices of all
//: layers:
//:
//:     ℒ_reg = ℒ + λ Σₗ ‖Wˡ‖₁ = ℒ + λ Σₗ Σᵢⱼ |Wˡᵢⱼ|       (8.25)

/// exp(−|θ|/b)/(2b), the Laplace density of scale b
func laplaceDensity<T: Scalar>(_ θ: T, scale b: T) -> T { exp(-θ.absolute / b) / (2 * b) }

/// c moved towards zero by λ, and to zero if it is nearer: the least ½(θ − c)² + λ|θ|
func softThreshold(_ c: Double, _ λ: Double) -> Double {
  guard c.magnitude > λ else { return 0 }
  return c > 0 ? c - λ : c + λ
}

/// ℒ + λ Σ |Wᵢⱼ| over the weight matrices of all layers (foundations (8.25))
func l1Penalized<T: Scalar>(_ loss: T, _ weights: [Matrix<T>], λ: T) -> T {
  weights.reduce(loss) { $0 + λ * Vector($1.entries).l1Norm }
}

/// The least ½ Σ e² + λ‖θ‖₁, one weight after the other, each by its soft threshold, until none of
/// them moves any more.
func lasso(_ X: Matrix<Double>, _ y: Vector<Double>, λ: Double) -> Vector<Double> {
  let gram = X.ᵀ * X
  let target = X.ᵀ * y
  let count = X.columns
  var θ = [Double](repeating: 0, count: count)
  for _ in 0..<4000 {
    var change = 0.0
    for j in 0..<count {
      var rest = target.entries[j]
      for k in 0..<count where k != j { rest -= gram.entries[j * count + k] * θ[k] }
      let next = softThreshold(rest, λ) / gram.entries[j * count + j]
      change = max(change, (next - θ[j]).magnitude)
      θ[j] = next
    }
    guard change > 1e-15 else { break }
  }
  return Vector(θ)
}

extension Losses {
  static let laplacePrior = Section(.appendix, "D.3", "A Laplace prior is an L1 penalty") { page in
    page.define("ℒ + λ Σ|Wᵢⱼ|", at: "foundations:8.25", by: "l1Penalized")

    //: ### The prior
    //:
    //: The weights are independent again, with another density, and its logarithm is a sum of
    //: absolute values:
    //:
    //:     p(θ) = Πᵢ 1/(2b) · exp(−|θᵢ|/b)                    (appendix D.3)
    //:     log p(θ) = −‖θ‖₁/b + const                         (appendix D.3)
    //:
    //: Beside a Gaussian of the same variance, 2b², the Laplace density is higher at zero and far
    //: out, and lower in between.

    let b = page.given(number: "b", ours: 0.5)
    let places = (-40...40).map { Double($0) / 20 }
    func lead(_ θ: Double) -> Double {
      laplaceDensity(θ, scale: b) - gaussianDensity(θ, mean: 0, variance: 2 * b * b)
    }
    page.plot(
      Plot(
        "Two priors of the same variance", x: "weight θ", y: "density",
        [
          Plot.Series("Laplace", places.map { ($0, laplaceDensity($0, scale: b)) }),
          Plot.Series(
            "Gaussian", places.map { ($0, gaussianDensity($0, mean: 0, variance: 2 * b * b)) }),
        ]), at: "D.3:peak")
    let peak = bottom(between: -2, and: 2) { -laplaceDensity($0, scale: b) }
    page.show("place of the Laplace peak", peak, at: "D.3")
    page.show(
      "place of higher probability mass", places.max { lead($0) < lead($1) } ?? .nan, at: "D.3")

    page.verify("the density has total 1 and variance 2b²", at: "D.3") { draw in
      let b = draw.uniform(0.3, 1)
      let (total, _, variance) = moments(around: 0) { laplaceDensity($0, scale: b) }
      return [
        Evidence("total", error: distance(total, 1.0), bound: 1e-13),
        Evidence("variance", error: distance(variance, 2 * b * b), bound: 1e-13),
      ]
    }
    page.verify("$log Πᵢ p(θᵢ)$ is $−‖θ‖₁/b + const$", at: "D.3:log") { draw in
      let (θ, b) = (draw.vector(3, -2, 2), draw.uniform(0.3, 1))
      let product = θ.entries.reduce(1) { $0 * laplaceDensity($1, scale: b) }
      let none = Double.pow(laplaceDensity(0, scale: b), 3)
      let formula = -l1Penalized(0, [Matrix([θ.entries])], λ: 1 / b)
      return [
        Evidence("log of the product", error: distance(formula, log(product / none)), bound: 1e-13)
      ]
    }
    page.verify("within any ±c up to a standard deviation, Laplace has more mass", at: "D.3:peak") {
      draw in
      let b = draw.uniform(0.3, 1)
      let c = draw.uniform(0, 2.0.squareRoot() * b)
      var (laplace, gaussian) = (0.0, 0.0)
      for k in 0..<20 {
        let θ = (Double(k) + 0.5) / 20 * c
        laplace += laplaceDensity(θ, scale: b)
        gaussian += gaussianDensity(θ, mean: 0, variance: 2 * b * b)
      }
      return [Evidence("mass", error: max(0, gaussian - laplace), bound: 0)]
    }

    //: ### The posterior, and its λ
    //:
    //: Minus the logarithm of likelihood times prior is $Σe²/(2σ²) + ‖θ‖₁/b$. Times σ² it has its
    //: bottom at the same θ:
    //:
    //:     θ_MAP = argmin (½ Σᵢ eᵢ² + λ‖θ‖₁),  λ = σ²/b       (appendix D.4)
    //:
    //: The slide's λ is therefore right if its ℒ is *half the sum* of the squares; slide D.2 needs
    //: the [whole sum](#which-λ-and-what-decays) for its own λ. Whoever puts both penalties on one
    //: loss has to double one of them. The second check looks at the same θ with the slopes of the
    //: other losses and the λ that each needs.
    //:
    //: There is a kink in the objective, so that its bottom is not where a gradient is zero. What
    //: holds there is this: a weight that is not zero has the slope of its log-likelihood equal to
    //: $±1/b$, and for one that is zero that slope is at most $1/b$. The slopes are read off a tape
    //: that knows only the Gaussian.

    page.verify(
      "the θ of least ½Σe² + (σ²/b)‖θ‖₁ has the highest likelihood × Laplace prior", at: "D.4:map",
      "D.4", "D.4:lambda"
    ) { draw in
      let (X, y) = (draw.matrix(6, 3), draw.vector(6))
      let (σ², b) = (draw.uniform(0.1, 0.4), draw.uniform(0.2, 1))
      let θ = lasso(X, y, λ: σ² / b)
      let slope = reverseGradient(at: θ) { θ in
        gaussianLogLikelihood(Matrix<Variable>(X) * θ, Vector<Variable>(y), variance: Variable(σ²))
      }
      let errors = θ.indices.map { j -> Double in
        guard θ[j] != 0 else { return max(0, slope[j].magnitude - 1 / b) }
        return (slope[j] - (θ[j] > 0 ? 1 : -1) / b).magnitude
      }
      return [Evidence("slopes", error: errors.max()!, bound: 1e-9)]
    }

    page.verify(
      "with $Σᵢ eᵢ²$ it takes $2σ²/b$, with the mean $2σ²/(nb)$, with $−log p(y)$ it takes $1/b$",
      at: "D.4:lambda"
    ) { draw in
      let (X, y) = (draw.matrix(6, 3), draw.vector(6))
      let (σ², b) = (draw.uniform(0.1, 0.4), draw.uniform(0.2, 1))
      let θ = lasso(X, y, λ: σ² / b)
      func squares(_ θ: Vector<Variable>) -> Variable { sumOfSquares(θ, X, y) }
      let losses: [(λ: Double, loss: (Vector<Variable>) -> Variable)] = [
        (2 * σ² / b, squares), (2 * σ² / (6 * b), { squares($0) / 6 }),
        (
          1 / b,
          {
            -gaussianLogLikelihood(
              Matrix<Variable>(X) * $0, Vector<Variable>(y), variance: Variable(σ²))
          }
        ),
      ]
      // At a bottom of ℒ + λ‖θ‖₁ the slope of ℒ is −λ sign θⱼ, within ±λ where θⱼ = 0.
      let off = losses.flatMap { λ, loss in
        let slope = reverseGradient(at: θ, loss)
        return θ.indices.map { j in
          θ[j] == 0
            ? max(0, slope[j].magnitude / λ - 1) : (slope[j] / λ + (θ[j] > 0 ? 1 : -1)).magnitude
        }
      }
      // A random other point of the first objective is never lower.
      func objective(_ v: Vector<Double>) -> Double {
        let e = X * v - y
        return (e ⋅ e) + 2 * σ² / b * v.entries.reduce(0) { $0 + $1.magnitude }
      }
      let rival = objective(θ + draw.uniform(0, 0.2) * draw.vector(3))
      return [
        Evidence("slopes, in units of λ", error: off.max()!, bound: 1e-12),
        Evidence("a rival", error: max(0, objective(θ) - rival), bound: 1e-12),
      ]
    }

    //: With columns of length 1 at right angles each weight is on its own, and its best value is
    //: the soft threshold of the least-squares value: moved towards zero by λ, and *equal* to zero
    //: if that is nearer. A search over the posterior density, which knows nothing of thresholds,
    //: finds the same.

    page.show("value MAP pushes weights to", softThreshold(0.3, 0.5), at: "D.3")
    page.verify(
      "for one weight the top of the posterior is the soft threshold, 0 if |c| ≤ σ²/b",
      at: "D.3:sparse"
    ) { draw in
      let (c, σ², b) = (draw.uniform(-2, 2), draw.uniform(0.3, 1), draw.uniform(0.5, 1))
      let found = bottom(between: -3, and: 3) { θ in
        -gaussianDensity(c, mean: θ, variance: σ²) * laplaceDensity(θ, scale: b)
      }
      return [
        Evidence("search", error: distance(found, softThreshold(c, σ² / b)), bound: 1e-6)
      ]
    }

    //: ### Along the path
    //:
    //: Three weights, eight samples, λ from nothing to much. Under L1 two of the weights, one after
    //: the other, reach zero here and stay there. Under L2 the weights as a whole become shorter
    //: and shorter, though one of them may grow for a while, and they reach zero only together, at
    //: $λ = ∞$. (One alone may pass through zero on its way from one sign to the other; it does not
    //: stay.)

    let x₁ = page.given(vector: "x₁", ours: [1, -0.5, 1.5, -1.2, 0.3, -1.1, 0.7, -0.6])
    let x₂ = page.given(vector: "x₂", ours: [0.8, -0.9, 1.2, -0.6, 0.9, -1.4, -0.2, 0.4])
    let x₃ = page.given(vector: "x₃", ours: [0.2, 1.1, -0.7, -0.4, 0.8, -1, 0.9, -0.8])
    let y = page.given(
      vector: "y of the path", ours: [2.2, -0.6, 2.4, -2.3, 1.3, -2.9, 1.3, -1.4])
    let X = Matrix(columns: [x₁, x₂, x₃])
    let strengths = (0...56).map { Double($0) / 4 }
    let l1 = strengths.map { lasso(X, y, λ: $0) }
    let l2 = strengths.map { ridge(X, y, λ: $0) }
    func path(_ solutions: [Vector<Double>]) -> [Plot.Series] {
      (0..<3).map { j in
        Plot.Series("θ\(["₁", "₂", "₃"][j])", zip(strengths, solutions).map { ($0, $1[j]) })
      }
    }
    page.plot(Plot("Weights under an L1 penalty", x: "λ", y: "weight", path(l1)), at: "D.4:cross")
    page.plot(Plot("Weights under an L2 penalty", x: "λ", y: "weight", path(l2)), at: "D.4:never")
    func zeros(_ solutions: [Vector<Double>]) -> Vector<Double> {
      Vector((0..<3).map { j in Double(solutions.filter { $0[j] == 0 }.count) })
    }
    page.derive("L1 strengths (of \(strengths.count)) at which θⱼ = 0", zeros(l1))
    page.derive("L2 strengths at which θⱼ = 0", zeros(l2))

    page.verify(
      "under L1 all weights are 0 from λ = max |xⱼᵀy| on, all but one before; under L2 none is",
      at: "foundations:8.4.2:sparse"
    ) { draw in
      let (X, y) = (draw.matrix(6, 3), draw.vector(6))
      let largest = (X.ᵀ * y).maxNorm
      let beyond = [1.0, 2, 10].map { lasso(X, y, λ: $0 * largest).maxNorm }
      let below = lasso(X, y, λ: (1 - 1e-6) * largest)
      let round = [1.0, 10, 1000].map { ridge(X, y, λ: $0 * largest) }
      return [
        Evidence("L1 from there on", error: beyond.max()!, bound: 0),
        Evidence(
          "L1 zeros below", error: distance(below.entries.count { $0 == 0 }, 2), bound: 0),
        Evidence(
          "L2 zeros", error: round.contains { $0.entries.contains(0) } ? 1 : 0, bound: 0),
      ]
    }
  }
}
