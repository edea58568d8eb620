import Companion
import Mathematics

//: To promise anything of the model that training picks, one bounds the gap for all models at once.
//: That is the gap between [risk and training risk](#bias-and-variance-exactly), the largest one
//: over the models h of a class ℋ:
//:
//:     supₕ |R(h) − R̂ₙ(h)|                                (9.12)
//:
//: The standard tool asks how well the class can follow coin tosses: its Rademacher complexity.

/// A world of K equally likely samples and some models, each with its value on each sample.
struct FiniteClass {
  /// A row for each model, a column for each sample.
  let values: [[Double]]

  var outcomes: Int { values[0].count }

  /// Every way to draw n samples, as lists of their numbers.
  func draws(_ n: Int) -> [[Int]] {
    (0..<n).reduce([[]]) { lists, _ in
      lists.flatMap { list in (0..<outcomes).map { list + [$0] } }
    }
  }

  /// E sup (R − R̂ₙ), or with both signs E sup |R − R̂ₙ|, over all draws of n samples
  /// (foundations (9.12))
  func expectedGap(_ n: Int, bothSigns: Bool = false) -> Double {
    let risks = values.map { empiricalRisk($0) }
    let all = draws(n)
    var sum = 0.0
    for draw in all {
      var largest = -Double.infinity
      for (h, row) in values.enumerated() {
        var loss = 0.0
        for i in draw { loss += row[i] }
        let gap = risks[h] - loss / Double(n)
        largest = max(largest, bothSigns ? gap.magnitude : gap)
      }
      sum += largest
    }
    return sum / Double(all.count)
  }

  /// E sup (1/n) Σ σᵢ h(xᵢ), over all draws of n samples and all 2ⁿ signs
  func rademacher(_ n: Int) -> Double {
    let all = draws(n)
    return all.reduce(0) { $0 + rademacher(on: $1) } / Double(all.count)
  }

  /// The same for one draw.
  func rademacher(on draw: [Int]) -> Double {
    let n = draw.count
    var sum = 0.0
    for signs in 0..<(1 << n) {
      var largest = -Double.infinity
      for row in values {
        var follow = 0.0
        for (k, i) in draw.enumerated() { follow += signs >> k & 1 == 1 ? row[i] : -row[i] }
        largest = max(largest, follow)
      }
      sum += largest
    }
    return sum / Double(1 << n) / Double(n)
  }

  /// The class with all signs turned added to it.
  var symmetric: FiniteClass { FiniteClass(values: values + values.map { $0.map { -$0 } }) }
}

