import Companion
import Mathematics

//: A network of ReLU units is affine wherever no unit changes between on and off. How many such
//: pieces it has measures what it can express, and they can be counted exactly.
//:
//: With one input it is a matter of going along the line. The kinks of a first layer are where its
//: pre-activations are zero. Between two neighbours of them every unit of the next layer is affine
//: again, so that it changes its sign at most once, at a place that its two end values tell; and so
//: on, layer by layer.

/// Where the entries of two neighbouring points change their signs, as shares of the way
private func crossings(_ z: Vector<Double>, _ next: Vector<Double>) -> [Double] {
  let changing = z.indices.filter { z[$0] * next[$0] < 0 }
  return changing.map { z[$0] / (z[$0] - next[$0]) }.sorted().filter { $0 > 1e-9 && $0 < 1 - 1e-9 }
}

/// The ends of the affine pieces of a ReLU network with one input, from 0 to 1: every kink of
/// every unit, found layer by layer
func kinks(of f: Network<Double>) -> [Double] {
  var x = [0.0, 1.0]
  var a: [Vector<Double>] = x.map { [$0] }
  for l in f.W.indices {
    guard case .relu = f.φ[l] else { break }
    let z = a.map { f.W[l] * $0 + f.b[l] }
    var (newX, newZ) = ([x[0]], [z[0]])
    for i in 1..<x.count {
      for t in crossings(z[i - 1], z[i]) {
        newX.append(x[i - 1] + t * (x[i] - x[i - 1]))
        newZ.append(z[i - 1] + t * (z[i] - z[i - 1]))
      }
      newX.append(x[i])
      newZ.append(z[i])
    }
    (x, a) = (newX, newZ.map { relu($0) })
  }
  return x
}

//: A kink of a unit need not be one of the output, if the weights above take it back: pieces are
//: counted by their slopes.

/// How many affine pieces the output has: kinks where the slope does not change do not count
func pieces(of f: Network<Double>) -> Int {
  let x = kinks(of: f)
  let y = x.map { f([$0])[0] }
  var count = 0
  var last = Double.nan
  for i in 1..<x.count {
    let slope = (y[i] - y[i - 1]) / (x[i] - x[i - 1])
    if !((slope - last).magnitude <= 1e-6) { count += 1 }
    last = slope
  }
  return count
}

extension Backprop {
  static let regions = Section(.foundations, "9.2", "Pieces by width and depth") { page in
    affinePieces(page)
    regionsOfThePlane(page)
    folds(page)
  }

  //: ### Affine pieces
  //:
  //: Between neighbouring kinks nothing is bent. In one layer each unit has one kink, where its
  //: pre-activation is zero, so that N units give at most $N + 1$ pieces on a line.

  private static func affinePieces(_ page: Page) {
    page.verify("between its kinks a ReLU network is affine", at: "9.2.2:piecewise") { draw in
      let f = Network([1, 2, 2, 1], [.relu, .relu, .identity], &draw)
      let x = kinks(of: f)
      let i = 1 + draw.below(x.count - 1)
      let y = [x[i - 1], (x[i - 1] + x[i]) / 2, x[i]].map { f([$0])[0] }
      y[1] ≈ (y[0] + y[2]) / 2
    }
    page.verify("one layer: one piece more than kinks −b/w inside", at: "9.2.2:hyperplane") {
      draw in
      let f = Network([1, 3, 1], [.relu, .identity], &draw)
      let kinks = (0..<3).map { -f.b[0][$0] / f.W[0][$0, 0] }
      pieces(of: f) == kinks.filter { $0 > 0 && $0 < 1 }.count + 1
    }
  }

  //: In the plane the kinks of a unit lie on a line, and N lines in general position cut the
  //: plane into $1 + N + N(N − 1)/2$ regions. The count below looks around every crossing of two
  //: lines and collects who is on and who is off: of the two that cross, all four combinations.

