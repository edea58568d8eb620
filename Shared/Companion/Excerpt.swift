extension Source.Paragraph {
  var told: Excerpt.Part {
    switch piece {
    case .prose(let lines): .prose(lines)
    case .formulas(let formulas): .formulas(formulas)
    case .code(let computing, let calls): .code(computing: computing, calls: calls)
    case .heading: .prose([])
    }
  }

}
/// A page, or what answers a question of it, in the order in which it is told.
struct Excerpt {
  let section: Heading
  /// Whether the numbers are compared with those of the notes.
  let isOriginal: Bool
  var isBlank = false
  /// Whether all of the page is told.
  var isWhole = true
  /// Whether its source was found; if not, there are the numbers alone.
  var isTold = true
  let parts: [Part]

  enum Part {
    case prose([String])
    case formulas([Source.Displayed])
    case code(computing: [String], calls: [String])
    case exhibits([Exhibit])
  }

  var exhibits: [Exhibit] {
    parts.flatMap { part in
      if case .exhibits(let exhibits) = part { exhibits } else { [Exhibit]() }
    }
  }

  /// The parts without code, what is shown in a row in one piece.
  var withoutCode: [Part] {
    var result: [Part] = []
    for part in parts {
      switch (part, result.last) {
      case (.code, _): continue
      case (.exhibits(let more), .exhibits(let before)):
        result[result.count - 1] = .exhibits(before + more)
      default: result.append(part)
      }
    }
    return result
  }

  /// The paragraphs of prose that are told: with other numbers than the notes', those that speak
  /// of none.
  func told(_ lines: [String]) -> [String] {
    guard !isOriginal else { return lines }
    return lines.split(separator: "", omittingEmptySubsequences: true).filter {
      !Prose.speaksOfNumbers($0.joined(separator: " "))
    }.flatMap { $0 + [""] }
  }

  /// What a reader has to know of the whole: whose numbers these are, and where the story stands.
  func remarks(_ settings: Settings) -> [String] {
    var remarks: [String] = []
    if !isOriginal, !isBlank {
      remarks.append("These are not the numbers of the notes, which say nothing about them.")
    }
    if isOriginal, settings.variant != nil {
      remarks.append("Nothing here varies: these are the numbers of the notes.")
    }
    if !isTold {
      remarks.append("Its prose and formulas stand in Chapters/\(section.file), not found here.")
    }
    return remarks
  }

  /// The scenes that answer a question: each begins with prose, and is left out if nothing in it
  /// was asked for.
  func scenes(_ isAskedFor: (Source.Displayed) -> Bool) -> Excerpt {
    var scenes: [[Part]] = []
    var isTold = false
    for part in parts {
      let opens: Bool =
        switch part {
        case .prose: true
        case .formulas, .code, .exhibits: false
        }
      if scenes.isEmpty || (opens && isTold) {
        scenes.append([])
        isTold = false
      }
      scenes[scenes.count - 1].append(part)
      // A lead-in and its formula are one scene with what comes after them.
      if !opens { isTold = true }
      if case .formulas = part { isTold = false }
    }
    let kept = scenes.filter { scene in
      scene.contains { part in
        switch part {
        case .exhibits: true
        case .formulas(let formulas): formulas.contains(where: isAskedFor)
        case .prose, .code: false
        }
      }
    }
    return Excerpt(
      section: section, isOriginal: isOriginal, isBlank: isBlank, isWhole: false,
      isTold: self.isTold, parts: kept.flatMap { $0 })
  }
}
