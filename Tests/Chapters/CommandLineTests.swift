import Foundation
import Testing

/// The programs as a reader meets them: started by a shell, their status and words looked at.
@Suite struct CommandLineTests {
  /// The folder in which the executables lie, which is that of the test bundle.
  static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

  struct Outcome {
    let status: Int32
    let output: String
    let error: String
  }

  private func shell(_ command: String) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    // Of the environment only what a sanitizer is told is passed on.
    process.environment = ProcessInfo.processInfo.environment
      .filter { $0.key.hasSuffix("SAN_OPTIONS") }
      .merging(["PATH": "\(Self.folder.path):/usr/bin:/bin", "TERM": "xterm"]) { $1 }
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    try process.run()
    let out = output.fileHandleForReading.readDataToEndOfFile()
    let err = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: out, as: UTF8.self),
      error: String(decoding: err, as: UTF8.self))
  }

  @Test func `an equation is answered with its number, the printed one and the verdict`() throws {
    let result = try shell("backprop 6.23")
    #expect(result.status == 0 && result.error.isEmpty)
    #expect(result.output.contains("1.1233    1.1223           erratum"))
  }

  @Test func `a section, an equation in parentheses, a document's own place`() throws {
    #expect(try shell("backprop '§6.11'").output.contains("The second iteration"))
    #expect(try shell("backprop '(6.4)'").output.contains("W² = [0.7 0.8 0.9]"))
    #expect(try shell("backprop '(6.4)'").output.contains("δ²") == false)
    #expect(try shell("backprop intuition:4.4").output.contains("One unit a layer"))
    #expect(try shell("backprop 'Back Propagation – Example'").output.contains("Two outputs"))
  }

  @Test(arguments: ["6.2-6", "15.1-6", "6.2(6)", "6.2_3", "6.2*", "6.2–"])
  func `a place is never bent into another`(place: String) throws {
    let result = try shell("backprop '\(place)'")
    #expect(result.status == 64 && result.output.isEmpty, "\(result.output.prefix(200))")
  }

  @Test func `a range of equations is all of them`() throws {
    for range in ["6.31–6.33", "'(6.31)-(6.33)'", "'(6.31)–(6.33)'"] {
      let output = try shell("backprop \(range) --brief").output
      #expect(output.contains("(6.31)") && output.contains("(6.32)") && output.contains("(6.33)"))
      #expect(!output.contains("(6.35)"))
    }
  }

  @Test func `the notes' own number is theirs, whoever types it`() throws {
    let result = try shell("backprop B.19 --set 'y=1' --brief").output
    #expect(result.contains("the notes print") && !result.contains("(yours)"))
    #expect(try shell("lstm --set bf=1 --brief").output.contains("agrees"))
  }

  @Test func `a place of another chapter names that chapter`() throws {
    let result = try shell("backprop 15.16")
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.error.contains("(15.16) is in rnn: swift run rnn 15.16"))
  }

  @Test(arguments: [
    ("B.91", "did you mean B.1"), ("--digts 3", "did you mean --digits?"),
    ("--set V1=1", "did you mean w1"), ("--set x=1", "takes 2 numbers, not 1 number"),
    ("--set 'W1=1 2 3'", "takes 2 rows of 2 numbers, not 3 numbers"),
    ("--format pdf", "is not text, markdown, latex, csv or json"),
    ("--trials 0", "is not a whole number from 1 to 1000000"), ("99.99", "there is no place"),
  ])
  func `what is mistyped is named, and what to type instead`(arguments: String, hint: String) throws
  {
    let result = try shell("backprop B.19 \(arguments)")
    #expect(result.status == 64, "\(arguments)")
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("Error: "))
    #expect(result.error.contains(hint), "\(result.error)")
    #expect(result.error.contains("Usage: backprop"))
  }

  @Test func `a full disk is reported with status 74, a closed pipe not at all`() throws {
    let full = try shell("backprop > /dev/full")
    #expect(full.status == 74)
    #expect(full.error.hasPrefix("Error: cannot write the output: "))
    let closed = try shell("backprop | head -n 1; exit ${PIPESTATUS[0]}")
    #expect(closed.status == 0 && closed.error.isEmpty)
    let ignored = try shell("trap '' PIPE; (backprop; echo $? >&2) | head -n 1")
    #expect(ignored.error == "0\n")
  }

  @Test func `colour is for terminals, unless it is asked for`() throws {
    #expect(try shell("backprop 6.23").output.contains("\u{1B}[") == false)
    let colored = try shell("backprop 6.23 --color always").output
    #expect(colored.contains("\u{1B}[1;31merratum\u{1B}[0m"))
    #expect(try shell("NO_COLOR=1 backprop 6.23 --color auto").output.contains("\u{1B}[") == false)
  }

  @Test func `the reader's own numbers replace those of the notes`() throws {
    let result = try shell("backprop B.19 --set 'x=0 0'")
    #expect(result.status == 0)
    #expect(result.output.contains("x = [0 0] (yours)"))
    #expect(result.output.contains("h¹  0.5000  0.5000") || result.output.contains("0.5000"))
    #expect(!result.output.contains("the notes print") && !result.output.contains("agrees"))
  }

  @Test func `a variant has other inputs of the same digits, the same for the same seed`() throws {
    let variant = try shell("backprop B.19 --vary 7")
    #expect(variant.output == (try shell("backprop B.19 --vary 7")).output)
    #expect(variant.output != (try shell("backprop B.19 --vary 8")).output)
    let given = try #require(variant.output.split(separator: "\n").first { $0.contains("given") })
    #expect(given.contains("y = 1") && !given.contains("W² = [0.5 0.6"))
    #expect(given.contains(/W² = \[0\.\d 0\.\d/) && !variant.output.contains("agrees"))
  }

  @Test func `a worksheet leaves the numbers open and gives nothing away`() throws {
    for format in ["text", "markdown", "latex"] {
      let sheet = try shell("backprop B.19 --vary 7 --blank --format \(format)")
      #expect(sheet.status == 0)
      #expect(sheet.output.contains(format == "latex" ? "\\underline" : "______"))
      #expect(!sheet.output.contains("holds") && !sheet.output.contains("agrees"))
    }
    #expect(try shell("backprop B.19 --blank --format json").status == 64)
  }

  @Test func `JSON is JSON, with a verdict for each token`() throws {
    let result = try shell("backprop 6.47 --format json")
    let audit = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(audit["schema"] as? Int == 1 && audit["chapter"] as? String == "backprop")
    let record = try #require((audit["records"] as? [[String: Any]])?.first)
    #expect(record["printed"] as? [String] == ["0.06748", "0.16870", "0.26992"])
    #expect(record["verdict"] as? [String] == ["agrees", "agrees", "agrees"])
    let computed = try #require(record["computed"] as? [Double])
    #expect((computed[0] - 0.067480527258).magnitude < 1e-11)
  }

  @Test func `weave works in this package only, and says what is missing`() throws {
    let lost = try shell("cd / && weave --check")
    #expect(lost.status == 66 && lost.error.contains("this is not the package of the book"))
    #expect(try shell("weave --chek").status == 64)
    let alone = try shell(
      """
      d=$(mktemp -d); trap 'rm -r $d' EXIT; cp \(Self.folder.path)/weave $d; cd $d
      cp \(projectFolder.path)/Package.swift .; mkdir Chapters
      ./weave; echo "status $?"; ls
      """)
    #expect(alone.output.contains("status 69") && !alone.output.contains("book.md"))
    #expect(alone.error.contains("Hint: build it: swift build --product"))
  }
}
