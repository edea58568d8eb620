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
//:
//: The slope at the kink, from either side, is the difference quotient there. The slides take
//: the right one, the appendix the left one, and the *Foundations* allow all between.
//:
//:     ReLUʹ(z) = {1 if z > 0; c if z = 0; 0 if z < 0},  0 ≤ c ≤ 1   (3.19)

/// The difference quotients of g to the left and to the right of z
func slopes(at z: Double, _ g: (Double) -> Double) -> (left: Double, right: Double) {
  let h = 0x1p-20
  return ((g(z) - g(z - h)) / h, (g(z + h) - g(z)) / h)
}

/// The symbol whose value this is, such as `α`
func name(of value: Double, _ symbols: [String: Double]) -> String {
  symbols.sorted { $0.key < $1.key }.first { ($0.value - value).absolute < 1e-9 }?.key ?? "?"
}

extension Backprop {
  static let rectifiers = Section(.slides, "relu", "Activations with a kink") { page in
    page.define("z for z > 0, else 0", at: "relu:def", "foundations:3.18", by: "relu")
    page.define("z for z > 0, else αz", at: "leaky-relu:def", by: "leakyReLU")
    let α: Double = page.given("α", at: "leaky-relu", in: 0...1)
    oneSided(page, α)
    differentiable(page, α)
    descent(page)
    pictures(page)
    cheapAndDead(page, α)
    saturation(page)
    centred(page, α)
  }

  private static func oneSided(_ page: Page, _ α: Double) {
    let kink = slopes(at: 0) { relu($0) }
    let leaky = slopes(at: 0) { leakyReLU($0, slope: α) }
    let symbols = ["0": 0.0, "1": 1, "α": α]

    //: For leaky ReLU the slides print a letter. The quotient is a number, and the letter is found
    //: by its value.

    page.show("gʹ for z ≥ 0", kink.right, for: "relu:deriv")
    page.show("gʹ for z < 0", kink.left)
    page.show("gʹ for z ≥ 0", leaky.right, at: "leaky-relu", for: "leaky-relu:deriv")
    page.show("gʹ for z < 0", name(of: leaky.left, symbols), at: "leaky-relu")
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
  }

  //: Everywhere else the two one-sided slopes are one. The slides call both functions
  //: differentiable. They are, except at the one point where they change; every tenth draw or so
  //: looks there.

  private static func differentiable(_ page: Page, _ α: Double) {
    page.verify(
      "away from 0 the slopes are 0 and 1, and α and 1 if α ≤ 1", at: "relu:deriv",
      "leaky-relu:deriv", "appendix:B.12:relu", "appendix:B.12:leaky"
    ) { draw in
      let z = draw.uniform(0.01, 3) * (draw.below(2) == 0 ? 1 : -1)
      derivative(at: z) { max(0, $0) } ≈ reluʹ(z)
      derivative(at: z) { max(Twofold(α) * $0, $0) } ≈ leakyReLUʹ(z, slope: α)
    }

    /// The right slope less the left, of ReLU and of leaky ReLU
    let jumps = { (z: Double) -> Vector<Double> in
      let (a, b) = (slopes(at: z) { relu($0) }, slopes(at: z) { leakyReLU($0, slope: α) })
      return [a.right - a.left, b.right - b.left]
    }
    let quotient = (1e-9, "rounding, divided by h = 2⁻²⁰")
    page.refute(
      "ReLU and leaky ReLU are differentiable", at: "relu:differentiable",
      "leaky-relu:differentiable",
      correction: "they are, for z ≠ 0; at 0 they have two one-sided slopes"
    ) { draw in
      let z = draw.below(10) == 0 ? 0 : draw.uniform(-2, 2)
      jumps(z) ≈ [0, 0] ± quotient
    } corrected: { draw in
      let z = draw.below(10) == 0 ? 0 : draw.uniform(-2, 2)
      jumps(z) ≈ (z == 0 ? [1, 1 - α] : [0, 0]) ± quotient
    }
  }

