import Companion
import Mathematics

//: Before any sigmoid, *The Maths of Deep Learning* composes two straight lines. All that the
//: chain rule does can be seen there, and one thing can be seen that the notes pass over.

extension Backprop {
  static let linearMaps = Section(.intuition, "4.3", "Two linear maps in a row") { page in
    let x = page.given(number: "x", at: "4.3.1")
    let b₁ = page.given(number: "b₁", at: "4.3.1")
    let b₂ = page.given(number: "b₂", at: "4.3.1")
    let w₁ = page.given(number: "w₁", at: "4.3.1")
    let w₂ = page.given(number: "w₂", at: "4.3.1")
    let target = page.given(
      number: "target", at: "4.3.1", as: "L_target", again: ["4.3.5", "4.3.6"])
    let α = page.given(number: "α", at: "4.3.5")

    //: The first map feeds the second. What is to be changed are the two slopes, w₁ and w₂; what
    //: should come out is the target, $L_target$.
    //:
    //:     z = f(x, w₁) = xw₁ + b₁                         (intuition 4.3)
    //:     L = g(z, w₂) = zw₂ + b₂                         (intuition 4.3)
    //:     E = ½(L − L_target)²                            (intuition 4.3.1)

    func f<T: Scalar>(_ w₁: T) -> T { T(x) * w₁ + T(b₁) }
    func g<T: Scalar>(_ z: T, _ w₂: T) -> T { z * w₂ + T(b₂) }
    func error(_ L: Double) -> Double { 0.5 * (L - target).power(2) }

    let z = f(w₁)
    let L = g(z, w₂)

    page.show("z", z, at: "4.3.1", again: ["4.3.1"], for: "4.3.1:z", "4.3:f")
    page.show(
      "L", L, at: "4.3.1", again: ["4.3.1", "4.3.5"], for: "4.3.1:l", "4.3:l", "4.3:g", "4.3:full")
    page.show("L before", L, at: "4.3.6", for: "4.3.6:error")
    page.show("L − target", L - target, at: "4.3.1")
    page.show("E", error(L), at: "4.3.1", for: "4.3.1:e")

    //: ### The derivatives
    //:
    //: w₁ acts on L only through z, so that its effect is a product of two; w₂ acts on L
    //: directly.
    //:
    //:     ∂L/∂w₁ = ∂L/∂z · ∂z/∂w₁ = w₂x                   (intuition 4.3.4)
    //:     ∂L/∂w₂ = z                                      (intuition 4.3.4)
    //:
    //: A dual number shows each of the effects by itself: give one variable the tangent 1 and
    //: read off the tangent of what depends on it.

    let dLdz = g(Dual(z, tangent: 1), Dual(w₂)).tangent
    let dzdw₁ = f(Dual(w₁, tangent: 1)).tangent
    let dLdw₂ = g(Dual(z), Dual(w₂, tangent: 1)).tangent
    let dLdw₁ = dLdz * dzdw₁

    page.show("∂L/∂z", dLdz, at: "4.3.4", for: "4.3.4:dldz", "4.3.4:shorthand")
    page.show("∂z/∂w₁", dzdw₁, at: "4.3.4", for: "4.3.4:dzdw1")
    page.show("factors of ∂L/∂w₁", [dLdz, dzdw₁], at: "4.3.4")
    page.show(
      "∂L/∂w₁", dLdw₁, at: "4.3.4", again: ["4.3.4", "4.3.5"], for: "4.3.4:dldw1", "4.3.2:wanted")
    page.show("∂L/∂w₂", dLdw₂, at: "4.3.4", again: ["4.3.4", "4.3.5"], for: "4.3.4:dldw2")

    let Δw₁ = page.given(number: "Δw₁", at: "4.3.4")
    let Δw₂ = page.given(number: "Δw₂", at: "4.3.4")
    page.show("ΔL for Δw₁", g(f(w₁ + Δw₁), w₂) - L, at: "4.3.4", for: "4.3.4:grow_w1")
    page.show("ΔL for Δw₂", g(z, w₂ + Δw₂) - L, at: "4.3.4", for: "4.3.4:grow_w2")

    //: L is linear in each weight alone, so that the growth which the notes announce as a
    //: rough value is exact.

    page.verify(
      "∂L/∂w₁ is the product ∂L/∂z · ∂z/∂w₁, for any numbers", at: "4.3.4:chain",
      "4.3.3:multiply", "4.3.2:indirect", "4.3.2:sign"
    ) { draw in
      let v = draw.vector(3, -2, 2)
      func L<T: Scalar>(_ v: Vector<T>) -> T { g(v[0] * v[1] + T(b₁), v[2]) }
      let byHand: Vector = [v[1] * v[2], v[0] * v[2], v[0] * v[1] + b₁]
      return compare(byHand, at: v, L, L, L)
    }

    //: ### The update
    //:
    //: The notes want L to grow, and therefore *add* the derivatives of L: a step along the slope
    //: of the output, not down the slope of the error.
    //:
    //:     w₁ ← w₁ + α ∂L/∂w₁
    //:     w₂ ← w₂ + α ∂L/∂w₂                              (intuition 4.3.5)

    let w₁ⁿ = w₁ + α * dLdw₁
    let w₂ⁿ = w₂ + α * dLdw₂
    let zⁿ = f(w₁ⁿ)
    let Lⁿ = g(zⁿ, w₂ⁿ)

    page.show("step of w₁", α * dLdw₁, at: "4.3.5", for: "4.3.5:increase")
    page.show("new w₁", w₁ⁿ, at: "4.3.5", again: ["4.3.6"], for: "4.3.5:w1")
    page.show("step of w₂", α * dLdw₂, at: "4.3.5")
    page.show("new w₂", w₂ⁿ, at: "4.3.5", again: ["4.3.6"], for: "4.3.5:w2")
    page.show("new z", zⁿ, at: "4.3.6", again: ["4.3.6"], for: "4.3.6:z")
    page.show("new L", Lⁿ, at: "4.3.6", for: "4.3.6:l")
    page.show("L after", Lⁿ, at: "4.3.6")
    page.show(
      "error before", target - L, at: "4.3.6", for: "4.3.6:error")
    page.show("error after", target - Lⁿ, at: "4.3.6")
    page.derive("E after", error(Lⁿ), for: "4.3.6:overshoot")

    //: Every number here is right, and yet: E was 1.125 before the step and is larger after it.
    //: The step started in the right direction and went so far beyond the target that the error
    //: *grew*. The smaller rate is what makes this example one of descent.

    let α₂ = page.given(number: "α", at: "4.3.6", as: "smaller α")
    let w₁ˢ = w₁ + α₂ * dLdw₁
    let w₂ˢ = w₂ + α₂ * dLdw₂
    let Lˢ = g(f(w₁ˢ), w₂ˢ)

    page.show("new w₁ at α = 0.1", w₁ˢ, at: "4.3.6", for: "4.3.6:rate")
    page.show("new w₂ at α = 0.1", w₂ˢ, at: "4.3.6")
    page.show("new z at α = 0.1", f(w₁ˢ), at: "4.3.6")
    page.show("new L at α = 0.1", Lˢ, at: "4.3.6")
    page.derive("E at α = 0.1", error(Lˢ), for: "4.3.6:closer")

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

    let dE = L - target
    let w₁ᵉ = w₁ - α * dE * dLdw₁
    let w₂ᵉ = w₂ - α * dE * dLdw₂
    page.derive(
      "E after one step down its own slope", error(g(f(w₁ᵉ), w₂ᵉ)), for: "4.3.5:note")

    let rates = (0...50).map { Double($0) / 200 }
    page.plot(
      Plot(
        "The error after one step, by learning rate", x: "learning rate α", y: "error E",
        [
          Plot.Series(
            "up the slope of L",
            rates.map { ($0, error(g(f(w₁ + $0 * dLdw₁), w₂ + $0 * dLdw₂))) }),
          Plot.Series(
            "down the slope of E",
            rates.map { ($0, error(g(f(w₁ - $0 * dE * dLdw₁), w₂ - $0 * dE * dLdw₂))) }),
        ]))
  }
}
