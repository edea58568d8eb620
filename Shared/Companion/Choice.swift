import Notes

/// What is shown of a page: all of it, or the exhibits and formulas of some places.
struct Choice: Equatable {
  let page: Page
  var exhibits: [Int]?
  /// The places asked for, as they are typed.
  var places: [Place] = []

  init(page: Page, exhibits: [Int]? = nil, for place: Place? = nil) {
    self.page = page
    self.exhibits = exhibits
    places = [place].compactMap { $0 }
  }

  mutating func join(_ other: Choice) {
    exhibits = exhibits.flatMap { old in other.exhibits.map { Set(old + $0).sorted() } }
    places += other.places
  }

  static func == (a: Choice, b: Choice) -> Bool { a.page === b.page && a.exhibits == b.exhibits }

  /// What is told and shown; on a worksheet only what is given and what is to be computed.
  func excerpt(_ story: Story? = nil, isTold: Bool = false, isBlank: Bool) -> Excerpt {
    let isOriginal = page.isOriginal && !isBlank
    let chosen = page.exhibits.indices.filter { i in
      // Who has other numbers than the notes, or none to look up, needs those of the page.
      exhibits?.contains(i) ?? true || (!isOriginal && page.exhibits[i].isInput)
    }
    guard !isBlank else {
      let tasks = chosen.compactMap { page.exhibits[$0].onWorksheets }
      return Excerpt(
        section: page.section, isOriginal: isOriginal, isBlank: true, parts: [.exhibits(tasks)])
    }
    let excerpt = Excerpt(
      section: page.section, isOriginal: isOriginal, isTold: story != nil || !isTold,
      parts: Story.parts(story, page, chosen: chosen))
    guard exhibits != nil, story != nil else { return excerpt }
    return excerpt.scenes { formula in
      formula.locators.contains { locator in
        places.contains { place in
          place.isHere(locator, placeKey(place.locator))
            || Notes.section(of: locator, in: page.section.document)
              .map { isPart(placeKey($0), of: placeKey(place.locator)) } ?? false
        }
      }
    }
  }
}

extension Exhibit {
  var isInput: Bool { if case .input = content { true } else { false } }

  /// Whether a worksheet leaves something open here.
  var isTask: Bool {
    switch content {
    case .number, .table: true
    default: false
    }
  }

  /// The same on a worksheet, tables with their first column only; nil if it is not for one.
  fileprivate var onWorksheets: Exhibit? {
    switch content {
    case .input, .number: return self
    case .table(let table):
      let rows = table.rows.map { row in
        row.prefix(1) + row.dropFirst().map { String(repeating: "_", count: max(4, $0.width)) }
      }.map(Array.init)
      var result = self
      result.content = .table(Table(title: table.title, columns: table.columns, rows: rows))
      return result
    default: return nil
    }
  }
}
