import Companion
import Mathematics

//: The gradients of three layers, written as chains, look long and share most of their factors.
//: That is the second half of the idea: not only the chain rule, but each factor once.

extension Backprop {
  static let chains = Section(.intuition, "5.2", "Long chains, shared factors") { page in
    let W¹: Matrix = page.given("W¹", ours: [[1], [-1]])
    let W²: Matrix = page.given("W²", ours: [[1, 2]])
    let W³: Matrix = page.given("W³", ours: [[1], [-0.5]])
    let f = Network(W: [W¹, W², W³], b: [[0, 0], [0], [0, 0]], φ: threeKinds)
    let example = Exercise(f, .halfSquared, [0.5], [1, 0])
    chain(
      page, example, to: 2, "slides:back-propagation-vectorization:chain3", "5.3:chain3",
      "5.2:dcdwl")
    chain(
      page, example, to: 1, "slides:back-propagation-vectorization:chain2", "5.3:chain2",
      "5.2:dcdwl_1")
    chain(
      page, example, to: 0, "slides:back-propagation-vectorization:chain1", "5.3:chain1",
      "5.2:dcdwl_1")
    passedOn(page)
    eachOnce(page)
    update(page)
    differentiable(page)
  }

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
  //: the gradient, with no transpose and no ⊙ anywhere. The draws are other weights and inputs for
  //: the same three layers, of two, one and two units.

  private static let threeKinds: [Activation] = [.sigmoid, .tanh, .sigmoid]

  private static func threeLayers(_ draw: inout Generator) -> Exercise {
    let f = Network([1, 2, 1, 2], threeKinds, &draw)
    return Exercise(f, .halfSquared, draw.vector(1), draw.vector(2))
  }

  //: Below the last layer the factors in between are products of two each, $∂zˡ⁺¹/∂aˡ$, which is
  //: the weight matrix, and $∂aˡ/∂zˡ$, which is diagonal. The slides write them apart.

  /// ∂C/∂Wˡ for a layer l, counted from 0
  private static func chain(
    _ page: Page, _ example: Exercise, to l: Int, _ apart: Place, _ joined: Place, _ any: Place
  ) {
    let up = ["⁰", "¹", "²", "³"]
    let here = up[l + 1]
    let between = (l..<2).reversed().map { " · ∂z\(up[$0 + 2])/∂z\(up[$0 + 1])" }.joined()
    let last = " · ∂z\(here)/∂W\(here)"
    page.derivation("∂C/∂W\(here)", at: apart, any, of: example, draws: threeLayers) { net in
      let (f, z, a) = (net.f, net.z, net.f.forward(net.x).a)
      let slopes = z.indices.map { k in jacobian(at: z[k]) { f.φ[k]($0) } }
      let steps = (l..<2).reversed().map { k in
        jacobian(at: z[k]) { Matrix(f.W[k + 1]) * f.φ[k]($0) + Vector(f.b[k + 1]) }
      }
      let (byA³, byZ³) = (
        (a[3] - net.y).ᵀ, reverseGradient(at: z[2]) { net.loss(fromLayer: 2, $0) }
      )
      let single = (l..<2).reversed().reduce(byA³ * slopes[2]) { $0 * f.W[$1 + 1] * slopes[$1] }
      let byW = weightJacobian(f.W[l], a[l])
      Line("∂C/∂a³ · ∂a³/∂z³\(l < 2 ? " · …" : "")\(last)", (single * byW).row(0))
      Line("∂C/∂z³\(between)\(last)", at: joined, (steps.reduce(byZ³.ᵀ, *) * byW).row(0))
      Line("δ\(here)(a\(up[l]))ᵀ", Vector((net.δ[l] * a[l].ᵀ).entries))
    } truth: { net in
      gradient(at: Vector(net.f.W[l].entries)) { w in net.loss { $0.W[l].entries = w.entries } }
    }
  }

  //: The chains for the biases are the same without their last factor, which is the identity. And
  //: what a layer hands to the one below is the row of the chain, times its weights; written as a
  //: column, the transposed weights times the error.

  private static func passedOn(_ page: Page) {
    page.verify(
      "∂C/∂bˡ of three layers are the printed products of Jacobians",
      at: "slides:back-propagation-vectorization:chain3",
      "slides:back-propagation-vectorization:chain2", "slides:back-propagation-vectorization:chain1"
    ) { draw in
      let net = threeLayers(&draw)
      let (f, z) = (net.f, net.z)
      let slopes = z.indices.map { k in jacobian(at: z[k]) { f.φ[k]($0) } }
      var row = (f(net.x) - net.y).ᵀ * slopes[2]
      for l in [2, 1, 0] {
        gradient(at: f.b[l]) { b in net.loss { $0.b[l] = b } } ≈ row.row(0)
        if l > 0 { row = row * f.W[l] * slopes[l - 1] }
      }
    }
    page.verify(
      "a layer passes on ∂C/∂a = Wᵀ ∂C/∂z and ∂C/∂W = (∂C/∂z)aᵀ", at: "5.3.1:wt", "5.1:path"
    ) { draw in
      let (W, a, c) = (draw.matrix(2, 2), draw.vector(2), draw.vector(2))
      let byZ = W * a - c
      gradient(at: a) { halfSquaredError(Matrix(W) * $0, Vector(c)) } ≈ W.ᵀ * byZ
      gradient(at: W) { halfSquaredError($0 * Vector(a), Vector(c)) } ≈ byZ * a.ᵀ
    }
  }

