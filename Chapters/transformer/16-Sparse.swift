import Companion
import Mathematics

//: Attention between all pairs is quadratic in the length; windows and experts are two ways out.
//: Both change what is connected: look only near and at a few central places, or send each token to
//: one of many networks instead of through a single large one.

extension Transformer {
  static let sparse = Section(.foundations, "20.5", "Windows, global tokens, experts") { page in
    window(page)
    pairCounts(page)
    layersAway(page)
    routing(page)
    active(page)
    load(page)
  }
}

//: ### A window and a few global tokens
//:
//: A token sees a window of w places around it. Some tokens are global: they see all and
//: are seen by all.

/// Who may look at whom: within half a window, or to or from one of the first tokens
func allowed(_ T: Int, window w: Int, global g: Int) -> [[Bool]] {
  (0..<T).map { i in (0..<T).map { j in abs(i - j) <= w / 2 || i < g || j < g } }
}

extension Transformer {
  private static func window(_ page: Page) {
    let (T, w) = (16, 5)
    let names = (1...T).map(String.init)
    page.draw(
      Shades(
        "Who may look at whom: window \(w), the first token global", rows: names, columns: names,
        allowed(T, window: w, global: 1).map { $0.map { $0 ? 1 : 0 } }))
    page.verify("masked to a window, attention sees only the window", at: "20.5.2:sparse") {
      draw in
      let (Q, K, V) = (draw.matrix(4, 2), draw.matrix(4, 2), draw.matrix(4, 2))
      let pairs = allowed(4, window: 3, global: 1)
      let M = Matrix(pairs.map { $0.map { $0 ? 0 : -Double.infinity } })
      let masked = attention(Q, K, V, mask: M).O
      for i in 0..<4 {
        let seen = (0..<4).filter { pairs[i][$0] }
        attention(rows(Q, [i]), rows(K, seen), rows(V, seen)).O.row(0) ≈ masked.row(i)
      }
    }
  }
}

//: Counted pairs, for lengths from 16 on and odd windows from 3 on: a polynomial again. Near
//: the two ends windows are cut off, by a quarter of $w²$ in all, and w is at most T. A fixed
//: number of global tokens adds a multiple of T, which is dominated too, as long as there are
//: few of them compared with w.

/// How many pairs that are
func pairs(_ T: Int, window w: Int, global g: Int) -> Int {
  var count = 0
  for i in 0..<T {
    let (first, last) = (max(0, i - w / 2), min(T - 1, i + w / 2))
    // A row of a global token is full; any other has its window and the global columns.
    count += i < g ? T : last - first + 1 + min(g, first)
  }
  return count
}

extension Transformer {
  private static func pairCounts(_ page: Page) {
    let local = Growth(from: (16, 3), step: 2) { T, w in pairs(T, window: w, global: 0) }
    let withGlobal = Growth(from: (16, 3), step: 2) { T, w in pairs(T, window: w, global: 1) }
    page.show(
      "cost of windowed attention", withGlobal.order("T", "w", dot: "·", isNested: true),
      at: "§20.5.2", for: "20.5.2:window")
    let w = 129
    page.table(
      "Pairs to score", columns: ["T", "all", "window \(w)", "and 1 global"],
      rows: [512, 4096, 32768].map { [$0, $0 * $0, local($0, w), withGlobal($0, w)] })
  }

  //: ### What a window loses
  //:
  //: A signal moves half a window a layer. Through a global token it moves anywhere in two:
  //: up to it, and down from it. For the name that was mentioned 500 words ago:

  private static func layersAway(_ page: Page) {
    let back: Int = page.given("words back", at: "Q32", in: 1...2000)
    let half = 16
    let near = pathLength(back + 1, back, 0) { Array(max(0, $0 - half)...min(back, $0 + half)) }
    page.derive("layers, window of \(2 * half + 1)", near)
    let byGlobal = pathLength(back + 1, back, 0) { $0 == 1 ? Array(0...back) : [1] }
    page.derive("layers, one global token", back > 1 ? byGlobal : near)
    page.leave("how rare it is that far tokens matter: a question about texts", at: "Q32:sparse")
    page.verify("with a global token any two are two layers apart", at: "Q32:sparse") { draw in
      let T = 4 + draw.below(12)
      let pairs = allowed(T, window: 3, global: 1)
      let (i, j) = (draw.below(T), draw.below(T))
      pathLength(T, i, j) { place in (0..<T).filter { pairs[place][$0] } } ≤ 2
    }
  }
}

