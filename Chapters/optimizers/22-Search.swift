import Companion
import Mathematics

//: A grid of 5×5×5 settings trains 125 models and tries five values of each setting. If only one of
//: the three matters, 120 of the models were trained to learn nothing. Random settings try 125
//: values of each. The grid consists of all combinations of the listed values:
//:
//:     (η, β, λ) ∈ {η₁, …, ηₘ} × {β₁, …, βₙ} × {λ₁, …, λₚ}   (13.8)
//:
//: A random search draws each of its N settings from a density p:
//:
//:     (η⁽ⁱ⁾, β⁽ⁱ⁾, λ⁽ⁱ⁾) “drawn from” p(η, β, λ)   (13.9)

/// (13.8): all combinations of one value from each list
func grid(_ lists: [[Double]]) -> [[Double]] {
  lists.reduce([[]]) { rows, list in rows.flatMap { row in list.map { row + [$0] } } }
}

/// (13.9): N settings, here drawn evenly from the unit cube
func randomSettings(_ N: Int, _ d: Int, _ draw: inout Generator) -> [[Double]] {
  (0..<N).map { _ in draw.vector(d, 0, 1).entries }
}

/// The centres of k equal parts of [0, 1].
func centres(_ k: Int) -> [Double] { (0..<k).map { (Double($0) + 0.5) / Double(k) } }

extension Optimizers {
  static let search = Section(.foundations, "13.3", "Grid and random search") { page in
    var draw = Generator(seed: 13)
    models(page, &draw)
    oneDirection(page, &draw)
    differentValues(page)
  }

  //: How many models are trained is counted for several sizes, and the exponents of the sizes in
  //: these counts are found as [those of the features](#layer-group-and-instance-norm) were.

  private static func models(_ page: Page, _ draw: inout Generator) {
    let gridded = [[2, 3, 4], [5, 1, 2], [3, 3, 3]].map { sizes in
      (sizes: sizes, count: grid(sizes.map(centres)).count)
    }
    let drawn = [1, 7, 40].map { (sizes: [$0], count: randomSettings($0, 3, &draw).count) }
    page.define("all combinations", at: "13.8", by: "grid")
    page.define("independent draws", at: "13.9", by: "randomSettings")
    page.show(
      "models trained in grid search", product(["m", "n", "p"], gridded), at: "§13.3.1",
      for: "13.3.1:count")
    page.show(
      "models trained in random search", product(["N"], drawn), at: "§13.3.2",
      for: "13.3.2:count")
  }

  //: ### One important direction
  //:
  //: The loss is the distance of the first setting from an unknown best value; the others do not
  //: matter. The grid has k values to offer and misses by $1/(4k)$ on average. N random values
  //: miss by $(N + 3)/(2(N + 1)(N + 2))$, about $1/(2N)$, and N is k to the power of the
  //: dimension. Nine trials in two dimensions are already enough to turn the tables. If instead
  //: both settings matter equally, the evenly spread grid is the better of the two.
  //:
  //: Both formulas are short integrals. A random point is within $1/(2k)$ of the nearest of k
  //: centres, evenly, hence $1/(4k)$ on average. N random points leave $N + 1$ gaps, equal on
  //: average; a target is missed by a quarter of an average gap or more, since long gaps catch
  //: more targets than short ones and those at the ends have a point on one side only.

  /// k values a side in d dimensions.
  private static func cube(_ k: Int, _ d: Int) -> [[Double]] {
    grid(Array(repeating: centres(k), count: d))
  }

  /// The distance to the nearest point, in the first `important` coordinates.
  private static func miss(_ best: [Double], _ points: [[Double]], _ important: Int) -> Double {
    var least = Double.infinity
    for point in points {
      var sum = 0.0
      for i in 0..<important { sum += (point[i] - best[i]) * (point[i] - best[i]) }
      least = min(least, sum)
    }
    return least.squareRoot()
  }

  /// Mean distances to a best setting drawn at random, in the first `important` of d coordinates,
  /// of a grid with k values a side and of as many random settings.
  private static func race(
    _ k: Int, _ d: Int, important: Int, _ repetitions: Int, _ draw: inout Generator
  ) -> (grid: Double, random: Double) {
    let grid = cube(k, d)
    var (fixed, random) = (0.0, 0.0)
    for _ in 0..<repetitions {
      let best = draw.vector(d, 0, 1).entries
      fixed += miss(best, grid, important)
      random += miss(best, randomSettings(grid.count, d, &draw), important)
    }
    return (fixed / Double(repetitions), random / Double(repetitions))
  }

  //: The race is run in one, two and three dimensions, with one setting that matters and with all
  //: of them. The notes call random search more efficient without saying when.

  private static func oneDirection(_ page: Page, _ draw: inout Generator) {
    let k = 3
    let repetitions = page.isFull ? 20000 : 200
    page.table(
      "Mean miss of the best, by a grid of \(k) values per setting and by as many random trials",
      columns: [
        "settings", "trials", "grid", "1/(4k)", "random", "formula", "grid, all", "random, all",
      ],
      rows: [1, 2, 3].map { d in
        let one = race(k, d, important: 1, repetitions, &draw)
        let all = race(k, d, important: d, repetitions, &draw)
        let N = cube(k, d).count
        let n = Double(N)
        let formula = (n + 3) / (2 * (n + 1) * (n + 2))
        return [
          d, N, one.grid, 1 / (4 * Double(k)), one.random, formula, all.grid, all.random,
        ]
      }, at: "13.3.2:efficient")
    page.note(
      "“All” is the distance when every setting matters. Means over \(repetitions) best values drawn "
        + "at random.")
    page.refute(
      "of \(cube(k, 3).count) trials for three settings random ones miss by less than a grid",
      at: "13.3.2:efficient", correction: "they do if one setting matters and the others do not",
      why: "Right where few of many settings matter, as is usual", draws: 10
    ) { draw in
      let all = race(k, 3, important: 3, 100, &draw)
      all.random ≤ all.grid
    } corrected: { draw in
      let one = race(k, 3, important: 1, 100, &draw)
      one.random ≤ one.grid
    }
  }

  //: The reason needs no race: looked at along one axis, most points of a grid stand behind one
  //: another.

  private static func differentValues(_ page: Page) {
    page.verify("of kᵈ grid points only k differ in one setting, of as many random ones all do") {
      draw in
      let (k, d) = (2 + draw.below(3), 1 + draw.below(3))
      let points = cube(k, d)
      Set(points.map { $0[0] }).count == k
      Set(randomSettings(points.count, d, &draw).map { $0[0] }).count == points.count
    }
  }
}
