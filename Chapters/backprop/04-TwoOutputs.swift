import Companion
import Mathematics

//: The slides work one derivative of a 2-2-2 network and leave the others to the reader. Here
//: are all twelve, one step of descent with them, and a look at how the loss is written there.
//:
//: Forward. What is ŷ here is called ỹ on the slides.
//:
//:     z¹ = W¹x + b¹,  a¹ = σ(z¹)
//:     z² = W²a¹ + b²,  ŷ = σ(z²)

/// Two layers of sigmoids, ŷ = σ(W²σ(W¹x + b¹) + b²), and a sample.
struct TwoOutputs<T: Scalar> {
  let x, y: Vector<T>
  var W¹: Matrix<T>
  var b¹: Vector<T>
  var W²: Matrix<T>
  var b²: Vector<T>

  var z¹: Vector<T> { W¹ * x + b¹ }
  var a¹: Vector<T> { σ(z¹) }
  var z²: Vector<T> { W² * a¹ + b² }
  var ŷ: Vector<T> { σ(z²) }
  var loss: T { halfSquaredError(ŷ, y) }
}

//: Backward, each layer has an error, and the gradients by its parameters follow from it. A path
//: from the loss to one weight of the first layer is the product of five slopes; dual numbers find
//: each of the five without a formula.

extension TwoOutputs<Double> {
  /// Any numbers of the kind.
  init(_ draw: inout Generator) {
    self.init(
      x: draw.vector(2), y: draw.vector(2, 0, 1), W¹: draw.matrix(2, 2), b¹: draw.vector(2),
      W²: draw.matrix(2, 2), b²: draw.vector(2))
  }

  var δ²: Vector<Double> { (ŷ - y) ⊙ σʹ(z²) }
  var δ¹: Vector<Double> { (W².ᵀ * δ²) ⊙ σʹ(z¹) }
  var dW²: Matrix<Double> { δ² * a¹.ᵀ }
  var dW¹: Matrix<Double> { δ¹ * x.ᵀ }

  /// The path from the loss to W¹₁₁ through output k, its slopes by their formulas.
  func path(through k: Int) -> Double { δ²[k] * W²[k, 0] * σʹ(z¹[0]) * x[0] }

  /// The same with each of its five slopes by dual numbers.
  func chain(through k: Int) -> Double {
    let toŷ = slope(at: ŷ[k]) { 0.5 * ($0 - Dual(y[k])).power(2) }
    let toz² = slope(at: z²[k]) { σ($0) }
    let toa¹ = slope(at: a¹[0]) { Dual(W²[k, 0]) * $0 + Dual(W²[k, 1] * a¹[1] + b²[k]) }
    let toz¹ = slope(at: z¹[0]) { σ($0) }
    let toW¹ = slope(at: W¹[0, 0]) { $0 * Dual(x[0]) + Dual(W¹[0, 1] * x[1] + b¹[0]) }
    return toŷ * toz² * toa¹ * toz¹ * toW¹
  }

  //: What all of it is compared with is the loss as a whole, with one parameter exchanged.

  /// The loss after a change of its parameters.
  func loss(_ change: (inout TwoOutputs<Twofold>) -> Void) -> Twofold {
    var lifted = TwoOutputs<Twofold>(
      x: Vector(x), y: Vector(y), W¹: Matrix(W¹), b¹: Vector(b¹), W²: Matrix(W²), b²: Vector(b²))
    change(&lifted)
    return lifted.loss
  }
}

extension Backprop {
  static let twoOutputs = Section(.slides, "back-propagation-example", "Two outputs") { page in
    let network = TwoOutputs<Double>(
      x: page.given("x"), y: page.given("y"), W¹: page.given("W¹"), b¹: page.given("b¹"),
      W²: page.given("W²"), b²: page.given("b²"))
    forward(page, network)
    lossAsPrinted(page, network)
    onePath(page, network)
    bothPaths(page, network)
    descend(page, network)
  }

  //: Each node has a pre-activation and an activation, and the slide prints most of them twice,
  //: once in the list of the nodes and once worked out.
  //: The node equations of the slide put **x** into both layers. The values beside them are
  //: those of a second layer that is fed by the first.

