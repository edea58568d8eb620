import Companion
import Mathematics

//: One hidden layer can imitate any continuous function. The idea is drawn in the slides: a
//: steep sigmoid is nearly a step, two of them make a bump, and out of bumps anything can be
//: built, as a histogram is.

extension Backprop {
  static let bumps = Section(.slides, "functions", "Steps, bumps, functions") { page in
    let b: Double = page.given("b of the neuron along x")
    let zero: Double = page.given("weight for y of the neuron along x")
    let b₂: Double = page.given("b of the neuron along y")
    let zero₂: Double = page.given("weight for x of the neuron along y")
    let w: Double = page.given("large weight", ours: 200, in: 1...1e6)
    step(page, -b / w, { x, y in σ(w * x + zero * y + b) }, { x, y in σ(zero₂ * x + w * y + b₂) })
    bump(page)
    anyFunction(page)
  }

  //: ### A step in the plane
  //:
  //: The weight for x very large, the one for y zero: the output jumps from 0 to 1 along a line,
  //: at $x = −b/w$. With $b = 0.5$ as bias and a huge w that is at 0. If the 0.5 of the figure
  //: marks the place of the step instead, the bias is $−0.5w$; the slides do not say which.

  private static func step(
    _ page: Page, _ place: Double, _ alongX: (Double, Double) -> Double,
    _ alongY: (Double, Double) -> Double
  ) {
    let d = 0.1
    page.derive("place of the step", place)
    page.derive(
      "values at (−\(words(d)), 0) and (\(words(d)), 0)", [alongX(-d, 0), alongX(d, 0)])
    page.derive(
      "values at (0, −\(words(d))) and (0, \(words(d)))", [alongY(0, -d), alongY(0, d)])
    page.verify(
      "σ(wx + b) is a step at x = −b/w, flat 40/w away from it", at: "functions:along_x",
      "functions:along_y"
    ) { draw in
      let (w, b) = (draw.uniform(50, 1000), draw.uniform(-1, 1))
      let away = draw.uniform(40, 100) / w
      by("to the left, 0") { σ(w * (-b / w - away) + b) ≤ 1e-17 }
      by("to the right, 1") { 1 - σ(w * (-b / w + away) + b) ≤ 1e-15 }
      by("at the step, ½") { σ(w * (-b / w) + b) ≈ 0.5 }
    }
  }

  //: ### Bumps
  //:
  //: A step up less a step up further on is a bump,
  //:
  //:     f(x) = σ(w(x − s)) − σ(w(x − t)),  s < t
  //:
  //: In the plane, two bumps across each other add up to 2 where they cross; a second layer with
  //: a threshold of 1.5 keeps the square.

  /// Two sigmoids of slope w that let through what is between s and t, and their square
  private struct Bump {
    let w = 40.0
    let s = 0.3
    let t = 0.7

    func callAsFunction(_ x: Double) -> Double { σ(w * (x - s)) - σ(w * (x - t)) }
    func square(_ x: Double, _ y: Double) -> Double { σ(w * (self(x) + self(y) - 1.5)) }
  }

  private static func bump(_ page: Page) {
    let bump = Bump()
    let (w, s) = (bump.w, bump.s)
    let line = (0...60).map { Double($0) / 60 }
    let cells = (0..<10).map { (Double($0) + 0.5) / 10 }
    page.plot(
      Plot(
        "A bump from two sigmoids", x: "x", y: "",
        [
          Plot.Series(
            "σ(\(words(w))(x − \(words(s))))", line.map { ($0, σ(w * ($0 - s))) }),
          Plot.Series("the bump", line.map { ($0, bump($0)) }),
        ]))
    page.draw(
      Shades(
        "A square bump from five sigmoids", rows: (1...10).map { "\($0)" },
        columns: (1...10).map { "\($0)" },
        cells.map { y in cells.map { bump.square($0, y) } }))
    page.verify("the square bump is 1 inside and 0 outside, away from its rim") { draw in
      let isInside = [draw.below(2) == 0, draw.below(2) == 0]
      let x = isInside.map { $0 ? draw.uniform(0.45, 0.55) : draw.uniform(-1, 0.15) }
      let wanted = isInside == [true, true] ? 1.0 : 0
      bump.square(x[0], x[1]) ≈ wanted ± (
        1e-8, "what a sigmoid is short of a step, 20 from its middle"
      )
    }
  }

