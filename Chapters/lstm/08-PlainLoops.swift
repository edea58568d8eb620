import Companion
import Mathematics

//: To train, the gradient is wanted thousands of times. The same formulas once more, without
//: types, in loops over flat arrays: less to look at and fifty times as fast. A plain network
//: and an LSTM differ in two places, the way forward and the way back through a unit; the maps
//: are the same stacked matrix. The output is read from the last hidden state, ŷ = v ⋅ hᵀ + b.

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

extension Learner {
  /// The answer as the types of the other pages compute it, over any kind of number.
  func answer<T: Scalar>(_ θ: Vector<T>, _ x: [Vector<T>]) -> T {
    let readout = rows * width
    let last: Vector<T>
    if kind == .plain {
      let map = AffineMap(
        Wₓ: block(θ, 0..<n), Wₕ: block(θ, n..<n + d), b: block(θ, n + d..<width).column(0))
      last = x.reduce(Vector<T>(repeating: 0, count: d)) { RNNCell(map: map).step($1, $0) }
    } else {
      let maps = Vector(Array(θ.entries[..<readout]))
      last = LSTMCell(n: n, d: d, parameters: maps).run(x)[x.count - 1].new.h
    }
    return Vector(Array(θ.entries[readout..<readout + d])) ⋅ last + θ[readout + d]
  }

  private func block<T: Scalar>(_ θ: Vector<T>, _ columns: Range<Int>) -> Matrix<T> {
    Matrix((0..<rows).map { r in columns.map { θ[r * width + $0] } })
  }
}

extension LSTM {
  static let plainLoops = Section(.foundations, "16.3", "The same in plain loops") { page in

    //: Code without types is code in which an index is easily wrong. So the gradient of the
    //: loops is held against the cells of the pages before, differentiated by the tape and by
    //: dual numbers.

    for (kind, name) in [(Learner.Kind.plain, "a plain network"), (.lstm, "an LSTM")] {
      page.verify("the loops give all gradients of \(name)") { draw in
        let learner = Learner(kind, n: 1, d: 2, forgetBias: 1, seed: draw.next())
        let x = (0..<2).map { _ in draw.vector(1) }
        let y = draw.uniform(-1, 1)
        var gradient = [Double](repeating: 0, count: learner.θ.count)
        _ = learner.loss(x.flatMap(\.entries), y, addingGradientTo: &gradient)
        func loss<T: Scalar>(_ θ: Vector<T>) -> T {
          let e = learner.answer(θ, x.map { Vector<T>($0) }) - T(y)
          return 0.5 * e * e
        }
        let direction = draw.vector(gradient.count)
        return compare(
          Vector(gradient), along: direction, at: Vector(learner.θ), loss, loss, loss)
      }
    }
  }
}
