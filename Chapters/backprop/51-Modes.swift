import Companion
import Mathematics

//: Forward mode carries ∂vⱼ/∂xᵢ along for one input i; reverse mode carries ∂ℒ/∂vⱼ back for one
//: output. Both visit each edge once. What differs is how often a pass has to be made and how
//: much has to be kept.

extension Backprop {
  static let modes = Section(.foundations, "10.3", "Forward mode and reverse mode") { page in
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
    //: network of n inputs and L layers of n units a unit is joined to all n units below: (L + 1)n
    //: nodes, but Ln² edges. The text gives roughly O(L·n), the number of nodes; the edges decide.

    let widths = [2, 4, 8, 16]
    let depths = [2, 4, 8, 16]
    let byWidth = widths.map { layered(4, $0) }
    let byDepth = depths.map { layered($0, 4) }
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
    let perEdge = widths.indices.map { byWidth[$0].products / byWidth[$0].edges }
    page.show(
      "one adjoint accumulation", order("E", byWidth.map(\.edges), perEdge), at: "§10.3.1")

    //: Counted visits are |V| + |E| exactly, in either direction; a gradient by d inputs in forward
    //: mode takes d passes, a Jacobian with m outputs in reverse mode m.

    let net = byWidth[1]
    let visits = net.nodes + net.edges
    func word(_ count: Int, _ sum: String) -> String {
      count == visits ? "O(\(sum))" : "another number"
    }
    let (tangent, adjoint) = (net.visits, net.visits)
    page.show(
      "total of reverse mode", word(adjoint, "|V|+|E|"), at: "§10.3.1", for: "10.3.1:edges")
    page.show("cost of one tangent pass", word(tangent, "|V|+|E|"), at: "§10.3.2")
    page.show(
      "passes for all inputs", passes(inputs: 3, outputs: 1).forward == 3 ? "d" : "?",
      at: "§10.3.2")
    page.show(
      "forward mode, all inputs", word(tangent, "d·(|V|+|E|)"), at: "§10.3.2",
      for: "10.3.2:cost")
    page.show("cost of one reverse pass", word(adjoint, "V+E"), at: "§10.3.3", for: "10.3.3:pass")
    page.show("cost of one forward pass", word(tangent, "V+E"), at: "§10.3.3")
    page.show(
      "reverse for m outputs", word(adjoint, "m·(V+E)"), at: "§10.3.3",
      for: "10.3.3:cost")
    page.show("forward for n inputs", word(tangent, "n·(V+E)"), at: "§10.3.3")
    page.show(
      "m", halfSquaredError([1, 2], [0, 0]).entryRows.count, at: "§10.3.3", for: "10.3.3:scalar")

    //: ### Which to use
    //:
    //: Reverse mode for many inputs and few outputs, forward mode the other way round. The table
    //: of the chapter has it so; the sentence before it exchanges the two.

    page.refute(
      "for d ≫ 1 outputs and far fewer inputs, reverse mode takes fewer passes", at: "10.3.2:claim",
      correction: "for d ≫ 1 inputs and far fewer outputs it does"
    ) { draw in
      let (few, many) = (1 + draw.below(5), 50 + draw.below(1000))
      let p = passes(inputs: few, outputs: many)
      return [
        Evidence("reverse beyond forward", error: Double(max(0, p.reverse - p.forward)), bound: 0)
      ]
    } corrected: { draw in
      let (few, many) = (1 + draw.below(5), 50 + draw.below(1000))
      let p = passes(inputs: many, outputs: few)
      return [
        Evidence("reverse beyond forward", error: Double(max(0, p.reverse - p.forward)), bound: 0)
      ]
    }
    page.verify(
      "reverse mode is cheaper for n > m, forward mode for m > n", at: "10.3.3:best", "10.3.3:table"
    ) { draw in
      let (n, m) = (1 + draw.below(100), 1 + draw.below(100))
      let p = passes(inputs: n, outputs: m)
      let cheaper =
        n > m ? p.reverse < p.forward : m > n ? p.forward < p.reverse : p.forward == p.reverse
      return [Evidence("not so", error: cheaper ? 0 : 1, bound: 0)]
    }

    //: ### Memory
    //:
    //: Forward mode can forget a layer once the next is known. Reverse mode comes back to it: all
    //: values have to wait, layer after layer. The chapter says so in one section and gives both
    //: modes the width of the widest layer in the table of the next. The depth belongs into it.

    let forwardWord = memoryWord(
      byDepth.map(\.forwardPeak), byWidth.map(\.forwardPeak), depths, widths)
    let reverseWord = memoryWord(
      byDepth.map(\.reversePeak), byWidth.map(\.reversePeak), depths, widths)
    page.table(
      "Values kept, layers of four units", columns: ["layers", "forward mode", "reverse mode"],
      rows: zip(depths, byDepth).map { [$0, $1.forwardPeak, $1.reversePeak] })
    page.show("memory of forward mode", forwardWord, at: "§10.3.3", for: "10.3.3:memory")
    page.show(
      "memory of reverse mode", reverseWord, at: "§10.3.3",
      slips: [Slip("the memory of forward mode", forwardWord)], for: "10.3.3:memory")
    page.verify("the tape keeps an entry for each input and each operation", at: "10.3.1:memory") {
      draw in
      let L = 1 + draw.below(8)
      let tape = Tape()
      var v = tape.variable(draw.uniform())
      let w = tape.variable(draw.uniform())
      for _ in 0..<L { v = tanh(w * v) }
      return [Evidence("entries", error: distance(tape.count, 2 + 2 * L), bound: 0)]
    }

    //: Checkpoints trade memory for time: keep every ⌈√L⌉-th layer, and go forward once more
    //: from the nearest one when its block is needed.

    page.table(
      "Layers kept", columns: ["layers", "all", "with checkpoints"],
      rows: [16, 64, 256].map { L in
        let block = Int(Double(L).squareRoot().rounded(.up))
        return [L, L, (L + block - 1) / block + block]
      })
  }

  /// Passes for a whole Jacobian
  private static func passes(inputs: Int, outputs: Int) -> (forward: Int, reverse: Int) {
    // Forward mode: a seed for each input. Reverse mode: a seed for each output.
    ((0..<inputs).count, (0..<outputs).count)
  }

  private static func memoryWord(
    _ byDepth: [Int], _ byWidth: [Int], _ depths: [Int], _ widths: [Int]
  ) -> String {
    switch (order("L", depths, byDepth), order("n", widths, byWidth)) {
    case ("O(1)", "O(n)"): "O(n_max^(ℓ))"
    case ("O(L)", "O(n)"): "O(L·n_max^(ℓ))"
    default: "another power"
    }
  }

  /// A layered graph, walked: what a pass visits and what has to be kept on the way.
  private static func layered(_ L: Int, _ n: Int) -> (
    nodes: Int, edges: Int, visits: Int, products: Int, forwardPeak: Int, reversePeak: Int
  ) {
    var (nodes, edges, visits, products) = (0, 0, 0, 0)
    var (live, kept, peak) = (0, 0, 0)
    for layer in 0...L {
      for _ in 0..<n {
        nodes += 1
        visits += 1
        if layer > 0 {
          for _ in 0..<n {
            edges += 1
            visits += 1
            products += 1
          }
        }
      }
      // Two neighbouring layers are alive at a time; the tape lets none go.
      peak = max(peak, live + n)
      live = n
      kept += n
    }
    return (nodes, edges, visits, products, peak, kept)
  }
}
