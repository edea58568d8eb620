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
  var z: Vector<Double>

  init(_ draw: inout Generator, N: Int = 2, C: Int = 4, H: Int = 2, W: Int = 2) {
    (self.N, self.C, self.H, self.W) = (N, C, H, W)
    z = draw.vector(N * C * H * W, -2, 3)
  }

  /// Image and channel of the entry at a place in memory.
  func coordinates(_ i: Int) -> (n: Int, c: Int) { (i / (C * H * W), i / (H * W) % C) }

  /// Entries of the same group share a mean and a variance.
  func normalized(_ ε: Double, by group: (_ n: Int, _ c: Int) -> Int) -> Vector<Double> {
    var result = z
    let groups = Dictionary(grouping: z.indices) { group(coordinates($0).n, coordinates($0).c) }
    for places in groups.values {
      let ẑ = batchNorm(Vector(places.map { z[$0] }), 1, 0, ε)
      for (k, i) in places.enumerated() { result[i] = ẑ[k] }
    }
    return result
  }

  //: Each of the four is then a name for a group: the channel, the image, the image with some
  //: channels, or the image with one.

  /// One statistic per channel, over images and pixels.
  func batchNormalized(ε: Double = 1e-5) -> Vector<Double> { normalized(ε) { _, c in c } }
  /// (14.5): one per image, over channels and pixels.
  func layerNormalized(ε: Double = 1e-5) -> Vector<Double> { normalized(ε) { n, _ in n } }
  /// (14.7): one per image and group of channels.
  func groupNormalized(_ G: Int, ε: Double = 1e-5) -> Vector<Double> {
    normalized(ε) { n, c in n * G + c / (C / G) }
  }
  /// (14.8): one per image and channel.
  func instanceNormalized(ε: Double = 1e-5) -> Vector<Double> {
    normalized(ε) { n, c in n * C + c }
  }

  /// The entries that the first normalized entry depends on, found by moving each in turn.
  func sources(_ normalize: (ImageBatch) -> Vector<Double>) -> [Int] {
    let before = normalize(self)[0]
    return z.indices.filter { i in
      var moved = self
      moved.z[i] += 1
      return normalize(moved)[0] != before
    }
  }
}

extension Optimizers {
  static let normalizations = Section(.foundations, "14.3", "Layer, group and instance norm") {
    page in
    page.define(
      "mean and variance of the features of one sample", at: "14.5",
      by: "ImageBatch.layerNormalized")
    page.define("layer normalization", at: "14.6", by: "layerNorm")
    page.define("group normalization", at: "14.7", by: "ImageBatch.groupNormalized")
    page.define("instance normalization", at: "14.8", by: "ImageBatch.instanceNormalized")
    var draw = Generator(seed: 14)
    dependence(page, &draw)
    features(page, &draw)
    endsOfGroupNorm(page)
    layerNormBackward(page)
    brightness(page)
    noisyMeans(page, &draw)
  }

  //: Which entries does a normalized entry depend on? The program finds out by changing each
  //: entry of a 2×4×2×2 tensor in turn and looking whether the first output moves. The last
  //: table of the notes names the same axes, but for instance norm, which has statistics “per
  //: channel”: per channel *of each image*, else it would be batch norm.

  private static func dependence(_ page: Page, _ draw: inout Generator) {
    let batch = ImageBatch(&draw)
    let found = [
      ("batch", batch.sources { $0.batchNormalized() }),
      ("layer", batch.sources { $0.layerNormalized() }),
      ("group, G = 2", batch.sources { $0.groupNormalized(2) }),
      ("instance", batch.sources { $0.instanceNormalized() }),
    ]
    let images = found.map { Set($0.1.map { batch.coordinates($0).n }).count }
    let channels = found.map { Set($0.1.map { batch.coordinates($0).c }).count }
    page.table(
      "What one normalized entry depends on",
      columns: ["norm", "entries", "images", "channels", "statistics"],
      rows: found.indices.map { i in
        let (name, entries) = found[i]
        return [name, entries.count, images[i], channels[i], batch.z.count / entries.count]
      }, at: "14.5:table")
    page.check(
      "batch norm looks at all images and one channel, the others at one image and all, half or "
        + "one of its channels", at: "14.5:table", "14.3:batch"
    ) {
      images == [2, 1, 1, 1]
      channels == [1, 4, 2, 1]
    }
    page.leave(
      "what each is best for, and that group norm works well for small batches: found by "
        + "experience", at: "14.5:table", "14.4.1:small")
  }

