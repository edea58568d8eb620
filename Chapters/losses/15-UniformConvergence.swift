import Companion
import Mathematics

//: To promise anything of the model that training picks, one bounds the gap for all models at once.
//: That is the gap between [risk and training risk](#bias-and-variance-exactly), the largest one
//: over the models h of a class ℋ:
//:
//:     supₕ |R(h) − R̂ₙ(h)|                                (9.12)
//:
//: Here a class is a table, a row for each model and a column for each of K equally likely samples,
//: with the value that the model has on the sample: its output, or its loss. All ways to draw n
//: samples can then be listed, and each expectation is a mean over the list.

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
    return all.reduce(0) { sum, draw in
      let gaps = values.indices.map { h in
        risks[h] - draw.reduce(0) { $0 + values[h][$1] } / Double(n)
      }
      return sum + gaps.map { bothSigns ? $0.magnitude : $0 }.max()!
    } / Double(all.count)
  }
}

//: The standard tool asks how well the class can follow coin tosses, signs σᵢ that are fair and
//: know nothing of the samples: its Rademacher complexity.

extension FiniteClass {
  /// E sup (1/n) Σ σᵢ h(xᵢ), over all draws of n samples and all 2ⁿ signs
  func rademacher(_ n: Int) -> Double {
    let all = draws(n)
    return all.reduce(0) { $0 + rademacher(on: $1) } / Double(all.count)
  }

  /// The same for one draw.
  func rademacher(on draw: [Int]) -> Double {
    let n = draw.count
    let suprema = (0..<(1 << n)).map { signs in
      values.map { row in
        draw.indices.reduce(0) { $0 + (signs >> $1 & 1 == 1 ? 1 : -1) * row[draw[$1]] }
      }.max()!
    }
    return suprema.reduce(0, +) / Double(1 << n) / Double(n)
  }

  /// All signs turned.
  var turned: FiniteClass { FiniteClass(values: values.map { $0.map { -$0 } }) }
  /// The class with all signs turned added to it.
  var symmetric: FiniteClass { FiniteClass(values: values + turned.values) }
}

/// Three models on three samples: outputs in [−1, 1], and their squared errors for labels in
/// [−3, 3].
private func drawn(_ draw: inout Generator) -> (models: FiniteClass, losses: FiniteClass) {
  let labels = draw.vector(3, -3, 3).entries
  let outputs = (0..<3).map { _ in draw.vector(3).entries }
  let losses = outputs.map { row in zip(row, labels).map { ($0 - $1) * ($0 - $1) } }
  return (FiniteClass(values: outputs), FiniteClass(values: losses))
}

extension Losses {
  static let uniform = Section(.foundations, "9.4.3", "A bound on the gap, by enumeration") {
    page in
    page.define("the largest gap of a class", at: "9.12", by: "FiniteClass.expectedGap")

    //: ### The bound as printed
    //:
    //: With such signs the bound, in its corrected form, is
    //:
    //:     E[supₕ (R(h) − R̂ₙ(h))] ≤ 2 E[supₕ (1/n) Σᵢ σᵢ ℓ(h(xᵢ), yᵢ)]   (9.13, corrected)
    //:
    //: In print $h(xᵢ)$ stands in place of the loss. On the left stand risks, that is losses; on
    //: the right then stands the output of the model. If labels may be larger than outputs, the two
    //: do not match. The smallest example has two models, which always say +1 and −1, two equally
    //: likely labels, ±3, the squared error, and two samples.

    let outputs = [1.0, -1]
    let labels: Vector = page.given("labels", ours: [3, -3])
    let models = FiniteClass(values: outputs.map { h in labels.entries.map { _ in h } })
    let losses = FiniteClass(
      values: outputs.map { h in labels.entries.map { (h - $0) * (h - $0) } })
    page.derive("left side of (9.13)", losses.expectedGap(2))
    page.derive("right side, with h(xᵢ)", 2 * models.rademacher(2))
    page.derive("right side, with losses", 2 * losses.rademacher(2))
    printedBound(page)
    theTwo(page, losses)
    bothSigns(page)
    thresholds(page)
  }

  //: With the loss of h at sample i in place of $h(xᵢ)$ the inequality holds, for any class. So
  //: it does as printed if ℋ is taken to be the class of losses, which the words “bounded loss
  //: classes” just above it may mean; with a loss whose slope is at most 1, the contraction
  //: inequality that is named next leads from the losses back to the outputs.

