import Mathematics
import Notes
import Testing

@testable import Companion
@testable import backprop

@Suite struct NetworkTests {
  private func number(_ k: Int) -> Double { Double((k * 7919 + 104729) % 2003) / 1001.5 - 1 }

  private func activation(_ name: String) -> Activation {
    switch name {
    case "sigmoid": .sigmoid
    case "tanh": .tanh
    case "relu": .relu
    case "leakyReLU": .leakyReLU
    case "softmax": .softmax
    default: .identity
    }
  }

  private func loss(_ name: String) -> Loss {
    switch name {
    case "binary": .binary
    case "categorical": .categorical
    default: .halfSquared
    }
  }

  private func network(_ golden: GoldenNetwork) -> Network<Double> {
    var draw = Generator(seed: 1)
    let f = Network(golden.widths, golden.activations.map(activation), &draw)
    return f.with(Vector(f.parameters.indices.map(number)))
  }

  @Test(arguments: goldenNetworks.indices)
  func `the recursion gives the gradients of jax`(i: Int) {
    let golden = goldenNetworks[i]
    let f = network(golden)
    let x = Vector((0..<golden.widths[0]).map { number(1000 + $0) })
    let y = Vector(golden.target)
    let ℒ = loss(golden.loss)
    #expect((ℒ(f(x), y) - golden.value).magnitude < 1e-14)
    let gradient = f.gradient(ℒ, x, y)
    #expect(gradient.count == golden.gradient.count)
    for (own, exact) in zip(gradient.entries, golden.gradient) {
      #expect((own - exact).magnitude < 1e-14)
    }
  }

  @Test(arguments: goldenNetworks.indices)
  func `a recursion without the slopes, or without the transpose, is noticed`(i: Int) {
    let golden = goldenNetworks[i]
    let f = network(golden)
    let x = Vector((0..<golden.widths[0]).map { number(1000 + $0) })
    let y = Vector(golden.target)
    let ℒ = loss(golden.loss)
    let (z, a) = f.forward(x)
    let δ = f.outputError(z, a, ℒ, y)
    let last = f.W.count - 1
    let wrong = f.W[last].ᵀ * δ
    let right = f.deltas(z, last: δ)[last - 1]
    func cost<T: Scalar>(_ z: Vector<T>) -> T {
      ℒ(f.with(Vector<T>(f.parameters)).output(fromLayer: last - 1, z), Vector<T>(y))
    }
    #expect((gradient(at: z[last - 1]) { cost($0) } ≈ right).allSatisfy { $0.holds })
    let isReLU: Bool = if case .relu = f.φ[last - 1] { true } else { false }
    if !isReLU {
      #expect(!(gradient(at: z[last - 1]) { cost($0) } ≈ wrong).contains { $0.holds })
    }
  }

  @Test func `parameters survive the way to a vector and back`() {
    var draw = Generator(seed: 2)
    let f = Network([2, 3, 1], [.tanh, .sigmoid], &draw)
    #expect(f.with(f.parameters).parameters == f.parameters)
    #expect(f.widths == [2, 3, 1])
    #expect(f.parameters.count == 13)
    #expect(Backprop.parameterCount([3, 4, 3, 1]) == 35)
  }

  @Test func `errors shrink and grow as they do in closed form`() {
    // One ReLU unit a layer, all on: δ¹ is the product of the weights.
    let f = Network<Double>(
      W: [[[1]], [[2]], [[-3]]], b: [[1], [1], [0]], φ: [.relu, .relu, .identity])
    let z = f.forward([1]).z
    #expect(f.deltas(z, last: [1]).map { $0[0] } == [-6, -3, 1])
  }
}

@Suite struct GraphTests {
  /// y = ((x₁ + x₂) x₁)², at 2 and 3: by hand ∂y/∂x₁ = 2·10·7 and ∂y/∂x₂ = 2·10·2.
  @Test func `adjoints, tangents and paths of the small graph`() {
    var graph = Graph()
    let (x₁, x₂) = (graph.add(.leaf), graph.add(.leaf))
    let product = graph.add(.multiply, graph.add(.add, x₁, x₂), x₁)
    _ = graph.add(.square, product)
    let v = graph.forward([2, 3])
    #expect(v == [2, 3, 5, 10, 100])
    #expect(Array(graph.adjoints(v)[..<2]) == [140, 40])
    #expect(graph.tangents(v, of: x₁).last == 140)
    #expect(graph.sumOverPaths(from: x₂, v) == 40)
  }

