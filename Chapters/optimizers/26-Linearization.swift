import Companion
import Mathematics

//: A very wide network hardly has to move. Each of its many weights changes a little, all together
//: change the output a lot, and a change so small is described by the first derivatives at the
//: start:
//:
//:     f(x, θ) ≈ f(x, θ₀) + ∇f(x, θ₀)ᵀ(θ − θ₀)     (9.8)
//:
//: Then the network is a linear model in its parameters, with all that is known about those.

/// f(x) = (1/√n) Σⱼ aⱼ tanh(wⱼx + bⱼ), n units wide; θ holds a, then w, then b.
struct WideNetwork {
  let n: Int
  var θ: [Double]

  init(_ n: Int, _ draw: inout Generator) {
    self.n = n
    θ = (0..<3 * n).map { _ in draw.normal() }
  }

  func callAsFunction(_ x: Double) -> Double { evaluated(x).f }

  /// ∂f(x)/∂θ
  func gradient(_ x: Double) -> [Double] { evaluated(x).gradient }

  /// f(x) and ∂f(x)/∂θ together, since they share the tanh.
  func evaluated(_ x: Double) -> (f: Double, gradient: [Double]) {
    var g = [Double](repeating: 0, count: 3 * n)
    var f = 0.0
    let c = 1 / Double(n).squareRoot()
    for j in 0..<n {
      let t = tanh(θ[n + j] * x + θ[2 * n + j])
      let s = c * θ[j] * (1 - t * t)
      f += c * θ[j] * t
      g[j] = c * t
      g[n + j] = s * x
      g[2 * n + j] = s
    }
    return (f, g)
  }
}

/// aᵀb of two arrays.
func inner(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for i in a.indices { sum += a[i] * b[i] }
  return sum
}

