import Companion
import Mathematics

//: The most detailed example of all the notes, a 2-3-1 network with ReLU, meets its first sample.
//: Chapter 6 of the *Mathematical Foundations* builds it, runs four samples through it,
//: differentiates, takes one step and looks again. The first pass forward and
//: [back](#sample-1-backward) can be followed; its [losses](#sample-2-and-the-loss-of-all-four),
//: the [mean gradient and the step](#the-mean-gradient-and-one-step) cannot. Part of it says so
//: itself: some values are “assumed”, or “reported” from an earlier draft.
//:
//: The samples have two entries each and a label. Three hidden units and one output follow.
//:
//:     x⁽ⁱ⁾ ∈ ℝ²,  y⁽ⁱ⁾ ∈ {0, 1},  i = 1, …, m                         (6.1)
//:     W¹ = [w¹₁₁ w¹₁₂; w¹₂₁ w¹₂₂; w¹₃₁ w¹₃₂],  b¹ = [b¹₁; b¹₂; b¹₃]   (6.3)
//:     W² = [w²₁₁, w²₁₂, w²₁₃],  b² ∈ ℝ                                (6.4)
//:
//: The hidden units are rectified, and the output is a probability.
//:
//:     z¹ = W¹x + b¹                                   (6.5)
//:     a¹ = ReLU(z¹)                                   (6.6)
//:     z² = W²a¹ + b²                                  (6.7)
//:     ŷ = σ(z²) = 1/(1 + exp(−z²))                    (6.8)
//:
//: The network is written once, over any kind of number, so that the same lines compute,
//: differentiate and are differentiated.

/// The network of foundations chapter 6: ŷ = σ(W² ReLU(W¹x + b¹) + b²).
struct ToyNetwork<T: Scalar> {
  var W¹: Matrix<T>  // 3×2
  var b¹: Vector<T>  // 3
  var W²: Matrix<T>  // 1×3
  var b²: T

  func forward(_ x: Vector<T>) -> (z¹: Vector<T>, a¹: Vector<T>, z²: T, ŷ: T) {
    let z¹ = W¹ * x + b¹
    let a¹ = relu(z¹)
    let z² = (W² * a¹)[0] + b²
    return (z¹, a¹, z², σ(z²))
  }

  func loss(_ x: Vector<T>, _ y: T) -> T { binaryCrossEntropy(forward(x).ŷ, y) }
}

//: The loss of a sample is the cross-entropy of its label and this probability.
//:
//:     ℒ⁽ⁱ⁾ = −(y⁽ⁱ⁾ log ŷ⁽ⁱ⁾ + (1 − y⁽ⁱ⁾) log(1 − ŷ⁽ⁱ⁾))   (6.9)

/// −(y log ŷ + (1 − y) log(1 − ŷ)), for ŷ in (0, 1) (foundations (6.9))
func binaryCrossEntropy<T: Scalar>(_ ŷ: T, _ y: T) -> T {
  -(y * log(ŷ) + (1 - y) * log(1 - ŷ))
}

extension ToyNetwork<Double> {
  /// The parameters of (6.3) and (6.4).
  init(_ page: Page, file: String = #fileID, line: Int = #line) {
    W¹ = page.given(matrix: "W¹", at: "6.3", file: file, line: line)
    b¹ = page.given(vector: "b¹", at: "6.3", file: file, line: line)
    W² = page.given(matrix: "W²", at: "6.4", file: file, line: line)
    b² = page.given(number: "b²", at: "6.4", file: file, line: line)
  }
}

/// The four samples of §6.1.
struct ToySamples {
  let x: [Vector<Double>]
  let y: [Double]

  var indices: Range<Int> { x.indices }
}

extension ToySamples {
  init(_ page: Page, file: String = #fileID, line: Int = #line) {
    let superscript = ["⁽¹⁾", "⁽²⁾", "⁽³⁾", "⁽⁴⁾"]
    x = (0..<4).map {
      page.given(
        vector: "x of sample \($0 + 1)", at: "§6.1", as: "x" + superscript[$0],
        again: $0 == 0 ? ["§6.4"] : $0 == 1 ? ["§6.5"] : [], file: file, line: line)
    }
    y = (0..<4).map {
      page.given(
        number: "y of sample \($0 + 1)", at: "§6.1", as: "y" + superscript[$0],
        again: $0 == 0
          ? ["§6.4", "§6.4.5", "§6.8"] : $0 == 1 ? ["§6.5", "§6.5.2"] : [], file: file, line: line)
    }
  }
}

