import Companion
import Mathematics

//: Attention has no notion of order: exchange two tokens, and the outputs change places, that
//: is all. Order has to be put into the tokens themselves. The sinusoidal code adds to token
//: number p a vector of sines and cosines of p, at speeds that fall from pair to pair, like the
//: hands of a clock with many hands.

extension Transformer {
  static let positions = Section(.foundations, "18.3", "Positions") { page in
    noOrder(page)
    let base: Double = page.given("base", at: "18.11", again: ["18.12"], in: 1...1e12)
    let codes = PositionCodes(width: 32, base: base)
    let short = PositionCodes(width: 8, base: base)
    pictures(page, codes)
    clock(page, base, short, codes)
    relative(page, short)
    wavelengths(page, base, codes, short)
    beyond(page, short)
  }

  private static func noOrder(_ page: Page) {
    page.verify("without positions, exchanged tokens give exchanged outputs") { draw in
      let X = draw.matrix(4, 3)
      let W = (0..<3).map { _ in draw.matrix(3, 3) }
      let order = draw.shuffled(4)
      let plain = attention(X * W[0], X * W[1], X * W[2]).O
      let moved = rows(X, order)
      attention(moved * W[0], moved * W[1], moved * W[2]).O ≈ rows(plain, order)
    }
  }
}

//: Entries $2i$ and $2i + 1$ are a pair, the sine and cosine of one angle: the i of the
//: formulas counts pairs, from 0 to $d/2 − 1$, not dimensions.
//:
//:     PE(p, 2i) = sin(p ωᵢ)        (18.11)
//:     PE(p, 2i + 1) = cos(p ωᵢ)    (18.12)
//:     ωᵢ = b^{−2i/d}
//:
//: The angle of pair i advances by $ωᵢ$ from each position to the next; b is the base.

/// PE(p, 2i) = sin(p ωᵢ) and PE(p, 2i + 1) = cos(p ωᵢ) with ωᵢ = base⁻²ⁱᐟᵈ (18.11), (18.12)
struct PositionCodes {
  let width: Int
  private let speeds: [Double]

  init(width: Int, base: Double) {
    self.width = width
    speeds = (0..<width / 2).map { Double.pow(base, -2 * Double($0) / Double(width)) }
  }

  /// ωᵢ, by how much the angle of pair i advances from one position to the next
  func speed(_ i: Int) -> Double { speeds[i] }

  /// The code of position p
  subscript(p: Int) -> Vector<Double> {
    Vector(
      speeds.flatMap { ω in
        let angle = Double(p) * ω
        return [Double.sin(angle), Double.cos(angle)]
      })
  }

  /// The codes of the first T positions, as rows
  func table(_ T: Int) -> Matrix<Double> { Matrix((0..<T).map { self[$0].entries }) }
}

extension Transformer {
  private static func pictures(_ page: Page, _ codes: PositionCodes) {
    let n = codes.width
    page.draw(
      Shades(
        "Positional codes, \(n) positions by \(n) entries", rows: (0..<n).map(String.init),
        columns: (0..<n).map { $0 % 4 == 0 || $0 == n - 1 ? String($0) : "" },
        (0..<n).map { codes[$0].entries }))
  }
}

//: On the left, each row differs from the one above; on the right the hands hardly move.
//:
//: That the formulas are a clock can be tested without any sine of p: turn the hand of pair i by
//: one step, p times. Turning is a product of complex numbers.

/// x + iy, for turning
struct Complex {
  let real, imaginary: Double

  init(_ real: Double, _ imaginary: Double) { (self.real, self.imaginary) = (real, imaginary) }

