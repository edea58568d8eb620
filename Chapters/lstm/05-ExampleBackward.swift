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
//: one product serves them all:
//:
//:     δᶠ = ∂ℒ/∂cₜ ⊙ cₜ₋₁ ⊙ fₜ ⊙ (1 − fₜ)
//:     δⁱ = ∂ℒ/∂cₜ ⊙ c̃ₜ ⊙ iₜ ⊙ (1 − iₜ)
//:     δᵒ = ∂ℒ/∂hₜ ⊙ tanh(cₜ) ⊙ oₜ ⊙ (1 − oₜ)
//:     δᶜ = ∂ℒ/∂cₜ ⊙ iₜ ⊙ (1 − c̃ₜ ⊙ c̃ₜ)

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

//: The walk back needs of the loss only its slopes by the hidden states, each with the later steps
//: left aside: what these add comes in on the way.

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
      dhₙ = back[n..<n + d]
      dcₙ = (dcₜ ⊙ s.f)

      result.dh[t] = dhₜ
      result.dc[t] = dcₜ
      result.dx[t] = back[0..<n]
      result.δ.insert((δf, δi, δo, δc̃), at: 0)
    }
    result.cell = LSTMCell(n: n, d: d, parameters: Vector(dW.entries))
    return result
  }
}

//: The example is one of many, so that what it does is said for any of its kind, drawn at random.

extension Example {
  /// Cell and data drawn from (−1, 1): one input, two units, three steps.
  init(drawn draw: inout Generator) {
    cell = LSTMCell(drawn: &draw, n: 1, d: 2)
    x = draw.sequence(3, 1)
    y = draw.sequence(3, 2)
  }

  var steps: [LSTMStep<Double>] { cell.run(x) }
  /// ∂ℒ/∂hₜ of each step, later steps left aside.
  var slopes: [Vector<Double>] { zip(steps, y).map { $0.new.h - $1 } }
  var gradients: LSTMGradients { gradients(steps) }
  private func gradients(_ steps: [LSTMStep<Double>]) -> LSTMGradients {
    cell.backward(steps, dh: zip(steps, y).map { $0.new.h - $1 })
  }
  /// Step t, counted from 0, with ∂ℒ/∂hₜ and ∂ℒ/∂cₜ.
  func met(_ t: Int) -> (step: LSTMStep<Double>, dh: Vector<Double>, dc: Vector<Double>) {
    let steps = steps
    let g = gradients(steps)
    return (steps[t], g.dh[t], g.dc[t])
  }

  //: Its loss is a function of all parameters, and it is also one of the bias that a single map has
  //: at a single step.

  /// ℒ as a function of all parameters.
  func loss<T: Scalar>(_ θ: Vector<T>) -> T {
    let cell = LSTMCell(n: x[0].count, d: y[0].count, parameters: θ)
    return sequenceLoss(cell.run(x.map { Vector<T>($0) }), y.map { Vector<T>($0) })
  }

  /// ℒ, if one map has another bias at one step, and only there.
  func loss<T: Scalar>(
    _ map: WritableKeyPath<LSTMCell<T>, AffineMap<T>>, at t: Int, bias: Vector<T>
  ) -> T {
    let cell = LSTMCell<T>(self.cell)
    var other = cell
    other[keyPath: map].b = bias
    let steps = x.indices.reduce([]) { (steps: [LSTMStep<T>], s) in
      let old = s == 0 ? LSTMState(zeros: bias.count) : steps[s - 1].new
      return steps + [(s == t ? other : cell).step(Vector<T>(x[s]), old)]
    }
    return sequenceLoss(steps, y.map { Vector<T>($0) })
  }
}

extension LSTM {
  static let exampleBackward = Section(.foundations, "21.2.3", "Two steps, backward") { page in
    let example = Example(page)
    let gradients = example.gradients
    lastStep(page, gradients)
    stepBefore(page, example, gradients)
    parameters(page, example, gradients)
    oneStepDown(page, example, gradients)
    anyCell(page)
    byCellState(page, example)
    byGates(page, example)
    byCandidate(page, example)
    persistence(page)
  }

  //: ### Step 2
  //:
  //: It is the last, so that its hidden state is moved by its own loss alone, and its cell
  //: state by its hidden state alone.

  private static func lastStep(_ page: Page, _ g: LSTMGradients) {
    page.derive("∂ℒ/∂h²", g.dh[1])
    page.derive("∂ℒ/∂c²", g.dc[1], for: "21.18")
    for (name, δ) in errors(g, 1) { page.derive(name, δ) }
  }

