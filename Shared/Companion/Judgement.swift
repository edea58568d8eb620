import Notes

/// One printed number, its recomputed value and the verdict.
struct Judgement {
  let token: Token
  let computed: Entry
  let carried: Double?
  let verdict: Verdict
  /// For an erratum: what reproduces the printed number, nil if nothing tried does.
  var slip: String?
  /// The slips that were tried.
  var tried: [String] = []
}

/// Judges a group of printed numbers against what was computed and, for those that are wrong,
/// tries the slips.
func judge(
  _ tokens: [Token], _ computed: [Entry], carried: [Entry]?,
  slips: [(name: String, entries: [Entry])]
)
  -> [Judgement]
{
  var result = tokens.indices.map { i in
    let token = tokens[i]
    guard case .number(let v) = computed[i] else {
      guard case .word(let word) = computed[i] else { fatalError("unreachable") }
      let verdict = Verdict(token, computed: word)
      var result = Judgement(token: token, computed: computed[i], carried: nil, verdict: verdict)
      if verdict == .erratum {
        result.slip = slips.first { $0.entries.dropFirst(i).first == .word(token.text) }?.name
        result.tried = slips.map(\.name)
      }
      return result
    }
    let step = carried?[i].number
    let verdict = Verdict(token, computed: v, carried: step)
    var result = Judgement(token: token, computed: computed[i], carried: step, verdict: verdict)
    if verdict == .erratum {
      let common = commonSlips(token, v, at: i, computed)
      result.slip =
        slips.first { $0.entries.indices.contains(i) && reproduces($0.entries[i], token) }?.name
        ?? common.lazy.compactMap(\.found).first
      result.tried = slips.map(\.name) + common.map(\.name)
    }
    return result
  }
  // One of three entries that a rounding would explain is a coincidence.
  let wrong = result.indices.filter { result[$0].verdict == .erratum }
  let rounded = wrong.filter { result[$0].slip?.hasSuffix("places and padded") ?? false }
  if wrong.count > 2 * rounded.count { for i in rounded { result[i].slip = nil } }
  return result
}

private func reproduces(_ entry: Entry, _ token: Token) -> Bool {
  guard case .number(let value) = entry, token.value != nil else { return false }
  if case .agrees = Verdict(token, computed: value) { return true }
  return false
}

/// The slips that are worth trying for every number, where they make sense for it: each with a
/// name and, if it gives the printed number, with what it was exactly.
private func commonSlips(_ token: Token, _ v: Double, at i: Int, _ computed: [Entry])
  -> [(name: String, found: String?)]
{
  var result: [(name: String, found: String?)] = []
  let isNegated = reproduces(.number(-v), token)
  result.append(("the opposite sign", isNegated ? "the opposite sign" : nil))
  if let decimals = token.decimals, decimals > 1 {
    let places = stride(from: decimals - 1, through: 1, by: -1).first {
      reproduces(.number(Double(Format.decimal(v, $0))!), token)
    }
    result.append(("an early rounding", places.map { "rounded to \($0) places and padded" }))
  }
  // Of fewer than four digits, some other number is too easily hit.
  let right = Format.like(token, v)
  if right.filter(\.isNumber).drop(while: { $0 == "0" }).count >= 4 {
    let differing = zip(right, token.text).count { $0 != $1 }
    let isMisprint = right.count == token.text.count && differing == 1
    result.append(("one digit", isMisprint ? "one digit of \(right) misprinted" : nil))
  }
  if computed.count > 1 {
    let neighbour = computed.indices.first { $0 != i && reproduces(computed[$0], token) }
    result.append(
      ("a neighbouring entry", neighbour.map { "the value of entry \($0 + 1) of the same row" }))
  }
  return result
}
