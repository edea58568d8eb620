import Companion
import Mathematics

//: To train, the gradient is wanted thousands of times. The same formulas once more, without
//: types, in loops over flat arrays: less to look at and fifty times as fast. A plain network
//: and an LSTM differ in two places, the way forward and the way back through a unit; the maps
//: are the same stacked matrix. The output is read from the last hidden state.
//:
//:     ŷ = v·h_T + b

/// A network that reads a sequence and answers with one number, in plain loops.
struct Learner {
  enum Kind { case plain, lstm }

  let kind: Kind
  let n: Int
  let d: Int
  /// The stacked maps row by row, then v, then b.
  var θ: [Double]

  var rows: Int { kind == .plain ? d : 4 * d }
  var width: Int { n + d + 1 }

  /// Weights drawn from ±1/√d, biases 0 but for those of the forget gate.
  init(_ kind: Kind, n: Int, d: Int, forgetBias: Double = 0, seed: UInt64) {
    self.kind = kind
    self.n = n
    self.d = d
    var draw = Generator(seed: seed)
    let bound = 1 / Double(d).squareRoot()
    let (rows, width) = (kind == .plain ? d : 4 * d, n + d + 1)
    θ = draw.vector(rows * width + d + 1, -bound, bound).entries
    for r in 0..<rows { θ[r * width + n + d] = kind == .lstm && r < d ? forgetBias : 0 }
    θ[θ.count - 1] = 0
  }

  /// ½(ŷ − y)² of a sequence x, n numbers a step; adds its gradient to g.
  ///
  /// Also gives the norms of the gradient by the state that carries the memory, h or c, from
  /// the last step back to the first.
  func loss(_ x: [Double], _ y: Double, addingGradientTo g: inout [Double])
    -> (loss: Double, norms: [Double])
  {
    let (T, rows, width) = (x.count / n, rows, width)
    var a = [Double](repeating: 0, count: T * rows)  // activations of all maps
    var c = [Double](repeating: 0, count: (T + 1) * d)
    var tanhc = c
    var h = c

    for t in 0..<T {
      for r in 0..<rows {
        var z = θ[r * width + n + d]
        for j in 0..<n { z += θ[r * width + j] * x[t * n + j] }
        for j in 0..<d { z += θ[r * width + n + j] * h[t * d + j] }
        a[t * rows + r] = kind == .plain || r >= 3 * d ? Double.tanh(z) : 1 / (1 + Double.exp(-z))
      }
      for j in 0..<d {
        let u = t * rows + j
        if kind == .plain {
          h[(t + 1) * d + j] = a[u]
        } else {
          let cₜ = a[u] * c[t * d + j] + a[u + d] * a[u + 3 * d]
          c[(t + 1) * d + j] = cₜ
          tanhc[(t + 1) * d + j] = Double.tanh(cₜ)
          h[(t + 1) * d + j] = a[u + 2 * d] * tanhc[(t + 1) * d + j]
        }
      }
    }

    let v = rows * width
    var e = θ[v + d] - y
    for j in 0..<d { e += θ[v + j] * h[T * d + j] }

    var dh = [Double](repeating: 0, count: d)
    var dc = [Double](repeating: 0, count: d)
    var δ = [Double](repeating: 0, count: rows)
    var norms: [Double] = []
    for j in 0..<d {
      g[v + j] += e * h[T * d + j]
      dh[j] = e * θ[v + j]
    }
    g[v + d] += e

    for t in stride(from: T - 1, through: 0, by: -1) {
      var square = 0.0
      for j in 0..<d {
        let u = t * rows + j
        if kind == .plain {
          δ[j] = dh[j] * (1 - a[u] * a[u])
          square += dh[j] * dh[j]
          dh[j] = 0
          continue
        }
        let (f, i, o, c̃) = (a[u], a[u + d], a[u + 2 * d], a[u + 3 * d])
        let shown = tanhc[(t + 1) * d + j]
        dc[j] += dh[j] * o * (1 - shown * shown)
        δ[j] = dc[j] * c[t * d + j] * f * (1 - f)
        δ[j + d] = dc[j] * c̃ * i * (1 - i)
        δ[j + 2 * d] = dh[j] * shown * o * (1 - o)
        δ[j + 3 * d] = dc[j] * i * (1 - c̃ * c̃)
        square += dc[j] * dc[j]
        dc[j] *= f
        dh[j] = 0
      }
      norms.append(square.squareRoot())
      for r in 0..<rows {
        let δᵣ = δ[r]
        for j in 0..<n { g[r * width + j] += δᵣ * x[t * n + j] }
        for j in 0..<d {
          g[r * width + n + j] += δᵣ * h[t * d + j]
          dh[j] += δᵣ * θ[r * width + n + j]
        }
        g[r * width + n + d] += δᵣ
      }
    }
    return (e * e / 2, norms)
  }
}

extension LSTM {
  static let plainLoops = Section(.foundations, "16.3", "The same in plain loops") { page in

    //: Code without types is code in which an index is easily wrong. So the loops are held
    //: against what has been checked before: the LSTM against
    //: [the backpropagation of its cell](#two-steps-backward), the plain network against its own
    //: cell under the tape and dual numbers.

    page.verify("the loops give the gradient of an LSTM that its cell gives") { draw in
      let learner = Learner(.lstm, n: 1, d: 2, forgetBias: 1, seed: draw.next())
      let x = (0..<2).map { _ in draw.vector(1) }
      let y = draw.uniform(-1, 1)
      var gradient = [Double](repeating: 0, count: learner.θ.count)
      _ = learner.loss(x.flatMap(\.entries), y, addingGradientTo: &gradient)

      let (maps, v, b) = learner.parts
      let cell = LSTMCell(n: 1, d: 2, parameters: maps)
      let steps = cell.run(x)
      let e = v ⋅ steps[1].new.h + b - y
      let byCell = cell.backward(steps, dh: [[0, 0], e * v]).cell.parameters
      let byReadout = (e * steps[1].new.h).entries + [e]
      let expected = Vector(byCell.entries + byReadout)
      return [Evidence("its cell", error: distance(Vector(gradient), expected), bound: 1e-14)]
    }
    page.verify("the loops give all gradients of a plain network") { draw in
      let learner = Learner(.plain, n: 1, d: 2, seed: draw.next())
      let x = (0..<2).map { _ in draw.vector(1) }
      let y = draw.uniform(-1, 1)
      var gradient = [Double](repeating: 0, count: learner.θ.count)
      _ = learner.loss(x.flatMap(\.entries), y, addingGradientTo: &gradient)

      func loss<T: Scalar>(_ θ: Vector<T>) -> T {
        // Two rows of (Wₓ Wₕ b), then v and b of the output.
        let map = AffineMap<T>(
          Wₓ: [[θ[0]], [θ[4]]], Wₕ: [[θ[1], θ[2]], [θ[5], θ[6]]], b: [θ[3], θ[7]])
        let h = x.reduce([0, 0]) { RNNCell(map: map).step(Vector<T>($1), $0) }
        let e = θ[8] * h[0] + θ[9] * h[1] + θ[10] - T(y)
        return 0.5 * e * e
      }
      return compare(Vector(gradient), at: Vector(learner.θ), loss, loss, loss)
    }
  }
}

extension Learner {
  /// The stacked maps, the weights of the output and its bias.
  var parts: (maps: Vector<Double>, v: Vector<Double>, b: Double) {
    let readout = rows * width
    return (
      Vector(Array(θ[..<readout])), Vector(Array(θ[readout..<readout + d])), θ[readout + d]
    )
  }
}
