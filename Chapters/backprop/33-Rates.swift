import Companion
import Mathematics

//: How fast the error falls with the width depends on the function, the activation and the inputs.
//: That a width exists says nothing about its size.

/// A staircase of N steep sigmoids, or of steep tanh, through f on [0, 1]
private struct Staircase {
  let f: (Double) -> Double
  let N: Int
  var isTanh = false

  func callAsFunction(_ x: Double) -> Double {
    let n = Double(N)
    return (1..<N).reduce(f(0.5 / n)) { sum, j in
      let z = 60 * n * (x - Double(j) / n)
      let rise = isTanh ? (1 + tanh(z / 2)) / 2 : σ(z)
      return sum + (f((Double(j) + 0.5) / n) - f((Double(j) - 0.5) / n)) * rise
    }
  }
}

/// The targets: a smooth one, and one with a kink at 1/3
private func smooth(_ x: Double) -> Double { Double.sin(2 * .pi * x) }
private func kinked(_ x: Double) -> Double { (x - 1.0 / 3).magnitude }

extension Backprop {
  static let rates = Section(.foundations, "9.1", "How wide is wide enough") { page in
    byWidth(page)
    exactly(page)
    polynomial(page)
    measures(page)
    manyInputs(page)
    fewSamples(page)
  }

  //: In question is the least error of all networks $f_N$ of width N:
  //:
  //:     E_N(f) = inf ‖f_N − f‖    (9.3)
  //:
  //: Two constructions bound it from above, for two targets on [0, 1], one smooth, one with a
  //: kink at 1/3. ReLU units at even places draw polygons; steep sigmoids draw staircases. The
  //: error is the largest on a fine grid.
  //:
  //: Smooth targets pay off for ReLU: $N⁻²$ instead of $N⁻¹$. The kinked one is worst for units
  //: at even places and trivial for units that may be placed: two ReLUs *are* $|x − 1/3|$. The
  //: staircase does not profit from smoothness, because it is flat where the function rises.
  //:
  //: What the two polygons should miss is known. Of the wave, whose second derivative is at most
  //: $(2π)²$, at most $(2π)²/(8N²)$, and more than half of that, since the largest one is reached. At
  //: the kink, a third or two thirds into its cell, the chord of two slopes −1 and 1 is $4/(9N)$ too
  //: high, for any N that is a power of two; the grid just misses the place.

  private static func byWidth(_ page: Page) {
    let widths = [4, 8, 16, 32]
    let points = (0...192).map { Double($0) / 192 * 0.9999 }
    func error(_ f: (Double) -> Double, _ g: (Double) -> Double) -> Double {
      points.map { (f($0) - g($0)).magnitude }.max()!
    }
    let table = widths.map { N in
      [
        error(smooth, Polygon(smooth, N).callAsFunction),
        error(kinked, Polygon(kinked, N).callAsFunction),
        error(smooth, Staircase(f: smooth, N: N).callAsFunction),
        error(kinked, Staircase(f: kinked, N: N).callAsFunction),
      ]
    }
    let errors = (0..<4).map { k in table.map { $0[k] } }
    let names = ["ReLU, sin 2πx", "ReLU, |x − 1/3|", "σ, sin 2πx", "σ, |x − 1/3|"]
    page.table(
      "Largest error by width", columns: ["N"] + names,
      rows: zip(widths, table).map { [$0] + $1 }, digits: 5)
    page.plot(
      Plot(
        "Error by width", x: "log₂ N", y: "largest error", isLogarithmic: true,
        zip(names, errors).map { name, errors in
          Plot.Series(name, zip(widths, errors).map { (log(Double($0)) / log(2.0), $1) })
        }))
    page.derive("powers of N, in that order", errors.map { exponent([4, 32], [$0[0], $0[3]]) })
    page.check("smooth: from half of (2π)²/(8N²) to all of it; kinked: 4/(9N)", at: "9.1.3:smooth")
    {
      for (N, errors) in zip(widths, table) {
        let n = Double(N)
        let bound = (2 * .pi).power(2) / (8 * n * n)
        errors[0] ∈ bound / 2...bound
        n * errors[1] ≈ 4.0 / 9 ± (1e-3, "the grid misses the kink by 1/30 000")
      }
    }
  }

  //: Two units at the kink, one looking to each side, miss nothing. And with any of the three
  //: activations some width will do, for a wave as for other functions; 60 units are plenty here.

  private static func exactly(_ page: Page) {
    page.verify(
      "the best error of width 2 for |x − c| is 0: two ReLU units are it exactly", at: "9.3",
      "9.2.1:power"
    ) { draw in
      let (c, x) = (draw.uniform(), draw.uniform(-1, 2))
      relu(x - c) + relu(c - x) == (x - c).magnitude
    }
    page.verify(
      "sigmoid, tanh and ReLU all come within 0.2 of a wave with 60 units", at: "9.1.2:activation"
    ) { draw in
      let (ω, φ, x) = (draw.uniform(1, 6), draw.uniform(0, 6), draw.uniform(0, 0.99))
      let f = { (x: Double) in Double.sin(ω * x + φ) }
      by("sigmoid") { (Staircase(f: f, N: 60)(x) - f(x)).magnitude ≤ 0.2 }
      by("tanh") { (Staircase(f: f, N: 60, isTanh: true)(x) - f(x)).magnitude ≤ 0.2 }
      by("ReLU") { (Polygon(f, 60)(x) - f(x)).magnitude ≤ 0.2 }
    }
  }

  //: ### A polynomial activation
  //:
  //: With $σ(z) = z²$ every network of one hidden layer is a parabola, of whatever width. Third
  //: differences of a parabola are zero, and this bounds what it can do: at four even points any
  //: f is missed by at least an eighth of its own third difference.

