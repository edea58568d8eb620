/// What TeX writes for the characters of a formula.
enum Symbols {
  /// Letters and signs that stand for themselves, by their commands.
  static let commands: [Character: String] = [
    "α": "\\alpha", "β": "\\beta", "γ": "\\gamma", "δ": "\\delta", "ε": "\\varepsilon",
    "ζ": "\\zeta", "η": "\\eta", "θ": "\\theta", "κ": "\\kappa", "λ": "\\lambda", "μ": "\\mu",
    "ν": "\\nu", "ξ": "\\xi", "π": "\\pi", "ρ": "\\rho", "σ": "\\sigma", "τ": "\\tau",
    "φ": "\\varphi", "χ": "\\chi", "ψ": "\\psi", "ω": "\\omega", "Γ": "\\Gamma",
    "Δ": "\\Delta", "Θ": "\\Theta", "Λ": "\\Lambda", "Φ": "\\Phi", "Ψ": "\\Psi",
    "Ω": "\\Omega", "∂": "\\partial", "∇": "\\nabla", "∞": "\\infty", "∅": "\\emptyset",
    "ℒ": "\\mathcal{L}", "ℋ": "\\mathcal{H}", "ℓ": "\\ell", "ℝ": "\\mathbb{R}",
    "𝔼": "\\mathbb{E}", "ℕ": "\\mathbb{N}", "𝒩": "\\mathcal{N}", "𝟙": "\\mathbf{1}",
    "½": "\\tfrac12", "¼": "\\tfrac14", "¾": "\\tfrac34", "⅓": "\\tfrac13", "⅔": "\\tfrac23",
    "⅙": "\\tfrac16", "⅛": "\\tfrac18", "…": "\\ldots", "⋯": "\\cdots", "⋮": "\\vdots",
    "⋱": "\\ddots", "∀": "\\forall", "∃": "\\exists", "%": "\\%", "#": "\\#", "&": "\\&",
    "!": "!", ".": ".", "?": "?", "⊥": "\\bot", "□": "\\square",
  ]
  /// Sums and the like, which take limits.
  static let large: [Character: String] = [
    "Σ": "\\sum", "∑": "\\sum", "Π": "\\prod", "∏": "\\prod", "∫": "\\int", "⋃": "\\bigcup",
  ]
  static let operators: [Character: String] = [
    "+": "+", "−": "-", "-": "-", "±": "\\pm", "∓": "\\mp", "·": "\\cdot", "⋅": "\\cdot",
    "×": "\\times", "⊙": "\\odot", "⊗": "\\otimes", "∘": "\\circ", "∗": "*", "*": "*",
    "∪": "\\cup", "∩": "\\cap", "∧": "\\wedge", "∨": "\\vee", "⊕": "\\oplus", "¬": "\\neg",
    "∖": "\\setminus", ",": ",", ";": ";", "⋆": "\\star",
  ]
  static let relations: [Character: String] = [
    "=": "=", "≠": "\\ne", "≈": "\\approx", "≤": "\\le", "≥": "\\ge", "<": "<", ">": ">",
    "∈": "\\in", "∉": "\\notin", "⊂": "\\subset", "⊆": "\\subseteq", "→": "\\to",
    "←": "\\leftarrow", "↔": "\\leftrightarrow", "⇒": "\\Rightarrow", "⇔": "\\Leftrightarrow",
    "↦": "\\mapsto", "∝": "\\propto", "≪": "\\ll", "≫": "\\gg", "≡": "\\equiv", "~": "\\sim",
    "∼": "\\sim", "≻": "\\succ", "⪰": "\\succeq", "≺": "\\prec", "⪯": "\\preceq", ":": ":",
    "≔": ":=", "≲": "\\lesssim", "≳": "\\gtrsim", "∥": "\\parallel", "⟂": "\\perp",
    "↑": "\\uparrow", "↓": "\\downarrow",
  ]
  static let brackets: [Character: (open: String, close: String, partner: Character)] = [
    "(": ("(", ")", ")"), "[": ("[", "]", "]"), "{": ("\\{", "\\}", "}"),
    "⟨": ("\\langle ", "\\rangle ", "⟩"), "⌊": ("\\lfloor ", "\\rfloor ", "⌋"),
    "⌈": ("\\lceil ", "\\rceil ", "⌉"),
  ]
  static let closing: [Character: String] = [
    ")": ")", "]": "]", "}": "\\}", "⟩": "\\rangle ", "⌋": "\\rfloor ", "⌉": "\\rceil ",
  ]
  static let bars: [Character: String] = ["|": "\\vert ", "‖": "\\Vert "]

