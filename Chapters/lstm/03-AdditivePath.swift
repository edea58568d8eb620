import Companion
import Mathematics

//: The memory is not pushed through a matrix and a tanh at every step, it is added to. That is
//: the whole idea, and most of this section asks what “the derivative of a cell state by the
//: one before it” means, since two answers are possible and only one of them is a gate.

extension LSTM {
  static let additivePath = Section(.foundations, "16.1.2", "The additive path") { page in
    let f: Double = page.given("f", at: "§16.1.2", in: 0...1)
    let steps: Double = page.given("steps", at: "§16.1.1", in: 0...1000)
    forgetsNothing(page)
    directPath(page)
    wholeDerivative(page)
    bothPaths(page)
    nearToOne(page, f, steps)
  }

  //: A forget bias so large that the gate rounds to 1 leaves an LSTM that forgets nothing. Each
  //: step adds what it writes.
  //:
  //:     cₜ = cₜ₋₁ + iₜ ⊙ c̃ₜ                             (16.3)
  //:
  //: Its cell state is the first one plus everything that was written since.

  private static func forgetsNothing(_ page: Page) {
    page.verify("with $f = 1$, $cₜ$ is $c₀$ plus the sum of all $i ⊙ c̃$", at: "16.3") { draw in
      var cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      cell.f.b = [1000, 1000]
      let start = LSTMState(c: draw.vector(2), h: draw.vector(2))
      let steps = cell.run((0..<5).map { _ in draw.vector(2) }, from: start)
      steps[4].new.c ≈ steps.reduce(start.c) { $0 + $1.i ⊙ $1.c̃ }
    }
  }

  //: ### The direct path
  //:
  //: Vary $cₜ₋₁$ and hold $hₜ₋₁$ fixed. The gates see only $hₜ₋₁$, so that they stay as they
  //: are, and each unit's cell state is multiplied by its own forget gate: the derivative is a
  //: diagonal matrix, written as a vector in the notes. Over several steps the gates multiply.
  //:
  //:     ∂cₜ/∂cₜ₋₁ = diag(fₜ)                                       (16.4)
  //:     ∂cₜ/∂cₖ₋₁ = Π_{j=k}^{t} ∂cⱼ/∂cⱼ₋₁ = Π_{j=k}^{t} diag(fⱼ)   (16.5)
  //:
  //: A derivative of a vector by a vector is tested along any s: the gradient of the number $sᵀcₜ$.

  private static func directPath(_ page: Page) {
    page.verify("∂cₜ/∂cₜ₋₁ = diag(fₜ) while hₜ₋₁ is held fixed", at: "16.4") { draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let (x, h, s) = (draw.vector(2), draw.vector(2), draw.vector(2))
      let c = draw.vector(2)
      let step = cell.step(x, LSTMState(c: c, h: h))
      gradient(at: c) { c in
        let held = LSTMState(c: c, h: Vector(h))
        return Vector(s) ⋅ LSTMCell(cell).step(Vector(x), held).new.c
      } ≈ step.f ⊙ s
    }
    page.verify("along the direct path, ∂cₜ/∂cₖ₋₁ is the product of the gates k … t", at: "16.5") {
      draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let steps = cell.run((0..<3).map { _ in draw.vector(2) })
      let s = draw.vector(2)
      let product = steps.reduce([1, 1]) { $0 ⊙ $1.f }
      gradient(at: draw.vector(2)) { c in
        Vector(s)
          ⋅ steps.reduce(c) { c, t in
            LSTMCell(cell).step(Vector(t.x), LSTMState(c: c, h: Vector(t.old.h))).new.c
          }
      } ≈ product ⊙ s
    }
  }

  //: ### The whole derivative
  //:
  //: But $hₜ₋₁ = oₜ₋₁ ⊙ tanh(cₜ₋₁)$ does move when $cₜ₋₁$ does, and all four maps see it. The
  //: derivative of the recurrence as a whole has a second term, which goes through the weights
  //: $Wₕ$ of three of them, like that of any recurrent network; the output gate has no part in
  //: $cₜ$.

  private static func wholeDerivative(_ page: Page) {
    page.verify("the whole dcₜ/dcₜ₋₁ is diag(fₜ) and a path through hₜ₋₁ and three maps") { draw in
      let cell = LSTMCell(drawn: &draw, n: 2, d: 2)
      let (x, o, s) = (draw.vector(2), draw.vector(2, 0, 1), draw.vector(2))
      let c = draw.vector(2)
      let t = cell.step(x, LSTMState(c: c, h: o ⊙ tanh(c)))

      let byF = cell.f.Wₕ.ᵀ * (s ⊙ c ⊙ t.f ⊙ (1 - t.f))
      let byI = cell.i.Wₕ.ᵀ * (s ⊙ t.c̃ ⊙ t.i ⊙ (1 - t.i))
      let byC̃ = cell.c̃.Wₕ.ᵀ * (s ⊙ t.i ⊙ (1 - t.c̃ ⊙ t.c̃))
      gradient(at: c) { c in
        let before = LSTMState(c: c, h: Vector(o) ⊙ tanh(c))
        return Vector(s) ⋅ LSTMCell(cell).step(Vector(x), before).new.c
      } ≈ t.f ⊙ s + (byF + byI + byC̃) ⊙ o ⊙ tanhʹ(c)
    }
  }