  static func * (a: Complex, b: Complex) -> Complex {
    Complex(
      a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }
}

extension Transformer {
  private static func clock(
    _ page: Page, _ base: Double, _ short: PositionCodes, _ codes: PositionCodes
  ) {
    page.verify("a code is the clock turned p times", at: "18.11", "18.12") { draw in
      let (p, i) = (draw.below(100), draw.below(4))
      // Speeds by repeated multiplication as well.
      let ω = Double.pow(base, -2 / Double(short.width)).power(i)
      let turn = Complex(Double.cos(ω), Double.sin(ω))
      let hand = (0..<p).reduce(Complex(1, 0)) { hand, _ in hand * turn }
      short[p][2 * i..<2 * i + 2] ≈ [hand.imaginary, hand.real]
        ± (1e-13, "up to a hundred turns add up their rounding")
    }
    let many = (0..<1000).flatMap { short[$0].entries }
    page.show("bounds of PE", [many.min()!, many.max()!], at: "§18.3.1")
    page.verify("all entries of a code lie in [−1, 1]", at: "18.3.1:bounds") { draw in
      codes[draw.below(1 << 40)] ∈ -1...1
    }
  }
}

//: ### From p to p + k
//:
//: The addition theorems say that turning a hand from p to $p + k$ takes a rotation that
//: depends on k alone. One matrix, with a 2×2 rotation for each pair, takes *every* code k
//: places further, which a linear layer can learn. As a consequence the dot product of two
//: codes depends only on how far apart they are, and every code has the same length $√(d/2)$.

extension PositionCodes {
  /// The matrix that takes the code of any position p to that of p + k
  func rotation(by k: Int) -> Matrix<Double> {
    var R = Matrix<Double>(repeating: 0, rows: width, columns: width)
    for i in 0..<width / 2 {
      let angle = Double(k) * speed(i)
      (R[2 * i, 2 * i], R[2 * i, 2 * i + 1]) = (Double.cos(angle), Double.sin(angle))
      (R[2 * i + 1, 2 * i], R[2 * i + 1, 2 * i + 1]) = (-Double.sin(angle), Double.cos(angle))
    }
    return R
  }
}

extension Transformer {
  private static func relative(_ page: Page, _ short: PositionCodes) {
    page.verify("one rotation takes every code k places further", at: "18.3.1:relative") { draw in
      let (p, k) = (draw.below(500), draw.below(60))
      let (code, further) = (short[p], short[p + k])
      let q = draw.below(500)
      let why = "angles of hundreds are rounded before their sine is taken"
      short.rotation(by: k) * code ≈ further ± (1e-13, why)
      short[q] ⋅ short[q + k] ≈ code ⋅ further ± (1e-13, why)
      code ⋅ code ≈ Double(short.width) / 2
    }
  }
}

//: ### Wavelengths
//:
//: Pair i is back where it started after $2π/ωᵢ$ positions. The wavelengths form a geometric
//: sequence, from $2π$ at the fast end to nearly $2π$ times the base at the slow end; at width
//: 512 the longest falls short of it by the factor $b^{2/512}$.

extension PositionCodes {
  /// The dot product of two codes k places apart, over that of a code with itself
  func likeness(at k: Int) -> Double {
    let start = self[0]
    return (start ⋅ self[k]) / (start ⋅ start)
  }
}

extension Transformer {
  private static func wavelengths(
    _ page: Page, _ base: Double, _ codes: PositionCodes, _ short: PositionCodes
  ) {
    let wide = PositionCodes(width: 512, base: base)
    page.derive("shortest wavelength", 2 * .pi / wide.speed(0), for: "18.3.1:wavelengths")
    page.derive("longest at width \(wide.width)", 2 * .pi / wide.speed(wide.width / 2 - 1))
    page.derive("from one to the next", wide.speed(0) / wide.speed(1))
    page.plot(
      Plot(
        "How alike two codes are, by distance", x: "distance", y: "dot product over d/2",
        [codes, short].map { codes in
          Plot.Series(
            "width \(codes.width)", (0...66).map { (Double($0), codes.likeness(at: $0)) })
        }))
    page.leave("that a network can learn distances from it: experience", at: "18.3.1:wavelengths")
    page.verify("codes of different places differ", at: "18.3.1:wavelengths") { draw in
      // Equal codes would have likeness 1.
      codes.likeness(at: 1 + draw.below(9999)) ≤ 1 - 1e-9
    }
  }

  //: Nearness can be read off the codes near the top of these curves. Further out similarity
  //: is not monotone: at width 8 a token 63 places away looks like a neighbour, since 63 is
  //: close to ten turns of the first hand and one of the second. The formulas make distances
  //: *available*; that a network learns them is another matter.

  //: ### Beyond the longest sequence seen
  //:
  //: A table of learned codes has a row for each position up to the longest it was trained
  //: with, and no row for the next. The formula has one for any position, and the rotation by
  //: k that was right for short sequences is right there too.

  private static func beyond(_ page: Page, _ short: PositionCodes) {
    page.verify("codes and rotations go on for a million positions", at: "Q18:extrapolate") {
      draw in
      let (p, k) = (10000 + draw.below(1_000_000), draw.below(60))
      short.rotation(by: k) * short[p] ≈ short[p + k]
        ± (1e-10, "angles of a million are rounded before their sine is taken")
    }
    page.note(
      "That the codes exist does not mean that the network around them knows what to do: the "
        + "slow pairs take values that it has never met.", at: "Q18:extrapolate")
    page.leave("which model uses which codes: history", at: "Q18:users")
  }
}
