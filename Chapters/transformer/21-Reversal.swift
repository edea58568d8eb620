import Companion
import Mathematics

//: Everything together: a transformer that reverses a sequence of letters. The task is small
//: enough that one can say beforehand what attention should do, and so see whether training has
//: found it.

extension Transformer {
  static let reversal = Section(.foundations, "18.4.1", "A transformer that reverses a sequence") {
    page in

    //: ### By hand
    //:
    //: Output t has to fetch token $T − 1 − t$. By the addition theorems a reflection takes the
    //: code of any [position](#positions) to that of its mirror image, so that one fixed matrix for
    //: the queries, the identity for keys and values, and a sharp softmax reverse any sequence.

    let T = 8
    page.verify("one reflection for the queries reverses any sequence") { draw in
      let tokens = (0..<5).map { _ in draw.below(6) }
      let X = Matrix(tokens.map { word in (0..<6).map { $0 == word ? 1.0 : 0 } })
      let codes = PositionCodes(width: 8, base: 100)
      let P = Matrix((0..<5).map { codes[$0].entries })
      let mirrored = 400 * P * codes.reflection(length: 5).ᵀ
      let O = attention(mirrored, P, X).O
      return [
        Evidence("reversed", error: distance(O, rows(X, [4, 3, 2, 1, 0])), bound: 1e-12)
      ]
    }
    let codes = PositionCodes(width: 8, base: 100)
    let P = Matrix((0..<T).map { codes[$0].entries })
    let A = attention(20 * P * codes.reflection(length: T).ᵀ, P, P).A
    let names = (1...T).map(String.init)
    page.draw(
      Shades(
        "Weights of a reversal made by hand", rows: names, columns: names,
        (0..<T).map { A.row($0).entries }))

    //: ### By training
    //:
    //: [One block of the encoder](#a-block-of-the-encoder), with one head of width 16, an embedding
    //: for ten letters, the codes of eight positions, and a softmax over letters at each output. It
    //: starts from random weights and sees random sequences with their reversals, 16 at a time; the
    //: gradient is that of the earlier sections, the steps are Adam's. Nothing tells it that
    //: positions matter.

    let model = Reverser(letters: 10, length: T, width: 16, inner: 32, seed: 7)
    page.derive("parameters", model.parameters.count)

    //: The 2490 numbers are 160 of the embedding, 2160 of the block and 170 of the output layer.
    //: Positions have none: their codes are given.
    guard page.isFull else {
      page.note(
        "Training takes a few seconds in a release build: swift run -c release transformer "
          + "18.4.1 --full")
      return
    }
    var trained = model
    var losses: [(Double, Double)] = []
    let steps = 800
    for step in 0..<steps {
      let loss = trained.train(batch: 16, rate: 0.01)
      if step % 10 == 0 { losses.append((Double(step), loss)) }
      if step % 80 == 79 { page.progress("Reversal", Double(step + 1) / Double(steps)) }
    }
    page.plot(
      Plot(
        "Loss of a transformer that learns to reverse", x: "step", y: "loss per letter",
        isLogarithmic: true, [Plot.Series("mean of 16 sequences", losses)]))

    var draw = Generator(seed: 2017)
    var (right, weights) = (0, Matrix<Double>(repeating: 0, rows: T, columns: T))
    for _ in 0..<100 {
      let letters = (0..<T).map { _ in draw.below(10) }
      let (guess, A) = trained.answer(letters)
      right += zip(guess, letters.reversed()).count { $0 == $1 }
      weights += A / 100
    }
    page.derive("loss before, where guessing has $ln 10 = 2.3026$", losses[0].1)
    page.derive("loss after", losses.last!.1)
    page.derive("letters right, of 800 new", right)
    page.draw(
      Shades(
        "Weights of the reversal that was learned", rows: names, columns: names,
        (0..<T).map { weights.row($0).entries }))

    //: What `--full` shows: the loss starts a little above that of plain guessing, $ln 10 = 2.30$,
    //: stays there for some fifty steps, and then falls to 0.00003. Of the letters of a hundred new
    //: sequences all 800 are right. And the picture of the weights is the one made by hand: a
    //: diagonal from top right to bottom left, found by descent from random weights. It is the mean
    //: over the hundred sequences, and can be sharp because the head has learned to look at
    //: positions and to disregard the letters.
  }
}

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

