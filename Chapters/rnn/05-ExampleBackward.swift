import Companion
import Mathematics

//: Backward, the error of the last output travels through three steps and adds up to a gradient.
//: The loss sits at step 3 only, so that the error enters at the output and goes to the left
//: through $Wₕₕᵀ$, weakened at each step by the slopes of tanh. From here on the notes are careful:
//: with one exception, every number is exactly what the printed numbers before it give.

extension WorkedExample {
  /// A target for each step: y at one of them, none elsewhere.
  func targets(at step: Int) -> [Vector<Double>?] { x.indices.map { $0 + 1 == step ? y : nil } }
  /// 1 − h⁽ᵗ⁾ ⊙ h⁽ᵗ⁾
  var slope: [Vector<Double>] { z.map { tanhʹ($0) } }
}

extension RNN {
  static let exampleBackward = Section(.foundations, "21.1.4", "Three steps backward") { page in
    let example = WorkedExample(page)
    let last: Int = page.given(
      "T of the only loss", at: "§21.1.4", as: "step of the loss", in: 1...3)
    let gradients = example.network.backward(example.x, example.targets(at: last))
    atOutput(page, example, gradients, last)
    toSecond(page, example, gradients)
    toFirst(page, example, gradients)
    sum(page, example, gradients)
    page.check("all gradients of this example", at: "21.17") {
      gradient(at: example.network.parameters) {
        example.network.with($0).loss(example.x, example.targets(at: last))
      } ≈ gradients.flat
    }
    chain(page, example, gradients)
  }

  //: ### Step 3
  //:
  //: The slope of tanh is taken from the state, $1 − h²$ entry by entry:
  //:
  //:     δ_y⁽³⁾ = ŷ⁽³⁾ − y                                  (21.11)
  //:     δₕ⁽³⁾ = (W_hyᵀ δ_y⁽³⁾) ⊙ (1 − h⁽³⁾ ⊙ h⁽³⁾)         (21.13)
  //:
  //: The reader may move the loss to another step. Then all errors of step 3 are zero, and the
  //: output has its error where the loss is.

  private static func atOutput(
    _ page: Page, _ e: WorkedExample, _ g: RecurrentGradients, _ last: Int
  ) {
    let f = e.network
    let δ_y = (1...3).map { last == $0 ? f.output(e.h[$0]) - e.y : 0 * e.y }
    page.show("δ_y³", δ_y[2], at: "21.11", carried: { $0["ŷ³", "21.9"] - e.y })
    page.show(
      "W_hyᵀδ_y³", f.W_hy.ᵀ * δ_y[2], at: "21.13",
      carried: { f.W_hy.ᵀ * $0["δ_y³", "21.11"] })
    if last < 3 {
      let name = ["δ_y¹", "δ_y²"][last - 1]
      page.derive(name, δ_y[last - 1])
      page.derive("W_hyᵀ\(name)", f.W_hy.ᵀ * δ_y[last - 1])
    }
    page.show(
      "σₕʹ(zₕ³)", e.slope[2], at: "21.13", carried: { 1 - $0["h³", "21.9"] ⊙ $0["h³", "21.9"] })
    page.show(
      "δₕ³", g.δₕ[2], at: "21.13", carried: { $0["W_hyᵀδ_y³", "21.13"] ⊙ $0["σₕʹ(zₕ³)", "21.13"] })
  }

  //: ### Step 2
  //:
  //: The error of step 3 comes back through the weights of the state:
  //:
  //:     δₕ⁽²⁾ = (Wₕₕᵀ δₕ⁽³⁾) ⊙ (1 − h⁽²⁾ ⊙ h⁽²⁾)           (21.15)
  //:
  //: Is $Wₕₕ$ transposed in print, as it should be? The printed $δₕ⁽³⁾$ decides: the transposed
  //: matrix gives all three printed entries, the matrix itself none of them.

  private static func toSecond(_ page: Page, _ e: WorkedExample, _ g: RecurrentGradients) {
    let W = e.network.Wₕₕ
    page.show(
      "Wₕₕᵀδₕ³", W.ᵀ * g.δₕ[2], at: "21.15", carried: { W.ᵀ * $0["δₕ³", "21.13"] })
    page.comparing { printed in
      page.derive("Wₕₕᵀδₕ³, printed δₕ³", W.ᵀ * printed["δₕ³", "21.13"])
      page.derive("Wₕₕδₕ³, printed δₕ³", W * printed["δₕ³", "21.13"])
    }
    page.show(
      "σₕʹ(zₕ²)", e.slope[1], at: "21.15", carried: { 1 - $0["h²", "21.8"] ⊙ $0["h²", "21.8"] })
    page.show(
      "δₕ²", g.δₕ[1], at: "21.15", carried: { $0["Wₕₕᵀδₕ³", "21.15"] ⊙ $0["σₕʹ(zₕ²)", "21.15"] })
  }

