/// A name as it can be typed: `W¹` is `w1`, `ŷ` is `y`, `η` is `eta`, spaces and signs are
/// left out, case does not count.
func typed(_ name: String) -> String {
  var result = ""
  for scalar in name.unicodeScalars {
    switch scalar {
    case "⁰"..."⁹": result += String(scalar.value - 0x2070)
    case "₀"..."₉": result += String(scalar.value - 0x2080)
    case "¹": result += "1"
    case "²": result += "2"
    case "³": result += "3"
    case "ŷ": result += "yhat"
    case "ℒ": result += "l"
    case "∂": result += "d"
    case "∇": result += "grad"
    case "‖", "*": break
    case "\u{301}"..."\u{304}", " ", "_", "-", "−", "·", "′", "ʹ", "(", ")", "⁽", "⁾", "§", "–",
      "“",
      "”":
      break
    default:
      if let word = greek[scalar] ?? raised[scalar] {
        result += word
      } else {
        result += String(scalar).lowercased()
      }
    }
  }
  return result
}

private let greek: [Unicode.Scalar: String] = [
  "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "Δ": "delta", "ε": "epsilon",
  "η": "eta", "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "ρ": "rho", "σ": "sigma",
  "τ": "tau", "φ": "phi", "ω": "omega",
]

/// Letters as indices and exponents.
private let raised: [Unicode.Scalar: String] = [
  "ₐ": "a", "ₑ": "e", "ₕ": "h", "ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₗ": "l", "ₘ": "m", "ₙ": "n",
  "ₒ": "o", "ₚ": "p", "ᵣ": "r", "ₛ": "s", "ₜ": "t", "ᵤ": "u", "ᵥ": "v", "ₓ": "x", "ˡ": "l",
  "ⁱ": "i", "ᵏ": "k", "ᵐ": "m", "ⁿ": "n", "ᵀ": "t", "ᴸ": "l", "ʸ": "y",
]

/// The candidates that a mistyped word may have meant: the nearest, at most three.
func near(_ word: String, among candidates: [String]) -> [String] {
  let wanted = typed(word)
  // B19 for B.19: the same letters and digits are nearer than any other.
  let same = candidates.filter { typed($0).filter { $0 != "." } == wanted.filter { $0 != "." } }
  if let first = same.first { return [first] }
  let limit = max(1, min(2, wanted.count / 3 + 1))
  var scored: [(distance: Int, candidate: String)] = []
  for candidate in candidates {
    let distance = edits(Array(wanted), Array(typed(candidate)))
    if distance <= limit, !scored.contains(where: { typed($0.candidate) == typed(candidate) }) {
      scored.append((distance, candidate))
    }
  }
  let nearest = scored.filter { $0.distance == scored.map(\.distance).min() }
  // Of equally near ones, those of the same length were more likely meant, then those that
  // begin alike.
  var likely = nearest.map(\.candidate)
  for isLikely in [
    { typed($0).count == wanted.count }, { typed($0).first == wanted.first },
  ] as [(String) -> Bool] {
    let those = likely.filter(isLikely)
    if !those.isEmpty { likely = those }
  }
  return Array(likely.prefix(3))
}

/// How many letters must be changed, added, left out or swapped with the next to get from one
/// word to the other.
func edits(_ a: [Character], _ b: [Character]) -> Int {
  var before: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var best = min(row[j], last[j + 1]) + 1
      best = min(best, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      row.append(best)
    }
    (before, last) = (last, row)
  }
  return last[b.count]
}

/// A word as a shell takes it: `6.23` as it is, `(6.23)` in quotes.
func shellWord(_ word: String) -> String {
  let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || ".:-_/§".contains($0) }
  return isPlain ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
}

/// `a`, `a or b`, `a, b or c`.
func either(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
