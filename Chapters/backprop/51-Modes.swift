import Companion
import Mathematics

//: Derivatives can be carried through a graph forward, for one input, or backward, for one output.
//: Forward mode carries $∂vⱼ/∂xᵢ$ along for one input i; reverse mode carries $∂ℒ/∂vⱼ$ back. Both
//: visit each edge once. What differs is how often a pass has to be made and how much has to be
//: kept.

extension Backprop {
  static let modes = Section(.foundations, "10.3", "Forward mode and reverse mode") { page in
    //: The tangent of the chosen input is 1, that of any other input 0, and each node sums over its
    //: parents:
    //:
    //:     v̇ⱼ = Σₖ ∂vⱼ/∂vₖ v̇ₖ,  k ∈ parents(j)    (10.8)

    page.define("tangents, parents first", at: "10.8", "10.3.2:tangent", by: "Graph.tangents")
    var draw = Generator(seed: 8)
    let graph = drawnGraph(&draw)
    let seeds = graph.tangents(graph.forward([1, 2, 3]), of: 0)
    page.show("ẋᵢ", seeds[0], at: "§10.3.2")
    page.show("ẋ of other inputs", seeds[1], at: "§10.3.2")

    page.verify("d tangent passes give the adjoints of the d inputs", at: "10.8", "10.3.1:single") {
      draw in
      let graph = drawnGraph(&draw)
      let v = graph.forward((0..<3).map { _ in draw.uniform(-1, 1) })
      let passes = (0..<3).map { graph.tangents(v, of: $0).last! }
      return [
        Evidence(
          "one reverse pass", error: distance(passes, Array(graph.adjoints(v)[..<3])), bound: 1e-13)
      ]
    }

    //: ### Edges
    //:
    //: A pass touches each node and each edge once, with one product and one sum at an edge. In a
    //: network of n inputs and L layers of n units a unit is joined to all n units below:
    //: $(L + 1)n$ nodes, but $Ln²$ edges. The notes give roughly $O(L·n)$, the number of nodes;
    //: the edges decide.

    let widths = [2, 4, 8, 16]
    let depths = [2, 4, 8, 16]
    let byWidth = widths.map { Size(of: layered(4, $0)) }
    let byDepth = depths.map { Size(of: layered($0, 4)) }
    page.table(
      "Layers of n units, four of them", columns: ["n", "nodes", "edges"],
      rows: zip(widths, byWidth).map { [$0, $1.nodes, $1.edges] })
    let inDepth = exponent(depths.map { Double($0) }, byDepth.map { Double($0.edges) })
    let inWidth = order("n", widths, byWidth.map(\.edges)).dropFirst(2)
    page.show(
      "cost, L layers of n", inDepth == 1 ? "O(L·\(inWidth)" : "another power",
      at: "§10.3.1",
      slips: [
        Slip(
          "the nodes without the edges",
          "O(L·\(order("n", widths, byWidth.map(\.nodes)).dropFirst(2))")
      ],
      for: "10.3.1:cost")
    let perEdge = widths[..<3].map { n in
      let graph = layered(2, n)
      return products(of: graph, .adjoints).one / graph.edges.count
    }
    page.show(
      "one adjoint accumulation", order("E", byWidth[..<3].map(\.edges), perEdge), at: "§10.3.1")

    //: Counted, a pass takes a product for each edge and sets each node once, in either direction.
    //: A gradient by d inputs takes d passes of forward mode; a Jacobian with m outputs takes m of
    //: reverse mode. Here all of them are run, on layers of four units with $d = m = 4$.

    let net = byWidth[1]
    let visits = net.nodes + net.edges
    func word(_ products: Int, _ passes: Int, _ sum: String) -> String {
      products == passes * net.edges ? "O(\(sum))" : "another number"
    }
    let n = widths[1]
    let all = (
      tangents: products(of: layered(4, n), .tangents),
      adjoints: products(of: layered(4, n), .adjoints)
    )
    page.derive("nodes and edges together", visits)
    page.show(
      "total of reverse mode", word(all.adjoints.one, 1, "|V|+|E|"), at: "§10.3.1",
      for: "10.3.1:edges")
    page.show("cost of one tangent pass", word(all.tangents.one, 1, "|V|+|E|"), at: "§10.3.2")
    page.show(
      "passes for all inputs", all.tangents.all / all.tangents.one == n ? "d" : "?", at: "§10.3.2")
    page.show(
      "forward mode, all inputs", word(all.tangents.all, n, "d·(|V|+|E|)"), at: "§10.3.2",
      for: "10.3.2:cost")
    page.show(
      "cost of one reverse pass", word(all.adjoints.one, 1, "V+E"), at: "§10.3.3",
      for: "10.3.3:pass")
    page.show("cost of one forward pass", word(all.tangents.one, 1, "V+E"), at: "§10.3.3")
    page.show(
      "reverse for m outputs", word(all.adjoints.all, n, "m·(V+E)"), at: "§10.3.3",
      for: "10.3.3:cost")
    page.show(
      "forward for n inputs", word(all.tangents.all, n, "n·(V+E)"), at: "§10.3.3")
    page.show(
      "m", halfSquaredError([1, 2], [0, 0]).entryRows.count, at: "§10.3.3", for: "10.3.3:scalar")

    //: ### Which to use
    //:
    //: Reverse mode for many inputs and few outputs, forward mode the other way round. The table
    //: of the notes has it so; the sentence before it exchanges the two.

    page.refute(
      "for d ≫ 1 outputs and far fewer inputs, reverse mode takes fewer products",
      at: "10.3.2:claim", correction: "for d ≫ 1 inputs and far fewer outputs it does",
      why: "Inputs and outputs are exchanged", draws: 1
    ) { _ in
      (2...6).map { reverseBeyondForward(inputs: 1, outputs: $0) }
    } corrected: { _ in
      (2...6).map { reverseBeyondForward(inputs: $0, outputs: 1) }
    }
    page.verify(
      "reverse mode is cheaper for n > m, forward mode for m > n", at: "10.3.3:best", draws: 1
    ) { _ in
      (1...4).map { n in
        let isSo = (1...4).allSatisfy { m in
          let graph = layered(1, n, outputs: m)
          let forward = products(of: graph, .tangents).all
          let reverse = products(of: graph, .adjoints).all
          return n > m ? reverse < forward : m > n ? forward < reverse : forward == reverse
        }
        return Evidence("n = \(n), m = 1 to 4", holds: isSo)
      }
    }

    //: ### Memory
    //:
    //: Forward mode can forget a layer once the next is known. Reverse mode comes back to it: all
    //: values have to wait, layer after layer. The notes say so in one section and give both
    //: modes the width of the widest layer in the table of the next. The depth belongs into it.

    let forwardWord = memoryWord(
      byDepth.map(\.forwardPeak), byWidth.map(\.forwardPeak), depths, widths)
    let reverseWord = memoryWord(
      byDepth.map(\.reversePeak), byWidth.map(\.reversePeak), depths, widths)
    page.table(
      "Values kept, layers of four units", columns: ["layers", "forward mode", "reverse mode"],
      rows: zip(depths, byDepth).map { [$0, $1.forwardPeak, $1.reversePeak] },
      at: "10.3.1:memory")
    page.show("memory of forward mode", forwardWord, at: "§10.3.3", for: "10.3.3:memory")
    page.show(
      "memory of reverse mode", reverseWord, at: "§10.3.3",
      slips: [Slip("the memory of forward mode", forwardWord)], for: "10.3.3:memory",
      "10.3.3:table")
    page.verify("the tape keeps an entry for each input and each operation", at: "10.3.1:memory") {
      draw in
      let L = 1 + draw.below(8)
      let tape = Tape()
      var v = tape.variable(draw.uniform())
      let w = tape.variable(draw.uniform())
      for _ in 0..<L { v = tanh(w * v) }
      return [Evidence("entries", error: distance(tape.count, 2 + 2 * L), bound: 0)]
    }

    //: Checkpoints trade memory for time: keep every $⌈√L⌉$-th layer, and go forward once more from
    //: the nearest one when its block is needed.

    page.table(
      "Layers kept", columns: ["layers", "all", "with checkpoints"],
      rows: [16, 64, 256].map { L in
        let block = Int(Double(L).squareRoot().rounded(.up))
        return [L, L, (L + block - 1) / block + block]
      }, at: "10.3.1:memory")
  }

