/// Rows of fields in one piece of text; a field becomes a string when it is asked for.
///
/// A program shows few of the rows, and must not wait for the others.
struct Table: Sendable {
  private let bytes: [UInt8]
  private let fields: Int
  /// For each row, where its fields begin and end: 2 × fields numbers.
  private let bounds: [Int]
  /// The row of a locator and a quantity, as `6.12|z¹₁`; with `|2` behind for a second one there.
  let index: [String: Int]
  /// The first row of a locator.
  let places: [String: Int]

  /// Rows are lines, but for those that begin with `#`; fields are separated by ` | `, the
  /// second is the locator, the fifth the quantity.
  init(_ text: String, fields: Int) {
    let bytes = Array(text.utf8)
    var bounds: [Int] = []
    var row: [Int] = []
    var start = 0
    func isBar(_ i: Int) -> Bool {
      bytes[i] == UInt8(ascii: "|") && i > start && bytes[i - 1] == 32 && i + 1 < bytes.count
        && bytes[i + 1] == 32
    }
    for i in 0...bytes.count {
      let isEnd = i == bytes.count || bytes[i] == UInt8(ascii: "\n")
      guard isEnd || isBar(i) else { continue }
      row.append(start)
      row.append(isEnd ? i : i - 1)
      start = isEnd ? i + 1 : i + 2
      guard isEnd else { continue }
      let isEmpty = row == [i, i]
      if !isEmpty, bytes[row[0]] != UInt8(ascii: "#") {
        guard row.count == 2 * fields, row[1] > row[0] else {
          let line = String(decoding: bytes[row[0]..<i], as: UTF8.self)
          fatalError("a row needs \(fields) fields, the first not empty: \(line)")
        }
        bounds += row
      }
      row.removeAll(keepingCapacity: true)
    }
    self.bytes = bytes
    self.fields = fields
    self.bounds = bounds

    var index: [String: Int] = [:]
    var places: [String: Int] = [:]
    func field(_ row: Int, _ field: Int) -> ArraySlice<UInt8> {
      let i = 2 * (row * fields + field)
      return bytes[bounds[i]..<bounds[i + 1]]
    }
    let count = bounds.count / (2 * fields)
    index.reserveCapacity(count)
    places.reserveCapacity(count)
    for row in 0..<count {
      let locator = String(decoding: field(row, 1), as: UTF8.self)
      if places[locator] == nil { places[locator] = row }
      let key = locator + "|" + String(decoding: field(row, 4), as: UTF8.self)
      var (own, nth) = (key, 1)
      while index[own] != nil {
        nth += 1
        own = key + "|\(nth)"
      }
      index[own] = row
    }
    self.index = index
    self.places = places
  }

  var count: Int { bounds.count / (2 * fields) }

  /// Whether the first field of a row is a section, in lower case, or below it: 6.4.1 is below 6.4.
  func isBelow(_ row: Int, _ section: [UInt8]) -> Bool {
    let i = 2 * row * fields
    let (start, end) = (bounds[i], bounds[i + 1])
    guard end - start >= section.count else { return false }
    for k in section.indices {
      let byte = bytes[start + k]
      guard section[k] == ((65...90).contains(byte) ? byte + 32 : byte) else { return false }
    }
    return end - start == section.count || bytes[start + section.count] == UInt8(ascii: ".")
  }

  subscript(row: Int, field: Int) -> String {
    let i = 2 * (row * fields + field)
    return String(decoding: bytes[bounds[i]..<bounds[i + 1]], as: UTF8.self)
  }
}
