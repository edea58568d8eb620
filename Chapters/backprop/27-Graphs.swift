import Companion
import Mathematics

//: Any formula is a graph, and the chain rule runs along its edges. Nothing so far needed layers: a
//: graph has a node for each intermediate result, an edge to it from each of its operands, and no
//: way around in a circle. Each node applies its operation $fⱼ$ to the values of its parents:
//:
//:     vⱼ = fⱼ({vᵢ : i ∈ parents(j)})    (10.1)

/// A formula as a graph, its nodes in an order in which operands come first.
struct Graph {
  /// What a node does with its parents.
  enum Operation { case leaf, add, multiply, sine, copy, square, unit }
  var nodes: [(operation: Operation, parents: [Int])] = []

  /// Adds a node and returns its number.
  mutating func add(_ operation: Operation, _ parents: Int...) -> Int { add(operation, parents) }

  mutating func add(_ operation: Operation, _ parents: [Int]) -> Int {
    nodes.append((operation, parents))
    return nodes.count - 1
  }

  /// (10.1): the values of all nodes, parents first; the leaves take theirs from x in turn.
  func forward<T: Scalar>(_ x: [T]) -> [T] {
    var leaves = x.makeIterator()
    var v: [T] = []
    for node in nodes {
      let p = node.parents
      switch node.operation {
      case .leaf: v.append(leaves.next() ?? 0)
      case .add: v.append(v[p[0]] + v[p[1]])
      case .multiply: v.append(v[p[0]] * v[p[1]])
      case .sine: v.append(sin(v[p[0]]))
      case .copy: v.append(v[p[0]])
      case .square: v.append(v[p[0]] * v[p[0]])
      case .unit: v.append(sin(p.reduce(0) { $0 + v[$1] }))
      }
    }
    return v
  }

}

//: Leaves are the inputs. A unit is what a layer is made of, the sine of a sum; a copy passes on
//: what it gets. Like everything in this chapter the graph does not ask what kind of number it is
//: evaluated for, so that its own formulas can be differentiated by others, or counted.
//:
//: An edge carries the derivative of a node by one of its parents, which each operation knows of
//: itself. These are all the derivatives that a graph ever takes; the rest is adding and
//: multiplying them.

extension Graph {
  /// ∂vⱼ/∂vₖ for each parent k of node j, in their order
  func local<T: Scalar>(_ j: Int, _ v: [T]) -> [T] {
    let p = nodes[j].parents
    switch nodes[j].operation {
    case .leaf: return []
    case .add: return [1, 1]
    case .multiply: return [v[p[1]], v[p[0]]]
    case .sine: return [cos(v[p[0]])]
    case .copy: return [1]
    case .square: return [2 * v[p[0]]]
    case .unit:
      let slope = cos(p.reduce(0) { $0 + v[$1] })
      return p.map { _ in slope }
    }
  }

}

//: Three ways lead along the edges: back from the root, collecting at each node what its children
//: hand down; forward from one node; and path by path, each path by itself.

extension Graph {
  /// (10.3): all adjoints ∂root/∂vⱼ, from the root, the last node if left out, to the leaves
  func adjoints<T: Scalar>(_ v: [T], root: Int? = nil) -> [T] {
    var v̄ = v.map { _ in T(0) }
    v̄[root ?? v.count - 1] = 1
    for k in nodes.indices.reversed() {
      for (j, slope) in zip(nodes[k].parents, local(k, v)) { v̄[j] += v̄[k] * slope }
    }
    return v̄
  }

  /// (10.8): the tangents ∂vⱼ/∂vᵢ of all nodes for one chosen node i
  func tangents<T: Scalar>(_ v: [T], of i: Int) -> [T] {
    var v̇ = v.map { _ in T(0) }
    v̇[i] = 1
    for j in nodes.indices where j != i {
      for (k, slope) in zip(nodes[j].parents, local(j, v)) { v̇[j] += slope * v̇[k] }
    }
    return v̇
  }