  //: ### Any continuous function
  //:
  //: A hidden layer of N units gives a sum, and the theorem is that for any continuous f on a
  //: closed and bounded set K, and any ε, some N is enough:
  //:
  //:     f_N(x) = Σⱼ₌₁ᴺ aⱼ σ(wⱼᵀx + bⱼ)      (9.1)
  //:     supₓ |f_N(x) − f(x)| < ε,  x ∈ K    (9.2)
  //:
  //: ReLU is quicker than bumps: units with their kinks at N even places and the right weights
  //: draw the polygon through $N + 1$ points of f, $h = 1/N$ apart. Where the second derivative
  //: of f is at most M in size the polygon is within $Mh²/8$ of it; where f only never rises or
  //: falls faster than L, within $Lh/2$. So the N for any ε can be written down. (The constant
  //: $f(0)$ is one unit more, with $w = 0$; and the interval is closed, without which no N need
  //: be enough.) Each draw is another wave, or the folded wave $|f|$ with its kinks, and another
  //: ε, looked at in ten places.

  private static func anyFunction(_ page: Page) {
    page.define("Σ aⱼ σ(wⱼᵀx + bⱼ)", at: "foundations:9.1", by: "Polygon")
    page.verify(
      "one input, ReLU, waves: for every ε there is an N with |f_N − f| < ε",
      at: "universal-approximation:theorem",
      "foundations:9.2", "foundations:9.1.2:dense"
    ) { draw in
      let (size, ω, φ) = (draw.uniform(0.5, 2), draw.uniform(1, 6), draw.uniform(0, 6))
      let ε = Double.pow(10, draw.uniform(-2.5, -0.5))
      let isFolded = draw.below(4) == 0
      let f = { (x: Double) in
        let wave = size * Double.sin(ω * x + φ)
        return isFolded ? wave.magnitude : wave
      }
      let enough = isFolded ? size * ω / (2 * ε) : (size * ω * ω / (8 * ε)).squareRoot()
      let polygon = Polygon(f, Int(enough.rounded(.up)) + 1)
      for _ in 0..<10 {
        let x = draw.uniform()
        (polygon(x) - f(x)).magnitude < ε
      }
    }
    page.leave(
      "any continuous f of d inputs, any activation but polynomials: the theorem is cited, not proved",
      at: "universal-approximation:theorem", "foundations:9.2", "foundations:9.1.2:dense")
    page.leave(
      "what the theorem does not say: how to find the weights, or how large N is",
      at: "universal-approximation:existence", "foundations:9.1.2:existence",
      "foundations:9.1.3:width")
  }
}

//: At each of its kinks the polygon turns, and the weight of the unit that sits there is the change
//: of slope. Before the first kink there is nothing but the constant.

/// The polygon through N + 1 even points of f on [0, 1], as a layer of N ReLU units
struct Polygon {
  let start: Double
  var a: [Double] = []
  let N: Int

  init(_ f: (Double) -> Double, _ N: Int) {
    self.N = N
    start = f(0)
    let y = (0...N).map { f(Double($0) / Double(N)) }
    var slope = 0.0
    for j in 0..<N {
      let next = (y[j + 1] - y[j]) * Double(N)
      a.append(next - slope)
      slope = next
    }
  }

  func callAsFunction(_ x: Double) -> Double {
    a.indices.reduce(start) { $0 + a[$1] * relu(x - Double($1) / Double(N)) }
  }
}
