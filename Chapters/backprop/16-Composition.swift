import Companion
import Mathematics

//: A network is one function inside another, layer within layer.
//:
//:     ŷ = f(x; θ) = aᴸ                                          (3.9)
//:     f = fᴸ ∘ fᴸ⁻¹ ∘ ⋯ ∘ f¹                                    (9.4)
//:     f(x; θ) = φᴸ(Wᴸφᴸ⁻¹(Wᴸ⁻¹ ⋯ φ¹(W¹x + b¹) ⋯ + bᴸ⁻¹) + bᴸ)   (3.10)
//:
//: Here $fˡ(a) = φˡ(Wˡa + bˡ)$ is layer l, and θ stands for all weights and biases. The loss sees
//: nothing of a network but its last activation.
//:
//:     ℒ(ŷ, y) = ℒ(aᴸ, y)                            (5.4)
//:
//: What depth is good for depends on what stands between the layers: with nothing but affine maps
//: there, all layers together are one.

/// αz + β, the linear activation of the slides
func linear<T: Scalar>(_ z: T, _ α: T, _ β: T) -> T { α * z + β }

extension Backprop {
  static let composition = Section(.foundations, "3.2", "Functions within functions") { page in
    page.define(
      "$f(x; θ)$, the last activation", at: "3.9", "9.4", by: "Network.callAsFunction")
    page.define(
      "ℒ(ŷ, y), with ŷ the last activation", at: "5.4", "appendix:B.4:loss", "intuition:5.3:c",
      by: "Network.batchLoss")
    page.note("C = (a₃), as it is printed: read C, a function of a₃.", at: "intuition:5.3:c")
    page.verify(
      "the layers in a loop are σ(W³σ(W²σ(W¹x + b¹) + b²) + b³)", at: "3.10",
      "slides:network:compose", "intuition:4.1.1.1:nested", "intuition:5.3:a3",
      "intuition:5.3:layer"
    ) { draw in
      let f = Network([2, 1, 2, 1], [.sigmoid, .sigmoid, .sigmoid], &draw)
      let x = draw.vector(2)
      f(x) == σ(f.W[2] * σ(f.W[1] * σ(f.W[0] * x + f.b[0]) + f.b[1]) + f.b[2])
    }
    parameters(page)
    linearLayers(page)
    hyperplanes(page)
    letters(page)
  }

  //: ### How many parameters
  //:
  //: Each node of a layer has a weight for each input and one bias.
  //:
  //:     #θ = Σₗ₌₁ᴸ (nₗnₗ₋₁ + nₗ) = Σₗ₌₁ᴸ nₗ(nₗ₋₁ + 1)   (3.11)
  //:
  //: The slides ask the question for their 3-4-3-1 network and leave it open; here is the answer.

  /// Σ nₗ(nₗ₋₁ + 1)
  static func parameterCount(_ widths: [Int]) -> Int {
    zip(widths.dropFirst(), widths).reduce(0) { $0 + $1.0 * ($1.1 + 1) }
  }

  private static func parameters(_ page: Page) {
    let widths: [Int] = [
      page.given("inputs", ours: 3, in: 1...64),
      page.given("m¹", at: "slides:notation", in: 1...64),
      page.given("m²", at: "slides:notation", in: 1...64),
      page.given("m³", at: "slides:notation", in: 1...64),
    ]
    page.table(
      "Parameters by layer", columns: ["layer", "weights", "biases", "together"],
      rows: (1...3).map { l in
        let weights = widths[l] * widths[l - 1]
        return [l, weights, widths[l], weights + widths[l]]
      })
    page.derive("parameters of the slides' network", parameterCount(widths), for: "3.11")
    page.verify(
      "#θ = Σ nₗ(nₗ₋₁ + 1) = Σ (nₗnₗ₋₁ + nₗ), more with each unit of a hidden layer", at: "3.11",
      "slides:universal-approximation:width"
    ) { draw in
      let widths = (0..<2 + draw.below(4)).map { _ in 1 + draw.below(6) }
      let φ = Array(repeating: Activation.tanh, count: widths.count - 1)
      let counted = Network(widths, φ, &draw).parameters.count
      parameterCount(widths) == counted
      zip(widths.dropFirst(), widths).reduce(0) { $0 + $1.0 * $1.1 + $1.0 } == counted
      parameterCount([widths[0], widths[1] + 1] + widths[2...]) > counted
    }
    page.leave(
      "that more units model more is in the sections on pieces and rates; that they overfit more "
        + "needs data and a test set, not a formula", at: "3.2.1:capacity",
      "slides:universal-approximation:width")
  }

