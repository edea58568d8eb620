import Companion
import Mathematics

//: The gradients of three layers, written as chains, look long and share most of their factors.
//: That is the second half of the idea: not only the chain rule, but each factor once.

extension Network<Double> {
  /// θ − η∇ℒ, all layers at once
  func stepped(_ gradient: Vector<Double>, _ η: Double) -> Network {
    with(parameters - η * gradient)
  }
}

extension Backprop {
  static let chains = Section(.intuition, "5.2", "Long chains, shared factors") { page in
    //: ### The chains as products
    //:
    //: In the letters of the pre-activations the chains of three layers read
    //:
    //:     ∂C/∂W³ = ∂C/∂z³ · ∂z³/∂W³                       (intuition 5.3)
    //:     ∂C/∂W² = ∂C/∂z³ · ∂z³/∂z² · ∂z²/∂W²             (intuition 5.3)
    //:     ∂C/∂W¹ = ∂C/∂z³ · ∂z³/∂z² · ∂z²/∂z¹ · ∂z¹/∂W¹   (intuition 5.3)
    //:
    //: With the weights of a layer strung out as a vector, every factor of the printed chains is
    //: a Jacobian: of the cost a row, of a layer by the one before a matrix of the shape of its
    //: weights, of a layer by those weights a wide one. Multiplied in the printed order, they give
    //: the gradient, with no transpose and no ⊙ anywhere.

    page.verify(
      "∂C/∂Wˡ and ∂C/∂bˡ of three layers are the printed products of Jacobians", at: "5.2:dcdwl",
      "5.2:dcdwl_1",
      "5.3:chain1", "5.3:chain2", "5.3:chain3", "slides:back-propagation-vectorization:chain3",
      "slides:back-propagation-vectorization:chain2", "slides:back-propagation-vectorization:chain1"
    ) { draw in
      let f = Network([1, 2, 1, 2], [.sigmoid, .tanh, .sigmoid], &draw)
      let (x, y) = (draw.vector(1), draw.vector(2))
      let (z, a) = f.forward(x)
      let dadz = (0..<3).map { Matrix(diagonal: f.φ[$0].slope(z[$0])) }
      let third = (a[3] - y).ᵀ * dadz[2]
      let second = third * f.W[2] * dadz[1]
      let first = second * f.W[1] * dadz[0]
      // ∂z/∂W, a row for each unit, a column for each weight.
      let dzdW³: Matrix = [[a[2][0], 0], [0, a[2][0]]]
      let (dzdW², dzdW¹) = (a[1].ᵀ, Matrix(diagonal: [x[0], x[0]]))
      let chains = (first * dzdW¹).entries + (second * dzdW²).entries + (third * dzdW³).entries
      // ∂z/∂b is the identity.
      let ofBiases = first.entries + second.entries + third.entries
      let (θ, biases) = (f.W.flatMap(\.entries), f.b.flatMap(\.entries))
      let (d, e) = (draw.vector(6), draw.vector(5))
      let w = θ.indices.map { Dual(θ[$0], tangent: d[$0]) }
      let b = biases.indices.map { Dual(biases[$0], tangent: e[$0]) }
      let a¹ = [σ(w[0] * Dual(x[0]) + b[0]), σ(w[1] * Dual(x[0]) + b[1])]
      let a² = tanh(w[2] * a¹[0] + w[3] * a¹[1] + b[2])
      let a³ = Vector([σ(w[4] * a² + b[3]), σ(w[5] * a² + b[4])])
      let rate = halfSquaredError(a³, Vector(y)).tangent
      return [
        Evidence(
          "dual numbers, all weights and biases",
          error: distance(Vector(chains) ⋅ d + Vector(ofBiases) ⋅ e, rate), bound: 1e-14)
      ]
    }
    page.verify(
      "a layer passes on ∂C/∂a = Wᵀ ∂C/∂z and ∂C/∂W = (∂C/∂z)aᵀ", at: "5.3.1:wt", "5.1:path"
    ) { draw in
      let (W, a, c) = (draw.matrix(2, 2), draw.vector(2), draw.vector(2))
      let slope = 2.0 * (W * a - c)
      let (dW, da) = (draw.matrix(2, 2), draw.vector(2))
      let moved = push(Vector(W.entries + a.entries), along: Vector(dW.entries + da.entries)) { v in
        let v = v.entries
        let e = [v[0] * v[4] + v[1] * v[5] - Dual(c[0]), v[2] * v[4] + v[3] * v[5] - Dual(c[1])]
        return [e[0] * e[0] + e[1] * e[1]]
      }
      let byA = (W.ᵀ * slope) ⋅ da
      let byW = ((slope * a.ᵀ) ⊙ dW).entries.reduce(0, +)
      return [Evidence("dual numbers, both", error: distance(byA + byW, moved[0]), bound: 1e-14)]
    }

    //: ### Each factor once
    //:
    //: Worked out one by one, the chains of L layers repeat the factors near the output L times,
    //: and the work grows with $L²$. Handed down from layer to layer it grows with L. Counted for
    //: layers of three units, slopes and weights:

    let depths = [2, 4, 8, 16]
    let work = depths.map {
      (alone: chainWork($0, shares: false), shared: chainWork($0, shares: true))
    }
    page.table(
      "Multiplications for the errors of all layers",
      columns: ["layers", "each chain alone", "shared"],
      rows: zip(depths, work).map { [$0, $1.alone, $1.shared] }, at: "5.3:repeat")
    page.verify(
      "alone the chains cost L(L − 1)/2 steps, shared L − 1", at: "5.3:reuse", "5.3:dynamic",
      "appendix:B.1:reuse", draws: 1
    ) { _ in
      let step = chainWork(2, shares: true)
      let alone = depths.map { Double($0 * ($0 - 1) / 2 * step) }
      let shared = depths.map { Double(($0 - 1) * step) }
      return [
        Evidence("alone, counted", error: distance(work.map(\.alone), alone), bound: 0),
        Evidence("shared, counted", error: distance(work.map(\.shared), shared), bound: 0),
      ]
    }

    //: ### The step
    //:
    //: *The Maths of Deep Learning* and the slides close with the same update, for W¹, W², W³ or
    //: for all; the *Foundations* leave it to an optimizer.
    //:
    //:     θ ← θ − η∇ℒ                                   (intuition 6.5)
    //:
    //: The step is the gradient times $−η$, so that each weight moves in proportion to its effect
    //: on the cost; for small η the cost falls by $η‖∇ℒ‖²$, and only the curvature, of order $η²$,
    //: spoils that.

    page.define(
      "θ − η∇ℒ", at: "5.2:update_l", "5.2:update_l_1", "5.3:update", "5.3:update1", "5.3:update2",
      "5.3:update3", "5.3.1:update1", "5.3.1:update2", "5.3.1:update3", "6.1.1:gd", "6.5:update",
      "7.5:update", "foundations:5.6:step", "slides:back-propagation-key-idea:gd",
      "slides:back-propagation-vectorization:update", by: "Network.stepped")
    page.verify(
      "a step of η lowers the cost by η‖∇ℒ‖² up to 100η²", at: "5.2:proportional", "5.2:update_l"
    ) { draw in
      let f = Network([1, 2, 1], [.tanh, .identity], &draw)
      let (x, y) = (draw.vector(1), draw.vector(1))
      let gradient = f.gradient(.halfSquared, x, y)
      let η = 1e-4
      let drop = halfSquaredError(f(x), y) - halfSquaredError(f.stepped(gradient, η)(x), y)
      let missed = (drop - η * (gradient ⋅ gradient)).absolute
      return [Evidence("error against 100η²", error: max(0, missed - 100 * η * η), bound: 0)]
    }

    //: Behind it stands an assumption that the slides state: the network is a composition, and
    //: therefore differentiable. A composition is as smooth as its parts; one ReLU among them
    //: gives the network [a kink](#activations-with-a-kink).

    page.refute(
      "the network, being a composition, is differentiable",
      at: "slides:learning-weights:differentiable",
      correction: "it is if all activations are; with ReLU it has kinks where some z = 0"
    ) { draw in
      let (relu, _) = jumps(&draw)
      return [Evidence("ReLU, right slope less left", error: relu, bound: 1e-6)]
    } corrected: { draw in
      let (relu, smooth) = jumps(&draw)
      return [
        Evidence("tanh, right slope less left", error: smooth, bound: 1e-4),
        Evidence("ReLU: kinks", holds: relu > 1e-3),
      ]
    }
    page.define("pairs of inputs and targets", at: "slides:learning-weights:data", by: "ToySamples")
    page.note(
      "Weights are called the only parameters that can be changed: read with the biases, which "
        + "the slides count among them elsewhere.", at: "slides:back-propagation-key-idea:only")
    page.note(
      "Derivatives are said to be taken by z and w only; yet ∂zˡ/∂aˡ⁻¹ is taken in the formula "
        + "that follows there, as it must be.", at: "7.3:only_z_w")
  }

  /// Multiplications for δ¹ … δᴸ⁻¹ in a network of L layers with three units each
  private static func chainWork(_ L: Int, shares: Bool) -> Int {
    let tally = Tally()
    let one = tally.number(1)
    let W = Matrix(repeating: one, rows: 3, columns: 3)
    let slope = Vector(repeating: one, count: 3)
    func back(_ δ: Vector<Counted>) -> Vector<Counted> { (W * δ) ⊙ slope }
    var δ = slope
    for l in 1..<L {
      δ = shares ? back(δ) : (0..<l).reduce(slope) { δ, _ in back(δ) }
    }
    return tally.multiplications
  }

  /// Right less left slope, by x, of a unit φ(wx + b) whose pre-activation is 0 there
  private static func jumps(_ draw: inout Generator) -> (relu: Double, smooth: Double) {
    let w = draw.uniform(0.5, 1.5)
    let x = draw.uniform(-1, 1)
    func jump(_ φ: (Double) -> Double) -> Double {
      let both = slopes(at: x) { φ(w * $0 - w * x) }
      return (both.right - both.left).absolute
    }
    return (jump { relu($0) }, jump { tanh($0) })
  }
}
