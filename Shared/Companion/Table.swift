/// Rows that a reader would rather look at.
struct Table {
  let title: String
  let columns: [String]
  let rows: [[String]]

  /// As a terminal shows it, with what it answers for in front.
  func spoken(_ place: String = "") -> Table {
    Table(
      title: place + plain(title), columns: columns.map(plain), rows: rows.map { $0.map(plain) })
  }
}