  //: ### What descent needs
  //:
  //: Gradient descent does not need more. For almost all weights the slopes that the code uses
  //: are those of the loss, and a step against them lowers it; so “differentiable”, taken at its
  //: word, asks too much. In each draw below a unit is driven over its kink. It is the step
  //: function, flat wherever it has a slope, that gives nothing to descend.

  /// The loss ½(ReLU(wx + b) − y)² of one unit that starts on and is driven down.
  private struct Descent {
    let x, y, w, b: Double

    init(_ draw: inout Generator) {
      (w, b) = (draw.uniform(0.5, 1), draw.uniform(0.1, 1))
      (x, y) = (draw.uniform(0.1, 1), draw.uniform(-2, -0.5))
    }

    func loss<T: Scalar>(_ θ: Vector<T>) -> T {
      0.5 * (relu(θ[0] * T(x) + θ[1]) - T(y)).power(2)
    }
    func gradient(_ θ: Vector<Double>) -> Vector<Double> {
      let z = θ[0] * x + θ[1]
      return (relu(z) - y) * reluʹ(z) * [x, 1]
    }

    var start: Vector<Double> { [w, b] }
    /// After 200 steps.
    var end: Vector<Double> { (0..<200).reduce(start) { θ, _ in θ - 0.05 * gradient(θ) } }
  }

  private static func descent(_ page: Page) {
    page.refute(
      "gradient descent needs a g that is differentiable", at: "activation-function:differentiable",
      correction: "g may have kinks, as ReLU has, but not a slope of 0 almost everywhere",
      why: "Right if a kink here and there is not counted"
    ) { draw in
      let unit = Descent(&draw)
      by("ReLU: the loss does not fall") { unit.loss(unit.end) ≥ unit.loss(unit.start) }
    } corrected: { draw in
      let unit = Descent(&draw)
      by("ReLU: the kink is passed") { unit.end ⋅ [unit.x, 1] < 0 }
      by("ReLU: the loss falls") { unit.loss(unit.end) < unit.loss(unit.start) }
      gradient(at: unit.start) { unit.loss($0) } ≈ unit.gradient(unit.start)
      by("step function: the slope") {
        slopes(at: draw.uniform(0.1, 1)) { $0 > 0 ? 1 : 0 }.left == 0
      }
    }
  }

  //: Both are corners in the picture, and their slopes jump: by 1 for ReLU, by 1 − α for the leaky
  //: one, whose slope α is drawn ten times as large as usual so that it can be seen.

  private static func pictures(_ page: Page) {
    let grid = (-30...30).map { Double($0) / 10 }
    let α = 0.1
    page.plot(
      Plot(
        "ReLU and its slope", x: "z", y: "",
        [
          Plot.Series("ReLU", grid.map { ($0, relu($0)) }),
          Plot.Series.points("ReLUʹ", grid.map { ($0, reluʹ($0)) }),
        ]))
    page.plot(
      Plot(
        "Leaky ReLU with α = \(words(α)) and its slope", x: "z", y: "",
        [
          Plot.Series("leaky ReLU", grid.map { ($0, leakyReLU($0, slope: α)) }),
          Plot.Series.points("its slope", grid.map { ($0, leakyReLUʹ($0, slope: α)) }),
        ]))
  }

  //: ### Cheap, silent, dead
  //:
  //: ReLU takes one comparison where the others take an exponential. A unit whose pre-activation
  //: is negative is silent, and if it is so for every sample no gradient reaches its weights
  //: again: it is dead. Leaky ReLU leaves the share α of the gradient and with it a way back.

  //: The operations are counted while they are made, on numbers that keep a tally. tanh is taken
  //: as the sigmoid that it is, with one exponential.

  /// What one activation takes, counted.
  private static func cost(_ g: (Counted) -> Counted) -> Tally {
    let tally = Tally()
    _ = g(tally.number(0.5))
    return tally
  }

