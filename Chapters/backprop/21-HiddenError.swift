import Companion
import Mathematics

//: A hidden unit has no target; its error is a weighted sum of the errors of the units above it.
//: What it is to blame for is what it did to those units, each weighed by the connection: the sum
//: runs backward through the transposed weights.

extension Network<Double> {
  /// δ¹ … δᴸ from the pre-activations and the error of the output, (5.7)
  func deltas(_ z: [Vector<Double>], last δᴸ: Vector<Double>) -> [Vector<Double>] {
    var δ = [δᴸ]
    for l in W.indices.dropLast().reversed() {
      δ.insert((W[l + 1].ᵀ * δ[0]) ⊙ φ[l].slope(z[l]), at: 0)
    }
    return δ
  }

  /// δᴸ: Jᵀ∂ℒ/∂a for softmax, else ∂ℒ/∂a ⊙ φʹ(z)
  func outputError(
    _ z: [Vector<Double>], _ a: [Vector<Double>], _ loss: Loss, _ y: Vector<Double>
  ) -> Vector<Double> {
    let last = W.count - 1
    let slope = loss.slope(a[last + 1], y)
    if case .softmax = φ[last] { return softmaxʹ(z[last]).ᵀ * slope }
    return slope ⊙ φ[last].slope(z[last])
  }
}

//: The recursion is tested at one layer, with all above it left in place and all below it cut
//: off: the loss is then a function of the pre-activations of that layer alone.

extension Network {
  /// The output when the pre-activation of layer l, counted from 0, is z.
  func output(fromLayer l: Int, _ z: Vector<T>) -> Vector<T> {
    var a = φ[l](z)
    for k in W.indices where k > l { a = φ[k](W[k] * a + b[k]) }
    return a
  }
}

//: Each draw is a network of its own: two or three layers with one to three units each, four kinds
//: of hidden units and five pairs of output and loss.

/// A network, a loss that fits its output, an input and a target.
struct Exercise {
  let f: Network<Double>
  let loss: Loss
  let x: Vector<Double>
  let y: Vector<Double>

  init(_ f: Network<Double>, _ loss: Loss, _ x: Vector<Double>, _ y: Vector<Double>) {
    (self.f, self.loss, self.x, self.y) = (f, loss, x, y)
  }

  init(_ draw: inout Generator) {
    let hidden: [Activation] = [.sigmoid, .tanh, .relu, .leakyReLU]
    let outputs: [(Activation, Loss)] = [
      (.identity, .halfSquared), (.sigmoid, .halfSquared), (.sigmoid, .binary),
      (.softmax, .categorical), (.softmax, .halfSquared),
    ]
    let L = 2 + draw.below(2)
    let widths = (0...L).map { _ in 1 + draw.below(3) }
    let (last, loss) = outputs[draw.below(outputs.count)]
    let φ = (1..<L).map { _ in hidden[draw.below(4)] } + [last]
    let y = oneHot(draw.below(widths[L]), of: widths[L])
    // A pre-activation that a difference quotient might carry across a kink is drawn again.
    while true {
      let f = Network(widths, φ, &draw)
      let x = draw.vector(widths[0])
      let isClear = f.forward(x).z.allSatisfy { $0.entries.allSatisfy { $0.magnitude > 1e-3 } }
      if isClear {
        self.init(f, loss, x, y)
        return
      }
    }
  }

  /// Two layers of sigmoids without biases, as the appendix works one by hand in B.19
  init(_ W¹: Matrix<Double>, _ W²: Matrix<Double>, _ x: Vector<Double>, _ y: Vector<Double>) {
    let b = [W¹, W²].map { Vector(repeating: 0.0, count: $0.rows) }
    self.init(Network(W: [W¹, W²], b: b, φ: [.sigmoid, .sigmoid]), .halfSquared, x, y)
  }
}

//: What an exercise asks for is its errors by hand, from the recursion, and its loss as a function
//: of one thing at a time, of the pre-activation of a layer or of a layer's weights, for the
//: derivatives that know nothing of the recursion.

extension Exercise {
  /// z¹ … zᴸ
  var z: [Vector<Double>] { f.forward(x).z }
  /// δ¹ … δᴸ
  var δ: [Vector<Double>] {
    let (z, a) = f.forward(x)
    return f.deltas(z, last: f.outputError(z, a, loss, y))
  }

  /// The loss by the pre-activation of layer l, counted from 0
  func loss<T: Scalar>(fromLayer l: Int, _ z: Vector<T>) -> T {
    loss(f.with(Vector<T>(f.parameters)).output(fromLayer: l, z), Vector<T>(y))
  }

