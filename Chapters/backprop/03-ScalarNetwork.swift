import Companion
import Mathematics

//: One unit in each of two layers: all four derivatives, in letters and then in numbers. *The
//: Maths of Deep Learning* derives this network with letters only, in section 4.4; here it gets
//: numbers of ours, which `--set` replaces.

extension Backprop {
  static let scalarNetwork = Section(.intuition, "4.4", "One unit a layer") { page in
    let x = page.given(number: "x", ours: 0.5)
    let y = page.given(number: "y", ours: 1)
    let w₁ = page.given(number: "w₁", ours: 0.4)
    let b₁ = page.given(number: "b₁", ours: 0.1)
    let w₂ = page.given(number: "w₂", ours: 0.7)
    let b₂ = page.given(number: "b₂", ours: -0.2)
    let η = page.given(number: "η", ours: 0.5)

    //: Forward, with half the squared error as the cost.
    //:
    //:     z₁ = w₁x + b₁,  a₁ = σ(z₁)
    //:     z₂ = w₂a₁ + b₂,  a₂ = σ(z₂)
    //:     C = ½(y − a₂)²                                  (intuition 4.4)

    let z₁ = w₁ * x + b₁
    let a₁ = σ(z₁)
    let z₂ = w₂ * a₁ + b₂
    let a₂ = σ(z₂)
    let C = 0.5 * (y - a₂).power(2)

    page.derive("z₁", z₁, for: "4.4:forward")
    page.derive("a₁", a₁)
    page.derive("z₂", z₂)
    page.derive("a₂", a₂)
    page.derive("C", C, for: "4.4:c")

    //: Backward, along the path $w₁ → z₁ → a₁ → z₂ → a₂ → C$. Two factors of every derivative are
    //: the same, the slope of the cost and the slope of the output sigmoid; they are called δ₂
    //: and computed once. The derivatives of the first layer share two more, which makes δ₁.
    //:
    //:     δ₂ = −(y − a₂) σʹ(z₂)
    //:     ∂C/∂w₂ = δ₂a₁,  ∂C/∂b₂ = δ₂
    //:     δ₁ = δ₂ w₂ σʹ(z₁)
    //:     ∂C/∂w₁ = δ₁x,  ∂C/∂b₁ = δ₁                      (intuition 4.4)

    let δ₂ = -(y - a₂) * σʹ(z₂)
    let δ₁ = δ₂ * w₂ * σʹ(z₁)

    page.derive("δ₂", δ₂, for: "4.4:delta2")
    page.derive("∂C/∂w₂", δ₂ * a₁, for: "4.4:wanted")
    page.derive("∂C/∂b₂", δ₂)
    page.derive("δ₁", δ₁, for: "4.4:delta1")
    page.derive("∂C/∂w₁", δ₁ * x, for: "4.4:path")
    page.derive("∂C/∂b₁", δ₁)

    let ofBias = (Dual(w₂) * Dual(a₁) + Dual(b₂, tangent: 1)).tangent
    page.show("∂z₂/∂b₂", ofBias, at: "4.4")

    //: All four derivatives at once, against three methods that know nothing of δ.

    page.verify(
      "(δ₁x, δ₁, δ₂a₁, δ₂) are the derivatives by w₁, b₁, w₂, b₂", at: "4.4:chain_w2",
      "4.4:chain_w1", "4.4:dcda2", "4.4:da2dz2", "4.4:dz2dw2", "4.4:dz2da1", "4.4:da1dz1",
      "4.4:dz1dw1", "4.4:dcdw2", "4.4:delta2_w2", "4.4:delta2_b2", "4.4:dcdw1", "4.4:delta1_w1",
      "4.4:delta1_b1"
    ) { draw in
      let (x, y) = (draw.uniform(-2, 2), draw.uniform())
      func cost<T: Scalar>(_ p: Vector<T>) -> T {
        let a₁ = σ(p[0] * T(x) + p[1])
        let a₂ = σ(p[2] * a₁ + p[3])
        return 0.5 * (T(y) - a₂).power(2)
      }
      let p = draw.vector(4, -2, 2)
      let z₁ = p[0] * x + p[1]
      let z₂ = p[2] * σ(z₁) + p[3]
      let δ₂ = -(y - σ(z₂)) * σʹ(z₂)
      let δ₁ = δ₂ * p[2] * σʹ(z₁)
      return compare([δ₁ * x, δ₁, δ₂ * σ(z₁), δ₂], at: p, cost, cost, cost)
    }

    //: One step of descent, after which the cost is smaller.
    //:
    //:     w₁ ← w₁ − ηδ₁x,  w₂ ← w₂ − ηδ₂a₁                (intuition 4.4)

    let w₁ⁿ = w₁ - η * δ₁ * x
    let w₂ⁿ = w₂ - η * δ₂ * a₁
    let a₂ⁿ = σ(w₂ⁿ * σ(w₁ⁿ * x + b₁) + b₂)

    page.derive("new w₁", w₁ⁿ, for: "4.4:update_w1")
    page.derive("new w₂", w₂ⁿ, for: "4.4:update_w2")
    page.derive("new C", 0.5 * (y - a₂ⁿ).power(2))
  }
}
