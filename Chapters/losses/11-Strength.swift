import Companion
import Mathematics

//: The strength of the penalty, λ, follows from noise and prior, and from the factor before the
//: loss. It is the last step of the derivation and one line, but the
//: [factors](#squared-error-and-its-factors) that the four documents put before the squared error
//: now come back.

/// Four samples of a linear model with noise variance σ² and prior variance s².
private struct RidgeSample {
  let X: Matrix<Double>
  let y: Vector<Double>
  let σ²: Double
  let s²: Double

  init(_ draw: inout Generator) {
    (X, y) = (draw.matrix(4, 2), draw.vector(4))
    (σ², s²) = (draw.uniform(0.3, 1), draw.uniform(0.3, 1))
  }

  var n: Double { Double(y.count) }
  /// σ²/s²
  var ratio: Double { σ² / s² }
  /// The top of likelihood × prior, as found in the section before.
  var likeliest: Vector<Double> { ridge(X, y, λ: ratio) }

  /// The bottom of factor · Σe² + λ‖θ‖².
  func minimum(factor: Double, λ: Double) -> Vector<Double> {
    bottomOfBowl(2) { θ in Dual(factor) * sumOfSquares(θ, X, y) + Dual(λ) * (θ ⋅ θ) }
  }
}

extension Losses {
  static let strength = Section(.appendix, "D.2", "Which λ, and what decays") { page in
    //: Multiplied by 2σ², the objective keeps its bottom. Corrected, the last line of the slide is
    //:
    //:     θ_MAP = argmin (Σᵢ eᵢ² + λ‖θ‖²),  λ = σ²/s²        (appendix D.2, corrected)
    //:
    //: So this λ belongs to the *sum* of the squares. The slide has it beside the MSE, which on
    //: slide C.2 is the mean: with n samples that λ is n times too strong.

    page.refute(
      "θ_MAP minimizes (1/n) Σe² + λ‖θ‖² with λ = σ²/s²", at: "D.2",
      correction: "θ_MAP minimizes Σe² + λ‖θ‖² with that λ, or the mean with λ = σ²/(n s²)"
    ) { draw in
      let one = RidgeSample(&draw)
      one.minimum(factor: 1 / one.n, λ: one.ratio) ≈ one.likeliest ± descended
    } corrected: { draw in
      let one = RidgeSample(&draw)
      one.minimum(factor: 1, λ: one.ratio) ≈ one.likeliest ± descended
      one.minimum(factor: 1 / one.n, λ: one.ratio / one.n) ≈ one.likeliest ± descended
    }

    //: With a factor c before $Σe²$ the weights of highest posterior need $λ = cσ²/s²$ before
    //: $‖θ‖²$, twice that before $½‖θ‖²$, and for a Laplace prior of scale b, in the
    //: [next section](#a-laplace-prior-is-an-l1-penalty), $2cσ²/b$ before $‖θ‖₁$. The table has
    //: them for the four losses of the [first section](#squared-error-and-its-factors) and for the
    //: likelihood itself.

    let s: Double = page.given("s", ours: 1, in: 1e-3...1e3)
    let σ: Double = page.given("σ", ours: 0.5, in: 1e-3...1e3)
    let b: Double = page.given("b", ours: 0.5, in: 1e-3...1e3)
    let n: Int = page.given("n", ours: 4, in: 1...1e6)
    page.derive("σ²/s²", σ * σ / (s * s), for: "D.2:lambda")
    let losses = [
      ("Σ e²", 1), ("(1/n) Σ e²", 1 / Double(n)), ("½ Σ e²", 0.5),
      ("1/(2n) Σ e²", 0.5 / Double(n)), ("−log p(y)", 0.5 / (σ * σ)),
    ]
    page.table(
      "The λ that makes each loss a posterior",
      columns: ["loss", "λ‖θ‖²", "(λ/2)‖θ‖²", "λ‖θ‖₁"],
      rows: losses.map { name, c in
        [name, c * σ * σ / (s * s), 2 * c * σ * σ / (s * s), 2 * c * σ * σ / b]
      }, at: "D.2:lambda")

    //: ### Decay
    //:
    //: The *Foundations* penalize the weight matrices of all layers, with half a λ:
    //:
    //:     ℒ_reg = ℒ + (λ/2) Σₗ ‖Wˡ‖_F²                       (8.22)
    //:
    //: Why a penalty is called decay: the gradient of the penalty is a multiple of the weights
    //: themselves, so that a step of gradient descent multiplies them by a number below 1 before it
    //: follows the loss. The equality is one of plain gradient descent; an optimizer that rescales
    //: gradients breaks it. The example is a loss of $‖W‖²$ itself.

    page.define("ℒ + (λ/2) Σ‖W‖²", at: "foundations:8.22", by: "l2Penalized")
    let η: Double = page.given("η", ours: 0.1)
    let λ: Double = page.given("λ", ours: 0.5)
    let W: Vector = page.given("two weights", ours: [0.5, -1.5])
    let (X, y): (Matrix, Vector) = ([[1, 0], [0, 1]], [0, 0])
    page.derivation(
      "W − η ∂ℒ_reg/∂W", at: "foundations:8.22", "D.2:decay", of: (W, X, y, η, λ)
    ) { draw in
      let (X, y, W) = (draw.matrix(4, 2), draw.vector(4), draw.vector(2))
      return (W, X, y, draw.uniform(0, 0.2), draw.uniform())
    } lines: { W, X, y, η, λ in
      let slope = reverseGradient(at: W) { sumOfSquares($0, X, y) }
      Line("W − η(∂ℒ/∂W + λW)", at: "foundations:8.23", W - η * (slope + λ * W))
      Line("(1 − ηλ)W − η ∂ℒ/∂W", at: "foundations:8.24", (1 - η * λ) * W - η * slope)
    } truth: { W, X, y, η, λ in
      let slope = reverseGradient(at: W) {
        l2Penalized(sumOfSquares($0, X, y), [Matrix([$0.entries])], λ: Variable(λ))
      }
      return W - η * slope
    }

    //: For $λ‖θ‖²$, the penalty of the slide, the factor is $1 − 2ηλ$.

    page.verify("a descent step on ℒ + λ‖θ‖² is (1 − 2ηλ)θ − η∇ℒ", at: "D.2:decay") { draw in
      let (X, y, θ) = (draw.matrix(4, 2), draw.vector(4), draw.vector(2))
      let (η, λ) = (draw.uniform(0, 0.2), draw.uniform())
      let plain = reverseGradient(at: θ) { sumOfSquares($0, X, y) }
      let whole = reverseGradient(at: θ) { sumOfSquares($0, X, y) + Variable(λ) * ($0 ⋅ $0) }
      θ - η * whole ≈ (1 - 2 * η * λ) * θ - η * plain
    }
  }
}