extension Backprop {
  static let sample = Section(.foundations, "6.4", "Sample 1, forward") { page in
    let network = ToyNetwork(page)
    let samples = ToySamples(page)
    let m = page.given(number: "m", at: "§6.1", again: ["6.1", "6.36", "§6.9", "6.55"])
    let d = page.given(number: "d", at: "§6.1", again: ["6.1"])
    let widths = page.given(vector: "layer widths", at: "§6.1")
    let n₁ = page.given(number: "n₁", at: "§6.1")
    let n₂ = page.given(number: "n₂", at: "§6.1")

    page.define("the data, x in ℝ² with labels 0 and 1", at: "6.1", "6.1:data", by: "ToySamples")
    page.define("2-3-1, ReLU then sigmoid", at: "6.1:network", "6.3", "6.4", by: "ToyNetwork")
    page.define(
      "z¹, a¹, z², ŷ", at: "6.5", "6.6", "6.7", "6.8", "6.11", "6.17", "6.20", "6.24",
      by: "ToyNetwork.forward")
    page.define("cross-entropy of one sample", at: "6.9", by: "binaryCrossEntropy")

    page.show("shape of W¹", network.W¹.shapeWords, at: "6.3")
    page.show("length of b¹", network.b¹.count, at: "6.3")
    page.show("shape of W²", network.W².shapeWords, at: "6.4")
    page.verify(
      "the widths, the shapes of W¹ and W² and the data fit together", at: "6.1:network", draws: 1
    ) { _ in
      let shapes: Vector = [
        Double(network.W¹.columns), Double(network.W¹.rows), Double(network.W².rows),
      ]
      let stated: Vector = [d, n₁, n₂]
      return [
        Evidence("widths", error: distance(shapes, widths), bound: 0),
        Evidence("d, n₁, n₂", error: distance(stated, widths), bound: 0),
        Evidence("samples", error: distance(samples.x.count, m), bound: 0),
      ]
    }

    //: ### Hidden layer
    //:
    //: Each unit adds two products and a bias.
    //:
    //:     z¹ = W¹x + b¹,  x = x⁽¹⁾                        (6.11)
    //:     z¹₁ = w¹₁₁x₁ + w¹₁₂x₂ + b¹₁                     (6.12)
    //:     z¹₂ = w¹₂₁x₁ + w¹₂₂x₂ + b¹₂                     (6.13)
    //:     z¹₃ = w¹₃₁x₁ + w¹₃₂x₂ + b¹₃                     (6.14)
    //:     z¹ = [z¹₁; z¹₂; z¹₃]                            (6.15)
    //:
    //: All three sums are positive, so that ReLU leaves them alone.
    //:
    //:     a¹ = ReLU(z¹) = z¹                              (6.16)

    let x = samples.x[0]
    let y = samples.y[0]
    let (z¹, a¹, z², ŷ) = network.forward(x)
    func terms(_ j: Int) -> Vector<Double> {
      [network.W¹[j, 0] * x[0], network.W¹[j, 1] * x[1], network.b¹[j]]
    }

    page.show("terms of z¹₁", terms(0), at: "6.12")
    page.show("z¹₁", z¹[0], at: "6.12")
    page.show("terms of z¹₂", terms(1), at: "6.13")
    page.show("z¹₂", z¹[1], at: "6.13")
    page.show("terms of z¹₃", terms(2), at: "6.14")
    page.show("z¹₃", z¹[2], at: "6.14")
    page.show("z¹", z¹, at: "6.15", again: ["6.16", "§6.8.3"])
    page.show("a¹", a¹, at: "6.16", again: ["6.18"])

    //: ### Output
    //:
    //: One more sum, and the sigmoid of it.
    //:
    //:     z² = W²a¹ + b²                                  (6.17)
    //:        = w²₁₁a¹₁ + w²₁₂a¹₂ + w²₁₃a¹₃ + b²           (6.18), (6.19)
    //:     ŷ = σ(z²) = 1/(1 + exp(−z²))                    (6.20), (6.21)

    let products = network.W².row(0) ⊙ a¹
    page.show("terms of z²", products.entries + [network.b²], at: "6.19")
    page.show("z²", z², at: "6.19", again: ["6.20"])
    page.show("exponent −z²", -z², at: "6.20", again: ["§6.4.4"])
    page.show("exp(−z²)", exp(-z²), at: "§6.4.4", again: ["6.21"], for: "6.4.4:exponential")
    page.show("1 + exp(−z²)", 1 + exp(-z²), at: "6.21")
    page.show("ŷ", ŷ, at: "6.21", again: ["6.22", "§6.8", "6.44"], for: "6.8:prediction")

    //: ### Loss
    //:
    //: The label is 0, so that only the second term of the cross-entropy is left.
    //:
    //:     ℒ⁽¹⁾ = −log(1 − ŷ)                              (6.22), (6.23)
    //:
    //: Here is the first number of chapter 6 that does not follow from the line above it:
    //: $−log 0.3252$ is 1.1233, and no rounding of ŷ on the way gives 1.1223.

    let ŷʹ = page.printed(number: "ŷ", at: "6.21")
    page.show("1 − ŷ", 1 - ŷ, at: "6.22", carried: Carried(1 - ŷʹ, from: ("6.21", "ŷ")))
    page.show(
      "ℒ", binaryCrossEntropy(ŷ, y), at: "6.23", again: ["§6.11"],
      carried: Carried(
        -log(page.printed(number: "1 − ŷ", at: "6.22")), from: ("6.22", "1 − ŷ")),
      slips: lossSlips(ŷ))
  }

  /// What might have gone wrong in −log p of a probability p that was computed well.
  static func lossSlips(_ p: Double) -> [Slip] {
    [
      Slip("p rounded to two places", -log((p * 100).rounded() / 100)),
      Slip("p rounded to three places", -log((p * 1000).rounded() / 1000)),
      Slip("log to base 2", -log(p) / log(2.0)),
      Slip("log to base 10", -log(p) / log(10.0)),
    ]
  }
}
