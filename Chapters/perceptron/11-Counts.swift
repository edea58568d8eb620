import Companion
import Mathematics

//: On data that nobody has chosen with care the perceptron is far quicker than its bound. How far,
//: and what the bound then has to do with the number of mistakes, takes some counting.

/// A random problem, solved: how many mistakes it took, and the bound.
struct Problem {
  let dimension: Int
  let margin: Double
  let mistakes: Double
  let bound: Double

  /// Twenty points of a cube, pushed away from a random plane.
  init(dimension: Int, margin γ: Double, number: Int) {
    var draw = Generator(seed: UInt64(100_000 * number + 1000 * dimension + Int(γ * 100)))
    let (samples, wˢ) = separable(&draw, dimension: dimension, count: 20, margin: γ)
    let start = [Double](repeating: 0, count: dimension)
    self.dimension = dimension
    margin = γ
    mistakes = Double(Training(samples, from: start, keepsPath: false).mistakes.count)
    bound = samples.mistakeBound(wˢ)
  }
}

extension Perceptron {
  static let counts = Section(.appendix, "A.6", "Mistakes against the bound") { page in
    //: Points in a cube, pushed away from a random plane until its margin is 0.02, 0.1 or 0.5, in
    //: 2, 5 and 20 dimensions. The bound is taken for the margin of that plane.

    let repetitions = page.isFull ? 200 : 10
    var problems: [Problem] = []
    for (k, d) in [2, 5, 20].enumerated() {
      for γ in [0.02, 0.1, 0.5] {
        problems += (0..<repetitions).map { Problem(dimension: d, margin: γ, number: $0) }
        page.progress("random problems", Double(k + 1) / 3)
      }
    }
    page.table(
      "Mistakes and bounds, \(repetitions) problems each",
      columns: [
        "dimension", "margin made", "mistakes, mean", "(R/γ)², mean", "mistakes/bound, largest",
      ],
      rows: [2, 5, 20].flatMap { d in
        [0.02, 0.1, 0.5].map { γ -> [any Showable] in
          let group = problems.filter { $0.dimension == d && $0.margin == γ }
          let m = Double(group.count)
          return [
            d, γ, group.map(\.mistakes).reduce(0, +) / m, group.map(\.bound).reduce(0, +) / m,
            group.map { $0.mistakes / $0.bound }.max()!,
          ]
        }
      }, digits: 2)

    //: In the picture the curve is the bound, and each point is a problem. Larger margins lie to
    //: the left. The perceptron keeps well below that bound; only the chosen data of
    //: [the last section](#data-that-meet-the-bound) lie on it. Part of the gap is not the
    //: perceptron's: the plane that the data were made with is one separator, and another may leave
    //: them a wider margin, in 20 dimensions a much wider one, which the bound does not ask for.

    page.plot(bounds(problems))

    //: ### What the bound says, and what it does not
    //:
    //: Multiplying all samples by the same number changes R and γ alike. Without a bias it changes
    //: no decision either, so that the ratio is indeed all that counts.

    page.verify("c·x for every sample: the same mistakes, the same bound", at: "A.6") { draw in
      let (samples, wˢ) = separable(&draw, dimension: 3, count: 10, margin: 0.1)
      let c = Double.pow(2, Double(draw.below(21) - 10))
      let scaled = Samples(x: samples.x.map { $0.map { c * $0 } }, y: samples.y)
      let same = Training(samples, from: [0, 0, 0]).mistakes
      let bounds = [samples, scaled].map { $0.radius / $0.margin(wˢ) }
      let isSame = Training(scaled, from: [0, 0, 0]).mistakes == same
      return [
        Evidence("mistakes", holds: isSame),
        Evidence("R/γ", error: distance(bounds[1], bounds[0]), bound: 1e-12),
      ]
    }

    //: That a larger margin means fewer mistakes and a larger radius more is true of the bound, and
    //: of the mean over many problems. Of two single problems it may be false: $(1, 0)$ and
    //: $(0.01, 0)$ have the tiny margin 0.01 and need one update, four unit vectors along the axes
    //: have the margin ½ and need four.

    page.verify(
      "in the mean over 100 problems, mistakes fall as γ grows and rise as R grows",
      at: "A.6:margin", "A.6:spread", "A.6:hard", "foundations:2.4.4:margin", draws: 1
    ) { draw in
      let byMargin = [0.1, 0.2, 0.4, 0.8].map { meanMistakes(&draw, margin: $0, spread: 2) }
      let bySpread = [1.0, 2, 4, 8].map { meanMistakes(&draw, margin: 0.25, spread: $0) }
      let rises = zip(byMargin, byMargin.dropFirst()).map { $1 - $0 }
      let falls = zip(bySpread, bySpread.dropFirst()).map { $0 - $1 }
      return [
        Evidence("margins 0.1 to 0.8", error: max(0, rises.max()!), bound: 0),
        Evidence("radii 1 to 8", error: max(0, falls.max()!), bound: 0),
        Evidence("easy against hard", error: max(0, byMargin[3] - bySpread[3]), bound: 0),
      ]
    }
    func once(_ x: [[Double]]) -> Int {
      Training(Samples(x: x, y: x.map { _ in 1 }), from: x[0].map { _ in 0 }).mistakes.count
    }
    page.derive("mistakes, margin 0.01", once([[1, 0], [0.01, 0]]))
    page.derive("mistakes, margin ½", once(orthogonal(4, radius: 1).x))

    //: And in the limit the bound says nothing. No margin, no bound: what happens then is the
    //: subject of [another section](#data-that-no-line-separates). (Data that no plane separates
    //: have at best the margin 0, if none of their points must lie on the wrong side, and mostly a
    //: negative one, whose square means nothing here.)

    let none = page.given(number: "γ of the limiting case", at: "A.6")
    let limit = (orthogonal(1, radius: 1).radius / none).power(2)
    page.show(
      "bound at γ of the limiting case", limit == .infinity ? "∞" : "\(limit)", at: "A.6",
      for: "A.6:zero")
  }

