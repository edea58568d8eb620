import Mathematics
import Testing

@testable import Companion

/// What a relation finds, how it is counted and how it is said.
@Suite struct RelationTests {
  private func found(@Relations _ relations: () -> [Relation]) -> [Relation] { relations() }
  private func holds(@Relations _ relations: () -> [Relation]) -> Bool {
    relations().allSatisfy(\.holds)
  }
  private func said(@Relations _ relations: () -> [Relation]) -> String {
    relations().merged().sentence()
  }
  /// One unit of rounding.
  private let u = 0x1p-53

  @Test func `near is to 64 units of rounding, of the larger side or of 1`() {
    #expect(holds { 1.0 ≈ 1 + 60 * u } && !holds { 1.0 ≈ 1 + 70 * u })
    #expect(holds { 1000.0 ≈ 1000 * (1 + 60 * u) } && !holds { 1000.0 ≈ 1000 * (1 + 70 * u) })
    // A small number is what is left of two of order one.
    #expect(holds { 1e-20 ≈ 2e-20 } && !holds { 1e-13 ≈ 2e-13 })
    #expect(holds { Double.infinity ≈ .infinity } && !holds { Double.infinity ≈ 1 })
    #expect(!holds { Double.nan ≈ .nan } && !holds { Double.nan ≈ 0 })
  }

  @Test func `vectors and matrices are near entry by entry, to the size of the largest`() {
    let v: Vector = [1, 1000]
    #expect(holds { v ≈ [1 + 6e4 * u, 1000] } && !holds { v ≈ [1 + 7e4 * u, 1000] })
    #expect(!holds { v ≈ [1, .nan] } && !holds { v ≈ [1] } && !holds { v ≈ v[0..<1] })
    let A: Matrix = [[1, 2], [3, 4]]
    #expect(holds { A ≈ A } && !holds { A ≈ A.ᵀ })
    #expect(!holds { Matrix(rows: 1, columns: 2, entries: [1, 2]) ≈ [[1], [2]] })
    #expect(!holds { nil as Vector<Double>? ≈ [] } && holds { [v, v] ≈ [v, v] })
  }

  @Test func `another tolerance is said with its reason`() {
    #expect(
      holds { 1.0 ≈ 1.0005 ± (1e-3, "cut off") } && !holds { 1.0 ≈ 1.002 ± (1e-3, "cut off") })
    #expect(said { 1.0 ≈ 1.0005 ± (1e-3, "cut off") } == "to 0.001 (cut off)")
    #expect(said { 1.0 ≈ 1 } == "")
  }

  @Test func `order is exact, and says how near it came`() {
    #expect(holds { 1 ≤ 1 } && !holds { 1 < 1 } && holds { 2.0 ≥ 2 } && !holds { 2.0 > 2 })
    #expect(!holds { 1 + 2 * u ≤ 1 } && holds { 1 + 2 * u ≤ 1 ± rounding })
    let undefined = Double.nan
    #expect(!holds { undefined ≤ 1 } && !holds { 1 ≤ undefined } && !holds { undefined < 1 })
    #expect(said { 0.5 ≤ 2 } == "at most 25% of the bound")
    #expect(said { -1 ≤ 2 } == "3 from the bound")
    #expect(said { for x in [1.0, 3, 2] { x ≤ 4 } } == "at most 75% of the bound")
    #expect(holds { [1.0, 2] as Vector ≤ [1, 3] } && !holds { [1.0, 4] as Vector ≤ [1, 3] })
  }

  @Test func `membership, equality and what is not equal`() {
    #expect(holds { 0.5 ∈ 0...1 } && !holds { 1.5 ∈ 0...1 } && !holds { Double.nan ∈ 0...1 })
    #expect(!holds { [0.5, -0.1] as Vector ∈ 0...1 })
    #expect(holds { 2 ∈ [1, 2] } && !holds { "a" ∈ ["b"] } && holds { "2×3" == "2×3" })
    #expect(holds { 1 != 2 } && !holds { 1 != 1 })
    #expect(said { "3×2" == "2×3" } == "3×2 is not 2×3")
    #expect(said { [1.0, 2] as Vector == [1, 3] } == "1 2 is not 1 3")
  }

  @Test func `a relation that fails shows both of its sides`() {
    #expect(said { 0.5 ≈ 1.82 } == "0.5 is not 1.82")
    #expect(said { [1, 2] as Vector ≈ [1, 3] } == "entry 2: 2 is not 3")
    #expect(said { 18 ≤ 17 } == "18 is not ≤ 17")
    #expect(said { by("the tape") { 1.0 ≈ 2 } } == "the tape: 1 is not 2")
    #expect(said { Matrix([[1.0]]) ≈ [[1, 2]] } == "of another shape")
  }

  @Test func `in a loop it is one relation, the worst of it; on two lines it is two`() {
    #expect(found { for x in [1.0, 2, 3] { x ≈ 2 } }.merged().count == 1)
    let two = found {
      1.0 ≈ 2
      1.0 ≈ 1
    }.merged()
    #expect(two.map(\.holds) == [false, true])
    #expect(found { for x in [1.0, .nan, 3] { x ≈ x } }.merged().map(\.holds) == [false])
    #expect(found { if true { 1 == 1 } else { 1 == 2 } }.count == 1)
    let named = found { for x in [1.0, 2] { by("line \(Int(x))") { x ≈ 1 } } }.merged()
    #expect(named.map(\.method) == ["line 1", "line 2"] && named.map(\.holds) == [true, false])
    let gradients = found { for x in [1.0, 2] { derivative(at: x) { $0 * $0 } ≈ 2 * x } }.merged()
    #expect(gradients.count == 3 && gradients.allSatisfy { $0.holds })
  }

  @Test func `one wrong entry of a gradient is seen by all three methods`() {
    let v: Vector = [0.3, -0.2, 0.5]
    let right = 2.0 * v
    #expect(found { gradient(at: v) { $0 ⋅ $0 } ≈ right }.allSatisfy { $0.holds })
    for i in v.indices {
      var wrong = right
      wrong[i] += 1e-5
      let relations = found { gradient(at: v) { $0 ⋅ $0 } ≈ wrong }
      #expect(relations.map(\.method) == ["dual numbers", "tape", "central differences"])
      #expect(relations.allSatisfy { !$0.holds })
    }
    #expect(!holds { gradient(at: v) { $0 ⋅ $0 } ≈ right[0..<2] })
    #expect(holds { derivative(at: 0.7) { tanh($0) } ≈ tanhʹ(0.7) })
    let A: Matrix = [[1, 2], [3, 4]]
    #expect(holds { gradient(at: A) { ($0 * Vector([1, 2])).sum } ≈ [[1, 2], [1, 2]] })
    #expect(!holds { gradient(at: A) { ($0 * Vector([1, 2])).sum } ≈ [[1, 1], [2, 2]] })
  }

  @Test func `the bound of a gradient grows with the numbers on the way to it`() {
    // The square of a million loses what a derivative of order one has not to lose.
    let relations = found {
      derivative(at: 1 / 3.0) { x in (x + 1e6) * (x + 1e6) - 2e6 * x } ≈ 2 / 3.0
    }
    #expect(relations.allSatisfy { $0.holds })
  }
}