  //: ### Each factor once
  //:
  //: Worked out one by one, the chains of L layers repeat the factors near the output L times,
  //: and the work grows with $L²$. Handed down from layer to layer it grows with L. Counted for
  //: layers of three units, slopes and weights:

  /// δᴸ⁻¹ … δ¹ of L layers with three units each, every one from the output or each from the one
  /// above, and the multiplications that this takes
  private static func errors(_ L: Int, shares: Bool) -> (δ: [Vector<Double>], work: Int) {
    var draw = Generator(seed: 7)
    let tally = Tally()
    let W = draw.matrix(3, 3).map { tally.number($0) }
    let slope = draw.vector(3).map { tally.number($0) }
    var δ = [slope]
    for l in 1..<L {
      let start = shares ? δ[l - 1] : slope
      δ.append((0..<(shares ? 1 : l)).reduce(start) { δ, _ in (W * δ) ⊙ slope })
    }
    return (δ.map { $0.map(\.value) }, tally.multiplications)
  }

  private static func eachOnce(_ page: Page) {
    let depths = [2, 4, 8, 16]
    let alone = depths.map { errors($0, shares: false) }
    let shared = depths.map { errors($0, shares: true) }
    page.table(
      "Multiplications for the errors of all layers",
      columns: ["layers", "each chain alone", "shared"],
      rows: depths.indices.map { [depths[$0], alone[$0].work, shared[$0].work] }, at: "5.3:repeat")
    page.check(
      "alone the chains cost L(L − 1)/2 steps, shared L − 1", at: "5.3:reuse", "5.3:dynamic",
      "appendix:B.1:reuse"
    ) {
      // A matrix with three rows of three weights, and three slopes.
      let step = 3 * 3 + 3
      for (i, L) in depths.enumerated() {
        alone[i].work == L * (L - 1) / 2 * step
        shared[i].work == (L - 1) * step
        shared[i].δ ≈ alone[i].δ
      }
    }
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

  private static func update(_ page: Page) {
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
      let η = Double.pow(10, draw.uniform(-6, -4))
      let drop = halfSquaredError(f(x), y) - halfSquaredError(f.stepped(gradient, η)(x), y)
      (drop - η * (gradient ⋅ gradient)).absolute ≤ 100 * η * η
    }
  }

  //: Behind it stands an assumption that the slides state: the network is a composition, and
  //: therefore differentiable. A composition is as smooth as its parts; one ReLU among them
  //: gives the network [a kink](#activations-with-a-kink). A unit $φ(w(t − x))$ is looked at where
  //: its pre-activation is 0, at $t = x$: there ReLU goes over from the slope 0 to the slope w.
  //: For tanh, as odd as it is, nothing would be seen there; it is looked at off its centre, as
  //: $φ(w(t − x) + c)$.

  private static func differentiable(_ page: Page) {
    let h = 0x1p-20
    let jump = { (φ: (Double) -> Double, w: Double, x: Double) in
      ((φ(w * (x + h) - w * x) - 2 * φ(0) + φ(w * (x - h) - w * x)) / h).absolute
    }
    page.refute(
      "the network, being a composition, is differentiable",
      at: "slides:learning-weights:differentiable",
      correction: "it is if all activations are; with ReLU it has kinks where some z = 0"
    ) { draw in
      let (w, x) = (draw.uniform(0.5, 1.5), draw.uniform(-1, 1))
      by("ReLU, right slope less left") { jump({ relu($0) }, w, x) ≤ 1e-6 }
    } corrected: { draw in
      let (w, x, c) = (draw.uniform(0.5, 1.5), draw.uniform(-1, 1), draw.uniform(-1, 1))
      by("tanh, right slope less left") { jump({ tanh($0 + c) }, w, x) ≤ 2e-6 }
      by("ReLU, right slope less left") {
        jump({ relu($0) }, w, x) ≈ w ± (1e-9, "a quotient over 2⁻²⁰ loses 20 of 53 bits")
      }
    }
    page.define("pairs of inputs and targets", at: "slides:learning-weights:data", by: "ToySamples")
    page.note(
      "Weights are called the only parameters that can be changed: read with the biases, which "
        + "the slides count among them elsewhere.", at: "slides:back-propagation-key-idea:only")
    page.note(
      "Derivatives are said to be taken by z and w only; yet ∂zˡ/∂aˡ⁻¹ is taken in the formula "
        + "that follows there, as it must be.", at: "7.3:only_z_w")
  }
}

extension Network<Double> {
  /// θ − η∇ℒ, all layers at once
  func stepped(_ gradient: Vector<Double>, _ η: Double) -> Network {
    with(parameters - η * gradient)
  }
}
