import Mathematics
import Notes
import Testing

@testable import Companion
@testable import perceptron

@Suite struct PerceptronTests {
  // MARK: Vectors

  @Test func `angles between vectors`() {
    let π = Double.pi
    #expect(distance(between([1, 0], [0, 2]), π / 2) < 1e-15)
    #expect(distance(between([1, 0, 0], [1, 1, 0]), π / 4) < 1e-15)
    // A cosine could not tell these two directions apart.
    let tiny = between([1, 0], [1, 1e-9])
    #expect(distance(tiny * 1e9, 1) < 1e-14)
    #expect(distance(between([1, 0], [-1, 0]), π) < 1e-15)
  }

  @Test func `turning`() {
    #expect(turned([2, 1], by: 90) == [-1, 2])
    #expect(turned([2, 1], by: 180) == [-2, -1])
    #expect(turned([2, 1], by: -90) == [1, -2])
    #expect(turned([2, 1], by: 3600) == [2, 1])
    let half = 0.5.squareRoot()
    #expect(distance(turned([1, 0], by: 45), Vector([half, half])) < 1e-15)
    // Anything finite may be typed.
    #expect(turned([1, 0], by: 1e308).count == 2)
  }

  @Test func `signs are all different`() {
    #expect(Set(signs(5).map(\.entries)).count == 32)
    #expect(signs(5).allSatisfy { $0.entries.allSatisfy { $0 == 1 || $0 == -1 } })
  }

