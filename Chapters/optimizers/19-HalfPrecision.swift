import Companion
import Mathematics

//: A number in half precision has one sign bit, five bits of exponent and ten of fraction. Not every
//: processor has the type, and it is quickly made: a sum or a product of two such numbers is exact as
//: a `Double`, so that all there is to half precision is how a `Double` is rounded to it. The numbers
//: show that the reason usually given for scaling the loss is not quite the one that the notes give.

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

/// (11.8): the loss, scaled
func scaled<T: Scalar>(_ ℒ: T, by scale: T) -> T { scale * ℒ }

extension Optimizers {
  static let halfPrecision = Section(.foundations, "11.3", "Sixteen bits") { page in
    page.show("bits of FP16", Half.bits, at: "§11.3", for: "11.3:formats")
    page.show("bits of FP32", MemoryLayout<Float>.size * 8, at: "§11.3")
    let smallest = Half.leastNormalMagnitude
    let largest = Half.greatestFiniteMagnitude
    page.show("range of FP16", [smallest, largest], at: "§11.3.2", for: "11.3.2:range")
    page.derive("smallest number > 0", Half.leastNonzeroMagnitude)
    page.derive("from 1 to the next", Half.power(-Half.fractionBits))
    page.leave("how much faster sixteen bits are: a matter of the machine", at: "11.3:formats")

    //: ### What becomes zero
    //:
    //: The range that is printed is that of numbers with full precision. Below it the format goes
    //: on, with fewer and fewer bits, down to 2⁻²⁴, and everything above half of that still
    //: rounds to something. A gradient of 10⁻³ is an ordinary number in half precision, one of
    //: 10⁻⁵ keeps seven bits, and zero begins two and a half powers of ten
    //: farther down.

    //: The format's exponent reaches from −14 to 15. Numbers below 2⁻¹⁴ are written with the
    //: smallest exponent and leading zeros in the fraction; each further power of two costs one bit
    //: of precision, and ten bits can be given away before nothing is left.

    let magnitudes = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 3e-8, 2.9e-8, 1e-8]
    page.table(
      "Small numbers in half precision", columns: ["number", "stored", "relative error"],
      rows: magnitudes.map { x in
        let stored = Half(x).value
        return ["\(Float(x))", "\(Float(stored))", (stored - x).absolute / x]
      }, digits: 4, at: "11.3.2:claim")
    page.refute(
      "gradients from 10⁻⁵ to 10⁻³ become zero in FP16", at: "11.3.2:claim",
      correction: "those up to 2⁻²⁵ ≈ 3·10⁻⁸ do, and no others"
    ) { draw in
      let g = Double.pow(10, draw.uniform(-5, -3))
      return [Evidence("rounded by the machine", error: Half(g).value, bound: 0)]
    } corrected: { draw in
      let edge = 0x1p-25
      let lost = draw.uniform(0, edge)
      let kept = edge * (1 + draw.uniform(1e-9, 1e5))
      return [
        Evidence("up to the edge", error: Half(lost).value, bound: 0),
        Evidence("beyond", error: Half(kept).value == 0 ? 1 : 0, bound: 0),
      ]
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

    let L = page.given(number: "scale", ours: 32768)
    let (error, input) = (Half(1e-4), Half(1e-4))
    page.derive("gradient, unscaled", (error * input).value)
    page.derive(
      "scaled and back", (Half(L) * error * input).value / L)
    page.define("the scaled loss", at: "11.8", by: "scaled")
    page.verify("c times the loss has c times the gradient", at: "11.8", "11.3.1:gradients") {
      draw in
      let (θ, c) = (draw.vector(9), draw.uniform(1, 10))
      func loss<T: Scalar>(_ θ: Vector<T>) -> T { scaled(smallLoss(θ), by: T(c)) }
      return compare(c * forwardGradient(at: θ, smallLoss), at: θ, loss, loss, loss)
    }
    page.verify(
      "from 2⁻²⁹ to below 1.9995 a gradient comes back with an error below 2⁻¹¹ of it",
      at: "11.3.2:recover"
    ) { draw in
      let g = Double.pow(2, draw.uniform(-28.99, 0.99))
      let back = Half(g * 0x1p15).value / 0x1p15
      return [Evidence("scale 2¹⁵", error: (back - g).absolute / g, bound: 0x1p-11)]
    }
    let overflow = Half(2) * Half(32768)
    page.note(
      "A scale has a price at the other end: 2 · 2¹⁵ = \(overflow.value.isInfinite ? "∞" : "65536") in half "
        + "precision. If the loss itself is 2 or more, its scaled value overflows, so that the "
        + "product belongs into single precision.")

    //: ### The master copy
    //:
    //: The last step of the recipe matters as much. Just below 1 half precision has steps of 2⁻¹¹,
    //: so that an update of 10⁻⁴ rounds away, a thousand times in a row.

    var (half, single) = (Half(1), Float(1))
    for _ in 0..<1000 {
      half = half - Half(0.0001)
      single -= 0.0001
    }
    page.table(
      "1 minus 1000 times 0.0001", columns: ["in half", "in single", "exact"],
      rows: [[half.value, Double(single), 0.9]])

    //: The whole recipe on a model of one weight: the input is 3·10⁻⁴, the error at most a tenth
    //: of that, and their product too small. Forward and backward pass run in half precision.

    page.table(
      "200 steps towards the weight 0.9, from 1", columns: ["scale", "weight kept in", "weight"],
      rows: [(1.0, "half"), (1, "single"), (0x1p15, "half"), (0x1p15, "single")].map {
        scale, kept in
        ["\(Int(scale))", kept, trained(scale: scale, inHalf: kept == "half")]
      }, at: "11.3.1:strategy")
    page.verify(
      "scaled and with a master copy the weight gets there", at: "11.3.1:strategy", draws: 1
    ) { _ in
      [
        Evidence(
          "recipe", error: (trained(scale: 0x1p15, inHalf: false) - 0.9).absolute, bound: 2e-3),
        Evidence("unscaled", holds: trained(scale: 1, inHalf: false) == 1),
      ]
    }
  }

  /// Descent for ½(wx − 0.9x)² at x = 0.0003, passes in half precision.
  private static func trained(scale: Double, inHalf: Bool) -> Double {
    let x = Half(3e-4)
    let y = Half(2.7e-4)
    let η = 4e5
    var w = 1.0
    for _ in 0..<200 {
      let error = Half(w) * x - y  // forward
      let g = (Half(scale) * error) * x  // backward, scaled
      w -= η * g.value / scale
      w = inHalf ? Half(w).value : Double(Float(w))
    }
    return w
  }
}
