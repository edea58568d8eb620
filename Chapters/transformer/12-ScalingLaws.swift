import Companion
import Mathematics

//: Larger models, more text and more computation lower the loss along straight lines on logarithmic
//: paper. They do so over many orders of magnitude. What does such a line promise, and what does it
//: not?

extension Transformer {
  static let scalingLaws = Section(.foundations, "19.1", "Scaling laws") { page in

    //: ### A power law is a straight line
    //:
    //: In the letters of the notes N is the size of the data, P the number of parameters and C the
    //: compute; most papers write D and N for the first two. Each has an exponent of its own:
    //:
    //:     L(N) ∝ N⁻ᵃ,  L(P) ∝ P⁻ᵇ,  L(C) ∝ C⁻ᶜ    (19.1)
    //:
    //: The notes write all three as α with an index. If L is proportional to C to the power −α,
    //: then $log L$ falls by α for each unit of $log C$, and a factor of C lowers L by the same
    //: factor wherever one starts. The line through logarithms of synthetic points returns the
    //: exponent that made them.

    page.define("a power law and the line that is fitted to it", at: "19.1", by: "powerLaw")
    page.verify("the line through log L over log C has slope −α") { draw in
      let (α, scale) = (draw.uniform(0.02, 0.3), draw.uniform(1, 50))
      let points = (0..<6).map { i -> (Double, Double) in
        let C = Double.pow(10, Double(i) + draw.uniform(-0.3, 0.3))
        return (C, scale / Double.pow(C, α))
      }
      let fit = powerLaw(points)
      let steps = zip(points, points.dropFirst()).map { one, two in
        two.1 / one.1 - Double.pow(two.0 / one.0, -α)
      }
      return [
        Evidence("exponent", error: abs(fit.exponent - α), bound: 1e-13),
        Evidence("factor", error: abs(fit.factor / scale - 1), bound: 1e-12),
        Evidence("equal factors", error: steps.map(abs).max()!, bound: 1e-13),
      ]
    }

    //: Measured losses are not exact. If their logarithms are off by a standard deviation s, the
    //: exponent is off by $s/√(Σᵢ(uᵢ − ū)²)$, where $u = ln C$: at one point a decade from 1 to
    //: 10⁶, by a twelfth of s. The noise has to be small beside $12α$ for a fit to mean anything.

    var draw = Generator(seed: 19)
    let u = Vector((0...6).map { Double($0) * log(10) })
    let spread = (-mean(u) + u).l2Norm
    page.table(
      "Exponents 0.05 from noisy losses, 100 fits each",
      columns: ["noise of ln L", "off by, in the mean square", "expected"],
      rows: [0.01, 0.05, 0.2].map { s in
        let squares = (0..<100).map { _ in
          let noisy = u.entries.map { (exp($0), exp(s * draw.normal() - 0.05 * $0)) }
          let off = powerLaw(noisy).exponent - 0.05
          return off * off
        }
        return [s, mean(Vector(squares)).squareRoot(), s / spread]
      }, digits: 4, at: "19.1")

    //: ### What a factor of ten buys
    //:
    //: With the usual exponents the lines are nearly flat.

    let α = page.given(vector: "α", at: "§19.1.1")
    page.table(
      "The price of a lower loss",
      columns: ["α", "loss after 10×", "saved", "10ⁿ to halve it, n"],
      rows: α.entries.map { α in
        let left = Double.pow(10, -α)
        return [α, left, 1 - left, log10(2) / α]
      }, digits: 3, at: "19.1.1:exponent")

    //: Ten times the compute takes away 11% of the loss at the lower exponent and 21% at the
    //: higher; half the loss costs a million times and a thousand times as much. Predictable,
    //: certainly; cheap, no.

    //: ### With a floor
    //:
    //: Text is not fully predictable. The cross-entropy of a model can reach the entropy of the
    //: text and no less, whatever the model: that is Gibbs' inequality. A loss that tends to a
    //: floor cannot be a pure power, and on logarithmic paper its line bends.

    let floor = page.given(number: "floor", ours: 1.7)
    let exponent = page.given(number: "exponent", ours: 0.1)

    func loss(_ C: Double) -> Double { floor + 2 * Double.pow(C, -exponent) }
    /// The share of a loss of floor + 2 exp(−α ln C) that going from 10ⁿ to ten times as much saves
    func saved(_ n: Double, _ α: Double, floor: Double) -> Double {
      let reducible = 2 * Double.pow(10, -α * n)
      return reducible * (1 - Double.pow(10, -α)) / (floor + reducible)
    }
    let decades = stride(from: 0.0, through: 24, by: 1).map { $0 }
    let points = decades.map { (Double.pow(10, $0), loss(Double.pow(10, $0))) }
    let reducible = points.map { ($0.0, $0.1 - floor) }
    page.table(
      "The exponent that a fit finds", columns: ["fit of", "over decades", "exponent"],
      rows: [
        ["the loss", "0 to 6", powerLaw(Array(points[0...6])).exponent],
        ["the loss", "18 to 24", powerLaw(Array(points[18...24])).exponent],
        ["the loss less its floor", "0 to 24", powerLaw(reducible).exponent],
      ], digits: 5)
    page.plot(
      Plot(
        "A power law with and without a floor", x: "log₁₀ C", y: "loss", isLogarithmic: true,
        [
          Plot.Series(
            "without", decades.map { ($0, (floor + 2) * Double.pow(10, -exponent * $0)) }),
          Plot.Series("with a floor", decades.map { ($0, loss(Double.pow(10, $0))) }),
        ]))
    page.table(
      "Saved by ten times the compute, from 10ⁿ on",
      columns: ["n"]
        + α.entries.flatMap { α in
          let name = "α = \(α)"
          return [name, name + ", with a floor"]
        },
      rows: [0, 6, 12, 23].map { n in
        [Int(n)] + α.entries.flatMap { [saved(n, $0, floor: 0), saved(n, $0, floor: floor)] }
      })

    //: Without a floor a factor of ten saves the same share everywhere, as above. With one it
    //: saves less from the start, about half as much where the floor is half of the loss, and
    //: ever less on the way. At the exponent 0.1 the line falls away from the promise faster
    //: than at 0.05, since what can be reduced is used up sooner. An exponent that is measured
    //: without the floor depends on where it is measured, and a promise that is made from the
    //: left end of the curve is not kept at the right.

    page.verify(
      "no model's loss is below the entropy, and equals it only at P = Q", at: "Q22:limits"
    ) { draw in
      let (P, Q) = (softmax(draw.vector(5, -3, 3)), softmax(draw.vector(5, -3, 3)))
      let entropy = -(P ⋅ log(P))
      // Pinsker's inequality: whoever is not P is above the floor by this much.
      let (excess, apart) = (-(P ⋅ log(Q)) - entropy, 0.5 * (P - Q).l1Norm.power(2))
      return [
        Evidence("the floor", error: max(0, entropy + P ⋅ log(Q)), bound: 1e-15),
        Evidence("at P = Q", error: abs(entropy + P ⋅ log(softmax(log(P)))), bound: 1e-14),
        Evidence("½‖P − Q‖₁² above it", error: max(0, apart - excess), bound: 1e-15),
      ]
    }
    page.verify("each halving of the reducible loss costs the same factor of compute") { draw in
      let (α, floor) = (draw.uniform(0.05, 0.5), draw.uniform(0, 3))
      // log₁₀ C for a reducible loss of 2¹⁻ⁿ, by halving intervals.
      func decades(_ n: Int) -> Double {
        let wanted = floor + Double.pow(2, Double(1 - n))
        var (low, high) = (-1.0, 40.0)
        for _ in 0..<60 {
          let middle = (low + high) / 2
          let loss = floor + 2 * Double.pow(10, -α * middle)
          if loss > wanted { low = middle } else { high = middle }
        }
        return low
      }
      let n = draw.below(4)
      let step = decades(n + 1) - decades(n)
      return [
        Evidence("decades, less log₁₀(2)/α", error: abs(step - log10(2) / α), bound: 1e-12)
      ]
    }

    //: The notes call the growth of cost exponential. In the number of halvings it is, by a factor
    //: of two to the $1/α$ for each; in the loss itself it is a power, a steep one.

    let reach = page.given(number: "compute in FLOPs", at: "Q22")
    page.derive("decades of compute", log10(max(reach, 1)))
    page.leave(
      "how far the laws were checked, how much text there is, what computing costs: facts of the "
        + "field", at: "19.1", "19.1.1:exponent", "Q22:limits")
    page.leave("one model for many tasks: a definition and a practice", at: "Q25:foundation")
    page.leave("why abilities appear suddenly: hypotheses", at: "Q28:emergent")
  }
}

/// The least-squares line through logarithms: factor · xᵏ with k = −exponent
func powerLaw(_ points: [(x: Double, y: Double)]) -> (exponent: Double, factor: Double) {
  let (u, v) = (Vector(points.map { log($0.x) }), Vector(points.map { log($0.y) }))
  let (du, dv) = (-mean(u) + u, -mean(v) + v)
  let slope = (du ⋅ dv) / (du ⋅ du)
  return (-slope, exp(mean(v) - slope * mean(u)))
}