  /// Letters with an accent of their own; others have one that combines.
  static let accented: [Character: (accent: String, letter: String)] = [
    "ŷ": ("hat", "y"), "Ŷ": ("hat", "Y"), "ẑ": ("hat", "z"), "ŵ": ("hat", "w"),
    "ĥ": ("hat", "h"), "ĝ": ("hat", "g"), "ĉ": ("hat", "c"), "ê": ("hat", "e"),
    "â": ("hat", "a"), "ŝ": ("hat", "s"), "ỹ": ("tilde", "y"), "ã": ("tilde", "a"),
    "ñ": ("tilde", "n"), "ẽ": ("tilde", "e"), "ũ": ("tilde", "u"), "ṽ": ("tilde", "v"),
    "ȳ": ("bar", "y"), "ā": ("bar", "a"), "ḡ": ("bar", "g"), "ē": ("bar", "e"),
    "ẋ": ("dot", "x"), "ẍ": ("ddot", "x"), "ẏ": ("dot", "y"),
  ]
  static let accents: [Unicode.Scalar: String] = [
    "\u{302}": "hat", "\u{303}": "tilde", "\u{304}": "bar", "\u{305}": "bar", "\u{307}": "dot",
    "\u{30C}": "check", "\u{20D7}": "vec", "\u{308}": "ddot",
  ]

  static let superscripts: [Character: Character] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
    "⁹": "9", "⁻": "−", "⁺": "+", "⁼": "=", "⁽": "(", "⁾": ")", "ᐟ": "/", "ᵃ": "a", "ᵇ": "b",
    "ᶜ": "c", "ᵈ": "d", "ᵉ": "e", "ᶠ": "f", "ᵍ": "g", "ʰ": "h", "ⁱ": "i", "ʲ": "j", "ᵏ": "k",
    "ˡ": "l", "ᵐ": "m", "ⁿ": "n", "ᵒ": "o", "ᵖ": "p", "ʳ": "r", "ˢ": "s", "ᵗ": "t", "ᵘ": "u",
    "ᵛ": "v", "ʷ": "w", "ˣ": "x", "ʸ": "y", "ᶻ": "z", "ᴬ": "A", "ᴮ": "B", "ᴰ": "D", "ᴱ": "E",
    "ᴳ": "G", "ᴴ": "H", "ᴵ": "I", "ᴶ": "J", "ᴷ": "K", "ᴸ": "L", "ᴹ": "M", "ᴺ": "N", "ᴼ": "O",
    "ᴾ": "P", "ᴿ": "R", "ᵀ": "T", "ᵁ": "U", "ⱽ": "V", "ᵂ": "W", "ᵝ": "β", "ᵞ": "γ", "ᵟ": "δ",
    "ᶿ": "θ", "ᵠ": "φ", "ᶥ": "ι", "˙": "·",
  ]
  static let subscripts: [Character: Character] = [
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8",
    "₉": "9", "₋": "−", "₊": "+", "₌": "=", "₍": "(", "₎": ")", "ₐ": "a", "ₑ": "e", "ₕ": "h",
    "ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₗ": "l", "ₘ": "m", "ₙ": "n", "ₒ": "o", "ₚ": "p", "ᵣ": "r",
    "ₛ": "s", "ₜ": "t", "ᵤ": "u", "ᵥ": "v", "ₓ": "x", "ᵦ": "β", "ᵧ": "y", "ᵨ": "ρ", "ᵩ": "φ",
  ]
  /// Without K and V: Unicode has no raised Q to stand beside them.
  static let raising = inverse(superscripts.filter { !"KV".contains($1) })
  static let lowering = inverse(subscripts)

  private static func inverse(_ table: [Character: Character]) -> [Character: Character] {
    Dictionary(uniqueKeysWithValues: table.map { ($1, $0) })
  }

  /// Names of functions that TeX has a command for.
  static let functions: Set<String> = [
    "exp", "log", "ln", "sin", "cos", "tan", "tanh", "cosh", "sinh", "max", "min", "sup", "inf",
    "lim", "det", "dim", "arctan", "arccos", "arcsin", "deg",
  ]
  /// Those that it has none for.
  static let named: Set<String> = [
    "argmax", "argmin", "sign", "softmax", "softplus", "diag", "trace", "tr", "Var", "Cov", "erf",
  ]
  /// Whether two letters are a word or a name; any other pair is a product.
  static func isWord(_ pair: String) -> Bool {
    shortWords.contains(pair.lowercased()) || names.contains(pair)
  }

  private static let shortWords: Set<String> = [
    "of", "in", "to", "is", "it", "at", "by", "on", "as", "an", "or", "if", "no", "so", "we", "be",
    "do", "us", "up", "vs", "go", "he", "my", "me", "am",
  ]
  private static let names: Set<String> = ["KL", "BN", "VC", "CE", "MB", "GB", "Eq", "Le", "PE"]
}