  private static func printedBound(_ page: Page) {
    page.refute(
      "$E[supₕ (R(h) − R̂ₙ(h))] ≤ 2 E[supₕ (1/n) Σᵢ σᵢ h(xᵢ)]$, with $R(h)$ the risk of $h$",
      at: "9.13",
      correction: "with $ℓ(h(xᵢ), yᵢ)$ in place of $h(xᵢ)$",
      why: "Right if ℋ is taken to be the class of losses"
    ) { draw in
      let (models, losses) = drawn(&draw)
      losses.expectedGap(2) ≤ 2 * models.rademacher(2) ± rounding
    } corrected: { draw in
      let (_, losses) = drawn(&draw)
      losses.expectedGap(2) ≤ 2 * losses.rademacher(2) ± rounding
    }
  }

  //: ### Where the 2 comes from
  //:
  //: A second, unseen sample stands in for the risk. The gap between two samples of the same kind
  //: does not change its distribution if the members of a pair are swapped by coin tosses, and a
  //: supremum of a difference is at most the sum of two suprema. The two are equal, since −σ is
  //: as good as σ; each is the Rademacher complexity.
  //:
  //: Could a smaller factor do? Take K outcomes, one draw, and K models, the jth of which is −1 on
  //: the outcome j and 0 elsewhere. The one whose outcome was drawn looks better than it
  //: is by $1 − 1/K$; the signs reach 0 or 1, ½ in the mean. The gap is then $2(1 − 1/K)$ times the
  //: complexity, and as K grows nothing below 2 is enough. What is shown beside the 2 of the notes
  //: is the limit of that ratio, from two values of K between which its distance to it halves.

  /// The gap over the complexity for K models, each −1 on an outcome of its own.
  private static func ratio(_ K: Int) -> Double {
    let own = FiniteClass(values: (0..<K).map { j in (-oneHot(j, of: K)).entries })
    return own.expectedGap(1) / own.rademacher(1)
  }

  private static func theTwo(_ page: Page, _ losses: FiniteClass) {
    page.derive("the two suprema", [losses.rademacher(2), losses.turned.rademacher(2)])
    page.show("symmetrisation factor", 2 * ratio(32) - ratio(16), at: "9.13")
    page.check("for models hⱼ = −1 at j, the gap is 2(1 − 1/K) times the complexity") {
      for K in 2...32 { ratio(K) ≈ 2 * (1 - 1 / Double(K)) }
    }
  }

  //: With absolute values, as in (9.12), the class has to contain each loss with both signs. And
  //: the complexity of finitely many models falls with n, by the lemma of Massart.

  private static func bothSigns(_ page: Page) {
    page.verify(
      "$E[supₕ |R − R̂ₙ|] ≤ 2 Rad(±ℓ)$, and $Rad(ℓ) ≤ max ‖ℓ‖ √(2 log N)/n$ for $N$ models",
      at: "9.4.3:control"
    ) { draw in
      let (_, losses) = drawn(&draw)
      let sample = (0..<3).map { _ in draw.below(3) }
      let longest = losses.values.map { row in Vector(sample.map { row[$0] }).l2Norm }.max()!
      losses.expectedGap(2, bothSigns: true) ≤ 2 * losses.symmetric.rademacher(2) ± rounding
      losses.rademacher(on: sample)
        ≤ longest * (2 * log(Double(losses.values.count))).squareRoot() / 3 ± rounding
    }
  }

  //: ### Thresholds
  //:
  //: How this controls a gap can be seen with the simplest classifiers, “1 to the right of a
  //: point”. There are infinitely many of them, but on n samples they make only $n + 1$ different
  //: patterns. A single point they can label either way, two points not in all four: that is a VC
  //: dimension of 1. So the complexity falls like $√(log n/n)$, and the enumerated one faster.
  //:
  //: The samples are 0, 1 …; a threshold is tried below them all, above them all, and at every
  //: quarter between.

  private static func thresholds(_ page: Page) {
    page.table(
      "Thresholds on n samples",
      columns: ["n", "patterns", "labelings", "complexity", "√(2 log(n + 1)/n)"],
      rows: [1, 2, 4, 6, 8].map { n in
        let all = (-4...4 * n).map { t in (0..<n).map { Double($0) > Double(t) / 4 ? 1.0 : 0 } }
        let patterns = Array(Set(all))
        let exact = FiniteClass(values: patterns).rademacher(on: Array(0..<n))
        let massart = (2 * log(Double(n + 1)) / Double(n)).squareRoot()
        return [n, patterns.count, Double.pow(2, Double(n)), exact, massart]
      }, at: "9.4.3:control")
  }
}
