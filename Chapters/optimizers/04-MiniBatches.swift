import Companion
import Mathematics

//: Is the gradient of a few samples a fair stand-in for the gradient of all? A full gradient looks
//: at each of N samples. A mini-batch S looks at B of them and takes their mean for the whole:
//:
//:     ℒ(θ) = (1/N) Σᵢ₌₁ᴺ ℓᵢ(θ)                    (8.1)
//:     ℒ̃(θ) = (1/B) Σᵢ ℓᵢ(θ) for i ∈ S             (8.3)
//:
//: A step follows the gradient of the second:
//:
//:     gₜ = ∇ℒ̃(θₜ)                                 (8.4)
//:     θₜ₊₁ = θₜ − ηₜgₜ                            (8.5)
//:
//: Is that allowed? For a data set of eight samples there are 255 batches; they can all be looked
//: at, so that nothing has to be believed about expectations.

/// A linear model with squared error, ℓᵢ(w) = ½(xᵢ·w − yᵢ)², small enough to enumerate.
struct SmallData {
  let x: [Vector<Double>]
  let y: [Double]

  init(_ draw: inout Generator, samples: Int = 8) {
    x = (0..<samples).map { _ in draw.vector(2) }
    y = (0..<samples).map { _ in draw.uniform(-1, 1) }
  }

  /// ∇ℓᵢ
  func gradient(_ i: Int, _ w: Vector<Double>) -> Vector<Double> { ((x[i] ⋅ w) - y[i]) * x[i] }

  /// (8.3) and (8.4): the mean loss of a batch
  func loss<T: Scalar>(_ batch: [Int], _ w: Vector<T>) -> T {
    var sum: T = 0
    for i in batch {
      let e = (Vector<T>(x[i]) ⋅ w) - T(y[i])
      sum += 0.5 * e * e
    }
    return sum / T(Double(batch.count))
  }
}

/// All batches of B out of N samples, without repetition.
func batches(of B: Int, from N: Int) -> [[Int]] {
  (0..<(1 << N)).map { bits in (0..<N).filter { bits >> $0 & 1 == 1 } }.filter { $0.count == B }
}

extension Optimizers {
  static let miniBatches = Section(.foundations, "8.1", "Every batch of a small data set") { page in
    var draw = Generator(seed: 8)
    let data = SmallData(&draw)
    let gradients = SampleGradients(data, [0.5, -0.5])
    oneBatch(page)
    everyBatch(page, gradients)
    noise(page, gradients)
    cost(page, data)
    oneProduct(page)
  }

  //: A batch is a smaller data set, and its loss a mean like the whole one; so is its gradient.

  private static func oneBatch(_ page: Page) {
    page.define("the mean loss of all samples", at: "8.1", by: "SmallData.loss")
    page.define("the mean loss of a batch", at: "8.3", by: "SmallData.loss")
    page.define("a step with the gradient of a batch", at: "8.5", by: "stepped")

    page.verify(
      "the gradient of a batch is the mean over the batch", at: "8.4", "intuition:4.5:batch"
    ) { draw in
      let data = SmallData(&draw, samples: 5)
      let w = draw.vector(2)
      let batch = batches(of: 3, from: 5)[draw.below(10)]
      gradient(at: w) { data.loss(batch, $0) } ≈ mean(batch.map { data.gradient($0, w) })
    }
  }

  //: ### Unbiased, and how noisy
  //:
  //: Over all batches of one size, the mean of their gradients is the full gradient:
  //:
  //:     E[gₜ] = ∇ℒ(θₜ)                              (8.6)
  //:
  //: Their spread around it shrinks as $1/B$, and a little faster, because a batch that is drawn
  //: without repetition tells the more about the rest the larger it is: the variance of one
  //: sample is divided by B and multiplied by $(N − B)/(N − 1)$. A batch of all N has none.
  //:
  //: Why the mean is right needs no probability: each sample is a member of equally many batches
  //: of a size, so that the mean over all batches gives all samples the same weight, $1/N$.
  //: Drawing a batch evenly is drawing one of these terms. If some samples are drawn more often
  //: than others the mean is biased towards them, and (8.6) no longer holds without weights.

  /// The gradient of each sample of a data set at one point, and what batches make of them.
  private struct SampleGradients {
    let each: [Vector<Double>]

    init(_ data: SmallData, _ w: Vector<Double>) {
      each = data.x.indices.map { data.gradient($0, w) }
    }

    var N: Int { each.count }
    var full: Vector<Double> { mean(each) }
    /// How far each is from the full gradient.
    var apart: [Vector<Double>] { each.map { $0 - full } }
    /// The mean square of that.
    var σ²: Double { mean(apart.map { $0 ⋅ $0 }) }

    /// The gradients of all batches of a size.
    func ofBatches(_ B: Int) -> [Vector<Double>] {
      batches(of: B, from: N).map { batch in mean(batch.map { each[$0] }) }
    }

    /// Their mean squared distance from the full gradient.
    func variance(_ B: Int) -> Double {
      let full = full
      return mean(ofBatches(B).map { ($0 - full) ⋅ ($0 - full) })
    }
  }

