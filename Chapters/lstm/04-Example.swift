import Companion
import Mathematics

//: The notes set up an example of two units and two steps, and leave every number of it out. Here
//: they are. There are two inputs a step, and all weight matrices are a tenth of the identity.
//: What the setup does not say has to be fixed: the inputs, two targets for the hidden states,
//: half the squared error at both steps, and the biases, which are those that the notes recommend
//: [elsewhere](#the-bias-of-the-forget-gate), 1 for the forget gate and 0 for the rest.
//:
//:     ℒ = ½ Σₜ ‖hₜ − yₜ‖²

/// The cell and the data of the example, as the reader may set them.
struct Example {
  let cell: LSTMCell<Double>
  let x: [Vector<Double>]
  let y: [Vector<Double>]
}

extension Example {
  init(_ page: Page, file: String = #fileID, line: Int = #line) {
    let w = page.given(
      number: "factor of identity in W", at: "§21.2.1", as: "w", file: file, line: line)
    let bᶠ = page.given(number: "b_f", at: "16.12", as: "b_f", file: file, line: line)
    let x¹ = page.given(vector: "x¹", ours: [1, 0.5], file: file, line: line)
    let x² = page.given(vector: "x²", ours: [-0.5, 2], file: file, line: line)
    let y¹ = page.given(vector: "y¹", ours: [0.5, 0], file: file, line: line)
    let y² = page.given(vector: "y²", ours: [0, 0.5], file: file, line: line)

    let W = w * Matrix(diagonal: [1, 1])
    func map(_ b: Double) -> AffineMap<Double> { AffineMap(Wₓ: W, Wₕ: W, b: [b, b]) }
    cell = LSTMCell(f: map(bᶠ), i: map(0), o: map(0), c̃: map(0))
    x = [x¹, x²]
    y = [y¹, y²]
  }
}

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
    let width = page.given(number: "size of x", at: "§21.2.1")
    let units = page.given(number: "size of h", at: "§21.2.1")
    let length = page.given(number: "timesteps", at: "§21.2.1")
    let cell = example.cell

    page.verify(
      "the inputs and weights of the example have the sizes of the setup", at: "21.2.1:setup",
      draws: 1
    ) { _ in
      let found: Vector = [
        Double(cell.f.Wₓ.columns), Double(cell.f.Wₓ.rows), Double(example.x.count),
      ]
      let stated: Vector = [width, units, length]
      return [Evidence("n, d, T", error: distance(found, stated), bound: 0)]
    }

    //: With all matrices equal, the input gate and the output gate are the same numbers, and
    //: the forget gate differs from them by its bias alone.

    let steps = cell.run(example.x)
    let (t₁, t₂) = (steps[0], steps[1])

    //: ### Step 1
    //:
    //: The states before it are zero. Nothing can be forgotten yet; the cell state is what the
    //: input gate lets in.

    page.derive("f¹", t₁.f, for: "21.2.2:forward")
    page.derive("i¹", t₁.i, for: "21.2.2:forward")
    page.derive("o¹", t₁.o, for: "21.2.2:forward")
    page.derive("c̃¹", t₁.c̃, for: "21.2.2:forward")
    page.derive("c¹ = f¹ ⊙ c⁰ + i¹ ⊙ c̃¹", t₁.new.c, for: "21.2.2:cell")
    page.derive("tanh c¹", tanh(t₁.new.c))
    page.derive("h¹ = o¹ ⊙ tanh c¹", t₁.new.h, for: "21.2.2:hidden")

    //: ### Step 2
    //:
    //: The first input turns negative. Nearly three quarters of the first memory is kept, and
    //: what is written is of the opposite sign and takes away more than half of it. The second
    //: unit, whose input grew, adds up.

    page.derive("f²", t₂.f, for: "21.2.2:forward")
    page.derive("i²", t₂.i, for: "21.2.2:forward")
    page.derive("o²", t₂.o, for: "21.2.2:forward")
    page.derive("c̃²", t₂.c̃, for: "21.2.2:forward")
    page.derive("kept, f² ⊙ c¹", t₂.f ⊙ t₁.new.c, for: "21.2.2:cell")
    page.derive("written, i² ⊙ c̃²", t₂.i ⊙ t₂.c̃, for: "21.2.2:cell")
    page.derive("c²", t₂.new.c, for: "21.2.2:cell")
    page.derive("tanh c²", tanh(t₂.new.c))
    page.derive("h² = o² ⊙ tanh c²", t₂.new.h, for: "21.2.2:hidden")

    //: ### The loss

    let e = [t₁.new.h - example.y[0], t₂.new.h - example.y[1]]
    page.derive("h¹ − y¹", e[0])
    page.derive("h² − y²", e[1])
    page.derive("ℒ", sequenceLoss(steps, example.y))

    //: All units of this example mind their own business, since the weights are diagonal. Two
    //: scalar cells with the same numbers must therefore give what the one cell of two units
    //: gives, which checks every matrix product above.

    page.verify("two cells of one unit give the same states", at: "21.2.2:forward", draws: 1) { _ in
      let apart = (0..<2).map { k in
        let own = LSTMCell(
          f: scalar(cell.f, k), i: scalar(cell.i, k), o: scalar(cell.o, k), c̃: scalar(cell.c̃, k))
        return own.run(example.x.map { [$0[k]] })[1].new
      }
      return [
        Evidence("c²", error: distance(t₂.new.c, apart.map { $0.c[0] }), bound: 1e-15),
        Evidence("h²", error: distance(t₂.new.h, apart.map { $0.h[0] }), bound: 1e-15),
      ]
    }
  }

  private static func scalar(_ map: AffineMap<Double>, _ k: Int) -> AffineMap<Double> {
    AffineMap(Wₓ: [[map.Wₓ[k, k]]], Wₕ: [[map.Wₕ[k, k]]], b: [map.b[k]])
  }
}
