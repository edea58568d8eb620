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

//: All pages of the chapter start from the same numbers, those of (6.3), (6.4) and section 6.1.
//: Chapter 6 repeats the first two samples and their labels wherever it uses them; all these places
//: have to agree.

/// The four samples of §6.1.
struct ToySamples {
  let x: [Vector<Double>]
  let y: [Double]

  var indices: Range<Int> { x.indices }
}

/// The parameters of (6.3) and (6.4), and the samples.
struct ToyExample {
  let network: ToyNetwork<Double>
  let samples: ToySamples

  init(_ page: Page, file: String = #fileID, line: Int = #line) {
    network = ToyNetwork(
      W¹: page.given("W¹", at: "6.3", file: file, line: line),
      b¹: page.given("b¹", at: "6.3", file: file, line: line),
      W²: page.given("W²", at: "6.4", file: file, line: line),
      b²: page.given("b²", at: "6.4", file: file, line: line))
    let superscript = ["⁽¹⁾", "⁽²⁾", "⁽³⁾", "⁽⁴⁾"]
    let again: [(x: [Place], y: [Place])] = [
      (["§6.4"], ["§6.4", "§6.4.5", "§6.8"]), (["§6.5"], ["§6.5", "§6.5.2"]), ([], []), ([], []),
    ]
    let x: [Vector<Double>] = (0..<4).map {
      page.given(
        "x of sample \($0 + 1)", at: "§6.1", as: "x" + superscript[$0], again: again[$0].x,
        file: file, line: line)
    }
    let y: [Double] = (0..<4).map {
      page.given(
        "y of sample \($0 + 1)", at: "§6.1", as: "y" + superscript[$0], again: again[$0].y,
        in: 0...1, file: file, line: line)
    }
    samples = ToySamples(x: x, y: y)
  }

  /// The network's pass over sample i, counted from 0.
  func pass(_ i: Int) -> (z¹: Vector<Double>, a¹: Vector<Double>, z²: Double, ŷ: Double) {
    network.forward(samples.x[i])
  }
}

//: The sizes are said several times, in words, in the widths of the layers and by the matrices
//: themselves. They have to agree.

extension Backprop {
  static let sample = Section(.foundations, "6.4", "Sample 1, forward") { page in
    let toy = ToyExample(page)
    let m: Int = page.given(
      "m", at: "§6.1", again: ["6.1", "6.36", "§6.9", "6.55"], in: 1...1000)
    let d: Double = page.given("d", at: "§6.1", again: ["6.1"], in: 1...1000)
    let widths: Vector = page.given("layer widths", at: "§6.1", in: 1...1000)
    let n₁: Double = page.given("n₁", at: "§6.1", in: 1...1000)
    let n₂: Double = page.given("n₂", at: "§6.1", in: 1...1000)
    shapes(page, toy.network)
    page.check(
      "the widths, the shapes of W¹ and W² and the data fit together", at: "6.1:network"
    ) {
      toy.network.widths == widths
      [d, n₁, n₂] == widths
      toy.samples.x.count == m
    }
    hiddenLayer(page, toy)
    outputLayer(page, toy)
    lossOfSample(page, toy)
  }

  private static func shapes(_ page: Page, _ network: ToyNetwork<Double>) {
    page.define("the data, x in ℝ² with labels 0 and 1", at: "6.1", "6.1:data", by: "ToySamples")
    page.define("2-3-1, ReLU then sigmoid", at: "6.1:network", "6.3", "6.4", by: "ToyNetwork")
    page.define(
      "z¹, a¹, z², ŷ", at: "6.5", "6.6", "6.7", "6.8", "6.11", "6.17", "6.20", "6.24",
      by: "ToyNetwork.forward")
    page.define("cross-entropy of one sample", at: "6.9", by: "binaryCrossEntropy")
    page.show("shape of W¹", network.W¹.shapeWords, at: "6.3")
    page.show("length of b¹", network.b¹.count, at: "6.3")
    page.show("shape of W²", network.W².shapeWords, at: "6.4")
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

  private static func hiddenLayer(_ page: Page, _ toy: ToyExample) {
    let (z¹, a¹, _, _) = toy.pass(0)
    for (j, place) in (["6.12", "6.13", "6.14"] as [Place]).enumerated() {
      page.show("terms of z¹\(subscripts[j])", toy.terms(j, 0), at: place)
      page.show("z¹\(subscripts[j])", z¹[j], at: place)
    }
    page.show("z¹", z¹, at: "6.15", again: ["6.16", "§6.8.3"])
    page.show("a¹", a¹, at: "6.16", again: ["6.18"])
  }

  //: ### Output
  //:
  //: One more sum, and the sigmoid of it.
  //:
  //:     z² = W²a¹ + b²                                  (6.17)
  //:        = w²₁₁a¹₁ + w²₁₂a¹₂ + w²₁₃a¹₃ + b²           (6.18), (6.19)
  //:     ŷ = σ(z²) = 1/(1 + exp(−z²))                    (6.20), (6.21)

  private static func outputLayer(_ page: Page, _ toy: ToyExample) {
    let (_, _, z², ŷ) = toy.pass(0)
    page.show("terms of z²", toy.outputTerms(0), at: "6.19")
    page.show("z²", z², at: "6.19", again: ["6.20"])
    page.show("exponent −z²", -z², at: "6.20", again: ["§6.4.4"])
    page.show("exp(−z²)", exp(-z²), at: "§6.4.4", again: ["6.21"], for: "6.4.4:exponential")
    page.show("1 + exp(−z²)", 1 + exp(-z²), at: "6.21")
    page.show("ŷ", ŷ, at: "6.21", again: ["6.22", "§6.8", "6.44"], for: "6.8:prediction")
  }

  //: ### Loss
  //:
  //: The label is 0, so that only the second term of the cross-entropy is left.
  //:
  //:     ℒ⁽¹⁾ = −log(1 − ŷ)                              (6.22), (6.23)
  //:
  //: Here is the first number of chapter 6 that does not follow from the line above it:
  //: $−log 0.3252$ is 1.1233, and no rounding of ŷ on the way gives 1.1223.

  private static func lossOfSample(_ page: Page, _ toy: ToyExample) {
    let ŷ = toy.pass(0).ŷ
    page.show("1 − ŷ", 1 - ŷ, at: "6.22") { printed -> Double in 1 - printed("ŷ", at: "6.21") }
    page.show(
      "ℒ", binaryCrossEntropy(ŷ, toy.samples.y[0]), at: "6.23", again: ["§6.11"],
      slips: lossSlips(ŷ)
    ) { printed -> Double in -log(printed("1 − ŷ", at: "6.22")) }
  }

  //: The same slips are tried on every loss that does not come out.

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

/// What the first, second and third of something is called.
let subscripts = ["₁", "₂", "₃"]

extension ToyExample {
  /// w¹ⱼ₁x₁, w¹ⱼ₂x₂ and b¹ⱼ, which z¹ⱼ of sample i adds up
  func terms(_ j: Int, _ i: Int) -> [Double] {
    (network.W¹.row(j) ⊙ samples.x[i]).entries + [network.b¹[j]]
  }
  /// w²₁₁a¹₁, w²₁₂a¹₂, w²₁₃a¹₃ and b², which z² of sample i adds up
  func outputTerms(_ i: Int) -> [Double] {
    (network.W².row(0) ⊙ pass(i).a¹).entries + [network.b²]
  }
}

extension ToyNetwork {
  /// The sizes of input, hidden layer and output, read off the matrices
  var widths: Vector<Double> { [Double(W¹.columns), Double(W¹.rows), Double(W².rows)] }
}
