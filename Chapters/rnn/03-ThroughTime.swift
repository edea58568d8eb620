import Companion
import Mathematics

//: Unrolled over its steps the network is an ordinary deep one, whose layers share their weights.
//: Backpropagation needs nothing new, except that a state is used twice: by the output of its own
//: step and by the state of the next. Its error is the sum of what both send back:
//:
//:     δₕ⁽ᵗ⁾ = (W_hyᵀ δ_y⁽ᵗ⁾ + Wₕₕᵀ δₕ⁽ᵗ⁺¹⁾) ⊙ σₕʹ(zₕ⁽ᵗ⁾)   (15.16)
//:
//: After the last step there is nothing, so that the second term is zero there; where a step has no
//: loss, the first one is. A weight, which is used at every step, collects one outer product from
//: each, and a bias the errors themselves:
//:
//:     ∂L/∂Wₕₕ = Σₜ δₕ⁽ᵗ⁾ (h⁽ᵗ⁻¹⁾)ᵀ                       (15.18)
//:     ∂L/∂Wₓₕ = Σₜ δₕ⁽ᵗ⁾ (x⁽ᵗ⁾)ᵀ                         (15.19)
//:     ∂L/∂W_hy = Σₜ δ_y⁽ᵗ⁾ (h⁽ᵗ⁾)ᵀ                       (15.20)
//:     ∂L/∂bₕ = Σₜ δₕ⁽ᵗ⁾                                  (15.21)
//:     ∂L/∂b_y = Σₜ δ_y⁽ᵗ⁾                                (15.22)
//:
//: The slope is taken at the pre-activation, the outer product with what came *into* the cell:
//: $h⁽ᵗ⁻¹⁾$ for $Wₕₕ$, not $h⁽ᵗ⁾$. With $h⁽⁰⁾ = 0$ the first step therefore adds nothing to the
//: gradient of $Wₕₕ$, which becomes important in the [worked example](#three-steps-backward).

/// The gradients by all weights, and the errors δ from which they follow.
struct RecurrentGradients {
  /// Each gradient in the place of its weights, since it has their shape.
  var by: RecurrentNetwork<Double>
  /// δₕ⁽¹⁾ … δₕ⁽ᵀ⁾, ∂L/∂zₕ
  var δₕ: [Vector<Double>]

  /// All gradients in the order of `RecurrentNetwork.parameters`.
  var flat: Vector<Double> { by.parameters }
}

//: One walk over the steps, from the last to the first, does both: it carries the error and adds up
//: the sums.

extension RecurrentNetwork<Double> {
  /// Where the sums begin. A product with 0 would do, were no weight ever infinite.
  var zero: RecurrentNetwork { with(parameters.map { _ in 0.0 }) }

  /// (15.16) from the last step to the first, with the sums (15.18) to (15.22).
  ///
  /// - Parameters:
  ///   - y: a target for each step, nil where a step has no loss
  ///   - h⁰: the first state, a constant; 0 if left out
  func backward(
    _ x: [Vector<Double>], _ y: [Vector<Double>?], from h⁰: Vector<Double>? = nil
  ) -> RecurrentGradients {
    let h = states(x, from: h⁰)
    var d = RecurrentGradients(by: zero, δₕ: x.map { _ in 0 * bₕ })
    var fromLater = 0 * bₕ  // Wₕₕᵀ δₕ⁽ᵗ⁺¹⁾
    for t in (1...x.count).reversed() {
      var dh = fromLater
      if let yₜ = y[t - 1] {
        let δ_y = output(h[t]) - yₜ
        d.by.W_hy += δ_y * h[t].ᵀ  // (d_y)(1×dₕ) → d_y×dₕ
        d.by.b_y += δ_y
        dh += W_hy.ᵀ * δ_y  // (dₕ×d_y)(d_y) → dₕ
      }
      let δₕ = dh ⊙ inside.slope(preactivation(h[t - 1], x[t - 1]))
      d.by.Wₕₕ += δₕ * h[t - 1].ᵀ  // (dₕ)(1×dₕ) → dₕ×dₕ
      d.by.Wₓₕ += δₕ * x[t - 1].ᵀ  // (dₕ)(1×dₓ) → dₕ×dₓ
      d.by.bₕ += δₕ
      d.δₕ[t - 1] = δₕ
      fromLater = Wₕₕ.ᵀ * δₕ
    }
    return d
  }
}

