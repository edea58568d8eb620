import Companion
import Mathematics

//: What is left of the example are four more gradients, one step, and the worth of a diagnosis. The
//: notes stop at the gradient of one of five parameters and announce a learning rate that they do
//: not use. Here are the others, the step, and what it does to the loss.

extension RNN {
  static let exampleUpdate = Section(.foundations, "21.1", "The rest, and one step") { page in
    let network = RecurrentNetwork(page)
    let x = sequence(page)
    let y = page.given(vector: "y", at: "§21.1.1")
    let α = page.given(number: "α", at: "§21.1.1")
    let targets = [nil, nil, y]

    //: All entries of all gradients are negative. The target is 1, the states and inputs are
    //: positive and no weight is negative, so that more of anything brings the output nearer to
    //: it; the step makes every parameter larger.

    let gradients = network.backward(x, targets)
    let stepped = network.with(network.parameters - α * gradients.flat)

    page.derive("∂L/∂Wₓₕ", gradients.Wₓₕ)
    page.derive("∂L/∂W_hy", gradients.Wʸ)
    page.derive("∂L/∂bₕ", gradients.bₕ)
    page.derive("∂L/∂b_y", gradients.bʸ)
    page.derive("new Wₕₕ", stepped.Wₕₕ)
    page.derive("new Wₓₕ", stepped.Wₓₕ)
    page.derive("new W_hy", stepped.Wʸ)
    page.derive("new bₕ", stepped.bₕ)
    page.derive("new b_y", stepped.bʸ)

    //: How much should the loss fall? To first order by $α‖∇L‖²$, α times the squared length of the
    //: gradient; it falls a little less, since the loss curves upward along the way.

    let before = network.loss(x, targets)
    let after = stepped.loss(x, targets)

    page.derive("L before", before)
    page.derive("L after", after)
    page.derive("drop", before - after)
    page.derive("α‖∇L‖²", α * (gradients.flat ⋅ gradients.flat))

    //: Fifty such steps bring the output from 0.71 to above 0.95. One sequence with one target
    //: is no task; the curve only shows that the gradient points the right way, again and again.

    var trained = network
    var losses = [(0.0, before)]
    for n in 1...50 {
      trained = trained.with(trained.parameters - α * trained.backward(x, targets).flat)
      losses.append((Double(n), trained.loss(x, targets)))
    }

    page.plot(
      Plot(
        "The loss of the example over 50 steps", x: "step", y: "L",
        [Plot.Series("α = \(α)", losses)]))

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

    let h¹ʹ = page.printed(vector: "h¹", at: "21.6")
    let h²ʹ = page.printed(vector: "h²", at: "21.8")
    let z²ʹ = page.printed(vector: "zₕ²", at: "21.8")
    let z³ʹ = page.printed(vector: "zₕ³", at: "21.9")
    let lines = [("zₕ²", z²ʹ, h¹ʹ, x[1]), ("zₕ³", z³ʹ, h²ʹ, x[2])]
    let loose = network.bₕ.entries + x.flatMap(\.entries) + h¹ʹ.entries + h²ʹ.entries
    let rows = lines.flatMap { name, printed, h, xₜ in
      (0..<3).map { i -> [any Showable] in
        let factors = Array(
          zip(
            network.Wₕₕ.row(i).entries + network.Wₓₕ.row(i).entries + [network.bₕ[i]],
            h.entries + xₜ.entries + [1]))
        let pool = network.Wₕₕ.entries + network.Wₓₕ.entries + loose
        let values = replacements(factors, pool)
        let exact = factors.reduce(0) { $0 + $1.0 * $1.1 }
        let (hits, share) = coincidences(values, printed[i], around: exact)
        return ["\(name), entry \(i + 1)", values.count, hits, "\(Int(share * 100)) %"]
      }
    }

    page.comparing {
      page.table(
        "One factor replaced", columns: ["", "values", "fit", "of all numbers nearby"], rows: rows)
    }
  }

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