  private static func regionsOfThePlane(_ page: Page) {
    page.verify("N lines make 1 + N + N(N − 1)/2 regions of the plane", at: "9.2.2:hyperplane") {
      draw in
      let N = 2 + draw.below(4)
      let (W, b) = (draw.matrix(N, 2), draw.vector(N))
      let pairs = (0..<N).flatMap { i in (0..<i).map { j in (i, j) } }
      let patterns = pairs.flatMap { i, j in
        let crossing = solve(Matrix([W.row(i).entries, W.row(j).entries]), [-b[i], -b[j]])
        let z = W * crossing + b
        let others = (0..<N).filter { $0 != i && $0 != j && z[$0] > 0 }.reduce(0) { $0 | 1 << $1 }
        return (0..<4).map { corner in others | (corner & 1) << i | (corner >> 1) << j }
      }
      Set(patterns).count == 1 + N + N * (N - 1) / 2
    }
  }

  //: ### Folding
  //:
  //: A second layer sees the line folded by the first: every kink it makes on the folded line
  //: shows up once in each fold. Layers of w units can fold w times each, so that the pieces
  //: multiply, $w × w × …$, while the units add, $w + w + …$. The table counts the pieces of such
  //: networks, and of random ones, which from two layers on come nowhere near.
  //:
  //: That is the separation theorem in its simplest form: a zigzag of $2ᴸ$ pieces takes $2L$
  //: units in L layers, and in one layer at least $2ᴸ − 1$.

  private static func folds(_ page: Page) {
    var draw = Generator(seed: 10)
    let shapes = [(2, 1), (2, 2), (2, 3), (2, 4), (4, 1), (4, 2)]
    let folds = shapes.map { pieces(of: folding(width: $0, depth: $1)) }
    page.table(
      "Affine pieces on [0, 1]",
      columns: [
        "width", "layers", "units", "parameters", "folded", "one layer, most",
        "most of 3 random",
      ],
      rows: zip(shapes, folds).map { shape, folded in
        let (w, L) = shape
        let f = folding(width: w, depth: L)
        let random = (0..<3).map { _ in
          pieces(of: Network([1] + Array(repeating: w, count: L) + [1], f.φ, &draw))
        }
        return [w, L, w * L, f.parameters.count, folded, w * L + 1, random.max()!]
      })
    let zigzag = folding(width: 2, depth: 3)
    let grid = (0...64).map { Double($0) / 64 }
    page.plot(
      Plot(
        "Three layers of two units, folded", x: "x", y: "f(x)",
        [Plot.Series("f", grid.map { ($0, zigzag([$0])[0]) })]))
    page.verify(
      "folding layers have wᴸ pieces; one layer of wL units has at most wL + 1",
      at: "9.2.2:exponential",
      "9.2.1:regions", "9.2.3:separation", "9.1.4:fewer", "slides:universal-approximation:depth"
    ) { draw in
      let k = draw.below(shapes.count)
      let (w, L) = shapes[k]
      let shallow = pieces(of: Network([1, w * L, 1], [.relu, .identity], &draw))
      by("deep, counted") { Double(folds[k]) == Double(w).power(L) }
      by("shallow, counted") { shallow ≤ w * L + 1 }
      if L >= 3 { by("deep, from 3 layers on") { folds[k] > w * L + 1 } }
    }
  }
}

//: The weights of such a network are no secret. A zigzag up and down w times over [0, 1] is a sum of
//: w units with their kinks $1/w$ apart, the first of slope w, the others of 2w with changing signs.
//: Each layer puts it on top of the one before.

/// L layers of w units, each folding [0, 1] w times: a zigzag of wᴸ pieces
func folding(width w: Int, depth L: Int) -> Network<Double> {
  let zigzag: [Double] = (0..<w).map { j in
    let size = Double(j == 0 ? w : 2 * w)
    return j % 2 == 0 ? size : -size
  }
  let starts = Vector((0..<w).map { -Double($0) / Double(w) })
  let first = Matrix(rows: w, columns: 1, entries: Array(repeating: 1.0, count: w))
  let fold = Matrix((0..<w).map { _ in zigzag })
  return Network(
    W: [first] + (1..<L).map { _ in fold } + [Matrix([zigzag])],
    b: (0..<L).map { _ in starts } + [[0]],
    φ: (0..<L).map { _ in .relu } + [.identity])
}
