import Foundation
import Notes
import Testing

@testable import Companion

/// What does not reproduce, pinned: a list for each chapter, `Errata/NAME.txt`, written by hand. A
/// line has the place, the name, what is printed, the verdict, what is right and the slip.
@Suite struct ErrataTests {
  private static func lines(_ number: Number) -> [String] {
    guard let place = number.place else { return [] }
    return number.judgements.compactMap { judgement in
      if case .agrees = judgement.verdict { return nil }
      let fields = [
        place.description, number.quantity, judgement.token.description, judgement.verdict.word,
        number.correct(judgement), judgement.slip ?? "",
      ]
      return fields.joined(separator: " | ").trimmed
    }
  }

  private static func lines(_ derivation: Derivation, _ places: [Reference]) -> [String] {
    guard let correction = derivation.correction else { return [] }
    return places.map { place in
      let fields = [
        place.description, "", derivation.statement, derivation.word, correction.statement,
        derivation.why ?? "",
      ]
      return fields.joined(separator: " | ").trimmed
    }
  }

  @Test(arguments: programs) func `what does not reproduce is what is known`(_ program: Program)
    throws
  {
    let found = program.original.pages.flatMap(\.exhibits).flatMap { exhibit in
      switch exhibit.content {
      case .number(let number): ([number] + number.again).flatMap(Self.lines)
      case .derivation(let derivation): Self.lines(derivation, exhibit.places)
      default: [String]()
      }
    }
    let list = projectFolder.appendingPathComponent(
      "Tests/Chapters/Errata/\(program.chapter.rawValue).txt")
    let known = try String(contentsOf: list, encoding: .utf8).split(separator: "\n").map(
      String.init)
    let new = found.filter { !known.contains($0) }
    let gone = known.filter { !found.contains($0) }
    #expect(new.isEmpty, "not in the list:\n\(new.joined(separator: "\n"))")
    #expect(gone.isEmpty, "no longer so:\n\(gone.joined(separator: "\n"))")
    #expect(found.count == known.count)
  }
}