//: The loss that is to be differentiated, over any kind of number, is the sum over the steps:
//:
//:     L = Σₜ L⁽ᵗ⁾                                        (15.11)
//:
//: A small amount can be added to each pre-activation, so that the errors δ themselves have
//: something to be compared with.

extension RecurrentNetwork {
  /// L = Σₜ L⁽ᵗ⁾ (foundations (15.11)), with nothing from a step that has no target.
  func loss(_ x: [Vector<Double>], _ y: [Vector<Double>?], nudges: [Vector<T>]? = nil) -> T {
    var h = Vector<T>(repeating: 0, count: bₕ.count)
    return x.indices.reduce(0) { L, t in
      var z = preactivation(h, Vector<T>(x[t]))
      if let nudges { z += nudges[t] }
      h = inside.of(z)
      return L + (y[t].map { outside.loss(output(h), Vector<T>($0)) } ?? 0)
    }
  }
}

//: Whatever follows is tried on networks with tanh or ReLU inside and each of the three outputs.
//: The targets are probabilities, which all three losses can take. No pre-activation is near the
//: kink of ReLU, where there is nothing to differentiate.

/// A network with two inputs, two states and two outputs, a sequence of three, a target each.
private struct Lesson {
  var network: RecurrentNetwork<Double>
  let x: [Vector<Double>]
  var y: [Vector<Double>?]

  init(_ draw: inout Generator) {
    let outside: Outside = [.softmax, .sigmoid, .linear][draw.below(3)]
    let inside: Inside = [.tanh, .relu][draw.below(2)]
    while true {
      let f = RecurrentNetwork(&draw, dₓ: 2, dₕ: 2, d_y: 2, inside: inside, outside: outside)
      let x = draw.sequence(3, 2)
      let z = zip(f.states(x), x).flatMap { f.preactivation($0, $1).entries }
      guard z.allSatisfy({ $0.magnitude > 1e-3 }) else { continue }
      (network, self.x) = (f, x)
      y = (0..<3).map { _ in softmax(draw.vector(2)) }
      return
    }
  }

  //: The same lesson without the losses before the last, and what it gives: the states, the errors,
  //: and two ways to look at its loss, by small amounts added on the way or from a state in between.

  var lastOnly: Lesson {
    var lesson = self
    lesson.y = [nil, nil, y[2]]
    return lesson
  }

  var h: [Vector<Double>] { network.states(x) }
  var z: [Vector<Double>] { zip(h, x).map { network.preactivation($0, $1) } }
  var gradients: RecurrentGradients { network.backward(x, y) }

  /// L with e added to the pre-activations, step by step.
  func loss<T: Scalar>(nudged e: Vector<T>) -> T {
    let nudges = x.indices.map { e[2 * $0..<2 * $0 + 2] }
    return RecurrentNetwork<T>(network).loss(x, y, nudges: nudges)
  }

  /// The loss of step t and each later one, as functions of h⁽ᵗ⁾ alone.
  func losses<T: Scalar>(from t: Int, _ h: Vector<T>) -> [T] {
    let lifted = RecurrentNetwork<T>(network)
    let states = lifted.states(x[t...].map { Vector<T>($0) }, from: h)
    return zip(states, y[(t - 1)...]).map { h, y in
      lifted.outside.loss(lifted.output(h), Vector<T>(y!))
    }
  }
}

extension RNN {
  static let throughTime = Section(.foundations, "15.4", "Backpropagation through time") { page in
    page.define("L = Σₜ L⁽ᵗ⁾", at: "15.11", by: "loss")
    page.define("δₕ = ∂L/∂zₕ and δ_y = ∂L/∂z_y", at: "15.4.2:delta", by: "backward")
    sums(page)
    recursion(page)
    twoSources(page)
    throughWeights(page)
  }

  //: The five sums first, with a loss at every step and then with one at the last step only. What
  //: they are compared with contains none of these formulas.

