import Companion
import Foundation
import Notes

/// The folder of the package, and how the book is put into it: all or nothing.
struct Folder {
  let root: URL

  /// The folder of this package, at or above the current one.
  init() throws(Failure) {
    var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    while true {
      let manifest = try? String(
        contentsOf: folder.appendingPathComponent("Package.swift"), encoding: .utf8)
      if manifest?.contains("name: \"companion\"") ?? false { break }
      guard folder.path != "/" else {
        throw Failure(
          66, "this is not the package of the book, nor a folder in it",
          hint: "run weave inside it: swift run weave")
      }
      folder.deleteLastPathComponent()
    }
    root = folder
  }

  init(root: URL) { self.root = root }

  // MARK: Checking

  /// For each file that is not as it would be woven, the first line that differs.
  func differences(_ files: [BookPart.File]) -> [String] {
    files.compactMap { file -> String? in
      guard let old = try? Data(contentsOf: url(file.path)) else {
        return "\(file.path) is missing"
      }
      guard old != Data(file.text.utf8) else { return nil }
      return "\(file.path):" + difference(String(decoding: old, as: UTF8.self), file.text)
    } + strays(files).map { "\($0) is drawn by no page" }
  }

  /// Drawings that were woven once and that no page draws any more.
  private func strays(_ files: [BookPart.File]) -> [String] {
    let drawn = Set(files.map(\.path))
    return Chapter.allCases.flatMap { chapter in
      let folder = "Chapters/\(chapter.rawValue)/Figures"
      return names(folder).filter { $0.hasSuffix(".svg") }.map { "\(folder)/\($0)" }
    }.filter { path in
      guard !drawn.contains(path), let data = try? Data(contentsOf: url(path)) else { return false }
      // A drawing that somebody else put there is none of ours.
      return String(decoding: data, as: UTF8.self).contains(figureMark)
    }
  }

  // MARK: Writing

  /// Writes each file beside its place and then moves all of them there: whoever looks, at any
  /// moment, sees of each the old one or the new one. If one cannot be written, none is moved.
  func write(_ files: [BookPart.File]) throws(Failure) {
    var drafts: [(draft: URL, target: URL)] = []
    let changed = files.filter { (try? Data(contentsOf: url($0.path))) != Data($0.text.utf8) }
    sweep(files)
    do {
      for file in changed {
        let target = url(file.path)
        let folder = target.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let draft = folder.appendingPathComponent(Self.draft(of: target.lastPathComponent))
        drafts.append((draft, target))
        try Data(file.text.utf8).write(to: draft)
      }
      for (_, target) in drafts where isFolder(target) {
        throw CocoaError(.fileWriteFileExists, userInfo: [NSFilePathErrorKey: target.path])
      }
    } catch {
      for (draft, _) in drafts { try? FileManager.default.removeItem(at: draft) }
      let path = drafts.last?.target.path.dropFirst(root.path.count + 1) ?? "the book"
      throw Failure(74, "cannot write \(path): \(error.localizedDescription)")
    }
    for (draft, target) in drafts where rename(draft.path, target.path) != 0 {
      let reason = String(cString: strerror(errno))
      for (draft, _) in drafts { try? FileManager.default.removeItem(at: draft) }
      throw Failure(74, "cannot write \(target.lastPathComponent): \(reason)")
    }
    for path in strays(files) { try? FileManager.default.removeItem(at: url(path)) }
  }

  /// `.book.md.4711.draft`: no two processes share one.
  private static func draft(of name: String) -> String {
    ".\(name).\(ProcessInfo.processInfo.processIdentifier).draft"
  }

  /// Removes what runs that were killed have left behind.
  private func sweep(_ files: [BookPart.File]) {
    let folders = Set(files.map { url($0.path).deletingLastPathComponent().path })
    for folder in folders {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
        let parts = name.split(separator: ".")
        guard name.hasPrefix("."), parts.count > 2, parts.last == "draft",
          let process = Int32(parts[parts.count - 2]), kill(process, 0) != 0
        else { continue }
        try? FileManager.default.removeItem(atPath: folder + "/" + name)
      }
    }
  }

  private func url(_ path: String) -> URL { root.appendingPathComponent(path) }

  private func isFolder(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  private func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url(folder).path)) ?? []).sorted()
  }
}

/// Where two texts differ first: the number of the line, and both lines.
func difference(_ old: String, _ new: String) -> String {
  let (a, b) = (
    old.split(separator: "\n", omittingEmptySubsequences: false),
    new.split(separator: "\n", omittingEmptySubsequences: false)
  )
  let i = zip(a, b).prefix { $0 == $1 }.count
  func line(_ lines: [Substring]) -> String { i < lines.count ? String(lines[i]) : "nothing" }
  return "\(i + 1):\n  - \(line(a))\n  + \(line(b))"
}