  private static func cheapAndDead(_ page: Page, _ α: Double) {
    let costs = [
      ("sigmoid", cost { σ($0) }), ("tanh", cost { 2 * σ(2 * $0) - 1 }),
      ("ReLU", cost { relu($0) }), ("leaky ReLU, z < 0", cost { leakyReLU(-$0, slope: 0.01) }),
    ]
    page.table(
      "Operations for one activation, comparisons apart",
      columns: ["", "exponentials", "sums and products"],
      rows: costs.map { [$0, $1.functions, $1.additions + $1.multiplications] }, at: "relu:cheap",
      "choice-of-activation:speed")
    page.leave("how often it is used", at: "relu:cheap", "choice-of-activation:speed")
    page.verify("ReLU and its slope are 0 for z < 0", at: "relu:sparse") { draw in
      let z = draw.uniform(-5, 0)
      relu(z) == 0
      slope(at: z) { max(0, $0) } == 0
    }
    page.verify(
      "where z < 0 for all samples the gradient of ReLU is 0, of leaky ReLU not", at: "relu:dead",
      "appendix:B.12:dead", "leaky-relu:alive", "choice-of-activation:dead"
    ) { draw in
      let (w, b) = (draw.vector(2), Twofold(-3))
      let x = (0..<2).map { _ in draw.vector(2) }  // |wᵀx| < 2, so that z < −1
      gradient(at: w) { w in x.reduce(0) { $0 + relu(w ⋅ Vector($1) + b) } } ≈ [0, 0]
      gradient(at: w) { w in
        x.reduce(0) { $0 + leakyReLU(w ⋅ Vector($1) + b, slope: Twofold(α)) }
      } ≈ α * (x[0] + x[1])
    }
  }

  //: ### Saturated by half
  //:
  //: Two remarks of the slides do not fit each other. They say that ReLU does not saturate, and
  //: on the next line that its gradient vanishes for negative values. By their own
  //: description of saturation, an output at its minimum with slope 0, half of the line is
  //: saturated.

  private static func saturation(_ page: Page) {
    page.refute(
      "ReLU does not saturate", at: "relu:saturation",
      correction: "no saturation for z > 0; for z < 0 it is complete",
      why: "Saturation as the slides describe it, an end of the range with slope 0"
    ) { draw in
      reluʹ(draw.uniform(-2, 2)) == 1
    } corrected: { draw in
      let z = draw.uniform(-2, 2)
      slope(at: z) { max(0, $0) } == (z > 0 ? 1 : 0)
    }
  }

  //: ### Where the centre is
  //:
  //: Fed with z and −z alike, an activation is zero-centred if its mean is 0. ReLU keeps one of
  //: the two, so that its mean is half of |z|; leaky ReLU takes the share α of the other off.

  private static func centred(_ page: Page, _ α: Double) {
    let share = "\(words(100 * (1 - α)))% for α = \(words(α))"
    page.refute(
      "leaky ReLU is nearly zero-centred", at: "leaky-relu:centered",
      correction: "its mean over symmetric inputs is 1 − α of that of ReLU, \(share)"
    ) { draw in
      let means = centres(draw.vector(8, -2, 2), α)
      by("half of ReLU's mean or less is left") {
        means.leaky.magnitude ≤ 0.5 * means.relu.magnitude
      }
    } corrected: { draw in
      let means = centres(draw.vector(8, -2, 2), α)
      means.leaky ≈ (1 - α) * means.relu
    }
    page.verify("ReLU is not zero-centred: its mean over ±z is |z|/2", at: "relu:centered") {
      draw in
      let z = draw.uniform(-3, 3)
      (relu(z) + relu(-z)) / 2 == z.absolute / 2
    }
    page.leave(
      "a matter of names: randomized ReLU draws its slope at random during training",
      at: "leaky-relu:alpha")
  }

  /// The mean activation over z and −z of ReLU and of leaky ReLU.
  private static func centres(_ z: Vector<Double>, _ α: Double) -> (relu: Double, leaky: Double) {
    let both = Vector(z.entries + (-z).entries)
    return (relu(both).mean, both.map { leakyReLU($0, slope: α) }.mean)
  }
}
