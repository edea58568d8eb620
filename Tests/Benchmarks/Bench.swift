import Mathematics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What the programs and the products cost on this machine.
///
/// Operations are the multiplications and additions of the products; shares are of the peak that
/// one core is measured to reach with the same instructions.
@main enum Bench {
  static func main() {
    let top = peak()
    print("One core: \(giga(top)) operations a second, in pairs of Double", terminator: "")
    print(beyond.isEmpty ? "" : ";\nthe processor also has \(beyond), which the build may not use")
    programs()
    toy()
    products(top)
    models(top)
    growth()
  }

  // MARK: Whole programs

  static func programs() {
    print("\nPrograms: wall time of all pages, median of 15 runs")
    guard let empty = wallTime("empty") else {
      return print("  not built beside this one: swift build -c release")
    }
    print("  " + left("empty", 14) + milli(empty))
    for name in [
      "perceptron", "backprop", "losses", "optimizers", "rnn", "lstm", "transformer",
    ] {
      guard let time = wallTime(name) else { continue }
      print("  " + left(name, 14) + milli(time) + "   empty × " + decimal(time / empty, 1))
    }
    print("\nAnswers: a place costs its pages, help none")
    for words in [["backprop", "6.23"], ["lstm", "16.6"], ["backprop", "--help"]] {
      guard let time = wallTime(words[0], Array(words.dropFirst())) else { continue }
      let name = words.joined(separator: " ")
      print("  " + left(name, 16) + milli(time) + "   empty × " + decimal(time / empty, 1))
    }
  }

  // MARK: Small work

  static func toy() {
    let x: Matrix<Double> = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
    let y: Matrix<Double> = [[0], [1], [1], [0]]
    let time = seconds { keep(toyProgram(opaque(x), y, steps: 1000)) }
    print("\nThe program of intuition 8.1, 1000 steps: " + milli(time).trimmed)
  }

  // MARK: Large work

  static func products(_ top: Double) {
    print("\nProducts of two n×n matrices")
    var draw = Generator(seed: 1)
    var points: [(n: Int, t: Double)] = []
    for n in [16, 32, 64, 128, 256, 512, 1024] {
      let (A, B) = (draw.matrix(n, n), draw.matrix(n, n))
      let time = seconds { keep(opaque(A) * B) }
      points.append((n, time))
      row("n = \(n)", time, 2 * Double(n * n * n), top)
    }
    print("  time ∝ n^\(decimal(exponent(Array(points.suffix(4))), 2)) from n = 128 on")
  }

  static func models(_ top: Double) {
    var draw = Generator(seed: 2)
    print("\nA 784-30-10 network on 10 samples")
    let layers = Layers(784, 30, 10, &draw)
    let (X, Y) = (draw.matrix(784, 10), draw.matrix(10, 10, 0, 1))
    let work = layers.operations(samples: 10)
    let forward = seconds { keep(layers.forward(opaque(X))) }
    let gradient = seconds { keep(layers.gradient(opaque(X), Y)) }
    row("forward", forward, work, top)
    // Backward, the first layer passes no error on.
    row("gradient", gradient, 2 * work + 2.0 * 10 * 30 * 10, top)
    print("  gradient = \(decimal(gradient / forward, 2)) forward passes")

    let x = (0..<100).map { _ in draw.vector(128) }
    print("\n100 steps of 128 units, 128 inputs: tanh, then LSTM")
    var recurrence = Recurrence(inputs: 128, units: 128, steps: 100, &draw)
    row("tanh forward", seconds { recurrence.forward(x) }, recurrence.operations.forward, top)
    row(
      "tanh backward", seconds { keep(recurrence.backward(x)) }, recurrence.operations.backward, top
    )
    var lstm = LongShortTerm(inputs: 128, units: 128, steps: 100, &draw)
    row("LSTM forward", seconds { lstm.forward(x) }, lstm.operations.forward, top)
    row("LSTM backward", seconds { keep(lstm.backward(x)) }, lstm.operations.backward, top)
    print("  A step reads 256 or 1024 kB of weights, more than the first cache holds, once each.")

    print("\nAn encoder block, 128 tokens, width 128, 8 heads")
    let encoder = Encoder(width: 128, heads: 8, &draw)
    let tokens = draw.matrix(128, 128)
    let pass = encoder.forward(tokens)
    let total = encoder.operations(tokens: 128)
    row("forward", seconds { keep(encoder.forward(opaque(tokens))) }, total, top)
    row(
      "backward", seconds { keep(encoder.backward(opaque(tokens), pass, pass.Z)) }, 2 * total, top)
  }

