import Companion
import Mathematics

//: ReLU passes what is positive and drops the rest; leaky ReLU keeps a little of the rest.
//:
//:     ReLU(z) = max(0, z) = {z if z > 0; 0 otherwise}   (3.18)
//:     LeakyReLU(z) = {z if z > 0; αz otherwise}         (slides Leaky ReLU)
//:
//: ReLU has one point without a slope, and three of the four documents give that point
//: [three different slopes](#four-documents-four-conventions). Nothing that follows depends on it:
//: with a bias, a pre-activation is exactly zero for hardly any weights.

extension Backprop {
  static let rectifiers = Section(.slides, "relu", "Activations with a kink") { page in
    page.define("z for z > 0, else 0", at: "relu:def", "foundations:3.18", by: "relu")
    page.define("z for z > 0, else αz", at: "leaky-relu:def", by: "leakyReLU")

    //: The slope at the kink, from either side, is the difference quotient there. The slides take
    //: the right one, the appendix the left one, and the *Foundations* allow all between.
    //:
    //:     ReLUʹ(z) = {1 if z > 0; c if z = 0; 0 if z < 0},  0 ≤ c ≤ 1   (3.19)

    let α = page.given(number: "α", at: "leaky-relu")
    let kink = slopes(at: 0) { relu($0) }
    let leakyKink = slopes(at: 0) { leakyReLU($0, slope: α) }
    let symbols = ["0": 0.0, "1": 1, "α": α]
    page.show("gʹ for z ≥ 0", kink.right, for: "relu:deriv")
    page.show("gʹ for z < 0", kink.left)
    page.show("gʹ for z ≥ 0", leakyKink.right, at: "leaky-relu", for: "leaky-relu:deriv")
    page.show("gʹ for z < 0", name(of: leakyKink.left, symbols), at: "leaky-relu")
    page.show(
      "ReLU derivative for z > 0", kink.right, at: "appendix:B.12", for: "appendix:B.12:relu")
    page.show(
      "ReLU derivative for z ≤ 0", kink.left, at: "appendix:B.12", for: "appendix:B.12:zero")
    page.show(
      "ReLUʹ for z > 0", kink.right, at: "foundations:3.19",
      again: ["foundations:§Notation", "foundations:§5.5.1"])
    page.show(
      "ReLUʹ for z < 0", kink.left, at: "foundations:3.19", again: ["foundations:§Notation"])
    page.show(
      "ReLUʹ interval at z = 0", [kink.left, kink.right], at: "foundations:3.19",
      again: ["foundations:§Notation"], for: "foundations:notation:relu", "foundations:3.19")

    page.verify(
      "away from 0 the slopes are 0 and 1, and α and 1 if α ≤ 1", at: "relu:deriv",
      "leaky-relu:deriv",
      "appendix:B.12:relu", "appendix:B.12:leaky"
    ) { draw in
      let z = draw.uniform(0.01, 3) * (draw.below(2) == 0 ? 1 : -1)
      let both = slopes(at: z) { relu($0) }
      let leaky = slopes(at: z) { max(α * $0, $0) }
      return [
        Evidence(
          "ReLU", error: distance([both.left, both.right], [reluʹ(z), reluʹ(z)]), bound: 1e-9),
        Evidence(
          "max(αz, z)", error: distance(leaky.left, leakyReLUʹ(z, slope: α)), bound: 1e-9),
      ]
    }

    //: The slides call both differentiable. They are, except at the one point where they change.

    page.refute(
      "ReLU and leaky ReLU are differentiable", at: "relu:differentiable",
      "leaky-relu:differentiable",
      correction: "they are, for z ≠ 0; at 0 they have two one-sided slopes"
    ) { draw in
      // Every tenth draw or so looks at the kink.
      let z = draw.below(10) == 0 ? 0 : draw.uniform(-2, 2)
      let (a, b) = (slopes(at: z) { relu($0) }, slopes(at: z) { leakyReLU($0, slope: α) })
      return [
        Evidence("ReLU, right less left", error: (a.right - a.left).absolute, bound: 1e-9),
        Evidence("leaky, right less left", error: (b.right - b.left).absolute, bound: 1e-9),
      ]
    } corrected: { draw in
      let z = draw.below(10) == 0 ? 0 : draw.uniform(-2, 2)
      let (a, b) = (slopes(at: z) { relu($0) }, slopes(at: z) { leakyReLU($0, slope: α) })
      let jumps: Vector = z == 0 ? [1, 1 - α] : [0, 0]
      return [
        Evidence(
          "the jump is 1 or 1 − α at 0, else 0",
          error: distance([a.right - a.left, b.right - b.left], jumps.entries), bound: 1e-9)
      ]
    }

    //: Gradient descent does not need more. For almost all weights the slopes that the code uses
    //: are those of the loss, and a step against them lowers it; so “differentiable”, taken at its
    //: word, asks too much. In each draw below a unit is driven over its kink. It is the step
    //: function, flat wherever it has a slope, that gives nothing to descend.

    page.refute(
      "gradient descent needs a g that is differentiable", at: "activation-function:differentiable",
      correction: "g may have kinks, as ReLU has, but not a slope of 0 almost everywhere",
      why: "Right if a kink here and there is not counted"
    ) { draw in
      let (before, after, _) = descended(&draw)
      return [Evidence("ReLU: the loss falls by", error: max(0, before - after), bound: 0)]
    } corrected: { draw in
      let (before, after, quotients) = descended(&draw)
      return [
        Evidence("ReLU: loss, before and after", error: max(0, after - before), bound: 0),
        Evidence("ReLU: slopes less differences", error: quotients, bound: 1e-7),
        Evidence(
          "step function: slope",
          error: slopes(at: draw.uniform(0.1, 1)) { $0 > 0 ? 1 : 0 }.left.absolute, bound: 0),
      ]
    }

    let grid = (-30...30).map { Double($0) / 10 }
    page.plot(
      Plot(
        "ReLU and its slope", x: "z", y: "",
        [
          Plot.Series("ReLU", grid.map { ($0, relu($0)) }),
          Plot.Series.points("ReLUʹ", grid.map { ($0, reluʹ($0)) }),
        ]))
    page.plot(
      Plot(
        "Leaky ReLU with α = 0.1 and its slope", x: "z", y: "",
        [
          Plot.Series("leaky ReLU", grid.map { ($0, leakyReLU($0, slope: 0.1)) }),
          Plot.Series.points("its slope", grid.map { ($0, leakyReLUʹ($0, slope: 0.1)) }),
        ]))

    //: ### Cheap, silent, dead
    //:
    //: ReLU takes one comparison where the others take an exponential. A unit whose pre-activation
    //: is negative is silent, and if it is so for every sample no gradient reaches its weights
    //: again: it is dead. Leaky ReLU leaves a hundredth of the gradient and with it a way back.

    let costs = activationCosts()
    page.table(
      "Operations for one activation, comparisons apart",
      columns: ["", "exponentials", "sums and products"],
      rows: costs.map { [$0.name, $0.functions, $0.others] }, at: "relu:cheap",
      "choice-of-activation:speed")
    page.leave("how often it is used", at: "relu:cheap", "choice-of-activation:speed")
    page.verify("ReLU and its slope are 0 for z < 0", at: "relu:sparse") { draw in
      let z = draw.uniform(-5, 0)
      return [
        Evidence("output", error: relu(z), bound: 0), Evidence("slope", error: reluʹ(z), bound: 0),
      ]
    }
    page.verify(
      "where z < 0 for all samples the gradient of ReLU is 0, of leaky ReLU not", at: "relu:dead",
      "appendix:B.12:dead", "leaky-relu:alive", "choice-of-activation:dead"
    ) { draw in
      let (w, b) = (draw.vector(2), -3.0)
      let x = (0..<2).map { _ in draw.vector(2) }  // |wᵀx| < 2, so that z < −1
      func loss<T: Scalar>(_ g: (T) -> T, _ w: Vector<T>) -> T {
        x.reduce(0) { $0 + g(w ⋅ Vector<T>($1) + T(b)) }
      }
      let dead = reverseGradient(at: w) { loss({ relu($0) }, $0) }
      let alive = reverseGradient(at: w) { loss({ leakyReLU($0, slope: 0.01) }, $0) }
      let sum = x.reduce(Vector(repeating: 0, count: 2)) { $0 + $1 }
      return [
        Evidence("ReLU, tape", error: dead.maxNorm, bound: 0),
        Evidence("leaky: α Σ x", error: distance(alive, α * sum), bound: 1e-15),
      ]
    }

    //: Two remarks of the slides do not fit each other. They say that ReLU does not saturate, and
    //: on the next line that its gradient vanishes for negative values. By their own
    //: description of saturation, an output at its minimum with slope 0, half of the line is
    //: saturated.

    page.refute(
      "ReLU does not saturate", at: "relu:saturation",
      correction: "no saturation for z > 0; for z < 0 it is complete",
      why: "Saturation as the slides describe it, an end of the range with slope 0"
    ) { draw in
      let z = draw.uniform(-2, 2)
      return [Evidence("1 − slope", error: 1 - reluʹ(z), bound: 0)]
    } corrected: { draw in
      let z = draw.uniform(-2, 2)
      let right = z > 0 ? 1.0 : 0.0
      return [
        Evidence("slope", error: distance(slopes(at: z) { relu($0) }.left, right), bound: 1e-8)
      ]
    }
    page.refute(
      "leaky ReLU is nearly zero-centred", at: "leaky-relu:centered",
      correction: "its mean over symmetric inputs is 1 − α of that of ReLU, 99% for α = 0.01"
    ) { draw in
      let z = draw.vector(8, -2, 2)
      let means = centres(z, α)
      return [
        Evidence(
          "share of ReLU's mean left", error: (means.leaky / means.relu).magnitude, bound: 0.5)
      ]
    } corrected: { draw in
      let z = draw.vector(8, -2, 2)
      let means = centres(z, α)
      return [
        Evidence(
          "(1 − α) of ReLU's", error: distance(means.leaky, (1 - α) * means.relu), bound: 1e-14)
      ]
    }
    page.verify("ReLU is not zero-centred: its mean over ±z is |z|/2", at: "relu:centered") {
      draw in
      let z = draw.uniform(-3, 3)
      let mean = (relu(z) + relu(-z)) / 2
      return [Evidence("mean", error: distance(mean, z.absolute / 2), bound: 0)]
    }
    page.leave(
      "a matter of names: randomized ReLU draws its slope at random during training",
      at: "leaky-relu:alpha")
  }

