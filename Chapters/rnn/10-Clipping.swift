import Companion
import Mathematics

//: Clipping shortens a gradient that explodes, before one step throws away all that was learnt.
//: That makes exploding worse than vanishing. The [remedy](../optimizers/README.md#clipping) is
//: blunt: a gradient that is longer than a threshold θ is shortened to θ and keeps its direction:
//:
//:     g ← {g if ‖g‖ ≤ θ; θ g/‖g‖ if ‖g‖ > θ}

extension RNN {
  static let clipping = Section(.foundations, "15.7.1", "Exploding, and clipping") { page in
    let huge: Double = page.given("exploding gradient", at: "Q5")
    let normal: Double = page.given("normal gradient", at: "Q5")
    let rate: Double = page.given("learning rate", at: "Q5", as: "rate of Q5")
    let θ = 1.0
    page.show("weight update when exploding", rate * huge, at: "Q5", for: "Q5:update")
    page.show("normal weight update", rate * normal, at: "Q5")
    page.derive("update, clipped to \(words(θ))", rate * clipped([huge], θ)[0])
    nearest(page)
    explosion(page)
    smallStart(page)
  }

  //: The clipped gradient is the point of the ball of radius θ that is nearest to the
  //: gradient. That is what the check uses: from the nearest point of a convex set, no other
  //: point of the set lies on the side of the target. It is also no longer than θ, and it has the
  //: direction of the gradient, as two vectors do whose product is that of their lengths.

  private static func nearest(_ page: Page) {
    page.verify("clipping gives the nearest point of the ball ‖g‖ ≤ θ", at: "Q5:clip") { draw in
      let g = pow(10, draw.uniform(-2, 3)) * draw.vector(4)
      let θ = draw.uniform(0.1, 5)
      let c = clipped(g, θ)
      for _ in 0..<20 {
        let p = draw.vector(4)
        let other = (θ * draw.uniform() / p.l2Norm) * p
        (g - c) ⋅ (other - c) / (1 + g ⋅ g) ≤ 0 ± rounding
      }
      c.l2Norm ≤ θ ± rounding
      g ⋅ c ≈ g.l2Norm * c.l2Norm
    }
  }

  //: ### A loss that explodes
  //:
  //: The smallest recurrent network has one state and one weight: $h⁽ᵗ⁾ = w h⁽ᵗ⁻¹⁾$, starting
  //: from 1. It should end at 1 after ten steps, so that $w = 1$ would do. Its gradient,
  //: $10(w¹⁰ − 1)w⁹$, is 10 at $w = 1.05$ and five million at $w = 2$. From $w = 1.3$, plain
  //: descent throws the weight to −4, the next step beyond 10¹⁰, and three steps later the loss
  //: is no number any more. With clipping, the same rate walks down. And near the goal a rate
  //: that is ten times as high does not settle but jumps from one side to the other for ever.

  /// The losses of 60 steps of descent, with gradients clipped to θ or not.
  private static func train(_ start: Double, _ α: Double, clip θ: Double?) -> [(Double, Double)] {
    var w = start
    return (0...60).map { n in
      defer {
        let g: Vector = [10 * (w.power(10) - 1) * w.power(9)]
        w -= α * (θ.map { clipped(g, $0) } ?? g)[0]
      }
      return (Double(n), 0.5 * (w.power(10) - 1).power(2))
    }
  }

  private static func explosion(_ page: Page) {
    let α: Double = page.given("rate of the scalar network", ours: 0.004)
    let (θ, faster) = (2.0, 10.0)
    let plain = train(1.3, α, clip: nil)
    let careful = train(1.3, α, clip: θ)
    let high = train(1.02, faster * α, clip: nil)
    page.derive("loss, steps 0 to 5", plain.prefix(6).map(\.1), for: "Q5:curve")
    page.plot(
      Plot(
        "The loss of a scalar network, plain and clipped", x: "step", y: "loss",
        isLogarithmic: true,
        [
          Plot.Series("plain", plain.filter { $0.1 < 1e20 }),
          Plot.Series("clipped to \(words(θ))", careful.filter { $0.1 > 1e-6 }),
          Plot.Series("plain, near the goal, rate ×\(words(faster))", high),
        ]))
  }

  //: ### A small start
  //:
  //: The other advice is to keep $‖Wₕₕ‖$ small. With a norm of at most 1 and slopes of at most 1,
  //: no [product of Jacobians](#a-product-of-jacobians) can be longer than 1: nothing explodes
  //: under tanh, ever. The price is the first half of this story, since now everything may
  //: vanish.

  private static func smallStart(_ page: Page) {
    page.verify("‖Wₕₕ‖ ≤ 1 keeps ‖∂h⁽ᵗ⁾/∂h⁽ᵏ⁾‖ ≤ 1", at: "Q5:small") { draw in
      var network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, d_y: 1)
      network.Wₕₕ = (draw.uniform() / operatorNorm(network.Wₕₕ)) * network.Wₕₕ
      let x = draw.sequence(5, 2)
      operatorNorm(network.jacobian(draw.vector(3), x)) ≤ 1 ± limits
    }
  }
}
