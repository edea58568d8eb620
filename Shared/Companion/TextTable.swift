/// A table of numbers and words, numbers to the right, folded where it is too wide.
struct TextTable {
  let text: String

  init(_ table: Table) {
    let columns = table.columns.indices
    let widths = columns.map { j in
      ([table.columns[j]] + table.rows.map { $0.indices.contains(j) ? $0[j] : "" })
        .map(\.width).max()!
    }
    // The first column is repeated where the others are folded.
    var parts: [[Int]] = [[]]
    var width = 2 + (widths.first ?? 0)
    for j in columns.dropFirst() {
      if width + 2 + widths[j] > lineWidth, !parts[parts.count - 1].isEmpty {
        parts.append([])
        width = 2 + widths[0]
      }
      parts[parts.count - 1].append(j)
      width += 2 + widths[j]
    }
    var text = table.title.isEmpty ? "" : wrap(table.title, indent: 2) + "\n"
    for (number, part) in parts.enumerated() {
      if number > 0 { text += "\n" }
      for row in [table.columns] + table.rows {
        var line = "  " + row[0].padded(to: widths[0])
        for j in part {
          let cell = row.indices.contains(j) ? row[j] : ""
          let isNumber = table.rows.allSatisfy {
            !$0.indices.contains(j) || $0[j].isEmpty || $0[j].contains { $0.isNumber }
          }
          line += "  " + (isNumber ? cell.padded(leftTo: widths[j]) : cell.padded(to: widths[j]))
        }
        text += line.trimmedRight + "\n"
      }
    }
    self.text = text
  }
}
