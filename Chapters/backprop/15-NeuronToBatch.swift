import Companion
import Mathematics

//: Layers, networks and batches only change the notation of what one neuron does. A neuron adds
//: up weighted inputs, a layer is many neurons, a network is many layers, and a batch is many
//: inputs side by side. The network is written down once, over any kind of number, for the rest of
//: the chapter.
//:
//: A layer ends in one of six functions. The slope of each is taken entry by entry; only softmax,
//: whose entries depend on each other, has more to its derivative than that.

/// What a layer does with its pre-activation.
enum Activation {
  case identity, sigmoid, tanh, relu, leakyReLU, softmax

  /// φ(z), entry by entry except for softmax
  func callAsFunction<T: Scalar>(_ z: Vector<T>) -> Vector<T> {
    switch self {
    case .identity: z
    case .sigmoid: σ(z)
    case .tanh: z.map { T.tanh($0) }
    case .relu: Mathematics.relu(z)
    case .leakyReLU: z.map { Mathematics.leakyReLU($0, slope: 0.01) }
    case .softmax: Mathematics.softmax(z)
    }
  }

  /// φʹ(z), entry by entry: for softmax the diagonal of its Jacobian
  func slope(_ z: Vector<Double>) -> Vector<Double> {
    switch self {
    case .identity: Vector(repeating: 1, count: z.count)
    case .sigmoid: σʹ(z)
    case .tanh: tanhʹ(z)
    case .relu: reluʹ(z)
    case .leakyReLU: z.map { leakyReLUʹ($0, slope: 0.01) }
    case .softmax: z.indices.reduce(into: z) { $0[$1] = softmaxʹ(z)[$1, $1] }
    }
  }
}

//: A network is a list of matrices, one of biases and one of such functions. Forward it keeps what
//: it passes through, since the way back needs all of it.

/// A feedforward network: aˡ = φˡ(Wˡaˡ⁻¹ + bˡ), a⁰ = x.
struct Network<T: Scalar> {
  var W: [Matrix<T>]  // Wˡ: nₗ×nₗ₋₁
  var b: [Vector<T>]  // bˡ: nₗ
  let φ: [Activation]

  /// All pre-activations z¹ … zᴸ and all activations a⁰ = x, a¹ … aᴸ = ŷ
  func forward(_ x: Vector<T>) -> (z: [Vector<T>], a: [Vector<T>]) {
    var z: [Vector<T>] = []
    var a = [x]
    for l in W.indices {
      z.append(W[l] * a[l] + b[l])
      a.append(φ[l](z[l]))
    }
    return (z, a)
  }

  /// f(x; θ)
  func callAsFunction(_ x: Vector<T>) -> Vector<T> { forward(x).a[W.count] }

  /// The same for the columns of X at once: Zˡ = WˡAˡ⁻¹ + bˡ𝟙ᵀ, Aˡ = φˡ(Zˡ)
  func forwardBatch(_ X: Matrix<T>) -> (Z: [Matrix<T>], A: [Matrix<T>]) {
    var Z: [Matrix<T>] = []
    var A = [X]
    for l in W.indices {
      Z.append(W[l] * A[l] + b[l])
      A.append(Matrix(columns: (0..<X.columns).map { φ[l](Z[l].column($0)) }))
    }
    return (Z, A)
  }
}

//: All weights and biases in one vector are what the loss is a function of. The same network with
//: another such vector, of numbers that differentiate themselves perhaps, is what it is
//: differentiated with.

extension Network {
  /// n₀ … n_L
  var widths: [Int] { [W[0].columns] + W.map(\.rows) }

  /// θ: all weights and biases, layer by layer
  var parameters: Vector<T> { Vector(W.indices.flatMap { W[$0].entries + b[$0].entries }) }

