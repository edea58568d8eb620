import Companion
import Mathematics

// The walkthrough's formulas, tried in three layouts, and the two sets that are consistent.

/// Whether a printed product is right, fits at all, or is right on its side
func verdict(_ printed: Matrix<Double>?, _ right: Matrix<Double>) -> String {
  guard let printed else { return "does not fit" }
  if distance(printed, right) < 1e-12 { return "right" }
  if distance(printed.ᵀ, right) < 1e-12 { return "transposed" }
  return printed.shapeWords == right.shapeWords ? "wrong" : "another shape"
}

/// What each letter of the walkthrough stands for in one of the layouts; the gradients are those
/// that are right in it
struct Layout {
  let X, W: Matrix<Double>
  let Q, K, V: Matrix<Double>
  let E, A, head: Matrix<Double>
  let dHead, dV, dA: Matrix<Double>
  /// Any gradient by the scores, and that by the queries but for the factor 1/√dₖ
  let dE, dQ: Matrix<Double>

  static let formulas = [
    "Q = WX", "E = QKᵀ", "softmax by columns", "H = AVᵀ", "(21.19) $∂V = (∂H)A$",
    "(21.20) $∂A = (∂H)ᵀV$", "(21.22) $∂Q = c(∂E)K$",
  ]

  /// The printed formulas, tried on the letters of this layout
  func verdicts(width: Int) -> [String] {
    [
      verdict(product(W, X), Q), verdict(product(Q, K.ᵀ), E),
      verdict(softmaxOfColumns(E / Double(width).squareRoot()), A),
      verdict(product(A, V.ᵀ), head), verdict(product(dHead, A), dV),
      verdict(product(dHead.ᵀ, V), dA), verdict(product(dE, K), dQ),
    ]
  }
}

/// The printed formulas as rows, tried in the three layouts
func layoutTable(_ draw: inout Generator, T: Int, width: Int) -> [[any Showable]] {
  let s = Sideways(&draw, T: T, width: width)
  let dE = draw.matrix(T, T)
  let (E, A, O) = (s.scores, s.A, s.V * s.A.ᵀ)
  let (dV, dA, dQ) = (s.dV, s.dA, s.K * dE.ᵀ)
  let tokensAsRows = Layout(
    X: s.X.ᵀ, W: s.W.ᵀ, Q: s.Q.ᵀ, K: s.K.ᵀ, V: s.V.ᵀ, E: E, A: A, head: O.ᵀ, dHead: s.dHead,
    dV: dV.ᵀ, dA: dA, dE: dE, dQ: dQ.ᵀ)
  let queriesAsRows = Layout(
    X: s.X, W: s.W, Q: s.Q, K: s.K, V: s.V, E: E, A: A, head: O, dHead: s.dSide,
    dV: dV, dA: dA, dE: dE, dQ: dQ)
  let queriesAsColumns = Layout(
    X: s.X, W: s.W, Q: s.Q, K: s.K, V: s.V, E: E.ᵀ, A: A.ᵀ, head: O, dHead: s.dSide,
    dV: dV, dA: dA.ᵀ, dE: dE.ᵀ, dQ: dQ)
  let columns = [tokensAsRows, queriesAsRows, queriesAsColumns].map { $0.verdicts(width: width) }
  return Layout.formulas.indices.map { i in [Layout.formulas[i]] + columns.map { $0[i] } }
}

/// One of the two consistent sets of formulas, by Q, K and V at once
func consistent(_ draw: inout Generator, queriesAreRows: Bool) -> [Evidence] {
  let (T, width) = (3, 2)
  let root = Double(width).squareRoot()
  let v = draw.vector(3 * T * width, -1.5, 1.5)
  let dHead = draw.matrix(width, T)
  func loss<S: Scalar>(_ v: Vector<S>) -> S {
    var parts = Parts(v)
    let (Q, K, V) = (parts.matrix(width, T), parts.matrix(width, T), parts.matrix(width, T))
    let head =
      queriesAreRows
      ? V * softmaxOfRows(Q.ᵀ * K / S(root)).ᵀ : V * softmaxOfRows((K.ᵀ * Q / S(root)).ᵀ).ᵀ
    return inner(Matrix<S>(dHead), head)
  }
  var parts = Parts(v)
  let (Q, K, V) = (parts.matrix(width, T), parts.matrix(width, T), parts.matrix(width, T))
  let gradients: [Matrix<Double>]
  if queriesAreRows {
    let A = softmaxOfRows(Q.ᵀ * K / root)
    let dV = dHead * A
    let dA = dHead.ᵀ * V
    let dE = softmaxOfRowsBackward(dA, A)
    gradients = [K * dE.ᵀ / root, Q * dE / root, dV]
  } else {
    let A = softmaxOfColumns(K.ᵀ * Q / root)
    let dV = dHead * A.ᵀ
    let dA = V.ᵀ * dHead
    let dE = softmaxOfRowsBackward(dA.ᵀ, A.ᵀ).ᵀ
    gradients = [K * dE / root, Q * dE.ᵀ / root, dV]
  }
  return compare(
    Vector(gradients.flatMap(\.entries)), at: v, along: draw.vector(v.count), loss, loss)
}

/// One head with features as rows and tokens as columns
struct Sideways {
  /// The tokens and the query weights, 4×T and width×4
  let X, W: Matrix<Double>
  let Q, K, V: Matrix<Double>
  /// An error of the output AVᵀ, T×width
  let dHead: Matrix<Double>
  /// The same error of its transpose VAᵀ, width×T
  var dSide: Matrix<Double> { dHead.ᵀ }

  init(_ draw: inout Generator, T: Int, width: Int) {
    (X, W) = (draw.matrix(4, T), draw.matrix(width, 4))
    (Q, K, V) = (W * X, draw.matrix(width, T), draw.matrix(width, T))
    dHead = draw.matrix(T, width)
  }

  /// Query i with key j, number by number
  var scores: Matrix<Double> {
    let T = Q.columns
    var E = Matrix<Double>(repeating: 0, rows: T, columns: T)
    for i in 0..<T {
      for j in 0..<T { for c in 0..<Q.rows { E[i, j] += Q[c, i] * K[c, j] } }
    }
    return E
  }
  /// The weights with queries as rows
  var A: Matrix<Double> { softmaxOfRows(scores / Double(Q.rows).squareRoot()) }

  /// ∂L/∂V for head = AVᵀ, from the tape
  var dV: Matrix<Double> {
    reverseGradient(at: V) { inner(Matrix(dHead), Matrix(A) * $0.ᵀ) }
  }
  /// ∂L/∂A for head = AVᵀ, from the tape
  var dA: Matrix<Double> {
    reverseGradient(at: A) { inner(Matrix(dHead), $0 * Matrix(V.ᵀ)) }
  }
}

/// Whether a printed product has the right shape and values
func fits(_ name: String, _ printed: Matrix<Double>?, _ right: Matrix<Double>) -> Evidence {
  Evidence(name, error: distance(printed, right), bound: 1e-14)
}

/// AB, or nil where the shapes do not fit
func product(_ A: Matrix<Double>, _ B: Matrix<Double>) -> Matrix<Double>? {
  A.columns == B.rows ? A * B : nil
}

/// The largest |Aᵢⱼ − c|
func largest(_ A: Matrix<Double>, less c: Double) -> Double {
  A.entries.reduce(0) { max($0, abs($1 - c)) }
}

/// Softmax of each column by itself
func softmaxOfColumns(_ E: Matrix<Double>) -> Matrix<Double> { softmaxOfRows(E.ᵀ).ᵀ }
