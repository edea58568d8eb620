import Companion
import Mathematics

//: Everything in this chapter is a variation on one line: from where you are, take a step
//: against the slope. Before the variations, here is the line by itself, on functions so small
//: that every question about it has an exact answer. How far may a step go? Where does it
//: lead? What happens at a kink?

/// θ − ηg: one step against the gradient (foundations (7.1))
func stepped(_ θ: Vector<Double>, _ g: Vector<Double>, _ η: Double) -> Vector<Double> {
  θ - η * g
}

/// The points that descent visits, its start first (intuition 4.2)
func descent(
  from θ: Vector<Double>, _ η: Double, steps: Int,
  _ gradient: (Vector<Double>) -> Vector<Double>
) -> [Vector<Double>] {
  var path = [θ]
  for t in 0..<steps { path.append(stepped(path[t], gradient(path[t]), η)) }
  return path
}

//: Many questions about losses are asked of one that is small and smooth and has no symmetry:
//: that of a network with three units of tanh, at two samples, with a small penalty.

/// A smooth loss of nine parameters: a 1-3-1 network with tanh, without output bias, and a
/// small penalty, at two samples.
func smallLoss<T: Scalar>(_ θ: Vector<T>) -> T {
  var sum: T = 0
  for (x, y) in [(0.5, 1.0), (-1.0, 0.3)] {
    var output: T = 0
    for j in 0..<3 { output += θ[j + 6] * tanh(θ[j] * T(x) + θ[j + 3]) }
    sum += (output - T(y)) * (output - T(y))
  }
  return sum + 0.05 * (θ ⋅ θ)
}

/// A count up to twelve in words, a larger one in digits.
func spelled(_ n: Int) -> String {
  let few = "no one two three four five six seven eight nine ten eleven twelve".split(
    separator: " ")
  return few.indices.contains(n) ? String(few[n]) : "\(n)"
}

/// A whole number as an index: ₂₀
func subscripted(_ n: Int) -> String {
  String("\(n)".compactMap(\.wholeNumberValue).map { Character(UnicodeScalar(0x2080 + $0)!) })
}

extension Optimizers {
  static let downhill = Section(.intuition, "4.2", "One step against the slope") { page in
    let start: Double = page.given("x₀", ours: 1)
    onParabola(page, start)
    howFar(page)
    steepest(page)
    bowl(page)
    basins(page)
    kinks(page)
    subgradients(page)
  }

  //: ### A parabola
  //:
  //: The slope of $x²$ is $2x$, so that a step multiplies x by $1 − 2η$:
  //:
  //:     x ← x − η fʹ(x) = (1 − 2η)x                 (intuition 4.2)
  //:     xₜ = (1 − 2η)ᵗ x₀
  //:
  //: At $η = ½$ one step lands in the minimum, between ½ and 1 the path jumps from side to side
  //: and still arrives, at 1 it jumps for ever, and beyond 1 it runs away.

  /// The parabola of intuition 4.2.
  private static func square<T: Scalar>(_ x: Vector<T>) -> T { x[0] * x[0] }

  private static func onParabola(_ page: Page, _ start: Double) {
    let steps = 20
    page.table(
      "After \(steps) steps on x²", columns: ["η", "1 − 2η", "x\(subscripted(steps))"],
      rows: [0.1, 0.4, 0.5, 0.9, 1, 1.1].map { η in
        [η, 1 - 2 * η, descent(from: [start], η, steps: steps) { 2.0 * $0 }[steps][0]]
      }, digits: 6, at: "4.2:gd")
    page.define("f(x) = x²", at: "4.2:square", by: "square")
    page.define("steps against the gradient", at: "4.1.3:opposite", by: "descent")
    page.define("the least cost, looked for by steps", at: "4.1.3:goal", by: "descent")

    page.verify("t steps on x² lead to (1 − 2η)ᵗ x₀", at: "4.2:gd", "4.2:square") { draw in
      let (x, η, t) = (draw.uniform(-2, 2), draw.uniform(0, 1.2), 1 + draw.below(8))
      let path = descent(from: [x], η, steps: t) { forwardGradient(at: $0, square) }
      path[t][0] ≈ (1 - 2 * η).power(t) * x
    }
  }

