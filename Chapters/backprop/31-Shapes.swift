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

}

//: Permuting has two ways to say the same: which axis each new one is, or where each old one goes.
//: Each list undoes the other, and half of all mistakes with axes are one read as the other.

extension Tensor {
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
    broadcasting(page)
    reshaping(page)
    layouts(page)
    permuting(page)
    flattening(page)
  }

  //: ### Broadcasting
  //:
  //: Shapes are aligned from the right, axes that are missing are added on the left, and an axis
  //: of size 1 is stretched. So a factor γ of N entries scales the last axis:
  //:
  //:     Y[b, m, n] = X[b, m, n] γ[n]    (12.5)
  //:
  //: Sizes stand for their letters here: $B = 2$, $M = 3$, $N = 4$.

  private static func broadcasting(_ page: Page) {
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
      let Y = zip(X.entries, γ.broadcast(to: X.shape).entries).map { $0 * $1 }
      by("row by row") {
        Y == (0..<2).flatMap { row in (0..<3).map { X.entries[3 * row + $0] * γ.entries[$0] } }
      }
      by("einsum") { Y == einsum("bmn,n", "bmn", X, γ).entries }
    }
  }

  //: ### Reshaping
  //:
  //: The numbers stay in their order under another shape, that of a matrix or of one long vector:
  //:
  //:     B×C×H×W → BC×HW      (12.6)
  //:     B×C×H×W → B·C·H·W    (12.9)

  private static func reshaping(_ page: Page) {
    let (B, C, H, W) = (2, 3, 4, 5)
    var draw = Generator(seed: 9)
    let X = Tensor([B, C, H, W], &draw)
    let matrix = X.reshaped([B * C, H * W])
    page.show(
      "shape of reshaped X",
      shape(matrix.shape[0], matrix.shape[1], names: [B * C: "BC", H * W: "HW"]), at: "12.6")
    page.show(
      "length of flattened X",
      formula(
        X.reshaped([X.entries.count]).shape,
        among: ["C·H·W": [C * H * W], "B·C·H": [B * C * H], "B·C·H·W": [B * C * H * W]]),
      at: "12.9")
    page.define("the same entries under another shape", at: "12.6", "12.9", by: "Tensor.reshaped")
  }

  //: Which order that is matters. By rows, the last index running fastest, B×C×H×W read as BC×HW
  //: keeps every image row together. By columns, the first index fastest, the same new shape
  //: holds the numbers in other places. The check lists all numbers with the first index fastest and
  //: reads them so again.

  private static func layouts(_ page: Page) {
    page.verify(
      "entry $(b, c, h, w)$ goes to $(bC + c, hW + w)$ by rows, to $(b + cB, h + wH)$ by columns",
      at: "12.3.1:layout"
    ) { draw in
      let X = Tensor([2, 2, 2, 3], &draw)
      let (b, c, h, w) = (draw.below(2), draw.below(2), draw.below(2), draw.below(3))
      by("by rows") { X.reshaped([4, 6])[b * 2 + c, h * 3 + w] == X[b, c, h, w] }
      let list = X.permuted([3, 2, 1, 0]).entries
      by("by columns") { list[(b + 2 * c) + 4 * (h + 2 * w)] == X[b, c, h, w] }
    }
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

  /// Which axis of Y the given axis of X has become: the one along which a step in Y is a step along
  /// that axis in X
  private static func targetAxis(
    of axis: Int, in X: Tensor, _ Y: (Tensor, [Int]) -> Double
  ) -> Int {
    func step(_ a: Int) -> [Int] { (0..<4).map { $0 == a ? 1 : 0 } }
    return (0..<4).first { Y(X, step($0)) == X[at: step(axis)] } ?? -1
  }

  private static func permuting(_ page: Page) {
    var draw = Generator(seed: 9)
    let X = Tensor([2, 3, 4, 5], &draw)
    let targets = (0..<4).map { axis in
      targetAxis(of: axis, in: X) { X, i in X[i[2], i[0], i[3], i[1]] }
    }
    page.show("axes after", targets.map { Double($0) }, at: "12.7")
    page.note(
      "2, 0, 3, 1 is where each axis goes, as moveaxis takes it. Written as permute, as printed, "
        + "it would have to say from where each axis comes.", at: "12.7")
    page.derive("the same for permute", targets.indices.map { targets.firstIndex(of: $0) ?? -1 })
    page.verify(
      "$Yᵢⱼₖₗ = Xₖᵢₗⱼ$ is moveaxis to $2, 0, 3, 1$ and permute by $1, 3, 0, 2$", at: "12.7",
      "12.8"
    ) { draw in
      let X = Tensor([2, 2, 1, 3], &draw)
      let Y = X.moved(to: [2, 0, 3, 1])
      let i = Y.shape.map { draw.below($0) }
      let other = X.permuted([2, 0, 3, 1])
      let j = other.shape.map { draw.below($0) }
      by("moveaxis") { Y[at: i] == X[i[2], i[0], i[3], i[1]] }
      by("permute") { X.permuted([1, 3, 0, 2])[at: i] == X[i[2], i[0], i[3], i[1]] }
      by("permute by 2, 0, 3, 1 is Xⱼₗᵢₖ") { other[at: j] == X[j[1], j[3], j[0], j[2]] }
    }
  }

  //: ### Flattening
  //:
  //: Flattening everything, batch axis included, gives one long vector, and a dense layer on
  //: that vector lets every sample see every other. Before a dense layer one flattens to
  //: B×CHW: a row a sample. What is looked at is the output of the first sample, and how it depends
  //: on the entries of the second.

  private static func flattening(_ page: Page) {
    let nothing = Vector(repeating: 0.0, count: 4)
    page.refute(
      "flattening batch and space axes into one vector suits a dense layer", at: "12.3.3:batch",
      correction: "C, H and W are flattened and the batch axis stays: B×CHW"
    ) { draw in
      let (X, w) = (Tensor([2, 1, 2, 2], &draw), draw.vector(8))
      let slopes = reverseGradient(at: Vector(X.entries)) { Vector(w) ⋅ tanh($0) }
      by("effect of the other sample") { slopes[4..<8] == nothing }
    } corrected: { draw in
      let (X, w) = (Tensor([2, 1, 2, 2], &draw), draw.vector(4))
      let slopes = reverseGradient(at: Vector(X.entries)) { x in
        (Matrix(rows: 2, columns: 4, entries: tanh(x).entries) * Vector(w))[0]
      }
      by("effect of the other sample") { slopes[4..<8] == nothing }
    }
  }
}
