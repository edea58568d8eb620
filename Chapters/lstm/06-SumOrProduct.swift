import Companion
import Mathematics

//: Why the cell's gradient does not vanish: the notes answer with a sum where there is a product.
//: Their answer has two proportionalities, a power of the recurrent weights for the plain
//: network and a *sum* of forget gates for the LSTM. The chain rule gives the first, read in one
//: way, and not the second.

//: For the second answer a cell is needed whose recurrence is that of the gates alone.

extension LSTMCell<Double> {
  /// The same cell with Wₕ = 0 everywhere: its maps see the inputs only.
  var deaf: LSTMCell {
    func deaf(_ map: AffineMap<Double>) -> AffineMap<Double> {
      AffineMap(Wₓ: map.Wₓ, Wₕ: 0 * map.Wₕ, b: map.b)
    }
    return LSTMCell(f: deaf(f), i: deaf(i), o: deaf(o), c̃: deaf(c̃))
  }
}

extension LSTM {
  static let sumOrProduct = Section(.foundations, "16.3.1", "A sum or a product of gates?") {
    page in
    let f: Double = page.given("f", at: "Q7", in: 0...1)
    let steps: Int = page.given("steps", at: "§16.1.1", in: 1...1000)
    plainNetwork(page)
    exponents(page, steps)
    gatesAlone(page)
    constantGate(page)
    multipliedByOne(page, f)
  }

  //: ### The plain network
  //:
  //: For linear units, whose slopes are all 1, a gradient that is written as a row is multiplied
  //: by $Wₕₕ$ from the right at each step. Written as a column, as in
  //: [(16.1)](#what-a-plain-recurrence-forgets), the same is a power of the *transposed* weights;
  //: for a matrix that is not symmetric the two differ. The answer says neither, and is read as
  //: a row here.

  /// A run of k linear steps h ← Wh, and a loss s ⋅ h at its end.
  private struct LinearRun {
    let k = 3
    let W: Matrix<Double>
    let h: Vector<Double>
    let s: Vector<Double>

    init(drawn draw: inout Generator) {
      (W, h, s) = (draw.matrix(2, 2), draw.vector(2), draw.vector(2))
    }
    func loss<T: Scalar>(_ h: Vector<T>) -> T {
      let W = Matrix<T>(self.W)
      return Vector<T>(s) ⋅ (0..<k).reduce(h) { h, _ in W * h }
    }
  }

  private static func plainNetwork(_ page: Page) {
    page.verify(
      "∂ℒ/∂h¹ = (∂ℒ/∂h)Wₕₕᵏ, as rows, after k steps of linear units", at: "Q7:rnn"
    ) { draw in
      let run = LinearRun(drawn: &draw)
      let row = (0..<run.k).reduce(run.s.ᵀ) { row, _ in row * run.W }
      gradient(at: run.h) { run.loss($0) } ≈ row.row(0)
    }
  }

  //: The exponent of 100 is the number of steps *between* the two states. It can be measured:
  //: double the weights, and the gradient grows by two to the exponent.
  //:
  //: And the decay is exponential only if the weights are small. For one linear unit of
  //: weight w the gradient after a hundred steps is the hundredth power, whichever way it
  //: goes.

  /// ∂h by h⁽⁰⁾ of one linear unit of weight w, by dual numbers.
  private static func slopeOfUnit(_ w: Double, steps: Int) -> Double {
    (0..<steps).reduce(Dual<Double>(1, tangent: 1)) { h, _ in Dual(w) * h }.tangent
  }

  /// k in ∂h ∝ wᵏ over a lag of steps, measured at w = ¾ and w = 1½, so that no power overflows.
  static func exponent(lag: Int) -> Double {
    log(slopeOfUnit(1.5, steps: lag) / slopeOfUnit(0.75, steps: lag)) / log(2)
  }

  private static func exponents(_ page: Page, _ steps: Int) {
    page.show("exponent of Wₕₕ", exponent(lag: steps), at: "Q7", for: "Q7:rnn")
    page.note(
      "\(steps) factors lead from h⁽¹⁾ to h⁽\(raised(steps + 1))⁾; to the last of \(steps) states there "
        + "are \(steps - 1).", at: "Q7:rnn")
    let lag = 100
    page.table(
      "One linear unit of weight w, by dual numbers", columns: ["w", "∂h after \(lag) steps"],
      rows: [0.9, 0.99, 1, 1.01, 1.1].map { ["\($0)", slopeOfUnit($0, steps: lag)] }, digits: 6,
      at: "Q7:rnn")
  }

