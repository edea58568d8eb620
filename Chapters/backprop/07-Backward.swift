import Companion
import Mathematics

//: The backward pass of sample 1 starts from the error of the output, prediction minus label. It
//: is all that is left of the slope of the cross-entropy once it has been multiplied by the slope
//: of the sigmoid.
//:
//:     δ² = ∂ℒ/∂z² = ŷ − y                             (6.37)
//:     ∂ℒ/∂W² = δ²a¹ᵀ                                  (6.38)
//:     ∂ℒ/∂b² = δ²                                     (6.39)
//:
//: W² takes the error back to the hidden units, and only those that are on let it through.
//:
//:     δ¹ = ∂ℒ/∂z¹ = W²ᵀδ² ⊙ ReLUʹ(z¹)                 (6.40)
//:     ∂ℒ/∂W¹ = δ¹xᵀ                                   (6.41)
//:     ∂ℒ/∂b¹ = δ¹                                     (6.42)
//:     ReLUʹ(z) = {1 if z > 0; 0 if z ≤ 0}             (6.43)
//:
//: The gradient has a number for each parameter of the network, so that it is kept in the form of
//: a network itself.

extension ToyNetwork<Double> {
  /// (6.37) to (6.42): δ² = ŷ − y, δ¹ = W²ᵀδ² ⊙ ReLUʹ(z¹), and the products with what they met.
  func backward(_ x: Vector<Double>, _ y: Double) -> ToyNetwork {
    let (z¹, a¹, _, ŷ) = forward(x)
    let δ²: Vector = [ŷ - y]
    let δ¹ = (W².ᵀ * δ²) ⊙ reluʹ(z¹)
    return ToyNetwork(W¹: δ¹ * x.ᵀ, b¹: δ¹, W²: δ² * a¹.ᵀ, b²: δ²[0])
  }
}

extension Backprop {
  static let backward = Section(.foundations, "6.8", "Sample 1, backward") { page in
    let toy = ToyExample(page)
    let gradients = toy.network.backward(toy.samples.x[0], toy.samples.y[0])
    page.define(
      "δ² and δ¹ and the gradients that follow from them", at: "6.37", "6.38", "6.39", "6.40",
      "6.41", "6.42", "6.45", "6.51", by: "ToyNetwork.backward")
    page.define("ReLUʹ, 0 at the kink", at: "6.43", by: "reluʹ")
    page.show("ReLUʹ for z > 0", reluʹ(1.0), at: "6.43")
    page.show("ReLUʹ for z ≤ 0", reluʹ(0.0), at: "6.43")

    outputGradients(page, toy, gradients)
    hiddenGradients(page, toy, gradients)
    outerProduct(page, toy)
    anyNetwork(page)
  }

  //: ### The output layer
  //:
  //: The label is 0, so that δ² is ŷ itself.
  //:
  //:     δ² = ŷ − y = ŷ                                  (6.44)
  //:     ∂ℒ⁽¹⁾/∂W² = δ²a¹ᵀ                               (6.45)
  //:               = [δ²a¹₁, δ²a¹₂, δ²a¹₃]               (6.46), (6.47)
  //:     ∂ℒ⁽¹⁾/∂b² = δ²                                  (6.48)
  //:
  //: Printed with four places, δ² is multiplied out to five; the fifth is that of the rounded
  //: factors.

  private static func outputGradients(
    _ page: Page, _ toy: ToyExample, _ gradients: ToyNetwork<Double>
  ) {
    let a¹ = toy.pass(0).a¹
    page.show("δ²", gradients.b², at: "6.44", again: ["6.46", "6.49"])
    page.show("a¹", a¹, at: "6.46")
    page.show("∂ℒ/∂W²", gradients.W², at: "6.47") {
      printed -> Vector<Double> in (printed("δ²", at: "6.44") as Double) * a¹
    }
    page.show("∂ℒ/∂b²", gradients.b², at: "6.48")
  }

  //: ### The hidden layer
  //:
  //: Every hidden unit gets its weight's share of the error. All three are on, so that nothing
  //: is lost.
  //:
  //:     W²ᵀδ² = [w²₁₁δ²; w²₁₂δ²; w²₁₃δ²]                (6.49)
  //:     δ¹ = W²ᵀδ² ⊙ ReLUʹ(z¹) = W²ᵀδ²                  (6.50)
  //:
  //: The gradient by W¹ is the outer product of this with the input.
  //:
  //:     ∂ℒ⁽¹⁾/∂W¹ = δ¹xᵀ                                      (6.51)
  //:               = [δ¹₁; δ¹₂; δ¹₃] [x₁, x₂]                  (6.52)
  //:               = [δ¹₁x₁ δ¹₁x₂; δ¹₂x₁ δ¹₂x₂; δ¹₃x₁ δ¹₃x₂]   (6.53)
  //:     ∂ℒ⁽¹⁾/∂b¹ = δ¹                                        (6.54)

