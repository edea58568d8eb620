import Companion
import Mathematics

//: Before any sigmoid, *The Maths of Deep Learning* composes two straight lines. All that the
//: chain rule does can be seen there, and one thing can be seen that the notes pass over.
//:
//: The first map feeds the second. What is to be changed are the two slopes, w₁ and w₂; what
//: should come out is the target, $L_target$.
//:
//:     z = f(x, w₁) = xw₁ + b₁                         (intuition 4.3)
//:     L = g(z, w₂) = zw₂ + b₂                         (intuition 4.3)
//:     E = ½(L − L_target)²                            (intuition 4.3.1)

/// Two linear maps in a row, and what should come out of them.
struct LinearMaps {
  let x, b₁, b₂, w₁, w₂, target: Double

  func f<T: Scalar>(_ w₁: T) -> T { T(x) * w₁ + T(b₁) }
  func g<T: Scalar>(_ z: T, _ w₂: T) -> T { z * w₂ + T(b₂) }
  func L(_ w: Vector<Double>) -> Double { g(f(w[0]), w[1]) }
  func E(_ w: Vector<Double>) -> Double { 0.5 * (L(w) - target).power(2) }

  /// The weights (w₁, w₂), to step with.
  var w: Vector<Double> { [w₁, w₂] }
  /// z at these weights.
  var z: Double { f(w₁) }
}

//: w₁ acts on L only through z, so that its effect is a product of two; w₂ acts on L
//: directly. A dual number shows each of the effects by itself: give one variable the tangent 1
//: and read off the tangent of what depends on it.

extension LinearMaps {
  /// Any numbers of the kind.
  init(_ draw: inout Generator) {
    let v = draw.vector(6, -2, 2)
    self.init(x: v[0], b₁: v[1], b₂: v[2], w₁: v[3], w₂: v[4], target: v[5])
  }

  var dLdz: Double { slope(at: z) { g($0, Dual(w₂)) } }
  var dzdw₁: Double { slope(at: w₁) { f($0) } }
  /// (∂L/∂w₁, ∂L/∂w₂)
  var dLdw: Vector<Double> { [dLdz * dzdw₁, slope(at: w₂) { g(Dual(z), $0) }] }
}

/// fʹ(x) by a dual number: x has the tangent 1, and f(x) has the slope for its tangent.
func slope(at x: Double, of f: (Dual<Double>) -> Dual<Double>) -> Double {
  f(Dual(x, tangent: 1)).tangent
}

extension Backprop {
  static let linearMaps = Section(.intuition, "4.3", "Two linear maps in a row") { page in
    let maps = LinearMaps(
      x: page.given("x", at: "4.3.1"), b₁: page.given("b₁", at: "4.3.1"),
      b₂: page.given("b₂", at: "4.3.1"), w₁: page.given("w₁", at: "4.3.1"),
      w₂: page.given("w₂", at: "4.3.1"),
      target: page.given("target", at: "4.3.1", as: "L_target", again: ["4.3.5", "4.3.6"]))
    let α: Double = page.given("α", at: "4.3.5", in: 0...100)
    let L = maps.L(maps.w)

    page.show("z", maps.z, at: "4.3.1", again: ["4.3.1"], for: "4.3.1:z", "4.3:f")
    page.show(
      "L", L, at: "4.3.1", again: ["4.3.1", "4.3.5"], for: "4.3.1:l", "4.3:l", "4.3:g", "4.3:full")
    page.show("L before", L, at: "4.3.6", for: "4.3.6:error")
    page.show("L − target", L - maps.target, at: "4.3.1")
    page.show("E", maps.E(maps.w), at: "4.3.1", for: "4.3.1:e")

    chainRule(page, maps)
    upTheOutput(page, maps, α)
    downTheError(page, maps, α)
  }

  //: ### The derivatives
  //:
  //: The effects of the two maps multiply, whatever the numbers are.
  //:
  //:     ∂L/∂w₁ = ∂L/∂z · ∂z/∂w₁ = w₂x                   (intuition 4.3.4)
  //:     ∂L/∂w₂ = z                                      (intuition 4.3.4)
  //:
  //: L is linear in each weight alone, so that the growth which the notes announce as a rough
  //: value is exact.

