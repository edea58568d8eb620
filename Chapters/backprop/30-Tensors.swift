import Companion
import Mathematics

//: A tensor, in the sense of these notes, is an array with any number of axes. What is said
//: about it is mostly notation; the point is what exactly the notation says.

/// An array with axes of the given sizes, stored with the last axis running fastest.
struct Tensor {
  let shape: [Int]
  var entries: [Double]

  init(_ shape: [Int], _ entries: [Double]) {
    self.shape = shape
    self.entries = entries
  }
  init(_ shape: [Int], _ draw: inout Generator) {
    self.init(shape, draw.vector(shape.reduce(1, *)).entries)
  }
  init(_ m: Matrix<Double>) { self.init([m.rows, m.columns], m.entries) }

  /// The number of axes
  var order: Int { shape.count }
}

//: The numbers themselves stand in one row. Where an entry stands follows from its indices, and a
//: step along an axis is a jump of always the same length. Everything else here, sums over indices,
//: broadcasting, permuting, is a matter of jumping differently over the same row.

extension Tensor {
  /// How many entries a step along each axis skips: the product of the sizes to its right
  var strides: [Int] {
    var result = shape
    var skipped = 1
    for a in shape.indices.reversed() { (result[a], skipped) = (skipped, skipped * shape[a]) }
    return result
  }

  /// Where an entry stands: ((i₁ n₂ + i₂) n₃ + i₃) …
  func offset(_ i: [Int]) -> Int { zip(shape, i).reduce(0) { $0 * $1.0 + $1.1 } }

  /// Tᵢⱼ…
  subscript(_ i: Int...) -> Double { entries[offset(i)] }
  subscript(at i: [Int]) -> Double { entries[offset(i)] }
}

//: Going through a whole array in that order means one loop inside another, as many as there are
//: axes. Their jumps add up.

/// Where each entry of an array stands, the last index fastest, if a step along an axis is that
/// axis's stride
func offsets(_ shape: [Int], _ strides: [Int]) -> [Int] {
  zip(shape, strides).reduce([0]) { result, axis in
    result.flatMap { offset in (0..<axis.0).map { offset + $0 * axis.1 } }
  }
}

//: A product in index notation runs over all values of all indices. At each it multiplies one entry
//: of each factor and adds the product where the indices of the result say; an index that the
//: result does not have moves nothing there, and so is summed over.

/// A product in index notation, `einsum("ik,kj", "ij", A, B)`: summed are the indices that the
/// left-hand side of the equation, here `ij`, does not have
func einsum(_ right: String, _ left: String, _ factors: Tensor...) -> Tensor {
  let inputs = right.split(separator: ",").map { Array($0.utf8) }
  let output = Array(left.utf8)
  var names = output
  for name in inputs.joined() where !names.contains(name) { names.append(name) }
  var sizes = names.map { _ in 1 }
  for (axes, factor) in zip(inputs, factors) {
    for (axis, size) in zip(axes, factor.shape) { sizes[names.firstIndex(of: axis)!] = size }
  }
  // How far a step along each index moves in a factor or in the result.
  func strides(_ axes: [UInt8], _ own: [Int]) -> [Int] {
    var result = names.map { _ in 0 }
    for (axis, stride) in zip(axes, own) { result[names.firstIndex(of: axis)!] += stride }
    return result
  }
  let shape = Array(sizes[..<output.count])
  var product = Tensor(shape, Array(repeating: 0, count: shape.reduce(1, *)))
  let places = zip(inputs, factors).map { offsets(sizes, strides($0, $1.strides)) }
  for (n, place) in offsets(sizes, strides(output, product.strides)).enumerated() {
    product.entries[place] += zip(places, factors).reduce(1) { $0 * $1.1.entries[$1.0[n]] }
  }
  return product
}

//: The notes' own rule needs no left-hand side: what occurs twice is summed, what occurs once is an
//: index of the result. Whether that is enough is a question below.

/// The left-hand side by the strict rule: the indices that occur once, in order of appearance
func strictOutput(_ right: String) -> String {
  let names = right.filter { $0 != "," }
  return names.filter { name in names.filter { $0 == name }.count == 1 }
}

extension Backprop {
  static let tensors = Section(.foundations, "12.1", "Indices") { page in
    let stride: Int = page.given("stride", at: "§12.1.2", in: 1...64)
    page.define("n axes, an index for each", at: "12.1.1:tensor", by: "Tensor")
    let order = [
      Tensor([], [1]), Tensor([2], [1, 2]), Tensor([1, 2], [1, 2]), Tensor([1, 1, 2], [1, 2]),
    ]
    page.show("order of a scalar", order[0].order, at: "§12.1.1")
    page.show("order of a vector", order[1].order, at: "§12.1.1")
    page.show("order of a matrix", order[2].order, at: "§12.1.1")
    page.show("order of higher tensors", "\(order[3].order)+", at: "§12.1.1")
    withoutTheSign(page)
    batched(page)
    slidingFilter(page, stride)
  }