  private enum Mode { case tangents, adjoints }

  /// Multiplications of one pass, and of all that a Jacobian by the leaves takes, counted.
  private static func products(of graph: Graph, _ mode: Mode) -> (one: Int, all: Int) {
    let tally = Tally()
    let leaves = graph.nodes.indices.filter { graph.nodes[$0].parents.isEmpty }
    let v = graph.forward(leaves.map { tally.number(Double($0 + 1) / 10) })
    let before = tally.multiplications
    var one = 0
    for node in mode == .tangents ? leaves : graph.outputs {
      _ = mode == .tangents ? graph.tangents(v, of: node) : graph.adjoints(v, root: node)
      if one == 0 { one = tally.multiplications - before }
    }
    return (one, tally.multiplications - before)
  }

  /// By how many products reverse mode exceeds forward mode for a whole Jacobian
  private static func reverseBeyondForward(inputs: Int, outputs: Int) -> Evidence {
    let graph = layered(1, inputs, outputs: outputs)
    let excess = products(of: graph, .adjoints).all - products(of: graph, .tangents).all
    return Evidence("\(inputs) to \(outputs)", error: Double(max(0, excess)), bound: 0)
  }

  private static func memoryWord(
    _ byDepth: [Int], _ byWidth: [Int], _ depths: [Int], _ widths: [Int]
  ) -> String {
    switch (order("L", depths, byDepth), order("n", widths, byWidth)) {
    case ("O(1)", "O(n)"): "O(nₘₐₓ⁽ˡ⁾)"
    case ("O(L)", "O(n)"): "O(L·nₘₐₓ⁽ˡ⁾)"
    default: "another power"
    }
  }

