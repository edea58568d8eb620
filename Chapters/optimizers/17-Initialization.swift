import Companion
import Mathematics

//: A signal that passes through fifty layers is multiplied fifty times. If each layer makes it a
//: little too small or too large, the fiftieth power of a little is what arrives. He's weights are
//: normal, and their variance is 2 over the number of units in the layer before:
//:
//:     E[Wᵢⱼ] = 0,  Var(Wᵢⱼ) = 2/nₗ₋₁              (11.6)
//:
//: This is chosen so that, for layers of n units with ReLU, the factor is 1: a ReLU throws half of
//: a symmetric signal away, and the 2 puts it back.

/// (11.6): normal weights with variance 2 over the number of inputs
func heWeights(_ rows: Int, _ columns: Int, _ draw: inout Generator) -> Matrix<Double> {
  let σ = (2 / Double(columns)).squareRoot()
  return Matrix(
    rows: rows, columns: columns, entries: (0..<rows * columns).map { _ in σ * draw.normal() })
}

extension Optimizers {
  static let initialization = Section(.foundations, "11.2", "Through fifty layers") { page in
    fiftyLayers(page)
    oneLayer(page)
    endsOfTheLine(page)
    overflow(page)
  }

  //: The same draws are scaled in five ways: as He has them, with half the variance, as Xavier has
  //: them for tanh, and half as large again or half as large as He's.

  /// The mean square of the pre-activations of each layer, with `gain` times the weights; the
  /// first layer sees ones.
  static func signal(_ layers: [Matrix<Double>], gain: Double, _ φ: (Double) -> Double) -> [Double]
  {
    var a = Vector(repeating: 1.0, count: layers[0].columns)
    return layers.map { W in
      let z = gain * (W * a)
      a = z.map(φ)
      return z ⋅ z / Double(z.count)
    }
  }

  private static func fiftyLayers(_ page: Page) {
    let width = page.isFull ? 256 : 20
    var draw = Generator(seed: 11)
    let layers = (0..<50).map { _ in heWeights(width, width, &draw) }
    let xavier = 0.5.squareRoot()
    let starts: [(name: String, gain: Double, φ: (Double) -> Double)] = [
      ("He, ReLU", 1, { relu($0) }), ("Xavier, ReLU", xavier, { relu($0) }),
      ("Xavier, tanh", xavier, { tanh($0) }), ("1.5 × He, ReLU", 1.5, { relu($0) }),
      ("0.5 × He, ReLU", 0.5, { relu($0) }),
    ]
    page.plot(
      Plot(
        "The signal through fifty layers", x: "layer", y: "mean square of z", isLogarithmic: true,
        starts.map { start in
          let curve = signal(layers, gain: start.gain, start.φ)
          return Plot.Series(start.name, curve.enumerated().map { (Double($0 + 1), $1) })
        }), at: "11.2.1:exponential")
    page.define("He's weights", at: "11.6", by: "heWeights")
    page.note(
      "Layers of \(width) units; each drawn network strays from its expectation, the narrower the "
        + "more.")
    page.verify("the mean square of 2000 of He's weights is 2/n", at: "11.6") { draw in
      let n = 10 + draw.below(40)
      let W = heWeights(2000 / n + 1, n, &draw)
      let square = Vector(W.entries) ⋅ Vector(W.entries) / Double(W.entries.count)
      square * Double(n) / 2 ≈ 1 ± (0.2, "six standard deviations of such a mean")
    }
  }

  //: ### The factor of one layer, exactly
  //:
  //: The expected square of a sum of products of independent weights with mean 0 depends on their
  //: variance alone. The mixed terms, with two different weights, are 0 on average, whatever the
  //: signal is; of the others, $aⱼ = ReLU(zⱼ)$ is $zⱼ$ or 0, and if each sign is as likely as the
  //: other, half of the square is left. Nothing else about the normal distribution is used. So
  //: weights that are $±√(2/n)$, which can be enumerated, tell about normal ones: the last line is
  //: compared with all 16 signs of the weights of a unit, times all 16 of the signal 1, 2, 3, 4.

  /// All signs of n numbers.
  private static func signs(_ n: Int) -> [Vector<Double>] {
    grid(Array(repeating: [-1.0, 1], count: n)).map { Vector($0) }
  }

  /// The mean of (Σ wⱼ ReLU(±zⱼ))² over all signs of z and of weights ±√variance.
  private static func expectedSquare(_ z: Vector<Double>, variance: Double) -> Double {
    let signs = signs(z.count)
    let squares = signs.flatMap { s in
      let a = relu(s ⊙ z)
      return signs.map { variance * ($0 ⋅ a).power(2) }
    }
    return Vector(squares).mean
  }

