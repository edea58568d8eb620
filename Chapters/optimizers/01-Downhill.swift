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

/// The parabola of intuition 4.2.
func square<T: Scalar>(_ x: Vector<T>) -> T { x[0] * x[0] }

/// A valley with two basins, the left one deeper.
func twoBasins<T: Scalar>(_ x: Vector<T>) -> T {
  x[0].power(4) - 2 * x[0].power(2) + 0.3 * x[0]
}

extension Optimizers {
  static let downhill = Section(.intuition, "4.2", "One step against the slope") { page in
    //: ### A parabola
    //:
    //: The slope of $x²$ is $2x$, so that a step multiplies x by $1 − 2η$:
    //:
    //:     x ← x − η fʹ(x) = (1 − 2η)x                 (intuition 4.2)
    //:     xₜ = (1 − 2η)ᵗ x₀
    //:
    //: At $η = ½$ one step lands in the minimum, between ½ and 1 the path jumps from side to side
    //: and still arrives, at 1 it jumps for ever, and beyond 1 it runs away.

    let start = page.given(number: "x₀", ours: 1)
    let rates = [0.1, 0.4, 0.5, 0.9, 1, 1.1]
    let ends = rates.map { η in
      descent(from: [start], η, steps: 20) { 2.0 * $0 }[20][0]
    }
    page.table(
      "After 20 steps on x²", columns: ["η", "1 − 2η", "x₂₀"],
      rows: zip(rates, ends).map { [$0, 1 - 2 * $0, $1] }, digits: 6, at: "4.2:gd")
    page.define("f(x) = x²", at: "4.2:square", by: "square")
    page.define("steps against the gradient", at: "4.1.3:opposite", by: "descent")
    page.define("the least cost, looked for by steps", at: "4.1.3:goal", by: "descent")

    //: What counts is never the rate alone but its product with the curvature L, here 2. Below
    //: $1/L$ the path creeps in from one side; at $1/L$ the slope at the start, drawn out as a
    //: straight line, meets zero exactly at the minimum; from $2/L$ on nothing helps. A landscape
    //: that has directions with different curvatures has to take its rate from the steepest of
    //: them, and then waits for the flattest. Most of the methods of this chapter are answers to
    //: that sentence.

    page.verify("t steps on x² lead to (1 − 2η)ᵗ x₀", at: "4.2:gd", "4.2:square") { draw in
      let (x, η) = (draw.uniform(-2, 2), draw.uniform(0, 1.2))
      let path = descent(from: [x], η, steps: 5) { forwardGradient(at: $0, square) }
      return [
        Evidence(
          "slope by dual numbers", error: distance(path[5][0], (1 - 2 * η).power(5) * x),
          bound: 1e-12)
      ]
    }
    page.verify(
      "with the slope Lx, a step brings x nearer to 0 if η < 2/L and farther if η > 2/L",
      at: "foundations:7.1.1:overshoot"
    ) { draw in
      let (x, L) = (draw.uniform(0.1, 2), draw.uniform(0.1, 20))
      let near = stepped([x], [L * x], draw.uniform(0.01, 1.99) / L)[0].absolute
      let far = stepped([x], [L * x], draw.uniform(2.01, 5) / L)[0].absolute
      return [
        Evidence("below 2/L", holds: near < x),
        Evidence("above 2/L", holds: far > x),
      ]
    }

    //: ### Which direction
    //:
    //: Of all directions of length 1, the gradient is the one in which a function rises most
    //: quickly; a short step the other way lowers it. Both are tried on a loss with curvature
    //: everywhere, with the rise along a direction taken from one dual number.

    //: The reason is one line. Along a unit vector d, at an angle φ to the gradient, the rise is
    //:
    //:     d · ∇f = ‖∇f‖ cos(φ) ≤ ‖∇f‖
    //:
    //: since no cosine exceeds 1. “Steepest” depends on the lengths of directions, though. Measure
    //: them in other units, one for each coordinate, and another direction is steepest; this
    //: freedom is what [the adaptive methods](#a-rate-for-each-coordinate) use.

    page.define("the loss is one number for all parameters", at: "4.5:scalar", by: "smallLoss")
    page.verify("no direction rises faster than the gradient", at: "4.5:steepest") { draw in
      let θ = draw.vector(9)
      let g = forwardGradient(at: θ, smallLoss)
      func rise(_ d: Vector<Double>) -> Double {
        var x = Vector<Dual<Double>>(θ)
        for i in x.indices { x[i].tangent = d[i] / d.l2Norm }
        return smallLoss(x).tangent
      }
      let drop = smallLoss(θ) - smallLoss(stepped(θ, g, 1e-3))
      return [
        Evidence(
          "4 directions",
          error: (0..<4).reduce(0) { worst, _ in max(worst, rise(draw.vector(9)) - rise(g)) },
          bound: 0),
        Evidence("its own is its length", error: distance(rise(g), g.l2Norm), bound: 1e-14),
        Evidence("a step against it", holds: drop > 0),
      ]
    }
    page.verify(
      "a scalar function has a gradient; a vector function a Jacobian, with a row for each entry",
      at: "4.2:jacobian"
    ) { draw in
      let z = draw.vector(4, -3, 3)
      let J = softmaxʹ(z)
      let rows = (0..<4).map { i in forwardGradient(at: z) { softmax($0)[i] } }
      return [Evidence("softmax", error: distance(Matrix(rows.map(\.entries)), J), bound: 1e-14)]
    }

    //: ### Bowls, basins and kinks
    //:
    //: With a linear model and the squared error the loss is a bowl: it lies under each of its
    //: chords. With two basins and a small rate, descent ends in the one that it started in. It
    //: follows the slope under its feet and knows nothing of a deeper valley behind the hill.

    page.verify(
      "the squared error of a linear model lies t(1 − t)‖X(v − w)‖²/m below its chords",
      at: "4.5:convex"
    ) { draw in
      let X = draw.matrix(6, 3)
      let y = draw.vector(6)
      func loss(_ w: Vector<Double>) -> Double {
        let e = X * w - y
        return (e ⋅ e) / 6
      }
      let (v, w, t) = (draw.vector(3, -5, 5), draw.vector(3, -5, 5), draw.uniform())
      let chord = (1 - t) * loss(v) + t * loss(w)
      let curve = loss((1 - t) * v + t * w)
      let e = X * (v - w)
      return [
        Evidence("chords", error: distance(chord - curve, t * (1 - t) * (e ⋅ e) / 6), bound: 1e-12)
      ]
    }

    func valley(_ x: Double) -> Double { twoBasins([x]) }
    let starts = [-1.6, -0.8, 0, 0.05, 0.2, 1.4]
    let found = starts.map { x in
      descent(from: [x], 0.05, steps: 200) { x in
        [4 * x[0].power(3) - 4 * x[0] + 0.3]
      }[200][0]
    }
    page.table(
      "Six starts on x⁴ − 2x² + 0.3x", columns: ["start", "end", "f(end)"],
      rows: zip(starts, found).map { [$0, $1, valley($1)] }, at: "4.1.3:local", "4.5:local")
    page.plot(
      Plot(
        "Two basins and where descent ends", x: "x", y: "x⁴ − 2x² + 0.3x",
        [
          Plot.Series(
            "f", (0...60).map { (-1.6 + Double($0) * 0.05, valley(-1.6 + Double($0) * 0.05)) }),
          .points("ends", found.map { ($0, valley($0)) }),
        ]))
    // The top of the hill between them, where 4x³ − 4x + 0.3 = 0.
    let hill = bisected(-0.5, 0.5) { 4 * $0.power(3) - 4 * $0 + 0.3 }
    page.verify(
      "from within ±1.6, descent at a rate of 0.1 stays in the basin of its start",
      at: "4.1.3:local", "4.5:local"
    ) { draw in
      let x = draw.uniform(-1.6, 1.6)
      let end = descent(from: [x], 0.1, steps: 20) { forwardGradient(at: $0, twoBasins) }[20]
      let slope = forwardGradient(at: end, twoBasins)[0].absolute
      let isHere = (end[0] < hill) == (x < hill)
      return [
        Evidence("side", holds: isHere),
        Evidence("slope at the end", error: (x - hill).absolute < 0.3 ? 0 : slope, bound: 0.01),
      ]
    }

    //: A network of ReLUs has kinks, but a point drawn at random never lies on one: the slopes to
    //: the left and to the right along any direction are there that of the gradient. At a point
    //: that is placed on a kink they differ. On the kink itself any slope from 0 to 1 supports
    //: the graph from below, which is what makes it a subgradient.

    page.verify(
      "at random a ReLU network has a gradient, with a unit at 0 it has none",
      at: "4.5:differentiable"
    ) { draw in
      var θ = draw.vector(13)
      θ[9] = draw.uniform(0.3, 1)
      let x: Vector = [draw.uniform(0.2, 1), draw.uniform(0.2, 1)]
      let d = draw.vector(13)
      func slope(_ θ: Vector<Double>, _ h: Double) -> Double {
        (ToyNetwork(θ + h * d).loss(x, 1) - ToyNetwork(θ).loss(x, 1)) / h
      }
      let g = ToyNetwork(θ).gradient(x, 1) ⋅ d
      var kink = θ
      kink[6] = -(θ[0] * x[0] + θ[1] * x[1])
      // What the first unit's pre-activation does along d, and what that is worth at the output.
      let turn = (d[0] * x[0] + d[1] * x[1] + d[6]) * θ[9] * (ToyNetwork(kink).forward(x).ŷ - 1)
      let jump = slope(kink, 1e-7) - slope(kink, -1e-7)
      return [
        Evidence("right, at random", error: distance(slope(θ, 1e-7), g), bound: 1e-5),
        Evidence("left, at random", error: distance(slope(θ, -1e-7), g), bound: 1e-5),
        Evidence("jump on the kink", error: distance(jump.magnitude, turn.magnitude), bound: 1e-5),
      ]
    }
    page.note(
      "The loss is said to lack a derivative where “the function” is zero: read as where the input "
        + "of ReLU is zero.", at: "4.5:relu")
    page.verify("ReLU(z) ≥ s·z for the slopes s in [0, 1] and no others", at: "4.5:relu") { draw in
      let (z, s, h) = (draw.uniform(-3, 3), draw.uniform(), draw.uniform(0.1, 1))
      let (left, right) = (relu(-h) / -h, relu(h) / h)
      return [
        Evidence("graph", error: max(0, s * z - relu(z)), bound: 0),
        Evidence("slopes at 0", error: distance([left, right], [0, 1]), bound: 0),
        Evidence("s = −0.1", holds: -0.1 * -h > relu(-h)),
        Evidence("s = 1.1", holds: 1.1 * h > relu(h)),
      ]
    }
  }
}

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

/// Where a function changes its sign between two points at which it has different signs.
func bisected(_ low: Double, _ high: Double, steps: Int = 60, _ f: (Double) -> Double) -> Double {
  var (a, b) = (low, high)
  let sign = f(a) > 0
  for _ in 0..<steps {
    let middle = (a + b) / 2
    if (f(middle) > 0) == sign { a = middle } else { b = middle }
  }
  return (a + b) / 2
}
