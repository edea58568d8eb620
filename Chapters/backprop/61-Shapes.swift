import Companion
import Mathematics

//: Shapes are where programs go wrong. Broadcasting stretches them, reshaping reads the same
//: numbers under another shape, and permuting moves the numbers.

extension Tensor {
  /// The same entries, in their order, under another shape
  func reshaped(_ shape: [Int]) -> Tensor { Tensor(shape, entries) }

  /// Stretched to a shape: aligned from the right, axes missing on the left added, sizes 1 repeated
  func broadcast(to shape: [Int]) -> Tensor {
    let expanded = Tensor(Self.expanded(self.shape, to: shape.count), entries)
    let strides = zip(expanded.shape, expanded.strides).map { $0 == 1 ? 0 : $1 }
    return Tensor(shape, offsets(shape, strides).map { entries[$0] })
  }

  /// A shape with axes of size 1 added on the left
  static func expanded(_ shape: [Int], to order: Int) -> [Int] {
    Array(repeating: 1, count: max(0, order - shape.count)) + shape
  }

  /// The shape of a sum or product of two, nil if they do not fit
  static func broadcast(_ a: [Int], _ b: [Int]) -> [Int]? {
    let order = max(a.count, b.count)
    let pairs = zip(expanded(a, to: order), expanded(b, to: order))
    let fits = pairs.allSatisfy { $0 == $1 || $0 == 1 || $1 == 1 }
    return fits ? pairs.map { max($0, $1) } : nil
  }

  /// Axis a of the result is axis axes[a] of this: numpy's transpose, PyTorch's permute
  func permuted(_ axes: [Int]) -> Tensor {
    let shape = axes.map { self.shape[$0] }
    let own = strides
    return Tensor(shape, offsets(shape, axes.map { own[$0] }).map { entries[$0] })
  }

  /// Axis a of this becomes axis targets[a] of the result: numpy's moveaxis
  func moved(to targets: [Int]) -> Tensor {
    permuted(targets.indices.map { target in targets.firstIndex(of: target)! })
  }
}

