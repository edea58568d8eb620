import Notes

/// One of the findings that matter most to a reader of the notes.
struct Finding: Sendable {
  let title: String
  let document: Document
  let locator: String
  /// Which number of the place; nil for a formula or claim.
  let quantity: String?
  /// The finding in words, from what is printed and what is right.
  let words: @Sendable (_ printed: String, _ correct: String) -> String

  init(
    _ title: String, _ document: Document, _ locator: String, _ quantity: String? = nil,
    _ words: @escaping @Sendable (_ printed: String, _ correct: String) -> String
  ) {
    (self.title, self.document, self.locator) = (title, document, locator)
    (self.quantity, self.words) = (quantity, words)
  }
}

/// What the front of the book tells first. Digits and formulas come from the errata themselves.
let findings: [Finding] = [
  Finding(
    "The batch gradient of the main example is not that of its data.", .foundations, "6.56",
    "∂ℒ/∂W²"
  ) {
    "The mean gradient by the output weights is printed as \($0); the four samples give \($1). No samples at all could give the printed one while all hidden units are on. The step, the second iteration and the first step of every optimizer start from it."
  },
  Finding(
    "Two of the four losses of that example are wrong.", .foundations, "6.33", "ℒ of sample 3"
  ) {
    "Samples 3 and 4 are not worked in the text, only their losses are given. Sample 3 costs \($1), and not \($0)."
  },
  Finding("The mean over a batch is taken twice.", .foundations, "5.20") {
    "With Δ the derivative of the *mean* loss, the gradients have no further 1/m: it is “$\($1.replacing(" and ", with: "$ and $"))$” that is right. The printed form belongs to the derivative of the *sum*."
  },
  Finding("Softmax does not act entry by entry.", .foundations, "5.6") { _, correct in
    "The error of the last layer is printed for all activations with ⊙, softmax included. In general it is $δᴸ = Jᵀ ∂ℒ/∂a$ with the Jacobian $J = ∂a/∂z$; the two are the same only where each output depends on its own input alone."
  },
  Finding("The perceptron's bound is too small once a bias is learned.", .foundations, "2.15") {
    _, correct in
    "$(R/γ)²$ holds without a bias, or for vectors that carry the bias along. With the radius and the margin of the points themselves, there are data that need more mistakes; $\(correct)$ is enough."
  },
  Finding("A spectral radius below 1 does not make norms shrink.", .foundations, "15.5.2:vanish") {
    _, _ in
    "It is the power of the matrix that vanishes, $‖Wⁿ‖ → 0$, and not the power of its norm, $‖W‖ⁿ$. What makes gradients vanish for certain is a norm below 1."
  },
  Finding("The slope of tanh reaches 1.", .foundations, "§15.5.2", "maximum of tanhʹ") {
    "Its maximum is printed as \($0), which is that of the sigmoid; it is \($1). Where units are not saturated, gradients through tanh need not fade."
  },
  Finding(
    "From its second step on, the recurrent example follows other numbers.", .foundations, "21.8",
    "zₕ²"
  ) {
    "The pre-activations of step 2 are printed as \($0), and come to \($1). All later states, the loss and the gradients are carried from there."
  },
  Finding(
    "The strength of a prior depends on whether errors are summed or averaged.", .appendix, "D.2"
  ) { _, _ in
    "Maximum a posteriori gives $λ = σ²/s²$ beside the *sum* of squared errors. Beside their mean, as the slide has it, it is $σ²/(ns²)$."
  },
  Finding("Dropout scales up, not down.", .appendix, "D.6:words") { _, _ in
    "To leave the expected activation as it is, what is kept in training is divided by $1 − p$; multiplied by it, it would be too small by that factor twice."
  },
]
