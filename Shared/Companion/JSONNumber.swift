/// A number or word; what JSON has no number for, such as infinity, is null.
enum JSONNumber: Encodable {
  case number(Double)
  case word(String)

  init(_ entry: Entry) {
    switch entry {
    case .number(let x): self = .number(x)
    case .word(let word): self = .word(word)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .word(let word): try container.encode(word)
    case .number(let x) where x.isFinite: try container.encode(x)
    case .number: try container.encodeNil()
    }
  }
}
