import Companion
import Mathematics

//: What a gradient costs is counted here, by numbers that know how often they were multiplied. Such
//: counts do not depend on the machine.
//:
//: Counted is the recursion of [the hidden errors](#the-error-of-a-hidden-layer), written once more
//: for any kind of number. The slope of a sigmoid is made of its activation, so that no exponential
//: is needed on the way back.

/// Forward and backward for sigmoids and half the squared error, over any kind of number
private func sigmoidGradient<T: Scalar>(
  _ f: Network<T>, _ a: [Vector<T>], _ y: Vector<T>
) -> [Matrix<T>] {
  var δ = (a[f.W.count] - y) ⊙ a[f.W.count] ⊙ (1 - a[f.W.count])
  var gradients: [Matrix<T>] = []
  for l in f.W.indices.reversed() {
    gradients.insert(δ * a[l].ᵀ, at: 0)
    if l > 0 { δ = ((f.W[l].ᵀ * δ) ⊙ a[l] ⊙ (1 - a[l])) }
  }
  return gradients
}

/// The multiplications of one network of sigmoids, counted
struct Work {
  /// How many weights it has
  let W: Int
  let forward: Int
  let backward: Int
  /// ∂ℒ/∂W of all layers as it was counted, and by the recursion with its biases
  let gradients: (counted: [Matrix<Double>], recursion: Vector<Double>)

  init(_ widths: [Int]) {
    let tally = Tally()
    var draw = Generator(seed: 6)
    let f = Network(widths, widths.dropFirst().map { _ in .sigmoid }, &draw)
    let (x, y) = (draw.vector(widths[0]), draw.vector(widths[widths.count - 1]))
    let g = f.with(f.parameters.map { tally.number($0) })
    let a = g.forward(x.map { tally.number($0) }).a
    forward = tally.multiplications
    let byW = sigmoidGradient(g, a, y.map { tally.number($0) })
    backward = tally.multiplications - forward
    W = f.W.reduce(0) { $0 + $1.entries.count }
    gradients = (byW.map { $0.map(\.value) }, f.gradient(.halfSquared, x, y))
  }
}

//: Differences need no recursion. They go forward once, and once more for every weight, moved a
//: little.

/// The multiplications of a gradient by differences, counted
private func differences(_ widths: [Int]) -> Int {
  let tally = Tally()
  var draw = Generator(seed: 6)
  let f = Network(widths, widths.dropFirst().map { _ in .sigmoid }, &draw)
  let g = f.with(f.parameters.map { tally.number($0) })
  let x = draw.vector(widths[0]).map { tally.number($0) }
  _ = g.forward(x)
  for l in f.W.indices {
    for k in f.W[l].entries.indices {
      var moved = g
      moved.W[l].entries[k] = tally.number(f.W[l].entries[k] + 1e-5)
      _ = moved.forward(x)
    }
  }
  return tally.multiplications
}

/// Which of some formulas, whose values are given, counts follow exactly
func formula(_ counts: [Int], among formulas: KeyValuePairs<String, [Int]>) -> String {
  formulas.first { $0.value == counts }?.key ?? "?"
}

/// Multiplications of an m×k matrix with a k×n matrix
private func productWork(_ m: Int, _ k: Int, _ n: Int) -> Int {
  let tally = Tally()
  let one = tally.number(1)
  _ = Matrix(repeating: one, rows: m, columns: k) * Matrix(repeating: one, rows: k, columns: n)
  return tally.multiplications
}

extension Backprop {
  static let cost = Section(.appendix, "B.20", "The price of a gradient") { page in
    let sizes = page.isFull ? [4, 8, 16, 32] : [2, 4, 6]
    let works = sizes.map { Work([$0, $0, $0, $0]) }
    let quotients = sizes.map { differences([$0, $0, $0, $0]) }
    oneLayer(page)
    wholeNetworks(page, sizes, works, quotients)
    exactCounts(page)
    atMostTwo(page)
    naive(page, sizes, works, quotients)
    otherNetworks(page)
  }

  //: ### One layer
  //:
  //: A product of a matrix and a vector multiplies each weight once, forward or transposed. Three
  //: neighbouring layers of different widths tell which two of them a count belongs to.

  private static func oneLayer(_ page: Page) {
    let (above, here, below) = (7, 5, 3)
    let pairs: KeyValuePairs = [
      "nₗ₊₁×nₗ": [above * here], "nₗ₊₁×nₗ₋₁": [above * below], "nₗ×nₗ₋₁": [here * below],
    ]
    page.show(
      "forward cost per layer", "O(\(formula([productWork(here, below, 1)], among: pairs)))",
      for: "B.20:forward")
    page.show(
      "backward cost per layer", "O(\(formula([productWork(here, above, 1)], among: pairs)))",
      for: "B.20:backward")
  }

  //: ### A whole network
  //:
  //: Three layers of n units. The multiplications grow like the number W of weights, in both
  //: directions:
  //:
  //:     O(Σₗ nₗ nₗ₋₁) = O(W)    (appendix B.20)
  //:
  //: Moving one weight at a time instead takes a forward pass for each, $W²$ in all.