  /// (10.2): the sum over all paths from i to the root of the products along them
  func sumOverPaths(from i: Int, _ v: [Double]) -> Double {
    if i == nodes.count - 1 { return 1 }
    var sum = 0.0
    for k in nodes.indices where k > i {
      for (j, slope) in zip(nodes[k].parents, local(k, v)) where j == i {
        sum += slope * sumOverPaths(from: k, v)
      }
    }
    return sum
  }

  var edges: [(from: Int, to: Int)] {
    nodes.indices.flatMap { j in nodes[j].parents.map { (from: $0, to: j) } }
  }
}

//: Whoever evaluates needs the operands first. An order that has them is found by taking, again and
//: again, a node that waits for nothing any more; where the edges run in a circle every node of it
//: waits for ever.

/// An order in which every edge points forward, nil if the edges run in a circle: nodes without
/// open operands are taken first, again and again
func topologicalOrder(_ count: Int, _ edges: [(from: Int, to: Int)]) -> [Int]? {
  var open = [Int](repeating: 0, count: count)
  for edge in edges { open[edge.to] += 1 }
  var order: [Int] = []
  var ready = (0..<count).filter { open[$0] == 0 }
  while let node = ready.popLast() {
    order.append(node)
    for edge in edges where edge.from == node {
      open[edge.to] -= 1
      if open[edge.to] == 0 { ready.append(edge.to) }
    }
  }
  return order.count == count ? order : nil
}

/// All orders of some numbers
private func orders(_ numbers: [Int]) -> [[Int]] {
  guard numbers.count > 1 else { return [numbers] }
  return numbers.flatMap { first in
    orders(numbers.filter { $0 != first }).map { [first] + $0 }
  }
}

extension Backprop {
  static let graphs = Section(.foundations, "10.1", "Formulas as graphs") { page in
    let x₁: Double = page.given("x₁", at: "§10.2.2")
    let x₂: Double = page.given("x₂", at: "§10.2.2")
    page.define("nodes, edges, operations", at: "10.1.1:dag", "10.1.2:graph", by: "Graph")
    page.define("forward evaluation, parents first", at: "10.1", by: "Graph.forward")
    evaluated(page, [x₁, x₂])
    stepByStep(page, [x₁, x₂])
    byHand(page, x₁, x₂)
    anyGraph(page)
  }

  //: ### (x₁ + x₂) · x₁
  //:
  //: Five nodes, of which $x₁$ has two children: the sum and the product. The five edges run from
  //: the operands to the results.

  /// (x₁ + x₂) · x₁, its five nodes in the order of the notes
  private static var small: Graph {
    var graph = Graph()
    let v₁ = graph.add(.leaf)
    let v₂ = graph.add(.leaf)
    let v₃ = graph.add(.add, v₁, v₂)
    let v₄ = graph.add(.multiply, v₃, v₁)
    _ = graph.add(.copy, v₄)
    return graph
  }

  //: An order in which operands come first need not be the only one: here $x₁$ and $x₂$ may change
  //: places, and nothing else. All orders of five nodes are gone through.

  private static func evaluated(_ page: Page, _ x: [Double]) {
    let graph = small
    let v = graph.forward(x)
    page.table(
      "The graph of (x₁ + x₂) · x₁", columns: ["node", "operation", "of", "value"],
      rows: graph.nodes.indices.map { j in
        let parents = graph.nodes[j].parents.map { "v\($0 + 1)" }
        return ["v\(j + 1)", "\(graph.nodes[j].operation)", parents.joined(separator: " "), v[j]]
      })
    page.check(
      "of the 120 orders of the five nodes two are topological, v₁ to v₅ one of them",
      at: "10.1.2:order"
    ) {
      let all = orders([0, 1, 2, 3, 4])
      let valid = all.filter { order in
        graph.edges.allSatisfy { order.firstIndex(of: $0.from)! < order.firstIndex(of: $0.to)! }
      }
      all.count == 120
      valid.count == 2
      [0, 1, 2, 3, 4] ∈ valid
      (topologicalOrder(5, graph.edges) ?? []) ∈ valid
    }
    page.show("v₃", v[2], at: "§10.2.2", again: ["§10.2.2"], for: "10.2.2:forward")
    page.show("v₄", v[3], at: "§10.2.2")
    page.show("y", v[4], at: "§10.2.2")
  }

