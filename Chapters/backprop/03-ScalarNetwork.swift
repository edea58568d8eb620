import Companion
import Mathematics

//: One unit in each of two layers: all four derivatives, in letters and then in numbers. *The
//: Maths of Deep Learning* derives this network with letters only, in section 4.4; here it gets
//: numbers of ours, which `--set` replaces.
//:
//: Forward, with half the squared error as the cost.
//:
//:     z₁ = w₁x + b₁,  a₁ = σ(z₁)
//:     z₂ = w₂a₁ + b₂,  a₂ = σ(z₂)
//:     C = ½(y − a₂)²                                  (intuition 4.4)

/// One sigmoid after another, a sample, and what comes of them.
struct ScalarNetwork<T: Scalar> {
  let x, y: T
  var w₁, b₁, w₂, b₂: T

  var z₁: T { w₁ * x + b₁ }
  var a₁: T { σ(z₁) }
  var z₂: T { w₂ * a₁ + b₂ }
  var a₂: T { σ(z₂) }
  var C: T { 0.5 * (y - a₂).power(2) }
}

//: A change of w₁ reaches the cost along the path $w₁ → z₁ → a₁ → z₂ → a₂ → C$, one of w₂
//: along the last three links of it. Every link is a function of one number, and a dual number
//: finds its slope without a formula for it.

extension ScalarNetwork<Double> {
  /// Any numbers of the kind.
  init(_ draw: inout Generator) {
    (x, y) = (draw.uniform(-2, 2), draw.uniform())
    let p = draw.vector(4, -2, 2)
    (w₁, b₁, w₂, b₂) = (p[0], p[1], p[2], p[3])
  }

  var dCda₂: Double { slope(at: a₂) { 0.5 * (Dual(y) - $0).power(2) } }
  var da₂dz₂: Double { slope(at: z₂) { σ($0) } }
  var dz₂dw₂: Double { slope(at: w₂) { $0 * Dual(a₁) + Dual(b₂) } }
  var dz₂db₂: Double { slope(at: b₂) { Dual(w₂) * Dual(a₁) + $0 } }
  var dz₂da₁: Double { slope(at: a₁) { Dual(w₂) * $0 + Dual(b₂) } }
  var da₁dz₁: Double { slope(at: z₁) { σ($0) } }
  var dz₁dw₁: Double { slope(at: w₁) { $0 * Dual(x) + Dual(b₁) } }
  var dz₁db₁: Double { slope(at: b₁) { Dual(w₁) * Dual(x) + $0 } }

  //: Backward there are two errors, and all derivatives are products with one of them. What they
  //: are compared with is the cost as a whole, differentiated by one of its parameters: it knows
  //: neither links nor errors.

  var δ₂: Double { -(y - a₂) * σʹ(z₂) }
  var δ₁: Double { δ₂ * w₂ * σʹ(z₁) }

  /// ∂C by one of the parameters, the others as they are.
  func derivative(by parameter: WritableKeyPath<ScalarNetwork<Twofold>, Twofold>)
    -> Gradient<Double>
  {
    var lifted = ScalarNetwork<Twofold>(
      x: Twofold(x), y: Twofold(y), w₁: Twofold(w₁), b₁: Twofold(b₁), w₂: Twofold(w₂),
      b₂: Twofold(b₂))
    return Mathematics.derivative(at: lifted[keyPath: parameter].value) {
      lifted[keyPath: parameter] = $0
      return lifted.C
    }
  }
}

//: None of the numbers matters to the derivation: each of its lines is tested at a hundred others.

extension Backprop {
  static let scalarNetwork = Section(.intuition, "4.4", "One unit a layer") { page in
    let network = ScalarNetwork<Double>(
      x: page.given("x", ours: 0.5), y: page.given("y", ours: 1), w₁: page.given("w₁", ours: 0.4),
      b₁: page.given("b₁", ours: 0.1), w₂: page.given("w₂", ours: 0.7),
      b₂: page.given("b₂", ours: -0.2))
    let η: Double = page.given("η", ours: 0.5, in: 0...100)

    page.derive("z₁", network.z₁, for: "4.4:forward")
    page.derive("a₁", network.a₁)
    page.derive("z₂", network.z₂)
    page.derive("a₂", network.a₂)
    page.derive("C", network.C, for: "4.4:c")

    links(page)
    lastLayer(page, network)
    firstLayer(page, network)
    descend(page, network, η)
  }

  //: ### Backward, link by link
  //:
  //: The six links of the two paths have slopes that can be read off.
  //:
  //:     ∂C/∂a₂ = −(y − a₂),  ∂a₂/∂z₂ = σʹ(z₂),  ∂z₂/∂w₂ = a₁
  //:     ∂z₂/∂a₁ = w₂,  ∂a₁/∂z₁ = σʹ(z₁),  ∂z₁/∂w₁ = x    (intuition 4.4)

