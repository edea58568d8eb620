import Companion
import Mathematics

//: Nothing in attention is about language: cut an image into squares, and it is a sequence of
//: tokens. Embed images and captions into one space, and a dot product compares them.

extension Transformer {
  static let images = Section(.foundations, "20.6", "Patches and captions") { page in

    //: ### An image as a sequence
    //:
    //: Squares of p×p pixels, row by row, each laid out as one long vector. Nothing is lost, and a
    //: linear embedding of the squares is what image processing calls a convolution with stride p.
    //: With $p = 16$ an image of 224×224 pixels becomes a sequence of $14 · 14 = 196$ tokens, of
    //: three colours times 256 pixels each. Halving p would make four times as many tokens and
    //: sixteen times as many pairs to score.

    let side = page.given(vector: "size of image patch", at: "§20.6.1", as: "patch")
    let (p, q) = (whole(side[0], 1...224), whole(side[1], 1...224))
    let image = 224
    page.derive("tokens of a 224×224 image", (image / p) * (image / q), for: "20.6.1:patches")
    page.derive("numbers per token, in colour", 3 * p * q)

    page.verify("embedding patches is a convolution with stride p", at: "20.6.1:patches") {
      draw in
      let image = draw.matrix(4, 6)
      let W = draw.matrix(4, 3)
      let tokens = patches(image, 2) * W  // (6×4)(4×3) → 6×3
      var error = 0.0
      for i in 0..<2 {
        for j in 0..<3 {
          for c in 0..<3 {
            var sum = 0.0
            for y in 0..<2 {
              for x in 0..<2 { sum += image[2 * i + y, 2 * j + x] * W[2 * y + x, c] }
            }
            error = max(error, abs(sum - tokens[3 * i + j, c]))
          }
        }
      }
      let pixels = patches(image, 2).entries.sorted()
      return [
        Evidence("pixel by pixel", error: error, bound: 1e-15),
        Evidence("all pixels", holds: pixels == image.entries.sorted()),
      ]
    }

    //: ### How far a layer sees
    //:
    //: A convolution of width 3 sees one pixel further in each direction with each layer: after L
    //: layers, $2L + 1$ pixels. Attention sees everything in the first. Both fields are measured
    //: here, by changing pixels and watching one output.

    page.verify("L convolutions of width 3 see 2L + 1 pixels, attention all", at: "Q35:global") {
      draw in
      let L = 1 + draw.below(3)
      let kernels = (0..<L).map { _ in draw.vector(3, 0.5, 1) }
      let x = draw.vector(11)
      let W = draw.vector(3)
      /// Of how many pixels a change is seen in the output of the middle one
      func field(_ output: (Vector<Double>) -> Double) -> Int {
        x.indices.count { i in
          var other = x
          other[i] += 1
          return output(other) != output(x)
        }
      }
      let near = field { x in kernels.reduce(x) { convolution($0, $1) }[5] }
      let all = field { x in
        let X = Matrix(rows: 11, columns: 1, entries: x.entries)
        return attention(W[0] * X, W[1] * X, W[2] * X).O[5, 0]
      }
      return [
        Evidence("field less 2L + 1", error: Double(abs(near - 2 * L - 1)), bound: 0),
        Evidence("seen by attention", error: Double(11 - all), bound: 0),
      ]
    }
    let layers = (image / p + 1) / 2
    page.derive("3-wide layers to span them", layers)

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

    let picture: Vector<Double> = [1, 0.2]
    let captions: [(name: String, vector: Vector<Double>)] = [
      ("points the same way", [0.9, 0.2]), ("longer, at an angle", [1.5, 1.5]),
      ("the other way", [-1, 0.1]),
    ]
    page.table(
      "One picture, three captions", columns: ["caption", "dot product", "cosine"],
      rows: captions.map { [$0.name, picture ⋅ $0.vector, unit(picture) ⋅ unit($0.vector)] })

    page.define("similarity as a dot product of embeddings", at: "20.4", by: "dotScore")
    page.verify("with unit vectors, similarity is 1 − ½‖a − b‖²", at: "20.4") {
      draw in
      let (a, b) = (unit(draw.vector(4)), unit(draw.vector(4)))
      let s = dotScore(a, b)
      let apart = (a - b).l2Norm
      return [
        Evidence("distance", error: abs(s - (1 - apart * apart / 2)), bound: 1e-15),
        Evidence("at most 1", error: max(0, abs(s) - 1), bound: 1e-15),
      ]
    }
    page.verify("without unit vectors, twice the length is twice the similarity") { draw in
      let (a, b) = (draw.vector(4), draw.vector(4))
      return [
        Evidence("dot", error: abs(dotScore(a, 2 * b) - 2 * dotScore(a, b)), bound: 1e-15),
        Evidence(
          "unit", error: abs(dotScore(unit(a), unit(2 * b)) - dotScore(unit(a), unit(b))),
          bound: 1e-15),
      ]
    }
  }
}

/// The p×p squares of an image, row by row, each as a row of p² numbers
func patches(_ image: Matrix<Double>, _ p: Int) -> Matrix<Double> {
  var tokens: [[Double]] = []
  for i in 0..<image.rows / p {
    for j in 0..<image.columns / p {
      let square = (0..<p).flatMap { y in (0..<p).map { x in image[p * i + y, p * j + x] } }
      tokens.append(square)
    }
  }
  return Matrix(tokens)
}

/// kernel₀xᵢ₋₁ + kernel₁xᵢ + kernel₂xᵢ₊₁, zero beyond the ends
func convolution(_ x: Vector<Double>, _ kernel: Vector<Double>) -> Vector<Double> {
  Vector(
    x.indices.map { i in
      var sum = kernel[1] * x[i]
      if i > 0 { sum += kernel[0] * x[i - 1] }
      if i + 1 < x.count { sum += kernel[2] * x[i + 1] }
      return sum
    })
}
