import Companion
import Mathematics

//: A number in half precision has one sign bit, five bits of exponent and ten of fraction. Not every
//: processor has the type, and it is quickly made: a sum or a product of two such numbers is exact as
//: a `Double`, so that all there is to half precision is how a `Double` is rounded to it. The numbers
//: show that scaling the loss helps, though not for the reason that the notes give: the gradients
//: they name do not become zero.

/// A number in half precision.
struct Half {
  static let exponentBits = 5
  static let fractionBits = 10
  /// The largest exponent; the smallest is one more than its opposite.
  static let bias = (1 << (exponentBits - 1)) - 1

  static let bits = 1 + exponentBits + fractionBits
  static let leastNormalMagnitude = power(1 - bias)
  static let leastNonzeroMagnitude = power(1 - bias - fractionBits)
  static let greatestFiniteMagnitude = (2 - power(-fractionBits)) * power(bias)

  let value: Double

  /// The nearest number of the format, the even one of two; infinite beyond the largest.
  init(_ x: Double) {
    // Below the smallest exponent the steps get no finer.
    let step = Half.power(max(x.isZero ? 0 : Int(x.exponent), 1 - Half.bias) - Half.fractionBits)
    let rounded = (x / step).rounded(.toNearestOrEven) * step
    value =
      rounded.magnitude <= Half.greatestFiniteMagnitude
      ? rounded : x.sign == .minus ? -.infinity : .infinity
  }

  static func power(_ n: Int) -> Double { Double(sign: .plus, exponent: n, significand: 1) }

  static func + (a: Half, b: Half) -> Half { Half(a.value + b.value) }
  static func - (a: Half, b: Half) -> Half { Half(a.value - b.value) }
  static func * (a: Half, b: Half) -> Half { Half(a.value * b.value) }
}

extension Optimizers {
  static let halfPrecision = Section(.foundations, "11.3", "Sixteen bits") { page in
    page.show("bits of FP16", Half.bits, at: "§11.3", for: "11.3:formats")
    page.show("bits of FP32", MemoryLayout<Float>.size * 8, at: "§11.3")
    let range = [Half.leastNormalMagnitude, Half.greatestFiniteMagnitude]
    page.show("range of FP16", range, at: "§11.3.2", for: "11.3.2:range")
    page.derive("smallest number > 0", Half.leastNonzeroMagnitude)
    page.derive("from 1 to the next", Half.power(-Half.fractionBits))
    page.leave("how much faster sixteen bits are: a matter of the machine", at: "11.3:formats")
    becomesZero(page)
    let scale: Double = page.given("scale", ours: 32768, in: 1...Half.greatestFiniteMagnitude)
    scaling(page, scale)
    masterCopy(page)
    recipe(page, scale)
  }

  //: ### What becomes zero
  //:
  //: The range that is printed is that of numbers with full precision. Below it the format goes
  //: on, with fewer and fewer bits, down to 2⁻²⁴, and everything above half of that still
  //: rounds to something. A gradient of 10⁻³ is an ordinary number in half precision, one of
  //: 10⁻⁵ keeps seven bits, and zero begins two and a half powers of ten
  //: farther down.
  //:
  //: The format's exponent reaches from −14 to 15. Numbers below 2⁻¹⁴ are written with the
  //: smallest exponent and leading zeros in the fraction; each further power of two costs one bit
  //: of precision, and ten bits can be given away before nothing is left.

  private static func becomesZero(_ page: Page) {
    page.table(
      "Small numbers in half precision", columns: ["number", "stored", "relative error"],
      rows: [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 3e-8, 2.9e-8, 1e-8].map { x in
        let stored = Half(x).value
        return ["\(Float(x))", "\(Float(stored))", (stored - x).absolute / x]
      }, digits: 4, at: "11.3.2:claim")
    page.refute(
      "gradients from 10⁻⁵ to 10⁻³ become zero in FP16", at: "11.3.2:claim",
      correction: "those up to 2⁻²⁵ ≈ 3·10⁻⁸ do, and no others"
    ) { draw in
      Half(Double.pow(10, draw.uniform(-5, -3))).value == 0
    } corrected: { draw in
      let edge = 0x1p-25
      Half(draw.uniform(0, edge)).value == 0
      Half(edge * (1 - draw.uniform(0, 1e-3))).value == 0
      Half(edge * (1 + draw.uniform(1e-9, 1e-3))).value != 0
      Half(edge * draw.uniform(2, 1e5)).value != 0
    }
  }