//: The connection exists; all that passes through it shares the width of one token, which is
//: the bottleneck with which [the first section](#looking-back-at-the-encoder) began. Whether
//: that is enough is a question about texts.

//: ### Experts
//:
//: A router scores E small networks for each token, and only the best one runs. Its output is
//: multiplied by the router's probability, so that the router learns too. The weights grow with
//: E, the products per token by $d + 1$ for each expert: a row of the router, and a quotient of
//: its softmax.

/// One network of several, chosen for each token by a router
struct Experts<T: Scalar> {
  let router: Matrix<T>
  let networks: [FeedForward<T>]

  init(count: Int, width d: Int, inner f: Int, _ number: () -> T) {
    func matrix(_ rows: Int, _ columns: Int) -> Matrix<T> {
      Matrix(rows: rows, columns: columns, entries: (0..<rows * columns).map { _ in number() })
    }
    router = matrix(count, d)
    networks = (0..<count).map { _ in
      FeedForward(
        W₁: matrix(d, f), b₁: Vector(repeating: 0, count: f), W₂: matrix(f, d),
        b₂: Vector(repeating: 0, count: d))
    }
  }

  /// The output for a token, whose network gave it, and with what probability
  func callAsFunction(_ x: Vector<T>) -> (y: Vector<T>, chosen: Int, probability: T) {
    let scores = router * x
    let chosen = argmax(scores.map { $0.value })
    let p = softmax(scores)[chosen]
    return (p * networks[chosen](Matrix([x.entries])).row(0), chosen, p)
  }
}

//: The router decides by its largest score.

/// The place of the largest entry, the first of several
func argmax(_ v: Vector<Double>) -> Int {
  v.indices.reduce(0) { v[$1] > v[$0] ? $1 : $0 }
}

//: What is counted is a run of this very code: two thin matrices of the network that was chosen,
//: a row of the router for each expert, the quotients of the router's softmax, and d products by
//: the probability. That the right network ran is checked beside it, and that no other had a
//: better score.

extension Transformer {
  private static func routing(_ page: Page) {
    page.verify(
      "products per token: 2df for one expert, Ed + E + d for routing", at: "20.5.3:experts"
    ) { draw in
      let (E, d, f) = (1 + draw.below(5), 2, 3)
      let tally = Tally()
      let experts = Experts(count: E, width: d, inner: f) { tally.number(draw.uniform(-1, 1)) }
      let x = draw.vector(d).map(tally.number)
      let (y, chosen, probability) = experts(x)
      tally.multiplications == 2 * d * f + E * d + E + d
      let plain = experts.networks[chosen](Matrix([x.entries])).row(0)
      by("the chosen network") { y.map(\.value) ≈ probability.value * plain.map(\.value) }
      let scores = (experts.router * x).map(\.value)
      by("the best score") { scores[chosen] == scores.entries.max()! }
    }
  }

  //: For layers of a usual size the same formulas give numbers: the weights that are stored, those
  //: of them that a token meets, and its products.

  private static func active(_ page: Page) {
    let counts: Vector<Double> = page.given("experts", at: "Q34", in: 1...1e6)
    let (d, f) = (512, 2048)
    let one = 2 * d * f
    page.table(
      "A layer of width \(d) with inner width \(f)",
      columns: ["experts", "weights", "of them active", "products per token"],
      rows: ([1] + counts.entries).map { count in
        let E = Int(count.rounded())
        return [E, E * (one + d), one + E * d, one + E * d + E + d]
      }, at: "Q34:experts")
  }

  //: From 64 to 128 experts the weights double and the products grow by 1.5%: “constant” but
  //: for the router. All weights must be in memory, since the next token may need any of them.
  //:
  //: The saving also supposes that tokens spread evenly. A router with random weights does not
  //: see to that:

  private static func load(_ page: Page) {
    var draw = Generator(seed: 205)
    let router = draw.matrix(8, 4)
    var load = Vector<Double>(repeating: 0, count: 8)
    for _ in 0..<400 { load[argmax(router * draw.vector(4))] += 1 }
    page.derive("tokens for each expert", load)
    page.derive("busiest over mean", load.entries.max()! / load.mean)
  }
}
