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
  var θ: Vector<Double>

  init(_ n: Int, _ draw: inout Generator) {
    self.n = n
    θ = Vector((0..<3 * n).map { _ in draw.normal() })
  }

  func callAsFunction(_ x: Double) -> Double { evaluated(x).f }

  //: The gradient by a is $tanh(wx + b)/√n$, those by w and b have the slope of tanh and the
  //: weight a in front. All of them share the tanh, so that they are computed with the output.

  /// f(x) and ∂f(x)/∂θ
  func evaluated(_ x: Double) -> (f: Double, gradient: Vector<Double>) {
    let c = 1 / Double(n).squareRoot()
    let t = tanh(x * θ[n..<2 * n] + θ[2 * n..<3 * n])
    let a = c * θ[0..<n]
    let s = a ⊙ (1 - t ⊙ t)
    return (a ⋅ t, Vector((c * t).entries + (x * s).entries + s.entries))
  }

  /// The outputs for some inputs, and their gradients as the rows of a matrix.
  func linearized(_ x: Vector<Double>) -> (f: Vector<Double>, J: Matrix<Double>) {
    let points = x.entries.map { evaluated($0) }
    return (Vector(points.map(\.f)), Matrix(points.map(\.gradient.entries)))
  }

  /// The network after descent on half the squared error.
  func trained(_ x: Vector<Double>, _ y: Vector<Double>, steps: Int) -> WideNetwork {
    var network = self
    for _ in 0..<steps {
      let points = x.entries.map { network.evaluated($0) }
      for i in x.indices { network.θ -= 0.4 * (points[i].f - y[i]) * points[i].gradient }
    }
    return network
  }

  func squaredError(_ x: Vector<Double>, _ y: Vector<Double>) -> Double {
    let e = x.map { self($0) } - y
    return (e ⊙ e).mean
  }
}

extension Optimizers {
  static let linearization = Section(.foundations, "9.3.3", "Wide networks hardly move") { page in
    let x: Vector = [-1.0, 0.2, 1]
    let y: Vector = [0.5, -0.5, 0.8]
    byWidth(page, x, y)
    secondTerm(page)
    trainingError(page, x, y)
    kernelRegression(page, x, y)
  }

  //: ### The error by width
  //:
  //: Three samples, descent on half the squared error for forty steps, then a look at nine
  //: points: what the trained network says there, and what the linear model at the start says for
  //: the same parameters. The share by which the parameters move shrinks as $1/√n$. So does the
  //: distance between network and linear model, at widths as small as these. With `--full` it
  //: goes on to some thousands of units, where the distance shrinks as $1/n$: each unit is off by
  //: something of the size $1/(n√n)$ and of either sign, and n of those add up to $√n$ times one.
  //: In the same forty steps a wider network reaches a smaller loss.

  /// The loss after training, the share by which the parameters moved, and how far the network is
  /// from its linear model at nine points.
  private static func moved(_ n: Int, seed: Int, _ x: Vector<Double>, _ y: Vector<Double>)
    -> Vector<Double>
  {
    var draw = Generator(seed: UInt64(seed))
    let start = WideNetwork(n, &draw)
    let end = start.trained(x, y, steps: 40)
    let Δ = end.θ - start.θ
    let apart = (-4...4).map { k -> Double in
      let (x, before) = (Double(k) * 0.3, start.evaluated(Double(k) * 0.3))
      return (end(x) - before.f - before.gradient ⋅ Δ).magnitude
    }
    let share = ((Δ ⋅ Δ) / (start.θ ⋅ start.θ)).squareRoot()
    return [end.squaredError(x, y), share, Vector(apart).mean]
  }

  private static func byWidth(_ page: Page, _ x: Vector<Double>, _ y: Vector<Double>) {
    let widths = page.isFull ? [16, 64, 256, 1024, 4096] : [16, 64, 128]
    let seeds = page.isFull ? 10 : 2
    let found = widths.map { n in
      (0..<seeds).reduce(Vector([0, 0, 0])) {
        $0 + moved(n, seed: 100 + $1, x, y) / Double(seeds)
      }
    }
    page.table(
      "After training, by width",
      columns: ["n", "mean squared error", "‖Δθ‖/‖θ₀‖", "off the linear model", "times n"],
      rows: zip(widths, found).map { n, row in
        [n, row[0], row[1], row[2], row[2] * Double(n)]
      }, at: "9.8", "9.3.3:convex", "9.3.3:zero")
    page.plot(
      Plot(
        "How far a trained network is from its linear model", x: "log₂ of the width",
        y: "mean distance", isLogarithmic: true,
        [
          Plot.Series(
            "error", zip(widths, found).map { (log(Double($0)) / log(2.0), $1[2]) })
        ]), at: "9.8")
  }

  //: ### What is left out
  //:
  //: Linearization is what is left of Taylor's formula when the second term is small. For a fixed
  //: network it is small if the step is; what is special about wide networks is that training
  //: needs only a small step. Along a step hΔ what (9.8) leaves out is, divided by h² and for
  //: $h → 0$, half of the curvature along Δ, found from the Hessian or from one evaluation that
  //: moves along Δ twice. The example is the loss of [the first
  //: page](#one-step-against-the-slope), with all nine parameters at ½ and a step along the first.

