/// A line for each number, curve point and table cell; empty fields where a column does not
/// apply. For a point, `column` is x and `computed` is y.
func csv(_ excerpts: [Excerpt], _ settings: Settings) -> String {
  var lines = [
    "document,section,locator,kind,quantity,row,column,computed,printed,carried,verdict,diagnosis"
  ]
  for excerpt in excerpts {
    for exhibit in excerpt.exhibits {
      for record in exhibit.records(in: excerpt.section) {
        lines += record.csvLines(exhibit)
      }
    }
  }
  return lines.joined(separator: "\n") + "\n"
}

extension Record {
  fileprivate func csvLines(_ exhibit: Exhibit) -> [String] {
    func line(_ fields: String...) -> String {
      ([document, section, locator, kind, quantity] + fields).map(quoted).joined(separator: ",")
    }
    if let series {
      return series.flatMap { curve in
        curve.x.indices.map { i in
          ([document, section, locator, kind, "\(quantity): \(curve.name)", "\(i + 1)"]
            + [curve.x[i].text, curve.y[i].text, "", "", "", ""]).map(quoted).joined(separator: ",")
        }
      }
    }
    if let rows, let columns {
      return rows.indices.flatMap { i in
        rows[i].indices.map { j in
          line(
            "\(i + 1)", columns.indices.contains(j) ? columns[j] : "", rows[i][j], "", "", "", "")
        }
      }
    }
    if let computed {
      let width = exhibit.rowLength
      return computed.indices.map { i in
        line(
          "\(i / width + 1)", "\(i % width + 1)", computed[i].text, printed?[i] ?? "",
          carried?[i].text ?? "", verdict?[i] ?? "", diagnosis ?? "")
      }
    }
    return [
      line("", "", error?.text ?? "", "", "", verdict?.first ?? "", correction ?? statement ?? "")
    ]
  }
}

extension Exhibit {
  fileprivate var rowLength: Int {
    switch content {
    case .number(let number): max(1, number.rows.first?.count ?? 1)
    case .input(let input): max(1, input.rows.first?.count ?? 1)
    default: 1
    }
  }
}

extension JSONNumber {
  fileprivate var text: String {
    switch self {
    case .word(let word): word
    case .number(let x): x.isFinite ? Format.shortest(x) : ""
    }
  }
}

/// A field, in quotes where a comma, a quote or a new line would break it.
private func quoted(_ field: String) -> String {
  guard field.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" }) else { return field }
  return "\"" + field.replacing("\"", with: "\"\"") + "\""
}
