import Notes

/// The pages of one run and what they claim.
struct Run {
  let pages: [Page]

  /// The printed numbers that the pages answer for, inputs included.
  var claims: [Printed] { pages.flatMap(\.claims) }

  /// What pages ask for that the notes do not have.
  var mistakes: [String] {
    let places = Set(pages.flatMap { $0.exhibits.flatMap(\.places) })
    return pages.flatMap { $0.mistakes + $0.strays }
      + places.filter { $0.section.isEmpty }.map { "there is no \($0.description)" }.sorted()
  }
}
