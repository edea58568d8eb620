import Companion
import Mathematics

//: To train, the gradient is wanted thousands of times. The same formulas once more, without
//: types, in loops over flat arrays: less to look at and fifty times as fast. A plain network
//: and an LSTM differ in two places, the way forward and the way back through a unit; the maps
//: are the same stacked matrix. The output is read from the last hidden state.
//:
//:     ŷ = v·h_T + b
//:
//: All parameters lie in one array: the stacked maps row by row, as in
//: [the cell](#the-cell), then v, then b.

//: A row of the stacked matrix begins with the n weights of the input, then come the d of the
//: state before, and last the bias. Row r belongs to unit $r mod d$; for an LSTM the first d rows
//: are the forget gates, then come the input gates, the output gates and the candidates.

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

  /// The stacked maps, the weights of the output and its bias.
  var parts: (maps: Vector<Double>, v: Vector<Double>, b: Double) {
    let (θ, readout) = (Vector(θ), rows * width)
    return (θ[0..<readout], θ[readout..<readout + d], θ[readout + d])
  }
}

//: On the way forward every step writes what it computes behind what the steps before it wrote. The
//: states have one place more than there are steps, the first of which stays zero. The maps come
//: first, all rows of them, since each needs the whole state before; the units follow, each by
//: itself: that of a plain network is what its map gave, that of an LSTM puts four together.

extension Learner {
  /// What the steps of a run made, step after step.
  private struct Trace {
    /// The activations of all maps.
    var a: [Double]
    var c: [Double]
    var tanhc: [Double]
    var h: [Double]
  }

  private func forward(_ x: [Double]) -> Trace {
    let (T, rows, width) = (x.count / n, rows, width)
    let states = [Double](repeating: 0, count: (T + 1) * d)
    var run = Trace(
      a: [Double](repeating: 0, count: T * rows), c: states, tanhc: states, h: states)
    for t in 0..<T {
      for r in 0..<rows {
        var z = θ[r * width + n + d]
        for j in 0..<n { z += θ[r * width + j] * x[t * n + j] }
        for j in 0..<d { z += θ[r * width + n + j] * run.h[t * d + j] }
        let isTanh = kind == .plain || r >= 3 * d
        run.a[t * rows + r] = isTanh ? Double.tanh(z) : 1 / (1 + Double.exp(-z))
      }
      for j in 0..<d {
        let (u, new) = (t * rows + j, (t + 1) * d + j)
        if kind == .plain {
          run.h[new] = run.a[u]
        } else {
          run.c[new] = run.a[u] * run.c[t * d + j] + run.a[u + d] * run.a[u + 3 * d]
          run.tanhc[new] = Double.tanh(run.c[new])
          run.h[new] = run.a[u + 2 * d] * run.tanhc[new]
        }
      }
    }
    return run
  }

  //: On the way back a unit turns the gradient by its states into the δ of its maps: one for the
  //: plain network, four for the LSTM, by [the formulas of its cell](#two-steps-backward). The
  //: gradient by the cell state lives on, times the forget gate; that by the hidden state has done
  //: its work and is set to zero, to be filled again by the maps.

  /// The δ of step t, from the gradients by h and c; those are left as the step before finds them,
  /// but for what the maps add. Gives the norm of the gradient by h or c.
  private func errors(
    _ run: Trace, _ t: Int, _ δ: inout [Double], dh: inout [Double], dc: inout [Double]
  ) -> Double {
    var square = 0.0
    for j in 0..<d {
      let u = t * rows + j
      if kind == .plain {
        δ[j] = dh[j] * (1 - run.a[u] * run.a[u])
        square += dh[j] * dh[j]
      } else {
        let (f, i, o, c̃) = (run.a[u], run.a[u + d], run.a[u + 2 * d], run.a[u + 3 * d])
        let shown = run.tanhc[(t + 1) * d + j]
        dc[j] += dh[j] * o * (1 - shown * shown)
        δ[j] = dc[j] * run.c[t * d + j] * f * (1 - f)
        δ[j + d] = dc[j] * c̃ * i * (1 - i)
        δ[j + 2 * d] = dh[j] * shown * o * (1 - o)
        δ[j + 3 * d] = dc[j] * i * (1 - c̃ * c̃)
        square += dc[j] * dc[j]
        dc[j] *= f
      }
      dh[j] = 0
    }
    return square.squareRoot()
  }

