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

    //: Of all vectors no longer than τ, the clipped gradient is the one nearest to the gradient.
    //: Cutting off each entry by itself is something else: it turns the direction.

    page.verify(
      "the clipped gradient is τ long if g is longer, along g, and g itself if that is short",
      at: "8.34", "8.5.1:explode", "11.7", "11.2.3:bounded"
    ) {
      draw in
      let (g, τ) = (draw.vector(3, -5, 5), draw.uniform(0.1, 8))
      let c = clipped(g, τ)
      let direction = (c ⋅ g) - c.l2Norm * g.l2Norm
      return [
        Evidence("length", error: distance(c.l2Norm, min(g.l2Norm, τ)), bound: 1e-14),
        Evidence("direction", error: direction.absolute, bound: 1e-13),
        Evidence("short ones", error: g.l2Norm <= τ ? distance(c, g) : 0, bound: 0),
      ]
    }
    page.verify("no vector of length τ is nearer to g") { draw in
      let (g, τ) = (draw.vector(3, -5, 5), draw.uniform(0.1, 3))
      let nearest = (clipped(g, τ) - g).l2Norm
      var error = 0.0
      for _ in 0..<10 {
        let other = clipped(draw.vector(3, -5, 5), τ)
        error = max(error, nearest - (other - g).l2Norm)
      }
      return [Evidence("10 others", error: error, bound: 1e-14)]
    }

    //: ### A cliff
    //:
    //: The output of a chain of ten equal weights is $w¹⁰$, and $½(w¹⁰ − 1)²$ is flat below 1 and a
    //: wall above. At 1.4 the gradient is more than 5000. One plain step throws the weight far to
    //: the other side, where the next gradient is larger still; clipped to 1, the steps walk down.

    func slope(_ w: Vector<Double>) -> Vector<Double> {
      [10 * w[0].power(9) * (w[0].power(10) - 1)]
    }
    let start: Vector = [1.4]
    let plain = descent(from: start, 0.01, steps: 3, slope)
    let safe = descent(from: start, 0.01, steps: 60) { clipped(slope($0), 1) }
    page.table(
      "Descent from 1.4 with η = 0.01", columns: ["", "w after 1", "after 2", "after 60"],
      rows: [
        ["plain", "\(Float(plain[1][0]))", "\(Float(plain[2][0]))", "lost"],
        ["clipped to 1", safe[1][0], safe[2][0], safe[60][0]],
      ], at: "8.5.1:explode")

    //: What clipping cannot do: an infinite or undefined gradient has no direction left to keep.

    page.table(
      "Clipped to length 1", columns: ["gradient", "clipped"],
      rows: [
        ["3 4", clipped([3, 4], 1)], ["0 0", clipped([0, 0], 1)],
        ["∞ 1", clipped([.infinity, 1], 1)],
      ])
  }
}