  private static func forward(_ page: Page, _ network: TwoOutputs<Double>) {
    let (z¹, a¹, z², ŷ) = (network.z¹, network.a¹, network.z², network.ŷ)
    let here: Place = "back-propagation-example"
    page.show(
      "z¹₁", z¹[0], again: [here], for: "back-propagation-example:forward_values",
      "back-propagation-example:network", "back-propagation-example:data")
    page.show("a¹₁", a¹[0])
    page.show("z¹₂", z¹[1], again: [here])
    page.show("a¹₂", a¹[1])
    page.show("z²₁", z²[0], again: [here], for: "back-propagation-example:z21")
    page.show("a²₁", ŷ[0])
    page.show("z²₂", z²[1], again: [here])
    page.show("a²₂", ŷ[1])
    page.show("ŷ", ŷ)

    page.comparing { printed in
      let shown: Vector<Double> = [printed("z²₁"), printed("z²₂")]
      page.refute(
        "z²ᵢ = w²ᵢᵀx + b²ᵢ gives the values printed beside it",
        at: "back-propagation-example:forward",
        correction: "z²ᵢ = w²ᵢᵀa¹ + b²ᵢ", draws: 1
      ) { _ in
        network.W² * network.x + network.b² ≈ shown ± (5e-4, "printed to three decimals")
      } corrected: { _ in
        network.W² * a¹ + network.b² ≈ shown ± (5e-4, "printed to three decimals")
      }
    }
  }

  //: ### The loss
  //:
  //: Half the sum of the squared errors gives the printed value.
  //:
  //:     ℒ = ½((ŷ₁ − y₁)² + (ŷ₂ − y₂)²),  ∂ℒ/∂ŷᵢ = ŷᵢ − yᵢ
  //:
  //: The formula on the slide, half the squared norm of the *difference* of the two squares,
  //: does not, and the derivative that the next slide takes, $ŷ₁ − y₁$, is not its derivative
  //: either.

  private static func lossAsPrinted(_ page: Page, _ network: TwoOutputs<Double>) {
    page.show("ℒ", network.loss, for: "back-propagation-example:loss_value")
    page.derive("½‖(ŷ₁ − y₁)² − (ŷ₂ − y₂)²‖²", squaredDifference(network.ŷ, network.y))

    page.refute(
      "∂ℒ/∂ŷᵢ = ŷᵢ − yᵢ for ℒ = ½‖(ŷ₁ − y₁)² − (ŷ₂ − y₂)²‖²",
      at: "back-propagation-example:loss",
      correction: "∂ℒ/∂ŷᵢ = ŷᵢ − yᵢ for ℒ = ½((ŷ₁ − y₁)² + (ŷ₂ − y₂)²)"
    ) { draw in
      let (ŷ, y) = (draw.vector(2, 0, 1), draw.vector(2, 0, 1))
      gradient(at: ŷ) { squaredDifference($0, Vector(y)) } ≈ ŷ - y
    } corrected: { draw in
      let (ŷ, y) = (draw.vector(2, 0, 1), draw.vector(2, 0, 1))
      gradient(at: ŷ) { halfSquaredError($0, Vector(y)) } ≈ ŷ - y
    }
  }

  /// ½‖(ŷ₁ − y₁)² − (ŷ₂ − y₂)²‖², as the slide has it
  private static func squaredDifference<T: Scalar>(_ ŷ: Vector<T>, _ y: Vector<T>) -> T {
    let e = ŷ - y
    return 0.5 * (e[0].power(2) - e[1].power(2)).power(2)
  }

  //: ### The derivative that is worked
  //:
  //: One path leads from the loss to $W²₁₁$, so that its derivative is a product of three. The
  //: slide multiplies its three rounded factors, and each of these is carried from what it prints
  //: before.
  //:
  //:     ∂ℒ/∂W²₁₁ = ∂ℒ/∂ŷ₁ · ∂ŷ₁/∂z²₁ · ∂z²₁/∂W²₁₁
  //:              = (ŷ₁ − y₁) · σʹ(z²₁) · a¹₁

