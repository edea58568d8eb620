import Companion
import Mathematics

//: Momentum keeps a velocity **v**: each gradient is added to it, and what was there before fades
//: by a factor β.
//:
//:     vₜ₊₁ = βvₜ + ∇ℒ(θₜ)                         (7.9)
//:     θₜ₊₁ = θₜ − ηvₜ₊₁                           (7.10)
//:
//: The update has two lines where plain descent has one, and a memory: **v** must be kept
//: between steps, as many numbers as there are parameters. The example of chapter 7 takes two
//: steps with it by hand.

extension Optimizers {
  static let momentum = Section(.foundations, "7.3", "Two steps with momentum") { page in
    let steps = TwoSteps(
      β: page.given("β", at: "§7.3.2", in: 0...1), η: page.given("η", at: "§7.3.2"),
      v₀: page.given("v₀", at: "§7.3.2"), g₁: page.given("g₁", at: "§7.3.2"),
      g₂: page.given("g₂", at: "§7.3.2"), W₀: page.given("W²", at: "7.10/2"))
    page.define("v takes up the gradient, θ follows v", at: "7.9", "7.10", by: "HeavyBall.step")
    velocities(page, steps)
    lastLine(page, steps)
    addsUp(page)
  }

  //: For the output weights, with the gradients $g₁$ and $g₂$, the two steps are
  //:
  //:     v₁ = βv₀ + g₁                               (7.8, second)
  //:     W²₁ = W²₀ − ηv₁                             (7.10, second)
  //:     v₂ = βv₁ + g₂                               (7.12)
  //:     W²₂ = W²₁ − ηv₂                             (7.13)
  //:
  //: The velocity starts at 0, so that the first one is the first gradient. The second adds nine
  //: tenths of the first to the second gradient, and both point the same way: the second step is
  //: larger than either gradient alone would make it.

  /// The example, W₀ being its W² before the first step.
  private struct TwoSteps {
    let β, η, v₀: Double
    let g₁, g₂, W₀: Vector<Double>

    var v₁: Vector<Double> { β * v₀ + g₁ }
    var W₁: Vector<Double> { W₀ - η * v₁ }
    var v₂: Vector<Double> { β * v₁ + g₂ }
    var W₂: Vector<Double> { W₁ - η * v₂ }
  }

  private static func velocities(_ page: Page, _ steps: TwoSteps) {
    page.show("v₁", steps.v₁, at: "7.8/2", again: ["7.10/2", "7.12"])
    page.show("new W²", steps.W₁, at: "7.10/2")
    let decayed = "\(words(steps.β))·v₁"
    if decayed == "0.9·v₁" {
      page.show(decayed, steps.β * steps.v₁, at: "7.12")
    } else {
      page.derive(decayed, steps.β * steps.v₁, for: "7.12")
    }
    page.show("v₂", steps.v₂, at: "7.12", again: ["7.13"]) { printed in
      let rounded: Vector = printed("0.9·v₁", at: "7.12")
      return rounded + steps.g₂
    }
    page.show("W²", steps.W₁, at: "7.13")
  }

  //: The last line is one product and one difference of numbers that stand beside it, and all
  //: three entries come out wrong, the third by almost one hundredth. Both are given: what
  //: full precision makes of the line, and what the rounded numbers beside it do. The other ways
  //: to take the step that might have been meant give none of the three.

  private static func lastLine(_ page: Page, _ steps: TwoSteps) {
    let (β, η, g₂) = (steps.β, steps.η, steps.g₂)
    let (v₁, v₂, W₁) = (steps.v₁, steps.v₂, steps.W₁)
    let besideIt = { (printed: Predecessors) in
      let W₁: Vector = printed("W²", at: "7.13")
      let v₂: Vector = printed("v₂", at: "7.13")
      return W₁ - η * v₂
    }
    page.show(
      "new W²", steps.W₂, at: "7.13",
      slips: [
        Slip("the first velocity again", W₁ - η * v₁), Slip("g₂ alone", W₁ - η * g₂),
        Slip("v₂ from the old W²", steps.W₀ - η * v₂),
        Slip("both velocities again", W₁ - η * (v₁ + v₂)),
        Slip("twice the step", W₁ - 2 * η * v₂), Slip("β times v₂", W₁ - η * β * v₂),
        Slip("a third step", steps.W₂ - η * (β * v₂ + g₂)),
        Slip("the undecayed v₁", W₁ - η * (v₁ + g₂)),
        Slip("Nesterov's step", W₁ - η * (β * v₂ + g₂)),
      ], carried: besideIt)
    page.comparing { printed in
      page.derive("from the numbers beside it", besideIt(printed))
      let (W₁, W₂): (Vector, Vector) = (
        printed("W²", at: "7.13"), printed("new W²", at: "7.13")
      )
      page.derive("v₂ behind the printed W²", (W₁ - W₂) / η)
    }
  }

  //: ### What it adds up to
  //:
  //: If the gradient stays the same, the velocity tends to $g/(1 − β)$, ten times the gradient
  //: for $β = 0.9$. That is the acceleration along steady directions. Where gradients alternate
  //: in sign they cancel instead, and the velocity tends to $g/(1 + β)$, about half of one.

  private static func addsUp(_ page: Page) {
    page.verify(
      "a steady gradient gives v = g (1 − βᵗ)/(1 − β), an alternating one ± g (1 − (−β)ᵗ)/(1 + β)",
      at: "7.3.2:accelerate", "8.2:accelerate"
    ) { draw in
      let (g, β) = (draw.uniform(-2, 2), draw.uniform(0.1, 0.95))
      let t = 1 + draw.below(20)
      let velocity = { (sign: Double) in (0..<t).reduce(0) { β * $0 + sign.power($1) * g } }
      velocity(1) ≈ g * (1 - β.power(t)) / (1 - β)
      velocity(-1) ≈ (-1.0).power(t - 1) * g * (1 - (-β).power(t)) / (1 + β)
    }
    page.leave(
      "that it often converges faster: found by experience; §8.2 has a valley where it does",
      at: "7.3.2:accelerate", "8.2:accelerate")
  }
}