  //: ### Step 1
  //:
  //: And once more:
  //:
  //:     δₕ⁽¹⁾ = (Wₕₕᵀ δₕ⁽²⁾) ⊙ (1 − h⁽¹⁾ ⊙ h⁽¹⁾)           (21.16)
  //:
  //: Two entries follow, with a slope that was taken from $z = 0.47$ itself and not from the
  //: printed state. The third does not. It can be had by leaving out the middle one of its three
  //: products and taking the slope of step 2, which is two slips at once and no more than a
  //: guess.

  private static func toFirst(_ page: Page, _ e: WorkedExample, _ g: RecurrentGradients) {
    let W = e.network.Wₕₕ
    var gap = W.ᵀ  // without its middle column, that is without the middle product
    for i in 0..<3 { gap[i, 1] = 0 }
    func back(_ printed: Predecessors) -> Vector<Double> { W.ᵀ * printed["δₕ²", "21.15"] }
    func gapped(_ printed: Predecessors) -> Vector<Double> { gap * printed["δₕ²", "21.15"] }
    func own(_ printed: Predecessors) -> Vector<Double> { tanhʹ(printed["zₕ¹", "21.5"]) }
    page.show(
      "δₕ¹", g.δₕ[0], at: "21.16",
      slips: [
        Slip("slope from the printed h¹") {
          back($0) ⊙ (1 - $0["h¹", "21.6"] ⊙ $0["h¹", "21.6"])
        },
        Slip("without a slope") { back($0) },
        Slip("the slope of step 2") { back($0) ⊙ $0["σₕʹ(zₕ²)", "21.15"] },
        Slip("the slope of step 3") { back($0) ⊙ $0["σₕʹ(zₕ³)", "21.13"] },
        Slip("Wₕₕ in place of Wₕₕᵀ") { (W * $0["δₕ²", "21.15"]) ⊙ own($0) },
        Slip("δₕ³ in place of δₕ²") { (W.ᵀ * $0["δₕ³", "21.13"]) ⊙ own($0) },
        Slip("h¹ in place of the slope") { back($0) ⊙ $0["h¹", "21.6"] },
        Slip("without the middle product") { gapped($0) ⊙ own($0) },
        Slip("without the middle product, and the slope of step 2") {
          gapped($0) ⊙ $0["σₕʹ(zₕ²)", "21.15"]
        },
      ], carried: { back($0) ⊙ own($0) })
  }

  //: ### The gradient
  //:
  //: Each step adds an outer product:
  //:
  //:     ∂L/∂Wₕₕ = δₕ⁽³⁾ (h⁽²⁾)ᵀ + δₕ⁽²⁾ (h⁽¹⁾)ᵀ + δₕ⁽¹⁾ (h⁽⁰⁾)ᵀ   (21.17)
  //:
  //: The nine printed entries are all the sum of the first two terms in their printed values. The
  //: error of step 1 has no part in it, since it is multiplied by $h⁽⁰⁾ = 0$: the one wrong entry
  //: of the way back leads nowhere.

  /// δₕ⁽³⁾ (h⁽²⁾)ᵀ + δₕ⁽²⁾ (h⁽¹⁾)ᵀ in printed numbers.
  private static func printedSum(_ printed: Predecessors) -> Matrix<Double> {
    // (3)(1×3) twice → 3×3
    printed["δₕ³", "21.13"] * printed["h²", "21.8"].ᵀ
      + printed["δₕ²", "21.15"] * printed["h¹", "21.6"].ᵀ
  }

  private static func sum(_ page: Page, _ e: WorkedExample, _ g: RecurrentGradients) {
    page.show("∂L/∂Wₕₕ", g.by.Wₕₕ, at: "21.17", carried: { printedSum($0) })
  }

  //: ### The chain
  //:
  //: For each line, how far its printed numbers are from the truth, and how far from its step,
  //: that is from what their own predecessors give. Where the second distance exceeds half a unit
  //: of the last printed digit, there is a new error; everything else is inheritance.