  /// The loss with some of the parameters changed
  func loss<T: Scalar>(_ change: (inout Network<T>) -> Void) -> T {
    var g = f.with(Vector<T>(f.parameters))
    change(&g)
    return loss(g(Vector<T>(x)), Vector<T>(y))
  }
}

extension Backprop {
  static let hiddenError = Section(.appendix, "B.9", "The error of a hidden layer") { page in
    let x: Vector = page.given("x", at: "B.19")
    let y: Vector = page.given("y", at: "B.19", in: 0...1)
    let W¹: Matrix = page.given("W¹", at: "B.19")
    let W²: Matrix = page.given("W²", at: "B.19")
    let example = Exercise(W¹, W², x, y)
    page.define("δ¹ … δᴸ, the last first", at: "B.13:order", by: "Network.deltas")
    stepBack(page, example)
    recursion(page, example)
    brackets(page)
  }

  //: ### One step back
  //:
  //: Two derivatives meet: how a unit's pre-activation moves its output, $φʹ(z)$, and how that
  //: moves the units above, W. Of the sum over the units m between them only that of $m = j$ is
  //: moved by zⱼ. Together they are the Jacobian of one layer by the one before.
  //:
  //:     ∂zˡ⁺¹ₖ/∂zˡⱼ = Wˡ⁺¹ₖⱼφʹ(zˡⱼ)                   (appendix B.10)
  //:
  //: The example is the network that [B.19 works by hand](#a-2-2-1-network-by-hand).

  private static func stepBack(_ page: Page, _ example: Exercise) {
    page.verify(
      "z = Wa + b has the Jacobian W by a", at: "intuition:7.3:dzda",
      "slides:back-propagation-vectorization:dzda", "intuition:5.3.1:jacobian"
    ) { draw in
      let (W, b) = (draw.matrix(3, 2), draw.vector(3))
      jacobian(at: draw.vector(2)) { Matrix(W) * $0 + Vector(b) } ≈ W
    }

    //: *The Maths of Deep Learning* writes the Jacobian of both steps as $W₃ · σʹ(z₂)$, in a chapter
    //: on scalar calculus. For one unit a layer that is right as it stands; for several the slopes
    //: have to be read as a diagonal matrix, as at the other places of that chapter.

    page.derivation(
      "∂zˡ⁺¹ₖ/∂zˡⱼ", at: "B.9:graph", "intuition:5.3.1:z3", "intuition:7.3:dadz",
      of: (example.f.W[1], example.z[0])
    ) { draw in
      (draw.matrix(3, 2), draw.vector(2, -2, 2))
    } lines: { W, z in
      Line("Σₘ Wˡ⁺¹ₖₘ ∂hˡₘ/∂zˡⱼ", at: "B.10:chain", W * jacobian(at: z) { σ($0) })
      Line("[Wˡ⁺¹ diag(φʹ(zˡ))]ₖⱼ", at: "intuition:5.3.1:dz3dz2", W * Matrix(diagonal: σʹ(z)))
      Line(
        "Wˡ⁺¹ₖⱼ φʹ(zˡⱼ)", at: "B.10",
        Matrix((0..<W.rows).map { k in z.indices.map { W[k, $0] * σʹ(z[$0]) } }))
    } truth: { W, z in
      jacobian(at: z) { Matrix(W) * σ($0) }
    }
  }

  //: ### The recursion
  //:
  //: One formula in two notations. Element by element, it is the sum over the units above;
  //: as a product, the transpose of the weights, then the slopes.
  //:
  //:     δˡⱼ = φʹ(zˡⱼ) Σₖ Wˡ⁺¹ₖⱼδˡ⁺¹ₖ                  (appendix B.13)
  //:     δˡ = ((Wˡ⁺¹)ᵀδˡ⁺¹) ⊙ φʹ(zˡ)                   (5.7)
  //:
  //: The appendix goes from the chain rule to the product in four lines. The transpose comes in at
  //: the last of them, where the sum runs over the *first* index of W. The draws
  //: take any hidden layer of a drawn network.

