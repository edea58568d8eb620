import Companion
import Mathematics

//: Nothing in attention is about language: cut an image into squares, and it is a sequence of
//: tokens. Embed images and captions into one space, and a dot product compares them.

extension Transformer {
  static let images = Section(.foundations, "20.6", "Patches and captions") { page in
    let side: Vector<Double> = page.given(
      "size of image patch", at: "§20.6.1", as: "patch", in: 1...224)
    let (p, q) = (Int(side[0].rounded()), Int(side[1].rounded()))
    let image = 224
    tokens(page, image, p, q)
    strides(page)
    fields(page, image, p)
    captions(page)
    unitVectors(page)
  }

  //: ### An image as a sequence
  //:
  //: Squares of p×p pixels, row by row, each laid out as one long vector. Nothing is lost, and a
  //: linear embedding of the squares is what image processing calls a convolution with stride p.
  //: With $p = 16$ an image of 224×224 pixels becomes a sequence of $14 · 14 = 196$ tokens, of
  //: three colours times 256 pixels each. Halving p would make four times as many tokens and
  //: sixteen times as many pairs to score.

  private static func tokens(_ page: Page, _ image: Int, _ p: Int, _ q: Int) {
    page.derive(
      "tokens of a \(image)×\(image) image", (image / p) * (image / q), for: "20.6.1:patches")
    page.derive("numbers per token, in colour", 3 * p * q)
  }

  /// The p×p squares of an image, row by row, each as a row of p² numbers
  private static func patches(_ image: Matrix<Double>, _ p: Int) -> Matrix<Double> {
    var tokens: [[Double]] = []
    for i in 0..<image.rows / p {
      for j in 0..<image.columns / p {
        tokens.append((0..<p).flatMap { y in (0..<p).map { x in image[p * i + y, p * j + x] } })
      }
    }
    return Matrix(tokens)
  }

  //: The convolution is written without any patch: at every p-th pixel of every p-th row a kernel
  //: of p×p weights is laid on the image, one kernel for each feature.

  private static func strides(_ page: Page) {
    page.verify("embedding patches is a convolution with stride p", at: "20.6.1:patches") {
      draw in
      let (image, W) = (draw.matrix(4, 6), draw.matrix(4, 3))
      let tokens = patches(image, 2) * W  // (6×4)(4×3) → 6×3
      for (i, j) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)] {
        for c in 0..<3 {
          let upper = image[2 * i, 2 * j] * W[0, c] + image[2 * i, 2 * j + 1] * W[1, c]
          let lower = image[2 * i + 1, 2 * j] * W[2, c] + image[2 * i + 1, 2 * j + 1] * W[3, c]
          by("pixel by pixel") { tokens[3 * i + j, c] ≈ upper + lower }
        }
      }
      by("all pixels") { patches(image, 2).entries.sorted() == image.entries.sorted() }
    }
  }

  //: ### How far a layer sees
  //:
  //: A convolution of width 3 sees one pixel further in each direction with each layer: after L
  //: layers, $2L + 1$ pixels. Attention sees everything in the first. Both fields are measured
  //: here, by changing pixels and watching one output.

  /// kernel₀xᵢ₋₁ + kernel₁xᵢ + kernel₂xᵢ₊₁, zero beyond the ends
  private static func convolution(_ x: Vector<Double>, _ kernel: Vector<Double>) -> Vector<Double> {
    let padded = [0] + x.entries + [0]
    return Vector(x.indices.map { i in kernel ⋅ Vector(Array(padded[i..<i + 3])) })
  }

  /// Of how many pixels a change is seen in an output
  private static func field(_ x: Vector<Double>, _ output: (Vector<Double>) -> Double) -> Int {
    x.indices.count { i in
      var other = x
      other[i] += 1
      return output(other) != output(x)
    }
  }

  private static func fields(_ page: Page, _ image: Int, _ p: Int) {
    page.verify("L convolutions of width 3 see 2L + 1 pixels, attention all", at: "Q35:global") {
      draw in
      let L = 1 + draw.below(3)
      let kernels = (0..<L).map { _ in draw.vector(3, 0.5, 1) }
      let (x, W) = (draw.vector(11), draw.vector(3))
      let near = field(x) { x in kernels.reduce(x) { convolution($0, $1) }[5] }
      let all = field(x) { x in
        let X = Matrix(columns: [x])
        return attention(W[0] * X, W[1] * X, W[2] * X).O[5, 0]
      }
      near == 2 * L + 1
      all == x.count
    }
    page.derive("3-wide layers to span them", (image / p + 1) / 2)
  }

  //: An image of 224 pixels is 14 patches high, and a patch in the middle sees both edges after
  //: 7 such layers, where attention needs one. Pooling and strides widen the field faster than
  //: that, and that a wider view is *better* when there is enough data is a finding about data,
  //: left to the notes.

  //: ### Images and captions
  //:
  //: The similarity of an image and a caption is the dot product of their embeddings a and b:
  //:
  //:     sim(a, b) = a · b    (20.4)
  //:
  //: As it stands it rewards length: a caption whose vector is merely longer wins against one
  //: that points the right way. The model that the section is about divides both embeddings by
  //: their lengths first; then the dot product is the cosine of the angle, between −1 and 1, and
  //: large exactly when the distance is small: $a · b = 1 − ½‖a − b‖²$.

  /// v / ‖v‖
  private static func unit(_ v: Vector<Double>) -> Vector<Double> { v / v.l2Norm }

  private static func captions(_ page: Page) {
    let picture: Vector<Double> = [1, 0.2]
    let captions: [(name: String, vector: Vector<Double>)] = [
      ("points the same way", [0.9, 0.2]), ("longer, at an angle", [1.5, 1.5]),
      ("the other way", [-1, 0.1]),
    ]
    page.table(
      "One picture, three captions", columns: ["caption", "dot product", "cosine"],
      rows: captions.map { [$0.name, picture ⋅ $0.vector, unit(picture) ⋅ unit($0.vector)] })
  }

  private static func unitVectors(_ page: Page) {
    page.define("similarity as a dot product of embeddings", at: "20.4", by: "dotScore")
    page.verify("with unit vectors, similarity is 1 − ½‖a − b‖²", at: "20.4") { draw in
      let (a, b) = (unit(draw.vector(4)), unit(draw.vector(4)))
      dotScore(a, b) ≈ 1 - (a - b).l2Norm.power(2) / 2
      abs(dotScore(a, b)) ≤ 1 ± rounding
    }
    page.verify("without unit vectors, twice the length is twice the similarity") { draw in
      let (a, b) = (draw.vector(4), draw.vector(4))
      dotScore(a, 2 * b) ≈ 2 * dotScore(a, b)
      by("unit vectors") { dotScore(unit(a), unit(2 * b)) ≈ dotScore(unit(a), unit(b)) }
    }
  }
}
