import Companion
import Mathematics

//: How fast the error falls with the width depends on the function, the activation and the inputs.
//: That a width exists says nothing about its size.

/// A staircase of N steep sigmoids, or of steep tanh, through f on [0, 1]
private struct Staircase {
  let f: (Double) -> Double
  let N: Int
  let isTanh: Bool

  func callAsFunction(_ x: Double) -> Double {
    var sum = f(0.5 / Double(N))
    for j in 1..<N {
      let (left, right) = ((Double(j) - 0.5) / Double(N), (Double(j) + 0.5) / Double(N))
      let z = 60 * Double(N) * (x - Double(j) / Double(N))
      let rise = isTanh ? (1 + Double.tanh(z / 2)) / 2 : 1 / (1 + Double.exp(-z))
      sum += (f(right) - f(left)) * rise
    }
    return sum
  }
}

extension Backprop {
  static let rates = Section(.foundations, "9.1", "How wide is wide enough") { page in
    //: In question is the least error of all networks $f_N$ of width N:
    //:
    //:     E_N(f) = inf ‖f_N − f‖    (9.3)
    //:
    //: Two constructions bound it from above, for two targets on [0, 1], one smooth, one with a
    //: kink at 1/3. ReLU units at even places draw polygons; steep sigmoids draw staircases. The
    //: error is the largest on a fine grid.

    func smooth(_ x: Double) -> Double { Double.sin(2 * .pi * x) }
    func kinked(_ x: Double) -> Double { (x - 1.0 / 3).magnitude }
    let widths = [4, 8, 16, 32]
    let points = (0...192).map { Double($0) / 192 * 0.9999 }
    func error(_ f: (Double) -> Double, _ g: (Double) -> Double) -> Double {
      points.map { (f($0) - g($0)).magnitude }.max()!
    }
    let table = widths.map { N in
      [
        error(smooth, Polygon(smooth, N).callAsFunction),
        error(kinked, Polygon(kinked, N).callAsFunction),
        error(smooth, Staircase(f: smooth, N: N, isTanh: false).callAsFunction),
        error(kinked, Staircase(f: kinked, N: N, isTanh: false).callAsFunction),
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
    let ranges = errors.map { exponent([4, 32], [$0[0], $0[3]]) }
    page.derive("powers of N, in that order", ranges)

    //: Smooth targets pay off for ReLU: $N⁻²$ instead of $N⁻¹$. The kinked one is worst for units
    //: at even places and trivial for units that may be placed: two ReLUs *are* $|x − 1/3|$. The
    //: staircase does not profit from smoothness, because it is flat where the function rises.

    page.verify("smooth: about N⁻² with ReLU; kinked: about N⁻¹", at: "9.1.3:smooth", draws: 1) {
      _ in
      [
        Evidence("smooth, power less −2", error: (ranges[0] + 2).magnitude, bound: 0.2),
        Evidence("kinked, power less −1", error: (ranges[1] + 1).magnitude, bound: 0.3),
      ]
    }
    page.verify(
      "the best error of width 2 for |x − c| is 0: two ReLU units are it exactly", at: "9.3",
      "9.2.1:power"
    ) { draw in
      let (c, x) = (draw.uniform(), draw.uniform(-1, 2))
      return [
        Evidence("value", error: distance(relu(x - c) + relu(c - x), (x - c).magnitude), bound: 0)
      ]
    }
    page.verify(
      "sigmoid, tanh and ReLU all come within 0.2 of a wave with 60 units", at: "9.1.2:activation"
    ) { draw in
      let (ω, φ, x) = (draw.uniform(1, 6), draw.uniform(0, 6), draw.uniform(0, 0.99))
      let f = { (x: Double) in Double.sin(ω * x + φ) }
      let y = f(x)
      let N = 60
      let steep = [false, true].map { Staircase(f: f, N: N, isTanh: $0)(x) }
      return [
        Evidence("sigmoid", error: (steep[0] - y).magnitude, bound: 0.2),
        Evidence("tanh", error: (steep[1] - y).magnitude, bound: 0.2),
        Evidence("ReLU", error: (Polygon(f, N)(x) - y).magnitude, bound: 0.2),
      ]
    }

    //: ### A polynomial activation
    //:
    //: With $σ(z) = z²$ every network of one hidden layer is a parabola, of whatever width. Third
    //: differences of a parabola are zero, and this bounds what it can do: at four even points any
    //: f is missed by at least an eighth of its own third difference.

    page.verify("z²: whatever the width, sup |f_N − f| ≥ |Δ³f|/8", at: "9.1.2:activation") { draw in
      let N = 1 + draw.below(4)
      let (a, w, b) = (draw.vector(N), draw.vector(N, -3, 3), draw.vector(N, -3, 3))
      func network(_ x: Double) -> Double {
        var sum = 0.0
        for j in 0..<N {
          let z = w[j] * x + b[j]
          sum += a[j] * (z * z)
        }
        return sum
      }
      let x = [0.1, 0.35, 0.6, 0.85]
      let miss = x.map { (network($0) - smooth($0)).magnitude }.max()!
      let (n, f) = (x.map(network), x.map(smooth))
      func third(_ y: [Double]) -> Double { y[3] - 3 * y[2] + 3 * y[1] - y[0] }
      return [
        Evidence("Δ³ of the network", error: third(n).magnitude, bound: 1e-11),
        Evidence("the bound", error: max(0, third(f).magnitude / 8 - miss), bound: 1e-12),
      ]
    }

    //: The proof asks the same of measures: if every unit integrates to zero against μ, that is
    //: $∫ σ(wᵀx + b) dμ(x) = 0$, then μ is zero. For point masses and ReLU it can be watched: the
    //: integrals against $ReLU(x − t)$, for t at the points, give the masses back one after
    //: another, from the right. For $z²$ there are masses $1, −3, 3, −1$ that no unit sees.

    page.verify(
      "masses follow from their integrals of ReLU(x − t); z² cannot tell 1, −3, 3, −1 from 0",
      at: "9.1.2:measure"
    ) { draw in
      let x = [0.0, 0.2, 0.5, 0.7, 1.0]
      let μ = draw.vector(4).entries
      func integral(_ t: Double) -> Double {
        (0..<4).reduce(0) { $0 + μ[$1] * relu(x[$1 + 1] - t) }
      }
      // x₄ counts from t = 0.7 on, x₃ from t = 0.5 on, and so on.
      var found = [0.0, 0, 0, 0]
      for k in (0..<4).reversed() {
        let known = (k + 1..<4).reduce(0.0) { $0 + found[$1] * (x[$1 + 1] - x[k]) }
        found[k] = (integral(x[k]) - known) / (x[k + 1] - x[k])
      }
      let (w, b) = (draw.uniform(-2, 2), draw.uniform(-2, 2))
      let unseen = zip([0.0, 1, 2, 3], [1.0, -3, 3, -1]).reduce(0) {
        $0 + $1.1 * (w * $1.0 + b).power(2)
      }
      return [
        Evidence("masses from integrals", error: distance(found, μ), bound: 1e-12),
        Evidence("z² on 1, −3, 3, −1", error: unseen.magnitude, bound: 1e-12),
      ]
    }

    //: ### Many inputs
    //:
    //: A histogram over d inputs with k cells a side has $kᵈ$ bumps and misses $x₁ + … + x_d$ by at
    //: most $d/(2k)$, in the corners of the cells. Halving the error takes $2ᵈ$ times as many
    //: units: the curse of dimension, unless the function has structure to use. This one does: it
    //: is a single linear unit.

    page.table(
      "Bumps for an error of 0.05", columns: ["inputs", "cells a side", "bumps"],
      rows: [1, 2, 3, 6].map { d in
        let k = 10 * d
        return [d, k, Double.pow(Double(k), Double(d))]
      })
    page.verify("kᵈ cells miss Σᵢ xᵢ by at most d/(2k)") { draw in
      let (d, k) = (1 + draw.below(4), 1 + draw.below(9))
      let x = draw.vector(d, 0, 1)
      let centre = x.map { (($0 * Double(k)).rounded(.down) + 0.5) / Double(k) }
      let missed = (x.sum - centre.sum).magnitude
      let corner = (Double(d) / Double(2 * k))
      return [Evidence("miss against d/(2k)", error: max(0, missed - corner), bound: 1e-15)]
    }

    //: In the worst case no method that only sees samples does better. Whatever it learns from
    //: fewer than $kᵈ$ samples, one cell has none of them. The distance to the nearest sample is a
    //: function of slope 1 that all samples see as zero, and at least $1/(2k)$ in the middle of
    //: that cell: between it and its negative no method can tell.

    page.verify(
      "fewer than kᵈ samples miss a function of slope 1 that reaches 1/(2k)",
      at: "9.1.3:dimension"
    ) { draw in
      // Two cells a side, so that a cell is a number with a bit for each input.
      let d = 1 + draw.below(3)
      let cells = 1 << d
      let samples = (1..<cells).map { _ in draw.vector(d, 0, 1) }
      func f(_ x: Vector<Double>) -> Double { samples.map { (x - $0).maxNorm }.min()! }
      func cell(_ x: Vector<Double>) -> Int {
        x.entries.reduce(0) { $0 << 1 + ($1 < 0.5 ? 0 : 1) }
      }
      let taken = samples.map(cell)
      let empty = (0..<cells).first { !taken.contains($0) }!
      let middle = Vector((0..<d).reversed().map { 0.25 + Double(empty >> $0 & 1) / 2 })
      let (x, y) = (draw.vector(d, 0, 1), draw.vector(d, 0, 1))
      return [
        Evidence("in the middle of the cell", error: max(0, 0.25 - f(middle)), bound: 0),
        Evidence("at the samples", error: samples.map(f).max()!, bound: 0),
        Evidence(
          "slope", error: max(0, (f(x) - f(y)).magnitude - (x - y).maxNorm), bound: 1e-15),
      ]
    }
    page.leave(
      "the same for the best network of N units, which need not see samples: cited, not proved",
      at: "9.1.3:dimension")
  }
}
