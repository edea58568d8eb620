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

/// The mean square of the pre-activations of each layer, where every entry of W is `gain`
/// times a standard normal number over √n; all layers are n wide.
func signal(_ normals: [[Double]], _ n: Int, gain: Double, _ φ: (Double) -> Double) -> [Double] {
  let scale = gain / Double(n).squareRoot()
  var z = [Double](repeating: 1, count: n)
  var result: [Double] = []
  for layer in normals {
    let a = result.isEmpty ? z : z.map(φ)
    for i in 0..<n {
      var sum = 0.0
      for j in 0..<n { sum += layer[i * n + j] * a[j] }
      z[i] = scale * sum
    }
    result.append(z.reduce(0) { $0 + $1 * $1 } / Double(n))
  }
  return result
}

extension Optimizers {
  static let initialization = Section(.foundations, "11.2", "Through fifty layers") { page in
    let width = page.isFull ? 256 : 20
    var draw = Generator(seed: 11)
    let normals = (0..<50).map { _ in (0..<width * width).map { _ in draw.normal() } }
    let root2 = 2.0.squareRoot()
    let starts: [(String, Double, (Double) -> Double)] = [
      ("He, ReLU", root2, { relu($0) }), ("Xavier, ReLU", 1, { relu($0) }),
      ("Xavier, tanh", 1, { tanh($0) }), ("1.5 × He, ReLU", 1.5 * root2, { relu($0) }),
      ("0.5 × He, ReLU", 0.5 * root2, { relu($0) }),
    ]
    let curves = starts.map { _, gain, φ in signal(normals, width, gain: gain, φ) }

    page.plot(
      Plot(
        "The signal through fifty layers", x: "layer", y: "mean square of z", isLogarithmic: true,
        zip(starts, curves).map { start, curve in
          Plot.Series(start.0, curve.enumerated().map { (Double($0 + 1), $1) })
        }), at: "11.2.1:exponential")
    page.define("He's weights", at: "11.6", by: "heWeights")
    page.note(
      "Layers of \(width) units; each drawn network strays from its expectation, the narrower the "
        + "more.")

    //: ### The factor of one layer, exactly
    //:
    //: The expected square of a sum of products of independent weights with mean 0 depends on their
    //: variance alone. So weights that are $±√(2/n)$, which can be enumerated, tell about normal
    //: ones. All signs of the weights of a unit and all signs of the signal before it:

    //: In formulas, since the mixed terms have mean 0:
    //:
    //:     E[zᵢ²] = Σⱼ E[wᵢⱼ²] aⱼ² = (2/n) Σⱼ aⱼ²
    //:
    //: Of the sum of $aⱼ² = ReLU(zⱼ)²$ half is left, because each sign is as likely as the other.
    //: Nothing else about the normal distribution is used.

    page.verify(
      "with variance 2/n the mean square of z is kept, if signs are symmetric",
      at: "11.2.2:preserve",
      "11.6"
    ) { draw in
      let z = draw.vector(4, 0, 2).entries
      let before = z.reduce(0) { $0 + $1 * $1 } / 4
      return [
        Evidence(
          "256 signs", error: distance(expectedSquare(z, variance: 0.5), before), bound: 1e-13)
      ]
    }

    //: This is a statement about a unit. For the norm of the whole layer it holds if the widths
    //: are equal; otherwise the squared norm changes by the ratio of the widths. And it holds
    //: from the second layer on: the input has not been through a ReLU, so that the first layer
    //: doubles its mean square.

    page.verify(
      "with variance c · 2/n each layer multiplies the mean square by c", at: "11.2.1:exponential"
    ) {
      draw in
      let z = draw.vector(4, 0, 2).entries
      let c = draw.uniform(0.2, 3)
      let before = z.reduce(0) { $0 + $1 * $1 } / 4
      return [
        Evidence(
          "256 signs", error: distance(expectedSquare(z, variance: c * 0.5), c * before),
          bound: 1e-13)
      ]
    }
    page.table(
      "What fifty layers make of a factor",
      columns: ["factor of the weights", "of z²", "after 50"],
      rows: [0.5, 0.9, 1, 1.1, 1.5].map { [$0, $0 * $0, "\(Float(Double.pow($0 * $0, 50)))"] },
      digits: 2)

    //: ### To the ends of the number line
    //:
    //: A chain of linear units with weight ½, and one with weight 2, until nothing changes any
    //: more. Halving reaches 0 in `Double` after 1075 layers, doubling ∞ after 1024.

    let (halved, halvings) = chain(0.5)
    let (doubled, doublings) = chain(2)
    page.show("limit of ‖z‖ on underflow", halved, at: "§11.2.1")
    page.show("limit of ‖z‖ on overflow", doubled.isInfinite ? "∞" : "finite", at: "§11.2.1")
    page.derive("layers until then", [halvings, doublings])
    page.verify(
      "a chain of 50 weights up to ½: the last z and its slope by the first weight vanish together",
      at: "11.2.1:underflow"
    ) { draw in
      let w = draw.uniform(0.1, 0.5)
      func output<T: Scalar>(_ v: Vector<T>) -> T { (0..<49).reduce(v[0]) { z, _ in z * T(w) } }
      return [
        Evidence("z", error: output([w]), bound: 2e-15),
        Evidence("slope, dual numbers", error: forwardGradient(at: [w], output)[0], bound: 2e-15),
      ]
    }
    page.note(
      "The small weights do it, not the small z. With weights of 1 and a tiny input all z are tiny, "
        + "and the slope by any bias is 1.", at: "11.2.1:underflow")

    //: Overflow does not make parameters “not a number” at once. The first step takes them to
    //: −∞; with the second, ∞ meets ∞ and the result is undefined.

    var w = 2.0
    var history: [Double] = []
    for _ in 0..<2 {
      let z = (0..<1100).reduce(1.0) { z, _ in z * w }
      let gradient = 1100 * z / w * (z - 1)
      w -= 0.1 * gradient
      history.append(w)
    }
    page.table(
      "A weight of a chain of 1100 layers", columns: ["after step 1", "after step 2"],
      rows: [history.map { $0 }], at: "11.2.1:overflow")
    page.verify(
      "two steps after an overflow the weight is not a number", at: "11.2.1:overflow", draws: 1
    ) {
      _ in [Evidence("chain", holds: history[1].isNaN)]
    }
  }

  /// The mean of (Σ wⱼ ReLU(±zⱼ))² over all signs of z and of weights ±√variance.
  private static func expectedSquare(_ z: [Double], variance: Double) -> Double {
    let n = z.count
    let w = variance.squareRoot()
    var sum = 0.0
    for signs in 0..<(1 << n) {
      for weights in 0..<(1 << n) {
        var unit = 0.0
        for j in 0..<n where signs >> j & 1 == 1 {
          unit += weights >> j & 1 == 1 ? w * z[j] : -w * z[j]
        }
        sum += unit * unit
      }
    }
    return sum / Double(1 << (2 * n))
  }

  private static func chain(_ w: Double) -> (Double, Int) {
    var (z, layers) = (1.0, 0)
    while layers < 2000, z != z * w {
      z *= w
      layers += 1
    }
    return (z, layers)
  }
}
