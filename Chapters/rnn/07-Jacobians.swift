import Companion
import Mathematics

//: What a state still feels of one that lies many steps back is a product of Jacobians. One step
//: contributes one Jacobian, the slopes of the activation times the recurrent matrix,
//:
//:     ∂h⁽ʲ⁾/∂h⁽ʲ⁻¹⁾ = ∂σₕ(zₕ⁽ʲ⁾)/∂zₕ⁽ʲ⁾ ∂zₕ⁽ʲ⁾/∂h⁽ʲ⁻¹⁾   (15.25)
//:                   = diag(σₕʹ(zₕ⁽ʲ⁾)) Wₕₕ               (15.26)
//:
//: and many steps multiply theirs:
//:
//:     ∂h⁽ᵗ⁾/∂h⁽ᵏ⁾ = Π_{j=k+1}^{t} ∂h⁽ʲ⁾/∂h⁽ʲ⁻¹⁾                     (15.23)
//:                 = ∂h⁽ᵗ⁾/∂h⁽ᵗ⁻¹⁾ ∂h⁽ᵗ⁻¹⁾/∂h⁽ᵗ⁻²⁾ ⋯ ∂h⁽ᵏ⁺¹⁾/∂h⁽ᵏ⁾   (15.24)
//:
//: Matrices do not commute, so that the order matters: the latest step stands on the left.
//:
//: The same product is behind the gradient of any weight. The error of a late loss reaches step k
//: through the transpose of it, and what it teaches about step k is scaled by its size.

extension RecurrentNetwork<Double> {
  /// ∂h⁽ᵗ⁾/∂h⁽ᵗ⁻¹⁾ (foundations (15.26)).
  func jacobian(_ h: Vector<Double>, _ x: Vector<Double>) -> Matrix<Double> {
    Matrix(diagonal: inside.slope(preactivation(h, x))) * Wₕₕ
  }

  /// ∂h⁽ᵗ⁾/∂h⁽ᵏ⁾ for k = 0 and t the length of the sequence, each new factor from the left
  /// (foundations (15.24)).
  func jacobian(_ h: Vector<Double>, _ x: [Vector<Double>]) -> Matrix<Double> {
    let h = states(x, from: h)
    var J = Matrix(diagonal: Vector<Double>(repeating: 1, count: bₕ.count))
    for t in x.indices { J = jacobian(h[t], x[t]) * J }
    return J
  }
}

extension RNN {
  static let jacobians = Section(.foundations, "15.5.1", "A product of Jacobians") { page in
    page.verify("∂h⁽ᵗ⁾/∂h⁽ᵗ⁻¹⁾ = diag(σₕʹ(zₕ⁽ᵗ⁾)) Wₕₕ", at: "15.25", "15.26") { draw in
      let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, dʸ: 1)
      let (h, x) = (draw.vector(3), draw.vector(2))
      let J = network.jacobian(h, x)
      let lifted = RecurrentNetwork<Dual<Double>>(network)
      let byDuals = jacobian(at: h) { lifted.step($0, Vector<Dual<Double>>(x)) }
      return [Evidence("dual numbers", error: distance(J, byDuals), bound: 1e-15)]
    }

    //: The sign for the product in (15.23) leaves the order open; (15.24) writes it out, and
    //: that is how it is read here. For one network of three states, the norms below say what
    //: the other order would be worth: it is another matrix, not a small deviation.

    page.verify("∂h⁽ᵗ⁾/∂h⁽ᵏ⁾ is the product, latest factor on the left", at: "15.23", "15.24") {
      draw in
      let (network, h, x) = drawn(&draw)
      let lifted = RecurrentNetwork<Dual<Double>>(network)
      let byDuals = jacobian(at: h) {
        lifted.states(x.map { Vector<Dual<Double>>($0) }, from: $0)[x.count]
      }
      return [
        Evidence("dual numbers", error: distance(network.jacobian(h, x), byDuals), bound: 1e-14)
      ]
    }

    var draw = Generator(seed: 17)
    let (network, h, x) = drawn(&draw)
    let states = network.states(x, from: h)
    let J = network.jacobian(h, x)
    var turned = Matrix<Double>(diagonal: [1, 1, 1])
    for t in x.indices { turned = turned * network.jacobian(states[t], x[t]) }

    page.derive("‖∂h⁽³⁾/∂h⁽⁰⁾‖_F", J.frobeniusNorm)
    page.derive("off in the other order", (turned - J).frobeniusNorm)

    //: ### What is multiplied
    //:
    //: [Sharing the weights](#one-cell-used-again-and-again) is what makes the network fit any
    //: length. It also makes the gradient a product of one and the same matrix with itself, broken
    //: up only by the slopes. If these are 1, it is a power of $Wₕₕ$, and the powers of a matrix
    //: rarely stay where they are.

    page.verify("with all slopes 1 the product is a power of Wₕₕ", at: "Q1:tradeoff") { draw in
      let (tanhNetwork, _, x) = drawn(&draw)
      var network = tanhNetwork
      // ReLU with large positive biases: every unit on, every slope 1.
      network.inside = .relu
      network.Wₕₕ = network.Wₕₕ.map { $0.magnitude }
      network.bₕ = 5 + network.bₕ
      let W = network.Wₕₕ
      let h = draw.vector(3, 0, 1)
      let lifted = RecurrentNetwork<Dual<Double>>(network)
      let byDuals = jacobian(at: h) {
        lifted.states(x.map { Vector<Dual<Double>>($0) }, from: $0)[x.count]
      }
      return [Evidence("dual numbers", error: distance(W * W * W, byDuals), bound: 1e-14)]
    }
  }

  /// A network with three states, a first state, a sequence of three.
  private static func drawn(_ draw: inout Generator)
    -> (RecurrentNetwork<Double>, Vector<Double>, [Vector<Double>])
  {
    let network = RecurrentNetwork(&draw, dₓ: 2, dₕ: 3, dʸ: 1)
    return (network, draw.vector(3), (0..<3).map { _ in draw.vector(2) })
  }
}
