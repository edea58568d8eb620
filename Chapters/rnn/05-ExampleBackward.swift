import Companion
import Mathematics

//: Backward, the error of the last output travels through three steps and adds up to a gradient.
//: The loss sits at step 3 only, so that the error enters at the output and goes to the left
//: through $Wₕₕᵀ$, weakened at each step by the slopes of tanh. From here on the notes are careful:
//: with one exception, every number is exactly what the printed numbers before it give.

extension RNN {
  static let exampleBackward = Section(.foundations, "21.1.4", "Three steps backward") { page in
    let network = RecurrentNetwork(page)
    let x = sequence(page)
    let y = page.given(vector: "y", at: "§21.1.1")
    let last = page.given(number: "T of the only loss", at: "§21.1.4", as: "step of the loss")

    let h = network.states(x)
    let z = x.indices.map { network.preactivation(h[$0], x[$0]) }
    let slope = z.map { tanhʹ($0) }
    // With another step in `--set`, the loss moves there.
    let step = last >= 1 && last <= 3 ? Int(last) : 3
    let targets = (1...3).map { $0 == step ? y : nil }
    let gradients = network.backward(x, targets)

    let W = network.Wₕₕ
    let δʸ = network.output(h[step]) - y
    let back³ = network.Wʸ.ᵀ * δʸ  // (3×1)(1) → 3
    let back² = W.ᵀ * gradients.δₕ[2]  // (3×3)(3) → 3

    //: ### Step 3
    //:
    //: The slope of tanh is taken from the state, $1 − h²$ entry by entry:
    //:
    //:     δ_y⁽³⁾ = ŷ⁽³⁾ − y                                  (21.11)
    //:     δₕ⁽³⁾ = (W_hyᵀ δ_y⁽³⁾) ⊙ (1 − h⁽³⁾ ⊙ h⁽³⁾)         (21.13)

    let ŷ³ʹ = page.printed(vector: "ŷ³", at: "21.9")
    let h³ʹ = page.printed(vector: "h³", at: "21.9")
    let δʸʹ = page.printed(vector: "δ_y³", at: "21.11")
    let back³ʹ = page.printed(vector: "W_hyᵀδ_y³", at: "21.13")
    let slope³ʹ = page.printed(vector: "σₕʹ(zₕ³)", at: "21.13")

    page.show(
      "δ_y³", δʸ, at: "21.11", carried: Carried(ŷ³ʹ - y, from: ("21.9", "ŷ³")))
    page.show(
      "W_hyᵀδ_y³", back³, at: "21.13",
      carried: Carried(network.Wʸ.ᵀ * δʸʹ, from: ("21.11", "δ_y³")))
    page.show(
      "σₕʹ(zₕ³)", slope[2], at: "21.13", carried: Carried(1 - h³ʹ ⊙ h³ʹ, from: ("21.9", "h³")))
    page.show(
      "δₕ³", gradients.δₕ[2], at: "21.13",
      carried: Carried(
        back³ʹ ⊙ slope³ʹ, from: ("21.13", "W_hyᵀδ_y³"), ("21.13", "σₕʹ(zₕ³)")))

    //: ### Step 2
    //:
    //: The error of step 3 comes back through the weights of the state:
    //:
    //:     δₕ⁽²⁾ = (Wₕₕᵀ δₕ⁽³⁾) ⊙ (1 − h⁽²⁾ ⊙ h⁽²⁾)           (21.15)
    //:
    //: Is $Wₕₕ$ transposed in print, as it should be? The printed $δₕ⁽³⁾$ decides: the transposed
    //: matrix gives all three printed entries, the matrix itself none of them.

    let δ³ʹ = page.printed(vector: "δₕ³", at: "21.13")
    let h²ʹ = page.printed(vector: "h²", at: "21.8")
    let back²ʹ = page.printed(vector: "Wₕₕᵀδₕ³", at: "21.15")
    let slope²ʹ = page.printed(vector: "σₕʹ(zₕ²)", at: "21.15")

    page.show(
      "Wₕₕᵀδₕ³", back², at: "21.15", carried: Carried(W.ᵀ * δ³ʹ, from: ("21.13", "δₕ³")))
    page.comparing {
      page.derive("Wₕₕᵀδₕ³, printed δₕ³", W.ᵀ * δ³ʹ)
      page.derive("Wₕₕδₕ³, printed δₕ³", W * δ³ʹ)
    }
    page.show(
      "σₕʹ(zₕ²)", slope[1], at: "21.15", carried: Carried(1 - h²ʹ ⊙ h²ʹ, from: ("21.8", "h²")))
    page.show(
      "δₕ²", gradients.δₕ[1], at: "21.15",
      carried: Carried(
        back²ʹ ⊙ slope²ʹ, from: ("21.15", "Wₕₕᵀδₕ³"), ("21.15", "σₕʹ(zₕ²)")))

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

    let δ²ʹ = page.printed(vector: "δₕ²", at: "21.15")
    let z¹ʹ = page.printed(vector: "zₕ¹", at: "21.5")
    let h¹ʹ = page.printed(vector: "h¹", at: "21.6")
    let back¹ʹ = W.ᵀ * δ²ʹ
    let gap: Vector = [δ²ʹ[0], 0, δ²ʹ[2]]

    page.show(
      "δₕ¹", gradients.δₕ[0], at: "21.16",
      carried: Carried(back¹ʹ ⊙ tanhʹ(z¹ʹ), from: ("21.15", "δₕ²"), ("21.5", "zₕ¹")),
      slips: [
        Slip("slope from the printed h¹", back¹ʹ ⊙ (1 - h¹ʹ ⊙ h¹ʹ)),
        Slip("without a slope", back¹ʹ),
        Slip("the slope of step 2", back¹ʹ ⊙ slope²ʹ),
        Slip("the slope of step 3", back¹ʹ ⊙ slope³ʹ),
        Slip("Wₕₕ in place of Wₕₕᵀ", (W * δ²ʹ) ⊙ tanhʹ(z¹ʹ)),
        Slip("δₕ³ in place of δₕ²", (W.ᵀ * δ³ʹ) ⊙ tanhʹ(z¹ʹ)),
        Slip("h¹ in place of the slope", back¹ʹ ⊙ h¹ʹ),
        Slip("without the middle product", (W.ᵀ * gap) ⊙ tanhʹ(z¹ʹ)),
        Slip("without the middle product, and the slope of step 2", (W.ᵀ * gap) ⊙ slope²ʹ),
      ])

    //: ### The gradient
    //:
    //: Each step adds an outer product:
    //:
    //:     ∂L/∂Wₕₕ = δₕ⁽³⁾ (h⁽²⁾)ᵀ + δₕ⁽²⁾ (h⁽¹⁾)ᵀ + δₕ⁽¹⁾ (h⁽⁰⁾)ᵀ   (21.17)
    //:
    //: The nine printed entries are all the sum of the first two terms in their printed values. The
    //: error of step 1 has no part in it, since it is multiplied by $h⁽⁰⁾ = 0$: the one wrong entry
    //: of the way back leads nowhere.

    let δ¹ʹ = page.printed(vector: "δₕ¹", at: "21.16")
    let sum = δ³ʹ * h²ʹ.ᵀ + δ²ʹ * h¹ʹ.ᵀ + δ¹ʹ * h[0].ᵀ  // (3)(1×3) three times → 3×3

    page.show(
      "∂L/∂Wₕₕ", gradients.Wₕₕ, at: "21.17",
      carried: Carried(
        sum, from: ("21.13", "δₕ³"), ("21.8", "h²"), ("21.15", "δₕ²"), ("21.6", "h¹")))

    page.verify("all gradients of this example", at: "21.17", draws: 1) { _ in
      func loss<T: Scalar>(_ p: Vector<T>) -> T { network.with(p).loss(x, targets) }
      return compare(gradients.flat, at: network.parameters, loss, loss, loss)
    }

    //: ### The chain
    //:
    //: For each line, how far its printed numbers are from the truth, and how far from its step,
    //: that is from what their own predecessors give. Where the second distance exceeds half a unit
    //: of the last printed digit, there is a new error; everything else is inheritance.

    let zʸʹ = page.printed(number: "z_y¹", at: "21.7")
    let (Wʸ, V, b) = (network.Wʸ, network.Wₓₕ, network.bₕ)
    let z²ʹ = page.printed(vector: "zₕ²", at: "21.8")
    let z³ʹ = page.printed(vector: "zₕ³", at: "21.9")
    let G = page.printed(matrix: "∂L/∂Wₕₕ", at: "21.17")
    func off(_ a: Vector<Double>, _ b: Vector<Double>) -> Double { (a - b).maxNorm }
    func line(
      _ name: String, _ printed: Vector<Double>, _ exact: Vector<Double>, _ own: Vector<Double>,
      _ half: Double
    ) -> [any Showable] {
      let new = off(printed, own) > half * (1 + 1e-9)
      return [name, off(printed, exact), off(printed, own), half, new ? "new" : "carried"]
    }

    page.comparing {
      page.table(
        "Printed numbers against the truth and against their own step",
        columns: ["", "from the truth", "from its step", "half a unit", ""],
        rows: [
          line("zₕ¹", z¹ʹ, z[0], z[0], 0.005),
          line("h¹", h¹ʹ, h[1], tanh(z¹ʹ), 0.0005),
          line("z_y¹", [zʸʹ], Wʸ * h[1] + network.bʸ, Wʸ * h¹ʹ + network.bʸ, 0.00005),
          line(
            "ŷ¹", [page.printed(number: "ŷ¹", at: "21.7")], network.output(h[1]), [σ(zʸʹ)], 0.0005),
          line("zₕ²", z²ʹ, z[1], W * h¹ʹ + V * x[1] + b, 0.0005),
          line("h²", h²ʹ, h[2], tanh(z²ʹ), 0.0005),
          line(
            "ŷ²", [page.printed(number: "ŷ²", at: "21.8")], network.output(h[2]),
            network.output(h²ʹ), 0.0005),
          line("zₕ³", z³ʹ, z[2], W * h²ʹ + V * x[2] + b, 0.0005),
          line("h³", h³ʹ, h[3], tanh(z³ʹ), 0.0005),
          line("ŷ³", ŷ³ʹ, network.output(h[3]), network.output(h³ʹ), 0.0005),
          line(
            "L", [page.printed(number: "L", at: "21.10")], [-log(network.output(h[3])[0])],
            -log(ŷ³ʹ), 0.0005),
          line("δ_y³", δʸʹ, δʸ, ŷ³ʹ - y, 0.0005),
          line("σₕʹ(zₕ³)", slope³ʹ, slope[2], 1 - h³ʹ ⊙ h³ʹ, 0.0005),
          line("δₕ³", δ³ʹ, gradients.δₕ[2], back³ʹ ⊙ slope³ʹ, 0.0005),
          line("Wₕₕᵀδₕ³", back²ʹ, back², W.ᵀ * δ³ʹ, 0.00005),
          line("σₕʹ(zₕ²)", slope²ʹ, slope[1], 1 - h²ʹ ⊙ h²ʹ, 0.0005),
          line("δₕ²", δ²ʹ, gradients.δₕ[1], back²ʹ ⊙ slope²ʹ, 0.00005),
          line("δₕ¹", δ¹ʹ, gradients.δₕ[0], back¹ʹ ⊙ tanhʹ(z¹ʹ), 0.00005),
          line(
            "∂L/∂Wₕₕ", Vector(G.entries), Vector(gradients.Wₕₕ.entries), Vector(sum.entries),
            0.00005),
        ], digits: 5)
    }
  }
}
