import Companion
import Mathematics

//: Backward, the last step first: two gradients travel from each step to the one before it.
//: The one of the hidden state comes back through the four maps, each with its transposed
//: weights. The one of the cell state is the new thing: it is multiplied by the forget gate
//: and nothing else.
//:
//:     ∂ℒ/∂cₜ = ∂ℒ/∂hₜ ⊙ oₜ ⊙ (1 − tanh²(cₜ)) + ∂ℒ/∂cₜ₊₁ ⊙ fₜ₊₁   (21.18)
//:
//: The four δ, one below the other, meet the [stacked matrix](#the-cell) of all maps, so that
//: one product serves them all.

/// The gradients of a loss by everything in a run of a cell.
struct LSTMGradients {
  var cell: LSTMCell<Double>
  /// The whole ∂ℒ/∂hₜ, ∂ℒ/∂cₜ and ∂ℒ/∂xₜ of each step.
  var dh: [Vector<Double>]
  var dc: [Vector<Double>]
  var dx: [Vector<Double>]
  /// ∂ℒ/∂z of the four maps of each step.
  var δ: [(f: Vector<Double>, i: Vector<Double>, o: Vector<Double>, c̃: Vector<Double>)]
}

extension LSTMCell<Double> {
  /// Backpropagation through time: (21.18) at each step, then the four maps.
  ///
  /// - Parameters:
  ///   - steps: the run
  ///   - dh: the slope of the loss by each hidden state, later steps left aside
  ///   - dcᵀ: the slope of the loss by the last cell state, zero if left out
  func backward(_ steps: [LSTMStep<Double>], dh: [Vector<Double>], dcᵀ: Vector<Double>? = nil)
    -> LSTMGradients
  {
    let (n, d) = (f.Wₓ.columns, f.b.count)
    let W = stacked  // 4d×(n + d + 1), for (x; h; 1)
    let Wᵀ = W.ᵀ
    var dW = 0 * W
    var result = LSTMGradients(cell: self, dh: dh, dc: dh, dx: steps.map(\.x), δ: [])
    var dhₙ = Vector(repeating: 0.0, count: d)  // what step t + 1 hands back to hₜ
    var dcₙ = dcᵀ ?? dhₙ  // and to cₜ, already times its forget gate

    for (t, s) in steps.enumerated().reversed() {
      let tanhc = tanh(s.new.c)
      let dhₜ = dh[t] + dhₙ
      let dcₜ = dhₜ ⊙ s.o ⊙ (1 - tanhc ⊙ tanhc) + dcₙ

      let δf = dcₜ ⊙ s.old.c ⊙ s.f ⊙ (1 - s.f)
      let δi = dcₜ ⊙ s.c̃ ⊙ s.i ⊙ (1 - s.i)
      let δo = dhₜ ⊙ tanhc ⊙ s.o ⊙ (1 - s.o)
      let δc̃ = dcₜ ⊙ s.i ⊙ (1 - s.c̃ ⊙ s.c̃)
      let δ = Vector(δf.entries + δi.entries + δo.entries + δc̃.entries)  // 4d

      dW += δ * Vector(s.x.entries + s.old.h.entries + [1]).ᵀ
      let back = Wᵀ * δ  // to (x; h; 1)
      dhₙ = Vector(Array(back.entries[n..<n + d]))
      dcₙ = (dcₜ ⊙ s.f)

      result.dh[t] = dhₜ
      result.dc[t] = dcₜ
      result.dx[t] = Vector(Array(back.entries[..<n]))
      result.δ.insert((δf, δi, δo, δc̃), at: 0)
    }
    result.cell = LSTMCell(n: n, d: d, parameters: Vector(dW.entries))
    return result
  }
}