  private static func wholeNetworks(
    _ page: Page, _ sizes: [Int], _ works: [Work], _ quotients: [Int]
  ) {
    let Ws = works.map(\.W)
    page.table(
      "Multiplications, three layers of n sigmoids",
      columns: ["n", "weights", "forward", "backward", "backward/forward", "differences"],
      rows: sizes.indices.map { i in
        let work = works[i]
        let ratio = Double(work.backward) / Double(work.forward)
        return [sizes[i], work.W, work.forward, work.backward, ratio, quotients[i]]
      }, digits: 2)

    let ofBackward = order("W", Ws, works.map(\.backward))
    // A sigmoid divides once for each of the three layers' units.
    let products = zip(sizes, works).map { n, work in work.forward - 3 * n }
    let sum = formula(
      products,
      among: [
        "Σₗnₗ": sizes.map { 3 * $0 }, "Πₗnₗ": sizes.map { $0 * $0 * $0 },
        "Σₗnₗnₗ₋₁": sizes.map { 3 * $0 * $0 },
      ])
    page.show("forward cost summed over layers", "O(\(sum))")
    page.show("forward cost", order("W", Ws, works.map(\.forward)))
    page.show("backward cost", ofBackward)
    page.show("cost of all gradients", ofBackward)
    page.show("finite-difference cost", order("W", Ws, quotients), for: "B.20:fd")
    let speed = zip(works, quotients).map {
      Int(Double($1) / Double($0.forward + $0.backward) * 1000)
    }
    page.show(
      "speed-up over finite differences", order("W", Ws, speed).dropFirst(2).dropLast() + "×",
      for: "B.20:speed")
    page.derive("speed-up, as a share of W", Double(speed.last!) / 1000 / Double(Ws.last!))
    page.note("W times is meant as an order of growth; the factor is near W/3.", at: "B.20:speed")
  }

  //: Exact counts can be derived. Forward, each layer multiplies once by each of its weights. Back,
  //: each weight is met in the outer product of its gradient, and once more where the error goes
  //: through the layer; only through the first layer no error has to go. Left out are the sigmoids:
  //: a division for each unit forward, two products for its slope on the way back.

  private static func exactCounts(_ page: Page) {
    let drawn = { (draw: inout Generator) in
      (0..<3 + draw.below(2)).map { _ in 1 + draw.below(3) }
    }
    let sum = { (n: [Int], first: Int) in
      (first..<n.count).reduce(0.0) { $0 + Double(n[$1] * n[$1 - 1]) }
    }
    page.derivation(
      "forward products", at: "B.20:forward", of: [3, 2, 2], draws: drawn
    ) { n in
      Line("Σₗ₌₁ᴸ nₗ nₗ₋₁", sum(n, 1))
      Line("W", Double(Work(n).W))
    } truth: { n in
      Double(Work(n).forward - n.dropFirst().reduce(0, +))
    }
    page.derivation("products back", at: "B.20:backward", of: [3, 2, 2], draws: drawn) { n in
      let W = Double(Work(n).W)
      Line("Σₗ₌₁ᴸ nₗ nₗ₋₁ + Σₗ₌₂ᴸ nₗ nₗ₋₁", sum(n, 1) + sum(n, 2))
      Line("W + (W − n₁n₀)", W + (W - Double(n[1] * n[0])))
      Line("2W − n₁n₀", 2 * W - Double(n[1] * n[0]))
    } truth: { n in
      Double(Work(n).backward - 2 * n.dropFirst().reduce(0, +))
    }
  }

  //: “The same as one forward pass” is right as an order, and is read as one here. Exactly, the
  //: gradients alone take up to twice the multiplications of the forward pass, one W for the
  //: outer products and nearly another for the transposed products. So backpropagation with its
  //: forward pass is about $W/3$ times as quick as differences.
  //:
  //: Every network of two layers with one or three units each is counted once, and a draw is one of
  //: them. That what was counted is the gradient is a part of the check.

  private static func atMostTwo(_ page: Page) {
    let cases = (0..<8).map { k in [1 + 2 * (k & 1), 1 + (k & 2), 1 + (k & 4) / 2] }
    let counted = cases.map { Work($0) }
    page.verify("all gradients cost more than one forward pass and at most two", at: "B.20") {
      draw in
      let k = draw.below(8)
      let (n, work) = (cases[k], counted[k])
      work.forward < work.backward
      work.backward ≤ 2 * work.forward
      let (byW, all) = work.gradients
      byW[0].entries ≈ Array(all.entries[..<(n[0] * n[1])])
      byW[1].entries ≈ Array(all.entries[(n[0] * n[1] + n[1])...].prefix(n[1] * n[2]))
    }
  }

  //: ### Naive, per parameter
  //:
  //: The overview slide puts the naive way at $O(n²)$ for each parameter and backpropagation at
  //: $O(n)$ for all. With n parameters one forward pass is $O(n)$, so that the naive way takes
  //: $O(n)$ for each and $O(n²)$ for all. With n for the units of a layer its first number would
  //: be right, and the second would not. No one n makes both right.

  private static func naive(_ page: Page, _ sizes: [Int], _ works: [Work], _ quotients: [Int]) {
    let Ws = works.map(\.W)
    page.show(
      "backprop cost in total", order("n", Ws, works.map(\.backward)), at: "B.1", for: "B.1")
    page.show(
      "naive cost per parameter", order("n", Ws, works.map(\.forward)), at: "B.1",
      slips: [Slip("the cost of all parameters together", order("n", Ws, quotients))],
      for: "B.1:naive")
    page.derive("naive per parameter, n units", order("n", sizes, works.map(\.forward)))
    page.derive("backprop in total, n units", order("n", sizes, works.map(\.backward)))
  }

  //: ### Other networks
  //:
  //: The *Foundations* close with a table of forward costs by kind of network. The products that
  //: dominate, counted for widths d and $T = d$ steps or tokens: one d×d matrix for a step of an
  //: RNN, four for an LSTM, and for attention $T²$ scores of d products each, once to make them
  //: and once to use them.

  private static func otherNetworks(_ page: Page) {
    page.table(
      "Multiplications for width d", columns: ["d", "RNN step", "LSTM step", "attention, T = d"],
      rows: [2, 4, 8].map { d in
        let square = productWork(d, d, 1)
        return [d, square, 4 * square, productWork(d, d, d) + productWork(d, d, d)]
      })
  }
}