  //: What counts is never the rate alone but its product with the curvature L, here 2. Below
  //: $1/L$ the path creeps in from one side; at $1/L$ the slope at the start, drawn out as a
  //: straight line, meets zero exactly at the minimum; from $2/L$ on nothing helps. A landscape
  //: that has directions with different curvatures has to take its rate from the steepest of
  //: them, and then waits for the flattest. Most of the methods of this chapter are answers to
  //: that sentence.

  private static func howFar(_ page: Page) {
    page.verify(
      "with the slope Lx, a step brings x nearer to 0 if η < 2/L and farther if η > 2/L",
      at: "foundations:7.1.1:overshoot"
    ) { draw in
      let (x, L) = (draw.uniform(0.1, 2), draw.uniform(0.1, 20))
      let (short, long) = (draw.uniform(0.01, 1.99) / L, draw.uniform(2.01, 5) / L)
      stepped([x], [L * x], short)[0].absolute < x
      stepped([x], [L * x], long)[0].absolute > x
    }
  }

  //: ### Which direction
  //:
  //: Of all directions of length 1, the gradient is the one in which a function rises most
  //: quickly; a short step the other way lowers it. Both are tried on a loss with curvature
  //: everywhere, with the rise along a direction taken from one dual number.
  //:
  //: The reason is one line. Along a unit vector d, at an angle φ to the gradient, the rise is
  //:
  //:     d · ∇f = ‖∇f‖ cos(φ) ≤ ‖∇f‖
  //:
  //: since no cosine exceeds 1. “Steepest” depends on the lengths of directions, though. Measure
  //: them in other units, one for each coordinate, and another direction is steepest; this
  //: freedom is what [the adaptive methods](#a-rate-for-each-coordinate) use.
  //:
  //: Only a function whose value is one number has a gradient. Where the value is a vector, each
  //: of its entries has one, and these are the rows of the Jacobian.

  private static func steepest(_ page: Page) {
    page.define("the loss is one number for all parameters", at: "4.5:scalar", by: "smallLoss")
    page.verify("no direction rises faster than the gradient", at: "4.5:steepest") { draw in
      let θ = draw.vector(9)
      let g = forwardGradient(at: θ, smallLoss)
      let rise = { (d: Vector<Double>) in
        forwardDerivative(at: θ, along: d / d.l2Norm, smallLoss)
      }
      for _ in 0..<4 { rise(draw.vector(9)) ≤ rise(g) }
      rise(g) ≈ g.l2Norm
      smallLoss(stepped(θ, g, 1e-3)) < smallLoss(θ)
    }
    page.verify(
      "a scalar function has a gradient; a vector function a Jacobian, with a row for each entry",
      at: "4.2:jacobian"
    ) { draw in
      let z = draw.vector(4, -3, 3)
      let rows = (0..<4).map { i in forwardGradient(at: z) { softmax($0)[i] } }
      Matrix(rows.map(\.entries)) ≈ softmaxʹ(z)
    }
  }

  //: ### Bowls
  //:
  //: With a linear model and the squared error the loss is a bowl: it lies under each of its
  //: chords, and by how much can be said exactly. Nothing like it holds for a network.

  private static func bowl(_ page: Page) {
    page.verify(
      "the squared error of a linear model lies t(1 − t)‖X(v − w)‖²/m below its chords",
      at: "4.5:convex"
    ) { draw in
      let (X, y) = (draw.matrix(6, 3), draw.vector(6))
      let loss = { (w: Vector<Double>) in
        let e = X * w - y
        return (e ⋅ e) / 6
      }
      let (v, w, t) = (draw.vector(3, -5, 5), draw.vector(3, -5, 5), draw.uniform())
      let e = X * (v - w)
      let below = t * (1 - t) * (e ⋅ e) / 6
      loss((1 - t) * v + t * w) + below ≈ (1 - t) * loss(v) + t * loss(w)
    }
  }

  //: ### Basins
  //:
  //: With two basins and a small rate, descent ends in the one that it started in. It follows the
  //: slope under its feet and knows nothing of a deeper valley behind the hill. The top of that
  //: hill is where the slope is zero between the two, and it decides for every start.

  /// A valley with two basins, the left one deeper.
  private static func twoBasins<T: Scalar>(_ x: T) -> T {
    x.power(4) - 2 * x.power(2) + 0.3 * x
  }

  /// Its slope.
  private static func twoBasinsʹ(_ x: Double) -> Double { 4 * x.power(3) - 4 * x + 0.3 }