  /// The network of the same shape with other parameters, perhaps of another kind
  func with<U: Scalar>(_ θ: Vector<U>) -> Network<U> {
    var start = 0
    func next(_ count: Int) -> [U] {
      start += count
      return Array(θ.entries[start - count..<start])
    }
    var W: [Matrix<U>] = []
    var b: [Vector<U>] = []
    for A in self.W {
      W.append(Matrix(rows: A.rows, columns: A.columns, entries: next(A.rows * A.columns)))
      b.append(Vector(next(A.rows)))
    }
    return Network<U>(W: W, b: b, φ: φ)
  }
}

//: The checks draw their networks at random.

extension Network<Double> {
  /// Random weights and biases for the given widths
  init(_ widths: [Int], _ φ: [Activation], _ draw: inout Generator, size: Double = 1) {
    W = []
    b = []
    for (below, here) in zip(widths, widths.dropFirst()) {
      W.append(draw.matrix(here, below, -size, size))
      b.append(draw.vector(here, -size, size))
    }
    self.φ = φ
  }
}

extension Backprop {
  static let neuronToBatch = Section(.slides, "notation", "From one neuron to a batch") { page in
    //: A neuron weighs its inputs, adds them up with a bias, and passes on a function of the sum.
    //:
    //:     z = Σᵢ₌₁ᵈ wᵢxᵢ + b = wᵀx + b                  (3.1)
    //:
    //: ### One neuron, many inputs
    //:
    //: With the n inputs as columns of X, all pre-activations of a neuron are one row. The
    //: activations of any layer are put side by side in the same way.
    //:
    //:     A = [a⁽¹⁾, a⁽²⁾, …, a⁽ⁿ⁾],  A⁰ = X            (3.6)
    //:     z = wᵀX + b𝟙ᵀ,  a = g(z)                      (slides Notation)
    //:
    //: The numbers here are random; what counts are the shapes, with five features and seven
    //: inputs.

    var draw = Generator(seed: 1)
    let (d, n) = (5, 7)
    let names = [d: "d", n: "n"]
    let X = draw.matrix(d, n)
    let w = draw.vector(d)
    let ones = Vector(repeating: 1.0, count: n)
    let z = w.ᵀ * X + 0.5 * ones.ᵀ
    let a = σ(z)
    func words(_ m: Matrix<Double>) -> String { shape(m.rows, m.columns, names: names) }

    page.show(
      "shape line of z", [words(z), words(w.ᵀ), words(X), words(ones.ᵀ)],
      for: "notation:single_shapes")
    page.show(
      "length of a", names[a.columns] ?? "", again: ["forward-pass-all-inputs"],
      for: "notation:elementwise")
    page.define(
      "the inputs as columns", at: "notation:data", "foundations:notation:stack", "foundations:3.6",
      by: "Matrix.init")
    page.verify(
      "entry $i$ of $wᵀX + b𝟙ᵀ$ is $Σⱼ wⱼxⱼ + b$ for input $i$; $a$ is $g$ of it",
      at: "notation:single_z", "notation:single_a", "forward-pass-all-inputs:single",
      "foundations:3.1", "foundations:3.1.1:activation", "intuition:4.1.1:z"
    ) { draw in
      let (X, w, b) = (draw.matrix(3, 4), draw.vector(3), draw.uniform())
      let z = w.ᵀ * X + b * Vector(repeating: 1.0, count: 4).ᵀ
      let i = draw.below(4)
      let sum = w[0] * X[0, i] + w[1] * X[1, i] + w[2] * X[2, i] + b
      z[0, i] ≈ sum
      σ(z)[0, i] ≈ 1 / (1 + exp(-sum))
    }
  }