  private static func links(_ page: Page) {
    page.verify(
      "the links have the slopes −(y − a₂), σʹ(z₂), a₁, w₂, σʹ(z₁) and x", at: "4.4:dcda2",
      "4.4:da2dz2", "4.4:dz2dw2", "4.4:dz2da1", "4.4:da1dz1", "4.4:dz1dw1"
    ) { draw in
      let n = ScalarNetwork(&draw)
      derivative(at: n.a₂) { 0.5 * (Twofold(n.y) - $0).power(2) } ≈ -(n.y - n.a₂)
      derivative(at: n.z₂) { σ($0) } ≈ σʹ(n.z₂)
      derivative(at: n.w₂) { $0 * Twofold(n.a₁) + Twofold(n.b₂) } ≈ n.a₁
      derivative(at: n.a₁) { Twofold(n.w₂) * $0 + Twofold(n.b₂) } ≈ n.w₂
      derivative(at: n.z₁) { σ($0) } ≈ σʹ(n.z₁)
      derivative(at: n.w₁) { $0 * Twofold(n.x) + Twofold(n.b₁) } ≈ n.x
    }
  }

  //: ### The last layer
  //:
  //: Multiplied along the path the links give the derivatives. Two factors are the same in all of
  //: them, the slope of the cost and the slope of the output sigmoid; they are called δ₂ and
  //: computed once. A bias enters z₂ with the factor 1.
  //:
  //:     δ₂ = −(y − a₂) σʹ(z₂)                           (intuition 4.4)

  private static func lastLayer(_ page: Page, _ network: ScalarNetwork<Double>) {
    page.derive("δ₂", network.δ₂, for: "4.4:delta2")
    chain(page, "∂C/∂w₂", at: "4.4:wanted", network, \.w₂) { n in
      Line("∂C/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂w₂", at: "4.4:chain_w2", n.dCda₂ * n.da₂dz₂ * n.dz₂dw₂)
      Line("−(y − a₂) σʹ(z₂) a₁", at: "4.4:dcdw2", -(n.y - n.a₂) * σʹ(n.z₂) * n.a₁)
      Line("δ₂a₁", at: "4.4:delta2_w2", n.δ₂ * n.a₁)
    }
    chain(page, "∂C/∂b₂", at: "4.4:wanted", network, \.b₂) { n in
      Line("∂C/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂b₂", n.dCda₂ * n.da₂dz₂ * n.dz₂db₂)
      Line("δ₂ · 1", n.δ₂ * n.dz₂db₂)
      Line("δ₂", at: "4.4:delta2_b2", n.δ₂)
    }
    page.show("∂z₂/∂b₂", network.dz₂db₂, at: "4.4")
  }

  /// The derivative by one parameter, line by line.
  private static func chain(
    _ page: Page, _ quantity: String, at place: Place, _ network: ScalarNetwork<Double>,
    _ parameter: WritableKeyPath<ScalarNetwork<Twofold>, Twofold>, line: Int = #line,
    @Lines lines: (ScalarNetwork<Double>) -> [Line]
  ) {
    page.derivation(
      quantity, at: place, of: network, line: line, draws: { ScalarNetwork(&$0) }, lines: lines,
      truth: { $0.derivative(by: parameter) })
  }

  //: ### The first layer
  //:
  //: The path of w₁ is longer. Its first two links are δ₂ again, and with the next two they make
  //: δ₁, which the weight and the bias of the first layer share.
  //:
  //:     δ₁ = δ₂ w₂ σʹ(z₁)                               (intuition 4.4)

  private static func firstLayer(_ page: Page, _ network: ScalarNetwork<Double>) {
    page.derive("δ₁", network.δ₁, for: "4.4:delta1")
    chain(page, "∂C/∂w₁", at: "4.4:path", network, \.w₁) { n in
      let head = n.dCda₂ * n.da₂dz₂ * n.dz₂da₁
      Line(
        "∂C/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂a₁ · ∂a₁/∂z₁ · ∂z₁/∂w₁", at: "4.4:chain_w1",
        head * n.da₁dz₁ * n.dz₁dw₁)
      Line("δ₂ w₂ σʹ(z₁) x", at: "4.4:dcdw1", n.δ₂ * n.w₂ * σʹ(n.z₁) * n.x)
      Line("δ₁x", at: "4.4:delta1_w1", n.δ₁ * n.x)
    }
    chain(page, "∂C/∂b₁", at: "4.4:path", network, \.b₁) { n in
      Line(
        "∂C/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂a₁ · ∂a₁/∂z₁ · ∂z₁/∂b₁",
        n.dCda₂ * n.da₂dz₂ * n.dz₂da₁ * n.da₁dz₁ * n.dz₁db₁)
      Line("δ₂ w₂ σʹ(z₁) · 1", n.δ₂ * n.w₂ * σʹ(n.z₁) * n.dz₁db₁)
      Line("δ₁", at: "4.4:delta1_b1", n.δ₁)
    }
  }

  //: ### One step
  //:
  //: One step of descent, after which the cost is smaller. The notes move the two weights.
  //:
  //:     w₁ ← w₁ − ηδ₁x,  w₂ ← w₂ − ηδ₂a₁                (intuition 4.4)

  private static func descend(_ page: Page, _ network: ScalarNetwork<Double>, _ η: Double) {
    var next = network
    next.w₁ -= η * network.δ₁ * network.x
    next.w₂ -= η * network.δ₂ * network.a₁
    page.derive("new w₁", next.w₁, for: "4.4:update_w1")
    page.derive("new w₂", next.w₂, for: "4.4:update_w2")
    page.derive("new C", next.C)
  }
}
