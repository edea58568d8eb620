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
  var Wₕₕ: Matrix<Double>
  var Wₓₕ: Matrix<Double>
  var Wʸ: Matrix<Double>
  var bₕ: Vector<Double>
  var bʸ: Vector<Double>
  /// δₕ⁽¹⁾ … δₕ⁽ᵀ⁾, ∂L/∂zₕ
  var δₕ: [Vector<Double>] = []

  /// Where the sums begin. A product with 0 would do, were no weight ever infinite.
  init(zeroFor network: RecurrentNetwork<Double>) {
    Wₕₕ = network.Wₕₕ.map { _ in 0 }
    Wₓₕ = network.Wₓₕ.map { _ in 0 }
    Wʸ = network.Wʸ.map { _ in 0 }
    bₕ = network.bₕ.map { _ in 0 }
    bʸ = network.bʸ.map { _ in 0 }
  }

  /// All gradients in the order of `RecurrentNetwork.parameters`.
  var flat: Vector<Double> {
    Vector(Wₕₕ.entries + Wₓₕ.entries + Wʸ.entries + bₕ.entries + bʸ.entries)
  }
}

extension RecurrentNetwork<Double> {
  /// (15.16) from the last step to the first, with the sums (15.18) to (15.22).
  ///
  /// - Parameters:
  ///   - y: a target for each step, nil where a step has no loss
  ///   - h⁰: the first state, a constant; 0 if left out
  func backward(
    _ x: [Vector<Double>], _ y: [Vector<Double>?], from h⁰: Vector<Double>? = nil
  ) -> RecurrentGradients {
    let h = states(x, from: h⁰)
    var d = RecurrentGradients(zeroFor: self)
    d.δₕ = x.map { _ in 0 * bₕ }
    var fromLater = 0 * bₕ  // Wₕₕᵀ δₕ⁽ᵗ⁺¹⁾
    for t in (1...x.count).reversed() {
      var dh = fromLater
      if let yₜ = y[t - 1] {
        let δʸ = output(h[t]) - yₜ
        d.Wʸ += δʸ * h[t].ᵀ  // (d_y)(1×dₕ) → d_y×dₕ
        d.bʸ += δʸ
        dh += Wʸ.ᵀ * δʸ  // (dₕ×d_y)(d_y) → dₕ
      }
      let δₕ = dh ⊙ inside.slope(preactivation(h[t - 1], x[t - 1]))
      d.Wₕₕ += δₕ * h[t - 1].ᵀ  // (dₕ)(1×dₕ) → dₕ×dₕ
      d.Wₓₕ += δₕ * x[t - 1].ᵀ  // (dₕ)(1×dₓ) → dₕ×dₓ
      d.bₕ += δₕ
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
  /// The loss of each step, zero where a step has none (foundations (15.11)).
  func losses(_ x: [Vector<T>], _ y: [Vector<T>?], nudges: [Vector<T>]? = nil) -> [T] {
    var h = Vector<T>(repeating: 0, count: bₕ.count)
    return x.indices.map { t in
      var z = preactivation(h, x[t])
      if let nudges { z += nudges[t] }
      h = inside.of(z)
      return y[t].map { outside.loss(output(h), $0) } ?? 0
    }
  }

  /// L = Σₜ L⁽ᵗ⁾
  func loss(_ x: [Vector<Double>], _ y: [Vector<Double>?]) -> T {
    losses(x.map { Vector<T>($0) }, y.map { $0.map { Vector<T>($0) } }).reduce(0, +)
  }
}

extension RNN {
  static let throughTime = Section(.foundations, "15.4", "Backpropagation through time") { page in
    page.define("L = Σₜ L⁽ᵗ⁾", at: "15.11", by: "losses")
    page.define("δₕ = ∂L/∂zₕ and δ_y = ∂L/∂z_y", at: "15.4.2:delta", by: "backward")

    //: The gradients of random networks, with tanh or ReLU inside and each of the three outputs,
    //: from two methods that contain none of these formulas: the tape, all entries at once, and
    //: dual numbers, along a random direction. First with a loss at every step, then with one at
    //: the last step only.

    page.verify(
      "the five sums over the steps are the gradients, a loss at every step", at: "15.18",
      "15.19", "15.20", "15.21", "15.22"
    ) { draw in
      let (network, x, y) = drawn(&draw)
      func loss<T: Scalar>(_ p: Vector<T>) -> T { network.with(p).loss(x, y) }
      let u = draw.vector(network.parameters.count)
      return compare(network.backward(x, y).flat, at: network.parameters, along: u, loss, loss)
    }
    page.verify(
      "the same sums, with a loss at the last step only", at: "15.18", "15.19", "15.20", "15.21",
      "15.22", "21.1.4:assumption"
    ) { draw in
      let (network, x, all) = drawn(&draw)
      let y = [nil, nil, all[2]]
      func loss<T: Scalar>(_ p: Vector<T>) -> T { network.with(p).loss(x, y) }
      let u = draw.vector(network.parameters.count)
      return compare(network.backward(x, y).flat, at: network.parameters, along: u, loss, loss)
    }

    //: The recursion itself. Its δ are the derivatives by what is added to the pre-activations.

    page.verify(
      "∂L/∂zₕ⁽ᵗ⁾ is (W_hyᵀδ_y⁽ᵗ⁾ + Wₕₕᵀδₕ⁽ᵗ⁺¹⁾) ⊙ σₕʹ(zₕ⁽ᵗ⁾)", at: "15.16"
    ) { draw in
      let (network, x, y) = drawn(&draw)
      func loss<T: Scalar>(_ e: Vector<T>) -> T { nudged(network, x, y, e).reduce(0, +) }
      let δₕ = network.backward(x, y).δₕ.flatMap(\.entries)
      let nothing = Vector<Double>(repeating: 0, count: 6)
      return compare(Vector(δₕ), at: nothing, along: draw.vector(6), loss, loss)
    }

    //: With a loss at the last step only, the error enters there through the output, and goes back
    //: from step to step through the state alone:
    //:
    //:     δₕ^{(T)} = (W_hyᵀ δ_y^{(T)}) ⊙ σₕʹ(zₕ^{(T)})       (21.12)
    //:     δₕ⁽ᵗ⁾ = (Wₕₕᵀ δₕ⁽ᵗ⁺¹⁾) ⊙ σₕʹ(zₕ⁽ᵗ⁾) for t < T      (21.14)

    page.verify(
      "with a loss at the last step only, δₕ⁽ᵗ⁾ is Wₕₕᵀδₕ⁽ᵗ⁺¹⁾ ⊙ σₕʹ(zₕ⁽ᵗ⁾) before it", at: "21.12",
      "21.14"
    ) { draw in
      let (network, x, all) = drawn(&draw)
      let y = [nil, nil, all[2]]
      func loss<T: Scalar>(_ e: Vector<T>) -> T { nudged(network, x, y, e)[2] }
      let h = network.states(x)
      let slopes = x.indices.map { network.inside.slope(network.preactivation(h[$0], x[$0])) }
      let third = (network.Wʸ.ᵀ * (network.output(h[3]) - all[2]!)) ⊙ slopes[2]
      let second = (network.Wₕₕ.ᵀ * third) ⊙ slopes[1]
      let first = (network.Wₕₕ.ᵀ * second) ⊙ slopes[0]
      let δₕ = Vector(first.entries + second.entries + third.entries)
      let nothing = Vector<Double>(repeating: 0, count: 6)
      return compare(δₕ, at: nothing, along: draw.vector(6), loss, loss)
    }

    //: And the two halves of the sum. What a state does to its own loss goes through $W_hy$; what
    //: it does to the sum of all later losses, here $L₊$, goes through the next pre-activation.
    //: With (15.13) in its corrected form:
    //:
    //:     ∂L/∂h⁽ᵗ⁾ = ∂L⁽ᵗ⁾/∂h⁽ᵗ⁾ + ∂L₊/∂h⁽ᵗ⁾                 (15.12)
    //:     (∂L₊/∂h⁽ᵗ⁾)ᵀ = (∂L₊/∂h⁽ᵗ⁺¹⁾)ᵀ ∂h⁽ᵗ⁺¹⁾/∂h⁽ᵗ⁾        (15.13, corrected)
    //:     ∂L⁽ᵗ⁾/∂h⁽ᵗ⁾ = W_hyᵀ ∂L⁽ᵗ⁾/∂z_y⁽ᵗ⁾                  (15.14)
    //:     ∂L₊/∂h⁽ᵗ⁾ = Wₕₕᵀ δₕ⁽ᵗ⁺¹⁾                           (15.15)
    //:
    //: As printed, without the transposes, (15.13) multiplies a row of derivatives by a Jacobian,
    //: while the lines around it have columns; read as a row, it is right.

    page.verify(
      "∂L/∂h⁽ᵗ⁾ is the sum of its own part and the later part", at: "15.12", "15.13", "15.14",
      "15.15"
    ) { draw in
      let (network, x, y) = drawn(&draw)
      let h = network.states(x)
      let δʸ = network.output(h[1]) - y[0]!
      let δₕ = network.backward(x, y).δₕ
      // The losses from step t on, as a function of h⁽ᵗ⁾ alone.
      func from<T: Scalar>(_ t: Int, _ h: Vector<T>) -> [T] {
        let lifted = network.with(Vector<T>(network.parameters))
        let states = lifted.states(x[t...].map { Vector<T>($0) }, from: h)
        return states.indices.map { i in
          lifted.outside.loss(lifted.output(states[i]), Vector<T>(y[t - 1 + i]!))
        }
      }
      var own = 0 * h[1]
      var later = 0 * h[1]
      for i in h[1].indices {
        var marked = Vector<Dual<Double>>(h[1])
        marked[i].tangent = 1
        let losses = from(1, marked)
        own[i] = losses[0].tangent
        later[i] = losses[1].tangent + losses[2].tangent
      }
      let whole = reverseGradient(at: h[1]) { from(1, $0).reduce(0, +) }
      let next = reverseGradient(at: h[2]) { from(2, $0).reduce(0, +) }
      let lifted = RecurrentNetwork<Dual<Double>>(network)
      let J = jacobian(at: h[1]) { lifted.step($0, Vector<Dual<Double>>(x[1])) }
      return [
        Evidence("the sum (15.12)", error: distance(own + later, whole), bound: 1e-14),
        Evidence(
          "the row (15.13)", error: distance((next.ᵀ * J).row(0), later), bound: 1e-14),
        Evidence("own (15.14)", error: distance(network.Wʸ.ᵀ * δʸ, own), bound: 1e-14),
        Evidence("later (15.15)", error: distance(network.Wₕₕ.ᵀ * δₕ[1], later), bound: 1e-14),
      ]
    }

    //: For the weights of the state the sum begins with the chain rule:
    //:
    //:     ∂L/∂Wₕₕ = Σₜ ∂L/∂zₕ⁽ᵗ⁾ ∂zₕ⁽ᵗ⁾/∂Wₕₕ                 (15.17)
    //:
    //: Here the derivative of a vector by a matrix appears, an array with three indices. Written
    //: out, $∂zᵢ/∂Wⱼₖ$ is hₖ where $i = j$ and 0 elsewhere, so that the sum over i leaves an outer
    //: product.

    page.verify("Σₜ Σᵢ ∂L/∂zᵢ⁽ᵗ⁾ ∂zᵢ⁽ᵗ⁾/∂Wⱼₖ is ∂L/∂Wₕₕ", at: "15.17") { draw in
      let (network, x, y) = drawn(&draw)
      let h = network.states(x)
      let nothing = Vector<Double>(repeating: 0, count: 6)
      let δ = reverseGradient(at: nothing) { nudged(network, x, y, $0).reduce(0, +) }
      var sum = 0 * network.Wₕₕ
      for n in 0..<4 {
        var lifted = RecurrentNetwork<Dual<Double>>(network)
        lifted.Wₕₕ.entries[n].tangent = 1
        for t in 0..<3 {
          let z = lifted.preactivation(Vector<Dual<Double>>(h[t]), Vector<Dual<Double>>(x[t]))
          sum.entries[n] += δ[2 * t] * z[0].tangent + δ[2 * t + 1] * z[1].tangent
        }
      }
      let whole = reverseGradient(at: network.Wₕₕ) { W in
        var lifted = network.with(Vector<Variable>(network.parameters))
        lifted.Wₕₕ = W
        return lifted.loss(x, y)
      }
      return [Evidence("tape", error: distance(sum, whole), bound: 1e-14)]
    }
  }

  /// A network with two inputs, two states and two outputs, a sequence of three, a target each.
  private static func drawn(_ draw: inout Generator)
    -> (RecurrentNetwork<Double>, [Vector<Double>], [Vector<Double>?])
  {
    let outside: Outside = [.softmax, .sigmoid, .linear][draw.below(3)]
    let inside: Inside = [.tanh, .relu][draw.below(2)]
    let network = RecurrentNetwork(
      &draw, dₓ: 2, dₕ: 2, dʸ: 2, inside: inside, outside: outside)
    let x = (0..<3).map { _ in draw.vector(2) }
    // Probabilities, which all three losses can take.
    let y = (0..<3).map { _ in softmax(draw.vector(2)) }
    return (network, x, y)
  }

  /// The losses with e added to the pre-activations, step by step.
  private static func nudged<T: Scalar>(
    _ network: RecurrentNetwork<Double>, _ x: [Vector<Double>], _ y: [Vector<Double>?],
    _ e: Vector<T>
  ) -> [T] {
    let n = network.bₕ.count
    let nudges = x.indices.map { Vector(Array(e.entries[n * $0..<n * ($0 + 1)])) }
    return RecurrentNetwork<T>(network).losses(
      x.map { Vector<T>($0) }, y.map { $0.map { Vector<T>($0) } }, nudges: nudges)
  }

  /// A gradient of many entries against the tape, which gives all of them in one walk, and
  /// against a dual number that carries the derivative along one direction, here a random one.
  private static func compare(
    _ gradient: Vector<Double>, at v: Vector<Double>, along u: Vector<Double>,
    _ forward: (Vector<Dual<Double>>) -> Dual<Double>, _ reverse: (Vector<Variable>) -> Variable
  ) -> [Evidence] {
    let moving = Vector(zip(v.entries, u.entries).map { Dual($0, tangent: $1) })
    let slope = forward(moving).tangent
    return [
      Evidence("tape", error: distance(gradient, reverseGradient(at: v, reverse)), bound: 1e-14),
      Evidence(
        "dual numbers, a random direction", error: distance(gradient ⋅ u, slope), bound: 1e-14),
    ]
  }
}