  private static func sums(_ page: Page) {
    page.verify(
      "the five sums over the steps are the gradients, a loss at every step", at: "15.18",
      "15.19", "15.20", "15.21", "15.22"
    ) { draw in
      let s = Lesson(&draw)
      gradient(at: s.network.parameters) { s.network.with($0).loss(s.x, s.y) } ≈ s.gradients.flat
    }
    page.verify(
      "the same sums, with a loss at the last step only", at: "15.18", "15.19", "15.20", "15.21",
      "15.22", "21.1.4:assumption"
    ) { draw in
      let s = Lesson(&draw).lastOnly
      gradient(at: s.network.parameters) { s.network.with($0).loss(s.x, s.y) } ≈ s.gradients.flat
    }
  }

  //: The recursion itself. Its δ are the derivatives by what is added to the pre-activations.
  //:
  //: With a loss at the last step only, the error enters there through the output, and goes back
  //: from step to step through the state alone:
  //:
  //:     δₕ^{(T)} = (W_hyᵀ δ_y^{(T)}) ⊙ σₕʹ(zₕ^{(T)})       (21.12)
  //:     δₕ⁽ᵗ⁾ = (Wₕₕᵀ δₕ⁽ᵗ⁺¹⁾) ⊙ σₕʹ(zₕ⁽ᵗ⁾) for t < T      (21.14)

  private static func recursion(_ page: Page) {
    let nothing = Vector(repeating: 0.0, count: 6)
    page.verify(
      "∂L/∂zₕ⁽ᵗ⁾ is (W_hyᵀδ_y⁽ᵗ⁾ + Wₕₕᵀδₕ⁽ᵗ⁺¹⁾) ⊙ σₕʹ(zₕ⁽ᵗ⁾)", at: "15.16"
    ) { draw in
      let s = Lesson(&draw)
      gradient(at: nothing) { s.loss(nudged: $0) } ≈ Vector(s.gradients.δₕ.flatMap(\.entries))
    }
    page.verify(
      "with a loss at the last step only, δₕ⁽ᵗ⁾ is Wₕₕᵀδₕ⁽ᵗ⁺¹⁾ ⊙ σₕʹ(zₕ⁽ᵗ⁾) before it", at: "21.12",
      "21.14"
    ) { draw in
      let s = Lesson(&draw).lastOnly
      let (f, slope) = (s.network, s.z.map(s.network.inside.slope))
      let third = (f.W_hy.ᵀ * (f.output(s.h[3]) - s.y[2]!)) ⊙ slope[2]
      let second = (f.Wₕₕ.ᵀ * third) ⊙ slope[1]
      let first = (f.Wₕₕ.ᵀ * second) ⊙ slope[0]
      gradient(at: nothing) { s.loss(nudged: $0) }
        ≈ Vector(first.entries + second.entries + third.entries)
    }
  }

  //: ### Where the two terms come from
  //:
  //: Of all losses, that of step t sees $h⁽ᵗ⁾$ through its output. The later ones, whose sum be
  //: $L⁺$, see it through the next state alone. The derivative by $h⁽ᵗ⁾$ has these two parts, each
  //: of which goes one step further back:
  //:
  //:     ∂L/∂h⁽ᵗ⁾ = ∂L⁽ᵗ⁾/∂h⁽ᵗ⁾ + ∂L⁺/∂h⁽ᵗ⁾                 (15.12)
  //:     ∂L⁺/∂h⁽ᵗ⁾ = ∂L⁺/∂h⁽ᵗ⁺¹⁾ ∂h⁽ᵗ⁺¹⁾/∂h⁽ᵗ⁾              (15.13)
  //:     ∂L⁽ᵗ⁾/∂h⁽ᵗ⁾ = W_hyᵀ δ_y⁽ᵗ⁾                         (15.14)
  //:     ∂L⁺/∂h⁽ᵗ⁾ = Wₕₕᵀ δₕ⁽ᵗ⁺¹⁾                           (15.15)
  //:
  //: As printed, without the transposes, (15.13) multiplies a row of derivatives by a Jacobian,
  //: while the lines around it have columns; read as a row, it is right. A column goes back through
  //: the transposed Jacobian, and that of $h⁽ᵗ⁺¹⁾$ is a diagonal of slopes times $Wₕₕ$: the slopes
  //: turn the derivative by the state into the error $δₕ⁽ᵗ⁺¹⁾$, and $Wₕₕᵀ$ is left. Below, t is 1.