  private static func hiddenGradients(
    _ page: Page, _ toy: ToyExample, _ gradients: ToyNetwork<Double>
  ) {
    let W² = toy.network.W²
    let share = { (printed: Predecessors) -> Vector<Double> in
      W².ᵀ * [printed("δ²", at: "6.44")]
    }
    page.show("(W²)ᵀδ²", W².ᵀ * [gradients.b²], at: "6.49", carried: share)
    page.show("ReLUʹ(z¹)", reluʹ(toy.pass(0).z¹), at: "§6.8.3", for: "6.8.3:gate")
    page.show("δ¹", gradients.b¹, at: "6.50", again: ["6.52"], carried: share)
    page.show("∂ℒ/∂W¹", gradients.W¹, at: "6.53") {
      printed -> Matrix<Double> in (printed("δ¹", at: "6.50") as Vector) * toy.samples.x[0].ᵀ
    }
    page.show("∂ℒ/∂b¹", gradients.b¹, at: "6.54") {
      printed -> Vector<Double> in printed("δ¹", at: "6.50")
    }
  }

  //: ### Why the factor lies down
  //:
  //: The slope of $z¹ = W¹x + b¹$ by its weights is x, and yet x comes to stand behind δ¹, as a
  //: row. All three sums depend on W¹, so that the chain rule adds up three terms for an entry.
  //: But $w¹ᵢⱼ$ occurs in $z¹ᵢ$ only, with the factor $xⱼ$: of the three terms one is left. The
  //: numbers $δ¹ᵢxⱼ$, with i for the row and j for the column, are what a column times a row gives.

  private static func outerProduct(_ page: Page, _ toy: ToyExample) {
    let example = (toy.network, toy.samples.x[0], toy.samples.y[0])
    page.derivation("∂ℒ/∂w¹ᵢⱼ", at: "6.40", "6.51", of: example) { draw in
      drawn(&draw)
    } lines: { network, x, y in
      let δ¹ = network.backward(x, y).b¹
      let dzdW = jacobian(at: Vector(network.W¹.entries)) { w in
        Matrix(rows: 3, columns: 2, entries: w.entries) * Vector(x) + Vector(network.b¹)
      }
      Line("Σₖ ∂ℒ/∂z¹ₖ · ∂z¹ₖ/∂w¹ᵢⱼ", Matrix(rows: 3, columns: 2, entries: (dzdW.ᵀ * δ¹).entries))
      Line("δ¹ᵢ xⱼ", Matrix(columns: x.entries.map { $0 * δ¹ }))
      Line("(δ¹xᵀ)ᵢⱼ", at: "6.41", δ¹ * x.ᵀ)
    } truth: { network, x, y in
      gradient(at: network.W¹) { network.loss(x, y, \.W¹, $0) }
    }
  }

  //: The other formulas, on networks and samples drawn at random. Half of the hidden units are
  //: off, which the sample above never shows.

  private static func anyNetwork(_ page: Page) {
    page.verify("δ²a¹ᵀ is ∂ℒ/∂W², and δ² is ∂ℒ/∂b²", at: "6.37", "6.38", "6.39", "6.45") { draw in
      let (network, x, y) = drawn(&draw)
      gradient(at: network.W²) { network.loss(x, y, \.W², $0) } ≈ network.backward(x, y).W²
      derivative(at: network.b²) { network.loss(x, y, \.b², $0) } ≈ network.backward(x, y).b²
    }
    page.verify("δ¹ is ∂ℒ/∂b¹", at: "6.40", "6.42") { draw in
      let (network, x, y) = drawn(&draw)
      gradient(at: network.b¹) { network.loss(x, y, \.b¹, $0) } ≈ network.backward(x, y).b¹
    }
  }

  /// Differences cannot be taken across the kink of ReLU, so that no z¹ is next to it.
  private static func drawn(_ draw: inout Generator)
    -> (ToyNetwork<Double>, Vector<Double>, Double)
  {
    while true {
      let network = ToyNetwork(
        W¹: draw.matrix(3, 2), b¹: draw.vector(3), W²: draw.matrix(1, 3), b²: draw.uniform(-1, 1))
      let (x, y) = (draw.vector(2), Double(draw.below(2)))
      if network.forward(x).z¹.entries.allSatisfy({ $0.magnitude > 1e-3 }) {
        return (network, x, y)
      }
    }
  }
}

extension ToyNetwork<Double> {
  /// The loss as a function of one of the parameters, the others as they are.
  func loss<Parameter>(
    _ x: Vector<Double>, _ y: Double,
    _ parameter: WritableKeyPath<ToyNetwork<Twofold>, Parameter>, _ value: Parameter
  ) -> Twofold {
    var lifted = ToyNetwork<Twofold>(
      W¹: Matrix(W¹), b¹: Vector(b¹), W²: Matrix(W²), b²: Twofold(b²))
    lifted[keyPath: parameter] = value
    return lifted.loss(Vector(x), Twofold(y))
  }
}