  //: ### Nothing between the layers
  //:
  //: Let $φˡ(z) = z$ in all layers. Affine maps compose to an affine map: the matrices multiply,
  //: and each bias is carried through the matrices above it.
  //:
  //:     aˡ = Wˡaˡ⁻¹ + bˡ                              (3.12)
  //:     f(x) = W_eff x + b_eff,  W_eff = Wᴸ ⋯ W²W¹    (3.13)
  //:
  //: So five linear layers know no more than one, and the boundary that an output of theirs draws
  //: is a hyperplane. ReLU between the layers ends this at once: then the slopes of the whole
  //: differ from place to place.
  //:
  //: The notes say “by induction”. For three layers it takes multiplying out twice; the numbers
  //: are those of three layers drawn at random, at $x = (1, 2)$.

  private static func linearLayers(_ page: Page) {
    let φ = Array(repeating: Activation.identity, count: 3)
    var example = Generator(seed: 4)
    page.derivation(
      "f(x)", at: "3.3:collapse", "3.3.1:depth", of: (Network([2, 1, 2, 1], φ, &example), [1, 2])
    ) { draw in
      (Network([2, 1, 2, 1], φ, &draw), draw.vector(2, -5, 5))
    } lines: { f, x in
      let (W¹, W², W³) = (f.W[0], f.W[1], f.W[2])
      let (b¹, b², b³) = (f.b[0], f.b[1], f.b[2])
      Line("W³(W²(W¹x + b¹) + b²) + b³", at: "3.12", W³ * (W² * (W¹ * x + b¹) + b²) + b³)
      Line("W³(W²W¹x + W²b¹ + b²) + b³", W³ * ((W² * W¹) * x + W² * b¹ + b²) + b³)
      Line("W³W²W¹x + W³(W²b¹ + b²) + b³", (W³ * W² * W¹) * x + W³ * (W² * b¹ + b²) + b³)
      Line("W_eff x + b_eff", at: "3.13", effective(f).W * x + effective(f).b)
    } truth: { f, x in
      jacobian(at: x) { f.with(Vector<Dual<Double>>(f.parameters))($0) } * x + f(0 * x)
    }
    anyLinearNetwork(page, φ)
  }

  /// W_eff and b_eff: each bias goes through the matrices above it.
  private static func effective(_ f: Network<Double>) -> (W: Matrix<Double>, b: Vector<Double>) {
    var (W, b) = (f.W[0], f.b[0])
    for l in f.W.indices.dropFirst() { (W, b) = (f.W[l] * W, f.W[l] * b + f.b[l]) }
    return (W, b)
  }

  //: Without biases $W_eff$ alone is left, and it is the slope of the whole at every x. The linear
  //: activation of the slides, $αz + β$, changes nothing: α and β go into weights and biases.

  private static func anyLinearNetwork(_ page: Page, _ φ: [Activation]) {
    page.verify(
      "a network of linear layers is W_eff x + b_eff everywhere", at: "3.3:collapse",
      "intuition:4.1.1.1:stack", "intuition:4.1.1.1:collapse", "intuition:4.1.1.1:single",
      "slides:activation-function:collapse", "slides:linear:depth"
    ) { draw in
      let f = Network([2, 1, 2, 1], φ, &draw)
      let x = draw.vector(2, -5, 5)
      f(x) - f(0 * x) ≈ effective(f).W * x
      by("slopes at x, dual numbers") {
        effective(f).W ≈ jacobian(at: x) { f.with(Vector<Dual<Double>>(f.parameters))($0) }
      }
      let (α, β) = (draw.uniform(-2, 2), draw.uniform(-2, 2))
      let stacked = f.W.indices.reduce(x) { a, l in
        (f.W[l] * a + f.b[l]).map { linear($0, α, β) }
      }
      let scaled = Network(W: f.W.map { α * $0 }, b: f.b.map { β + α * $0 }, φ: φ)
      by("with αz + β for each layer") { scaled(x) ≈ stacked }
      by("as one map") { effective(scaled).W * x + effective(scaled).b ≈ stacked }
    }
    page.note(
      "f(x) = W_L … W₁x, as it is printed, leaves out the biases that the layers have: with them it "
        + "is Wx + b.", at: "intuition:4.1.1.1:stack", "intuition:4.1.1.1:collapse")
    page.verify(
      "α(wᵀx + b) + β is vᵀx + c, with v = αw and c = αb + β",
      at: "slides:activation-function:affine"
    ) { draw in
      let (w, x, c) = (draw.vector(3), draw.vector(3), draw.vector(3))
      let (α, β, b) = (c[0], c[1], c[2])
      linear(w ⋅ x + b, α, β) ≈ (α * w) ⋅ x + (α * b + β)
    }
  }

