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

/// The gradients of one sample, or of a batch.
struct ToyGradients {
  var W¹: Matrix<Double>
  var b¹: Vector<Double>
  var W²: Matrix<Double>
  var b²: Double

  static func + (a: ToyGradients, b: ToyGradients) -> ToyGradients {
    ToyGradients(W¹: a.W¹ + b.W¹, b¹: a.b¹ + b.b¹, W²: a.W² + b.W², b²: a.b² + b.b²)
  }

  static func * (c: Double, a: ToyGradients) -> ToyGradients {
    ToyGradients(W¹: c * a.W¹, b¹: c * a.b¹, W²: c * a.W², b²: c * a.b²)
  }
}

extension ToyNetwork<Double> {
  /// (6.37) to (6.42): δ² = ŷ − y, δ¹ = W²ᵀδ² ⊙ ReLUʹ(z¹), and the products with what they met.
  func backward(_ x: Vector<Double>, _ y: Double) -> ToyGradients {
    let (z¹, a¹, _, ŷ) = forward(x)
    let δ²: Vector = [ŷ - y]
    let δ¹ = (W².ᵀ * δ²) ⊙ reluʹ(z¹)
    return ToyGradients(W¹: δ¹ * x.ᵀ, b¹: δ¹, W²: δ² * a¹.ᵀ, b²: δ²[0])
  }
}

extension Backprop {
  static let backward = Section(.foundations, "6.8", "Sample 1, backward") { page in
    let network = ToyNetwork(page)
    let samples = ToySamples(page)
    let x = samples.x[0]
    let y = samples.y[0]

    page.define(
      "δ² and δ¹ and the gradients that follow from them", at: "6.37", "6.38", "6.39", "6.40",
      "6.41", "6.42", "6.45", "6.51", by: "ToyNetwork.backward")
    page.define("ReLUʹ, 0 at the kink", at: "6.43", by: "reluʹ")
    page.show("ReLUʹ for z > 0", reluʹ(1.0), at: "6.43")
    page.show("ReLUʹ for z ≤ 0", reluʹ(0.0), at: "6.43")

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

    let (z¹, a¹, _, ŷ) = network.forward(x)
    let gradients = network.backward(x, y)
    let δ² = ŷ - y
    let δ²ʹ = page.printed(number: "δ²", at: "6.44")

    page.show("δ²", δ², at: "6.44", again: ["6.46", "6.49"])
    page.show("a¹ restated", a¹, at: "6.46")
    page.show(
      "∂ℒ/∂W²", gradients.W², at: "6.47", carried: Carried(δ²ʹ * a¹, from: ("6.44", "δ²")))
    page.show("∂ℒ/∂b²", gradients.b², at: "6.48")

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

    let back = network.W².ᵀ * Vector([δ²])
    let backʹ = network.W².ᵀ * Vector([δ²ʹ])
    let δ¹ʹ = page.printed(vector: "δ¹", at: "6.50")

    page.show("(W²)ᵀδ²", back, at: "6.49", carried: Carried(backʹ, from: ("6.44", "δ²")))
    page.show("ReLUʹ(z¹)", reluʹ(z¹), at: "§6.8.3", for: "6.8.3:gate")
    page.show(
      "δ¹", gradients.b¹, at: "6.50", again: ["6.52"], carried: Carried(backʹ, from: ("6.44", "δ²"))
    )
    page.show(
      "∂ℒ/∂W¹", gradients.W¹, at: "6.53", carried: Carried(δ¹ʹ * x.ᵀ, from: ("6.50", "δ¹")))
    page.show(
      "∂ℒ/∂b¹", gradients.b¹, at: "6.54", carried: Carried(δ¹ʹ, from: ("6.50", "δ¹")))

    //: The formulas, on networks and samples drawn at random. Half of the hidden units are off,
    //: which the sample above never shows.

    page.verify(
      "δ²a¹ᵀ is ∂ℒ/∂W², and δ² is ∂ℒ/∂b²", at: "6.37", "6.38", "6.39", "6.45"
    ) { draw in
      let (network, x, y) = drawn(&draw)
      // b² as a fourth weight, whose input is always 1.
      let parameters = Vector(network.W².entries + [network.b²])
      let a¹ = network.forward(x).a¹
      func loss<T: Scalar>(_ p: Vector<T>) -> T {
        let z² = p ⋅ Vector<T>(Vector(a¹.entries + [1]))
        return binaryCrossEntropy(σ(z²), T(y))
      }
      let gradients = network.backward(x, y)
      return compare(
        Vector(gradients.W².entries + [gradients.b²]), at: parameters, loss, loss, loss)
    }
    page.verify("δ¹xᵀ is ∂ℒ/∂W¹", at: "6.40", "6.41", "6.51") { draw in
      let (network, x, y) = drawn(&draw)
      func loss<T: Scalar>(_ W¹: Matrix<T>) -> T { with(network, W¹: W¹).loss(Vector<T>(x), T(y)) }
      return compare(network.backward(x, y).W¹, at: network.W¹, loss, loss, loss)
    }
    page.verify("δ¹ is ∂ℒ/∂b¹", at: "6.40", "6.42") { draw in
      let (network, x, y) = drawn(&draw)
      func loss<T: Scalar>(_ b¹: Vector<T>) -> T { with(network, b¹: b¹).loss(Vector<T>(x), T(y)) }
      return compare(network.backward(x, y).b¹, at: network.b¹, loss, loss, loss)
    }
  }

  private static func drawn(_ draw: inout Generator)
    -> (ToyNetwork<Double>, Vector<Double>, Double)
  {
    // Differences cannot be taken across the kink of ReLU.
    while true {
      let network = ToyNetwork(
        W¹: draw.matrix(3, 2), b¹: draw.vector(3), W²: draw.matrix(1, 3), b²: draw.uniform(-1, 1))
      let (x, y) = (draw.vector(2), Double(draw.below(2)))
      if network.forward(x).z¹.entries.allSatisfy({ $0.magnitude > 1e-3 }) {
        return (network, x, y)
      }
    }
  }

  private static func with<T: Scalar>(_ network: ToyNetwork<Double>, W¹: Matrix<T>) -> ToyNetwork<T>
  {
    ToyNetwork(W¹: W¹, b¹: Vector<T>(network.b¹), W²: Matrix<T>(network.W²), b²: T(network.b²))
  }
  private static func with<T: Scalar>(_ network: ToyNetwork<Double>, b¹: Vector<T>) -> ToyNetwork<T>
  {
    ToyNetwork(W¹: Matrix<T>(network.W¹), b¹: b¹, W²: Matrix<T>(network.W²), b²: T(network.b²))
  }
}
