import Companion
import Mathematics

//: A penalty on large weights, computed for the weights of chapter 6. Chapter 7 adds the squares of
//: all weights, times λ:
//:
//:     ℒ_reg(θ) = ℒ(θ) + λ Σₗ ‖Wˡ‖²                (7.4)
//:     ‖W‖² = Σᵢ Σⱼ Wᵢⱼ²                           (7.5)
//:
//: Chapter 8 adds [half of that](../losses/README.md#a-gaussian-prior-is-an-l2-penalty), so that
//: the same λ decays weights twice as fast in chapter 7. Neither is wrong; a rate of decay without
//: its formula is worth nothing.

/// ‖W‖² = Σᵢⱼ Wᵢⱼ², the squared Frobenius norm (foundations (7.5))
func squaredNorm(_ W: Matrix<Double>) -> Double { W.entries.reduce(0) { $0 + $1 * $1 } }

/// (7.4): ℒ + λ Σ ‖W‖²
func regularized(_ ℒ: Double, _ λ: Double, _ weights: [Matrix<Double>]) -> Double {
  ℒ + λ * weights.reduce(0) { $0 + squaredNorm($1) }
}

extension Optimizers {
  static let penalties = Section(.foundations, "7.2", "What large weights cost") { page in
    let W¹: Matrix = page.given("W¹", at: "7.6")
    let W²: Matrix = page.given("W²", at: "7.6")
    let λ: Double = page.given("λ", at: "§7.2.2", in: 0 ... .infinity)
    let ℒ: Double = page.given("ℒ", at: "§7.2.2")
    penalty(page, W¹, W², λ, ℒ)
    itsGradient(page)
    shrinkage(page, λ)
    corner(page)
  }

  //: The network of chapter 6 has six weights in its first layer and three in its second:
  //:
  //:     W¹ = [w¹₁₁ w¹₁₂; w¹₂₁ w¹₂₂; w¹₃₁ w¹₃₂]
  //:     W² = [w²₁₁, w²₁₂, w²₁₃]                     (7.6)
  //:     ‖W¹‖² = Σⱼ₌₁³ Σₖ₌₁² (w¹ⱼₖ)²                 (7.4, second)
  //:     ‖W²‖² = Σₖ₌₁³ (w²₁ₖ)²                       (7.5, second)
  //:
  //: The biases are left out of the penalty:
  //:
  //:     λ Σₗ ‖Wˡ‖² = λ(‖W¹‖² + ‖W²‖²)               (7.6, second)
  //:     ℒ_reg = ℒ + λ(‖W¹‖² + ‖W²‖²)                (7.7)

  private static func penalty(
    _ page: Page, _ W¹: Matrix<Double>, _ W²: Matrix<Double>, _ λ: Double, _ ℒ: Double
  ) {
    let norms = [squaredNorm(W¹), squaredNorm(W²)]
    let sum = norms[0] + norms[1]
    page.define("the penalized loss", at: "7.4", by: "regularized")
    page.define("the squared Frobenius norm", at: "7.5", by: "squaredNorm")
    page.show("terms of ‖W¹‖²", (W¹ ⊙ W¹).entries, at: "7.4/2", for: "7.6")
    page.show("‖W¹‖²", norms[0], at: "7.4/2")
    page.show("terms of ‖W²‖²", (W² ⊙ W²).entries, at: "7.5/2")
    page.show("‖W²‖²", norms[1], at: "7.5/2")
    page.show("norms", norms, at: "7.6/2")
    page.show("sum of norms", sum, at: "7.6/2")
    page.show("penalty", λ * sum, at: "7.6/2", again: ["7.7"])
    page.show("regularized ℒ", regularized(ℒ, λ, [W¹, W²]), at: "7.7")
    page.derive("penalty with ½λ", λ / 2 * sum)
  }

  //: ### Its gradient
  //:
  //: The derivative of $w²$ is $2w$. With the penalty of chapter 7 the gradient and the step are
  //:
  //:     ∇ℒ_reg = ∇ℒ + 2λW                           (7.7, second)
  //:     W ← W − η(∇ℒ + 2λW)                         (7.8)
  //:
  //: The ½ of chapter 8 is there to cancel that 2:
  //:
  //:     ∇ℒ_reg = ∇ℒ + λW                            (8.23)
  //:     W ← (1 − ηλ)W − η∇ℒ                         (8.24)
  //:
  //: In the update the penalty can then be read as a factor: before the gradient takes its step,
  //: the weights lose a fixed share of themselves. This is where the name weight decay comes
  //: from.

