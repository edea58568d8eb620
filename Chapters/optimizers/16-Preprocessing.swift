import Companion
import Mathematics

//: Before anything is learned, the inputs are brought to a common scale. The formulas are
//: simple. The rule that comes with them, to take the statistics from the training data alone,
//: is where programs go wrong, silently.

/// What training data say about one feature.
struct Scaling {
  let shift: Double
  let scale: Double

  /// (14.1): mean and standard deviation, divisor n
  init(standardizing x: [Double]) {
    shift = Vector(x).mean
    scale = variance(x).squareRoot()
  }

  /// (14.2): minimum and range
  init(toUnitInterval x: [Double]) {
    shift = x.reduce(.infinity, min)
    scale = x.reduce(-.infinity, max) - shift
  }

  func callAsFunction(_ x: Double) -> Double { (x - shift) / scale }
}

extension Optimizers {
  static let preprocessing = Section(.foundations, "14.1", "Scales, and a leak") { page in
    page.define("the z-score", at: "14.1", "14.1.1:statistics", by: "Scaling.init")
    page.define("min-max scaling", at: "14.2", by: "Scaling.init")
    standardizing(page)
    intoUnitInterval(page)
    leak(page)
  }

  //: ### Standardizing
  //:
  //: The z-score subtracts the mean of a feature over the n samples and divides by its standard
  //: deviation:
  //:
  //:     x̃ⱼ = (xⱼ − μ)/σ                             (14.1)
  //:     μ = (1/n) Σⱼ₌₁ⁿ xⱼ
  //:     σ² = (1/n) Σⱼ₌₁ⁿ (xⱼ − μ)²
  //:
  //: The result has mean 0 and variance 1 for *any* numbers that are not all equal; no normal
  //: distribution is needed for it, and none comes out. The skewness of an exponential
  //: distribution is the same before and after. What normality would add is only that the scaled
  //: values then mean something familiar, such as 95 percent between −2 and 2.

  private static func standardizing(_ page: Page) {
    func skewness(_ x: [Double]) -> Double {
      let d = Vector(x) - Vector(x).mean
      return (d ⊙ d ⊙ d).mean / Double.pow(variance(x), 1.5)
    }
    page.verify(
      "standardized numbers of any distribution have mean 0 and variance 1, and the old skewness",
      at: "14.1", "14.1.1:statistics", "14.1.1:normal"
    ) { draw in
      let skewed = (0..<12).map { _ in -log(1 - draw.uniform()) * 3 + 5 }
      for x in [skewed, draw.vector(12, -2, 2).entries] {
        let scaling = Scaling(standardizing: x)
        let z = x.map { scaling($0) }
        Vector(z).mean ≈ 0
        variance(z) ≈ 1
        skewness(z) ≈ skewness(x) ± (1e-13, "a third power triples what rounding leaves")
      }
    }
    page.note(
      "Features are assumed to be roughly normal. The formula needs no such assumption; the usual "
        + "reading of a score, 95 percent within ±2, does.", at: "14.1.1:normal")
  }

  //: ### Into [0, 1]
  //:
  //: Min-max scaling subtracts the smallest value and divides by the range, the smallest and
  //: largest being those of the training data:
  //:
  //:     x̃ⱼ = (xⱼ − minₖ xₖ)/(maxₖ xₖ − minₖ xₖ)     (14.2)
  //:
  //: One outlier decides where all others end up, which the table shows for both scalings.

  private static func intoUnitInterval(_ page: Page) {
    var draw = Generator(seed: 1)
    let sample = draw.vector(20, -7, 3).entries
    let unit = Scaling(toUnitInterval: sample)
    let scaled = sample.map { unit($0) }
    page.show("range of x̃", [scaled.min()!, scaled.max()!], at: "§14.1.2")
    page.verify("min-max values of the training data lie in [0, 1]", at: "14.2", "14.1.2:bounds") {
      draw in
      let x = draw.vector(10, -50, 50).entries
      let scaling = Scaling(toUnitInterval: x)
      Vector(x.map { scaling($0) }) ∈ 0...1
      [scaling(x.min()!), scaling(x.max()!)] == [0, 1]
      x.sorted().map { scaling($0) } == x.map { scaling($0) }.sorted()
    }
    let usual = (1...9).map(Double.init)
    page.table(
      "Nine numbers with and without an outlier",
      columns: ["", "min-max of 1", "of 5", "of 9", "z-score of 1", "of 5", "of 9"],
      rows: [("1 … 9", usual), ("1 … 9, 1000", usual + [1000])].map { name, x in
        let (unit, score) = (Scaling(toUnitInterval: x), Scaling(standardizing: x))
        return [name, unit(1), unit(5), unit(9), score(1), score(5), score(9)]
      }, at: "14.1.2:bounds")
  }

  //: ### The leak
  //:
  //: A threshold is learned on training data whose two classes lie left and right of 0. The
  //: test data happen to be all of the right class. Scaled with the training statistics they are
  //: all recognized. Scaled with statistics of their own they are centred, and half of them
  //: land on the wrong side. It is also a leak in the plain sense: with test statistics, the
  //: features of one test sample change when another one does. By how much is found a second time
  //: with the variance as the mean of the squares less the square of the mean.

  private static func leak(_ page: Page) {
    let training = [-2.5, -2.0, -1.5, -1.0, 1.0, 1.5, 2.0, 2.5]
    let test = [0.8, 1.2, 1.6, 2.0, 2.4, 2.8]
    page.table(
      "Test samples of class 1, recognized",
      columns: ["statistics of", "mean", "deviation", "share"],
      rows: [("training", training), ("test", test), ("both", training + test)].map { name, x in
        let scaling = Scaling(standardizing: x)
        let right = test.filter { scaling($0) > 0 }.count
        return [name, scaling.shift, scaling.scale, Double(right) / Double(test.count)]
      }, at: "14.1.3:leak")
    page.verify(
      "with test data in the statistics, one test sample moves the training data and other tests",
      at: "14.1.3:leak"
    ) { draw in
      let training = draw.vector(6).entries
      let test = draw.vector(4).entries
      let both = [0, draw.uniform(0.1, 1)].map { training + test.dropLast() + [test[3] + $0] }
      let scalings = both.map { Scaling(standardizing: $0) }
      let other = both.map { x -> (μ: Double, σ: Double) in
        let (x, μ) = (Vector(x), Vector(x).mean)
        return (μ, ((x ⊙ x).mean - μ * μ).squareRoot())
      }
      for x in [training[0], test[0]] {
        let moved = scalings[1](x) - scalings[0](x)
        moved ≈ (x - other[1].μ) / other[1].σ - (x - other[0].μ) / other[0].σ
        moved != 0
      }
    }
  }
}