  private static func twoSources(_ page: Page) {
    var draw = Generator(seed: 21)
    page.derivation("∂L/∂h⁽ᵗ⁾", of: Lesson(&draw), draws: Lesson.init) { s in
      let (f, h) = (s.network, s.h)
      let own = forwardGradient(at: h[1]) { s.losses(from: 1, $0)[0] }
      let later = forwardGradient(at: h[1]) { s.losses(from: 1, $0)[1...].reduce(0, +) }
      let next = forwardGradient(at: h[2]) { s.losses(from: 2, $0).reduce(0, +) }
      let J = jacobian(at: h[1]) { RecurrentNetwork(f).step($0, Vector(s.x[1])) }
      let fromOutput = f.W_hy.ᵀ * (f.output(h[1]) - s.y[0]!)
      Line("∂L⁽ᵗ⁾/∂h⁽ᵗ⁾ + ∂L⁺/∂h⁽ᵗ⁾", at: "15.12", own + later)
      Line("∂L⁽ᵗ⁾/∂h⁽ᵗ⁾ + (∂h⁽ᵗ⁺¹⁾/∂h⁽ᵗ⁾)ᵀ ∂L⁺/∂h⁽ᵗ⁺¹⁾", at: "15.13", own + J.ᵀ * next)
      Line("W_hyᵀ δ_y⁽ᵗ⁾ + (∂h⁽ᵗ⁺¹⁾/∂h⁽ᵗ⁾)ᵀ ∂L⁺/∂h⁽ᵗ⁺¹⁾", at: "15.14", fromOutput + J.ᵀ * next)
      Line(
        "W_hyᵀ δ_y⁽ᵗ⁾ + Wₕₕᵀ δₕ⁽ᵗ⁺¹⁾", at: "15.15", fromOutput + f.Wₕₕ.ᵀ * s.gradients.δₕ[1])
    } truth: { s in
      gradient(at: s.h[1]) { s.losses(from: 1, $0).reduce(0, +) }
    }
  }

  //: For the weights of the state the sum begins with the chain rule:
  //:
  //:     ∂L/∂Wₕₕ = Σₜ ∂L/∂zₕ⁽ᵗ⁾ ∂zₕ⁽ᵗ⁾/∂Wₕₕ                 (15.17)
  //:
  //: Here the derivative of a vector by a matrix appears, an array with three indices. Written
  //: out, $∂zᵢ/∂Wⱼₖ$ is hₖ where $i = j$ and 0 elsewhere, so that the sum over i leaves an outer
  //: product: the entry at j and k is $δⱼhₖ$, which is why h stands on the right as a row.

  private static func throughWeights(_ page: Page) {
    var draw = Generator(seed: 25)
    page.derivation("∂L/∂Wₕₕ", of: Lesson(&draw), draws: Lesson.init) { s in
      Line("Σₜ Σᵢ ∂L/∂zᵢ⁽ᵗ⁾ ∂zᵢ⁽ᵗ⁾/∂Wₕₕ", at: "15.17", entryByEntry(s))
      Line(
        "Σₜ δₕ⁽ᵗ⁾ (h⁽ᵗ⁻¹⁾)ᵀ", at: "15.18", s.gradients.by.Wₕₕ,
        within: Tolerance(1e-12, "the tape divides by 1 − ŷ, which may be small"))
    } truth: { s in
      gradient(at: s.network.Wₕₕ) { W in
        var lifted = RecurrentNetwork<Twofold>(s.network)
        lifted.Wₕₕ = W
        return lifted.loss(s.x, s.y)
      }
    }
  }

  /// Σₜ Σᵢ ∂L/∂zᵢ⁽ᵗ⁾ ∂zᵢ⁽ᵗ⁾/∂Wⱼₖ: the first factor by the tape, the second by a dual number for
  /// each entry of Wₕₕ.
  private static func entryByEntry(_ s: Lesson) -> Matrix<Double> {
    let δ = reverseGradient(at: Vector(repeating: 0, count: 6)) { s.loss(nudged: $0) }
    let W = s.network.Wₕₕ
    let sums = W.entries.indices.map { n in
      var lifted = RecurrentNetwork<Dual<Double>>(s.network)
      lifted.Wₕₕ.entries[n].tangent = 1
      let z = zip(s.h, s.x).map { lifted.preactivation(Vector($0), Vector($1)) }
      return δ ⋅ Vector(z.flatMap { $0.entries.map(\.tangent) })
    }
    return Matrix(rows: W.rows, columns: W.columns, entries: sums)
  }
}
