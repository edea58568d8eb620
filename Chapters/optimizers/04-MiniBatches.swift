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

/// A W x + b for each column: a loop over the samples, to compare with one product.
func looped(_ W: Matrix<Double>, _ X: Matrix<Double>, _ b: Vector<Double>) -> Matrix<Double> {
  Matrix(columns: (0..<X.columns).map { W * X.column($0) + b })
}

extension Optimizers {
  static let miniBatches = Section(.foundations, "8.1", "Every batch of a small data set") { page in
    page.define("the mean loss of all samples", at: "8.1", by: "SmallData.loss")
    page.define("the mean loss of a batch", at: "8.3", by: "SmallData.loss")
    page.define("a step with the gradient of a batch", at: "8.5", by: "stepped")

    page.verify(
      "the gradient of a batch is the mean over the batch", at: "8.4", "intuition:4.5:batch"
    ) { draw in
      let data = SmallData(&draw, samples: 5)
      let w = draw.vector(2)
      let batch = Array(batches(of: 3, from: 5)[draw.below(10)])
      let mean = batch.reduce([0, 0]) { $0 + data.gradient($1, w) } / 3.0
      func loss<T: Scalar>(_ w: Vector<T>) -> T { data.loss(batch, w) }
      return compare(mean, at: w, loss, loss, loss)
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

    //: Why the mean is right needs no probability: each sample is a member of equally many batches
    //: of a size, so that the mean over all batches gives all samples the same weight, $1/N$.
    //: Drawing a batch evenly is drawing one of these terms. If some samples are drawn more often
    //: than others the mean is biased towards them, and (8.6) no longer holds without weights.

    var draw = Generator(seed: 8)
    let data = SmallData(&draw)
    let w: Vector = [0.5, -0.5]
    let each = (0..<8).map { data.gradient($0, w) }
    let full = mean(each)
    let σ² = mean(each.map { squaredDistance($0, full) })
    var rows: [[any Showable]] = []
    for B in 1...8 {
      let gradients = batches(of: B, from: 8).map { batch in mean(batch.map { each[$0] }) }
      let variance = mean(gradients.map { squaredDistance($0, full) })
      let exact = σ² / Double(B) * Double(8 - B) / 7
      rows.append([B, gradients.count, mean(gradients), variance, exact])
    }
    page.table(
      "All batches of a data set of eight",
      columns: ["B", "batches", "mean gradient", "variance", "σ²/B · (N − B)/(N − 1)"], rows: rows,
      at: "8.6", "8.5.2:noise")

    page.verify(
      "the mean of all batch gradients is the full gradient", at: "8.6", "intuition:4.5:batch"
    ) { draw in
      let (full, gradients, B) = everyBatch(&draw)
      return [Evidence("batches of \(B)", error: distance(mean(gradients), full), bound: 1e-14)]
    }
    page.verify(
      "the variance of the batch gradient is σ²/B · (N − B)/(N − 1)", at: "8.5.2:noise"
    ) { draw in
      let data = SmallData(&draw, samples: 5)
      let w = draw.vector(2)
      let each = (0..<5).map { data.gradient($0, w) }
      let full = mean(each)
      let σ² = mean(each.map { squaredDistance($0, full) })
      let B = 1 + draw.below(5)
      let all = batches(of: B, from: 5).map { batch in mean(batch.map { each[$0] }) }
      let variance = mean(all.map { squaredDistance($0, full) })
      return [
        Evidence(
          "enumeration", error: distance(variance, σ² / Double(B) * Double(5 - B) / 4), bound: 1e-14
        )
      ]
    }

    page.leave(
      "what rate and warm-up large batches need, and whether noise helps: found by experiment",
      at: "8.5.2:noise")

    //: The price of a gradient is proportional to the batch, in products counted one by one.

    //: Put together: eight times the samples cost eight times as much and bring the standard
    //: deviation down by $√8$. That is the whole trade of small batches against large ones, as far
    //: as arithmetic goes. Four times the precision is sixteen times the work, which is why nobody
    //: waits for it before taking a step.

    let sizes = [1, 8, 64]
    let costs = sizes.map { B in
      let tally = Tally()
      let w = Vector([0.5, -0.5].map { tally.number($0) })
      for i in 0..<B {
        let x = Vector<Counted>(data.x[i % 8])
        let e = (x ⋅ w) - Counted(data.y[i % 8])
        _ = e * x
      }
      return tally.multiplications
    }
    page.table(
      "Products in a gradient, by samples", columns: ["samples", "products"],
      rows: zip(sizes, costs).map { [$0, $1] }, at: "intuition:4.1.3:batch")

    //: ### One product for the whole batch
    //:
    //: The samples of a batch stand side by side as the columns of **X**. One product with **W**
    //: serves them all; **b** is added to each column by way of a row of ones:
    //:
    //:     X = [x⁽¹⁾, x⁽²⁾, …, x⁽ᵐ⁾]                   (7.20)
    //:     Z = WX + b𝟙ᵀ                                (7.19, second)
    //:     A = σ(Z)                                    (7.21)

    page.define("samples as columns, d×m", at: "7.20", by: "Matrix")
    page.define("σ entry by entry", at: "7.21", by: "σ")
    page.verify(
      "WX + b𝟙ᵀ holds Wx + b for each of the m samples", at: "7.19/2", "7.20", "7.21",
      "7.6:parallel"
    ) { draw in
      let (W, X, b) = (draw.matrix(3, 2), draw.matrix(2, 5), draw.vector(3))
      let ones = Vector(repeating: 1.0, count: 5)
      let Z = W * X + b * ones.ᵀ
      let A = σ(Z)
      let alone = Matrix(columns: (0..<5).map { σ(W * X.column($0) + b) })
      return [
        Evidence("sample by sample", error: distance(looped(W, X, b), Z), bound: 1e-15),
        Evidence("activations", error: distance(alone, A), bound: 1e-15),
      ]
    }
  }

  private static func everyBatch(_ draw: inout Generator)
    -> (Vector<Double>, [Vector<Double>], Int)
  {
    let data = SmallData(&draw, samples: 5)
    let w = draw.vector(2)
    let each = (0..<5).map { data.gradient($0, w) }
    let B = 1 + draw.below(5)
    return (mean(each), batches(of: B, from: 5).map { batch in mean(batch.map { each[$0] }) }, B)
  }
}

/// The mean of some numbers.
func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

/// The mean of some vectors of the same length.
func mean(_ vectors: [Vector<Double>]) -> Vector<Double> {
  vectors.dropFirst().reduce(vectors[0], +) / Double(vectors.count)
}

/// ‖v − w‖²
func squaredDistance(_ v: Vector<Double>, _ w: Vector<Double>) -> Double { (v - w) ⋅ (v - w) }