  private static func recursion(_ page: Page, _ example: Exercise) {
    page.derivation(
      "δˡⱼ", at: "B.5:recursive", "B.9:known", "B.11:meaning", "B.13:meaning", "B.13:transpose",
      "foundations:5.7", "intuition:5.3.1:delta2_chain",
      "slides:back-propagation-vectorization:rec_chain", "intuition:5.3.1:delta2",
      "intuition:5.3.1:delta1", "intuition:6.4:delta1",
      "intuition:6.4.1:back", "intuition:7.3:prev_layer", "intuition:7.3:eqa2_1",
      "slides:back-propagation-vectorization:recursion",
      "slides:back-propagation-vectorization:order", "slides:back-propagation-key-idea:spread",
      of: (example, 0)
    ) { draw in
      let exercise = Exercise(&draw)
      return (exercise, draw.below(exercise.f.W.count - 1))
    } lines: { exercise, l in
      let (f, z, above) = (exercise.f, exercise.z[l], exercise.δ[l + 1])
      let (W, slope) = (f.W[l + 1], f.φ[l].slope(z))
      let J = jacobian(at: z) { z in Matrix(W) * f.φ[l](z) + Vector(f.b[l + 1]) }
      let sums = { (term: (Int, Int) -> Double) in
        Vector(z.indices.map { j in above.indices.reduce(0) { $0 + term($1, j) } })
      }
      Line("Σₖ ∂ℒ/∂zˡ⁺¹ₖ · ∂zˡ⁺¹ₖ/∂zˡⱼ", at: "B.9", sums { k, j in above[k] * J[k, j] })
      Line(
        "[∂ℒ/∂zˡ⁺¹ · ∂zˡ⁺¹/∂aˡ · ∂aˡ/∂zˡ]ⱼ",
        (above.ᵀ * W * jacobian(at: z) { f.φ[l]($0) }).row(0))
      Line("Σₖ δˡ⁺¹ₖ Wˡ⁺¹ₖⱼ φʹ(zˡⱼ)", at: "B.11", sums { k, j in above[k] * W[k, j] * slope[j] })
      Line(
        "φʹ(zˡⱼ) Σₖ Wˡ⁺¹ₖⱼ δˡ⁺¹ₖ", at: "B.13:element", slope ⊙ sums { k, j in W[k, j] * above[k] })
      Line("[((Wˡ⁺¹)ᵀδˡ⁺¹) ⊙ φʹ(zˡ)]ⱼ", at: "B.13", (W.ᵀ * above) ⊙ slope)
    } truth: { exercise, l in
      gradient(at: exercise.z[l]) { exercise.loss(fromLayer: l, $0) }
    }
  }

  //: ### Brackets
  //:
  //: The slides check the recursion by writing out two steps of it. The bracket around
  //: $(W³)ᵀ ∂ℒ/∂z³$ closes before the slopes of layer 2 are multiplied in; by the usual rule,
  //: that the transposed W² multiplies what follows it first, they would come too late, and in
  //: the slides' network four entries would meet three. The shapes printed below the formula
  //: belong to the right order:
  //:
  //:     ∂ℒ/∂z¹ = ((W²)ᵀ(((W³)ᵀ ∂ℒ/∂z³) ⊙ gʹ(z²))) ⊙ gʹ(z¹)
  //:
  //: With equal widths both can be computed.

  private static func brackets(_ page: Page) {
    page.refute(
      "∂ℒ/∂z¹ = (W²ᵀ(W³ᵀδ³) ⊙ gʹ(z²)) ⊙ gʹ(z¹), products first",
      at: "slides:back-propagation-vectorization:check_dz1",
      correction: "∂ℒ/∂z¹ = (W²ᵀ((W³ᵀδ³) ⊙ gʹ(z²))) ⊙ gʹ(z¹)"
    ) { draw in
      let net = ThreeLayers(&draw)
      gradient(at: net.z¹) { net.loss($0) }
        ≈ (net.W².ᵀ * (net.W³.ᵀ * net.δ³)) ⊙ σʹ(net.z²) ⊙ σʹ(net.z¹)
    } corrected: { draw in
      let net = ThreeLayers(&draw)
      gradient(at: net.z¹) { net.loss($0) }
        ≈ (net.W².ᵀ * ((net.W³.ᵀ * net.δ³) ⊙ σʹ(net.z²))) ⊙ σʹ(net.z¹)
    }
  }
}

/// Three sigmoid layers of two units, from the pre-activation of the first on: two steps back from
/// the output.
struct ThreeLayers {
  let W²: Matrix<Double>
  let W³: Matrix<Double>
  let z¹: Vector<Double>
  let y: Vector<Double>

  init(_ draw: inout Generator) {
    W² = draw.matrix(2, 2, -3, 3)
    W³ = draw.matrix(2, 2, -3, 3)
    (z¹, y) = (draw.vector(2), draw.vector(2, 0, 1))
  }

  var z²: Vector<Double> { W² * σ(z¹) }
  var z³: Vector<Double> { W³ * σ(z²) }
  var δ³: Vector<Double> { (σ(z³) - y) ⊙ σʹ(z³) }

  /// ½‖ŷ − y‖² by the pre-activation of the first layer
  func loss<T: Scalar>(_ z¹: Vector<T>) -> T {
    halfSquaredError(σ(Matrix<T>(W³) * σ(Matrix<T>(W²) * σ(z¹))), Vector<T>(y))
  }
}
