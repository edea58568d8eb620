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

    let x: Vector = page.given("x", ours: [0.5, -1, 2])
    let y: Vector = page.given("y", ours: [1, 0, 1])
    let w: Double = page.given("w", ours: 0.3)
    threeGradients(page, x, y, w)
    rowsOrColumns(page)
  }

  //: ### The same data, three gradients
  //:
  //: One sigmoid unit without bias and three samples. The loss of each document is differentiated
  //: as it is defined there; where one defines it for a single sample, B.7 and 6.3.1, the
  //: samples are summed. Only the length of the gradient differs, as $2/m : 1/m : 1$; a learning
  //: rate means different steps in different documents, and in different chapters of one.

  /// Σ (σ(wxᵢ) − yᵢ)²
  private static func squaredError<T: Scalar>(
    _ w: T, _ x: Vector<Double>, _ y: Vector<Double>
  ) -> T {
    let e = σ(w * Vector<T>(x)) - Vector<T>(y)
    return e ⋅ e
  }

  private static func threeGradients(
    _ page: Page, _ x: Vector<Double>, _ y: Vector<Double>, _ w: Double
  ) {
    let m = Double(x.count)
    let mean = slope(at: w) { squaredError($0, x, y) / Dual(m) }
    let half = slope(at: w) { 0.5 * squaredError($0, x, y) }
    page.table(
      "∂ℒ/∂w under each convention", columns: ["document", "loss", "gradient"],
      rows: [
        ["Foundations (4.3), Appendix C.2", "(1/m) Σ(ŷ − y)²", mean],
        ["Intuition 4.1.2", "1/(2m) Σ(ŷ − y)²", half / m],
        ["Appendix B.7, Intuition 6.3.1, Slides", "½ Σ(ŷ − y)²", half],
      ], digits: 6)
    page.verify("the mean of squares has 2/m times the gradient of half their sum") { draw in
      let (x, y) = (draw.vector(3), draw.vector(3))
      let w = draw.uniform(-1, 1)
      let half = slope(at: w) { halfSquaredError(σ($0 * Vector(x)), Vector(y)) }
      derivative(at: w) { squaredError($0, x, y) / 3 } ≈ 2 * half / 3
    }
  }

  //: ### Rows or columns
  //:
  //: With samples as rows the layer reads $XW$ instead of $WX$, and every matrix is the transpose
  //: of the other convention's: the products, and the gradients too.

  private static func rowsOrColumns(_ page: Page) {
    page.verify("σ(XᵀWᵀ) = σ(WX)ᵀ, and Xδᵀ = (δXᵀ)ᵀ") { draw in
      let (W, X, δ) = (draw.matrix(2, 3), draw.matrix(3, 4), draw.matrix(2, 4))
      σ(X.ᵀ * W.ᵀ) ≈ σ(W * X).ᵀ
      X * δ.ᵀ ≈ (δ * X.ᵀ).ᵀ
    }
    page.define("norms, and a vector of ones", at: "notation:norms", by: "frobeniusNorm")
  }
}