  //: ### Both paths over fifty steps
  //:
  //: Which of the two decides how far a gradient reaches? One cell of four units with weights
  //: from (−1, 1), its forget bias set first to 1 and then to 5, reads 51 random numbers. At
  //: the end the gradient is 1 for each of the four units, so that its norm starts at 2.

  /// The norm of ∂(Σcₜ)/∂c by lag, along the forget gates and whole, for a cell drawn from a
  /// fixed seed.
  static func twoPaths(steps: Int, bias: Double) -> [(direct: Double, whole: Double)] {
    var draw = Generator(seed: 1)
    let d = 4
    func map(_ bias: Double) -> AffineMap<Double> {
      AffineMap(
        Wₓ: draw.matrix(d, 1), Wₕ: draw.matrix(d, d), b: Vector(repeating: bias, count: d))
    }
    let cell = LSTMCell(f: map(bias), i: map(0), o: map(0), c̃: map(0))
    let trace = cell.run((0..<steps).map { _ in draw.vector(1) })
    let ones = Vector(repeating: 1.0, count: d)
    let none = trace.map { _ in Vector(repeating: 0.0, count: d) }
    let gradients = cell.backward(trace, dh: none, dcᵀ: ones)

    var direct = ones
    return trace.indices.reversed().map { t in
      let norms = (direct.l2Norm, gradients.dc[t].l2Norm)
      direct = (direct ⊙ trace[t].f)
      return norms
    }
  }

  //: The gates alone do what the notes say. The whole derivative is another matter: with a bias
  //: of 1 it dies away more slowly, hundreds of times as large after fifty steps, and with a bias
  //: of 5 it *grows*. The gates are the part that the cell controls; they are no upper bound on
  //: the gradient, and an LSTM can explode.

  private static func bothPaths(_ page: Page) {
    let paths = [1.0, 5].map { bias in (bias, twoPaths(steps: 51, bias: bias)) }
    page.plot(
      Plot(
        "Gradient by lag, through the forget gates alone and whole", x: "lag", y: "norm",
        isLogarithmic: true,
        paths.flatMap { bias, lags in
          let gates = lags.enumerated().map { (Double($0), $1.direct) }
          let whole = lags.enumerated().map { (Double($0), $1.whole) }
          return [
            Plot.Series("gates, bias \(Int(bias))", gates),
            Plot.Series("whole, bias \(Int(bias))", whole),
          ]
        }), at: "16.4", "16.5")
    page.table(
      "The same after fifty steps", columns: ["forget bias", "gates alone", "whole"],
      rows: paths.map { bias, lags in
        [bias, scientific(lags[50].direct), scientific(lags[50].whole)]
      }, at: "16.4", "16.5")
  }

  //: ### How near to 1 is near?
  //:
  //: With a gate of exactly 1 the product is 1. A gate of 0.9 leaves after a hundred steps what
  //: [slopes of 0.9 leave in a plain network](#what-a-plain-recurrence-forgets), to the last
  //: digit: it is not the form of the path that rescues the gradient but the value of the gate.
  //: To keep nine tenths over a hundred steps takes a gate of 0.999. Try `--set f=0.99`.
  //:
  //: A bound holds for gates of any kind: what is lost is at most the sum of what each gate is
  //: short of 1. That makes the claim exact. Over T steps the product stays near 1 if each
  //: gate is within a small fraction of $1/T$ of it.

  private static func nearToOne(_ page: Page, _ f: Double, _ steps: Double) {
    page.show(
      "product of forget gates", Double.pow(f, steps), at: "16.5", again: ["§16.1.2"],
      for: "16.1.2:stable")
    page.table(
      "What a constant forget gate leaves", columns: ["f", "f¹⁰⁰", "steps until half is left"],
      rows: [0.5, 0.9, 0.99, 0.999, 0.9999].map { f in
        ["\(f)", scientific(Double.pow(f, 100)), log(0.5) / log(f)]
      }, digits: 1, at: "16.5", "16.1.2:stable")

    page.verify("1 − Σ(1 − fⱼ) ≤ Π fⱼ ≤ 1", at: "16.5", "16.1.2:stable") { draw in
      let shortest = 1 - draw.uniform(0, 0.02)
      let gates = (0..<100).map { _ in draw.uniform(shortest, 1) }
      let product = gates.reduce(1, *)
      1 - gates.reduce(0) { $0 + (1 - $1) } ≤ product ± rounding
      product ≤ 1
    }
  }
}