  private static func onePath(_ page: Page, _ network: TwoOutputs<Double>) {
    let y₁ = network.y[0]
    page.show("∂ℒ/∂ŷ₁", network.ŷ[0] - y₁, for: "back-propagation-example:dldy") {
      printed -> Double in printed("a²₁") - y₁
    }
    page.show("∂ŷ₁/∂z²₁", σʹ(network.z²[0]), for: "back-propagation-example:dydz") { printed in
      let ŷ₁: Double = printed("a²₁")
      return ŷ₁ * (1 - ŷ₁)
    }
    page.show("∂z²₁/∂W²₁₁", network.a¹[0], for: "back-propagation-example:dzdw")
    page.show(
      "∂ℒ/∂W²₁₁", network.dW²[0, 0], for: "back-propagation-example:dw11_2_value",
      "back-propagation-example:dw11_2"
    ) { printed in
      let factors: Vector<Double> = [printed("∂ℒ/∂ŷ₁"), printed("∂ŷ₁/∂z²₁"), printed("∂z²₁/∂W²₁₁")]
      return factors.entries.reduce(1, *)
    }
    page.note(
      "Two of the formulas have a slip in a letter, not in their number: $σ(∂z²₁)$ where $σ(z²₁)$ "
        + "is meant, and the layer of $a¹₁$ printed as $a$ where it is 1.",
      at: "back-propagation-example:dydz", "back-propagation-example:dzdw")
  }

  //: ### The derivatives that are left
  //:
  //: Two paths lead back to $W¹₁₁$, one through each output, and their products add up.
  //: Multiplication by $W²ᵀ$ adds them up for all hidden units at once: its first row holds the
  //: weights by which the first hidden unit reaches the outputs.
  //:
  //:     δ² = (ŷ − y) ⊙ σʹ(z²),  δ¹ = W²ᵀδ² ⊙ σʹ(z¹)
  //:     ∂ℒ/∂W² = δ²a¹ᵀ,  ∂ℒ/∂b² = δ²
  //:     ∂ℒ/∂W¹ = δ¹xᵀ,  ∂ℒ/∂b¹ = δ¹

  private static func bothPaths(_ page: Page, _ network: TwoOutputs<Double>) {
    let paths = (0..<2).map { network.path(through: $0) }
    page.show("number of paths to W¹₁₁", paths.count, for: "back-propagation-example:paths")
    page.derive("the paths to W¹₁₁", paths)
    page.derivation("∂ℒ/∂W¹₁₁", at: "back-propagation-example:dw11_1", of: network) { draw in
      TwoOutputs(&draw)
    } lines: { n in
      Line(
        "Σₖ ∂ℒ/∂ŷₖ ∂ŷₖ/∂z²ₖ ∂z²ₖ/∂a¹₁ ∂a¹₁/∂z¹₁ ∂z¹₁/∂W¹₁₁",
        n.chain(through: 0) + n.chain(through: 1))
      Line(
        "Σₖ (ŷₖ − yₖ) σʹ(z²ₖ) W²ₖ₁ σʹ(z¹₁) x₁", n.path(through: 0) + n.path(through: 1))
      Line("(W²ᵀδ²)₁ σʹ(z¹₁) x₁", (n.W².ᵀ * n.δ²)[0] * σʹ(n.z¹[0]) * n.x[0])
      Line("δ¹₁x₁", n.δ¹[0] * n.x[0])
    } truth: { n in
      derivative(at: n.W¹[0, 0]) { w in n.loss { $0.W¹[0, 0] = w } }
    }
    page.derive("∂ℒ/∂W²", network.dW²)
    page.derive("∂ℒ/∂b²", network.δ²)
    page.derive("∂ℒ/∂W¹", network.dW¹)
    page.derive("∂ℒ/∂b¹", network.δ¹)

    page.verify(
      "∂ℒ/∂W¹ and ∂ℒ/∂b¹ of any 2-2-2 network, both paths together",
      at: "back-propagation-example:dw11_1"
    ) { draw in
      let n = TwoOutputs(&draw)
      gradient(at: n.W¹) { W¹ in n.loss { $0.W¹ = W¹ } } ≈ n.dW¹
      gradient(at: n.b¹) { b¹ in n.loss { $0.b¹ = b¹ } } ≈ n.δ¹
    }
  }

  //: ### One step
  //:
  //: The slides name no learning rate; with this one of ours the loss falls. All twelve parameters
  //: move together, by gradients that were all taken before the step.

  private static func descend(_ page: Page, _ network: TwoOutputs<Double>) {
    let α: Double = page.given("α", ours: 0.5, in: 0...100)
    var new = network
    new.W² -= α * network.dW²
    new.b² -= α * network.δ²
    new.W¹ -= α * network.dW¹
    new.b¹ -= α * network.δ¹
    page.derive("new W²", new.W²)
    page.derive("new b²", new.b²)
    page.derive("new W¹", new.W¹)
    page.derive("new b¹", new.b¹)
    page.derive("new ŷ", new.ŷ)
    page.derive("new ℒ", new.loss)
  }
}