  //: ### Hyperplanes
  //:
  //: Where an affine function of three numbers is zero there is a plane, at right angles to w.
  //:
  //: [Exclusive or](../perceptron/README.md#xor-one-line-cannot-three-can) is the smallest case
  //: that one hyperplane cannot do. Two ReLU units can. For an affine function
  //: $f(00) + f(11) = f(01) + f(10)$; for exclusive or this is 0 = 2, and with signs alone one
  //: sum is above zero and the other is not.

  private static func hyperplanes(_ page: Page) {
    page.verify(
      "z = wᵀx + b is zero on a hyperplane: moves at right angles to w keep it zero",
      at: "intuition:4.1.1:hyperplane"
    ) { draw in
      let (w, b, v) = (draw.vector(3), draw.uniform(), draw.vector(3))
      let foot = (-b / (w ⋅ w)) * w
      let along = v - ((w ⋅ v) / (w ⋅ w)) * w
      w ⋅ foot + b ≈ 0
      w ⋅ (foot + along) + b ≈ 0
    }
    page.verify(
      "XOR is ReLU(x₁ + x₂) − 2 ReLU(x₁ + x₂ − 1); no affine function has its values or its signs",
      at: "intuition:4.1.1:nonlinear", "slides:activation-function:nonlinear"
    ) { draw in
      let inputs: [Vector<Double>] = [[0, 0], [0, 1], [1, 0], [1, 1]]
      let xor = Network<Double>(
        W: [[[1, 1], [1, 1]], [[1, -2]]], b: [[0, -1], [0]], φ: [.relu, .identity])
      let outputs = inputs.map { xor($0)[0] }
      outputs == [0, 1, 1, 0]

      let (w, b) = (draw.vector(2, -2, 2), draw.uniform(-2, 2))
      let affine = inputs.map { w ⋅ $0 + b }
      affine[0] + affine[3] ≈ affine[1] + affine[2]
      outputs[0] + outputs[3] != outputs[1] + outputs[2]
      affine.map { $0 > 0 ? 1.0 : 0 } != outputs
    }
  }

  //: ### The 2-2-1 network of letters, with numbers
  //:
  //: One hidden layer of ReLU and a sigmoid, derived in the notes with letters only:
  //:
  //:     x = [x₁; x₂],  W¹ = [w₁₁ w₁₂; w₂₁ w₂₂],  b¹ = [b₁; b₂]   (3.24)
  //:     z¹ = [w₁₁x₁ + w₁₂x₂ + b₁; w₂₁x₁ + w₂₂x₂ + b₂]            (3.25)
  //:     a¹ = [max(0, z¹₁); max(0, z¹₂)]                          (3.26)
  //:     z² = W²a¹ + b² = u₁a¹₁ + u₂a¹₂ + b²                      (3.27)
  //:     ŷ = σ(z²) = 1/(1 + exp(−z²))                             (3.28)
  //:
  //: The numbers are ours; the second unit is switched off by them.

  private static func letters(_ page: Page) {
    let sizes: Vector = page.given("layer widths", at: "§3.4", in: 1...64)
    let x: Vector = page.given("x", ours: [1, 2])
    let W¹: Matrix = page.given("W¹", ours: [[0.5, -0.25], [0.25, -0.5]])
    let b¹: Vector = page.given("b¹", ours: [0.5, 0.25])
    let u: Vector = page.given("u", ours: [2, -1])
    let b²: Double = page.given("b²", ours: -0.5)

    let z¹ = W¹ * x + b¹
    let a¹ = relu(z¹)
    let z² = u[0] * a¹[0] + u[1] * a¹[1] + b²

    page.derive("its parameters", parameterCount(sizes.entries.map { Int($0) }))
    page.derive("z¹", z¹, for: "3.24", "3.25")
    page.derive("a¹", a¹, for: "3.26")
    page.derive("z²", z², for: "3.27")
    page.derive("ŷ", σ(z²), for: "3.28")
    page.verify("the letters written out are the network", at: "3.25", "3.26", "3.27", "3.28") {
      draw in
      let f = Network([2, 2, 1], [.relu, .sigmoid], &draw)
      let x = draw.vector(2)
      let (w, b, u) = (f.W[0], f.b[0], f.W[1])
      let a₁ = max(0, w[0, 0] * x[0] + w[0, 1] * x[1] + b[0])
      let a₂ = max(0, w[1, 0] * x[0] + w[1, 1] * x[1] + b[1])
      let z² = u[0, 0] * a₁ + u[0, 1] * a₂ + f.b[1][0]
      1 / (1 + exp(-z²)) ≈ f(x)[0]
    }
  }
}
