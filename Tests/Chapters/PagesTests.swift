import Foundation
import Testing

@testable import Companion

/// How a page is written: short parts, each with its prose.
@Suite struct PagesTests {
  private struct File {
    let name: String
    let lines: [Substring]

    /// The indentation of a line, nil if there is nothing in it.
    func indent(_ i: Int) -> Int? {
      let bare = lines[i].drop { $0 == " " }
      return bare.isEmpty ? nil : lines[i].count - bare.count
    }
    func isProse(_ i: Int) -> Bool { lines[i].drop { $0 == " " }.hasPrefix("//") }

    /// How many lines of code stand from a declaration to the bracket that closes it.
    func length(from start: Int) -> Int {
      let end =
        lines.indices.dropFirst(start + 1).first {
          indent($0) == indent(start) && lines[$0].contains("}")
        } ?? lines.count - 1
      return (start...end).count { indent($0) != nil && !isProse($0) }
    }
  }

  private static func files(of program: Program) throws -> [File] {
    let folder = projectFolder.appendingPathComponent("Chapters/\(program.chapter.rawValue)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".swift") }
      .map { name in
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        return File(
          name: name, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
      }
  }

  @Test(arguments: programs) func `page files are numbered without gaps`(_ program: Program) throws
  {
    let numbers = try Self.files(of: program).compactMap { Int($0.name.prefix(2)) }
    #expect(numbers == Array(1...numbers.count))
  }

  @Test(arguments: programs) func `a quarter of a page is prose, and no forty lines are without`(
    _ program: Program
  ) throws {
    for file in try Self.files(of: program) where file.name.first!.isNumber {
      let lines = file.lines.map { $0.drop { $0 == " " } }
      let prose = lines.filter { $0.hasPrefix("//:") }.reduce(0) { $0 + $1.count }
      let all = lines.reduce(0) { $0 + $1.count }
      #expect(4 * prose >= all, "\(file.name): \(100 * prose / all) %")
      let runs = lines.filter { !$0.isEmpty }.split { $0.hasPrefix("//:") }
      #expect(runs.allSatisfy { $0.count <= 40 }, "\(file.name): \(runs.map(\.count).max()!) lines")
    }
  }

  @Test(arguments: programs) func `a section has at most sixty lines, a function forty`(
    _ program: Program
  ) throws {
    for file in try Self.files(of: program) {
      for i in file.lines.indices where !file.isProse(i) {
        let line = file.lines[i]
        let isSection = line.contains(" = Section(")
        guard isSection || line.contains("func ") || line.contains(/(^| )init[?(<]/) else {
          continue
        }
        // A declaration on one line, or a requirement without a body.
        guard !line.hasSuffix("}"), isSection || line.contains("{") || line.hasSuffix("(") else {
          continue
        }
        let length = file.length(from: i)
        #expect(length <= (isSection ? 60 : 40), "\(file.name):\(i + 1) has \(length) lines")
      }
    }
  }
}
