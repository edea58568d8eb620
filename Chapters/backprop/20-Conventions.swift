import Companion
import Mathematics

//: Four documents derive the same things with different letters, factors and sides. The
//: [worked examples](#a-2-2-1-network-by-hand) stand; what follows derives every formula that they
//: used. Half of all confusion between the documents is about conventions, so these come first.

extension Backprop {
  static let conventions = Section(.foundations, "Notation", "Four documents, four conventions") {
    page in
    page.table(
      "What differs", columns: ["", "Foundations", "Appendix", "Intuition", "Slides"],
      rows: [
        ["squared error", "Σ(ŷ − y)²", "½Σ(ŷ − y)²", "½Σ(ŷ − y)²", "½Σ(ŷ − y)²"],
        ["many samples", "mean, 1/m", "mean, 1/n", "½ mean, §4.1.2; ½ sum, §8", "½ sum"],
        ["a sample is", "a column", "a column", "a column; a row in §8", "a column"],
        ["δ", "∂ℒ/∂z", "∂ℒ/∂z", "∂ℒ/∂z; ŷ − y in §8", "∂ℒ/∂z"],
        ["ReLUʹ(0)", "0 to 1; 0 in (6.43)", "0", "a subgradient, §4.5", "1"],
        ["activation", "a", "h", "a", "a"],
        [
          "layer", "superscript (ℓ)", "superscript (l)", "superscript l; a₁ in §5",
          "superscript [ℓ]",
        ],
      ])

    //: ### The same data, three gradients
    //:
    //: One sigmoid unit without bias and three samples. The loss of each document is differentiated
    //: as it is defined there; where one defines it for a single sample, B.7 and 6.3.1, the
    //: samples are summed. Only the length of the gradient differs, as $2/m : 1/m : 1$; a learning
    //: rate means different steps in different documents, and in different chapters of one.

    let x = page.given(vector: "x", ours: [0.5, -1, 2])
    let y = page.given(vector: "y", ours: [1, 0, 1])
    let w = page.given(number: "w", ours: 0.3)
    func error<T: Scalar>(_ w: T) -> T {
      let e = σ(w * Vector<T>(x)) - Vector<T>(y)
      return e ⋅ e
    }
    let m = Double(x.count)
    let mean = (error(Dual(w, tangent: 1)) / Dual(m)).tangent
    let half = (0.5 * error(Dual(w, tangent: 1))).tangent
    page.table(
      "∂ℒ/∂w under each convention", columns: ["document", "loss", "gradient"],
      rows: [
        ["Foundations (4.3), Appendix C.2", "(1/m) Σ(ŷ − y)²", mean],
        ["Intuition 4.1.2", "1/(2m) Σ(ŷ − y)²", half / m],
        ["Appendix B.7, Intuition 6.3.1, Slides", "½ Σ(ŷ − y)²", half],
      ], digits: 6)
    page.verify("the mean of squares has 2/m times the gradient of half their sum") { draw in
      let (x, y) = (draw.vector(3), draw.vector(3))
      func half<T: Scalar>(_ v: Vector<T>) -> T {
        halfSquaredError(σ(v[0] * Vector<T>(x)), Vector<T>(y))
      }
      func mean<T: Scalar>(_ v: Vector<T>) -> T {
        let e = σ(v[0] * Vector<T>(x)) - Vector<T>(y)
        return (e ⋅ e) / 3
      }
      let w = draw.vector(1)
      return compareRates(2.0 / 3 * forwardGradient(at: w, half), at: w, along: [1], mean, mean)
    }

    //: ### Rows or columns
    //:
    //: With samples as rows the layer reads $XW$ instead of $WX$, and every matrix is the transpose
    //: of the other convention's: the products, and the gradients too.

    page.verify("σ(XᵀWᵀ) = σ(WX)ᵀ, and Aᵀδᵀ is (δAᵀ)ᵀ") { draw in
      let (W, X, δ) = (draw.matrix(2, 3), draw.matrix(3, 4), draw.matrix(2, 4))
      return [
        Evidence("forward", error: distance(σ(X.ᵀ * W.ᵀ), σ(W * X).ᵀ), bound: 1e-15),
        Evidence("gradient", error: distance(X * δ.ᵀ, (δ * X.ᵀ).ᵀ), bound: 1e-15),
      ]
    }
    page.define("norms, and a vector of ones", at: "notation:norms", by: "frobeniusNorm")
  }
}
