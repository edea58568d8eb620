import Companion
import Mathematics

//: Larger models, more text and more computation lower the loss along straight lines on logarithmic
//: paper. They do so over many orders of magnitude. What does such a line promise, and what does it
//: not?

extension Transformer {
  static let scalingLaws = Section(.foundations, "19.1", "Scaling laws") { page in
    straightLine(page)
    noise(page)
    let α = factorOfTen(page)
    withFloor(page, α)
    gibbs(page)
    halvings(page)
  }
}

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

/// The least-squares line through logarithms: factor · xᵏ with k = −exponent
func powerLaw(_ points: [(x: Double, y: Double)]) -> (exponent: Double, factor: Double) {
  let (u, v) = (Vector(points.map { log($0.x) }), Vector(points.map { log($0.y) }))
  let (du, dv) = (u - u.mean, v - v.mean)
  let slope = (du ⋅ dv) / (du ⋅ du)
  return (-slope, exp(v.mean - slope * u.mean))
}

extension Transformer {
  private static func straightLine(_ page: Page) {
    page.define("a power law and the line that is fitted to it", at: "19.1", by: "powerLaw")
    page.verify("the line through log L over log C has slope −α") { draw in
      let (α, scale) = (draw.uniform(0.02, 0.3), draw.uniform(1, 50))
      let points = (0..<6).map { i -> (Double, Double) in
        let C = Double.pow(10, Double(i) + draw.uniform(-0.3, 0.3))
        return (C, scale / Double.pow(C, α))
      }
      let fit = powerLaw(points)
      fit.exponent ≈ α
      fit.factor ≈ scale
      for (one, two) in zip(points, points.dropFirst()) {
        two.1 / one.1 ≈ Double.pow(two.0 / one.0, -α)
      }
    }
  }

  //: Measured losses are not exact. If their logarithms are off by a standard deviation s, the
  //: exponent is off by $s/√(Σᵢ(uᵢ − ū)²)$, where $u = ln C$: at one point a decade from 1 to
  //: 10⁶, by a twelfth of s. The noise has to be small beside $12α$ for a fit to mean anything.

  private static func noise(_ page: Page) {
    var draw = Generator(seed: 19)
    let u = Vector((0...6).map { Double($0) * log(10) })
    let spread = (u - u.mean).l2Norm
    let (α, fits) = (0.05, 100)
    page.table(
      "Exponents \(words(α)) from noisy losses, \(fits) fits each",
      columns: ["noise of ln L", "off by, in the mean square", "expected"],
      rows: [0.01, 0.05, 0.2].map { s in
        let squares = (0..<fits).map { _ in
          let noisy = u.entries.map { (exp($0), exp(s * draw.normal() - α * $0)) }
          return (powerLaw(noisy).exponent - α).power(2)
        }
        return [s, Vector(squares).mean.squareRoot(), s / spread]
      }, digits: 4, at: "19.1")
  }

  //: ### What a factor of ten buys
  //:
  //: With the usual exponents the lines are nearly flat.

  private static func factorOfTen(_ page: Page) -> [Double] {
    let α: Vector<Double> = page.given("α", at: "§19.1.1", in: 1e-6...10)
    page.table(
      "The price of a lower loss",
      columns: ["α", "loss after 10×", "saved", "10ⁿ to halve it, n"],
      rows: α.entries.map { α in
        let left = Double.pow(10, -α)
        return [α, left, 1 - left, Double.log10(2) / α]
      }, digits: 3, at: "19.1.1:exponent")
    return α.entries
  }

  //: Ten times the compute takes away 11% of the loss at the lower exponent and 21% at the
  //: higher; half the loss costs a million times and a thousand times as much. Predictable,
  //: certainly; cheap, no.

  //: ### With a floor
  //:
  //: Text is not fully predictable. The cross-entropy of a model can reach the entropy of the
  //: text and no less, whatever the model: that is Gibbs' inequality. A loss that tends to a
  //: floor cannot be a pure power, and on logarithmic paper its line bends.

  /// A loss that falls to a floor, by the decimal logarithm of the compute: floor + 2C⁻ᵅ, C = 10ⁿ
  private struct Curve {
    let α, floor: Double

    func callAsFunction(_ n: Double) -> Double { floor + 2 * Double.pow(Double.pow(10, n), -α) }
    /// The share that going from 10ⁿ to ten times as much saves
    func saved(_ n: Double) -> Double { (self(n) - self(n + 1)) / self(n) }
  }

