import Companion
import Mathematics

//: Momentum keeps a velocity **v**: each gradient is added to it, and what was there before fades
//: by a factor β.
//:
//:     vₜ₊₁ = βvₜ + ∇ℒ(θₜ)                         (7.9)
//:     θₜ₊₁ = θₜ − ηvₜ₊₁                           (7.10)
//:
//: The example of chapter 7 takes two steps with it by hand.

extension Optimizers {
  static let momentum = Section(.foundations, "7.3", "Two steps with momentum") { page in
    let β = page.given(number: "β", at: "§7.3.2")
    let η = page.given(number: "η", at: "§7.3.2")
    let v₀ = page.given(number: "v₀", at: "§7.3.2")
    let g₁ = page.given(vector: "g₁", at: "§7.3.2")
    let g₂ = page.given(vector: "g₂", at: "§7.3.2")
    let W²₀ = page.given(vector: "W²", at: "7.10/2")

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

    let v₁ = β * Vector(repeating: v₀, count: 3) + g₁
    let W²₁ = W²₀ - η * v₁
    let v₂ = β * v₁ + g₂
    let W²₂ = W²₁ - η * v₂

    //: The update has two lines where plain descent has one, and a memory: **v** must be kept
    //: between steps, as many numbers as there are parameters.

    page.define("v takes up the gradient, θ follows v", at: "7.9", "7.10", by: "HeavyBall.step")
    page.show("v₁", v₁, at: "7.8/2", again: ["7.10/2", "7.12"])
    page.show("new W²", W²₁, at: "7.10/2")
    page.show("0.9·v₁", β * v₁, at: "7.12")
    let decayed = page.printed(vector: "0.9·v₁", at: "7.12")
    page.show(
      "v₂", v₂, at: "7.12", again: ["7.13"],
      carried: Carried(decayed + g₂, from: ("7.12", "0.9·v₁"))
    )
    page.show("W² restated", W²₁, at: "7.13")

    //: The last line is one product and one difference of numbers that stand beside it, and all
    //: three entries come out wrong, the third by almost one hundredth. Both are given: what
    //: full precision makes of the line, and what the rounded numbers beside it do.

    let W²₁ʹ = page.printed(vector: "W² restated", at: "7.13")
    let v₂ʹ = page.printed(vector: "v₂ restated", at: "7.13")
    page.show(
      "new W²", W²₂, at: "7.13",
      carried: Carried(W²₁ʹ - η * v₂ʹ, from: ("7.13", "W² restated"), ("7.13", "v₂ restated")),
      slips: [
        Slip("the first velocity again", W²₁ - η * v₁), Slip("g₂ alone", W²₁ - η * g₂),
        Slip("v₂ from the old W²", W²₀ - η * v₂),
        Slip("both velocities again", W²₁ - η * (v₁ + v₂)),
        Slip("twice the step", W²₁ - 2 * η * v₂), Slip("β times v₂", W²₁ - η * β * v₂),
        Slip("a third step", W²₂ - η * (β * v₂ + g₂)),
        Slip("the undecayed v₁", W²₁ - η * (v₁ + g₂)),
        Slip("Nesterov's step", W²₁ - η * (β * v₂ + g₂)),
      ])
    page.comparing {
      page.derive("from the numbers beside it", W²₁ʹ - η * v₂ʹ)
      page.derive(
        "v₂ behind the printed W²", (W²₁ʹ - page.printed(vector: "new W²", at: "7.13")) / η)
    }

    //: ### What it adds up to
    //:
    //: If the gradient stays the same, the velocity tends to $g/(1 − β)$, ten times the gradient
    //: for $β = 0.9$. That is the acceleration along steady directions. Where gradients alternate
    //: in sign they cancel instead, and the velocity tends to $g/(1 + β)$, about half of one.

    page.verify(
      "a steady gradient gives v = g (1 − βᵗ)/(1 − β), an alternating one ± g (1 − (−β)ᵗ)/(1 + β)",
      at: "7.3.2:accelerate", "8.2:accelerate"
    ) { draw in
      let (g, β) = (draw.uniform(-2, 2), draw.uniform(0.1, 0.95))
      let t = 1 + draw.below(20)
      var (steady, alternating) = (0.0, 0.0)
      for k in 0..<t {
        steady = β * steady + g
        alternating = β * alternating + (k % 2 == 0 ? g : -g)
      }
      let last = (t - 1) % 2 == 0 ? g : -g
      return [
        Evidence(
          "steady", error: distance(g * (1 - β.power(t)) / (1 - β), steady), bound: 1e-13),
        Evidence(
          "alternating", error: distance(last * (1 - (-β).power(t)) / (1 + β), alternating),
          bound: 1e-13),
      ]
    }
    page.leave(
      "that it often converges faster: found by experience; §8.2 has a valley where it does",
      at: "7.3.2:accelerate", "8.2:accelerate")
  }
}