  /// The mean activation over z and −z of ReLU and of leaky ReLU.
  private static func centres(_ z: Vector<Double>, _ α: Double) -> (relu: Double, leaky: Double) {
    let both = z.entries + (-z).entries
    let n = Double(both.count)
    let leaky = both.reduce(0) { $0 + leakyReLU($1, slope: α) }
    return (both.reduce(0) { $0 + relu($1) } / n, leaky / n)
  }

  /// The loss ½(ReLU(wx + b) − y)² before and after descent with ReLUʹ over the kink, from where
  /// the unit is on to where it is off, and how far the first gradient is from difference
  /// quotients; the loss after is infinite if the kink was not passed.
  private static func descended(_ draw: inout Generator) -> (Double, Double, Double) {
    let (w, b) = (draw.uniform(0.5, 1), draw.uniform(0.1, 1))
    let (x, y) = (draw.uniform(0.1, 1), draw.uniform(-2, -0.5))
    func loss(_ w: Double, _ b: Double) -> Double { 0.5 * (relu(w * x + b) - y).power(2) }
    func δ(_ w: Double, _ b: Double) -> Double { (relu(w * x + b) - y) * reluʹ(w * x + b) }
    let byW = slopes(at: w) { loss($0, b) }
    let error = distance(δ(w, b) * x, (byW.left + byW.right) / 2)
    var (wʹ, bʹ) = (w, b)
    for _ in 0..<200 {
      let δ = δ(wʹ, bʹ)
      (wʹ, bʹ) = (wʹ - 0.05 * δ * x, bʹ - 0.05 * δ)
    }
    return (loss(w, b), wʹ * x + bʹ < 0 ? loss(wʹ, bʹ) : .infinity, error)
  }

  /// Operations of one activation, counted.
  private static func activationCosts() -> [(name: String, functions: Int, others: Int)] {
    func cost(_ name: String, _ g: (Counted) -> Counted) -> (String, Int, Int) {
      let tally = Tally()
      _ = g(tally.number(0.5))
      return (name, tally.functions, tally.additions + tally.multiplications)
    }
    return [
      cost("sigmoid") { σ($0) }, cost("tanh") { 2 * σ(2 * $0) - 1 }, cost("ReLU") { relu($0) },
      cost("leaky ReLU, z < 0") { leakyReLU(-$0, slope: 0.01) },
    ]
  }
}

/// The difference quotients of g to the left and to the right of z
func slopes(at z: Double, _ g: (Double) -> Double) -> (left: Double, right: Double) {
  let h = 0x1p-20
  return ((g(z) - g(z - h)) / h, (g(z + h) - g(z)) / h)
}

/// The symbol whose value this is, such as `α`
func name(of value: Double, _ symbols: [String: Double]) -> String {
  symbols.sorted { $0.key < $1.key }.first { ($0.value - value).absolute < 1e-9 }?.key ?? "?"
}
