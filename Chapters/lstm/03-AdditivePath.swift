import Companion
import Mathematics

//: The memory is not pushed through a matrix and a tanh at every step, it is added to. That is
//: the whole idea, and most of this section asks what “the derivative of a cell state by the
//: one before it” means, since two answers are possible and only one of them is a gate.

extension LSTM {
  static let additivePath = Section(.foundations, "16.1.2", "The additive path") { page in
    let f = page.given(number: "f", at: "§16.1.2")
    let steps = page.given(number: "steps", at: "§16.1.1")

    //: A forget bias so large that the gate rounds to 1 leaves an LSTM that forgets nothing. Each
    //: step adds what it writes.
    //:
    //:     cₜ = cₜ₋₁ + iₜ ⊙ c̃ₜ                             (16.3)
    //:
    //: Its cell state is the first one plus everything that was written since.

    page.verify("with $f = 1$, $cₜ$ is $c₀$ plus the sum of all $i ⊙ c̃$", at: "16.3") { draw in
      var cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      cell.f.b = [1000, 1000]
      let start = LSTMState(c: draw.vector(2), h: draw.vector(2))
      let steps = cell.run((0..<5).map { _ in draw.vector(2) }, from: start)
      let sum = steps.reduce(start.c) { $0 + $1.i ⊙ $1.c̃ }
      return [Evidence("the sum", error: distance(steps[4].new.c, sum), bound: 1e-14)]
    }

    //: ### The direct path
    //:
    //: Vary $cₜ₋₁$ and hold $hₜ₋₁$ fixed. The gates see only $hₜ₋₁$, so that they stay as they
    //: are, and each unit's cell state is multiplied by its own forget gate: the derivative is a
    //: diagonal matrix, written as a vector in the notes. Over several steps the gates multiply.
    //:
    //:     ∂cₜ/∂cₜ₋₁ = diag(fₜ)                                       (16.4)
    //:     ∂cₜ/∂cₖ₋₁ = Π_{j=k}^{t} ∂cⱼ/∂cⱼ₋₁ = Π_{j=k}^{t} diag(fⱼ)   (16.5)

    page.verify("∂cₜ/∂cₜ₋₁ = diag(fₜ) while hₜ₋₁ is held fixed", at: "16.4") { draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let (x, h, s) = (draw.vector(2), draw.vector(2), draw.vector(2))
      func cₜ<T: Scalar>(_ c: Vector<T>) -> T {
        let state = LSTMState(c: c, h: Vector<T>(h))
        return Vector<T>(s) ⋅ LSTMCell<T>(cell).step(Vector<T>(x), state).new.c
      }
      let c = draw.vector(2)
      let step = cell.step(x, LSTMState(c: c, h: h))
      return compare(step.f ⊙ s, at: c, along: draw.vector(2), cₜ, cₜ)
    }
    page.verify("along the direct path, ∂cₜ/∂cₖ₋₁ is the product of the gates k … t", at: "16.5") {
      draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let steps = cell.run((0..<3).map { _ in draw.vector(2) })
      let s = draw.vector(2)
      func last<T: Scalar>(_ c: Vector<T>) -> T {
        Vector<T>(s) ⋅ steps.reduce(c) { $0 ⊙ Vector<T>($1.f) + Vector<T>($1.i ⊙ $1.c̃) }
      }
      let product = steps.reduce([1, 1]) { $0 ⊙ $1.f }
      let c = draw.vector(2)
      return compare(product ⊙ s, at: c, along: draw.vector(2), last, last)
    }

    //: ### The whole derivative
    //:
    //: But $hₜ₋₁ = oₜ₋₁ ⊙ tanh(cₜ₋₁)$ does move when $cₜ₋₁$ does, and all four maps see it. The
    //: derivative of the recurrence as a whole has a second term, which goes through the weights
    //: $Wₕ$ of three of them, like that of any recurrent network; the output gate has no part in
    //: $cₜ$.

    page.verify("the whole dcₜ/dcₜ₋₁ is diag(fₜ) and a path through hₜ₋₁ and three maps") { draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let (x, o, s) = (draw.vector(2), draw.vector(2, 0, 1), draw.vector(2))
      func cₜ<T: Scalar>(_ c: Vector<T>) -> T {
        let state = LSTMState(c: c, h: Vector<T>(o) ⊙ tanh(c))
        return Vector<T>(s) ⋅ LSTMCell<T>(cell).step(Vector<T>(x), state).new.c
      }
      let c = draw.vector(2)
      let t = cell.step(x, LSTMState(c: c, h: o ⊙ tanh(c)))

      let byF = cell.f.Wₕ.ᵀ * (s ⊙ c ⊙ t.f ⊙ (1 - t.f))
      let byI = cell.i.Wₕ.ᵀ * (s ⊙ t.c̃ ⊙ t.i ⊙ (1 - t.i))
      let byC̃ = cell.c̃.Wₕ.ᵀ * (s ⊙ t.i ⊙ (1 - t.c̃ ⊙ t.c̃))
      let whole = t.f ⊙ s + (byF + byI + byC̃) ⊙ o ⊙ tanhʹ(c)
      return compare(whole, at: c, along: draw.vector(2), cₜ, cₜ)
    }

    //: Which of the two decides how far a gradient reaches? One cell of four units with weights
    //: from (−1, 1), its forget bias set first to 1 and then to 5, reads 51 random numbers. At
    //: the end the gradient is 1 for each of the four units, so that its norm starts at 2. The
    //: gates alone do what the notes say. The whole derivative is another matter: with a bias of
    //: 1 it dies away more slowly, hundreds of times as large after fifty steps, and with a bias
    //: of 5 it *grows*. The gates are the part that the cell controls; they are no upper bound on
    //: the gradient, and an LSTM can explode.

    let paths = [1.0, 5].map { bias in (bias, twoPaths(steps: 51, bias: bias)) }
    page.plot(
      Plot(
        "Gradient by lag, through the forget gates alone and whole", x: "lag", y: "norm",
        isLogarithmic: true,
        paths.flatMap { bias, lags in
          [
            Plot.Series(
              "gates, bias \(Int(bias))", lags.enumerated().map { (Double($0), $1.direct) }),
            Plot.Series(
              "whole, bias \(Int(bias))", lags.enumerated().map { (Double($0), $1.whole) }),
          ]
        }), at: "16.4", "16.5")
    page.table(
      "The same after fifty steps", columns: ["forget bias", "gates alone", "whole"],
      rows: paths.map { bias, lags in
        [bias, scientific(lags[50].direct), scientific(lags[50].whole)]
      }, at: "16.4", "16.5")

    //: ### How near to 1 is near?
    //:
    //: With a gate of exactly 1 the product is 1. A gate of 0.9 leaves after a hundred steps what
    //: [slopes of 0.9 leave in a plain network](#what-a-plain-recurrence-forgets), to the last
    //: digit: it is not the form of the path that rescues the gradient but the value of the gate.
    //: To keep nine tenths over a hundred steps takes a gate of 0.999. Try `--set f=0.99`.

    page.show(
      "product of forget gates", Double.pow(f, steps), at: "16.5", again: ["§16.1.2"],
      for: "16.1.2:stable")
    page.table(
      "What a constant forget gate leaves", columns: ["f", "f¹⁰⁰", "steps until half is left"],
      rows: [0.5, 0.9, 0.99, 0.999, 0.9999].map { f in
        ["\(f)", scientific(Double.pow(f, 100)), log(0.5) / log(f)]
      }, digits: 1, at: "16.5", "16.1.2:stable")

    //: A bound holds for gates of any kind: what is lost is at most the sum of what each gate is
    //: short of 1. That makes the claim exact. Over T steps the product stays near 1 if each
    //: gate is within a small fraction of $1/T$ of it.

    page.verify("1 − Σ(1 − fⱼ) ≤ Π fⱼ ≤ 1", at: "16.5", "16.1.2:stable") { draw in
      let shortest = 1 - draw.uniform(0, 0.02)
      let gates = (0..<100).map { _ in draw.uniform(shortest, 1) }
      let product = gates.reduce(1, *)
      let lost = gates.reduce(0) { $0 + (1 - $1) }
      return [
        Evidence("lower bound", error: max(0, 1 - lost - product), bound: 1e-14),
        Evidence("upper bound", error: max(0, product - 1), bound: 0),
      ]
    }
  }

  /// The norm of ∂(Σcₜ)/∂c by lag, along the forget gates and whole, for a cell drawn from a
  /// fixed seed.
  static func twoPaths(steps: Int, bias: Double) -> [(direct: Double, whole: Double)] {
    var draw = Generator(seed: 1)
    let d = 4
    func map(_ bias: Double) -> AffineMap<Double> {
      AffineMap(
        Wₓ: draw.matrix(d, 1), Wₕ: draw.matrix(d, d),
        b: Vector(repeating: bias, count: d))
    }
    let cell = LSTMCell(f: map(bias), i: map(0), o: map(0), c̃: map(0))
    let trace = cell.run((0..<steps).map { _ in draw.vector(1) })
    let ones = Vector(repeating: 1.0, count: d)
    let none = trace.map { _ in Vector(repeating: 0.0, count: d) }
    let gradients = cell.backward(trace, dh: none, dcᵀ: ones)

    var direct = ones
    var result: [(direct: Double, whole: Double)] = []
    for t in trace.indices.reversed() {
      result.append((direct.l2Norm, gradients.dc[t].l2Norm))
      direct = (direct ⊙ trace[t].f)
    }
    return result
  }
}
