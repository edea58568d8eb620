import Companion
import Mathematics

//: Derivatives can be carried through a graph forward, for one input, or backward, for one output.
//: Forward mode carries $∂vⱼ/∂xᵢ$ along for one input i; reverse mode carries $∂ℒ/∂vⱼ$ back. Both
//: visit each edge once. What differs is how often a pass has to be made and how much has to be
//: kept.
//:
//: Networks stand for the graphs here: layers of units, each joined to all units below, over leaves
//: for the inputs.

extension Graph {
  /// The nodes that no other uses
  var outputs: [Int] {
    let used = Set(nodes.flatMap(\.parents))
    return nodes.indices.filter { !used.contains($0) }
  }

  /// L layers of n units over n leaves, each joined to all units below; the last may be of
  /// another width.
  static func layered(_ L: Int, _ n: Int, outputs: Int? = nil) -> Graph {
    var graph = Graph()
    var below = (0..<n).map { _ in graph.add(.leaf) }
    for layer in 1...L {
      let width = layer == L ? outputs ?? n : n
      below = (0..<width).map { _ in graph.add(.unit, below) }
    }
    return graph
  }
}

//: What a pass costs is counted in products as it runs. How often it has to run for a whole
//: Jacobian depends on the mode: once for each leaf, or once for each output.

private enum Mode { case tangents, adjoints }

/// Multiplications of one pass, how many passes a Jacobian by the leaves takes, and the
/// multiplications of them all, counted
private func products(of graph: Graph, _ mode: Mode) -> (one: Int, passes: Int, all: Int) {
  let tally = Tally()
  let leaves = graph.nodes.indices.filter { graph.nodes[$0].parents.isEmpty }
  let v = graph.forward(leaves.map { tally.number(Double($0 + 1) / 10) })
  let before = tally.multiplications
  let starts = mode == .tangents ? leaves : graph.outputs
  let counts = starts.map { node in
    _ = mode == .tangents ? graph.tangents(v, of: node) : graph.adjoints(v, root: node)
    return tally.multiplications - before
  }
  return (counts[0], starts.count, counts[counts.count - 1])
}

//: What has to be kept is counted too. Forward mode goes along with the values, and lets go of each
//: when the last node that needs it is done. Reverse mode needs, when it comes back, the values
//: that the local derivatives are made of: those of all parents.

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

/// What a count grows like, as a factor: `n²` where `order` says `O(n²)`
private func growth(_ name: String, _ sizes: [Int], _ counts: [Int]) -> String {
  String(order(name, sizes, counts).dropFirst(2).dropLast())
}

extension Backprop {
  static let modes = Section(.foundations, "10.3", "Forward mode and reverse mode") { page in
    let sizes = [2, 4, 8, 16]
    let byWidth = sizes.map { Size(of: .layered(4, $0)) }
    let byDepth = sizes.map { Size(of: .layered($0, 4)) }
    tangents(page)
    edges(page, sizes, byWidth, byDepth)
    passes(page, sizes, byWidth[1], byDepth)
    whichToUse(page)
    memory(page, sizes, byWidth, byDepth)
  }

  //: The tangent of the chosen input is 1, that of any other input 0, and each node sums over its
  //: parents:
  //:
  //:     v̇ⱼ = Σₖ ∂vⱼ/∂vₖ v̇ₖ,  k ∈ parents(j)    (10.8)

