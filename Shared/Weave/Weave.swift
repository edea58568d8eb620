import Companion
import Foundation
import Notes

/// Weaves the book from the chapters: a README for each, its figures, and `book.md` in front.
@main
enum Weave {
  static let usage = """
    OVERVIEW: Weaves the chapters' README.md, their figures and book.md.

    USAGE: weave [--check]

    OPTIONS:
      --check     Write nothing; say which files are not current, and where.
      -h, --help  Show this help.

    """

  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.contains("--help") || arguments.contains("-h") {
      print(usage, terminator: "")
      return
    }
    if let unknown = arguments.first(where: { $0 != "--check" }) {
      stop(Failure(64, "there is no option '\(unknown)'", hint: "weave takes --check or nothing"))
    }
    do throws(Failure) {
      let folder = try Folder()
      let files = try woven(folder)
      if arguments.contains("--check") {
        let differences = folder.differences(files)
        print(differences.isEmpty ? "the book is current" : differences.joined(separator: "\n"))
        guard differences.isEmpty else { throw Failure(1, "weave it anew: swift run weave") }
      } else {
        try folder.write(files)
        let bytes = files.reduce(0) { $0 + $1.text.utf8.count }
        print("\(files.count) files, \(bytes / 1000) kB")
      }
      guard fflush(nil) == 0 else {
        throw Failure(74, "cannot say so: \(String(cString: strerror(errno)))")
      }
    } catch { stop(error) }
  }

  private static func stop(_ failure: Failure) -> Never {
    let hint = failure.hint.map { "Hint: \($0)\n" } ?? ""
    FileHandle.standardError.write(Data("Error: \(failure.message)\n\(hint)".utf8))
    exit(failure.status)
  }

  // MARK: What is woven

  /// A larger file is not shown on the web.
  static let limit = 500_000

  /// All files of the book, the front last.
  private static func woven(_ folder: Folder) throws(Failure) -> [BookPart.File] {
    let parts = try parts()
    let damages = parts.flatMap(\.damages)
    guard damages.isEmpty else { throw Failure(65, damages.joined(separator: "\n")) }
    let book = try front(parts)
    let files = parts.flatMap(\.files) + [BookPart.File(path: "book.md", text: book.text)]
    let tooLarge = files.filter { $0.text.utf8.count > limit }
    guard tooLarge.isEmpty else {
      let names = tooLarge.map { "\($0.path) has \($0.text.utf8.count) bytes" }
      throw Failure(
        65, names.joined(separator: ", "), hint: "the web shows none above \(limit): divide it")
    }
    return files
  }

  private static func front(_ parts: [BookPart]) throws(Failure) -> Book {
    do { return try Book(parts) } catch { throw Failure(65, error.message) }
  }

  /// What each chapter tells, from its executable, which was built beside this one. They run side
  /// by side, at full size.
  private static func parts() throws(Failure) -> [BookPart] {
    let own = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    var running: [(Chapter, Process, Output)] = []
    for chapter in Chapter.allCases {
      let process = Process()
      process.executableURL = own.deletingLastPathComponent()
        .appendingPathComponent(chapter.rawValue)
      process.arguments = ["--full", "--format", "book"]
      let output = Output()
      process.standardOutput = output.pipe
      do { try process.run() } catch {
        throw Failure(
          69, "cannot run the chapter '\(chapter.rawValue)' beside weave",
          hint: "build it: swift build --product \(chapter.rawValue)")
      }
      output.read()
      running.append((chapter, process, output))
    }
    var parts: [BookPart] = []
    for (chapter, process, output) in running {
      let data = output.data
      process.waitUntilExit()
      guard process.terminationStatus == 0,
        let part = try? JSONDecoder().decode(BookPart.self, from: data)
      else {
        throw Failure(
          70, "the chapter '\(chapter.rawValue)' gave no part of the book",
          hint: "run it: swift run \(chapter.rawValue)")
      }
      parts.append(part)
    }
    return parts
  }

  /// The output of a process, read while others are.
  private final class Output: Sendable {
    let pipe = Pipe()
    private let done = DispatchSemaphore(value: 0)
    nonisolated(unsafe) private var read = Data()

    func read(on queue: DispatchQueue = .global()) {
      queue.async { [self] in
        read = pipe.fileHandleForReading.readDataToEndOfFile()
        done.signal()
      }
    }

    var data: Data {
      done.wait()
      return read
    }
  }
}