  //: ### What scaling is for
  //:
  //: Products of small factors do get that small. The gradient of one weight is an error times an
  //: input; with 10⁻⁴ for each, half precision has nothing left. So the loss is multiplied by a
  //: large c before the way back, and with it every gradient:
  //:
  //:     ℒ_scaled = cℒ                               (11.8)
  //:     ∇ℒ_scaled = c∇ℒ
  //:
  //: A power of two as scale changes the exponent alone: what was in range comes back with the
  //: same bits.

  /// `2¹⁵` for a power of two, else its digits.
  private static func asPower(_ x: Double) -> String {
    guard x.significand == 1, x.magnitude != 1 else { return words(x) }
    let digits = Dictionary(uniqueKeysWithValues: zip("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return "2" + String("\(x.exponent)".compactMap { digits[$0] })
  }

  private static func scaling(_ page: Page, _ c: Double) {
    let (error, input) = (Half(1e-4), Half(1e-4))
    page.derive("gradient, unscaled", (error * input).value)
    page.derive("scaled and back", (Half(c) * error * input).value / c)
    page.define("the scaled loss", at: "11.8", by: "scaled")
    page.verify("c times the loss has c times the gradient", at: "11.8", "11.3.1:gradients") {
      draw in
      let (θ, c) = (draw.vector(9), draw.uniform(1, 10))
      gradient(at: θ) { θ in scaled(smallLoss(θ), by: Twofold(c)) }
        ≈ c * forwardGradient(at: θ, smallLoss)
    }

    //: Which gradients are those? Scaled, they must be neither below the numbers of full precision
    //: nor so large that they round to infinity, and one rounding is then off by half of the last
    //: bit at most.

    let (low, unit) = (Half.leastNormalMagnitude / c, Half.power(-Half.fractionBits - 1))
    let high = Half.power(Half.bias + 1) * (1 - unit / 2) / c
    page.verify(
      "from \(asPower(low)) to below \(words((high * 1e4).rounded(.down) / 1e4)) a gradient comes "
        + "back with an error below \(asPower(unit)) of it", at: "11.3.2:recover"
    ) { draw in
      let g = low * Double.pow(high / low, draw.uniform(1e-3, 0.999))
      let back = Half(g * c).value / c
      (back - g).absolute / g ≤ unit
    }
    var loss = 1.0
    while (Half(loss) * Half(c)).value.isFinite { loss *= 2 }
    page.note(
      "A scale has a price at the other end: \(Int(loss)) · \(asPower(c)) = ∞ in half "
        + "precision. If the loss itself is \(Int(loss)) or more, its scaled value overflows, so "
        + "that the product belongs into single precision.")
  }

  //: ### The master copy
  //:
  //: The last step of the recipe matters as much. Just below 1 half precision has steps of 2⁻¹¹,
  //: so that an update of 10⁻⁴ rounds away, a thousand times in a row.

  private static func masterCopy(_ page: Page) {
    let (updates, size) = (1000, 0.0001)
    var (half, single) = (Half(1), Float(1))
    for _ in 0..<updates {
      half = half - Half(size)
      single -= Float(size)
    }
    page.table(
      "1 minus \(updates) times \(size)", columns: ["in half", "in single", "exact"],
      rows: [[half.value, Double(single), 1 - Double(updates) * size]])
  }

  //: The whole recipe on a model of one weight: the input is 3·10⁻⁴, the error at most a tenth
  //: of that, and their product too small. Forward and backward pass run in half precision.

  /// Descent for ½(wx − 0.9x)² at x = 0.0003, passes in half precision.
  private static func trained(scale: Double, inHalf: Bool, steps: Int = 200) -> Double {
    let (x, y, η) = (Half(3e-4), Half(2.7e-4), 4e5)
    return (0..<steps).reduce(1.0) { w, _ in
      let error = Half(w) * x - y  // forward
      let g = (Half(scale) * error) * x  // backward, scaled
      let next = w - η * g.value / scale
      return inHalf ? Half(next).value : Double(Float(next))
    }
  }

  private static func recipe(_ page: Page, _ c: Double) {
    page.table(
      "200 steps towards the weight 0.9, from 1", columns: ["scale", "weight kept in", "weight"],
      rows: [(1, "half"), (1, "single"), (c, "half"), (c, "single")].map { scale, kept in
        [words(scale), kept, trained(scale: scale, inHalf: kept == "half")]
      }, at: "11.3.1:strategy")
    page.check("scaled and with a master copy the weight gets there", at: "11.3.1:strategy") {
      trained(scale: c, inHalf: false) ≈ 0.9 ± (2e-3, "passes in half precision")
      trained(scale: 1, inHalf: false) == 1
    }
  }
}

/// (11.8): the loss, scaled
func scaled<T: Scalar>(_ ℒ: T, by scale: T) -> T { scale * ℒ }
