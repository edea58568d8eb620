import Foundation
import Notes
import Testing

@testable import Companion
@testable import backprop
@testable import losses
@testable import lstm
@testable import optimizers
@testable import perceptron
@testable import rnn
@testable import transformer

/// The chapters, all held to the notes.
let programs: [Program] = [
  Perceptron.program, Backprop.program, Losses.program, Optimizers.program, RNN.program,
  LSTM.program, Transformer.program,
]

/// The folder of Package.swift.
let projectFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

/// The text of each Swift file in a folder of the project.
private func sources(in folder: String) throws -> [String] {
  let folder = projectFolder.appendingPathComponent(folder)
  return try FileManager.default.contentsOfDirectory(atPath: folder.path)
    .filter { $0.hasSuffix(".swift") }
    .map { try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8) }
}

/// Each chapter run once with the notes' own numbers, for all tests that only read.
nonisolated(unsafe) private let originals = Dictionary(
  uniqueKeysWithValues: programs.map { ($0.chapter, try! $0.run(Settings())) })

extension Program {
  /// The chapter with the notes' own numbers.
  var original: Run { originals[chapter]! }
}

extension Program: CustomTestStringConvertible {
  public var testDescription: String { chapter.rawValue }
}

@Suite struct Audit {
  @Test(arguments: programs) func `no page asks for what the notes do not print`(
    _ program: Program
  ) throws {
    let mistakes = program.original.mistakes
    #expect(mistakes.isEmpty)
  }

  @Test(arguments: programs) func `every printed result is shown by one page`(
    _ program: Program
  ) throws {
    let run = program.original
    let results = run.claims.filter { $0.kind == .result }.map(\.key)
    #expect(Set(results).count == results.count, "\(repeated(results))")
    let claimed = Set(results)
    let missing = Document.allCases.flatMap(Notes.printed).filter {
      $0.chapter == program.chapter && $0.kind == .result && !claimed.contains($0.key)
    }
    #expect(missing.isEmpty, "\(missing.map(\.key).joined(separator: "\n"))")
  }

  @Test(arguments: programs) func `every place can be typed as it is printed`(
    _ program: Program
  ) throws {
    let run = program.original
    for page in run.pages {
      #expect(try program.choices(page.section.name, run).contains(Choice(page: page)))
      // A number that is only taken is answered by one of the pages that take it.
      let places = page.exhibits.enumerated().compactMap { i, exhibit in
        exhibit.isInput ? nil : exhibit.places.first.map { (i, $0) }
      }
      for (i, place) in places {
        for text in [place.short, place.description] {
          let chosen = try program.choices(text, run).filter { $0.page === page }
          #expect(chosen.contains { $0.exhibits?.contains(i) ?? true }, "\(text)")
        }
      }
    }
  }

  @Test(arguments: programs) func `every page is listed, and its place is in the notes`(
    _ program: Program
  ) throws {
    let pages = try sources(in: "Chapters/\(program.chapter.rawValue)")
      .map { $0.split(separator: " = Section(", omittingEmptySubsequences: false).count - 1 }
    #expect(pages.reduce(0, +) == program.sections.count, "a page is missing in the list")
    for section in program.headings {
      let known =
        Notes.equations(section.document).map(\.section)
        + Notes.printed(section.document).map(\.section)
      let isKnown = known.contains {
        $0 == section.locator || $0.hasPrefix(section.locator + ".")
          || $0.hasPrefix(section.locator + ":")
      }
      #expect(isKnown, "there is no \(section.name)")
    }
  }

  @Test(arguments: programs) func `every input has a name that a plain keyboard can type`(
    _ program: Program
  ) throws {
    for name in program.original.pages.flatMap(\.inputs) {
      #expect(typed(name).allSatisfy(\.isASCII) && !typed(name).isEmpty, "\(name)")
    }
  }

  @Test(arguments: programs) func `variants stay on their side of 0 and of 1`(
    _ program: Program
  ) throws {
    func inputs(_ seed: UInt64?) throws -> [[Double]] {
      var settings = Settings()
      settings.variant = seed
      settings.trials = 1
      return try program.run(settings).pages.flatMap(\.exhibits).compactMap { exhibit in
        guard case .input(let input) = exhibit.content else { return nil }
        return input.rows.joined().compactMap(\.number)
      }
    }
    let original = try inputs(nil)
    for seed in 1...5 as ClosedRange<UInt64> {
      for (old, new) in zip(original, try inputs(seed)) where Set(old) != Set(new) {
        #expect(old.count == new.count)
        // Shares of a whole and shuffled rows are of another kind.
        guard old.reduce(0, +) != 1, !old.contains(0) else { continue }
        for (a, b) in zip(old, new) {
          #expect((a < 0) == (b < 0) && (a.magnitude < 1) == (b.magnitude < 1), "\(old), \(new)")
        }
      }
    }
  }

  @Test(arguments: programs) func `what an equation is said to be defined by exists`(
    _ program: Program
  ) throws {
    let folders = ["Chapters/\(program.chapter.rawValue)", "Shared/Mathematics"]
    let source = try folders.flatMap(sources).joined()
    for page in program.original.pages {
      for case .definition(let definition) in page.exhibits.map(\.content) {
        for name in definition.function.split(separator: ".") where name != "init" {
          let kinds = ["func ", "struct ", "enum ", "class ", "var ", "let ", "case "]
          #expect(kinds.contains { source.contains($0 + name) }, "\(definition.function)")
        }
      }
    }
  }