  //: ### Adjoints, step by step
  //:
  //: The loss $y²$ is one more node, the root, with adjoint 1. (The notes call v̄₅, which is $2y$,
  //: the root adjoint: their graph ends at y, and the loss stands outside. Their “or ∇ℒ if
  //: loss is vectorial” can only mean a pass for each entry of such a loss, with the 1 there.) Each node hands its
  //: adjoint to its parents, times the derivative on the edge. $v₁ = x₁$ collects twice, since it
  //: was used twice.
  //:
  //:     v̄₄ = v̄₅ ∂v₅/∂v₄                      (10.4)
  //:     v̄₃ = v̄₄ ∂v₄/∂v₃,  v̄₁ ← v̄₄ ∂v₄/∂v₁    (10.5)
  //:     v̄₁ ← v̄₁ + v̄₃ ∂v₃/∂v₁                 (10.6)
  //:     v̄₂ = v̄₃ ∂v₃/∂v₂                      (10.7)

  private static func stepByStep(_ page: Page, _ x: [Double]) {
    var graph = small
    let (v₁, v₂, v₃, v₄, v₅) = (0, 1, 2, 3, 4)
    let loss = graph.add(.square, v₅)
    let v = graph.forward(x)
    let v̄ = graph.adjoints(v)
    let product = graph.local(v₄, v)
    let sum = graph.local(v₃, v)
    let first = v̄[v₄] * product[1]
    let second = v̄[v₃] * sum[0]

    page.show("adjoint of root", v̄[loss], at: "§10.2.1", for: "10.2.1:adjoint")
    page.show(
      "∂ℒ/∂y", graph.local(loss, v)[0], at: "§10.2.2", again: ["§10.2.2"], for: "10.2.2:loss")
    page.show("∂ℒ/∂y", 2 * v[v₅], at: "§10.2.2", time: 3)
    page.show("adjoint of v₅", v̄[v₅], at: "§10.2.2")
    page.show(
      "∂v₅/∂v₄", graph.local(v₅, v)[0], at: "§10.2.2", again: ["10.4"], for: "10.2.2:local")
    page.show("adjoint of v₄", v̄[v₄], at: "10.4", for: "10.4")
    page.show("∂v₄/∂v₃", product[0], at: "§10.2.2", again: ["10.5"])
    page.show("∂v₄/∂v₁", product[1], at: "§10.2.2", again: ["10.5"])
    page.show("adjoint of v₃", v̄[v₃], at: "10.5", for: "10.5")
    page.show("adjoint of v₁ first part", first, at: "10.5", for: "10.2.2:accumulate")
    page.show("∂v₃/∂v₁", sum[0], at: "§10.2.2", again: ["10.6"])
    page.show("∂v₃/∂v₂", sum[1], at: "§10.2.2", again: ["10.7"])
    page.show("adjoint of v₁ second part", second, at: "10.6")
    page.show("terms of adjoint of v₁", [first, second], at: "10.6")
    page.show("adjoint of v₁", v̄[v₁], at: "10.6", for: "10.6")
    page.show("adjoint of v₂", v̄[v₂], at: "10.7", for: "10.7")
    page.show("∂ℒ/∂x₁", graph.sumOverPaths(from: v₁, v), at: "§10.2.2", for: "10.2.2:result")
    page.show("∂ℒ/∂x₂", graph.sumOverPaths(from: v₂, v), at: "§10.2.2")
  }

  //: The last two numbers were found in another way, as sums over the paths to the root, two of
  //: them from $x₁$. By hand it takes the chain rule and the derivative of $x₁² + x₁x₂$; put
  //: together from the adjoints, it is what v₁ collects from the product and from the sum.