  private static func errors(_ g: LSTMGradients, _ t: Int) -> [(String, Vector<Double>)] {
    let δ = g.δ[t]
    return [("δᶠ", δ.f), ("δⁱ", δ.i), ("δᵒ", δ.o), ("δᶜ", δ.c̃)].map {
      ("\($0) of step \(t + 1)", $1)
    }
  }

  //: ### Step 1
  //:
  //: Both of its states have a later life. Its hidden state was seen by the four maps of
  //: step 2, its cell state was kept by the forget gate of step 2.
  //:
  //: The rule needs the *whole* gradient of h¹. With the slope of the loss of step 1 in its
  //: place, that is without what returns through the four maps, it would give the last line.

  private static func stepBefore(_ page: Page, _ e: Example, _ g: LSTMGradients) {
    let (slope, steps) = (e.slopes[0], e.steps)
    let local = slope ⊙ steps[0].o ⊙ tanhʹ(steps[0].new.c)
    let kept = g.dc[1] ⊙ steps[1].f
    page.derive("h¹ − y¹", slope)
    page.derive("from the four maps", g.dh[0] - slope)
    page.derive("∂ℒ/∂h¹", g.dh[0])
    page.derive("through h¹", g.dc[0] - kept, for: "21.18")
    page.derive("through f²", kept, for: "21.18", "21.2.3:persist")
    page.derive("∂ℒ/∂c¹", g.dc[0], for: "21.18")
    for (name, δ) in errors(g, 0) { page.derive(name, δ) }
    page.derive("∂ℒ/∂c¹, maps left out", local + kept, for: "21.18")
  }

  //: ### The parameters
  //:
  //: Each map's gradient is the sum over both steps of its δ times what it met. The first step
  //: met a hidden state and a cell state of zero, so that it adds nothing to any $Wₕ$ and
  //: nothing at all to the forget gate. All parameters at once are held against three methods
  //: that contain none of this.

  private static func parameters(_ page: Page, _ e: Example, _ g: LSTMGradients) {
    for (name, map) in [("f", g.cell.f), ("i", g.cell.i), ("o", g.cell.o), ("c", g.cell.c̃)] {
      page.derive("∂ℒ/∂W_x\(name)", map.Wₓ)
      page.derive("∂ℒ/∂W_h\(name)", map.Wₕ)
      page.derive("∂ℒ/∂b_\(name)", map.b)
    }
    page.derive("∂ℒ/∂x¹", g.dx[0])
    page.derive("∂ℒ/∂x²", g.dx[1])
    page.check("all \(e.cell.parameters.count) gradients of the example", at: "21.18") {
      gradient(at: e.cell.parameters) { e.loss($0) } ≈ g.cell.parameters
    }
  }

  //: ### One step down
  //:
  //: What the gradient is for: a step against it lowers the loss.

  private static func oneStepDown(_ page: Page, _ e: Example, _ g: LSTMGradients) {
    let α: Double = page.given("α", ours: 0.5)
    page.derive("ℒ", sequenceLoss(e.steps, e.y))
    page.derive("ℒ after one step of rate α", e.loss(e.cell.parameters - α * g.cell.parameters))
  }

  //: ### Any cell
  //:
  //: The formulas on cells drawn at random, three steps long, with a loss at every step.

  private static func anyCell(_ page: Page) {
    page.verify("backpropagation through time gives all gradients of any cell") { draw in
      let e = Example(drawn: &draw)
      gradient(at: e.cell.parameters) { e.loss($0) } ≈ e.gradients.cell.parameters
    }
  }

  //: ### Line by line
  //:
  //: From $cₜ$ two ways lead on, and both act on each unit by itself: into $hₜ$, where the output
  //: gate and the slope of tanh stand, and into $cₜ₊₁$, where the forget gate stands. Each way is a
  //: product entry by entry with the gradient at its end. The example shows $t = 1$. What it is
  //: tested against is the loss as a function of $c₁$, with $h₁$ following from it and the later
  //: steps from both.

  private static func byCellState(_ page: Page, _ example: Example) {
    page.derivation("∂ℒ/∂cₜ", of: example, draws: Example.init) { e in
      let (t, next, g) = (e.steps[0], e.steps[1], e.gradients)
      let h = forwardGradient(at: t.new.c) { (Vector(t.o) ⊙ tanh($0)).sum }
      let c = forwardGradient(at: t.new.c) { (Vector(next.f) ⊙ $0 + Vector(next.i ⊙ next.c̃)).sum }
      Line("∂ℒ/∂hₜ ⊙ ∂hₜ/∂cₜ + ∂ℒ/∂cₜ₊₁ ⊙ ∂cₜ₊₁/∂cₜ", g.dh[0] ⊙ h + g.dc[1] ⊙ c)
      Line(
        "∂ℒ/∂hₜ ⊙ oₜ ⊙ (1 − tanh²(cₜ)) + ∂ℒ/∂cₜ₊₁ ⊙ fₜ₊₁", at: "21.18",
        g.dh[0] ⊙ t.o ⊙ tanhʹ(t.new.c) + g.dc[1] ⊙ next.f)
    } truth: { e in
      gradient(at: e.steps[0].new.c) { c in
        let h = Vector(e.steps[0].o) ⊙ tanh(c)
        let later = LSTMCell(e.cell).run(
          e.x[1...].map { Vector($0) }, from: LSTMState(c: c, h: h))
        let error = h - Vector(e.y[0])
        return 0.5 * (error ⋅ error) + sequenceLoss(later, e.y[1...].map { Vector($0) })
      }
    }
  }