  @Test(arguments: programs) func `the examples of the help are answered`(
    _ program: Program
  ) throws {
    let lines = program.help.split(separator: "\n")
    let examples = lines.filter { $0.hasPrefix("  swift run") }
    #expect(examples.count == 4)
    for example in examples {
      // Words in quotes are one argument.
      let words = example.split(separator: "'", omittingEmptySubsequences: false).enumerated()
        .flatMap { i, part in
          i % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
      #expect(try !program.output(Options(Array(words.dropFirst(3)))).isEmpty, "\(example)")
    }
  }

  @Test(arguments: programs) func `nothing fails that has no correction, on other draws neither`(
    _ program: Program
  ) throws {
    var settings = Settings()
    settings.trials = 300
    for exhibit in try program.run(settings).pages.flatMap(\.exhibits) {
      guard case .derivation(let derivation) = exhibit.content else { continue }
      #expect(derivation.word != "fails", "\(derivation.statement)")
      #expect(
        derivation.correction?.tested.holds ?? true, "\(derivation.statement)")
    }
  }

  @Test(arguments: programs) func `every equation is computed, verified, defined or left`(
    _ program: Program
  ) throws {
    let run = program.original
    let places = run.pages.flatMap { $0.exhibits.flatMap(\.places) }
    let treated = Set(places.map { "\($0.document.rawValue) \($0.locator)" })
    let missing = Document.allCases.flatMap(Notes.equations).filter {
      $0.chapter == program.chapter
        && !treated.contains("\($0.document.rawValue) \($0.locator)")
    }
    #expect(
      missing.isEmpty,
      "\(missing.map { "\($0.document.rawValue) \($0.locator)" }.joined(separator: "\n"))")
  }

  @Test(arguments: programs) func `derivations hold, errata fail and their corrections hold`(
    _ program: Program
  ) throws {
    for page in program.original.pages {
      for case .derivation(let derivation) in page.exhibits.map(\.content) {
        #expect(!derivation.tested.relations.isEmpty, "\(derivation.statement)")
        guard let correction = derivation.correction else {
          #expect(derivation.holds, "\(derivation.statement)")
          continue
        }
        #expect(!derivation.holds, "\(derivation.statement)")
        let isRight = correction.tested.holds
        #expect(isRight, "\(correction.statement)")
      }
    }
  }

  @Test(arguments: programs) func `a statement is made once, and tested on a hundred draws or here`(
    _ program: Program
  ) throws {
    let all = program.original.pages.flatMap(\.exhibits).compactMap { exhibit in
      if case .derivation(let derivation) = exhibit.content { derivation } else { nil }
    }
    #expect(Set(all.map(\.statement)).count == all.count, "\(repeated(all.map(\.statement)))")
    // Whole trainings and searches, each of which takes a tenth of a second.
    let experiments = ["steps end with an error of 0", "random ones miss by less than a grid"]
    for one in all where !experiments.contains(where: one.statement.hasSuffix) {
      #expect(one.tested.isExample || one.tested.draws >= 100, "\(one.statement)")
    }
  }

  @Test(arguments: programs) func `a figure has a title of its own`(_ program: Program) {
    let titles = program.original.pages.flatMap(\.exhibits).compactMap { exhibit -> String? in
      switch exhibit.content {
      case .plot(let plot): plot.title
      case .shades(let shades): shades.title
      default: nil
      }
    }
    #expect(Set(titles).count == titles.count, "\(repeated(titles))")
  }

  @Test(arguments: programs) func `an erratum has an explanation or says what was tried`(
    _ program: Program
  ) throws {
    for page in program.original.pages {
      for case .number(let number) in page.exhibits.map(\.content) where number.erratum != nil {
        #expect(!number.reasons.isEmpty, "\(number.quantity)")
      }
    }
  }

  @Test(arguments: programs) func `no line of text is wider than 80 columns`(
    _ program: Program
  ) throws {
    for arguments in [[], ["--errata"], ["--list"], ["--help"]] {
      let text = try program.output(try Options(arguments))
      for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }
  }

  @Test(arguments: programs) func `LaTeX has a command for every character`(
    _ program: Program
  ) throws {
    let text = try program.output(try Options(["--format", "latex"]))
    // What a LaTeX that reads UTF-8 knows in text.
    let known = Set("§éüöä")
    let unknown = Set(text.filter { !$0.isASCII && !known.contains($0) })
    #expect(unknown.isEmpty, "\(unknown.sorted())")
  }

  @Test(arguments: programs) func `any finite numbers of the reader's own are met without a trap`(
    _ program: Program
  ) throws {
    let exhibits = program.original.pages.flatMap(\.exhibits)
    let inputs = exhibits.compactMap { exhibit -> Input? in
      guard case .input(let input) = exhibit.content else { return nil }
      return input
    }
    // Zeros, the smallest and the largest numbers, wrong signs; in all inputs, in every other.
    let values = [0, -1, Double.leastNonzeroMagnitude, 1e300]
    for (value, part) in values.map({ ($0, 2) }) + [(0, 0), (1e300, 1)] {
      var settings = Settings()
      settings.trials = 1
      for (i, input) in inputs.enumerated() where part == 2 || i % 2 == part {
        let range = input.range ?? -.infinity ... .infinity
        let nearest = min(max(value, range.lowerBound), range.upperBound)
        settings.values[typed(input.name)] = input.rows.map { $0.map { _ in nearest } }
      }
      let pages = try program.run(settings).pages.filter { !$0.isOriginal }
      #expect(!pages.isEmpty)
      let excerpts = pages.map { Choice(page: $0).excerpt(isBlank: false) }
      let text = TextRenderer(settings).render(excerpts)
      #expect(!text.contains("the notes print") && !text.contains("agrees"))
    }
  }
}

private func repeated(_ keys: [String]) -> [String] {
  Dictionary(grouping: keys) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
}