  private static func itsGradient(_ page: Page) {
    page.verify("the gradient of ℒ + λ‖W‖² is ∇ℒ + 2λW", at: "7.7/2") { draw in
      let (θ, λ) = (draw.vector(9), draw.uniform())
      gradient(at: θ) { smallLoss($0) + Twofold(λ) * ($0 ⋅ $0) }
        ≈ forwardGradient(at: θ, smallLoss) + 2 * λ * θ
    }
    page.verify("the gradient of ℒ + ½λ‖W‖² is ∇ℒ + λW", at: "8.23") { draw in
      let (θ, λ) = (draw.vector(9), draw.uniform())
      gradient(at: θ) { smallLoss($0) + Twofold(λ / 2) * ($0 ⋅ $0) }
        ≈ penalized(forwardGradient(at: θ, smallLoss), θ, λ)
    }
    page.verify("W − η(∇ℒ + λW) is (1 − ηλ)W − η∇ℒ", at: "7.8", "8.24") { draw in
      let (W, g) = (draw.vector(4), draw.vector(4))
      let (η, λ) = (draw.uniform(), draw.uniform())
      for decay in [λ, 2 * λ] {
        stepped(W, g + decay * W, η) ≈ (1 - η * decay) * W - η * g
      }
    }
  }

  //: The penalty alone brings every weight nearer to zero, by the same *factor* for large and
  //: small ones, which is why it never reaches zero, unless the factor is 0 itself. That holds
  //: while the factor lies between −1 and 1; beyond, weights grow.

  private static func shrinkage(_ page: Page, _ λ: Double) {
    page.verify("without a gradient t steps leave (1 − ηλ)ᵗ of a weight", at: "8.4.1:shrink") {
      draw in
      let (η, λ, t) = (draw.uniform(), draw.uniform(), 1 + draw.below(8))
      let path = descent(from: draw.vector(3), η, steps: t) { w in
        forwardGradient(at: w) { 0.5 * Dual(λ) * ($0 ⋅ $0) }
      }
      path[t] ≈ (1 - η * λ).power(t) * path[0]
    }
    page.verify("for 0 < ηλ < 1 the step −2ηλW brings W nearer to 0", at: "7.2.3:zero") { draw in
      let w = draw.uniform(-2, 2)
      let ηλ = draw.uniform(0.001, 0.999)
      stepped([w], [2 * ηλ * w], 1)[0].absolute < w.absolute
    }

    let η: Double = page.given("η", ours: 0.1)
    let steps = 100
    page.table(
      "Shrinkage by the penalty alone", columns: ["", "one step", "\(steps) steps"],
      rows: [("λ‖W‖², chapter 7", 2 * λ), ("½λ‖W‖², chapter 8", λ)].map { name, decay in
        [name, 1 - η * decay, (1 - η * decay).power(steps)]
      }, digits: 5)
  }

  //: ### The corner of |w|
  //:
  //: The absolute value has slope −1 or 1, and at 0 every slope between them lies below the graph
  //: and touches it:
  //:
  //:     ∂|w|/∂w = {sign(w) if w ≠ 0; s ∈ [−1, 1] if w = 0}   (8.26)
  //:
  //: Plain subgradient steps therefore hop over zero by up to $ηλ$ for ever; what makes weights
  //: exactly zero is
  //: [the step that stops there](../losses/README.md#why-weights-become-exactly-zero).
  //:
  //: A third of the draws stands on the corner. A line with a slope from the interval must lie
  //: nowhere above the graph, and one with a slope just outside of it must, somewhere.

  /// The subgradients of |w|, as an interval (foundations (8.26))
  private static func subgradients(_ w: Double) -> ClosedRange<Double> {
    w > 0 ? 1...1 : w < 0 ? -1 ... -1 : -1...1
  }

  private static func corner(_ page: Page) {
    let corner = subgradients(0)
    page.show("subgradient interval at W = 0", [corner.lowerBound, corner.upperBound], at: "8.26")
    page.verify("|v| ≥ |w| + s(v − w) exactly for the s of (8.26)", at: "8.26") { draw in
      let w = draw.below(3) == 0 ? 0 : draw.uniform(-2, 2)
      let s = subgradients(w)
      let inside = draw.uniform(s.lowerBound, s.upperBound)
      let outside = draw.below(2) == 0 ? s.lowerBound - 0.1 : s.upperBound + 0.1
      let points = (0..<12).map { _ in draw.uniform(-40, 40) } + [-100, 0, 100]
      for v in points { w.absolute + inside * (v - w) ≤ v.absolute ± rounding }
      points.map { w.absolute + outside * ($0 - w) - $0.absolute }.max()! > 1e-12
    }
  }
}
