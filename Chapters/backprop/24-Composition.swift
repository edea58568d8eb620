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
      let nested = σ(f.W[2] * σ(f.W[1] * σ(f.W[0] * x + f.b[0]) + f.b[1]) + f.b[2])
      return [Evidence("written out", error: distance(f(x), nested), bound: 0)]
    }

    //: ### How many parameters
    //:
    //: Each node of a layer has a weight for each input and one bias.
    //:
    //:     #θ = Σₗ₌₁ᴸ (nₗnₗ₋₁ + nₗ) = Σₗ₌₁ᴸ nₗ(nₗ₋₁ + 1)   (3.11)
    //:
    //: The slides ask the question for their 3-4-3-1 network and leave it open; here is the answer.

    let widths = [
      page.given(number: "inputs", ours: 3), page.given(number: "m¹", at: "slides:notation"),
      page.given(number: "m²", at: "slides:notation"),
      page.given(number: "m³", at: "slides:notation"),
    ].map { count($0) }
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
      let apart = zip(widths.dropFirst(), widths).reduce(0) { $0 + $1.0 * $1.1 + $1.0 }
      let wider = [widths[0], widths[1] + 1] + widths[2...]
      return [
        Evidence("entries of θ", error: distance(parameterCount(widths), counted), bound: 0),
        Evidence("weights and biases apart", error: distance(apart, counted), bound: 0),
        Evidence("one unit more", holds: parameterCount(wider) > counted),
      ]
    }
    page.leave(
      "that more units model more is in the sections on pieces and rates; that they overfit more "
        + "needs data and a test set, not a formula", at: "3.2.1:capacity",
      "slides:universal-approximation:width")

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

    page.verify(
      "a network of linear layers is W_eff x + b_eff everywhere", at: "3.3:collapse", "3.12",
      "3.13", "3.3.1:depth", "intuition:4.1.1.1:stack", "intuition:4.1.1.1:collapse",
      "intuition:4.1.1.1:single",
      "slides:activation-function:collapse", "slides:linear:depth"
    ) { draw in
      let f = Network([2, 1, 2, 1], [.identity, .identity, .identity], &draw)
      let W = f.W[2] * (f.W[1] * f.W[0])
      let b = f.W[2] * (f.W[1] * f.b[0] + f.b[1]) + f.b[2]
      let x = draw.vector(2, -5, 5)
      let d = draw.vector(2)
      let slopes = push(x, along: d) { f.with(Vector<Dual<Double>>(f.parameters))($0) }
      // Two layers with the activation αz + β, and the affine map that they are.
      let (α, β) = (draw.uniform(-2, 2), draw.uniform(-2, 2))
      func g(_ z: Vector<Double>) -> Vector<Double> { z.map { linear($0, α, β) } }
      let stacked = g(f.W[1] * g(f.W[0] * x + f.b[0]) + f.b[1])
      let ones = [1, 2].map { Vector(repeating: β, count: $0) }
      let c = α * (f.W[1] * (α * f.b[0] + ones[0]) + f.b[1]) + ones[1]
      let scaled = (α * α) * (f.W[1] * f.W[0]) * x + c
      return [
        Evidence("layer by layer", error: distance(W * x + b, f(x)), bound: 1e-14),
        Evidence(
          "W x alone, without biases", error: distance(W * x, f(x) - f(0 * x)), bound: 1e-14),
        Evidence("with αz + β for each layer", error: distance(scaled, stacked), bound: 1e-13),
        Evidence("slopes at x, dual numbers", error: distance(W * d, slopes), bound: 1e-14),
      ]
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
      let printed = α * (w ⋅ x + b) + β
      return [
        Evidence("affine form", error: distance((α * w) ⋅ x + (α * b + β), printed), bound: 1e-15)
      ]
    }
    page.verify(
      "z = wᵀx + b is zero on a hyperplane: moves at right angles to w keep it zero",
      at: "intuition:4.1.1:hyperplane"
    ) { draw in
      let (w, b, v) = (draw.vector(3), draw.uniform(), draw.vector(3))
      let foot = (-b / (w ⋅ w)) * w
      let along = v - ((w ⋅ v) / (w ⋅ w)) * w
      return [
        Evidence("at its foot", error: (w ⋅ foot + b).absolute, bound: 1e-14),
        Evidence("anywhere along it", error: (w ⋅ (foot + along) + b).absolute, bound: 1e-13),
      ]
    }

    //: [Exclusive or](../perceptron/README.md#xor-one-line-cannot-three-can) is the smallest case
    //: that one hyperplane cannot do. Two ReLU units can.

    page.verify(
      "XOR is ReLU(x₁ + x₂) − 2 ReLU(x₁ + x₂ − 1); no affine function has its values or its signs",
      at: "intuition:4.1.1:nonlinear", "slides:activation-function:nonlinear"
    ) { draw in
      let inputs: [Vector<Double>] = [[0, 0], [0, 1], [1, 0], [1, 1]]
      let f = Network<Double>(
        W: [[[1, 1], [1, 1]], [[1, -2]]], b: [[0, -1], [0]], φ: [.relu, .identity])
      let outputs = inputs.map { f($0)[0] }
      // For an affine function f(00) + f(11) = f(01) + f(10); for XOR this is 0 = 2.
      let conflict = outputs[1] + outputs[2] - outputs[0] - outputs[3]
      // Above 0 at 01 and 10 and not at 00 and 11: the two sums could not be equal.
      let (w, b) = (draw.vector(2, -2, 2), draw.uniform(-2, 2))
      let signs = inputs.map { w ⋅ $0 + b > 0 ? 1.0 : 0 }
      return [
        Evidence("truth table", error: distance(outputs, [0.0, 1, 1, 0]), bound: 0),
        Evidence("affine conflict, 2", error: distance(conflict, 2.0), bound: 0),
        Evidence("a random line", error: signs == outputs ? 1 : 0, bound: 0),
      ]
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

    let sizes = page.given(vector: "layer widths", at: "§3.4")
    let x = page.given(vector: "x", ours: [1, 2])
    let W¹ = page.given(matrix: "W¹", ours: [[0.5, -0.25], [0.25, -0.5]])
    let b¹ = page.given(vector: "b¹", ours: [0.5, 0.25])
    let u = page.given(vector: "u", ours: [2, -1])
    let b² = page.given(number: "b²", ours: -0.5)

    let z¹ = W¹ * x + b¹
    let a¹ = relu(z¹)
    let z² = u[0] * a¹[0] + u[1] * a¹[1] + b²
    let ŷ = σ(z²)

    page.derive("its parameters", parameterCount(sizes.entries.map { count($0) }))
    page.derive("z¹", z¹, for: "3.24", "3.25")
    page.derive("a¹", a¹, for: "3.26")
    page.derive("z²", z², for: "3.27")
    page.derive("ŷ", ŷ, for: "3.28")
    page.verify("the letters written out are the network", at: "3.25", "3.26", "3.27", "3.28") {
      draw in
      let f = Network([2, 2, 1], [.relu, .sigmoid], &draw)
      let x = draw.vector(2)
      let (w, b) = (f.W[0], f.b[0])
      let a₁ = max(0, w[0, 0] * x[0] + w[0, 1] * x[1] + b[0])
      let a₂ = max(0, w[1, 0] * x[0] + w[1, 1] * x[1] + b[1])
      let z² = f.W[1][0, 0] * a₁ + f.W[1][0, 1] * a₂ + f.b[1][0]
      return [
        Evidence("Network", error: distance(1 / (1 + exp(-z²)), f(x)[0]), bound: 1e-15)
      ]
    }
  }

  /// Σ nₗ(nₗ₋₁ + 1)
  static func parameterCount(_ widths: [Int]) -> Int {
    zip(widths.dropFirst(), widths).reduce(0) { $0 + $1.0 * ($1.1 + 1) }
  }
}