  static let layers = Section(.slides, "forward-pass", "Layers") { page in
    //: A weight matrix has a row for each node and a column for each input of the layer.
    //:
    //:     Wˡ is nₗ × nₗ₋₁,  bˡ is nₗ × 1,  aˡ⁻¹ is nₗ₋₁ × 1   (3.3)
    //:
    //: The layers are computed one after the other.
    //:
    //:     a⁰ = x                                        (5.1)
    //:     zˡ = Wˡaˡ⁻¹ + bˡ                              (5.2)
    //:     aˡ = φˡ(zˡ)                                   (5.3)
    //:
    //: The slides' example has three layers of 4, 3 and 1 nodes; the input is not counted, since
    //: it has no parameters.

    let L: Int = page.given("L", at: "notation", in: 1...64)
    let m = widths(page)
    var draw = Generator(seed: 2)
    let network = Network(m, [.sigmoid, .sigmoid, .sigmoid], &draw)
    let (z, a) = network.forward(draw.vector(m[0]))

    page.show(
      "number of hidden layers", L - 1, at: "notation", again: ["network"], for: "notation:example")
    for (W, l) in zip(network.W, ["¹", "²", "³"]) {
      page.show(
        "shape of W\(l)", W.shapeWords, for: "forward-pass:sizes", "forward-pass:rule")
    }
    for l in 0..<3 {
      let line = [
        "\(z[l].count)×1", network.W[l].shapeWords, "\(a[l].count)×1", "\(network.b[l].count)×1",
      ]
      page.show("shape line of layer \(l + 1)", line, for: "forward-pass:shapes")
    }
    layersOfDocuments(page)
  }

  /// The widths d, m¹, m² and m³ of the slides' network.
  private static func widths(
    _ page: Page, file: String = #fileID, line: Int = #line
  ) -> [Int] {
    [
      page.given("d", ours: 3, in: 1...64, file: file, line: line),
      page.given("m¹", at: "notation", in: 1...64, file: file, line: line),
      page.given("m²", at: "notation", in: 1...64, file: file, line: line),
      page.given("m³", at: "notation", in: 1...64, file: file, line: line),
    ]
  }

  //: What each document says of its layers comes to the same network, under several names.

  private static func layersOfDocuments(_ page: Page) {
    page.define(
      "L layers, their widths and their parameters", at: "network:layers", "network:count",
      "network:mlp", "notation:counts", "notation:params", "forward-pass:params",
      "learning-weights:notation", "foundations:notation:widths", "foundations:notation:params",
      "foundations:notation:shapes", "foundations:3.3", "foundations:5.1:shapes",
      "appendix:B.2:shapes", by: "Network")
    page.define(
      "forward pass: a⁰ = x, then aˡ = φ(Wˡaˡ⁻¹ + bˡ), with aᴸ the output", at: "network:forward",
      "network:feedforward", "notation:a0", "notation:aL", "forward-pass:general",
      "back-propagation-vectorization:layers", "back-propagation-vectorization:a",
      "foundations:notation:forward", "foundations:3.2:input", "foundations:5.1",
      "foundations:5.2", "foundations:5.3", "appendix:B.2", "intuition:4.1:chain",
      "intuition:4.1.1:chain", "intuition:4.1.1:activation", "intuition:4.1.1:input",
      "intuition:6:chain", "intuition:6:activation", "intuition:6:z", "intuition:6:two_layer",
      by: "Network.forward")

    //: With m inputs side by side, each vector of a layer becomes a matrix; the bias is repeated.
    //:
    //:     Aˡ = [aˡ⁽¹⁾, …, aˡ⁽ᵐ⁾],  Zˡ = [zˡ⁽¹⁾, …, zˡ⁽ᵐ⁾]   (5.15)
    //:     Zˡ = WˡAˡ⁻¹ + bˡ𝟙ᵀ,  Aˡ = φˡ(Zˡ)                  (5.16)

    page.define(
      "the same for all columns of X", at: "forward-pass-all-inputs:general",
      "foundations:notation:batch", "foundations:5.15", "foundations:5.16",
      by: "Network.forwardBatch")
    page.note(
      "The slides write aᴸ = y, read as ỹ: from “Learning Weights” on y is the label, and aᴸ − y "
        + "would be 0.", at: "notation:aL")
    page.note(
      "The slides call wˡᵢⱼ the weight and bias of input j: read as the weight only, since a node "
        + "has one bias for all its inputs, as their later list says.", at: "notation:weights")
  }