  private static func tangents(_ page: Page) {
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
      by("one reverse pass") {
        (0..<3).map { graph.tangents(v, of: $0).last! } ≈ Array(graph.adjoints(v)[..<3])
      }
    }
  }

  //: ### Edges
  //:
  //: A pass touches each node and each edge once, with one product and one sum at an edge. In a
  //: network of n inputs and L layers of n units a unit is joined to all n units below:
  //: $(L + 1)n$ nodes, but $Ln²$ edges. The notes give roughly $O(L·n)$, the number of nodes;
  //: the edges decide.

  private static func edges(_ page: Page, _ sizes: [Int], _ byWidth: [Size], _ byDepth: [Size]) {
    page.table(
      "Layers of n units, four of them", columns: ["n", "nodes", "edges"],
      rows: zip(sizes, byWidth).map { [$0, $1.nodes, $1.edges] })
    let inDepth = growth("L", sizes, byDepth.map(\.edges))
    page.show(
      "cost, L layers of n", "O(\(inDepth)·\(growth("n", sizes, byWidth.map(\.edges))))",
      at: "§10.3.1",
      slips: [
        Slip(
          "the nodes without the edges",
          "O(\(inDepth)·\(growth("n", sizes, byWidth.map(\.nodes))))")
      ],
      for: "10.3.1:cost")
    let perEdge = sizes[..<3].map { n in
      products(of: .layered(2, n), .adjoints).one / Size(of: .layered(2, n)).edges
    }
    page.show(
      "one adjoint accumulation", order("E", byWidth[..<3].map(\.edges), perEdge), at: "§10.3.1")
  }

  //: Counted, a pass takes a product for each edge and sets each node once, in either direction.
  //: A gradient by d inputs takes d passes of forward mode; a Jacobian with m outputs takes m of
  //: reverse mode. A pass is followed through networks of more and more layers, whose nodes and
  //: edges grow alike; the number of passes through more and more inputs or outputs. The notes write
  //: d, n and m for these numbers, and the two sets of the graph with or without their bars.

  private static func passes(_ page: Page, _ sizes: [Int], _ four: Size, _ byDepth: [Size]) {
    page.derive("nodes and edges together", four.nodes + four.edges)
    let steps = byDepth.map { $0.nodes + $0.edges }
    let onePass = { (mode: Mode, name: String) in
      growth(name, steps, sizes.map { products(of: .layered($0, 4), mode).one })
    }
    let forward = { (name: String) in
      growth(name, sizes, sizes.map { products(of: .layered(1, $0, outputs: 1), .tangents).passes })
    }
    let reverse = { (name: String) in
      growth(name, sizes, sizes.map { products(of: .layered(1, 1, outputs: $0), .adjoints).passes })
    }
    page.show(
      "total of reverse mode", "O(\(onePass(.adjoints, "|V|+|E|")))", at: "§10.3.1",
      for: "10.3.1:edges")
    page.show("cost of one tangent pass", "O(\(onePass(.tangents, "|V|+|E|")))", at: "§10.3.2")
    page.show("passes for all inputs", forward("d"), at: "§10.3.2")
    page.show(
      "forward mode, all inputs", "O(\(forward("d"))·(\(onePass(.tangents, "|V|+|E|"))))",
      at: "§10.3.2", for: "10.3.2:cost")
    page.show(
      "cost of one reverse pass", "O(\(onePass(.adjoints, "V+E")))", at: "§10.3.3",
      for: "10.3.3:pass")
    page.show("cost of one forward pass", "O(\(onePass(.tangents, "V+E")))", at: "§10.3.3")
    page.show(
      "reverse for m outputs", "O(\(reverse("m"))·(\(onePass(.adjoints, "V+E"))))", at: "§10.3.3",
      for: "10.3.3:cost")
    page.show(
      "forward for n inputs", "O(\(forward("n"))·(\(onePass(.tangents, "V+E"))))", at: "§10.3.3")
    counted(page)
  }

  //: In a loss m is 1, a number: that is why everything before had one backward pass. How many edges
  //: layers have is known in advance: L layers, of n units over n inputs but the last, which has m,
  //: have $(L − 1)n² + nm$. A pass in either direction is counted to take one product for each of
  //: them; what remains is how many passes.

  private static func counted(_ page: Page) {
    page.show(
      "m", halfSquaredError([1, 2], [0, 0]).entryRows.count, at: "§10.3.3", for: "10.3.3:scalar")
    for (mode, name) in [(Mode.adjoints, "reverse"), (.tangents, "forward")] {
      let passes = mode == .adjoints ? "m" : "n"
      page.derivation(
        "products of \(name) mode", at: mode == .adjoints ? "10.3.3:cost" : "10.3.2:cost",
        "10.3.1:edges", of: (2, 3, 4)
      ) { draw in
        (1 + draw.below(3), 1 + draw.below(4), 1 + draw.below(4))
      } lines: { L, n, m in
        let all = mode == .adjoints ? m : n
        let edges = Graph.layered(L, n, outputs: m).edges.count
        Line("\(passes)·|E|", Double(all * edges))
        Line("\(passes)·((L − 1)n² + nm)", Double(all * ((L - 1) * n * n + n * m)))
      } truth: { L, n, m in
        Double(products(of: .layered(L, n, outputs: m), mode).all)
      }
    }
  }

  //: ### Which to use
  //:
  //: Reverse mode for many inputs and few outputs, forward mode the other way round. The table
  //: of the notes has it so; the sentence before it exchanges the two. It can be decided by counting
  //: all passes that a Jacobian takes, for a layer of m units over n inputs: the graph is the same
  //: for both modes, and each pass takes nm products.

  private static func whichToUse(_ page: Page) {
    /// The products of a whole Jacobian, by one layer
    func whole(inputs n: Int, outputs m: Int) -> (forward: Int, reverse: Int) {
      let graph = Graph.layered(1, n, outputs: m)
      return (products(of: graph, .tangents).all, products(of: graph, .adjoints).all)
    }
    page.refute(
      "for d ≫ 1 outputs and far fewer inputs, reverse mode takes fewer products",
      at: "10.3.2:claim", correction: "for d ≫ 1 inputs and far fewer outputs it does",
      why: "Inputs and outputs are exchanged", draws: 1
    ) { _ in
      for d in 2...6 { whole(inputs: 1, outputs: d).reverse < whole(inputs: 1, outputs: d).forward }
    } corrected: { _ in
      for d in 2...6 { whole(inputs: d, outputs: 1).reverse < whole(inputs: d, outputs: 1).forward }
    }
    page.check("reverse mode is cheaper for n > m, forward mode for m > n", at: "10.3.3:best") {
      for n in 1...4 {
        for m in 1...4 {
          let cost = whole(inputs: n, outputs: m)
          if n > m { cost.reverse < cost.forward }
          if m > n { cost.forward < cost.reverse }
          if n == m { cost.forward == cost.reverse }
        }
      }
    }
  }

  //: ### Memory
  //:
  //: Forward mode can forget a layer once the next is known. Reverse mode comes back to it: all
  //: values have to wait, layer after layer. The notes say so in one section and give both
  //: modes the width of the widest layer in the table of the next. The depth belongs into it.
  //:
  //: Checkpoints trade memory for time: keep every $⌈√L⌉$-th layer, and go forward once more from
  //: the nearest one when its block is needed.

  private static func memory(_ page: Page, _ sizes: [Int], _ byWidth: [Size], _ byDepth: [Size]) {
    let word = { (kept: (Size) -> Int) in
      let factors = [
        growth("L", sizes, byDepth.map(kept)), growth("nₘₐₓ⁽ˡ⁾", sizes, byWidth.map(kept)),
      ]
      return "O(\(factors.filter { $0 != "1" }.joined(separator: "·")))"
    }
    page.table(
      "Values kept, layers of four units", columns: ["layers", "forward mode", "reverse mode"],
      rows: zip(sizes, byDepth).map { [$0, $1.forwardPeak, $1.reversePeak] },
      at: "10.3.1:memory")
    page.show("memory of forward mode", word(\.forwardPeak), at: "§10.3.3", for: "10.3.3:memory")
    page.show(
      "memory of reverse mode", word(\.reversePeak), at: "§10.3.3",
      slips: [Slip("the memory of forward mode", word(\.forwardPeak))], for: "10.3.3:memory",
      "10.3.3:table")
    page.verify("the tape keeps an entry for each input and each operation", at: "10.3.1:memory") {
      draw in
      let graph = drawnGraph(&draw)
      let x = (0..<3).map { _ in draw.uniform(-1, 1) }
      let (tape, tally) = (Tape(), Tally())
      _ = graph.forward(x.map { tape.variable($0) })
      _ = graph.forward(x.map { tally.number($0) })
      tape.count == x.count + tally.additions + tally.multiplications + tally.functions
    }
    page.table(
      "Layers kept", columns: ["layers", "all", "with checkpoints"],
      rows: [16, 64, 256].map { L in
        let block = Int(Double(L).squareRoot().rounded(.up))
        return [L, L, (L + block - 1) / block + block]
      }, at: "10.3.1:memory")
  }
}