  //: A map is met at one step by its pre-activation z alone, so that its δ is the gradient by its
  //: bias *at that step*, all other steps left as they are. The chain rule gives it in two lines:
  //: what the gate is multiplied with, and the slope of the gate; then this slope from the gate
  //: itself, $σʹ = σ(1 − σ)$ and $tanhʹ = 1 − tanh²$. The example shows $t = 2$.

  private static func byGates(_ page: Page, _ example: Example) {
    page.derivation("δᶠ", of: example, draws: Example.init) { e in
      let (s, _, dc) = e.met(1)
      Line("∂ℒ/∂cₜ ⊙ cₜ₋₁ ⊙ σʹ(zᶠ)", dc ⊙ s.old.c ⊙ σʹ(e.cell.f(s.x, s.old.h)))
      Line("∂ℒ/∂cₜ ⊙ cₜ₋₁ ⊙ fₜ ⊙ (1 − fₜ)", dc ⊙ s.old.c ⊙ s.f ⊙ (1 - s.f))
    } truth: { e in
      gradient(at: e.cell.f.b) { e.loss(\.f, at: 1, bias: $0) }
    }
    page.derivation("δⁱ", of: example, draws: Example.init) { e in
      let (s, _, dc) = e.met(1)
      Line("∂ℒ/∂cₜ ⊙ c̃ₜ ⊙ σʹ(zⁱ)", dc ⊙ s.c̃ ⊙ σʹ(e.cell.i(s.x, s.old.h)))
      Line("∂ℒ/∂cₜ ⊙ c̃ₜ ⊙ iₜ ⊙ (1 − iₜ)", dc ⊙ s.c̃ ⊙ s.i ⊙ (1 - s.i))
    } truth: { e in
      gradient(at: e.cell.i.b) { e.loss(\.i, at: 1, bias: $0) }
    }
    page.derivation("δᵒ", of: example, draws: Example.init) { e in
      let (s, dh, _) = e.met(1)
      Line("∂ℒ/∂hₜ ⊙ tanh(cₜ) ⊙ σʹ(zᵒ)", dh ⊙ tanh(s.new.c) ⊙ σʹ(e.cell.o(s.x, s.old.h)))
      Line("∂ℒ/∂hₜ ⊙ tanh(cₜ) ⊙ oₜ ⊙ (1 − oₜ)", dh ⊙ tanh(s.new.c) ⊙ s.o ⊙ (1 - s.o))
    } truth: { e in
      gradient(at: e.cell.o.b) { e.loss(\.o, at: 1, bias: $0) }
    }
  }

  //: Those three are gates. The candidate has the slope of tanh; what it is multiplied with is the
  //: input gate.

  private static func byCandidate(_ page: Page, _ example: Example) {
    page.derivation("δᶜ", of: example, draws: Example.init) { e in
      let (s, _, dc) = e.met(1)
      Line("∂ℒ/∂cₜ ⊙ iₜ ⊙ tanhʹ(zᶜ)", dc ⊙ s.i ⊙ tanhʹ(e.cell.c̃(s.x, s.old.h)))
      Line("∂ℒ/∂cₜ ⊙ iₜ ⊙ (1 − c̃ₜ ⊙ c̃ₜ)", dc ⊙ s.i ⊙ (1 - s.c̃ ⊙ s.c̃))
    } truth: { e in
      gradient(at: e.cell.c̃.b) { e.loss(\.c̃, at: 1, bias: $0) }
    }
  }

  //: That gradients last while the gate is 1 can be had without any “nearly”: if the maps do
  //: not listen to **h** and the forget gate is 1, a gradient by the last cell state reaches
  //: the first one unchanged, after however many steps.

  private static func persistence(_ page: Page) {
    page.verify("f = 1 and Wₕ = 0: ∂c⁴/∂c⁰ = 1", at: "21.2.3:persist") { draw in
      slopeOfMemory(&draw, forgetBias: 1000, steps: 4) == 1
    }
  }
}
