import Companion
import Mathematics

//: What a gradient costs is counted here, by numbers that know how often they were multiplied. Such
//: counts do not depend on the machine.

/// Forward and backward for sigmoids and half the squared error, over any kind of number
private func sigmoidGradient<T: Scalar>(
  _ f: Network<T>, _ a: [Vector<T>], _ y: Vector<T>
) -> [Matrix<T>] {
  var δ = (a[f.W.count] - y) ⊙ a[f.W.count] ⊙ (1 - a[f.W.count])
  var gradients: [Matrix<T>] = []
  for l in f.W.indices.reversed() {
    gradients.insert(δ * a[l].ᵀ, at: 0)
    guard l > 0 else { break }
    let below = (f.W[l].ᵀ * δ) ⊙ a[l] ⊙ (1 - a[l])
    δ = below
  }
  return gradients
}

/// The multiplications of one network, counted
struct Work {
  let W: Int
  let forward: Int
  let backward: Int

  /// Forward once, and once more for every weight, moved a little
  let differences: Int

  /// - Parameter countsDifferences: whether to run them, which takes W passes
  init(_ widths: [Int], countsDifferences: Bool = false) {
    let tally = Tally()
    var draw = Generator(seed: 6)
    let φ = Array(repeating: Activation.sigmoid, count: widths.count - 1)
    let f = Network(widths, φ, &draw)
    let θ = f.parameters.map { tally.number($0) }
    let g = f.with(θ)
    let a = g.forward(draw.vector(widths[0]).map { tally.number($0) }).a
    forward = tally.multiplications
    _ = sigmoidGradient(g, a, draw.vector(widths.last!).map { tally.number($0) })
    backward = tally.multiplications - forward
    W = f.W.reduce(0) { $0 + $1.entries.count }
    guard countsDifferences else {
      differences = 0
      return
    }
    let x = draw.vector(widths[0])
    let before = tally.multiplications
    _ = g.forward(x.map { tally.number($0) })
    for l in f.W.indices {
      for i in 0..<f.W[l].rows {
        for j in 0..<f.W[l].columns {
          var moved = g
          moved.W[l][i, j] = tally.number(f.W[l][i, j] + 1e-5)
          _ = moved.forward(x.map { tally.number($0) })
        }
      }
    }
    differences = tally.multiplications - before
  }
}

