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
    let one = Matrix(diagonal: Vector<Double>(repeating: 1, count: bₕ.count))
    return zip(states(x, from: h), x).reduce(one) { jacobian($1.0, $1.1) * $0 }
  }
}

//: None of this may be used to test it. What a whole run does to its first state is differentiated
//: by dual numbers, which know the cell and nothing of its Jacobian.

/// A network, a first state and a sequence.
private struct Walk {
  var network: RecurrentNetwork<Double>
  var h: Vector<Double>
  let x: [Vector<Double>]

  /// With two inputs, in three steps.
  init(_ draw: inout Generator, dₕ: Int = 3) {
    network = RecurrentNetwork(&draw, dₓ: 2, dₕ: dₕ, d_y: 1)
    h = draw.vector(dₕ)
    x = draw.sequence(3, 2)
  }

  /// h⁽⁰⁾ … h⁽³⁾
  var states: [Vector<Double>] { network.states(x, from: h) }

  /// ∂h⁽³⁾/∂h⁽⁰⁾, by dual numbers.
  var byDuals: Matrix<Double> {
    jacobian(at: h) { RecurrentNetwork(network).states(x.map { Vector($0) }, from: $0)[3] }
  }
  /// ∂h⁽ʲ⁾/∂h⁽ʲ⁻¹⁾ of each step, by dual numbers.
  var factorsByDuals: [Matrix<Double>] {
    x.indices.map { j in
      jacobian(at: states[j]) { RecurrentNetwork(network).step($0, Vector(x[j])) }
    }
  }
}

extension RNN {
  static let jacobians = Section(.foundations, "15.5.1", "A product of Jacobians") { page in
    oneStep(page)
    manySteps(page)
    otherOrder(page)
    powers(page)
  }

  //: One step of a network of two states. The activation moves each entry by itself, so that its
  //: Jacobian is a diagonal; that of the affine map by the state is its matrix.

  private static func oneStep(_ page: Page) {
    var draw = Generator(seed: 23)
    page.derivation("∂h⁽ʲ⁾/∂h⁽ʲ⁻¹⁾", of: Walk(&draw, dₕ: 2)) { draw in
      Walk(&draw)
    } lines: { w in
      let f = w.network
      let byZ = jacobian(at: f.preactivation(w.h, w.x[0])) { f.inside.of($0) }
      let byH = jacobian(at: w.h) { RecurrentNetwork(f).preactivation($0, Vector(w.x[0])) }
      Line("∂σₕ(zₕ⁽ʲ⁾)/∂zₕ⁽ʲ⁾ ∂zₕ⁽ʲ⁾/∂h⁽ʲ⁻¹⁾", at: "15.25", byZ * byH)
      Line("diag(σₕʹ(zₕ⁽ʲ⁾)) Wₕₕ", at: "15.26", f.jacobian(w.h, w.x[0]))
    } truth: { w in
      w.factorsByDuals[0]
    }
  }

  //: The sign for the product in (15.23) leaves the order open; (15.24) writes it out, and
  //: that is how it is read here. Three steps, with (15.26) for each factor in the end:

  private static func manySteps(_ page: Page) {
    var draw = Generator(seed: 24)
    page.derivation("∂h⁽³⁾/∂h⁽⁰⁾", of: Walk(&draw, dₕ: 2)) { draw in
      Walk(&draw)
    } lines: { w in
      let J = w.factorsByDuals
      let one = Matrix(diagonal: Vector<Double>(repeating: 1, count: w.h.count))
      Line("Π_{j=1}^{3} ∂h⁽ʲ⁾/∂h⁽ʲ⁻¹⁾", at: "15.23", J.reduce(one) { $1 * $0 })
      Line("∂h⁽³⁾/∂h⁽²⁾ ∂h⁽²⁾/∂h⁽¹⁾ ∂h⁽¹⁾/∂h⁽⁰⁾", at: "15.24", J[2] * J[1] * J[0])
      Line("Π_{j=1}^{3} diag(σₕʹ(zₕ⁽ʲ⁾)) Wₕₕ", w.network.jacobian(w.h, w.x))
    } truth: { w in
      w.byDuals
    }
  }

  //: For one network of three states, the norms below say what the other order would be worth: it
  //: is another matrix, not a small deviation.

  private static func otherOrder(_ page: Page) {
    var draw = Generator(seed: 17)
    let w = Walk(&draw)
    let J = w.network.jacobian(w.h, w.x)
    let turned = zip(w.states, w.x).reduce(Matrix(diagonal: [1, 1, 1])) {
      $0 * w.network.jacobian($1.0, $1.1)
    }
    page.derive("‖∂h⁽³⁾/∂h⁽⁰⁾‖_F", J.frobeniusNorm)
    page.derive("off in the other order", (turned - J).frobeniusNorm)
  }

  //: ### What is multiplied
  //:
  //: [Sharing the weights](#one-cell-used-again-and-again) is what makes the network fit any
  //: length. It also makes the gradient a product of one and the same matrix with itself, broken
  //: up only by the slopes. If these are 1, it is a power of $Wₕₕ$, and the powers of a matrix
  //: rarely stay where they are. The check uses ReLU with large positive biases, so that every unit
  //: is on.

  private static func powers(_ page: Page) {
    page.verify("with all slopes 1 the product is a power of Wₕₕ", at: "Q1:tradeoff") { draw in
      var w = Walk(&draw)
      w.network.inside = .relu
      w.network.Wₕₕ = w.network.Wₕₕ.map { $0.magnitude }
      w.network.bₕ = 5 + w.network.bₕ
      w.h = draw.vector(3, 0, 1)
      let W = w.network.Wₕₕ
      w.byDuals ≈ W * W * W
    }
  }
}