  //: A line is fitted to the left end of such a curve, to its right end, and to what is left of
  //: it above the floor, all of it free of noise. Beside that stands what a factor of ten saves
  //: on the way, for the notes' two exponents.

  private static func withFloor(_ page: Page, _ exponents: [Double]) {
    let floor: Double = page.given("floor", ours: 1.7, in: 0...1e6)
    let exponent: Double = page.given("exponent", ours: 0.1, in: 1e-6...10)
    let curve = Curve(α: exponent, floor: floor)
    let decades = (0...24).map(Double.init)
    let points = decades.map { (Double.pow(10, $0), curve($0)) }
    let reducible = points.map { ($0.0, $0.1 - floor) }
    page.table(
      "The exponent that a fit finds", columns: ["fit of", "over decades", "exponent"],
      rows: [
        ("the loss", points, 0...6), ("the loss", points, 18...24),
        ("the loss less its floor", reducible, 0...24),
      ].map { name, points, range in
        [
          name, "\(range.lowerBound) to \(range.upperBound)",
          powerLaw(Array(points[range])).exponent,
        ]
      }, digits: 5)
    page.plot(
      Plot(
        "A power law with and without a floor", x: "log₁₀ C", y: "loss", isLogarithmic: true,
        [
          Plot.Series(
            "without", decades.map { ($0, (floor + 2) * Double.pow(10, -exponent * $0)) }),
          Plot.Series("with a floor", decades.map { ($0, curve($0)) }),
        ]))
    page.table(
      "Saved by ten times the compute, from 10ⁿ on",
      columns: ["n"]
        + exponents.flatMap { ["α = \(words($0))", "α = \(words($0)), with a floor"] },
      rows: [0, 6, 12, 23].map { n -> [any Showable] in
        let curves = exponents.flatMap { α in [0, floor].map { Curve(α: α, floor: $0) } }
        return [n] + curves.map { $0.saved(n) }
      })
  }

  //: Without a floor a factor of ten saves the same share everywhere, as above. With one it
  //: saves less from the start, about half as much where the floor is half of the loss, and
  //: ever less on the way. At the exponent 0.1 the line falls away from the promise faster
  //: than at 0.05, since what can be reduced is used up sooner. An exponent that is measured
  //: without the floor depends on where it is measured, and a promise that is made from the
  //: left end of the curve is not kept at the right.
  //:
  //: That the floor is there, for any model, is tested with Pinsker's inequality beside it:
  //: whoever is not P stays above the floor by at least $½‖P − Q‖₁²$.

  private static func gibbs(_ page: Page) {
    page.verify(
      "no model's loss is below the entropy, and equals it only at P = Q", at: "Q22:limits"
    ) { draw in
      let (P, Q) = (softmax(draw.vector(5, -3, 3)), softmax(draw.vector(5, -3, 3)))
      let entropy = -(P ⋅ log(P))
      entropy ≤ -(P ⋅ log(Q)) ± rounding
      by("at P = Q") { -(P ⋅ log(softmax(log(P)))) ≈ entropy }
      by("½‖P − Q‖₁² above it") {
        0.5 * (P - Q).l1Norm.power(2) ≤ -(P ⋅ log(Q)) - entropy ± rounding
      }
    }
  }

  //: The notes call the growth of cost exponential. In the number of halvings it is, by a factor
  //: of two to the $1/α$ for each; in the loss itself it is a power, a steep one. The check asks
  //: the curve itself for the compute at which what can be reduced is 1, ½, ¼ and so on, and
  //: finds it by halving intervals.

  private static func halvings(_ page: Page) {
    page.verify("each halving of the reducible loss costs the same factor of compute") { draw in
      let curve = Curve(α: draw.uniform(0.05, 0.5), floor: draw.uniform(0, 3))
      let n = draw.below(4)
      let decades = [n, n + 1].map { n in
        bisected(-1, 40) { curve($0) - curve.floor - Double.pow(2, Double(1 - n)) }
      }
      decades[1] - decades[0] ≈ Double.log10(2) / curve.α
        ± (1e-13, "a loss near its floor tells little of the compute")
    }
    let reach: Double = page.given("compute in FLOPs", at: "Q22", in: 1...1e60)
    page.derive("decades of compute", Double.log10(reach))
    page.leave(
      "how far the laws were checked, how much text there is, what computing costs: facts of the "
        + "field", at: "19.1", "19.1.1:exponent", "Q22:limits")
    page.leave("one model for many tasks: a definition and a practice", at: "Q25:foundation")
    page.leave("why abilities appear suddenly: hypotheses", at: "Q28:emergent")
  }
}