  @Test func `a product by loops`() {
    let product = productByLoops([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    #expect(product == [[19, 22], [43, 50]])
  }

  // MARK: Boundaries

  @Test func `the signed distance of three points`() {
    let plane = Hyperplane(w: [3, 4], b: -5)
    #expect(plane.signedDistance([3, 4]) == 4)
    #expect(plane.signedDistance([0, 0]) == -1)
    #expect(distance(plane.foot([3, 4]), Vector([0.6, 0.8])) < 1e-15)
    #expect(plane.side([3, -1]) == .boundary)
  }

  @Test func `what is left without components`() {
    let v: Vector<Double> = [1, 2, 3]
    let rest = v.withoutComponents(along: [[2, 0, 0], [5, 1, 0]])
    #expect(distance(rest, Vector([0, 0, 3])) < 1e-15)
  }

  @Test func `ties and codes`() {
    let steps = [0, -0.0, -1e-300].map(step)
    #expect(steps == [1, 1, 0])
    let signs = [0, 1e-300, -1e-300].map(sign)
    #expect(signs == [0, 1, -1])
    let labels = [signed(0), signed(1), binary(-1), binary(1)]
    #expect(labels == [-1, 1, 0, 1])
    #expect(largest([2, 7, 7]) == 1)
  }

  // MARK: Learning

  @Test(arguments: goldenProblems.indices)
  func `runs on whole numbers are those of exact fractions`(k: Int) {
    let golden = goldenProblems[k]
    let samples = Samples(Matrix(golden.rows))
    let training = Training(samples, from: [0, 0])
    #expect(training.mistakes == golden.mistakes)
    #expect(training.w.entries == golden.w.map { Double($0) })
    #expect(training.isDone)
    #expect(distance(samples.margin(widest(samples)), golden.margin) < 1e-7)
    #expect(longestRun(samples) == golden.longest)
    #expect(isSeparable(samples))
  }

  @Test func `margin, radius and bound of two samples`() {
    let samples = Samples(x: [[3, 4], [-5, 0]], y: [1, -1])
    #expect(samples.radius == 5)
    #expect(samples.leastScore([10, 0]) == 30)
    #expect(samples.margin([10, 0]) == 3)
    #expect(distance(samples.mistakeBound([10, 0]), 25.0 / 9) < 1e-15)
    #expect(samples.margin(Hyperplane(w: [10, 0], b: -10)) == 2)
    #expect(samples.augmented.x == [[3, 4, 1], [-5, 0, 1]])
  }

  @Test(arguments: goldenBiasedRuns.indices)
  func `runs with a bias are those of exact fractions`(k: Int) {
    let golden = goldenBiasedRuns[k]
    let samples = Samples(Matrix(golden.rows))
    let training = Training(samples.augmented, from: [0, 0, 0, 0])
    let (w, b, mistakes) = withBias(samples, limit: 1000)
    #expect(training.mistakes == golden.mistakes)
    #expect(mistakes == golden.mistakes)
    #expect(training.w.entries == golden.w.map { Double($0) })
    #expect(w.entries + [b] == training.w.entries)
  }

  @Test(arguments: 0..<16)
  func `a function of two bits is learned if linear programming finds a line`(code: Int) {
    let labels = (0..<4).map { Double((code >> $0) & 1) }
    let samples = Samples(x: [[0, 0], [1, 0], [0, 1], [1, 1]], y: labels.map(signed)).augmented
    switch Outcome(samples) {
    case .stops: #expect(goldenFunctions[code])
    case .cycles(_, _, let round, let counts):
      #expect(!goldenFunctions[code])
      #expect(counts.reduce(0, +) == round)
    case .open: Issue.record("neither stops nor cycles")
    }
  }

  @Test(arguments: 1...12)
  func `orthogonal samples meet the bound`(n: Int) {
    let samples = orthogonal(n, radius: 3)
    #expect(Training(samples).mistakes.count == n)
    #expect(samples.mistakeBound(Vector(repeating: 1, count: n)) == Double(n))
  }

  @Test func `powers are found, and nothing else is taken for one`() {
    #expect(Powers { t, R, n in Double(t) * R / Double(n).squareRoot() }?.word == "tγ")
    #expect(Powers { t, R, _ in Double(t).squareRoot() * R }?.word == "√t·R")
    #expect(Powers { _, _, n in Double(n) }?.squaredWord == "(R/γ)²")
    #expect(Powers { t, R, _ in Double(t) * R * R }?.word == "tR²")
    #expect(Powers { t, R, _ in 2 * Double(t) * R * R } == nil)
  }

  @Test func `XOR with weights by hand`() {
    let network = PerceptronNetwork(layers: [[[1, 1, -0.5], [1, 1, -1.5]], [[1, -1, -0.5]]])
    let rows: [Vector<Double>] = [[0, 0], [1, 0], [0, 1], [1, 1]]
    #expect(rows.map { network.output($0)[0] } == [0, 1, 1, 0])
  }

  @Test func `updates by cases and by error`() {
    #expect(updatedByCases([1, 0], [-1, 2], isPositive: true, 0.5) == [0.5, 1])
    #expect(updatedByCases([0, 0], [-1, 2], isPositive: true, 0.5) == [0, 0])
    #expect(updatedByError([1, 0], [-1, 2], 1, 0.5) == [0.5, 1])
    #expect(updatedByError([1, 0], [1, 2], 0, 0.5) == [0.5, -1])
    #expect(updatedByError([0, 0], [-1, 2], 0, 0.5) == [0.5, -1])
  }

  // MARK: Checks can fail

  @Test func `a bound without its square fails`() {
    #expect(
      !holds { draw in
        let (samples, wˢ) = separable(&draw, dimension: 3, count: 12, margin: 0.1)
        let mistakes = Training(samples, from: [0, 0, 0]).mistakes.count
        Double(mistakes) ≤ samples.radius / samples.margin(wˢ)
      })
  }

  @Test func `a distance that is not divided by the length of w fails`() {
    #expect(
      !holds { draw in
        let plane = Hyperplane(w: draw.vector(3), b: draw.uniform(-1, 1))
        let x = draw.vector(3)
        plane.score(x).magnitude ≈ (x - plane.foot(x)).l2Norm
      })
  }

  @Test func `another word for a bound is an erratum`() throws {
    let section = Section(.appendix, "A.5", "") { page in
      page.show("maximum number of mistakes", "R/γ")
    }
    let run = try Program(.perceptron, "", [section]).run(Settings())
    guard case .number(let number) = run.pages[0].exhibits[0].content else { fatalError() }
    #expect(number.judgements.map(\.verdict.word) == ["erratum"])
  }
}