  private static func chainRule(_ page: Page, _ maps: LinearMaps) {
    let (dLdz, dzdw₁, dLdw) = (maps.dLdz, maps.dzdw₁, maps.dLdw)
    page.show("∂L/∂z", dLdz, at: "4.3.4", for: "4.3.4:dldz", "4.3.4:shorthand")
    page.show("∂z/∂w₁", dzdw₁, at: "4.3.4", for: "4.3.4:dzdw1")
    page.show("factors of ∂L/∂w₁", [dLdz, dzdw₁], at: "4.3.4")
    page.show(
      "∂L/∂w₁", dLdw[0], at: "4.3.4", again: ["4.3.4", "4.3.5"], for: "4.3.4:dldw1",
      "4.3.2:wanted")
    page.show("∂L/∂w₂", dLdw[1], at: "4.3.4", again: ["4.3.4", "4.3.5"], for: "4.3.4:dldw2")

    let Δw: [Double] = [page.given("Δw₁", at: "4.3.4"), page.given("Δw₂", at: "4.3.4")]
    let L = maps.L(maps.w)
    page.show("ΔL for Δw₁", maps.L(maps.w + [Δw[0], 0]) - L, at: "4.3.4", for: "4.3.4:grow_w1")
    page.show("ΔL for Δw₂", maps.L(maps.w + [0, Δw[1]]) - L, at: "4.3.4", for: "4.3.4:grow_w2")

    page.derivation(
      "∂L/∂w₁", at: "4.3.3:multiply", "4.3.2:indirect", "4.3.2:sign", of: maps
    ) { draw in
      LinearMaps(&draw)
    } lines: { maps in
      Line("∂L/∂z · ∂z/∂w₁", at: "4.3.4:chain", maps.dLdz * maps.dzdw₁)
      Line("w₂x", maps.w₂ * maps.x)
    } truth: { maps in
      derivative(at: maps.w₁) { maps.g(maps.f($0), Twofold(maps.w₂)) }
    }
    page.verify("∂L/∂w₂ = z", at: "4.3.4:dldw2") { draw in
      let maps = LinearMaps(&draw)
      derivative(at: maps.w₂) { maps.g(maps.f(Twofold(maps.w₁)), $0) } ≈ maps.z
    }
  }

  //: ### The update
  //:
  //: The notes want L to grow, and therefore *add* the derivatives of L: a step along the slope
  //: of the output, not down the slope of the error.
  //:
  //:     w₁ ← w₁ + α ∂L/∂w₁
  //:     w₂ ← w₂ + α ∂L/∂w₂                              (intuition 4.3.5)
  //:
  //: Every number of the first step is right, and yet: E was 1.125 before the step and is larger
  //: after it. The step started in the right direction and went so far beyond the target that the
  //: error *grew*. The smaller rate is what makes this example one of descent.

  private static func upTheOutput(_ page: Page, _ maps: LinearMaps, _ α: Double) {
    let step = α * maps.dLdw
    let new = maps.w + step
    let (z, L) = (maps.f(new[0]), maps.L(new))
    page.show("step of w₁", step[0], at: "4.3.5", for: "4.3.5:increase")
    page.show("new w₁", new[0], at: "4.3.5", again: ["4.3.6"], for: "4.3.5:w1")
    page.show("step of w₂", step[1], at: "4.3.5")
    page.show("new w₂", new[1], at: "4.3.5", again: ["4.3.6"], for: "4.3.5:w2")
    page.show("new z", z, at: "4.3.6", again: ["4.3.6"], for: "4.3.6:z")
    page.show("new L", L, at: "4.3.6", for: "4.3.6:l")
    page.show("L after", L, at: "4.3.6")
    page.show("error before", maps.target - maps.L(maps.w), at: "4.3.6", for: "4.3.6:error")
    page.show("error after", maps.target - L, at: "4.3.6")
    page.derive("E after", maps.E(new), for: "4.3.6:overshoot")

    let α₂: Double = page.given("α", at: "4.3.6", as: "smaller α", in: 0...100)
    let nearer = maps.w + α₂ * maps.dLdw
    let at = "at α = \(words(α₂))"
    let names = ["w₁", "w₂", "z", "L"].map { "new \($0) \(at)" }
    let values = [nearer[0], nearer[1], maps.f(nearer[0]), maps.L(nearer)]
    // The notes print these for their own rate only.
    if page.isOriginal {
      page.show(names[0], values[0], at: "4.3.6", for: "4.3.6:rate")
      for (name, value) in zip(names, values).dropFirst() { page.show(name, value, at: "4.3.6") }
    } else {
      for (name, value) in zip(names, values) { page.derive(name, value, for: "4.3.6:rate") }
    }
    page.derive("E \(at)", maps.E(nearer), for: "4.3.6:closer")
  }

  //: ### Descending the error instead
  //:
  //: What training does is to step against the slope of E, which by the chain rule once more is
  //: the error $L − L_target$ times the slope of L.
  //:
  //:     ∂E/∂w = (L − L_target) ∂L/∂w
  //:     w ← w − α ∂E/∂w                                 (intuition 4.3.5)
  //:
  //: The factor makes the step as long as the error is large: at the start it is 1.5, so that
  //: the same rate goes half as far again. At $α = 0.2$ that is too far, too: the error ends
  //: above where it began.

  private static func downTheError(_ page: Page, _ maps: LinearMaps, _ α: Double) {
    let dLdw = maps.dLdw
    let dE = maps.L(maps.w) - maps.target
    page.derive(
      "E after one step down its own slope", maps.E(maps.w - α * dE * dLdw), for: "4.3.5:note")

    let rates = (0...50).map { Double($0) / 200 }
    page.plot(
      Plot(
        "The error after one step, by learning rate", x: "learning rate α", y: "error E",
        [
          Plot.Series("up the slope of L", rates.map { ($0, maps.E(maps.w + $0 * dLdw)) }),
          Plot.Series("down the slope of E", rates.map { ($0, maps.E(maps.w - $0 * dE * dLdw)) }),
        ]))
  }
}