  private static func byHand(_ page: Page, _ x₁: Double, _ x₂: Double) {
    let y = (x₁ + x₂) * x₁
    page.show("terms of ∂y/∂x₁", [2 * x₁, x₂], at: "§10.2.2")
    page.show("∂ℒ/∂x₁ by hand", 2 * y * (2 * x₁ + x₂), at: "§10.2.2", for: "10.2.2:hand")
    page.derivation("dy²/dx₁", of: (x₁, x₂)) { draw in
      (draw.uniform(-3, 3), draw.uniform(-3, 3))
    } lines: { x₁, x₂ in
      let y = (x₁ + x₂) * x₁
      let v̄₄ = 2 * y
      Line("v̄₄ v₃ + (v̄₄ v₁) · 1", at: "10.6", v̄₄ * (x₁ + x₂) + v̄₄ * x₁)
      Line("∂ℒ/∂y · ∂y/∂x₁", 2 * y * forwardGradient(at: [x₁]) { ($0[0] + Dual(x₂)) * $0[0] }[0])
      Line("2y (2x₁ + x₂)", at: "10.2.2:hand", 2 * y * (2 * x₁ + x₂))
    } truth: { x₁, x₂ in
      derivative(at: x₁) { (($0 + Twofold(x₂)) * $0).power(2) }
    }
  }

  //: ### Any graph
  //:
  //: Along a path from a node to the root, the derivatives on the edges from j to k are
  //: multiplied, and the paths are summed; or each node collects from its children:
  //:
  //:     ∂ℒ/∂vᵢ = Σ_{paths} Π_{edges} ∂vₖ/∂vⱼ    (10.2)
  //:     v̄ⱼ = Σₖ v̄ₖ ∂vₖ/∂vⱼ,  k ∈ children(j)    (10.3)
  //:
  //: Each draw is a graph of three leaves and four operations on nodes picked at random. Summing
  //: over paths, one path at a time, and handing adjoints down give the same; the number of paths
  //: can double with every node, while the adjoints take each edge once.

  /// Three leaves, then four operations: a sum or product of the last node and any node, or the
  /// sine of any but the first.
  static func drawnGraph(_ draw: inout Generator) -> Graph {
    var graph = Graph()
    for _ in 0..<3 { _ = graph.add(.leaf) }
    for _ in 0..<4 {
      let n = graph.nodes.count
      let (a, b) = (n - 1, draw.below(n))
      switch draw.below(3) {
      case 0: _ = graph.add(.add, a, b)
      case 1: _ = graph.add(.multiply, a, b)
      default: _ = graph.add(.sine, b == 0 ? a : b)
      }
    }
    return graph
  }

  //: For the order, the nodes of a drawn graph get other numbers, so that it has to be found. One
  //: edge turned round, next to itself, makes a circle.

  private static func anyGraph(_ page: Page) {
    page.verify(
      "the sum over paths is the adjoint, for every node", at: "10.2", "10.3", "10.2.1:equivalent",
      "10.3.1:single"
    ) { draw in
      let graph = drawnGraph(&draw)
      let x = (0..<3).map { _ in draw.uniform(-1, 1) }
      let v = graph.forward(x)
      let v̄ = graph.adjoints(v)
      v.indices.map { graph.sumOverPaths(from: $0, v) } ≈ v̄
      gradient(at: Vector(x)) { graph.forward($0.entries).last! } ≈ Vector(Array(v̄[..<3]))
    }
    page.verify(
      "a graph without circles can be ordered; with a circle it cannot", at: "10.1.1:order",
      "10.1.3:ready"
    ) { draw in
      let graph = drawnGraph(&draw)
      let n = graph.nodes.count
      let names = draw.shuffled(n)
      let edges = graph.edges.map { (from: names[$0.from], to: names[$0.to]) }
      let order = topologicalOrder(n, edges) ?? []
      order.count == n
      by("direction of the edges") {
        edges.filter { order.firstIndex(of: $0.from)! >= order.firstIndex(of: $0.to)! }.count == 0
      }
      let circle = edges + [(from: edges[0].to, to: edges[0].from)]
      by("with a circle") { topologicalOrder(n, circle) == nil }
    }
  }
}
