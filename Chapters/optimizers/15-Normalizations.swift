import Companion
import Mathematics

//: Four normalizations, one line of code: they differ only in which entries share a mean and a
//: variance. Layer norm takes the n features of one sample together, and has a scale and a shift
//: for each of them:
//:
//:     μ = (1/n) Σᵢ₌₁ⁿ zᵢ
//:     σ² = (1/n) Σᵢ₌₁ⁿ (zᵢ − μ)²                  (14.5)
//:     ẑᵢ = (zᵢ − μ)/√(σ² + ε)
//:     yᵢ = γᵢẑᵢ + βᵢ                              (14.6)
//:
//: An image has $S = C · H · W$ entries, in C channels of $H × W$ pixels. Group norm parts the
//: channels into G groups and sums over the entries s of one group:
//:
//:     μ = (G/S) Σₛ zₛ
//:     σ² = (G/S) Σₛ (zₛ − μ)²                     (14.7)
//:
//: Instance norm sums over the pixels s of one channel:
//:
//:     μ = 1/(HW) Σₛ zₛ
//:     σ² = 1/(HW) Σₛ (zₛ − μ)²                    (14.8)
//:
//: So let a function name the group of each entry, and everything else be the same.

/// A batch of images with several channels, N×C×H×W, one after another.
struct ImageBatch {
  let (N, C, H, W): (Int, Int, Int, Int)
  var z: [Double]

  init(_ draw: inout Generator, N: Int = 2, C: Int = 4, H: Int = 2, W: Int = 2) {
    (self.N, self.C, self.H, self.W) = (N, C, H, W)
    z = draw.vector(N * C * H * W, -2, 3).entries
  }

  /// Image and channel of the entry at a place in memory.
  func coordinates(_ i: Int) -> (n: Int, c: Int) { (i / (C * H * W), i / (H * W) % C) }

  /// Entries of the same group share a mean and a variance.
  func normalized(ε: Double = 1e-5, by group: (_ n: Int, _ c: Int) -> Int) -> [Double] {
    var members: [[Int]] = Array(repeating: [], count: N * C)
    for i in z.indices { members[group(coordinates(i).n, coordinates(i).c)].append(i) }
    var result = z
    for places in members where !places.isEmpty {
      let values = places.map { z[$0] }
      let (μ, σ²) = (mean(values), variance(values))
      for i in places { result[i] = (z[i] - μ) / (σ² + ε).squareRoot() }
    }
    return result
  }

  /// One statistic per channel, over images and pixels.
  func batchNormalized() -> [Double] { normalized { _, c in c } }
  /// (14.5): one per image, over channels and pixels.
  func layerNormalized() -> [Double] { normalized { n, _ in n } }
  /// (14.7): one per image and group of channels.
  func groupNormalized(_ G: Int) -> [Double] { normalized { n, c in n * G + c / (C / G) } }
  /// (14.8): one per image and channel.
  func instanceNormalized() -> [Double] { normalized { n, c in n * C + c } }
}

/// (14.6): γᵢẑᵢ + βᵢ, a scale and a shift for each feature of one sample
func layerNorm(_ z: Vector<Double>, _ γ: Vector<Double>, _ β: Vector<Double>, _ ε: Double)
  -> Vector<Double>
{
  γ ⊙ batchNorm(z, 1, 0, ε) + β
}