  //: ### Sums without the sign
  //:
  //: An index that occurs twice in a product is summed over, one that occurs once is not. For
  //: matrices this is the product that everyone knows.
  //:
  //:     Cᵢⱼ = Aᵢₖ Bₖⱼ = Σₖ Aᵢₖ Bₖⱼ    (12.1)
  //:     yᵢ = Wᵢⱼ xⱼ = Σⱼ Wᵢⱼ xⱼ       (12.2)

  private static func withoutTheSign(_ page: Page) {
    page.verify("Aᵢₖ Bₖⱼ is AB and Wᵢⱼ xⱼ is Wx", at: "12.1", "12.2") { draw in
      let (A, B, x) = (draw.matrix(1, 2), draw.matrix(2, 2), draw.vector(2))
      by("matrix product") {
        einsum("ik,kj", "ij", Tensor(A), Tensor(B)).entries ≈ (A * B).entries
      }
      by("matrix-vector product") {
        einsum("ij,j", "i", Tensor(A), Tensor([2], x.entries)).entries ≈ (A * x).entries
      }
    }
  }

  //: The rule does not cover the batched product of the same section:
  //:
  //:     C[b, m, n] = Σₖ A[b, m, k] B[b, k, n]    (12.4)
  //:
  //: There b occurs twice and is not summed; by the rule it would be, and one matrix would come
  //: out instead of B of them. What works for both is the rule of the `einsum` of numpy with its
  //: arrow: summed is what is missing on the left-hand side of the equation.

  /// Matrix b of a batch
  private static func slice(_ t: Tensor, _ b: Int) -> Matrix<Double> {
    let size = t.shape[1] * t.shape[2]
    return Matrix(
      rows: t.shape[1], columns: t.shape[2], entries: Array(t.entries[b * size..<(b + 1) * size]))
  }

  private static func batched(_ page: Page) {
    page.refute(
      "an index that occurs twice is summed: so $b$ and $k$ in $A[b, m, k] B[b, k, n]$",
      at: "12.1.2:free",
      correction: "an index is summed if the left-hand side lacks it: $C[b, m, n]$ keeps $b$"
    ) { _ in
      by("indices of C") { strictOutput("bmk,bkn") == "bmn" }
    } corrected: { draw in
      let (A, B, b) = (Tensor([2, 1, 2], &draw), Tensor([2, 2, 1], &draw), draw.below(2))
      let C = einsum("bmk,bkn", "bmn", A, B)
      by("matrix b") { slice(C, b) ≈ slice(A, b) * slice(B, b) }
    }
    page.verify(
      "$C[b, m, n] = Σₖ A[b, m, k] B[b, k, n]$ is a matrix product for each $b$", at: "12.4"
    ) { draw in
      let (A, B, b) = (Tensor([2, 2, 2], &draw), Tensor([2, 2, 1], &draw), draw.below(2))
      slice(einsum("bmk,bkn", "bmn", A, B), b) ≈ slice(A, b) * slice(B, b)
    }
  }

  //: ### A sliding filter
  //:
  //: A filter w of length S slides over a sequence x of length T:
  //:
  //:     yₜ = Σₛ wₛ xₜ₊ₛ,  s = 0, …, S − 1    (12.3)
  //:
  //: Both indices run the same way. Machine learning calls this a convolution; in mathematics it
  //: is a cross-correlation, and a convolution, the product of two polynomials, with the filter
  //: back to front. Only $T − S + 1$ positions fit without padding.

  /// (12.3), for every stride-th position at which the filter fits
  static func slide(_ w: [Double], over x: [Double], stride: Int) -> [Double] {
    Swift.stride(from: 0, through: x.count - w.count, by: stride).map { t in
      w.indices.reduce(0) { $0 + w[$1] * x[t + $1] }
    }
  }

  private static func slidingFilter(_ page: Page, _ stride: Int) {
    let (w, x): ([Double], [Double]) = ([1, 0, -1], [1, 2, 3, 4, 5, 6, 7, 8])
    page.derive(
      "positions for T = \(x.count) and S = \(w.count)", slide(w, over: x, stride: stride).count)
    page.verify(
      "the sliding sum is a convolution with the filter reversed, T − S + 1 long", at: "12.3"
    ) { draw in
      let (w, x) = (draw.vector(3).entries, draw.vector(6).entries)
      var product = [Double](repeating: 0, count: w.count + x.count - 1)
      for (i, a) in w.reversed().enumerated() {
        for (j, b) in x.enumerated() { product[i + j] += a * b }
      }
      let y = slide(w, over: x, stride: 1)
      by("product of polynomials") { y ≈ Array(product[(w.count - 1)..<x.count]) }
      by("length") { y.count == x.count - w.count + 1 }
    }
  }
}
