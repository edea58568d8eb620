import Notes

extension Program {
  /// The pages and exhibits that a locator names.
  ///
  /// `6.23` is an equation, `§6.4` a section with all below it, `6.4` whichever there is, both
  /// if both; `(6.23)` is an equation of the Foundations only, as no other document has tags, and
  /// `appendix:B.16` names its document.
  func choices(_ query: String, _ run: Run) throws(UsageError) -> [Choice] {
    let place = Place(query: query)
    let wanted = placeKey(place.locator)

    var result: [Choice] = []
    for page in run.pages {
      let section = page.section
      let isNamed =
        typed(section.title) == typed(place.locator) || typed(section.words) == typed(query)
      if isNamed
        || (!place.isTag && place.fits(section.document)
          && isPart(placeKey(section.locator), of: wanted))
      {
        result.append(Choice(page: page))
        continue
      }
      let exhibits = page.exhibits.indices.filter { i in
        page.exhibits[i].places.contains { reference in
          guard place.fits(reference.document) else { return false }
          let isHere = !place.isSection && place.isHere(reference.locator, wanted)
          let isBelow = place.isSection && isPart(placeKey(reference.section), of: wanted)
          return isHere || isBelow
        }
      }
      if !exhibits.isEmpty {
        result.append(Choice(page: page, exhibits: exhibits, for: place))
      }
    }
    if result.isEmpty, !place.isTag, !place.isSection, !wanted.isEmpty {
      for page in run.pages {
        let exhibits = page.exhibits.indices.filter { i in
          page.exhibits[i].places.contains {
            place.fits($0.document) && isPart(placeKey($0.section), of: wanted)
          }
        }
        if !exhibits.isEmpty {
          result.append(Choice(page: page, exhibits: exhibits, for: place))
        }
      }
    }
    // A page that only takes a number from there is no answer where another page shows more, and
    // one of them is enough where none does.
    let answers = result.filter { choice in
      choice.exhibits?.contains { !choice.page.exhibits[$0].isInput } ?? true
    }
    guard result.isEmpty else { return answers.isEmpty ? [result[0]] : answers }
    // The title of a slide, with more words behind it than we know it by.
    if let (slug, rest) = Document.slide(titled: query.replacing(" - ", with: " – ")), !rest.isEmpty
    {
      return try choices("slides:" + slug, run)
    }
    throw .unknownLocator(query, place, in: self, try self.run(Settings()))
  }
}

extension UsageError {
  static func unknownLocator(_ query: String, _ place: Place, in program: Program, _ run: Run)
    -> UsageError
  {
    let wanted = placeKey(place.locator)
    guard !wanted.isEmpty else {
      return UsageError("'\(query)' is no place", hint: "as in 6.23, B.19 or '§4.3'")
    }
    if place.isSection {
      for document in Document.allCases where place.fits(document) {
        let rows =
          Notes.equations(document).map { ($0.section, $0.chapter) }
          + Notes.printed(document).map { ($0.section, $0.chapter) }
        let others = rows.filter { isPart(placeKey($0.0), of: wanted) && $0.1 != program.chapter }
        if let (_, chapter) = others.first {
          let name = document.rawValue + " §" + place.locator.dropFirst()
          return UsageError(
            "\(name) is in \(chapter.rawValue): swift run \(chapter.rawValue) \(shellWord(query))")
        }
      }
    }
    var known: [(Chapter, Document, String)] = []
    for document in Document.allCases where place.fits(document) {
      known += Notes.equations(document).flatMap {
        [($0.chapter, document, $0.locator), ($0.chapter, document, $0.section)]
      }
      known += Notes.printed(document).map { ($0.chapter, document, $0.locator) }
    }
    if let match = place.isSection
      ? nil : known.first(where: { isSame(placeKey($0.2), wanted) || placeKey($0.2) == wanted })
    {
      let name = cited(match.1, match.2)
      if match.0 != program.chapter {
        return UsageError(
          "\(name) is in \(match.0.rawValue): swift run \(match.0.rawValue) \(shellWord(query))")
      }
      return UsageError("\(name) is in the notes, but no page of this chapter treats it yet")
    }
    let here = run.pages.flatMap { page in
      [page.section.place, page.section.locator]
        + page.exhibits.flatMap { $0.places.flatMap { [$0.locator, $0.short] } }
    }
    let near = near(place.locator, among: here.withoutRepeats)
    return UsageError(
      "there is no place '\(query)' in the notes",
      hint: near.isEmpty
        ? "'\(program.chapter.rawValue) --list' shows the pages and their places"
        : "did you mean \(either(near))?")
  }
}