  private static func everyBatch(_ page: Page, _ g: SampleGradients) {
    page.table(
      "All batches of a data set of \(spelled(g.N))",
      columns: ["B", "batches", "mean gradient", "variance", "σ²/B · (N − B)/(N − 1)"],
      rows: (1...g.N).map { B in
        let gradients = g.ofBatches(B)
        let exact = g.σ² / Double(B) * Double(g.N - B) / Double(g.N - 1)
        return [B, gradients.count, mean(gradients), g.variance(B), exact]
      }, at: "8.6", "8.5.2:noise")

    page.verify(
      "the mean of all batch gradients is the full gradient", at: "8.6", "intuition:4.5:batch"
    ) { draw in
      let data = SmallData(&draw, samples: 5)
      let g = SampleGradients(data, draw.vector(2))
      mean(g.ofBatches(1 + draw.below(5))) ≈ g.full
    }
  }

  //: The variance can be derived in four lines. Let $dᵢ$ be what sample i is away from the
  //: full gradient, so that the $dᵢ$ add up to $D = 0$. A batch is away by $1/B$ times the sum of
  //: its $dᵢ$, and squared that is a sum over pairs: a pair counts in those batches that hold both. One
  //: sample is in a share $B/N$ of all batches, and where it is, each of the others is with a
  //: share of $q = (B − 1)/(N − 1)$. The last line uses $1 − q = (N − B)/(N − 1)$.
  //:
  //: The draws are data sets of five with batches of each size; what the lines must equal is
  //: counted out, over all batches.

  private static func noise(_ page: Page, _ g: SampleGradients) {
    page.derivation("E[‖g − ḡ‖²]", at: "8.5.2:noise", of: (g, 3)) { draw in
      let data = SmallData(&draw, samples: 5)
      return (SampleGradients(data, draw.vector(2)), 1 + draw.below(5))
    } lines: { g, B in
      let (d, N, b) = (g.apart, Double(g.N), Double(B))
      let (D, q) = (N * mean(d), (b - 1) / (N - 1))
      let squares = d.reduce(0) { $0 + ($1 ⋅ $1) }
      let pairs = d.indices.reduce(0) { sum, i in
        d.indices.reduce(sum) { $0 + b / N * ($1 == i ? 1 : q) * (d[i] ⋅ d[$1]) }
      }
      let others = d.reduce(0) { $0 + ($1 ⋅ (D - $1)) }
      Line("Σᵢ Σⱼ P(i, j ∈ S) dᵢ·dⱼ / B²", pairs / (b * b))
      Line("(Σᵢ ‖dᵢ‖² + q Σᵢ dᵢ·(D − dᵢ)) / (B·N)", (squares + q * others) / (b * N))
      Line("(1 − q) Σᵢ ‖dᵢ‖² / (B·N)", (1 - q) * squares / (b * N))
      Line("σ²/B · (N − B)/(N − 1)", g.σ² / b * (N - b) / (N - 1))
    } truth: { g, B in
      g.variance(B)
    }
    page.leave(
      "what rate and warm-up large batches need, and whether noise helps: found by experiment",
      at: "8.5.2:noise")
  }

  //: The price of a gradient is proportional to the batch, in products counted one by one.
  //:
  //: Put together: eight times the samples cost eight times as much and bring the standard
  //: deviation down by $√8$. That is the whole trade of small batches against large ones, as far
  //: as arithmetic goes. Four times the precision is sixteen times the work, which is why nobody
  //: waits for it before taking a step.

  private static func cost(_ page: Page, _ data: SmallData) {
    page.table(
      "Products in a gradient, by samples", columns: ["samples", "products"],
      rows: [1, 8, 64].map { B in
        let tally = Tally()
        let w = Vector([0.5, -0.5].map { tally.number($0) })
        for i in 0..<B {
          let x = Vector<Counted>(data.x[i % 8])
          _ = ((x ⋅ w) - Counted(data.y[i % 8])) * x
        }
        return [B, tally.multiplications]
      }, at: "intuition:4.1.3:batch")
  }

  //: ### One product for the whole batch
  //:
  //: The samples of a batch stand side by side as the columns of **X**. One product with **W**
  //: serves them all; **b** is added to each column by way of a row of ones:
  //:
  //:     X = [x⁽¹⁾, x⁽²⁾, …, x⁽ᵐ⁾]                   (7.20)
  //:     Z = WX + b𝟙ᵀ                                (7.19, second)
  //:     A = σ(Z)                                    (7.21)

  private static func oneProduct(_ page: Page) {
    page.define("samples as columns, d×m", at: "7.20", by: "Matrix")
    page.define("σ entry by entry", at: "7.21", by: "σ")
    page.verify(
      "WX + b𝟙ᵀ holds Wx + b for each of the m samples", at: "7.19/2", "7.20", "7.21",
      "7.6:parallel"
    ) { draw in
      let (W, X, b) = (draw.matrix(3, 2), draw.matrix(2, 5), draw.vector(3))
      let Z = W * X + b * Vector(repeating: 1.0, count: 5).ᵀ
      let z = (0..<5).map { W * X.column($0) + b }
      Z ≈ Matrix(columns: z)
      σ(Z) ≈ Matrix(columns: z.map { σ($0) })
    }
  }
}