  private static func secondTerm(_ page: Page) {
    let half = Vector(repeating: 0.5, count: 9)
    page.derivation(
      "lim (f(θ₀ + hΔ) − f(θ₀) − h∇fᵀΔ)/h² for h → 0", at: "9.8", of: (half, oneHot(0, of: 9))
    ) { draw in
      (draw.vector(9), draw.vector(9))
    } lines: { θ, Δ in
      let along = θ.indices.map { Dual(Dual(θ[$0], tangent: Δ[$0]), tangent: Dual(Δ[$0])) }
      Line("½ ΔᵀHΔ", 0.5 * (Δ ⋅ (hessian(at: θ, smallLoss) * Δ)))
      Line("½ d²f(θ₀ + hΔ)/dh² at h = 0", 0.5 * smallLoss(Vector(along)).tangent.tangent)
    } truth: { θ, Δ in
      let (h, g) = (1e-4, forwardGradient(at: θ, smallLoss))
      let rest = smallLoss(θ + h * Δ) - smallLoss(θ) - h * (g ⋅ Δ)
      return rest / (h * h) ± (1e-2, "h = 10⁻⁴ and the third derivatives")
    }
  }

  //: With more parameters than samples the error can vanish altogether, and it does.

  private static func trainingError(_ page: Page, _ x: Vector<Double>, _ y: Vector<Double>) {
    let (n, steps) = (16, 800)
    page.verify(
      "\(3 * n) parameters and three samples: \(steps) steps end with an error of 0",
      at: "9.3.3:zero", draws: 2
    ) { draw in
      WideNetwork(n, &draw).trained(x, y, steps: steps).squaredError(x, y) ≈ 0
    }
    page.leave(
      "how often, and how nearly convex, in networks that are used: found by experiment",
      at: "9.3.3:zero", "9.3.3:convex")

    //: The squared error of the linear model is a bowl in its parameters, as for any linear model:
    //: halfway between two points it is no higher than halfway between their errors.

    page.verify("the squared error of the linear model is convex in θ", at: "9.3.3:convex") {
      draw in
      let (f, J) = WideNetwork(4, &draw).linearized(x)
      let loss = { (Δ: Vector<Double>) in
        let e = f + J * Δ - y
        return (e ⊙ e).mean
      }
      let (u, v) = (draw.vector(12, -3, 3), draw.vector(12, -3, 3))
      loss(0.5 * (u + v)) ≤ (loss(u) + loss(v)) / 2 ± rounding
    }
  }

  //: ### Kernel regression
  //:
  //: Descent on the linear model never needs its parameters. With the gradients at the start as
  //: the rows of J the outputs are $f + JΔ$, a step changes Δ by $−ηJᵀ(f − y)$, and so the outputs
  //: by a kernel, made of the products of the gradients:
  //:
  //:     f ← f − ηK(f − y),  Kᵢⱼ = ∇f(xᵢ)ᵀ∇f(xⱼ)
  //:
  //: The lines take one step of the smallest network above, and are compared with a step along the
  //: gradient of the loss by Δ.
  //:
  //: Each eigenvector of K loses its error at a rate of its own. Elsewhere the prediction
  //: follows: it is that of the start plus the kernel regression of what has been learned on the
  //: samples. In the end, if K can be inverted, that is kernel regression of $y − f₀$, which is
  //: not that of y unless the start was 0.

  private static func kernelRegression(
    _ page: Page, _ x: Vector<Double>, _ y: Vector<Double>
  ) {
    let η = 0.05
    var first = Generator(seed: 100)
    page.derivation("f after a step", at: "9.3.3:kernel", of: WideNetwork(16, &first)) { draw in
      WideNetwork(4, &draw)
    } lines: { network in
      let (f, J) = network.linearized(x)
      let gradients = x.entries.map { network.evaluated($0).gradient }
      let K = Matrix(gradients.map { g in gradients.map { g ⋅ $0 } })
      let Δ = x.indices.reduce(0 * gradients[0]) { $0 - η * (f[$1] - y[$1]) * gradients[$1] }
      Line("f − η Σᵢ (fᵢ − yᵢ) J∇f(xᵢ)", f + J * Δ)
      Line("f − ηJJᵀ(f − y)", f - η * (J * (J.ᵀ * (f - y))))
      Line("f − ηK(f − y)", f - η * (K * (f - y)))
    } truth: { network in
      let (f, J) = network.linearized(x)
      let loss = gradient(at: 0 * network.θ) { Δ in
        let e = Vector(f - y) + Matrix(J) * Δ
        return 0.5 * (e ⋅ e)
      }
      return f - J * (η * loss.byTape)
    }
    page.verify("descent on the linear model is the iteration f − ηK(f − y)", at: "9.3.3:kernel") {
      draw in
      let network = WideNetwork(5, &draw)
      let (start, J) = network.linearized(x)
      let (K, elsewhere) = (J * J.ᵀ, network.evaluated(0.7))
      var (Δ, f) = (Vector(repeating: 0.0, count: 15), start)
      for _ in 0..<8 {
        Δ -= η * (J.ᵀ * (start + J * Δ - y))
        f -= η * (K * (f - y))
      }
      f ≈ start + J * Δ
      (J * elsewhere.gradient) ⋅ solve(K, f - start)
        ≈ elsewhere.gradient ⋅ Δ ± (1e-12, "the kernel is inverted")
    }
  }
}