extension Optimizers {
  static let normalizations = Section(.foundations, "14.3", "Layer, group and instance norm") {
    page in
    var draw = Generator(seed: 14)
    let batch = ImageBatch(&draw)
    let methods: [(String, (ImageBatch) -> [Double])] = [
      ("batch", { $0.batchNormalized() }), ("layer", { $0.layerNormalized() }),
      ("group, G = 2", { $0.groupNormalized(2) }), ("instance", { $0.instanceNormalized() }),
    ]

    page.define(
      "mean and variance of the features of one sample", at: "14.5",
      by: "ImageBatch.layerNormalized")
    page.define("layer normalization", at: "14.6", by: "layerNorm")
    page.define("group normalization", at: "14.7", by: "ImageBatch.groupNormalized")
    page.define("instance normalization", at: "14.8", by: "ImageBatch.instanceNormalized")

    //: Which entries does a normalized entry depend on? The program finds out by changing each
    //: entry of a 2×4×2×2 tensor in turn and looking whether the first output moves. The axes in
    //: the table of the notes agree with what it finds.

    func sources(_ normalize: (ImageBatch) -> [Double]) -> [Int] {
      let before = normalize(batch)[0]
      return batch.z.indices.filter { i in
        var changed = batch
        changed.z[i] += 1
        return normalize(changed)[0] != before
      }
    }
    let dependence = methods.map { name, normalize in (name, sources(normalize)) }
    page.table(
      "What one normalized entry depends on",
      columns: ["norm", "entries", "images", "channels", "statistics"],
      rows: dependence.map { name, found in
        let images = Set(found.map { batch.coordinates($0).n }).count
        let channels = Set(found.map { batch.coordinates($0).c }).count
        return [name, found.count, images, channels, batch.z.count / found.count]
      }, at: "14.5:table")
    page.verify(
      "batch norm looks at all images and one channel, the others at one image and all, half or "
        + "one of its channels", at: "14.5:table", "14.3:batch", draws: 1
    ) { _ in
      func counts(_ name: (Int) -> Int) -> [Int] { dependence.map { Set($0.1.map(name)).count } }
      return [
        Evidence(
          "images", error: distance(counts { batch.coordinates($0).n }, [2, 1, 1, 1]), bound: 0),
        Evidence(
          "channels", error: distance(counts { batch.coordinates($0).c }, [1, 4, 2, 1]), bound: 0),
      ]
    }
    page.leave(
      "what each is best for, and that group norm works well for small batches: found by "
        + "experience", at: "14.5:table", "14.4.1:small")

    //: How many features has a sample? The entries that layer norm shares a mean among, counted for
    //: several shapes.

    let shapes = [(2, 3, 4), (4, 1, 5), (6, 2, 2)]
    let isProduct = shapes.allSatisfy { C, H, W in
      let batch = ImageBatch(&draw, N: 1, C: C, H: H, W: W)
      return batch.z.indices.filter { batch.coordinates($0).n == 0 }.count == C * H * W
    }
    page.show("S", isProduct ? "C·H·W" : "another number", at: "§14.4.1")

    //: Group norm has the two others at its ends. With a single group it is layer norm, with a
    //: group for every channel instance norm; in between it lets a few channels share their
    //: statistics. [Layer norm in a Transformer](../transformer/README.md#layer-normalization) is
    //: the same thing for a tensor without pixels: the features of one token.

    page.verify(
      "one group is layer norm, a group for each channel instance norm", at: "14.7", "14.8"
    ) {
      draw in
      let batch = ImageBatch(&draw, N: 1)
      return [
        Evidence(
          "G = 1", error: distance(batch.groupNormalized(1), batch.layerNormalized()), bound: 0),
        Evidence(
          "G = C", error: distance(batch.groupNormalized(4), batch.instanceNormalized()), bound: 0),
      ]
    }
    page.verify(
      "mean and variance of a group of S/G entries, found in one pass", at: "14.5", "14.7"
    ) {
      draw in
      let batch = ImageBatch(&draw, N: 1)
      // Welford's update, entry by entry, for the first of two groups.
      var (μ, M, n) = (0.0, 0.0, 0.0)
      for value in batch.z[..<8] {
        n += 1
        let d = value - μ
        μ += d / n
        M += d * (value - μ)
      }
      let ẑ = batch.z[..<8].map { ($0 - μ) / (M / 8 + 1e-5).squareRoot() }
      let ours = Array(batch.groupNormalized(2)[..<8])
      return [Evidence("Welford", error: distance(ours, ẑ), bound: 1e-13)]
    }
    page.verify("layer norm of a sample is the same in any batch", at: "14.3:batch", "14.6") {
      draw in
      let batch = ImageBatch(&draw)
      let image = batch.z.count / batch.N
      var other = batch
      for i in image..<batch.z.count { other.z[i] = draw.uniform(-2, 3) }
      func first(_ all: [Double]) -> [Double] { Array(all[..<image]) }
      let change = distance(first(other.layerNormalized()), first(batch.layerNormalized()))
      let byBatch = distance(first(other.batchNormalized()), first(batch.batchNormalized()))
      let (γ, β) = (draw.vector(4), draw.vector(4))
      let z = draw.vector(4)
      let alone = layerNorm(z, γ, β, 1e-5)
      let μ = mean(z.entries)
      let s = (variance(z.entries) + 1e-5).squareRoot()
      let byHand = (0..<4).map { γ[$0] * (z[$0] - μ) / s + β[$0] }
      return [
        Evidence("another second image", error: change, bound: 0),
        Evidence("batch norm", holds: byBatch > 1e-9),
        Evidence("by hand", error: distance(alone, Vector(byHand)), bound: 1e-13),
      ]
    }

    //: Instance norm forgets the brightness and contrast of each channel of each image, exactly:
    //: two pictures that differ in these come out the same. That is what it is for in the transfer
    //: of style. It forgets no more than that.

    page.verify("instance norm of a·z + b is that of z, if ε = 0", at: "14.4.2:instance") { draw in
      let batch = ImageBatch(&draw, N: 1)
      var other = batch
      let (a, b) = (draw.vector(4, 0.2, 3), draw.vector(4))
      for i in other.z.indices {
        let c = batch.coordinates(i).c
        other.z[i] = a[c] * batch.z[i] + b[c]
      }
      let one = batch.normalized(ε: 0) { _, c in c }
      let two = other.normalized(ε: 0) { _, c in c }
      return [Evidence("entries", error: distance(two, one), bound: 1e-11)]
    }

    //: Why batch norm wants large batches: its mean is an estimate, and the estimate is noisy. Over
    //: random batches from one distribution of variance 1, its spread over N images of four pixels
    //: is $1/√(4N)$. Group norm estimates nothing about other images and does not care.

    page.table(
      "The spread of a channel's batch mean, with 2×2 pixels",
      columns: ["images", "spread", "1/√(4N)"],
      rows: [1, 2, 4, 16].map { N in
        let means = (0..<60).map { _ in mean((0..<4 * N).map { _ in draw.normal() }) }
        return [N, variance(means).squareRoot(), 1 / (4 * Double(N)).squareRoot()]
      }, at: "14.4.1:small")
  }
}