  /// The lines of the example: a name, where it is printed, its true value, what its own step gives,
  /// and half a unit of its last digit.
  private typealias Chain = [(
    name: String, place: Place, exact: Vector<Double>, own: Vector<Double>, half: Double
  )]

  private static func chain(_ page: Page, _ e: WorkedExample, _ g: RecurrentGradients) {
    func off(_ a: Vector<Double>, _ b: Vector<Double>) -> Double { (a - b).maxNorm }
    page.comparing { printed in
      let lines = forwardChain(printed, e) + backwardChain(printed, e, g)
      page.table(
        "Printed numbers against the truth and against their own step",
        columns: ["", "from the truth", "from its step", "half a unit", ""],
        rows: lines.map { line in
          let found: Matrix = printed(line.name, at: line.place)
          let v = Vector(found.entries)
          let isNew = off(v, line.own) > line.half * (1 + 1e-9)
          return [
            line.name, off(v, line.exact), off(v, line.own), line.half, isNew ? "new" : "carried",
          ]
        }, digits: 5)
    }
  }

  //: The lines of the way forward. The first has no predecessor in print, so that its own step is
  //: the true one.

  private static func forwardChain(_ printed: Predecessors, _ e: WorkedExample) -> Chain {
    let (f, ŷ³) = (e.network, e.network.output(e.h[3]))
    let (h¹, h², h³) = (printed["h¹", "21.6"], printed["h²", "21.8"], printed["h³", "21.9"])
    return [
      ("zₕ¹", "21.5", e.z[0], e.z[0], 0.005),
      ("h¹", "21.6", e.h[1], tanh(printed["zₕ¹", "21.5"]), 0.0005),
      ("z_y¹", "21.7", f.W_hy * e.h[1] + f.b_y, f.W_hy * h¹ + f.b_y, 0.00005),
      ("ŷ¹", "21.7", f.output(e.h[1]), σ(printed["z_y¹", "21.7"]), 0.0005),
      ("zₕ²", "21.8", e.z[1], f.preactivation(h¹, e.x[1]), 0.0005),
      ("h²", "21.8", e.h[2], tanh(printed["zₕ²", "21.8"]), 0.0005),
      ("ŷ²", "21.8", f.output(e.h[2]), f.output(h²), 0.0005),
      ("zₕ³", "21.9", e.z[2], f.preactivation(h², e.x[2]), 0.0005),
      ("h³", "21.9", e.h[3], tanh(printed["zₕ³", "21.9"]), 0.0005),
      ("ŷ³", "21.9", ŷ³, f.output(h³), 0.0005),
      ("L", "21.10", -log(ŷ³), -log(printed["ŷ³", "21.9"]), 0.0005),
    ]
  }

  //: The lines of the way back, each from the line above it and from the printed states.

  private static func backwardChain(
    _ printed: Predecessors, _ e: WorkedExample, _ g: RecurrentGradients
  ) -> Chain {
    let W = e.network.Wₕₕ
    let (h², h³) = (printed["h²", "21.8"], printed["h³", "21.9"])
    let δ³ = printed["W_hyᵀδ_y³", "21.13"] ⊙ printed["σₕʹ(zₕ³)", "21.13"]
    let δ² = printed["Wₕₕᵀδₕ³", "21.15"] ⊙ printed["σₕʹ(zₕ²)", "21.15"]
    let δ¹ = (W.ᵀ * printed["δₕ²", "21.15"]) ⊙ tanhʹ(printed["zₕ¹", "21.5"])
    let sum = Vector(printedSum(printed).entries)
    return [
      ("δ_y³", "21.11", e.network.output(e.h[3]) - e.y, printed["ŷ³", "21.9"] - e.y, 0.0005),
      ("σₕʹ(zₕ³)", "21.13", e.slope[2], 1 - h³ ⊙ h³, 0.0005),
      ("δₕ³", "21.13", g.δₕ[2], δ³, 0.0005),
      ("Wₕₕᵀδₕ³", "21.15", W.ᵀ * g.δₕ[2], W.ᵀ * printed["δₕ³", "21.13"], 0.00005),
      ("σₕʹ(zₕ²)", "21.15", e.slope[1], 1 - h² ⊙ h², 0.0005),
      ("δₕ²", "21.15", g.δₕ[1], δ², 0.00005),
      ("δₕ¹", "21.16", g.δₕ[0], δ¹, 0.00005),
      ("∂L/∂Wₕₕ", "21.17", Vector(g.by.Wₕₕ.entries), sum, 0.00005),
    ]
  }
}