  @Test func `an order exists exactly without a circle`() {
    #expect(topologicalOrder(3, [(from: 2, to: 0), (from: 0, to: 1)]) == [2, 0, 1])
    #expect(topologicalOrder(2, [(from: 0, to: 1), (from: 1, to: 0)]) == nil)
    #expect(topologicalOrder(1, [(from: 0, to: 0)]) == nil)
  }
}

@Suite struct TensorTests {
  @Test func `axes move as in numpy`() {
    let T = Tensor([2, 3, 4, 5], (0..<120).map { Double($0) })
    let moved = T.moved(to: [2, 0, 3, 1])
    let permuted = T.permuted([2, 0, 3, 1])
    #expect(moved.shape == [3, 5, 2, 4])
    #expect(permuted.shape == [4, 2, 5, 3])
    #expect(moved.entries[..<40].map { Int($0) } == goldenMoved)
    #expect(permuted.entries[..<40].map { Int($0) } == goldenPermuted)
    #expect(goldenMoved != goldenPermuted)
  }

  @Test func `broadcasting refuses what does not fit`() {
    #expect(Tensor.broadcast([3, 1], [1, 4]) ?? [] == [3, 4])
    #expect(Tensor.broadcast([2, 3], [2]) == nil)
    #expect(Tensor([2], [1, 2]).broadcast(to: [2, 2]).entries == [1, 2, 1, 2])
  }

  @Test func `index notation`() {
    let A = Tensor([2, 2], [1, 2, 3, 4])
    #expect(einsum("ij,jk", "ik", A, A).entries == [7, 10, 15, 22])
    #expect(einsum("ii", "", A).entries == [5])
    #expect(einsum("ij", "ji", A).entries == [1, 3, 2, 4])
    #expect(strictOutput("bmk,bkn") == "mn")
    #expect(Backprop.slide([1, 1], over: [1, 2, 3], stride: 1) == [3, 5])
    #expect(Backprop.slide([1, 1], over: [1], stride: 1).isEmpty)
  }
}

@Suite struct RepresentationTests {
  @Test(arguments: [(2, 1, 2), (2, 3, 8), (2, 5, 32), (3, 2, 9), (4, 2, 16), (4, 3, 64)])
  func `folding multiplies pieces`(w: Int, L: Int, expected: Int) {
    #expect(pieces(of: folding(width: w, depth: L)) == expected)
  }

  @Test func `a polygon goes through its points`() {
    let polygon = Polygon({ $0 * $0 }, 4)
    for k in 0...4 { #expect((polygon(Double(k) / 4) - Double(k * k) / 16).magnitude < 1e-15) }
    #expect((polygon(0.125) - 0.03125).magnitude < 1e-15)
  }

  @Test func `growth is read off counts`() {
    #expect(order("N", [10, 20], [100, 400]) == "O(N²)")
    #expect(order("N", [10, 20], [7, 7]) == "O(1)")
    #expect(order("N", [10, 20], [100, 283]) == "O(another power)")
  }
}

@Suite struct MersenneTwisterTests {
  @Test func `numpy's seed 1, random 3 by 4, bit for bit`() {
    // RandomState(1).random_sample((3, 4)) of numpy 2.4
    let bits: [UInt64] = [
      0x3fda_b07d_0ffa_3c06, 0x3fe7_0ce5_f3ba_f051, 0x3f1d_fb90_6661_c000, 0x3fd3_596a_b7fe_08f4,
      0x3fc2_c8e5_a3c7_053c, 0x3fb7_a380_8cb0_ca10, 0x3fc7_d75f_e634_e1e4, 0x3fd6_1daa_bd5b_a3ce,
      0x3fd9_64a3_677b_fbe8, 0x3fe1_3dfc_9762_9f54, 0x3fda_d415_3a81_958a, 0x3fe5_ed51_7219_2327,
    ]
    var generator = MersenneTwister(seed: 1)
    #expect(generator.matrix(3, 4).entries.map(\.bitPattern) == bits)
  }

  @Test func `numpy's 701st number, after two refills`() {
    var generator = MersenneTwister(seed: 1)
    for _ in 0..<700 { _ = generator.uniform() }
    #expect(generator.uniform() == 0x1.1b59b41f457d4p-3)
  }

  @Test func `MT19937's own test: the 10000th draw after seed 5489`() {
    // The value that the C++ standard prescribes for mt19937.
    var generator = MersenneTwister(seed: 5489)
    for _ in 0..<9999 { _ = generator.next() }
    #expect(generator.next() == 4_123_659_995)
  }
}