extension Optimizers {
  static let linearization = Section(.foundations, "9.3.3", "Wide networks hardly move") { page in
    //: ### The error by width
    //:
    //: Three samples, descent on half the squared error for forty steps, then a look at nine
    //: points: what the trained network says there, and what the linear model at the start says for
    //: the same parameters. The share by which the parameters move shrinks as $1/√n$. So does the
    //: distance between network and linear model, at widths as small as these. With `--full` it
    //: goes on to some thousands of units, where the distance shrinks as $1/n$: each unit is off by
    //: something of the size $1/(n√n)$ and of either sign, and n of those add up to $√n$ times one.
    //: In the same forty steps a wider network reaches a smaller loss.

    let x = [-1.0, 0.2, 1]
    let y = [0.5, -0.5, 0.8]
    let widths = page.isFull ? [16, 64, 256, 1024, 4096] : [16, 64, 128]
    let seeds = page.isFull ? 10 : 2
    var rows: [[any Showable]] = []
    var points: [(Double, Double)] = []
    for n in widths {
      var (loss, move, error) = (0.0, 0.0, 0.0)
      for seed in 0..<seeds {
        var draw = Generator(seed: UInt64(100 + seed))
        let start = WideNetwork(n, &draw)
        let end = trained(start, x, y, steps: 40)
        let Δ = zip(end.θ, start.θ).map { $0 - $1 }
        let apart = (-4...4).map { k -> Double in
          let (x, before) = (Double(k) * 0.3, start.evaluated(Double(k) * 0.3))
          return (end(x) - before.f - inner(before.gradient, Δ)).magnitude
        }
        loss += mean(x.indices.map { (end(x[$0]) - y[$0]).power(2) }) / Double(seeds)
        move += (inner(Δ, Δ) / inner(start.θ, start.θ)).squareRoot() / Double(seeds)
        error += mean(apart) / Double(seeds)
      }
      rows.append([n, loss, move, error, error * Double(n)])
      points.append((log(Double(n)) / log(2.0), error))
    }
    page.table(
      "After training, by width",
      columns: ["n", "mean squared error", "‖Δθ‖/‖θ₀‖", "off the linear model", "times n"],
      rows: rows, at: "9.8", "9.3.3:convex", "9.3.3:zero")
    page.plot(
      Plot(
        "How far a trained network is from its linear model", x: "log₂ of the width",
        y: "mean distance",
        isLogarithmic: true, [Plot.Series("error", points)]), at: "9.8")

    //: Linearization is what is left of Taylor's formula when the second term is small. For a fixed
    //: network it is small if the step is; what is special about wide networks is that training
    //: needs only a small step.

    page.verify("f(θ₀ + Δ) − f(θ₀) − ∇fᵀΔ shrinks as the square of Δ", at: "9.8") { draw in
      let θ = draw.vector(9)
      let Δ = draw.vector(9)
      func f<T: Scalar>(_ θ: Vector<T>) -> T { smallLoss(θ) }
      let g = forwardGradient(at: θ, f)
      func rest(_ h: Double) -> Double { (f(θ + h * Δ) - f(θ) - h * (g ⋅ Δ)) / (h * h) }
      // ΔᵀHΔ from one evaluation that moves along Δ twice.
      var along = Vector<Dual<Dual<Double>>>(θ)
      for i in θ.indices { (along[i].tangent, along[i].primal.tangent) = (Dual(Δ[i]), Δ[i]) }
      let curvature = 0.5 * f(along).tangent.tangent
      return [Evidence("½ΔᵀHΔ", error: distance(rest(1e-4), curvature), bound: 1e-2)]
    }
    page.verify(
      "48 parameters and three samples: 800 steps end with an error of 0", at: "9.3.3:zero",
      draws: 2
    ) { draw in
      let end = trained(WideNetwork(16, &draw), x, y, steps: 800)
      let error = mean(x.indices.map { (end(x[$0]) - y[$0]).power(2) })
      return [Evidence("mean squared error", error: error, bound: 1e-12)]
    }
    page.leave(
      "how often, and how nearly convex, in networks that are used: found by experiment",
      at: "9.3.3:zero", "9.3.3:convex")
    page.verify("the squared error of the linear model is convex in θ", at: "9.3.3:convex") {
      draw in
      let network = WideNetwork(4, &draw)
      let features = x.map { network.gradient($0) }
      func loss(_ Δ: [Double]) -> Double {
        mean(x.indices.map { (network(x[$0]) + inner(features[$0], Δ) - y[$0]).power(2) })
      }
      let (u, v) = (draw.vector(12, -3, 3).entries, draw.vector(12, -3, 3).entries)
      let middle = zip(u, v).map { ($0 + $1) / 2 }
      return [
        Evidence("chords", error: max(0, loss(middle) - (loss(u) + loss(v)) / 2), bound: 1e-12)
      ]
    }

    //: ### Kernel regression
    //:
    //: Descent on the linear model never needs its parameters. The outputs f on the samples change
    //: by a kernel, made of the gradients at the start:
    //:
    //:     f ← f − ηK(f − y),  Kᵢⱼ = ∇f(xᵢ)ᵀ∇f(xⱼ)
    //:
    //: Each eigenvector of K loses its error at a rate of its own. Elsewhere the prediction
    //: follows: it is that of the start plus the kernel regression of what has been learned on the
    //: samples. In the end, if K can be inverted, that is kernel regression of $y − f₀$, which is
    //: not that of y unless the start was 0.

    page.verify("descent on the linear model is the iteration f − ηK(f − y)", at: "9.3.3:kernel") {
      draw in
      let network = WideNetwork(5, &draw)
      let features = x.map { network.gradient($0) }
      var Δ = [Double](repeating: 0, count: 15)
      var f = x.map { network($0) }
      let start = f
      let K = features.map { a in features.map { inner(a, $0) } }
      let elsewhere = network.evaluated(0.7)
      for _ in 0..<8 {
        let outputs = x.indices.map { start[$0] + inner(features[$0], Δ) }
        for i in x.indices {
          for k in Δ.indices { Δ[k] -= 0.05 * (outputs[i] - y[i]) * features[i][k] }
        }
        let errors = zip(f, y).map { $0 - $1 }
        for i in x.indices { f[i] -= 0.05 * inner(K[i], errors) }
      }
      let outputs = x.indices.map { start[$0] + inner(features[$0], Δ) }
      let learned = eliminated(K, zip(f, start).map { $0 - $1 })
      let regression = elsewhere.f + inner(features.map { inner($0, elsewhere.gradient) }, learned)
      let predicted = elsewhere.f + inner(elsewhere.gradient, Δ)
      return [
        Evidence("8 steps", error: distance(f, outputs), bound: 1e-12),
        Evidence("at another x", error: distance(regression, predicted), bound: 1e-12),
      ]
    }
  }

  /// A network after descent on half the squared error.
  private static func trained(_ network: WideNetwork, _ x: [Double], _ y: [Double], steps: Int)
    -> WideNetwork
  {
    var network = network
    for _ in 0..<steps {
      let points = x.map { network.evaluated($0) }
      for i in x.indices {
        let step = 0.4 * (points[i].f - y[i])
        for k in network.θ.indices { network.θ[k] -= step * points[i].gradient[k] }
      }
    }
    return network
  }
}