  //: How many features has a sample? The entries that layer norm shares a mean among are counted
  //: for several shapes. If the count is a product of powers of the sizes, its logarithm is a sum
  //: of multiples of theirs, and a linear system says which multiples.

  /// A count as the product of some sizes, `C·H·W`, from counts for several of them.
  static func product(_ names: [String], _ counted: [(sizes: [Int], count: Int)]) -> String {
    let logs = Matrix(counted.map { $0.sizes.map { log(Double($0)) } })
    let powers = solve(logs.ᵀ * logs, logs.ᵀ * Vector(counted.map { log(Double($0.count)) }))
    let factors = zip(names, powers.entries).map { name, power in
      let isWhole = (power - power.rounded()).magnitude < 1e-9
      return isWhole ? Array(repeating: name, count: max(0, Int(power.rounded()))) : ["\(name)^?"]
    }
    return factors.joined().joined(separator: "·")
  }

  private static func features(_ page: Page, _ draw: inout Generator) {
    let counted = [(2, 3, 4), (4, 1, 5), (6, 2, 2)].map { C, H, W in
      let batch = ImageBatch(&draw, N: 1, C: C, H: H, W: W)
      return (sizes: [C, H, W], count: batch.sources { $0.layerNormalized() }.count)
    }
    page.show("S", product(["C", "H", "W"], counted), at: "§14.4.1")
  }

  //: Group norm has the two others at its ends. With a single group it is layer norm, with a
  //: group for every channel instance norm; in between it lets a few channels share their
  //: statistics. [Layer norm in a Transformer](../transformer/README.md#layer-normalization) is
  //: the same thing for a tensor without pixels: the features of one token.
  //:
  //: The statistics themselves are found a second time, in one pass over the numbers: each new
  //: one moves the mean by its share, and the sum of squares by what it is off before and after.

  /// Mean and variance after Welford (1962), each number seen once.
  static func onePass(_ values: Vector<Double>) -> (μ: Double, σ²: Double) {
    var (μ, squares) = (0.0, 0.0)
    for i in values.indices {
      let d = values[i] - μ
      μ += d / Double(i + 1)
      squares += d * (values[i] - μ)
    }
    return (μ, squares / Double(values.count))
  }

  private static func endsOfGroupNorm(_ page: Page) {
    page.verify(
      "one group is layer norm, a group for each channel instance norm", at: "14.7", "14.8"
    ) { draw in
      let batch = ImageBatch(&draw)
      batch.groupNormalized(1) == batch.layerNormalized()
      batch.groupNormalized(batch.C) == batch.instanceNormalized()
    }
    page.verify(
      "mean and variance of a group of S/G entries, found in one pass", at: "14.5", "14.7"
    ) { draw in
      let batch = ImageBatch(&draw, N: 1)
      let first = batch.z[0..<8]
      let (μ, σ²) = onePass(first)
      batch.groupNormalized(2)[0..<8] ≈ (first - μ) / (σ² + 1e-5).squareRoot()
    }
    page.verify("layer norm of a sample is the same in any batch", at: "14.3:batch", "14.6") {
      draw in
      let batch = ImageBatch(&draw)
      let image = 0..<batch.z.count / batch.N
      var other = batch
      other.z = Vector(batch.z[image].entries + draw.vector(image.count, -2, 3).entries)
      other.layerNormalized()[image] == batch.layerNormalized()[image]
      other.batchNormalized()[image] != batch.batchNormalized()[image]
      let (z, γ, β) = (batch.z[image], draw.vector(image.count), draw.vector(image.count))
      let (μ, σ²) = onePass(z)
      layerNorm(z, γ, β, 1e-5) ≈ (γ ⊙ (z - μ)) / (σ² + 1e-5).squareRoot() + β
    }
  }
}