  static let batches = Section(.slides, "forward-pass-all-inputs", "Batches") { page in
    //: With n inputs side by side every vector becomes a matrix of n columns. The slides write the
    //: bias unchanged and give it n columns too: it has to be read as $b𝟙ᵀ$, b repeated, as the
    //: *Mathematical Foundations* write it out.

    let m = widths(page)
    let n = 7
    var draw = Generator(seed: 3)
    let network = Network(m, [.sigmoid, .sigmoid, .sigmoid], &draw)
    let (Z, A) = network.forwardBatch(draw.matrix(m[0], n))
    let ones = Vector(repeating: 1.0, count: n)
    func words(_ m: Matrix<Double>) -> String { shape(m.rows, m.columns, names: [n: "n"]) }

    let (W¹, b¹) = (network.W[0], network.b[0])
    let z¹ = W¹ * A[0].column(0)
    page.show(
      "shape line of layer 1 for one input",
      ["\(z¹.count)×1", W¹.shapeWords, "\(m[0])×1", "\(b¹.count)×1"],
      for: "forward-pass-all-inputs:one")
    for l in 0..<3 {
      let repeated = network.b[l] * ones.ᵀ
      page.show(
        "shape line of layer \(l + 1)",
        [words(Z[l]), network.W[l].shapeWords, words(A[l]), words(repeated)],
        again: l == 0 ? ["forward-pass-all-inputs"] : [],
        for: "forward-pass-all-inputs:batch_shapes")
    }
    threeTimes(page)
  }

  //: ### The same numbers three times
  //:
  //: A sum for each node, a product for each layer, and one product for the whole batch. The
  //: product only gathers the sums: its row j holds those of node j, its column i those of input i.
  //:
  //:     zˡⱼ = Σₖ Wˡⱼₖaˡ⁻¹ₖ + bˡⱼ                      (3.2), (5.8)
  //:     zˡ = Wˡaˡ⁻¹ + bˡ,  aˡ = σ(zˡ)                 (3.4), (3.5)
  //:     Zˡ = WˡAˡ⁻¹ + bˡ𝟙ᵀ,  Aˡ = σ(Zˡ)               (3.7), (3.8)

  private static func threeTimes(_ page: Page) {
    page.verify(
      "sums over indices, Wa + b and WA + b𝟙ᵀ give the same activations", at: "notation:nodes",
      "notation:stack", "notation:layer", "forward-pass:layers", "forward-pass-all-inputs:batch",
      "foundations:3.2", "foundations:3.4", "foundations:3.5", "foundations:3.7",
      "foundations:3.8", "foundations:5.8", "appendix:B.4", "appendix:B.4:element",
      "appendix:B.10:recall", "appendix:B.15:recall", "appendix:B.17:recall"
    ) { draw in
      let (W, b, A) = (draw.matrix(3, 2), draw.vector(3), draw.matrix(2, 4))
      let i = draw.below(4)
      let nodes = (0..<3).map { j in
        let sum = (0..<2).reduce(b[j]) { $0 + W[j, $1] * A[$1, i] }
        return 1 / (1 + exp(-sum))
      }
      σ(W * A.column(i) + b) ≈ Vector(nodes)
      σ(W * A + b).column(i) ≈ Vector(nodes)
    }
    page.note(
      "Once the bias is left out: z² = W²a¹, where §6.3.1 has W²a¹ + b². For ∂z²/∂W² and ∂z²/∂a¹, "
        + "which are wanted there, it makes no difference.",
      at: "intuition:6.3.2:z_index", "intuition:6.3.2:nobias")
    page.note(
      "aˡ is called the outputs of a node: read as those of layer l, whose node i puts out aˡᵢ.",
      at: "notation:outputs")
  }
}