  //: ### The LSTM
  //:
  //: To see the gates alone, let the maps be deaf to **h**. What is left of the recurrence is
  //: $fₜ ⊙ cₜ₋₁$ plus something that does not depend on c, and its derivative over three
  //: steps is $fₜ ⊙ fₜ₋₁ ⊙ fₜ₋₂$. There is nothing to be added up: a sum would come from several
  //: paths side by side, and along the cell state there is one.
  //:
  //:     ∂ℒ/∂c₁ = f₂ ⊙ f₃ ⊙ ⋯ ⊙ f_T ⊙ ∂ℒ/∂c_T

  /// Steps 2 and 3 of a cell whose maps see the inputs only, and a loss s ⋅ c³ at their end.
  private struct DeafRun {
    let cell: LSTMCell<Double>
    let x: [Vector<Double>]
    let c: Vector<Double>
    let s: Vector<Double>

    init(drawn draw: inout Generator) {
      cell = LSTMCell(drawn: &draw, n: 1, d: 1).deaf
      (x, c, s) = (draw.sequence(2, 1), draw.vector(1), draw.vector(1))
    }
    var gates: [Vector<Double>] { cell.run(x).map(\.f) }
    func loss<T: Scalar>(_ c: Vector<T>) -> T {
      let start = LSTMState(c: c, h: Vector<T>([0]))
      return Vector<T>(s) ⋅ LSTMCell<T>(cell).run(x.map { Vector<T>($0) }, from: start)[1].new.c
    }
  }

  private static func gatesAlone(_ page: Page) {
    page.refute(
      "∂ℒ/∂c₁ = (f₂ + … + f_T) ⊙ ∂ℒ/∂c_T", at: "Q7:sum",
      correction: "∂ℒ/∂c₁ = f₂ ⊙ … ⊙ f_T ⊙ ∂ℒ/∂c_T, a product as in (16.5)"
    ) { draw in
      let run = DeafRun(drawn: &draw)
      let sum: Vector = run.gates.reduce([0.0], +)
      gradient(at: run.c) { run.loss($0) } ≈ sum ⊙ run.s
    } corrected: { draw in
      let run = DeafRun(drawn: &draw)
      let product: Vector = run.gates.reduce([1.0], ⊙)
      gradient(at: run.c) { run.loss($0) } ≈ product ⊙ run.s
    }
  }

  //: Nor is it a matter of a factor. For one unit with a constant gate, a hundred steps:

  private static func constantGate(_ page: Page) {
    let n = 100
    page.table(
      "A hundred steps with a constant forget gate", columns: ["f", "derivative", "Π f", "Σ f"],
      rows: [0.5, 0.9, 0.99, 1].map { f in
        let c = (0..<n).reduce(Dual<Double>(1, tangent: 1)) { c, _ in Dual(f) * c + 0.3 }
        return ["\(f)", c.tangent, Double.pow(f, Double(n)), Double(n) * f]
      }, digits: 6, at: "Q7:sum")
  }

  //: The last sentence of the answer contradicts the sum and is right: with a gate of 1 the
  //: gradient is multiplied by 1. What *is* a sum is the cell state itself, $c₀$ and all that
  //: was written; perhaps the two were mixed up.

  /// ∂cₜ/∂c₀ of a random cell of one unit that is deaf to **h**, by dual numbers.
  static func slopeOfMemory(_ draw: inout Generator, forgetBias: Double, steps: Int) -> Double {
    var cell = LSTMCell(drawn: &draw, n: 1, d: 1).deaf
    // Alone with its bias: the gate does not listen to the input either.
    cell.f.Wₓ = [[0]]
    cell.f.b = [forgetBias]
    let x = draw.sequence(steps, 1)
    return forwardGradient(at: draw.vector(1)) { c in
      let start = LSTMState(c: c, h: Vector([0]))
      return LSTMCell(cell).run(x.map { Vector($0) }, from: start)[steps - 1].new.c[0]
    }[0]
  }

  private static func multipliedByOne(_ page: Page, _ f: Double) {
    let c = Dual(f) * Dual(1, tangent: 1) + Dual(0.3)
    page.show("factor per step", c.tangent, at: "Q7", for: "Q7:one")
    page.verify(
      "with a forget gate of 1 the derivative of c⁸ by c⁰ is 1, whatever is written", at: "Q7:one"
    ) { draw in
      slopeOfMemory(&draw, forgetBias: 1000, steps: 8) == 1
    }
  }
}
