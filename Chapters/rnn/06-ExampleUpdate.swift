import Companion
import Mathematics

//: What is left of the example are four more gradients, one step, and the worth of a diagnosis. The
//: notes stop at the gradient of one of five parameters and announce a learning rate that they do
//: not use. Here are the others, the step, and what it does to the loss.

extension RNN {
  static let exampleUpdate = Section(.foundations, "21.1", "The rest, and one step") { page in
    let example = WorkedExample(page)
    let α: Double = page.given("α", at: "§21.1.1")
    oneStep(page, example, α)
    manySteps(page, example, α)
    page.comparing { printed in worth(page, example, printed) }
  }

  //: All entries of all gradients are negative. The target is 1, the states and inputs are
  //: positive and no weight is negative, so that more of anything brings the output nearer to
  //: it; the step makes every parameter larger.
  //:
  //: How much should the loss fall? To first order by $α‖∇L‖²$, α times the squared length of the
  //: gradient; it falls a little less, since the loss curves upward along the way.

  private static func oneStep(_ page: Page, _ e: WorkedExample, _ α: Double) {
    let y = e.targets(at: 3)
    let gradients = e.network.backward(e.x, y)
    let stepped = e.network.with(e.network.parameters - α * gradients.flat)
    page.derive("∂L/∂Wₓₕ", gradients.by.Wₓₕ)
    page.derive("∂L/∂W_hy", gradients.by.W_hy)
    page.derive("∂L/∂bₕ", gradients.by.bₕ)
    page.derive("∂L/∂b_y", gradients.by.b_y)
    page.derive("new Wₕₕ", stepped.Wₕₕ)
    page.derive("new Wₓₕ", stepped.Wₓₕ)
    page.derive("new W_hy", stepped.W_hy)
    page.derive("new bₕ", stepped.bₕ)
    page.derive("new b_y", stepped.b_y)

    let (before, after) = (e.network.loss(e.x, y), stepped.loss(e.x, y))
    page.derive("L before", before)
    page.derive("L after", after)
    page.derive("drop", before - after)
    page.derive("α‖∇L‖²", α * (gradients.flat ⋅ gradients.flat))
  }

  //: Fifty such steps bring the output from 0.71 to above 0.95. One sequence with one target
  //: is no task; the curve only shows that the gradient points the right way, again and again.

  private static func manySteps(_ page: Page, _ e: WorkedExample, _ α: Double) {
    let (steps, y) = (50, e.targets(at: 3))
    var trained = e.network
    let losses = (0...steps).map { n in
      defer { trained = trained.with(trained.parameters - α * trained.backward(e.x, y).flat) }
      return (Double(n), trained.loss(e.x, y))
    }
    page.plot(
      Plot(
        "The loss of the example over \(steps) steps", x: "step", y: "L",
        [Plot.Series("α = \(words(α))", losses)]))
  }

  //: ### What a diagnosis is worth
  //:
  //: A pre-activation is a sum of six products. Replace one factor of one product by another
  //: number of the example, or leave a product out, and well over a hundred other values
  //: appear. Some of them fit many a printed number. The last column says how many of all
  //: three-place numbers within a tenth of the true value can be “explained” in this way; where
  //: it is large, a slip that fits is weak evidence. The slips that were tried above are of a
  //: narrower kind: an input or a state from the wrong step, a term left out, a rounding,
  //: a misread digit, and two of these together. There are about a dozen of them for a line of
  //: three entries, so that by chance they hit an entry with a probability of one in twenty,
  //: and one of the six entries with one in four. And they were chosen with the printed
  //: numbers in view. That is worth writing down, and it is not a proof.

  private static func worth(_ page: Page, _ e: WorkedExample, _ printed: Predecessors) {
    let f = e.network
    let h = [printed["h¹", "21.6"], printed["h²", "21.8"]]
    let z = [printed["zₕ²", "21.8"], printed["zₕ³", "21.9"]]
    let pool =
      f.Wₕₕ.entries + f.Wₓₕ.entries + f.bₕ.entries + (e.x + h).flatMap(\.entries)
    let rows = (0..<2).flatMap { k in
      (0..<3).map { i -> [any Showable] in
        let weights = f.Wₕₕ.row(i).entries + f.Wₓₕ.row(i).entries + [f.bₕ[i]]
        let factors = Array(zip(weights, h[k].entries + e.x[k + 1].entries + [1]))
        let values = replacements(factors, pool)
        let exact = factors.reduce(0) { $0 + $1.0 * $1.1 }
        let (hits, share) = coincidences(values, z[k][i], around: exact)
        return [
          "\(["zₕ²", "zₕ³"][k]), entry \(i + 1)", values.count, hits, "\(Int(share * 100)) %",
        ]
      }
    }
    page.table(
      "One factor replaced", columns: ["", "values", "fit", "of all numbers nearby"], rows: rows)
  }

  //: Counting them takes two functions: one that makes all the values, one that sees which
  //: three-place numbers they hit.

  /// All values of Σ aᵢbᵢ with one factor replaced by a number from the pool, or by nothing;
  /// each number of the pool once.
  static func replacements(_ factors: [(Double, Double)], _ pool: [Double]) -> [Double] {
    let sum = factors.reduce(0) { $0 + $1.0 * $1.1 }
    var others: [Double] = [0]
    for number in pool where !others.contains(number) { others.append(number) }
    return factors.flatMap { a, b in
      let rest = sum - a * b
      return others.flatMap { c in (c == a ? [] : [rest + c * b]) + (c == b ? [] : [rest + a * c]) }
    }
  }

  /// How many values round to the printed three places, and which share of the three-place
  /// numbers within 0.1 of the exact value are hit by any of them.
  static func coincidences(_ values: [Double], _ printed: Double, around exact: Double)
    -> (hits: Int, share: Double)
  {
    func thousandths(_ v: Double) -> Double { (v * 1000).rounded() }
    let hits = values.count { thousandths($0) == thousandths(printed) }
    let near = values.map { thousandths($0) - thousandths(exact) }.filter { abs($0) <= 100 }
    return (hits, Double(Set(near).count) / 201)
  }
}
