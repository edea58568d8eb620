import Foundation
import Mathematics
import Testing

@testable import Companion

//: How steep is the sigmoid? The quotient rule gives one form, the function itself another.
//:
//:     σʹ(z) = e⁻ᶻ/(1 + e⁻ᶻ)² = σ(z)(1 − σ(z))

private enum Backprop {
  static let sigmoidSlope = Section(.foundations, "3.3.2", "The slope of the sigmoid") { page in
    let z: Double = page.given("z", ours: 0.5, in: -30...30)
    page.derive("σ(z)", σ(z))
    page.derivation("σʹ(z)", of: z) { draw in
      draw.uniform(-5, 5)
    } lines: { z in
      Line("e⁻ᶻ/(1 + e⁻ᶻ)²", exp(-z) / (1 + exp(-z)).power(2))
      Line("σ(z)(1 − σ(z))", at: "3.15", σ(z) * (1 - σ(z)))
    } truth: { z in
      derivative(at: z) { σ($0) }
    }
    page.verify("σʹ is even, and at most ¼") { draw in
      let z = draw.uniform(-5, 5)
      σʹ(-z) ≈ σʹ(z)
      σʹ(z) ≤ 0.25
    }
  }
}

/// A page and its test, to copy: `.github/CONTRIBUTING.md` shows them.
@Suite struct ExampleTests {
  @Test func `the slope of the sigmoid is a quarter at 0`() {
    // By hand: σ(0) = ½.
    let steepest: Double = σʹ(0)
    #expect(steepest == 0.25)
  }

  @Test func `a slope without its second factor is found`() {
    let wrong = derivative(at: 0.7) { σ($0) } ≈ σ(0.7)
    #expect(wrong.allSatisfy { !$0.holds })
  }

  @Test func `the page shows what it says`() throws {
    let program = Program(.backprop, "An example", [Backprop.sigmoidSlope])
    let text = try program.output(Options(["--brief"]))
    #expect(text.contains("(3.15)        = σ(z)(1 − σ(z))   0.2350"))
    #expect(text.contains("holds   σʹ is even, and at most ¼"))
  }

  @Test func `what the guide shows is this file`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let guide = try String(
      contentsOf: root.appendingPathComponent(".github/CONTRIBUTING.md"), encoding: .utf8)
    let own = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
    let boxes = guide.components(separatedBy: "```").enumerated().filter { !$0.0.isMultiple(of: 2) }
      .map(\.1).filter { $0.hasPrefix("swift") }
    #expect(boxes.count == 2)
    for box in boxes {
      for line in box.dropFirst(5).split(separator: "\n") {
        let bare = line.trimmingCharacters(in: .whitespaces)
        if bare == "extension Backprop {" { continue }
        #expect(own.contains(bare), "\(bare)")
      }
    }
  }
}