/// Letters in, the same letters in reverse out: an embedding, positional codes, one block of
/// the encoder and a softmax over letters
struct Reverser {
  let letters, length, width, inner: Int
  /// The embedding, the block and the output layer, in a row
  private(set) var parameters: [Double]
  private var m, v: [Double]
  private var steps = 0
  private var draw: Generator
  private let P: Matrix<Double>

  init(letters: Int, length: Int, width: Int, inner: Int, seed: UInt64) {
    (self.letters, self.length, self.width, self.inner) = (letters, length, width, inner)
    draw = Generator(seed: seed)
    let codes = PositionCodes(width: width, base: 100)
    P = Matrix((0..<length).map { codes[$0].entries })
    let block = EncoderBlock<Double>.count(width, inner)
    let count = letters * width + block + width * letters + letters
    let size = 1 / Double(width).squareRoot()
    parameters = []
    for _ in 0..<count { parameters.append(size * draw.normal()) }
    // The gains of the two normalizations start at 1, their shifts at 0.
    let norms = letters * width + block - 4 * width
    for i in 0..<4 * width { parameters[norms + i] = i < 2 * width ? 1 : 0 }
    (m, v) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
  }

  private typealias Layers = (
    embedding: Matrix<Double>, block: EncoderBlock<Double>, U: Matrix<Double>, c: Vector<Double>
  )
  private func layers() -> Layers {
    var parts = Parts(Vector(parameters))
    let embedding = parts.matrix(letters, width)
    let block = EncoderBlock(&parts, width, inner, heads: 1)
    return (embedding, block, parts.matrix(width, letters), parts.vector(letters))
  }

  /// The same with one parameter moved
  func moved(_ i: Int, by h: Double) -> Reverser {
    var other = self
    other.parameters[i] += h
    return other
  }

  /// The most probable letter at each place, and the weights of the head
  func answer(_ text: [Int]) -> (letters: [Int], A: Matrix<Double>) {
    let l = layers()
    let trace = l.block.forward(rows(l.embedding, text) + P)
    let logits = addingToRows(trace.Z * l.U, l.c)
    return ((0..<length).map { argmax(logits.row($0)) }, trace.A[0])
  }

  /// The mean loss per letter of a sequence, and its gradient by all parameters
  func gradient(_ text: [Int]) -> (loss: Double, entries: [Double]) {
    let l = layers()
    let trace = l.block.forward(rows(l.embedding, text) + P)
    let p = softmaxOfRows(addingToRows(trace.Z * l.U, l.c))
    var δ = p
    var loss = 0.0
    for (t, wanted) in text.reversed().enumerated() {
      loss -= log(p[t, wanted]) / Double(length)
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
    var (loss, g) = (0.0, [Double](repeating: 0, count: parameters.count))
    for _ in 0..<batch {
      let text = (0..<length).map { _ in draw.below(letters) }
      let one = gradient(text)
      loss += one.loss / Double(batch)
      for i in g.indices { g[i] += one.entries[i] / Double(batch) }
    }
    steps += 1
    let (β₁, β₂) = (0.9, 0.99)
    let (c₁, c₂) = (1 - Double.pow(β₁, Double(steps)), 1 - Double.pow(β₂, Double(steps)))
    for i in g.indices {
      m[i] = β₁ * m[i] + (1 - β₁) * g[i]
      v[i] = β₂ * v[i] + (1 - β₂) * g[i] * g[i]
      parameters[i] -= η * (m[i] / c₁) / ((v[i] / c₂).squareRoot() + 1e-8)
    }
    return loss
  }
}
