import Companion
import Mathematics

//: A gradient that is too long is shortened to a given length, and keeps its direction.
//:
//:     g ← g · min(1, τ/‖g‖)                       (8.34), (11.7)
//:
//: Chapter 8 calls the threshold τ, chapter 11 calls it C. Where long gradients come from is seen
//: in [recurrent networks](../rnn/README.md#exploding-and-clipping).

extension Optimizers {
  static let clipping = Section(.foundations, "8.5.1", "Clipping") { page in
    page.define("clipping by the norm", at: "8.34", "11.7", by: "clipped")
    nearest(page)
    cliff(page)
  }

  //: Of all vectors no longer than τ, the clipped gradient is the one nearest to the gradient.
  //: Cutting off each entry by itself is something else: it turns the direction.

  private static func nearest(_ page: Page) {
    page.verify(
      "the clipped gradient is τ long if g is longer, along g, and g itself if that is short",
      at: "8.34", "8.5.1:explode", "11.7", "11.2.3:bounded"
    ) { draw in
      let (g, τ) = (draw.vector(3, -5, 5), draw.uniform(0.1, 8))
      let c = clipped(g, τ)
      c.l2Norm ≈ min(g.l2Norm, τ)
      c ⋅ g ≈ c.l2Norm * g.l2Norm
      if g.l2Norm <= τ { c == g }
    }
    page.verify("no vector of length τ is nearer to g") { draw in
      let (g, τ) = (draw.vector(3, -5, 5), draw.uniform(0.1, 3))
      let nearest = (clipped(g, τ) - g).l2Norm
      for _ in 0..<10 {
        nearest ≤ (clipped(draw.vector(3, -5, 5), τ) - g).l2Norm ± rounding
      }
    }
  }

  //: ### A cliff
  //:
  //: The output of a chain of ten equal weights is $w¹⁰$, and $½(w¹⁰ − 1)²$ is flat below 1 and a
  //: wall above. At 1.4 the gradient is more than 5000. One plain step throws the weight far to
  //: the other side, where the next gradient is larger still; clipped to 1, the steps walk down.
  //:
  //: What clipping cannot do: an infinite or undefined gradient has no direction left to keep.

  private static func cliff(_ page: Page) {
    let (start, η, steps, τ) = (1.4, 0.01, 60, 1.0)
    func slope(_ w: Vector<Double>) -> Vector<Double> {
      [10 * w[0].power(9) * (w[0].power(10) - 1)]
    }
    let plain = descent(from: [start], η, steps: 3, slope)
    let safe = descent(from: [start], η, steps: steps) { clipped(slope($0), τ) }
    page.table(
      "Descent from \(start) with η = \(η)",
      columns: ["", "w after 1", "after 2", "after \(steps)"],
      rows: [
        ["plain", "\(Float(plain[1][0]))", "\(Float(plain[2][0]))", "lost"],
        ["clipped to \(words(τ))", safe[1][0], safe[2][0], safe[steps][0]],
      ], at: "8.5.1:explode")
    page.table(
      "Clipped to length \(words(τ))", columns: ["gradient", "clipped"],
      rows: [("3 4", [3, 4]), ("0 0", [0, 0]), ("∞ 1", [.infinity, 1])].map {
        [$0, clipped($1, τ)]
      })
  }
}
