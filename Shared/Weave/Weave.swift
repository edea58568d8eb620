import Companion
import Foundation
import Notes

/// Weaves `book.md` from the chapters: their prose, their code, and what the code shows.
@main
enum Weave {
  /// The chapters in reading order.
  static let chapters = Chapter.allCases

  static let usage = """
    OVERVIEW: Weaves book.md and its figures from the chapters.

    USAGE: weave [--check]

    OPTIONS:
      --check     Write nothing; say whether book.md is current, with what differs.
      -h, --help  Show this help.

    """

  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.contains("--help") || arguments.contains("-h") {
      print(usage, terminator: "")
      return
    }
    if let unknown = arguments.first(where: { $0 != "--check" }) {
      stop(64, "there is no option '\(unknown)'", hint: "weave takes --check or nothing")
    }
    do throws(Failure) {
      let root = try findRoot()
      var parts: [BookPart] = []
      for chapter in chapters { parts.append(try part(chapter)) }
      let book = Book(parts, try sources(root))
      let isCurrent = arguments.contains("--check") ? check(book, root) : try write(book, root)
      exit(isCurrent ? 0 : 1)
    } catch {
      stop(error.status, error.message, hint: error.hint)
    }
  }

  /// Why the book could not be woven.
  struct Failure: Error {
    let status: Int32
    let message: String
    var hint: String?
  }

  private static func stop(_ status: Int32, _ message: String, hint: String?) -> Never {
    let text = "Error: \(message)\n" + (hint.map { "Hint: \($0)\n" } ?? "")
    FileHandle.standardError.write(Data(text.utf8))
    exit(status)
  }

  /// The folder of the package, at or above the current one.
  private static func findRoot() throws(Failure) -> URL {
    var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    while true {
      if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Chapters").path) {
        return folder
      }
      guard folder.path != "/" else {
        throw Failure(
          status: 66, message: "there is no folder Chapters here or above",
          hint: "run weave inside the package: swift run weave")
      }
      folder.deleteLastPathComponent()
    }
  }

  /// What a chapter shows, from its executable, which was built beside this one.
  private static func part(_ chapter: Chapter) throws(Failure) -> BookPart {
    let own = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    let program = own.deletingLastPathComponent().appendingPathComponent(chapter.rawValue)
    let process = Process()
    process.executableURL = program
    process.arguments = ["--format", "book"]
    let pipe = Pipe()
    process.standardOutput = pipe
    do {
      try process.run()
    } catch {
      throw Failure(
        status: 69, message: "cannot run the chapter '\(chapter.rawValue)' beside weave",
        hint: "build it: swift build --product \(chapter.rawValue)")
    }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let part = try? JSONDecoder().decode(BookPart.self, from: output)
    else {
      throw Failure(
        status: 70, message: "the chapter '\(chapter.rawValue)' gave no book part",
        hint: "run it: swift run \(chapter.rawValue)")
    }
    return part
  }

  /// The source files of each chapter, by name.
  private static func sources(_ root: URL) throws(Failure) -> [String: [SourceFile]] {
    var result: [String: [SourceFile]] = [:]
    for chapter in chapters.map(\.rawValue) {
      let folder = root.appendingPathComponent("Chapters/\(chapter)")
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      for name in names.sorted() where name.hasSuffix(".swift") && name.first!.isNumber {
        guard
          let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        else { throw Failure(status: 66, message: "cannot read Chapters/\(chapter)/\(name)") }
        result[chapter, default: []].append(
          SourceFile(id: "\(chapter)/\(name)", text: text, chapter: chapter))
      }
    }
    return result
  }

  // MARK: Writing and checking

  private static func check(_ book: Book, _ root: URL) -> Bool {
    var isCurrent = true
    for (path, text) in book.files {
      let old = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
      guard old != text else { continue }
      isCurrent = false
      print(old == nil ? "\(path) is missing" : "\(path) is not current:")
      print(difference(old ?? "", text), terminator: "")
    }
    for path in strays(book, root) {
      isCurrent = false
      print("\(path) is drawn by no page")
    }
    print(isCurrent ? "book.md is current" : "weave it anew: swift run weave")
    return isCurrent
  }

  /// Drawings that were woven once and that no page draws any more.
  private static func strays(_ book: Book, _ root: URL) -> [String] {
    let drawn = Set(book.files.map(\.path))
    return chapters.flatMap { chapter in
      let folder = "Chapters/\(chapter.rawValue)/Figures"
      let names = try? FileManager.default.contentsOfDirectory(
        atPath: root.appendingPathComponent(folder).path)
      return (names ?? []).filter { $0.hasSuffix(".svg") }.sorted().map { "\(folder)/\($0)" }
    }.filter { !drawn.contains($0) }
  }

  private static func write(_ book: Book, _ root: URL) throws(Failure) -> Bool {
    // The book last: it is never there before its figures.
    for (path, text) in book.files {
      let target = root.appendingPathComponent(path)
      let draft = target.deletingLastPathComponent()
        .appendingPathComponent(".\(target.lastPathComponent).draft")
      do {
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: draft)
      } catch {
        try? FileManager.default.removeItem(at: draft)
        throw Failure(status: 74, message: "cannot write \(path): \(error.localizedDescription)")
      }
      // Moved into place in one step: a reader sees the old file or the new one.
      guard rename(draft.path, target.path) == 0 else {
        let reason = String(cString: strerror(errno))
        try? FileManager.default.removeItem(at: draft)
        throw Failure(status: 74, message: "cannot write \(path): \(reason)")
      }
    }
    for path in strays(book, root) {
      try? FileManager.default.removeItem(at: root.appendingPathComponent(path))
    }
    print("book.md: \(book.size / 1000) kB, \(book.files.count - 1) figures")
    return true
  }
}

/// The lines that differ, old ones with −, new ones with +, at most forty of them.
func difference(_ old: String, _ new: String) -> String {
  let (a, b) = (
    old.split(separator: "\n", omittingEmptySubsequences: false),
    new.split(separator: "\n", omittingEmptySubsequences: false)
  )
  let changes = b.difference(from: a).map { change in
    switch change {
    case .remove(let line, let text, _): (line + 1, "- \(text)")
    case .insert(let line, let text, _): (line + 1, "+ \(text)")
    }
  }.sorted { ($0.0, $1.1) < ($1.0, $0.1) }
  var text = changes.prefix(40).map { "  \($0.0): \($0.1)\n" }.joined()
  if changes.count > 40 { text += "  … and \(changes.count - 40) more\n" }
  return text
}