  /// The mean number of mistakes on 100 sets of ten points: at least the margin away from a plane,
  /// and spread along it.
  private static func meanMistakes(_ draw: inout Generator, margin γ: Double, spread: Double)
    -> Double
  {
    var total = 0
    for _ in 0..<100 {
      var samples = Samples(x: [], y: [])
      for _ in 0..<10 {
        let y = signed(Double(draw.below(2)))
        let away = y * (γ + draw.uniform(0, 0.5))
        samples.x.append([away, draw.uniform(-spread, spread), draw.uniform(-spread, spread)])
        samples.y.append(y)
      }
      total += Training(samples, from: [0, 0, 0], keepsPath: false).mistakes.count
    }
    return Double(total) / 100
  }

  /// Mistakes by bound, both on a scale of powers of ten.
  private static func bounds(_ problems: [Problem]) -> Plot {
    func exponent(_ x: Double) -> Double { log(x) / log(10.0) }
    let clouds = [2, 5, 20].map { d in
      Plot.Series.points(
        "\(d) dimensions",
        problems.filter { $0.dimension == d }.map { (exponent($0.bound), $0.mistakes) })
    }
    let largest = problems.map { exponent($0.bound) }.max()!
    let curve = (0...4).map { i -> (Double, Double) in
      let x = largest * Double(i) / 4
      return (x, Double.pow(10, x))
    }
    let axes = Plot.Series.points(
      "units along axes", [1.0, 2, 4, 8, 16, 32].map { (exponent($0), $0) })
    return Plot(
      "Mistakes and their bound", x: "(R/γ)², as a power of ten", y: "mistakes",
      isLogarithmic: true, [Plot.Series("the bound", curve)] + clouds + [axes])
  }
}