  /// L layers of n units over n leaves, each joined to all units below; the last may be of
  /// another width.
  private static func layered(_ L: Int, _ n: Int, outputs: Int? = nil) -> Graph {
    var graph = Graph()
    var below = (0..<n).map { _ in graph.add(.leaf) }
    for layer in 1...L {
      let width = layer == L ? outputs ?? n : n
      below = (0..<width).map { _ in graph.add(.unit, below) }
    }
    return graph
  }

  /// What a graph has and what the two modes must keep of it.
  private struct Size {
    let nodes: Int
    let edges: Int
    /// The most values that are still wanted at any time of a pass from the leaves on
    let forwardPeak: Int
    /// The values that the local derivatives of a pass back are made of
    let reversePeak: Int

    init(of graph: Graph) {
      nodes = graph.nodes.count
      edges = graph.edges.count
      var lastUse = Array(graph.nodes.indices)
      for (from, to) in graph.edges { lastUse[from] = max(lastUse[from], to) }
      var (alive, peak): ([Int], Int) = ([], 0)
      for node in graph.nodes.indices {
        alive.append(node)
        peak = max(peak, alive.count)
        alive.removeAll { lastUse[$0] <= node }
      }
      forwardPeak = peak
      reversePeak = Set(graph.nodes.flatMap(\.parents)).count
    }
  }
}

extension Graph {
  /// The nodes that no other uses
  var outputs: [Int] {
    let used = Set(nodes.flatMap(\.parents))
    return nodes.indices.filter { !used.contains($0) }
  }
}
