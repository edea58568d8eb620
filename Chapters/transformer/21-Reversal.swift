import Companion
import Mathematics

//: Everything together: a transformer that reverses a sequence of letters. The task is small
//: enough that one can say beforehand what attention should do, and so see whether training has
//: found it.

extension Transformer {
  static let reversal = Section(.foundations, "18.4.1", "A transformer that reverses a sequence") {
    page in
    let T = 8
    reflection(page)
    madeByHand(page, T)
    let model = Reverser(letters: 10, length: T, width: 16, inner: 32, seed: 7)
    size(page, model)
    if page.isFull { training(page, model) }
  }
}

//: ### By hand
//:
//: Output t has to fetch token $T − 1 − t$. By the addition theorems a reflection takes the
//: code of any [position](#positions) to that of its mirror image, so that one fixed matrix for
//: the queries, the identity for keys and values, and a sharp softmax reverse any sequence.

extension PositionCodes {
  /// The matrix that takes the code of position p to that of T − 1 − p, for any p
  func reflection(length T: Int) -> Matrix<Double> {
    var R = Matrix<Double>(repeating: 0, rows: width, columns: width)
    for i in 0..<width / 2 {
      let angle = Double(T - 1) * speed(i)
      // sin(a − x) = sin a cos x − cos a sin x, cos(a − x) = cos a cos x + sin a sin x
      (R[2 * i, 2 * i], R[2 * i, 2 * i + 1]) = (-Double.cos(angle), Double.sin(angle))
      (R[2 * i + 1, 2 * i], R[2 * i + 1, 2 * i + 1]) = (Double.sin(angle), Double.cos(angle))
    }
    return R
  }
}

extension Transformer {
  private static func reflection(_ page: Page) {
    page.verify("one reflection for the queries reverses any sequence") { draw in
      let X = Matrix((0..<5).map { _ in oneHot(draw.below(6), of: 6).entries })
      let codes = PositionCodes(width: 8, base: 100)
      let P = codes.table(5)
      attention(400 * P * codes.reflection(length: 5).ᵀ, P, X).O ≈ rows(X, [4, 3, 2, 1, 0])
    }
  }

  //: A softer softmax shows what the weights look like: with queries 20 times as long as a code
  //: most of a row's weight lies on the mirror image, and some beside it.

  private static func madeByHand(_ page: Page, _ T: Int) {
    let codes = PositionCodes(width: 8, base: 100)
    let P = codes.table(T)
    let A = attention(20 * P * codes.reflection(length: T).ᵀ, P, P).A
    draw(page, "Weights of a reversal made by hand", A)
  }

  /// Weights between positions, as shades
  private static func draw(_ page: Page, _ title: String, _ A: Matrix<Double>) {
    let names = (1...A.rows).map(String.init)
    page.draw(
      Shades(title, rows: names, columns: names, (0..<A.rows).map { A.row($0).entries }))
  }
}

//: ### By training
//:
//: [One block of the encoder](#a-block-of-the-encoder), with one head of width 16, an embedding
//: for ten letters, the codes of eight positions, and a softmax over letters at each output. It
//: starts from random weights and sees random sequences with their reversals, 16 at a time; the
//: gradient is that of the earlier sections, the steps are Adam's. Nothing tells it that
//: positions matter.

/// Letters in, the same letters in reverse out: an embedding, positional codes, one block of
/// the encoder and a softmax over letters
struct Reverser {
  let letters, length, width, inner: Int
  /// The embedding, the block and the output layer, in a row
  private(set) var parameters: Vector<Double>
  private var adam: Adam
  private var draw: Generator
  private let P: Matrix<Double>

  init(letters: Int, length: Int, width: Int, inner: Int, seed: UInt64) {
    (self.letters, self.length, self.width, self.inner) = (letters, length, width, inner)
    draw = Generator(seed: seed)
    P = PositionCodes(width: width, base: 100).table(length)
    let block = EncoderBlock<Double>.count(width, inner)
    let count = letters * width + block + width * letters + letters
    let size = 1 / Double(width).squareRoot()
    parameters = Vector(repeating: 0, count: count)
    for i in 0..<count { parameters[i] = size * draw.normal() }
    // The gains of the two normalizations start at 1, their shifts at 0.
    let norms = letters * width + block - 4 * width
    for i in 0..<4 * width { parameters[norms + i] = i < 2 * width ? 1 : 0 }
    adam = Adam(count: count, β₂: 0.99)
  }

  /// The same with one parameter moved
  func moved(_ i: Int, by h: Double) -> Reverser {
    var other = self
    other.parameters[i] += h
    return other
  }
}

//: Forward, the rows of the embedding that belong to the letters, plus the codes of their places,
//: go through the block, and each of its outputs is scored against all letters.

extension Reverser {
  private typealias Layers = (
    embedding: Matrix<Double>, block: EncoderBlock<Double>, U: Matrix<Double>, c: Vector<Double>
  )
  private var layers: Layers {
    var parts = Parts(parameters)
    let embedding = parts.matrix(letters, width)
    let block = EncoderBlock(&parts, width, inner, heads: 1)
    return (embedding, block, parts.matrix(width, letters), parts.vector(letters))
  }