extension LSTM {
  static let exampleBackward = Section(.foundations, "21.2.3", "Two steps, backward") { page in
    let example = Example(page)
    let cell = example.cell
    let steps = cell.run(example.x)
    let slopes = zip(steps, example.y).map { $0.new.h - $1 }
    let gradients = cell.backward(steps, dh: slopes)

    //: ### Step 2
    //:
    //: It is the last, so that its hidden state is moved by its own loss alone, and its cell
    //: state by its hidden state alone.

    page.derive("∂ℒ/∂h²", gradients.dh[1])
    page.derive("∂ℒ/∂c²", gradients.dc[1], for: "21.18")
    page.derive("δᶠ of step 2", gradients.δ[1].f)
    page.derive("δⁱ of step 2", gradients.δ[1].i)
    page.derive("δᵒ of step 2", gradients.δ[1].o)
    page.derive("δᶜ of step 2", gradients.δ[1].c̃)

    //: ### Step 1
    //:
    //: Both of its states have a later life. Its hidden state was seen by the four maps of
    //: step 2, its cell state was kept by the forget gate of step 2.

    let local = slopes[0] ⊙ steps[0].o ⊙ tanhʹ(steps[0].new.c)
    let kept = gradients.dc[1] ⊙ steps[1].f
    page.derive("h¹ − y¹", slopes[0])
    page.derive("from the four maps", gradients.dh[0] - slopes[0])
    page.derive("∂ℒ/∂h¹", gradients.dh[0])
    page.derive("through h¹", gradients.dc[0] - kept, for: "21.18")
    page.derive("through f²", kept, for: "21.18", "21.2.3:persist")
    page.derive("∂ℒ/∂c¹", gradients.dc[0], for: "21.18")
    page.derive("δᶠ of step 1", gradients.δ[0].f)
    page.derive("δⁱ of step 1", gradients.δ[0].i)
    page.derive("δᵒ of step 1", gradients.δ[0].o)
    page.derive("δᶜ of step 1", gradients.δ[0].c̃)

    //: The rule needs the *whole* gradient of h¹. With the slope of the loss of step 1 in its
    //: place, that is without what returns through the four maps, it would give this instead:

    page.derive("∂ℒ/∂c¹, maps left out", local + kept, for: "21.18")

    //: ### The parameters
    //:
    //: Each map's gradient is the sum over both steps of its δ times what it met. The first step
    //: met a hidden state and a cell state of zero, so that it adds nothing to any $Wₕ$ and
    //: nothing at all to the forget gate.

    for (name, map) in [
      ("f", gradients.cell.f), ("i", gradients.cell.i), ("o", gradients.cell.o),
      ("c", gradients.cell.c̃),
    ] {
      page.derive("∂ℒ/∂W_x\(name)", map.Wₓ)
      page.derive("∂ℒ/∂W_h\(name)", map.Wₕ)
      page.derive("∂ℒ/∂b_\(name)", map.b)
    }
    page.derive("∂ℒ/∂x¹", gradients.dx[0])
    page.derive("∂ℒ/∂x²", gradients.dx[1])

    //: All forty parameters at once, against three methods that contain none of this.

    page.verify("all 40 gradients of the example", at: "21.18", draws: 1) { _ in
      func loss<T: Scalar>(_ θ: Vector<T>) -> T { sequenceLoss(n: 2, θ, example.x, example.y) }
      return compare(gradients.cell.parameters, at: cell.parameters, loss, loss, loss)
    }

    //: ### One step down
    //:
    //: What the gradient is for: a step against it lowers the loss.

    let α = page.given(number: "α", ours: 0.5)
    let θ = cell.parameters - α * gradients.cell.parameters
    page.derive("ℒ", sequenceLoss(steps, example.y))
    page.derive("ℒ after one step of rate α", sequenceLoss(n: 2, θ, example.x, example.y))

    //: ### Any cell
    //:
    //: The formulas on cells drawn at random, three steps long, with a loss at every step.

    page.verify("backpropagation through time gives all gradients of any cell") { draw in
      let cell = LSTMCell(drawn: &draw, n: 1, d: 2)
      let x = (0..<3).map { _ in draw.vector(1) }
      let y = (0..<3).map { _ in draw.vector(2) }
      func loss<T: Scalar>(_ θ: Vector<T>) -> T { sequenceLoss(n: 1, θ, x, y) }
      let steps = cell.run(x)
      let slopes = zip(steps, y).map { $0.new.h - $1 }
      let gradient = cell.backward(steps, dh: slopes).cell.parameters
      return compare(gradient, at: cell.parameters, loss, loss, loss)
    }
    page.verify("the formula with the whole ∂ℒ/∂hₜ gives ∂ℒ/∂cₜ", at: "21.18") { draw in
      let cell = LSTMCell(drawn: &draw, n: 1, d: 2)
      let x = (0..<2).map { _ in draw.vector(1) }
      let y = (0..<2).map { _ in draw.vector(2) }
      let steps = cell.run(x)
      // c¹ as a variable: h¹ follows from it, and the later step from both.
      func loss<T: Scalar>(_ c¹: Vector<T>) -> T {
        let h¹ = Vector<T>(steps[0].o) ⊙ tanh(c¹)
        let later = LSTMCell<T>(cell).run(
          x.dropFirst().map { Vector<T>($0) }, from: LSTMState(c: c¹, h: h¹))
        let e = h¹ - Vector<T>(y[0])
        return 0.5 * (e ⋅ e) + sequenceLoss(later, y.dropFirst().map { Vector<T>($0) })
      }
      let slopes = zip(steps, y).map { $0.new.h - $1 }
      let dc¹ = cell.backward(steps, dh: slopes).dc[0]
      return compare(dc¹, at: steps[0].new.c, along: draw.vector(2), loss, loss)
    }

    //: That gradients last while the gate is 1 can be had without any “nearly”: if the maps do
    //: not listen to **h** and the forget gate is 1, a gradient by the last cell state reaches
    //: the first one unchanged, after however many steps.

    page.verify("f = 1 and Wₕ = 0: ∂c⁴/∂c⁰ = 1", at: "21.2.3:persist") {
      draw in
      let slope = slopeOfMemory(&draw, forgetBias: 1000, steps: 4)
      return [Evidence("dual numbers", error: (slope - 1).magnitude, bound: 0)]
    }
  }
}

/// The loss of a run as a function of the cell's parameters.
func sequenceLoss<T: Scalar>(
  n: Int, _ θ: Vector<T>, _ x: [Vector<Double>], _ y: [Vector<Double>]
) -> T {
  let cell = LSTMCell(n: n, d: y[0].count, parameters: θ)
  return sequenceLoss(cell.run(x.map { Vector<T>($0) }), y.map { Vector<T>($0) })
}
