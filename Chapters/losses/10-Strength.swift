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
    X = draw.matrix(4, 2)
    y = draw.vector(4)
    σ² = draw.uniform(0.3, 1)
    s² = draw.uniform(0.3, 1)
  }

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
      let sample = RidgeSample(&draw)
      return [
        Evidence(
          "descent",
          error: distance(sample.minimum(factor: 0.25, λ: sample.ratio), sample.likeliest),
          bound: 1e-12)
      ]
    } corrected: { draw in
      let sample = RidgeSample(&draw)
      let (sum, mean) = (
        sample.minimum(factor: 1, λ: sample.ratio),
        sample.minimum(factor: 0.25, λ: sample.ratio / 4)
      )
      return [
        Evidence("sum", error: distance(sum, sample.likeliest), bound: 1e-12),
        Evidence("mean", error: distance(mean, sample.likeliest), bound: 1e-12),
      ]
    }

    //: With a factor c before $Σe²$ the weights of highest posterior need $λ = cσ²/s²$ before
    //: $‖θ‖²$, twice that before $½‖θ‖²$, and for a Laplace prior of scale b, in the
    //: [next section](#a-laplace-prior-is-an-l1-penalty), $2cσ²/b$ before $‖θ‖₁$. The table has
    //: them for the four losses of the [first section](#squared-error-and-its-factors) and for the
    //: likelihood itself.

    let s = page.given(number: "s", ours: 1)
    let σ = page.given(number: "σ", ours: 0.5)
    let b = page.given(number: "b", ours: 0.5)
    let n = page.given(number: "n", ours: 4)
    page.derive("σ²/s²", σ * σ / (s * s), for: "D.2:lambda")
    let losses = [
      ("Σ e²", 1), ("(1/n) Σ e²", 1 / n), ("½ Σ e²", 0.5), ("1/(2n) Σ e²", 0.5 / n),
      ("−log p(y)", 0.5 / (σ * σ)),
    ]
    let rows: [[any Showable]] = losses.map { name, c in
      [name, c * σ * σ / (s * s), 2 * c * σ * σ / (s * s), 2 * c * σ * σ / b]
    }
    page.table(
      "The λ that makes each loss a posterior",
      columns: ["loss", "λ‖θ‖²", "(λ/2)‖θ‖²", "λ‖θ‖₁"], rows: rows, at: "D.2:lambda")

    //: ### Decay
    //:
    //: The *Foundations* penalize the weight matrices of all layers, with half a λ:
    //:
    //:     ℒ_reg = ℒ + (λ/2) Σₗ ‖Wˡ‖_F²                       (8.22)
    //:
    //: Why a penalty is called decay: a step of gradient descent on it multiplies the weights by a
    //: number below 1. For $λ‖θ‖²$ that is $1 − 2ηλ$, for $(λ/2)‖θ‖²$ it is $1 − ηλ$. The equality
    //: is one of plain gradient descent; an optimizer that rescales gradients breaks it.

    page.define("ℒ + (λ/2) Σ‖W‖²", at: "foundations:8.22", by: "l2Penalized")
    page.verify(
      "a descent step on ℒ + λ‖θ‖² is (1 − 2ηλ)θ − η∇ℒ, on ℒ + (λ/2)‖θ‖² it is (1 − ηλ)θ − η∇ℒ",
      at: "D.2:decay", "foundations:8.22", "foundations:8.23", "foundations:8.24"
    ) { draw in
      let (X, y, θ) = (draw.matrix(4, 2), draw.vector(4), draw.vector(2))
      let (η, λ) = (draw.uniform(0, 0.2), draw.uniform())
      let plain = reverseGradient(at: θ) { sumOfSquares($0, X, y) }
      let whole = reverseGradient(at: θ) { sumOfSquares($0, X, y) + Variable(λ) * ($0 ⋅ $0) }
      let half = reverseGradient(at: θ) {
        l2Penalized(sumOfSquares($0, X, y), [Matrix([$0.entries])], λ: Variable(λ))
      }
      return [
        Evidence(
          "λ‖θ‖²", error: distance((1 - 2 * η * λ) * θ - η * plain, θ - η * whole), bound: 1e-13),
        Evidence(
          "(λ/2)‖θ‖²", error: distance((1 - η * λ) * θ - η * plain, θ - η * half), bound: 1e-13),
      ]
    }
  }
}
