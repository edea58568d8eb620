import Foundation
import Testing

@testable import Companion

@Suite struct SnapshotTests {
  /// The full output of a chapter, as it was when somebody last looked at it.
  ///
  /// `RECORD=1 swift test` writes the snapshots anew, and fails all the same: what is recorded
  /// has to be read before it is believed.
  @Test(arguments: programs) func `the output is what it was`(_ program: Program) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Snapshots")
    let file = folder.appendingPathComponent("\(program.chapter.rawValue).txt")
    let output = try program.output(try Options([]))
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try output.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(file.lastPathComponent); read it, then run without RECORD")
      return
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    let (new, old) = (output.split(separator: "\n"), recorded.split(separator: "\n"))
    let difference = zip(new, old).first { $0 != $1 }
    if output != recorded {
      let words = difference.map { "'\($0.1)' became '\($0.0)'" } ?? "the length"
      Issue.record("\(file.lastPathComponent), first difference: \(words)")
    }
  }

  @Test(arguments: programs) func `two runs give the same bytes`(
    _ program: Program
  ) throws {
    for format in ["text", "book"] {
      let options = try Options(["--format", format])
      let (first, second) = (try program.output(options), try program.output(options))
      #expect(first == second, "\(format)")
    }
  }
}
