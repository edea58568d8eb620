import Companion
import Mathematics

//: The notes set up an example of two units and two steps, and leave every number of it out. Here
//: they are. There are two inputs a step, and all weight matrices are a tenth of the identity.
//: What the setup does not say has to be fixed: the inputs, two targets for the hidden states,
//: half the squared error at both steps, and the biases, which are those that the notes recommend
//: [elsewhere](#the-bias-of-the-forget-gate), 1 for the forget gate and 0 for the rest.

/// The cell and the data of the example, as the reader may set them.
struct Example {
  let cell: LSTMCell<Double>
  let x: [Vector<Double>]
  let y: [Vector<Double>]
}

extension Example {
  init(_ page: Page, file: String = #fileID, line: Int = #line) {
    let w: Double = page.given(
      "factor of identity in W", at: "§21.2.1", as: "w", file: file, line: line)
    let b_f: Double = page.given("b_f", at: "16.12", file: file, line: line)
    x = [
      page.given("x¹", ours: [1, 0.5], file: file, line: line),
      page.given("x²", ours: [-0.5, 2], file: file, line: line),
    ]
    y = [
      page.given("y¹", ours: [0.5, 0], file: file, line: line),
      page.given("y²", ours: [0, 0.5], file: file, line: line),
    ]
    let W = w * Matrix(diagonal: [1, 1])
    func map(_ b: Double) -> AffineMap<Double> { AffineMap(Wₓ: W, Wₕ: W, b: [b, b]) }
    cell = LSTMCell(f: map(b_f), i: map(0), o: map(0), c̃: map(0))
  }
}

//: The loss is half the squared error of all units, at both steps:
//:
//:     ℒ = ½ Σₜ ‖hₜ − yₜ‖²

/// Half the squared error, summed over all units and steps.
func sequenceLoss<T: Scalar>(_ steps: [LSTMStep<T>], _ y: [Vector<T>]) -> T {
  zip(steps, y).reduce(0) { sum, pair in
    let e = pair.0.new.h - pair.1
    return sum + 0.5 * (e ⋅ e)
  }
}

extension LSTM {
  static let example = Section(.foundations, "21.2.1", "Two steps by hand") { page in
    let example = Example(page)
    let steps = example.cell.run(example.x)
    sizes(page, example)
    firstStep(page, steps[0])
    secondStep(page, steps)
    loss(page, example, steps)
    apart(page, example, steps)
  }

  private static func sizes(_ page: Page, _ e: Example) {
    let width: Int = page.given("size of x", at: "§21.2.1", in: 1...1e6)
    let units: Int = page.given("size of h", at: "§21.2.1", in: 1...1e6)
    let length: Int = page.given("timesteps", at: "§21.2.1", in: 1...1e6)
    page.check(
      "the inputs and weights of the example have the sizes of the setup", at: "21.2.1:setup"
    ) {
      [e.cell.f.Wₓ.columns, e.cell.f.Wₓ.rows, e.x.count] == [width, units, length]
      for x in e.x { x.count == width }
      for y in e.y { y.count == units }
    }
  }

  //: With all matrices equal, the input gate and the output gate are the same numbers, and
  //: the forget gate differs from them by its bias alone.
  //:
  //: ### Step 1
  //:
  //: The states before it are zero. Nothing can be forgotten yet; the cell state is what the
  //: input gate lets in.

  private static func firstStep(_ page: Page, _ t: LSTMStep<Double>) {
    for (name, value) in [("f¹", t.f), ("i¹", t.i), ("o¹", t.o), ("c̃¹", t.c̃)] {
      page.derive(name, value, for: "21.2.2:forward")
    }
    page.derive("c¹ = f¹ ⊙ c⁰ + i¹ ⊙ c̃¹", t.new.c, for: "21.2.2:cell")
    page.derive("tanh c¹", tanh(t.new.c))
    page.derive("h¹ = o¹ ⊙ tanh c¹", t.new.h, for: "21.2.2:hidden")
  }

  //: ### Step 2
  //:
  //: The first input turns negative. Nearly three quarters of the first memory is kept, and
  //: what is written is of the opposite sign and takes away more than half of it. The second
  //: unit, whose input grew, adds up.

  private static func secondStep(_ page: Page, _ steps: [LSTMStep<Double>]) {
    let t = steps[1]
    for (name, value) in [("f²", t.f), ("i²", t.i), ("o²", t.o), ("c̃²", t.c̃)] {
      page.derive(name, value, for: "21.2.2:forward")
    }
    page.derive("kept, f² ⊙ c¹", t.f ⊙ steps[0].new.c, for: "21.2.2:cell")
    page.derive("written, i² ⊙ c̃²", t.i ⊙ t.c̃, for: "21.2.2:cell")
    page.derive("c²", t.new.c, for: "21.2.2:cell")
    page.derive("tanh c²", tanh(t.new.c))
    page.derive("h² = o² ⊙ tanh c²", t.new.h, for: "21.2.2:hidden")
  }

  //: ### The loss

  private static func loss(_ page: Page, _ e: Example, _ steps: [LSTMStep<Double>]) {
    page.derive("h¹ − y¹", steps[0].new.h - e.y[0])
    page.derive("h² − y²", steps[1].new.h - e.y[1])
    page.derive("ℒ", sequenceLoss(steps, e.y))
  }

  //: All units of this example mind their own business, since the weights are diagonal. Two
  //: scalar cells with the same numbers must therefore give what the one cell of two units
  //: gives. What it does not test is which matrix stands where: here they are all the same, and
  //: it takes [the drawn cells](#two-steps-backward) of the next page to tell them apart.

  private static func apart(_ page: Page, _ e: Example, _ steps: [LSTMStep<Double>]) {
    func scalar(_ map: AffineMap<Double>, _ k: Int) -> AffineMap<Double> {
      AffineMap(Wₓ: [[map.Wₓ[k, k]]], Wₕ: [[map.Wₕ[k, k]]], b: [map.b[k]])
    }
    page.check("two cells of one unit give the same states", at: "21.2.2:forward") {
      for k in 0..<2 {
        let own = LSTMCell(
          f: scalar(e.cell.f, k), i: scalar(e.cell.i, k), o: scalar(e.cell.o, k),
          c̃: scalar(e.cell.c̃, k))
        for (both, own) in zip(steps, own.run(e.x.map { [$0[k]] })) {
          both.new.c[k] ≈ own.new.c[0]
          both.new.h[k] ≈ own.new.h[0]
        }
      }
    }
  }
}
