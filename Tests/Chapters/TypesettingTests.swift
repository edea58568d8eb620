import Foundation
import Testing

@testable import Companion

/// A program of the machine, nil where it is not installed.
private func tool(_ name: String) -> URL? {
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").lazy
    .map { URL(fileURLWithPath: String($0)).appendingPathComponent(name) }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }
}

/// What real typesetters say of every formula, and of the LaTeX of whole pages. Nothing of this is
/// needed to run the tests: where a typesetter is not installed, its test says so and is left out.
@Suite(.serialized) struct TypesettingTests {
  /// All formulas of the book as TeX: those of prose, displayed ones, statements and the names of
  /// numbers.
  private func formulas() throws -> (inline: [String], displayed: [String]) {
    var (inline, displayed): (Set<String>, Set<String>) = ([], [])
    for program in programs {
      let text = try program.output(Options(["--format", "markdown"]))
      for match in text.matches(of: /```math\n((?s).*?)\n```/) { displayed.insert(String(match.1)) }
      for match in text.matches(of: /\$`([^`]+)`\$/) {
        inline.insert(String(match.1).replacing("\\|", with: "|"))
      }
    }
    #expect(inline.count > 1000 && displayed.count > 200)
    return (inline.sorted(), displayed.sorted())
  }

  /// Runs a tool in a folder of its own with a file in it; its status and all that it says.
  private func run(_ tool: URL, _ arguments: [String], _ name: String, _ text: String) throws -> (
    status: Int32, said: String
  ) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = tool
    process.arguments = arguments
    process.currentDirectoryURL = folder
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, said)
  }

  private func errors(_ log: String) -> String {
    let lines = log.split(separator: "\n")
    return lines.indices.filter { lines[$0].hasPrefix("!") }.prefix(5)
      .map { lines[$0..<min($0 + 6, lines.count)].joined(separator: "\n") }.joined(separator: "\n")
  }

  @Test(.enabled(if: tool("pandoc") != nil, "pandoc is not installed: left out"))
  func `pandoc reads every formula`() throws {
    let (inline, displayed) = try formulas()
    let text = (inline.map { "$\($0)$" } + displayed.map { "$$\($0)$$" }).joined(separator: "\n\n")
    let (status, said) = try run(
      tool("pandoc")!,
      ["-f", "markdown", "-t", "html", "--mathml", "-o", "out.html", "in.md"], "in.md", text)
    #expect(status == 0 && !said.contains("WARNING"), "\(said.prefix(2000))")
  }

  @Test(.enabled(if: tool("pdflatex") != nil, "pdflatex is not installed: left out"))
  func `pdflatex sets every formula`() throws {
    let (inline, displayed) = try formulas()
    let body = inline.map { "\\(\($0)\\)\n\n" } + displayed.map { "\\[\n\($0)\n\\]\n\n" }
    let text =
      "\\documentclass{article}\\usepackage{amsmath,amssymb}\\begin{document}\n"
      + body.joined() + "\\end{document}\n"
    let (status, said) = try run(
      tool("pdflatex")!, ["-interaction=nonstopmode", "in.tex"], "in.tex", text)
    #expect(status == 0, "\(errors(said))")
  }

  @Test(
    .enabled(if: tool("pdflatex") != nil, "pdflatex is not installed: left out"),
    arguments: programs)
  func `a whole chapter compiles by itself`(_ program: Program) throws {
    let text = try program.output(Options(["--format", "latex", "--standalone"]))
    let (status, said) = try run(
      tool("pdflatex")!, ["-interaction=nonstopmode", "in.tex"], "in.tex", text)
    #expect(status == 0, "\(errors(said))")
  }

  @Test(.enabled(if: tool("pdflatex") != nil, "pdflatex is not installed: left out"))
  func `a page stands in an article and on a slide`() throws {
    let page = try programs[1].output(Options(["6.47", "--format", "latex"]))
    for (kind, before, after) in [
      ("article", "", ""), ("beamer", "\\begin{frame}{Sample 1}\n", "\\end{frame}\n"),
    ] {
      let text =
        "\\documentclass{\(kind)}\\usepackage{amsmath,amssymb,booktabs,graphicx}\n"
        + "\\begin{document}\n\(before)\(page)\(after)\\end{document}\n"
      let (status, said) = try run(
        tool("pdflatex")!, ["-interaction=nonstopmode", "in.tex"], "in.tex", text)
      #expect(status == 0, "\(kind): \(errors(said))")
    }
  }
}