  /// Where descent on it ends.
  private static func end(_ x: Double, _ η: Double, steps: Int) -> Double {
    descent(from: [x], η, steps: steps) { $0.map(twoBasinsʹ) }[steps][0]
  }

  private static func basins(_ page: Page) {
    let ends = [-1.6, -0.8, 0, 0.05, 0.2, 1.4].map { (start: $0, end: end($0, 0.05, steps: 200)) }
    page.table(
      "Six starts on x⁴ − 2x² + 0.3x", columns: ["start", "end", "f(end)"],
      rows: ends.map { [$0.start, $0.end, twoBasins($0.end)] }, at: "4.1.3:local", "4.5:local")
    let curve = (0...60).map { -1.6 + Double($0) * 0.05 }
    page.plot(
      Plot(
        "Two basins and where descent ends", x: "x", y: "x⁴ − 2x² + 0.3x",
        [
          Plot.Series("f", curve.map { ($0, twoBasins($0)) }),
          .points("ends", ends.map { ($0.end, twoBasins($0.end)) }),
        ]))

    let (reach, η) = (1.6, 0.1)
    let hill = bisected(-0.5, 0.5, twoBasinsʹ)
    page.verify(
      "from within ±\(words(reach)), descent at a rate of \(words(η)) stays in the basin of its start",
      at: "4.1.3:local", "4.5:local"
    ) { draw in
      let x = draw.uniform(-reach, reach)
      derivative(at: x) { twoBasins($0) } ≈ twoBasinsʹ(x)
      let end = end(x, η, steps: 20)
      (end - hill).sign == (x - hill).sign
      // From the hilltop itself it takes longer.
      if (x - hill).absolute >= 0.3 { twoBasinsʹ(end).absolute ≤ 0.01 }
    }
  }

  //: ### Kinks
  //:
  //: A network of ReLUs has kinks, but a point drawn at random never lies on one: the slopes to
  //: the left and to the right along any direction are there that of the gradient. The network
  //: is that of [the next section](#the-size-of-a-step). Its first unit can be placed on its kink
  //: by the bias; then the slopes differ, by what the unit's pre-activation does along the
  //: direction times what that is worth at the output.

  private static func kinks(_ page: Page) {
    page.verify(
      "at random a ReLU network has a gradient, with a unit at 0 it has none",
      at: "4.5:differentiable"
    ) { draw in
      var θ = draw.vector(13)
      θ[9] = draw.uniform(0.3, 1)
      let x: Vector = [draw.uniform(0.2, 1), draw.uniform(0.2, 1)]
      let d = draw.vector(13)
      let slope = { (θ: Vector<Double>, h: Double) in
        (ToyNetwork(θ + h * d).loss(x, 1) - ToyNetwork(θ).loss(x, 1)) / h
      }
      let h = 1e-7
      for h in [h, -h] {
        slope(θ, h) ≈ ToyNetwork(θ).gradient(x, 1) ⋅ d ± (1e-5, "a difference over 10⁻⁷")
      }
      θ[6] = -(θ[0] * x[0] + θ[1] * x[1])
      let turn = (d[0] * x[0] + d[1] * x[1] + d[6]).magnitude
      let worth = θ[9] * (ToyNetwork(θ).forward(x).ŷ - 1)
      slope(θ, h) - slope(θ, -h) ≈ turn * worth ± (1e-5, "differences over 10⁻⁷")
    }
    page.note(
      "The loss is said to lack a derivative where “the function” is zero: read as where the input "
        + "of ReLU is zero.", at: "4.5:relu")
  }

  //: On the kink itself any slope from 0 to 1 supports the graph from below, which is what makes
  //: it a subgradient. A smaller one cuts the graph on the left, a larger one on the right.

  private static func subgradients(_ page: Page) {
    page.verify("ReLU(z) ≥ s·z for the slopes s in [0, 1] and no others", at: "4.5:relu") { draw in
      let (z, s, h) = (draw.uniform(-3, 3), draw.uniform(), draw.uniform(0.1, 1))
      let excess = draw.uniform(0.001, 1)
      s * z ≤ relu(z)
      [relu(-h) / -h, relu(h) / h] == [0, 1]
      -excess * -h > relu(-h)
      (1 + excess) * h > relu(h)
    }
  }
}