  /// z² in each entry
  private static func squares(_ z: Vector<Double>) -> Vector<Double> { z ⊙ z }

  private static func polynomial(_ page: Page) {
    page.verify("z²: whatever the width, sup |f_N − f| ≥ |Δ³f|/8", at: "9.1.2:activation") { draw in
      let N = 1 + draw.below(4)
      let (a, w, b) = (draw.vector(N), draw.vector(N, -3, 3), draw.vector(N, -3, 3))
      let x = [0.1, 0.35, 0.6, 0.85]
      let f = x.map(smooth)
      let network = x.map { x in a ⋅ squares(x * w + b) }
      let third = { (y: [Double]) in y[3] - 3 * y[2] + 3 * y[1] - y[0] }
      by("Δ³ of the network") {
        third(network) ≈ 0 ± (1e-12, "sums of squares of the order of 100 cancel")
      }
      by("the bound") {
        third(f).magnitude / 8 ≤ zip(network, f).map { ($0 - $1).magnitude }.max()! ± rounding
      }
    }
  }

  //: The proof asks the same of measures: if every unit integrates to zero against μ, that is
  //: $∫ σ(wᵀx + b) dμ(x) = 0$, then μ is zero. For point masses and ReLU it can be watched: the
  //: integrals against $ReLU(x − t)$, for t at the points, give the masses back one after
  //: another, from the right. The last mass alone counts from the point before it on, and so forth:
  //: a triangular system. For $z²$ there are masses $1, −3, 3, −1$ that no unit sees.

  /// The masses whose integrals are given, from those of unit masses: an upper triangle
  private static func masses(
    _ integrals: Vector<Double>, _ seen: Matrix<Double>
  ) -> Vector<Double> {
    var found = 0 * integrals
    for k in integrals.indices.reversed() {
      found[k] = (integrals[k] - seen.row(k) ⋅ found) / seen[k, k]
    }
    return found
  }

  private static func measures(_ page: Page) {
    page.verify(
      "masses follow from their integrals of ReLU(x − t); z² cannot tell 1, −3, 3, −1 from 0",
      at: "9.1.2:measure"
    ) { draw in
      let x = [0.0, 0.2, 0.5, 0.7, 1.0]
      let μ = draw.vector(4)
      let seen = Matrix((0..<4).map { k in (1...4).map { relu(x[$0] - x[k]) } })
      by("masses from integrals, the last first") { masses(seen * μ, seen) ≈ μ }
      let (w, b) = (draw.uniform(-2, 2), draw.uniform(-2, 2))
      let unseen: Vector<Double> = [1, -3, 3, -1]
      by("z² on 1, −3, 3, −1") {
        unseen ⋅ squares(b + w * [0, 1, 2, 3])
          ≈ 0 ± (1e-12, "squares of the order of 100 cancel")
      }
    }
  }

  //: ### Many inputs
  //:
  //: A histogram over d inputs with k cells a side has $kᵈ$ bumps and misses $x₁ + … + x_d$ by at
  //: most $d/(2k)$, in the corners of the cells. Halving the error takes $2ᵈ$ times as many
  //: units: the curse of dimension, unless the function has structure to use. This one does: it
  //: is a single linear unit.

  private static func manyInputs(_ page: Page) {
    let error = 0.05
    page.table(
      "Bumps for an error of \(words(error))", columns: ["inputs", "cells a side", "bumps"],
      rows: [1, 2, 3, 6].map { d in
        let k = (Double(d) / (2 * error)).rounded(.up)
        return [d, k, k.power(d)]
      })
    page.verify("kᵈ cells miss Σᵢ xᵢ by at most d/(2k)") { draw in
      let (d, k) = (1 + draw.below(4), 1 + draw.below(9))
      let x = draw.vector(d, 0, 1)
      let centre = x.map { (($0 * Double(k)).rounded(.down) + 0.5) / Double(k) }
      (x.sum - centre.sum).magnitude ≤ Double(d) / Double(2 * k) ± rounding
    }
  }

  //: In the worst case no method that only sees samples does better. Whatever it learns from
  //: fewer than $kᵈ$ samples, one cell has none of them. The distance to the nearest sample is a
  //: function of slope 1 that all samples see as zero, and at least $1/(2k)$ in the middle of
  //: that cell: between it and its negative no method can tell. The check has two cells a side, so
  //: that a cell is a number with a bit for each input.

  private static func fewSamples(_ page: Page) {
    page.verify(
      "fewer than 2ᵈ samples, two cells a side, miss a function of slope 1 that reaches 1/4",
      at: "9.1.3:dimension"
    ) { draw in
      let d = 1 + draw.below(3)
      let cells = 1 << d
      let samples = (1..<cells).map { _ in draw.vector(d, 0, 1) }
      let f = { (x: Vector<Double>) in samples.map { (x - $0).maxNorm }.min()! }
      let taken = samples.map { $0.entries.reduce(0) { $0 << 1 + ($1 < 0.5 ? 0 : 1) } }
      let empty = (0..<cells).first { !taken.contains($0) }!
      let middle = Vector((0..<d).reversed().map { 0.25 + Double(empty >> $0 & 1) / 2 })
      let (x, y) = (draw.vector(d, 0, 1), draw.vector(d, 0, 1))
      by("in the middle of the cell") { f(middle) ≥ 0.25 }
      by("at the samples") { samples.map(f).max()! == 0 }
      by("slope") { (f(x) - f(y)).magnitude ≤ (x - y).maxNorm ± rounding }
    }
    page.leave(
      "the same for the best network of N units, which need not see samples: cited, not proved",
      at: "9.1.3:dimension")
  }
}