extension Backprop {
  static let cost = Section(.appendix, "B.20", "The price of a gradient") { page in
    //: ### One layer
    //:
    //: A product of a matrix and a vector multiplies each weight once, forward or transposed.

    let names = [("nₗ₊₁", 7), ("nₗ", 5), ("nₗ₋₁", 3)]
    func layerWord(_ rows: Int, _ columns: Int) -> String {
      let tally = Tally()
      let one = tally.number(1)
      _ =
        Matrix(repeating: one, rows: rows, columns: columns)
        * Vector(repeating: one, count: columns)
      for (i, a) in names.enumerated() {
        for b in names[(i + 1)...] where a.1 * b.1 == tally.multiplications {
          return "O(\(a.0)×\(b.0))"
        }
      }
      return "another number"
    }
    page.show("forward cost per layer", layerWord(5, 3), for: "B.20:forward")
    page.show("backward cost per layer", layerWord(5, 7), for: "B.20:backward")

    //: ### A whole network
    //:
    //: Three layers of n units. The multiplications grow like the number W of weights, in both
    //: directions:
    //:
    //:     O(Σₗ nₗ nₗ₋₁) = O(W)    (appendix B.20)
    //:
    //: Moving one weight at a time instead takes a forward pass for each, $W²$ in all.

    let sizes = page.isFull ? [4, 8, 16, 32] : [2, 4, 6]
    let works = sizes.map { Work([$0, $0, $0, $0], countsDifferences: true) }
    let Ws = works.map(\.W)
    page.table(
      "Multiplications, three layers of n sigmoids",
      columns: ["n", "weights", "forward", "backward", "backward/forward", "differences"],
      rows: zip(sizes, works).map {
        [
          $0, $1.W, $1.forward, $1.backward, Double($1.backward) / Double($1.forward),
          $1.differences,
        ]
      }, digits: 2)

    let ofForward = order("W", Ws, works.map(\.forward))
    let ofBackward = order("W", Ws, works.map(\.backward))
    let sum = works.enumerated().allSatisfy {
      $1.forward - 3 * sizes[$0] == 3 * sizes[$0] * sizes[$0]
    }
    page.show("forward cost summed over layers", sum ? "O(Σₗnₗnₗ₋₁)" : "another number")
    page.show("forward cost", ofForward)
    page.show("backward cost", ofBackward)
    page.show("cost of all gradients", ofBackward)
    page.show("finite-difference cost", order("W", Ws, works.map(\.differences)), for: "B.20:fd")
    let speed = works.map { Int(Double($0.differences) / Double($0.forward + $0.backward) * 1000) }
    let speedOrder = order("W", Ws, speed)
    page.show(
      "speed-up over finite differences", speedOrder == "O(W)" ? "W×" : speedOrder,
      for: "B.20:speed")
    page.derive("speed-up, as a share of W", Double(speed.last!) / 1000 / Double(Ws.last!))
    page.note("W times is meant as an order of growth; the factor is near W/3.", at: "B.20:speed")

    //: “The same as one forward pass” is right as an order, and is read as one here. Exactly, the
    //: gradients alone take up to twice the multiplications of the forward pass, one W for the
    //: outer products and nearly another for the transposed products. So backpropagation with its
    //: forward pass is about $W/3$ times as quick as differences.

    // All networks of two layers with one or three units each, counted once.
    let cases = (0..<8).map { k in [1 + 2 * (k & 1), 1 + (k & 2), 1 + (k & 4) / 2] }
    let counted = cases.map { Work($0) }
    page.verify("all gradients cost more than one forward pass and at most two", at: "B.20") {
      draw in
      let k = draw.below(8)
      let (n, work) = (cases[k], counted[k])
      let units = n[1] + n[2]
      let backward = 2 * work.W - n[0] * n[1] + 2 * units
      let outside = max(work.forward + 1 - work.backward, work.backward - 2 * work.forward)
      return [
        Evidence("W + Σnₗ forward", error: distance(work.forward, work.W + units), bound: 0),
        Evidence("2W − n₀n₁ + 2Σnₗ back", error: distance(work.backward, backward), bound: 0),
        Evidence("both limits", error: Double(max(0, outside)), bound: 0),
      ]
    }

    //: ### Naive, per parameter
    //:
    //: The overview slide puts the naive way at $O(n²)$ for each parameter and backpropagation at
    //: $O(n)$ for all. With n parameters one forward pass is $O(n)$, so that the naive way takes
    //: $O(n)$ for each and $O(n²)$ for all. With n for the units of a layer its first number would
    //: be right, and the second would not. No one n makes both right.

    page.show(
      "backprop cost in total", order("n", Ws, works.map(\.backward)), at: "B.1", for: "B.1")
    page.show(
      "naive cost per parameter", order("n", Ws, works.map(\.forward)), at: "B.1",
      slips: [
        Slip("the cost of all parameters together", order("n", Ws, works.map(\.differences)))
      ],
      for: "B.1:naive")
    page.derive("naive per parameter, n units", order("n", sizes, works.map(\.forward)))
    page.derive("backprop in total, n units", order("n", sizes, works.map(\.backward)))

    //: ### Other networks
    //:
    //: The *Foundations* close with a table of forward costs by kind of network. The products that
    //: dominate, counted for widths d and $T = d$ steps or tokens: one d×d matrix for a step of an
    //: RNN, four for an LSTM, and for attention $T²$ scores of d products each, once to make them
    //: and once to use them.

    page.table(
      "Multiplications for width d", columns: ["d", "RNN step", "LSTM step", "attention, T = d"],
      rows: [2, 4, 8].map { d in
        let square = productWork(d, d, 1)
        return [d, square, 4 * square, productWork(d, d, d) + productWork(d, d, d)]
      })
  }

  /// Multiplications of an m×k matrix with a k×n matrix
  private static func productWork(_ m: Int, _ k: Int, _ n: Int) -> Int {
    let tally = Tally()
    let one = tally.number(1)
    _ = Matrix(repeating: one, rows: m, columns: k) * Matrix(repeating: one, rows: k, columns: n)
    return tally.multiplications
  }
}