extension Backprop {
  static let shapes = Section(.foundations, "12.2", "Shapes") { page in
    //: ### Broadcasting
    //:
    //: Shapes are aligned from the right, axes that are missing are added on the left, and an axis
    //: of size 1 is stretched. So a factor γ of N entries scales the last axis:
    //:
    //:     Y[b, m, n] = X[b, m, n] γ[n]    (12.5)
    //:
    //: Sizes stand for their letters here: $B = 2$, $M = 3$, $N = 4$.

    let letters = [2: "B", 3: "M", 4: "N"]
    func word(_ shape: [Int]) -> String {
      "(" + shape.map { letters[$0] ?? "\($0)" }.joined(separator: ",") + ")"
    }
    let (BMN, MN, N) = ([2, 3, 4], [3, 4], [4])
    page.show(
      "vector expanded in example 1", word(Tensor.expanded(N, to: 2)), at: "§12.2.1",
      for: "12.2.1:first")
    page.show(
      "broadcast shape in example 1", word(Tensor.broadcast(MN, N) ?? []), at: "§12.2.1",
      for: "12.2.1:first")
    page.show(
      "vector expanded in example 2", word(Tensor.expanded(N, to: 3)), at: "§12.2.1",
      for: "12.2.1:second")
    page.show(
      "broadcast shape in example 2", word(Tensor.broadcast(BMN, N) ?? []), at: "§12.2.1",
      for: "12.2.1:second")
    page.verify(
      "broadcast from the right: $Y[b, m, n] = X[b, m, n] γ[n]$", at: "12.2.1:rules", "12.5"
    ) { draw in
      let (X, γ) = (Tensor([2, 1, 3], &draw), Tensor([3], &draw))
      let stretched = γ.broadcast(to: X.shape)
      let Y = zip(X.entries, stretched.entries).map { $0 * $1 }
      let rows = (0..<2).flatMap { row in (0..<3).map { X.entries[3 * row + $0] * γ.entries[$0] } }
      return [
        Evidence("row by row", error: distance(Y, rows), bound: 0),
        Evidence("einsum", error: distance(einsum("bmn,n", "bmn", X, γ).entries, rows), bound: 0),
      ]
    }

    //: ### Reshaping
    //:
    //: The numbers stay in their order under another shape, that of a matrix or of one long vector:
    //:
    //:     B×C×H×W → BC×HW      (12.6)
    //:     B×C×H×W → B·C·H·W    (12.9)
    //:
    //: Which order that is matters. By rows, the last index running fastest, B×C×H×W read as BC×HW
    //: keeps every image row together. By columns, the first index fastest, the same new shape
    //: holds the numbers in other places.

    let sizes = (B: 2, C: 3, H: 4, W: 5)
    var draw = Generator(seed: 9)
    let X = Tensor([sizes.B, sizes.C, sizes.H, sizes.W], &draw)
    let names = [sizes.B * sizes.C: "BC", sizes.H * sizes.W: "HW"]
    let reshaped = X.reshaped([sizes.B * sizes.C, sizes.H * sizes.W])
    page.show(
      "shape of reshaped X", shape(reshaped.shape[0], reshaped.shape[1], names: names), at: "12.6")
    let product = sizes.B * sizes.C * sizes.H * sizes.W
    page.show("length of flattened X", X.entries.count == product ? "B·C·H·W" : "?", at: "12.9")
    page.define("the same entries under another shape", at: "12.6", "12.9", by: "Tensor.reshaped")
    page.verify(
      "entry $(b, c, h, w)$ goes to $(bC + c, hW + w)$ by rows, to $(b + cB, h + wH)$ by columns",
      at: "12.3.1:layout"
    ) { draw in
      let X = Tensor([2, 2, 2, 3], &draw)
      let (b, c, h, w) = (draw.below(2), draw.below(2), draw.below(2), draw.below(3))
      let byRows = X.reshaped([4, 6])[b * 2 + c, h * 3 + w]
      // By columns: all numbers listed with the first index fastest, and read so again.
      let list = X.permuted([3, 2, 1, 0]).entries
      let byColumns = list[(b + 2 * c) + 4 * (h + 2 * w)]
      return [
        Evidence("by rows", error: distance(byRows, X[b, c, h, w]), bound: 0),
        Evidence("by columns", error: distance(byColumns, X[b, c, h, w]), bound: 0),
      ]
    }

    //: ### Permuting
    //:
    //: Permuting moves the numbers:
    //:
    //:     Yᵢⱼₖₗ = Xₖᵢₗⱼ    (12.7), (12.8)
    //:
    //: Axis 0 of X, whose index is k, has become axis 2 of Y; axis 1 has become axis 0, axis 2 has
    //: become axis 3, and axis 3 axis 1. So $0, 1, 2, 3 → 2, 0, 3, 1$ lists where each axis of X
    //: *goes*. That is how `moveaxis` of numpy counts. The function that is called permute, in
    //: PyTorch, and transpose in numpy, lists where each axis of Y *comes from*; for this Y the
    //: list is $1, 3, 0, 2$, and $2, 0, 3, 1$ gives $Xⱼₗᵢₖ$.

    let targets = [2, 0, 3, 1]
    let labels = Tensor([2, 3, 4, 5], &draw)
    let goes = (0..<4).map { axis in
      targetAxis(of: axis, in: labels) { X, i in X[i[2], i[0], i[3], i[1]] }
    }
    page.show("axes after", goes.map { Double($0) }, at: "12.7")
    page.note(
      "2, 0, 3, 1 is where each axis goes, as moveaxis takes it. Written as permute, as printed, "
        + "it would have to say from where each axis comes.", at: "12.7")
    page.derive("the same for permute", targets.indices.map { targets.firstIndex(of: $0)! })
    page.verify(
      "$Yᵢⱼₖₗ = Xₖᵢₗⱼ$ is moveaxis to $2, 0, 3, 1$ and permute by $1, 3, 0, 2$", at: "12.7",
      "12.8"
    ) { draw in
      let X = Tensor([2, 2, 1, 3], &draw)
      let Y = X.moved(to: [2, 0, 3, 1])
      let i = Y.shape.map { draw.below($0) }
      let other = X.permuted([2, 0, 3, 1])
      let j = other.shape.map { draw.below($0) }
      return [
        Evidence("moveaxis", error: distance(Y[at: i], X[i[2], i[0], i[3], i[1]]), bound: 0),
        Evidence("permute", error: distance(X.permuted([1, 3, 0, 2])[at: i], Y[at: i]), bound: 0),
        Evidence(
          "permute by 2, 0, 3, 1 is Xⱼₗᵢₖ",
          error: distance(other[at: j], X[j[1], j[3], j[0], j[2]]), bound: 0),
      ]
    }

    //: ### Flattening
    //:
    //: Flattening everything, batch axis included, gives one long vector, and a dense layer on
    //: that vector lets every sample see every other. Before a dense layer one flattens to
    //: B×CHW: a row a sample.

    page.refute(
      "flattening batch and space axes into one vector suits a dense layer", at: "12.3.3:batch",
      correction: "C, H and W are flattened and the batch axis stays: B×CHW"
    ) { draw in
      let (X, w) = (Tensor([2, 1, 2, 2], &draw), draw.vector(8))
      let slopes = reverseGradient(at: Vector(X.entries)) { Vector(w) ⋅ tanh($0) }
      // The output of sample 0, by the entries of sample 1.
      return [
        Evidence(
          "effect of the other sample", error: Vector(Array(slopes.entries[4...])).maxNorm, bound: 0
        )
      ]
    } corrected: { draw in
      let (X, w) = (Tensor([2, 1, 2, 2], &draw), draw.vector(4))
      let slopes = reverseGradient(at: Vector(X.entries)) { x in
        // B×CHW times w: an output a sample.
        (Matrix(rows: 2, columns: 4, entries: tanh(x).entries) * Vector(w))[0]
      }
      return [
        Evidence(
          "effect of the other sample", error: Vector(Array(slopes.entries[4...])).maxNorm, bound: 0
        )
      ]
    }
  }

  /// Which axis of Y the given axis of X has become, found from the sizes that fit
  private static func targetAxis(
    of axis: Int, in X: Tensor, _ Y: (Tensor, [Int]) -> Double
  ) -> Int {
    // Moving along an axis of X by one must be moving along one axis of Y by one.
    (0..<4).first { a in
      var i = [0, 0, 0, 0]
      i[a] = 1
      var source = [0, 0, 0, 0]
      source[axis] = 1
      return Y(X, i) == X[at: source]
    } ?? -1
  }
}