  //: The rest is the same for both: the output, and then step by step what the δ add to the gradient
  //: of the stacked maps and hand back to the state before. On the way the length of the gradient is
  //: noted at each step, by h for the plain network and by c for the LSTM, since it is [asked
  //: for](#the-bias-of-the-forget-gate) how far it reaches. The gradient is added to what g already
  //: has, so that a batch needs one array only.

  /// ½(ŷ − y)² of a sequence x, n numbers a step; adds its gradient to g.
  ///
  /// Also gives the norms of the gradient by the state that carries the memory, h or c, from
  /// the last step back to the first.
  func loss(_ x: [Double], _ y: Double, addingGradientTo g: inout [Double])
    -> (loss: Double, norms: [Double])
  {
    let (T, rows, width) = (x.count / n, rows, width)
    let run = forward(x)
    let v = rows * width
    var e = θ[v + d] - y
    for j in 0..<d { e += θ[v + j] * run.h[T * d + j] }

    var dh = [Double](repeating: 0, count: d)
    var (dc, δ, norms) = (dh, [Double](repeating: 0, count: rows), [Double]())
    for j in 0..<d {
      g[v + j] += e * run.h[T * d + j]
      dh[j] = e * θ[v + j]
    }
    g[v + d] += e
    for t in stride(from: T - 1, through: 0, by: -1) {
      norms.append(errors(run, t, &δ, dh: &dh, dc: &dc))
      for r in 0..<rows {
        let δᵣ = δ[r]
        for j in 0..<n { g[r * width + j] += δᵣ * x[t * n + j] }
        for j in 0..<d {
          g[r * width + n + j] += δᵣ * run.h[t * d + j]
          dh[j] += δᵣ * θ[r * width + n + j]
        }
        g[r * width + n + d] += δᵣ
      }
    }
    return (e * e / 2, norms)
  }
}

//: Code without types is code in which an index is easily wrong. So the loops are held
//: against what has been checked before: the LSTM against
//: [the backpropagation of its cell](#two-steps-backward), the plain network against its own
//: cell, differentiated in three ways.

extension LSTM {
  /// A network of one input and two units, two inputs and a target, and the gradient by the loops.
  private struct Trial {
    let learner: Learner
    let x: [Vector<Double>]
    let y: Double
    let gradient: Vector<Double>

    init(_ kind: Learner.Kind, forgetBias: Double = 0, _ draw: inout Generator) {
      learner = Learner(kind, n: 1, d: 2, forgetBias: forgetBias, seed: draw.next())
      (x, y) = (draw.sequence(2, 1), draw.uniform(-1, 1))
      var g = [Double](repeating: 0, count: learner.θ.count)
      _ = learner.loss(x.flatMap(\.entries), y, addingGradientTo: &g)
      gradient = Vector(g)
    }
  }

  static let plainLoops = Section(.foundations, "16.3", "The same in plain loops") { page in
    page.verify("the loops give the gradient of an LSTM that its cell gives") { draw in
      let trial = Trial(.lstm, forgetBias: 1, &draw)
      let (maps, v, b) = trial.learner.parts
      let cell = LSTMCell(n: 1, d: 2, parameters: maps)
      let steps = cell.run(trial.x)
      let e = v ⋅ steps[1].new.h + b - trial.y
      let byCell = cell.backward(steps, dh: [[0, 0], e * v]).cell.parameters
      trial.gradient ≈ Vector(byCell.entries + (e * steps[1].new.h).entries + [e])
    }

    //: The plain network has two rows of $(Wₓ, Wₕ, b)$, and then v and b of the output.

    page.verify("the loops give all gradients of a plain network") { draw in
      let trial = Trial(.plain, &draw)
      gradient(at: Vector(trial.learner.θ)) { θ in
        let map = AffineMap(
          Wₓ: [[θ[0]], [θ[4]]], Wₕ: [[θ[1], θ[2]], [θ[5], θ[6]]], b: [θ[3], θ[7]])
        let h = trial.x.reduce([0, 0]) { RNNCell(map: map).step(Vector($1), $0) }
        let e = θ[8] * h[0] + θ[9] * h[1] + θ[10] - Twofold(trial.y)
        return 0.5 * e * e
      } ≈ trial.gradient
    }
  }
}
