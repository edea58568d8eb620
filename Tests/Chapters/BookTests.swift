import Foundation
import Notes
import Testing

@testable import Companion

/// The book as the chapters tell it: read as text, by rules that the renderers do not contain.
@Suite struct BookTests {
  private static let parts: [BookPart] = programs.map { program in
    let text = try! program.output(Options(["--format", "book"]))
    return try! JSONDecoder().decode(BookPart.self, from: Data(text.utf8))
  }
  /// All woven texts by their paths.
  private static let files: [String: String] = {
    let all = parts.flatMap(\.files).map { ($0.path, $0.text) }
    return Dictionary(uniqueKeysWithValues: all + [("book.md", try! Book(parts).text)])
  }()
  static var pages: [String] { files.keys.filter { $0.hasSuffix(".md") }.sorted() }

  /// The lines of a file outside of its boxes of code.
  private static func told(_ path: String) -> [Substring] {
    var isCode = false
    return files[path]!.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      if line.hasPrefix("```") { isCode.toggle() }
      return !isCode && !line.hasPrefix("```")
    }
  }

  private static func sources(of program: Program) throws -> [(name: String, text: String)] {
    let folder = projectFolder.appendingPathComponent("Chapters/\(program.chapter.rawValue)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".swift") }
      .map { ($0, try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)) }
  }

  @Test(arguments: programs) func `all code that computes is in the book`(_ program: Program) throws
  {
    let readme = Self.files["Chapters/\(program.chapter.rawValue)/README.md"]!
    func bare(_ line: Substring) -> String { line.trimmingCharacters(in: .whitespaces) }
    let shown = Set(readme.split(separator: "\n").map(bare))
    // A heading of the book is the header of a section, and of the chapter's own extension.
    let own = "\(program.headings[0].file.prefix { $0 != "/" })".lowercased()
    var (all, missing) = (0, [String]())
    for (name, text) in try Self.sources(of: program) where !text.contains("@main") {
      for line in text.split(separator: "\n") {
        let line = bare(line)
        let isInput = line.contains("page.given(") || line.contains("page.printed(")
        let isPlumbing =
          line.hasPrefix("//:") || line.hasPrefix("import ") || line.hasPrefix("// MARK:")
          || isInput
          || line.contains(" = Section(") || line.lowercased() == "extension \(own) {"
          // A part of a page is told where it stands; that it is one is no news.
          || line.contains("_ page: Page") || line.contains(/^[\p{L}\p{N}.]+\(page[,)]/)
        guard line.count > 2, !isPlumbing else { continue }
        all += 1
        if !shown.contains(line) { missing.append("\(name): \(line)") }
      }
    }
    let share = 1 - Double(missing.count) / Double(all)
    #expect(share >= 0.98, "\(share): \(missing.prefix(12).joined(separator: "\n"))")
  }

  @Test(arguments: programs) func `every numbered equation is displayed once`(_ program: Program)
    throws
  {
    let displayed = try Self.sources(of: program).flatMap { name, text in
      Source(text, chapter: program.chapter.rawValue).paragraphs.flatMap { paragraph -> [String] in
        guard case .formulas(let formulas) = paragraph.piece else { return [] }
        // Of the other documents no equation has a number.
        return formulas.filter { !$0.place.contains(/[a-z]+ [A-Z0-9“]/) }
          .flatMap(\.locators)
      }
    }
    let counts = Dictionary(grouping: displayed) { $0 }.mapValues(\.count)
    for equation in Notes.equations(.foundations) where equation.chapter == program.chapter {
      guard equation.locator.wholeMatch(of: /\d+\.\d+(\/2|')?/) != nil else { continue }
      let readme = Self.files["Chapters/\(program.chapter.rawValue)/README.md"]!
      #expect(counts[equation.locator] == 1, "(\(equation.locator))")
      #expect(readme.contains(citation(.foundations, equation.locator)), "(\(equation.locator))")
    }
  }

  @Test func `no source is damaged, and no formula unknown`() {
    #expect(Self.parts.flatMap(\.damages) == [])
  }

  /// A heading as GitHub makes an anchor of it, by its own rule.
  private func slug(_ heading: Substring) -> String {
    heading.lowercased().replacing(/[^\p{L}\p{N}\p{M} _-]/, with: "").replacing(" ", with: "-")
  }

  @Test(arguments: pages) func `every link leads to a file and a heading that are there`(
    path: String
  ) throws {
    let folder = path.split(separator: "/").dropLast()
    for line in Self.told(path) {
      for match in line.matches(of: /\]\(([^()\s]+)\)/) {
        let target = String(match.1)
        guard !target.hasPrefix("http") else { continue }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        var place = folder
        for step in parts[0].split(separator: "/") {
          if step == ".." { place.removeLast() } else { place.append(step) }
        }
        let file = parts[0].isEmpty ? path : place.joined(separator: "/")
        let isThere =
          Self.files[file] != nil
          || FileManager.default.fileExists(atPath: projectFolder.appendingPathComponent(file).path)
        #expect(isThere, "\(path): \(target)")
        guard parts.count == 2, Self.files[file] != nil else { continue }
        let headings = Self.told(file).filter { $0.hasPrefix("#") }.map {
          slug($0.drop { $0 == "#" || $0 == " " }.replacing(/\[(.*)\]\(.*\)/) { $0.1 }[...])
        }
        #expect(headings.count { $0 == parts[1] } == 1, "\(path): \(target)")
      }
    }
  }

  @Test(arguments: programs) func `titles of sections are unique in their chapter`(
    _ program: Program
  ) {
    let titles = program.headings.map { anchor($0.title) }
    #expect(Set(titles).count == titles.count)
  }

  /// What no reader is to be shown, outside of code.
  ///
  /// - Parameter index: an index that should have been made small
  private func ugly(_ line: some StringProtocol, index: String) -> String? {
    var text = String(line).replacing(/\$`[^`]*`\$/, with: "").replacing(/`[^`]*`/, with: "")
    text = text.replacing(/\]\([^)]*\)/, with: "]")
    for pattern in [
      index, #"[0-9][eE][-−+]?[0-9]"#, #"\^[({\p{L}]"#, #"W of [hx]"#, "0 ≤ 0",
      #"(^|[ (\[])-[\d.∞]"#,
      #"[§.\d]\d:[a-z]"#, #"Q\d+:[a-z]"#, #"\$"#,
    ] {
      if let found = text.firstMatch(of: try! Regex(pattern)) {
        return "\(pattern) in '\(found.0)': \(text)"
      }
    }
    return nil
  }

  @Test(arguments: pages) func `formulas are set and minus is a minus in the book`(path: String) {
    let found = Self.told(path).compactMap { ugly($0, index: #"[\p{L}]_[\p{L}{]"#) }
    #expect(found.isEmpty, "\(path): \(found.prefix(5).joined(separator: "\n"))")
  }

  @Test(arguments: programs) func `formulas and minus are those of a book in a terminal, too`(
    _ program: Program
  ) throws {
    for arguments in [[], ["--errata"]] {
      let text = try program.output(Options(arguments))
      // The notes' own program has its own names, which are code.
      // Letters that Unicode has no small form of stay as they are typed, W_xf.
      let index = #"[\p{L}](_[aehijklmnoprstuvx0-9]+(?![\p{L}{])|_\{[aehijklmnoprstuvx0-9]+\})"#
      let found = text.split(separator: "\n").compactMap { ugly($0, index: index) }.filter {
        !$0.contains("dC_dw") && !$0.contains("derv_") && !$0.contains("weight2_")
      }
      #expect(found.isEmpty, "\(found.prefix(5).joined(separator: "\n"))")
    }
  }

  @Test(arguments: pages) func `no file is larger than the web shows`(path: String) {
    #expect(Self.files[path]!.utf8.count <= 500_000)
  }

  @Test(arguments: programs) func `a place runs the pages that treat it, and few others`(
    _ program: Program
  ) throws {
    // Which pages show something for a place, beyond taking it as an input.
    var treating: [String: Set<String>] = [:]
    for page in program.original.pages {
      for exhibit in page.exhibits where !exhibit.isInput {
        for place in exhibit.places { treating[place.short, default: []].insert(page.section.id) }
      }
    }
    var extra = 0
    for (place, treated) in treating {
      let candidates = try #require(program.candidates([place]), "\(place)")
      let found = Set(candidates.answering.map { program.headings[$0].id })
      #expect(treated.isSubset(of: found), "\(place)")
      extra += found.subtracting(treated).count
    }
    #expect(extra <= treating.count, "\(extra) pages too many for \(treating.count) places")
  }

  @Test func `the example of the README is what the program prints`() throws {
    let readme = try String(
      contentsOf: projectFolder.appendingPathComponent("README.md"), encoding: .utf8)
    let shown = try #require(readme.firstMatch(of: /\$ swift run backprop 6\.32\n\n((?s).*?)```/))
    #expect(try String(shown.1) == programs[1].output(Options(["6.32"])))
  }

  @Test func `without its source a page tells its numbers, and where its story is`() throws {
    let section = Section(
      .appendix, "B.19", "A page", file: "backprop/01-Moved.swift", path: "/nowhere/01-Moved.swift",
      line: 1
    ) { page in page.show("z¹", [0.2, 0.5]) }
    let text = try Program(.backprop, "Moved", [section]).output(Options([]))
    #expect(text.contains("0.2  0.5") && text.contains("agrees"))
    #expect(text.contains("Chapters/backprop/01-Moved.swift"))
  }

  @Test func `with other numbers prose that speaks of the notes' own is left out`() throws {
    let own = try handNetwork(["B.19"])
    let other = try handNetwork(["B.19", "--vary", "7"])
    #expect(own.contains("The output is 0.6566") && !other.contains("0.6566"))
    #expect(other.contains("Backward."))
    let brief = try handNetwork(["B.19", "--brief"])
    #expect(!brief.contains("The output is") && brief.contains("0.656"))
  }

  private func handNetwork(_ arguments: [String]) throws -> String {
    try programs[1].output(Options(arguments))
  }
}
