import Companion
import Mathematics

//: The smallest network in which an error has to travel *through* a layer, worked with a pencil.
//: It has two inputs, two sigmoid units and one sigmoid output, and its weights fit on a
//: postcard: everything that backpropagation does can be done by hand here, and checked.

extension Backprop {
  static let handNetwork = Section(.appendix, "B.19", "A 2-2-1 network by hand") { page in
    let x: Vector = page.given("x")
    let y: Vector = page.given("y")
    let W¹: Matrix = page.given("W¹")
    let W²: Matrix = page.given("W²")

    //: Forward, one layer at a time. There are no biases here.
    //:
    //:     z¹ = W¹x,  h¹ = σ(z¹)
    //:     z² = W²h¹,  ŷ = σ(z²)                           (appendix B.19)

    let z¹ = W¹ * x  // (2×2)(2) → 2
    let h¹ = σ(z¹)
    let z² = W² * h¹  // (1×2)(2) → 1
    let ŷ = σ(z²)

    page.show("z¹", z¹, for: "B.19:z1")
    page.show("h¹", h¹, for: "B.19:h1")
    page.show("z²", z², for: "B.19:z2")
    page.show("ŷ", ŷ, for: "B.19:yhat")

    //: The output is 0.6566, so that three places are 0.657: the printed 0.656 is cut off, not
    //: rounded. The next line feels it.
    //:
    //: Backward. With half the squared error, $ℒ = ½‖ŷ − y‖²$, the slope of the loss by the
    //: output is $ŷ − y$. The sigmoid passes it on with its own slope, $ŷ(1 − ŷ)$; W² sends it to
    //: the two hidden units, each of which weakens it by the slope $h(1 − h)$ of its own sigmoid.
    //:
    //:     δ² = (ŷ − y) ŷ(1 − ŷ)
    //:     δ¹ = W²ᵀδ² ⊙ h¹ ⊙ (1 − h¹)                      (appendix B.19)

    let δ² = (ŷ - y) ⊙ ŷ ⊙ (1 - ŷ)
    let δ¹ = (W².ᵀ * δ²) ⊙ h¹ ⊙ (1 - h¹)  // (2×1)(1) → 2

    page.show("δ²", δ², for: "B.19:delta2") { printed in
      let ŷ: Vector = printed("ŷ")
      return (ŷ - y) ⊙ ŷ ⊙ (1 - ŷ)
    }
    page.show("δ¹", δ¹, for: "B.19:delta1", "B.19")

    //: The slide stops here. What training needs is one step further: the gradient by a matrix is
    //: the error of the layer above it times the activation of the layer below it. An entry
    //: $W¹ᵢⱼ$ acts on $z¹ᵢ$ alone, by the term $W¹ᵢⱼxⱼ$, so that its slope is $δ¹ᵢxⱼ$; a column of
    //: errors times a row of inputs has these products for entries. That is why the factor that
    //: comes from below stands on the right, and lies down.
    //:
    //:     ∂ℒ/∂W² = δ²h¹ᵀ,  ∂ℒ/∂W¹ = δ¹xᵀ

    let dW² = δ² * h¹.ᵀ  // (1)(1×2) → 1×2
    let dW¹ = δ¹ * x.ᵀ  // (2)(1×2) → 2×2

    page.derive("ℒ", halfSquaredError(ŷ, y))
    page.derive("∂ℒ/∂W²", dW²)
    page.derive("∂ℒ/∂W¹", dW¹)

    //: Nobody has to believe a derivation. The same gradients come from dual numbers, which
    //: carry derivatives forward, from a tape that is read backward, and from differences that
    //: know no calculus at all; none of the three contains the formulas above. Each draw is
    //: another network with other inputs.

    page.verify("(W²ᵀδ² ⊙ h¹ ⊙ (1 − h¹)) xᵀ is ∂ℒ/∂W¹ of any 2-2-1 network") { draw in
      let (x, y) = (draw.vector(2), draw.vector(1, 0, 1))
      let (W¹, W²) = (draw.matrix(2, 2), draw.matrix(1, 2))
      let h¹ = σ(W¹ * x)
      let ŷ = σ(W² * h¹)
      let δ² = (ŷ - y) ⊙ ŷ ⊙ (1 - ŷ)
      let δ¹ = (W².ᵀ * δ²) ⊙ h¹ ⊙ (1 - h¹)
      gradient(at: W¹) { W¹ in
        halfSquaredError(σ(Matrix(W²) * σ(W¹ * Vector(x))), Vector(y))
      } ≈ δ¹ * x.ᵀ
    }
  }
}

/// ½ ‖ŷ − y‖² = ½ Σ (ŷᵢ − yᵢ)², the loss of appendix B.7 and of the slides' example
func halfSquaredError<T: Scalar>(_ ŷ: Vector<T>, _ y: Vector<T>) -> T {
  0.5 * ((ŷ - y) ⋅ (ŷ - y))
}