//: ### Backward, feature by feature
//:
//: The group is now the features of one sample, and [what holds for a
//: batch](#batch-normalization-by-hand) holds for it with n in place of m, but for the scale. It
//: differs from feature to feature, so that it cannot be taken out of the sum: what goes back
//: through the mean and the variance is already $g = γ ⊙ dy$.

/// (14.6): γᵢẑᵢ + βᵢ, a scale and a shift for each feature of one sample
func layerNorm<T: Scalar>(_ z: Vector<T>, _ γ: Vector<T>, _ β: Vector<T>, _ ε: T) -> Vector<T> {
  γ ⊙ batchNorm(z, 1, 0, ε) + β
}

extension Optimizers {
  //: The example has three features, and its loss weighs the last one twice.

  private static func layerNormBackward(_ page: Page) {
    let example: [Vector<Double>] = [[1, 2, 4], [1, 0.5, 1.5], [1, 1, 2]]
    page.derivation("dz", at: "14.6", of: example) { draw in
      [draw.vector(4, -2, 2), draw.vector(4, 0.5, 2), draw.vector(4)]
    } lines: { example in
      let (z, γ, dy) = (example[0], example[1], example[2])
      let (n, d, s) = (Double(z.count), z - z.mean, (z.variance + 0.01).squareRoot())
      let (g, ẑ) = (γ ⊙ dy, d / s)
      Line("Σᵢ dyᵢ γᵢ ∂ẑᵢ/∂zⱼ", batchNormʹ(z, 0.01).ᵀ * g)
      Line("g/s − Σᵢ gᵢ/(ns) − ẑ Σᵢ gᵢẑᵢ/(ns)", g / s - g.sum / (n * s) - (g ⋅ ẑ) / (n * s) * ẑ)
      Line("(g − mean(g) − ẑ mean(g ⊙ ẑ))/s", (g - g.mean - (g ⊙ ẑ).mean * ẑ) / s)
    } truth: { example in
      let (γ, dy) = (Vector<Twofold>(example[1]), Vector<Twofold>(example[2]))
      return gradient(at: example[0]) { z in dy ⋅ layerNorm(z, γ, 0 * dy, 0.01) }
    }
  }

  //: ### What is forgotten
  //:
  //: Instance norm forgets the brightness and contrast of each channel of each image, exactly:
  //: two pictures that differ in these come out the same. That is what it is for in the transfer
  //: of style. It forgets no more than that.

  private static func brightness(_ page: Page) {
    page.verify("instance norm of a·z + b is that of z, if ε = 0", at: "14.4.2:instance") { draw in
      let batch = ImageBatch(&draw)
      let (a, b) = (draw.matrix(batch.N, batch.C, 0.2, 3), draw.matrix(batch.N, batch.C))
      var other = batch
      other.z = Vector(
        batch.z.indices.map { i in
          let (n, c) = batch.coordinates(i)
          return a[n, c] * batch.z[i] + b[n, c]
        })
      other.instanceNormalized(ε: 0)
        ≈ batch.instanceNormalized(ε: 0) ± (1e-12, "a small spread is divided by")
      (other.batchNormalized(ε: 0) - batch.batchNormalized(ε: 0)).maxNorm > 1e-6
    }
  }

  //: Why batch norm wants large batches: its mean is an estimate, and the estimate is noisy. Over
  //: random batches from one distribution of variance 1, its spread over N images of four pixels
  //: is $1/√(4N)$. Group norm estimates nothing about other images and does not care.

  private static func noisyMeans(_ page: Page, _ draw: inout Generator) {
    page.table(
      "The spread of a channel's batch mean, with 2×2 pixels",
      columns: ["images", "spread", "1/√(4N)"],
      rows: [1, 2, 4, 16].map { N in
        let means = (0..<60).map { _ in Vector((0..<4 * N).map { _ in draw.normal() }).mean }
        return [N, variance(means).squareRoot(), 1 / (4 * Double(N)).squareRoot()]
      }, at: "14.4.1:small")
  }
}
