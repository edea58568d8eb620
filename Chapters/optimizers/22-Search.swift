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
  (0..<N).map { _ in (0..<d).map { _ in draw.uniform() } }
}

/// The centres of k equal parts of [0, 1].
func centres(_ k: Int) -> [Double] { (0..<k).map { (Double($0) + 0.5) / Double(k) } }

extension Optimizers {
  static let search = Section(.foundations, "13.3", "Grid and random search") { page in
    var draw = Generator(seed: 13)
    let sizes = [(2, 3, 4), (5, 1, 2), (3, 3, 3)]
    let isProduct = sizes.allSatisfy { m, n, p in
      grid([centres(m), centres(n), centres(p)]).count == m * n * p
    }
    let isN = [1, 7, 40].allSatisfy { randomSettings($0, 3, &draw).count == $0 }
    page.define("all combinations", at: "13.8", by: "grid")
    page.define("independent draws", at: "13.9", by: "randomSettings")
    page.show(
      "models trained in grid search", isProduct ? "m·n·p" : "another number", at: "§13.3.1",
      for: "13.3.1:count")
    page.show(
      "models trained in random search", isN ? "N" : "another number", at: "§13.3.2",
      for: "13.3.2:count")

    //: ### One important direction
    //:
    //: The loss is the distance of the first setting from an unknown best value; the others do not
    //: matter. The grid has k values to offer and misses by $1/(4k)$ on average. N random values
    //: miss by $(N + 3)/(2(N + 1)(N + 2))$, about $1/(2N)$, and N is k to the power of the
    //: dimension. Nine trials in two dimensions are already enough to turn the tables. If instead
    //: both settings matter equally, the evenly spread grid is the better of the two.

    //: Both formulas are short integrals. A random point is within $1/(2k)$ of the nearest of k
    //: centres, evenly, hence $1/(4k)$ on average. N random points leave $N + 1$ gaps, equal on
    //: average; a target is missed by a quarter of an average gap or more, since long gaps catch
    //: more targets than short ones and those at the ends have a point on one side only.

    let repetitions = page.isFull ? 20000 : 200
    var rows: [[any Showable]] = []
    for (k, d) in [(3, 1), (3, 2), (3, 3)] {
      let one = race(k, d, important: 1, repetitions, &draw)
      let all = race(k, d, important: d, repetitions, &draw)
      let N = cube(k, d).count
      let n = Double(N)
      rows.append([
        d, N, one.grid, 1 / (4 * Double(k)), one.random, (n + 3) / (2 * (n + 1) * (n + 2)),
        all.grid,
        all.random,
      ])
    }
    page.table(
      "Mean miss of the best, by a grid of 3 values per setting and by as many random trials",
      columns: [
        "settings", "trials", "grid", "1/(4k)", "random", "formula", "grid, all", "random, all",
      ],
      rows: rows, at: "13.3.2:efficient")
    page.note(
      "“All” is the distance when every setting matters. Means over \(repetitions) best values drawn "
        + "at random.")
    page.refute(
      "of 27 trials for three settings random ones miss by less than a grid",
      at: "13.3.2:efficient", correction: "they do if one setting matters and the others do not",
      why: "Right where few of many settings matter, as is usual", draws: 10
    ) { draw in
      let all = race(3, 3, important: 3, 100, &draw)
      return [Evidence("against the grid", error: max(0, all.random - all.grid), bound: 0)]
    } corrected: { draw in
      let one = race(3, 3, important: 1, 100, &draw)
      return [Evidence("against the grid", error: max(0, one.random - one.grid), bound: 0)]
    }
    page.verify("of kᵈ grid points only k differ in one setting, of as many random ones all do") {
      draw in
      let (k, d) = (2 + draw.below(3), 1 + draw.below(3))
      let points = cube(k, d)
      let random = randomSettings(points.count, d, &draw)
      return [
        Evidence("grid", error: distance(Set(points.map { $0[0] }).count, k), bound: 0),
        Evidence(
          "random", error: distance(Set(random.map { $0[0] }).count, random.count), bound: 0),
      ]
    }
  }

  /// k values a side in d dimensions.
  private static func cube(_ k: Int, _ d: Int) -> [[Double]] {
    grid(Array(repeating: centres(k), count: d))
  }

  /// Mean distances to a best setting drawn at random, in the first `important` of d coordinates,
  /// of a grid with k values a side and of as many random settings.
  private static func race(
    _ k: Int, _ d: Int, important: Int, _ repetitions: Int, _ draw: inout Generator
  ) -> (grid: Double, random: Double) {
    let grid = cube(k, d)
    var (fixed, random) = (0.0, 0.0)
    func miss(_ best: [Double], _ points: [[Double]]) -> Double {
      var least = Double.infinity
      for point in points {
        var sum = 0.0
        for i in 0..<important { sum += (point[i] - best[i]) * (point[i] - best[i]) }
        least = min(least, sum)
      }
      return least.squareRoot()
    }
    for _ in 0..<repetitions {
      let best = (0..<d).map { _ in draw.uniform() }
      fixed += miss(best, grid)
      random += miss(best, randomSettings(grid.count, d, &draw))
    }
    return (fixed / Double(repetitions), random / Double(repetitions))
  }
}