  // MARK: The text's own claims

  static func growth() {
    print("\nGrowth that the notes claim, exponents by least squares")
    var draw = Generator(seed: 3)
    func fitted(_ name: String, _ claim: String, _ sizes: [Int], _ time: (Int) -> Double) {
      let points = sizes.map { (n: $0, t: time($0)) }
      let line = "  " + left(name, 52) + left(claim, 12) + decimal(exponent(points), 2)
      print(line)
    }
    func network(_ width: Int) -> (Layers<Double>, Matrix<Double>, Matrix<Double>) {
      let layers = Layers(width, width, width, &draw)
      return (layers, draw.matrix(width, 32), draw.matrix(width, 32, 0, 1))
    }
    fitted("forward pass by width n (appendix B.20)", "n²", [128, 192, 256, 384, 512]) { n in
      let (layers, X, _) = network(n)
      return seconds { keep(layers.forward(opaque(X))) }
    }
    fitted("gradient by width n (appendix B.20)", "n²", [128, 192, 256, 384, 512]) { n in
      let (layers, X, Y) = network(n)
      return seconds { keep(layers.gradient(opaque(X), Y)) }
    }
    fitted("central differences by width n (appendix B.1)", "n⁴", [16, 24, 32, 48]) { n in
      let (layers, X, Y) = network(n)
      let start = layers.W¹
      return seconds {
        keep(
          differenceGradient(at: opaque(start)) { W¹ in
            Layers(W¹: W¹, b¹: layers.b¹, W²: layers.W², b²: layers.b²).loss(X, Y)
          })
      }
    }
    fitted("recurrence by steps T (foundations Q3)", "T", [25, 50, 100, 200]) { steps in
      var recurrence = Recurrence(inputs: 64, units: 64, steps: steps, &draw)
      let x = (0..<steps).map { _ in draw.vector(64) }
      return seconds { recurrence.forward(x) }
    }
    fitted("recurrence by width d (foundations Q4)", "d²", [96, 128, 192, 256, 384]) { n in
      var recurrence = Recurrence(inputs: n, units: n, steps: 20, &draw)
      let x = (0..<20).map { _ in draw.vector(n) }
      return seconds { recurrence.forward(x) }
    }
    fitted("LSTM by width d (foundations Q8)", "d²", [96, 128, 192, 256]) { n in
      var recurrence = LongShortTerm(inputs: n, units: n, steps: 20, &draw)
      let x = (0..<20).map { _ in draw.vector(n) }
      return seconds { recurrence.forward(x) }
    }
    fitted("encoder block by width d (foundations Q15)", "d²", [64, 128, 192, 256]) { n in
      let encoder = Encoder(width: n, heads: 8, &draw)
      let tokens = draw.matrix(64, n)
      return seconds { keep(encoder.forward(opaque(tokens))) }
    }
    fitted("attention scores by tokens T (foundations Q15)", "T²", [256, 384, 512, 768]) { T in
      let (q, k) = (draw.matrix(T, 32), draw.matrix(32, T))
      return seconds { keep(opaque(q) * k) }
    }
    print("  By width below the claim: the activations, ∝ n, still take their share.")
  }

  // MARK: Lines

  static func row(_ name: String, _ time: Double, _ operations: Double, _ top: Double) {
    let rate = operations / time
    print(
      "  " + left(name, 14) + milli(time) + right(giga(rate), 9) + " a second"
        + right(decimal(100 * rate / top, 0), 5) + " % of the peak")
  }

  static func milli(_ time: Double) -> String { right(decimal(time * 1e3, 3), 10) + " ms" }
  static func giga(_ rate: Double) -> String { decimal(rate / 1e9, 2) + " G" }

  static func decimal(_ x: Double, _ places: Int) -> String {
    let scale = Double.pow(10, Double(places))
    let whole = Int((x * scale).rounded())
    guard places > 0 else { return "\(whole)" }
    let digits = String(whole.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return (whole < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }

  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

extension String {
  var trimmed: String { String(drop { $0 == " " }) }
}