extension Losses {
  static let uniform = Section(.foundations, "9.4.3", "A bound on the gap, by enumeration") {
    page in
    page.define("the largest gap of a class", at: "9.12", by: "FiniteClass.expectedGap")

    //: ### The bound as printed
    //:
    //: With signs σᵢ that are fair tosses the bound, in its corrected form, is
    //:
    //:     E[supₕ (R(h) − R̂ₙ(h))] ≤ 2 E[supₕ (1/n) Σᵢ σᵢ ℓ(h(xᵢ), yᵢ)]   (9.13, corrected)
    //:
    //: In print $h(xᵢ)$ stands in place of the loss. On the left stand risks, that is losses; on
    //: the right then stands the output of the model. If labels may be larger than outputs, the two
    //: do not match. The smallest example has two models, which always say +1 and −1, two equally
    //: likely labels, ±3, the squared error, and two samples.

    let outputs: Vector = [1, -1]
    let labels = page.given(vector: "labels", ours: [3, -3])
    let models = FiniteClass(values: outputs.entries.map { h in labels.entries.map { _ in h } })
    let losses = FiniteClass(
      values: outputs.entries.map { h in labels.entries.map { (h - $0) * (h - $0) } })

    page.derive("left side of (9.13)", losses.expectedGap(2))
    page.derive("right side, with h(xᵢ)", 2 * models.rademacher(2))
    page.derive("right side, with losses", 2 * losses.rademacher(2))

    //: With the loss of h at sample i in place of $h(xᵢ)$ the inequality holds, for any class. So
    //: it does as printed if ℋ is taken to be the class of losses, which the words “bounded loss
    //: classes” just above it may mean; with a loss whose slope is at most 1, the contraction
    //: inequality that is named next leads from the losses back to the outputs.

    page.refute(
      "$E[supₕ (R(h) − R̂ₙ(h))] ≤ 2 E[supₕ (1/n) Σᵢ σᵢ h(xᵢ)]$, with $R(h)$ the risk of $h$",
      at: "9.13",
      correction: "with $ℓ(h(xᵢ), yᵢ)$ in place of $h(xᵢ)$",
      why: "Right if ℋ is taken to be the class of losses"
    ) { draw in
      let (models, losses) = drawn(&draw)
      let bound = 2 * models.rademacher(2)
      return [Evidence("excess", error: max(0, losses.expectedGap(2) - bound), bound: 1e-13)]
    } corrected: { draw in
      let (_, losses) = drawn(&draw)
      let bound = 2 * losses.rademacher(2)
      return [Evidence("excess", error: max(0, losses.expectedGap(2) - bound), bound: 1e-13)]
    }

    //: ### Where the 2 comes from
    //:
    //: A second, unseen sample stands in for the risk. The gap between two samples of the same kind
    //: does not change its distribution if the members of a pair are swapped by coin tosses, and a
    //: supremum of a difference is at most the sum of two suprema. The two are equal, since −σ is
    //: as good as σ; each is the Rademacher complexity.

    let turned = FiniteClass(values: losses.values.map { $0.map { -$0 } })
    let halves = [losses.rademacher(2), turned.rademacher(2)]
    page.derive("the two suprema", halves)
    page.show("symmetrisation factor", (halves[0] + halves[1]) / halves[0], at: "9.13")

    //: With absolute values, as in (9.12), the class has to contain each loss with both signs.

    page.verify(
      "$E[supₕ |R − R̂ₙ|] ≤ 2 Rad(±ℓ)$, and $Rad(ℓ) ≤ max ‖ℓ‖ √(2 log N)/n$ for $N$ models",
      at: "9.4.3:control"
    ) { draw in
      let (_, losses) = drawn(&draw)
      let both = losses.symmetric
      let sample = [draw.below(3), draw.below(3), draw.below(3)]
      let longest = losses.values.map { row in Vector(sample.map { row[$0] }).l2Norm }.max()!
      let massart = longest * (2 * log(Double(losses.values.count))).squareRoot() / 3
      let gap = losses.expectedGap(2, bothSigns: true)
      return [
        Evidence("gap", error: max(0, gap - 2 * both.rademacher(2)), bound: 1e-13),
        Evidence("Massart", error: max(0, losses.rademacher(on: sample) - massart), bound: 1e-13),
      ]
    }

    //: ### Thresholds
    //:
    //: How this controls a gap can be seen with the simplest classifiers, “1 to the right of a
    //: point”. There are infinitely many of them, but on n samples they make only $n + 1$ different
    //: patterns. A single point they can label either way, two points not in all four: that is a VC
    //: dimension of 1. So the complexity falls like $√(log n/n)$, and the enumerated one faster.

    let sizes = [1, 2, 4, 6, 8]
    let rows: [[any Showable]] = sizes.map { n in
      // Thresholds below, between and above the samples 0, 1, …, each place tried four times.
      let all = (-4...4 * n).map { t in (0..<n).map { Double($0) > Double(t) / 4 ? 1.0 : 0 } }
      let patterns = Array(Set(all))
      let exact = FiniteClass(values: patterns).rademacher(on: Array(0..<n))
      let massart = (2 * log(Double(n + 1)) / Double(n)).squareRoot()
      return [n, patterns.count, Double.pow(2, Double(n)), exact, massart]
    }
    page.table(
      "Thresholds on n samples",
      columns: ["n", "patterns", "labelings", "complexity", "√(2 log(n + 1)/n)"], rows: rows,
      at: "9.4.3:control")
  }

  /// Three models on three samples: outputs in [−1, 1], and their squared errors for labels in
  /// [−3, 3].
  private static func drawn(_ draw: inout Generator) -> (models: FiniteClass, losses: FiniteClass) {
    let labels = draw.vector(3, -3, 3).entries
    let outputs = (0..<3).map { _ in draw.vector(3).entries }
    let losses = outputs.map { row in zip(row, labels).map { ($0 - $1) * ($0 - $1) } }
    return (FiniteClass(values: outputs), FiniteClass(values: losses))
  }
}
