import Companion
import Mathematics

//: The slides work one derivative of a 2-2-2 network and leave the others to the reader. Here
//: are all twelve, one step of descent with them, and a look at how the loss is written there.

extension Backprop {
  static let twoOutputs = Section(.slides, "back-propagation-example", "Two outputs") { page in
    let x = page.given(vector: "x")
    let y = page.given(vector: "y")
    let W¹ = page.given(matrix: "W¹")
    let b¹ = page.given(vector: "b¹")
    let W² = page.given(matrix: "W²")
    let b² = page.given(vector: "b²")

    //: Forward. What is ŷ here is called ỹ on the slides.
    //:
    //:     z¹ = W¹x + b¹,  a¹ = σ(z¹)
    //:     z² = W²a¹ + b²,  ŷ = σ(z²)

    let z¹ = W¹ * x + b¹
    let a¹ = σ(z¹)
    let z² = W² * a¹ + b²
    let ŷ = σ(z²)

    let here: Place = "back-propagation-example"
    page.show(
      "z¹₁", z¹[0], again: [here], for: "back-propagation-example:forward_values",
      "back-propagation-example:network", "back-propagation-example:data")
    page.show("a¹₁", a¹[0])
    page.show("z¹₂", z¹[1], again: [here])
    page.show("a¹₂", a¹[1])
    page.show("z²₁", z²[0], again: [here], for: "back-propagation-example:z21")
    page.show("a²₁", ŷ[0])
    page.show("z²₂", z²[1], again: [here])
    page.show("a²₂", ŷ[1])
    page.show("ŷ restated", ŷ)

    //: The node equations of the slide put **x** into both layers. The values beside them are
    //: those of a second layer that is fed by the first.

    page.comparing {
      page.refute(
        "z²ᵢ = w²ᵢᵀx + b²ᵢ gives the values printed beside it",
        at: "back-propagation-example:forward",
        correction: "z²ᵢ = w²ᵢᵀa¹ + b²ᵢ", draws: 1
      ) { _ in
        [Evidence("printed z²", error: distance(W² * x + b², printedLogits(page)), bound: 5e-4)]
      } corrected: { _ in
        [Evidence("printed z²", error: distance(W² * a¹ + b², printedLogits(page)), bound: 5e-4)]
      }
    }

    //: ### The loss
    //:
    //: Half the sum of the squared errors gives the printed value.
    //:
    //:     ℒ = ½((ŷ₁ − y₁)² + (ŷ₂ − y₂)²),  ∂ℒ/∂ŷᵢ = ŷᵢ − yᵢ
    //:
    //: The formula on the slide, half the squared norm of the *difference* of the two squares,
    //: does not, and the derivative that the next slide takes, $ŷ₁ − y₁$, is not its derivative
    //: either.

    let ℒ = halfSquaredError(ŷ, y)
    let e = ŷ - y
    let asPrinted = 0.5 * (e[0].power(2) - e[1].power(2)).power(2)

    page.show("ℒ", ℒ, for: "back-propagation-example:loss_value")
    page.derive("½‖(ŷ₁ − y₁)² − (ŷ₂ − y₂)²‖²", asPrinted)

    page.refute(
      "∂ℒ/∂ŷᵢ = ŷᵢ − yᵢ for ℒ = ½‖(ŷ₁ − y₁)² − (ŷ₂ − y₂)²‖²",
      at: "back-propagation-example:loss",
      correction: "∂ℒ/∂ŷᵢ = ŷᵢ − yᵢ for ℒ = ½((ŷ₁ − y₁)² + (ŷ₂ − y₂)²)"
    ) { draw in
      let (ŷ, y) = (draw.vector(2, 0, 1), draw.vector(2, 0, 1))
      func loss<T: Scalar>(_ ŷ: Vector<T>) -> T {
        let e = ŷ - Vector<T>(y)
        return 0.5 * (e[0].power(2) - e[1].power(2)).power(2)
      }
      return compare(ŷ - y, at: ŷ, loss, loss, loss)
    } corrected: { draw in
      let (ŷ, y) = (draw.vector(2, 0, 1), draw.vector(2, 0, 1))
      func loss<T: Scalar>(_ ŷ: Vector<T>) -> T { halfSquaredError(ŷ, Vector<T>(y)) }
      return compare(ŷ - y, at: ŷ, loss, loss, loss)
    }

    //: ### The derivative that is worked
    //:
    //: One path leads from the loss to $W²₁₁$, so that its derivative is a product of three.
    //:
    //:     ∂ℒ/∂W²₁₁ = ∂ℒ/∂ŷ₁ · ∂ŷ₁/∂z²₁ · ∂z²₁/∂W²₁₁
    //:              = (ŷ₁ − y₁) · σʹ(z²₁) · a¹₁

    let dŷ = ŷ - y
    let δ² = dŷ ⊙ σʹ(z²)
    let dW² = δ² * a¹.ᵀ

    let ŷ₁ = page.printed(number: "a²₁")
    let product =
      page.printed(number: "∂ℒ/∂ŷ₁") * page.printed(number: "∂ŷ₁/∂z²₁")
      * page.printed(number: "∂z²₁/∂W²₁₁")
    page.show(
      "∂ℒ/∂ŷ₁", dŷ[0], carried: Carried(ŷ₁ - y[0], from: (here, "a²₁")),
      for: "back-propagation-example:dldy")
    page.show(
      "∂ŷ₁/∂z²₁", σʹ(z²[0]), carried: Carried(ŷ₁ * (1 - ŷ₁), from: (here, "a²₁")),
      for: "back-propagation-example:dydz")
    page.show("∂z²₁/∂W²₁₁", a¹[0], for: "back-propagation-example:dzdw")
    page.show(
      "∂ℒ/∂W²₁₁", dW²[0, 0],
      carried: Carried(
        product, from: (here, "∂ℒ/∂ŷ₁"), (here, "∂ŷ₁/∂z²₁"), (here, "∂z²₁/∂W²₁₁")),
      for: "back-propagation-example:dw11_2_value", "back-propagation-example:dw11_2")
    page.note(
      "Two of the formulas have a slip in a letter, not in their number: $σ(∂z²₁)$ where $σ(z²₁)$ "
        + "is meant, and the layer of $a¹₁$ printed as $a$ where it is 1.",
      at: "back-propagation-example:dydz", "back-propagation-example:dzdw")

    //: ### The derivatives that are left
    //:
    //: Two paths lead back to $W¹₁₁$, one through each output.
    //:
    //:     ∂ℒ/∂W¹₁₁ = Σₖ (ŷₖ − yₖ) σʹ(z²ₖ) W²ₖ₁ σʹ(z¹₁) x₁
    //:
    //: Multiplication by $W²ᵀ$ adds them up for all hidden units at once.
    //:
    //:     δ² = (ŷ − y) ⊙ σʹ(z²),  δ¹ = W²ᵀδ² ⊙ σʹ(z¹)
    //:     ∂ℒ/∂W² = δ²a¹ᵀ,  ∂ℒ/∂b² = δ²
    //:     ∂ℒ/∂W¹ = δ¹xᵀ,  ∂ℒ/∂b¹ = δ¹

    let δ¹ = (W².ᵀ * δ²) ⊙ σʹ(z¹)
    let dW¹ = δ¹ * x.ᵀ
    let paths = δ².indices.map { k in δ²[k] * W²[k, 0] * σʹ(z¹[0]) * x[0] }

    page.show("number of paths to W¹₁₁", paths.count, for: "back-propagation-example:paths")
    page.derive("the paths to W¹₁₁", paths)
    page.derive("∂ℒ/∂W¹₁₁", paths[0] + paths[1], for: "back-propagation-example:dw11_1")
    page.derive("∂ℒ/∂W²", dW²)
    page.derive("∂ℒ/∂b²", δ²)
    page.derive("∂ℒ/∂W¹", dW¹)
    page.derive("∂ℒ/∂b¹", δ¹)

    page.verify(
      "∂ℒ/∂W¹ and ∂ℒ/∂b¹ of any 2-2-2 network, both paths together",
      at: "back-propagation-example:dw11_1"
    ) { draw in
      let (x, y) = (draw.vector(2), draw.vector(2, 0, 1))
      let (W², b²) = (draw.matrix(2, 2), draw.vector(2))
      // The bias is a third column of W¹ whose input is always 1.
      let x₁: Vector = [x[0], x[1], 1]
      func loss<T: Scalar>(_ W¹: Matrix<T>) -> T {
        let a¹ = σ(W¹ * Vector<T>(x₁))
        return halfSquaredError(σ(Matrix<T>(W²) * a¹ + Vector<T>(b²)), Vector<T>(y))
      }
      let W¹ = draw.matrix(2, 3)
      let z¹ = W¹ * x₁
      let z² = W² * σ(z¹) + b²
      let δ² = (σ(z²) - y) ⊙ σʹ(z²)
      let δ¹ = (W².ᵀ * δ²) ⊙ σʹ(z¹)
      // The printed chains of five factors, one through each output.
      let (a¹, ŷ) = (σ(z¹), σ(z²))
      let chains = (0..<2).map { k in
        (ŷ[k] - y[k]) * (ŷ[k] * (1 - ŷ[k])) * W²[k, 0] * (a¹[0] * (1 - a¹[0])) * x[0]
      }
      return compare(δ¹ * x₁.ᵀ, at: W¹, loss, loss, loss)
        + [
          Evidence(
            "both chains, tape",
            error: distance(chains[0] + chains[1], reverseGradient(at: W¹, loss)[0, 0]),
            bound: 1e-14)
        ]
    }

    //: ### One step
    //:
    //: The slides name no learning rate; with this one of ours the loss falls.

    let α = page.given(number: "α", ours: 0.5)
    let a¹ⁿ = σ((W¹ - α * dW¹) * x + (b¹ - α * δ¹))
    let ŷⁿ = σ((W² - α * dW²) * a¹ⁿ + (b² - α * δ²))

    page.derive("new W²", W² - α * dW²)
    page.derive("new b²", b² - α * δ²)
    page.derive("new W¹", W¹ - α * dW¹)
    page.derive("new b¹", b¹ - α * δ¹)
    page.derive("new ŷ", ŷⁿ)
    page.derive("new ℒ", halfSquaredError(ŷⁿ, y))
  }

  private static func printedLogits(_ page: Page) -> Vector<Double> {
    [page.printed(number: "z²₁"), page.printed(number: "z²₂")]
  }
}