  private static func oneLayer(_ page: Page) {
    page.derivation("E[(Σⱼ wⱼaⱼ)²]", at: "11.2.2:preserve", of: Vector([1, 2, 3, 4])) { draw in
      draw.vector(4, 0, 2)
    } lines: { z in
      let (n, signs) = (z.count, signs(z.count))
      // E[wⱼwₖ] and E[aⱼaₖ]
      let ww = signs.reduce(Matrix(repeating: 0, rows: n, columns: n)) { $0 + $1 * $1.ᵀ } / 16
      let aa =
        signs.map { relu($0 ⊙ z) }
        .reduce(Matrix(repeating: 0, rows: n, columns: n)) { $0 + $1 * $1.ᵀ } / 16
      let share = 2 / Double(n)
      Line("Σⱼ Σₖ E[wⱼwₖ] E[aⱼaₖ]", share * (Vector(ww.entries) ⋅ Vector(aa.entries)))
      Line("Σⱼ E[wⱼ²] E[aⱼ²]", (0..<n).reduce(0) { $0 + share * ww[$1, $1] * aa[$1, $1] })
      Line("(2/n) Σⱼ E[aⱼ²]", at: "11.6", share * aa.trace)
      Line("(2/n) Σⱼ ½zⱼ²", share * (0.5 * z ⋅ z))
      Line("(1/n) Σⱼ zⱼ²", z ⋅ z / Double(n))
    } truth: { z in
      expectedSquare(z, variance: 2 / Double(z.count))
    }

    //: This is a statement about a unit. For the norm of the whole layer it holds if the widths
    //: are equal; otherwise the squared norm changes by the ratio of the widths. And it holds
    //: from the second layer on: the input has not been through a ReLU, so that the first layer
    //: doubles its mean square.

    page.verify(
      "with variance c · 2/n each layer multiplies the mean square by c", at: "11.2.1:exponential"
    ) { draw in
      let z = draw.vector(4, 0, 2)
      let c = draw.uniform(0.2, 3)
      expectedSquare(z, variance: c * 2 / 4) ≈ c * (z ⊙ z).mean
    }
    page.table(
      "What fifty layers make of a factor",
      columns: ["factor of the weights", "of z²", "after 50"],
      rows: [0.5, 0.9, 1, 1.1, 1.5].map { [$0, $0 * $0, "\(Float(Double.pow($0 * $0, 50)))"] },
      digits: 2)
  }

  //: ### To the ends of the number line
  //:
  //: A chain of linear units with weight ½, and one with weight 2, until nothing changes any
  //: more. Halving reaches 0 in `Double` after 1075 layers, doubling ∞ after 1024.

  private static func chain(_ w: Double) -> (Double, Int) {
    var (z, layers) = (1.0, 0)
    while layers < 2000, z != z * w {
      z *= w
      layers += 1
    }
    return (z, layers)
  }

  private static func endsOfTheLine(_ page: Page) {
    let (halved, halvings) = chain(0.5)
    let (doubled, doublings) = chain(2)
    page.show("limit of ‖z‖ on underflow", halved, at: "§11.2.1")
    page.show("limit of ‖z‖ on overflow", words(doubled), at: "§11.2.1")
    page.derive("layers until then", [halvings, doublings])
    page.verify(
      "a chain of 50 weights up to ½: the last z and its slope by the first weight vanish together",
      at: "11.2.1:underflow"
    ) { draw in
      let w = draw.uniform(0.1, 0.5)
      let last = (0..<49).reduce(Dual(w, tangent: 1)) { z, _ in z * Dual(w) }
      last.primal ≤ 0x1p-50
      last.tangent ≤ 0x1p-49
      last.primal / last.tangent ≈ w
    }
    page.note(
      "The small weights do it, not the small z. With weights of 1 and a tiny input all z are tiny, "
        + "and the slope by any bias is 1.", at: "11.2.1:underflow")
  }

  //: Overflow does not make parameters “not a number” at once. The first step takes them to
  //: −∞; with the second, ∞ meets ∞ and the result is undefined.

  private static func overflow(_ page: Page) {
    let layers = 1100
    var history = [2.0]
    for t in 0..<2 {
      let w = history[t]
      let z = (0..<layers).reduce(1.0) { z, _ in z * w }
      history.append(w - 0.1 * (Double(layers) * z / w * (z - 1)))
    }
    page.table(
      "A weight of a chain of \(layers) layers", columns: ["after step 1", "after step 2"],
      rows: [Array(history[1...])], at: "11.2.1:overflow")
    page.check("two steps after an overflow the weight is not a number", at: "11.2.1:overflow") {
      history[1] == -Double.infinity
      history[2].isNaN == true
    }
  }
}
