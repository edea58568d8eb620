import Mathematics
import Testing

@testable import Companion

/// No word outlives its number: every input of every page is given another value, and what is
/// shown is searched for the old one.
@Suite struct InputsTests {
  private static func page(_ section: Section, _ settings: Settings) -> Page {
    let page = Page(section.heading, settings)
    section.body(page)
    return page
  }

  private static func inputs(_ page: Page) -> [Input] {
    page.exhibits.compactMap { exhibit in
      if case .input(let input) = exhibit.content { input } else { nil }
    }
  }

  /// Everything that a page says in words: labels, titles, headings, statements, notes.
  private static func words(_ page: Page) -> [String] {
    page.exhibits.flatMap { exhibit -> [String] in
      switch exhibit.content {
      case .input(let input): [input.name]
      case .number(let number): [number.quantity]
      case .derivation(let derivation):
        [derivation.statement, derivation.correction?.statement ?? "", derivation.why ?? ""]
          + derivation.steps.map(\.formula)
      case .definition(let definition): [definition.statement]
      case .table(let table): [table.title] + table.columns
      case .plot(let plot): [plot.title, plot.x, plot.y] + plot.series.map(\.name)
      case .shades(let shades): [shades.title]
      case .note(let text), .left(let text): [text]
      }
    }
  }

  /// The numbers that a text says, `["0.9", "100"]` of `0.9¹ after 100 steps (16.3)`; indices and
  /// places are none.
  private static func numbers(in text: String) -> [String] {
    text.replacing(/\([A-D]?\d+\.\d+[^)]*\)|§[\d.]+/, with: "")
      .split { !$0.isLetter && !$0.isNumber && $0 != "." && $0 != "-" }
      .map { $0.hasSuffix(".") ? String($0.dropLast()) : String($0) }
      .filter { Double($0) != nil }
  }

  /// Other numbers of the same kind: those with decimals a tenth nearer to 0, whole ones by one
  /// more or, at the end of their range, less.
  private static func others(_ input: Input) -> [[Double]] {
    input.rows.map { row in
      row.compactMap(\.number).map { x in
        let isWhole = x == x.rounded()
        let (more, less) = isWhole ? (x + 1, x - 1) : (0.9 * x, 0.8 * x)
        guard let range = input.range else { return more }
        return range.contains(more) ? more : range.contains(less) ? less : x
      }
    }
  }

  /// Where an old number is still said, and rightly: of a constant that happens to be equal.
  private static let coincidences: [String: Set<String>] = [
    "foundations §1.1.2": [
      "a·b > 0 for angles below 90°, < 0 for angles above",
      "at fixed lengths a·b is largest at 0°, smallest at 180°, and falls between",
    ],
    "foundations §7.1": ["η = 0.03"],
    "foundations §9.4": [
      "with f* = sin 3x and s = 0.3, an inner degree has less than half the error of 0 and of 5"
    ],
    "foundations §15.5.3": [
      "after 100 steps the first input is below single precision",
      "$‖Wⁿ‖$ of $W = [1 1; 0 1]$ for $n = 1$, 10 and 100",
    ],
    "foundations §16.3.1": ["∂h after 100 steps"],
    "foundations §19.1": ["Exponents 0.05 from noisy losses, 100 fits each"],
  ]

  /// What is about the inputs themselves, and false where a reader changes one of them only.
  private static let consistencies: Set<String> = [
    "the widths, the shapes of W¹ and W² and the data fit together",
    "sizes, shapes and sequence fit together",
    "the inputs and weights of the example have the sizes of the setup",
  ]

  @Test(arguments: programs) func `no word keeps the number of an input that was changed`(
    _ program: Program
  ) {
    var settings = Settings()
    settings.trials = 1
    for section in program.sections {
      let name = section.heading.name
      let original = Self.page(section, settings)
      let said = Self.words(original)
      for input in Self.inputs(original) {
        let values = Self.others(input)
        // What another input still is may still be said.
        let others = Set(
          Self.inputs(original).filter { $0.name != input.name }.flatMap {
            $0.rows.joined().map(\.shortest)
          })
        let old = zip(input.rows.joined(), values.joined()).compactMap { entry, new in
          entry.number == new || others.contains(entry.shortest) ? nil : entry.shortest
        }
        guard !old.isEmpty else { continue }
        var changed = settings
        changed.values[typed(input.name)] = values
        let page = Self.page(section, changed)
        #expect(page.refusal == nil, "\(name) \(input.name): \(page.refusal?.message ?? "")")
        let still = Set(Self.words(page)).intersection(said).filter { text in
          // One digit is in too many words to tell.
          let kept = Self.numbers(in: text).filter { old.contains($0) && $0.count > 1 }
          return !kept.isEmpty && !(Self.coincidences[name]?.contains(text) ?? false)
        }
        #expect(still.isEmpty, "\(name), \(input.name) = \(old): \(still.sorted())")
        for case .derivation(let derivation) in page.exhibits.map(\.content) {
          let fails =
            derivation.word == "fails" && !Self.consistencies.contains(derivation.statement)
          #expect(!fails, "\(name) \(input.name): \(derivation.statement)")
        }
      }
    }
  }

  @Test(arguments: programs) func `nothing true is said to fail for fifty variants`(
    _ program: Program
  ) {
    var settings = Settings()
    settings.trials = 1
    for section in program.sections {
      let original = Self.page(section, settings)
      let name = section.heading.name
      let said = Set(Self.words(original))
      let old = Set(Self.inputs(original).flatMap { $0.rows.joined().map(\.shortest) })
      guard !old.isEmpty else { continue }
      var varied = settings
      for seed in 1...50 as ClosedRange<UInt64> {
        varied.variant = seed
        let page = Self.page(section, varied)
        // A page of whole numbers stays what it is.
        if page.isOriginal { break }
        for case .derivation(let derivation) in page.exhibits.map(\.content) {
          let what = "\(name) --vary \(seed): \(derivation.statement)"
          #expect(derivation.word != "fails", "\(what)")
          #expect(derivation.correction?.tested.holds ?? true, "\(what), instead")
        }
        let now = Set(Self.inputs(page).flatMap { $0.rows.joined().map(\.shortest) })
        let gone = old.subtracting(now).filter { $0.count > 1 }
        let still = said.intersection(Self.words(page)).filter { text in
          !(Self.coincidences[name]?.contains(text) ?? false)
            && Self.numbers(in: text).contains(where: gone.contains)
        }
        #expect(still.isEmpty, "\(name) --vary \(seed), \(gone): \(still.sorted())")
      }
    }
  }
}