  /// What came on the way, and the scores of the letters at each place
  private func forward(_ text: [Int], _ l: Layers) -> (trace: EncoderTrace, logits: Matrix<Double>)
  {
    let trace = l.block.forward(rows(l.embedding, text) + P)
    return (trace, addingToRows(trace.Z * l.U, l.c))
  }

  /// The most probable letter at each place, and the weights of the head
  func answer(_ text: [Int]) -> (letters: [Int], A: Matrix<Double>) {
    let (trace, logits) = forward(text, layers)
    return ((0..<length).map { argmax(logits.row($0)) }, trace.A[0])
  }
}

//: Backward, the error at the scores is prediction minus target, as always after softmax and
//: cross-entropy, here over as many places as the mean of the loss. It goes to the output layer
//: and through the block. What arrives at the input belongs to the embeddings: a letter that
//: stands in several places collects from all of them.

extension Reverser {
  /// The mean loss per letter of a sequence, and its gradient by all parameters
  func gradient(_ text: [Int]) -> (loss: Double, entries: [Double]) {
    let l = layers
    let (trace, logits) = forward(text, l)
    var δ = softmaxOfRows(logits)
    var loss = 0.0
    for (t, wanted) in text.reversed().enumerated() {
      loss -= log(δ[t, wanted]) / Double(length)
      δ[t, wanted] -= 1
    }
    δ = δ / Double(length)
    let (dX, dBlock) = l.block.backward(δ * l.U.ᵀ, trace)
    var dEmbedding = Matrix<Double>(repeating: 0, rows: letters, columns: width)
    for (t, letter) in text.enumerated() {
      for j in 0..<width { dEmbedding[letter, j] += dX[t, j] }
    }
    let output = (trace.Z.ᵀ * δ).entries + sumOfRows(δ).entries
    return (loss, dEmbedding.entries + dBlock + output)
  }

  /// One step of Adam on a batch of random sequences; the loss before it
  mutating func train(batch: Int, rate η: Double) -> Double {
    var (loss, g) = (0.0, 0 * parameters)
    for _ in 0..<batch {
      let one = gradient((0..<length).map { _ in draw.below(letters) })
      loss += one.loss / Double(batch)
      g += Vector(one.entries) / Double(batch)
    }
    parameters = adam.step(parameters, g, η)
    return loss
  }
}

//: The 2490 numbers are 160 of the embedding, 2160 of the block and 170 of the output layer.
//: Positions have none: their codes are given.

extension Transformer {
  private static func size(_ page: Page, _ model: Reverser) {
    page.derive("parameters", model.parameters.count)
    guard !page.isFull else { return }
    page.note(
      "Training takes a few seconds in a release build: swift run -c release transformer "
        + "18.4.1 --full")
  }

  //: Every tenth loss is kept. At the end, new sequences that it has not been trained on are
  //: reversed, letters are counted that came out right, and the weights of the head are averaged.

  private static func training(_ page: Page, _ model: Reverser) {
    var trained = model
    var losses: [(Double, Double)] = []
    let (steps, batch, sequences, T) = (800, 16, 100, model.length)
    for step in 0..<steps {
      let loss = trained.train(batch: batch, rate: 0.01)
      if step % 10 == 0 { losses.append((Double(step), loss)) }
      if step % 80 == 79 { page.progress("Reversal", Double(step + 1) / Double(steps)) }
    }
    page.plot(
      Plot(
        "Loss of a transformer that learns to reverse", x: "step", y: "loss per letter",
        isLogarithmic: true, [Plot.Series("mean of \(batch) sequences", losses)]))

    var draw = Generator(seed: 2017)
    var (right, weights) = (0, Matrix<Double>(repeating: 0, rows: T, columns: T))
    for _ in 0..<sequences {
      let text = (0..<T).map { _ in draw.below(model.letters) }
      let (guess, A) = trained.answer(text)
      right += zip(guess, text.reversed()).count { $0 == $1 }
      weights += A / Double(sequences)
    }
    let guessing = (log(Double(model.letters)) * 1e4).rounded() / 1e4
    page.derive(
      "loss before, where guessing has $ln \(model.letters) = \(words(guessing))$", losses[0].1)
    page.derive("loss after", losses.last!.1)
    page.derive("letters right, of \(sequences * T) new", right)
    Self.draw(page, "Weights of the reversal that was learned", weights)
  }

  //: What `--full` shows: the loss starts a little above that of plain guessing, $ln 10 = 2.30$,
  //: has fallen only to 2.25 after twenty steps and to 1.27 after fifty, and ends at 0.00003. Of
  //: the letters of a hundred new sequences all 800 are right. And the picture of the weights is
  //: the one made by hand: a diagonal from top right to bottom left, found by descent from random
  //: weights. It is the mean over the hundred sequences, and can be sharp because the head has
  //: learned to look at positions and to disregard the letters.
}
