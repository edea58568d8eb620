import Companion
import Mathematics

//: A network of ReLU units is affine wherever no unit changes between on and off. How many such
//: pieces it has measures what it can express, and they can be counted exactly.

/// The ends of the affine pieces of a ReLU network with one input, from 0 to 1: every kink of
/// every unit, found layer by layer
func kinks(of f: Network<Double>) -> [Double] {
  var x = [0.0, 1.0]
  var units = x.map { [$0] }
  for l in f.W.indices {
    let (W, b) = (f.W[l], f.b[l])
    func layer(_ a: [Double]) -> [Double] {
      (0..<W.rows).map { j in
        var sum = b[j]
        for k in 0..<W.columns { sum += W.entries[j * W.columns + k] * a[k] }
        return sum
      }
    }
    var z = units.map(layer)
    guard case .relu = f.φ[l] else { break }
    var (newX, newZ) = ([x[0]], [z[0]])
    for i in 1..<x.count {
      // Between two neighbouring points every unit is affine, and changes sign at most once.
      var crossings: [Double] = []
      for j in 0..<W.rows where z[i - 1][j] * z[i][j] < 0 {
        crossings.append(z[i - 1][j] / (z[i - 1][j] - z[i][j]))
      }
      for t in crossings.sorted() where t > 1e-9 && t < 1 - 1e-9 {
        newX.append(x[i - 1] + t * (x[i] - x[i - 1]))
        newZ.append(zip(z[i - 1], z[i]).map { $0 + t * ($1 - $0) })
      }
      newX.append(x[i])
      newZ.append(z[i])
    }
    (x, z) = (newX, newZ)
    units = z.map { $0.map { max(0, $0) } }
  }
  return x
}

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

extension Backprop {
  static let regions = Section(.foundations, "9.2", "Pieces by width and depth") { page in
    //: ### Affine pieces
    //:
    //: Between neighbouring kinks nothing is bent. In one layer each unit has one kink, where its
    //: pre-activation is zero, so that N units give at most $N + 1$ pieces on a line.

    page.verify("between its kinks a ReLU network is affine", at: "9.2.2:piecewise") { draw in
      let f = Network([1, 2, 2, 1], [.relu, .relu, .identity], &draw)
      let x = kinks(of: f)
      let i = 1 + draw.below(x.count - 1)
      let y = [x[i - 1], (x[i - 1] + x[i]) / 2, x[i]].map { f([$0])[0] }
      return [
        Evidence("second difference", error: (y[0] - 2 * y[1] + y[2]).magnitude, bound: 1e-13)
      ]
    }
    page.verify("one layer: one piece more than kinks −b/w inside", at: "9.2.2:hyperplane") {
      draw in
      let f = Network([1, 3, 1], [.relu, .identity], &draw)
      let inside = (0..<3).filter { j in
        let kink = -f.b[0][j] / f.W[0][j, 0]
        return kink > 0 && kink < 1
      }.count
      return [Evidence("counted pieces", error: distance(pieces(of: f), inside + 1), bound: 0)]
    }

    //: In the plane the kinks of a unit lie on a line, and N lines in general position cut the
    //: plane into $1 + N + N(N − 1)/2$ regions. The count below looks around every crossing of two
    //: lines and collects who is on and who is off.

    page.verify("N lines make 1 + N + N(N − 1)/2 regions of the plane", at: "9.2.2:hyperplane") {
      draw in
      let N = 2 + draw.below(4)
      let (W, b) = (draw.matrix(N, 2), draw.vector(N))
      var patterns: Set<Int> = []
      for i in 0..<N {
        for j in 0..<i {
          let det = W[i, 0] * W[j, 1] - W[i, 1] * W[j, 0]
          let x = (b[j] * W[i, 1] - b[i] * W[j, 1]) / det
          let y = (b[i] * W[j, 0] - b[j] * W[i, 0]) / det
          var others = 0
          for k in 0..<N where k != i && k != j && W[k, 0] * x + W[k, 1] * y + b[k] > 0 {
            others |= 1 << k
          }
          for corner in 0..<4 { patterns.insert(others | (corner & 1) << i | (corner >> 1) << j) }
        }
      }
      return [
        Evidence("patterns", error: distance(patterns.count, 1 + N + N * (N - 1) / 2), bound: 0)
      ]
    }

    //: ### Folding
    //:
    //: A second layer sees the line folded by the first: every kink it makes on the folded line
    //: shows up once in each fold. Layers of w units can fold w times each, so that the pieces
    //: multiply, $w × w × …$, while the units add, $w + w + …$. The table counts the pieces of such
    //: networks, and of random ones, which from two layers on come nowhere near.

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
      return [
        Evidence("deep, counted", error: distance(Double(folds[k]), Double(w).power(L)), bound: 0),
        Evidence("shallow, counted", error: Double(max(0, shallow - w * L - 1)), bound: 0),
        Evidence(
          "deep, from 3 layers on", error: L >= 3 && folds[k] <= w * L + 1 ? 1 : 0, bound: 0
        ),
      ]
    }

    //: That is the separation theorem in its simplest form: a zigzag of $2ᴸ$ pieces takes $2L$
    //: units in L layers, and in one layer at least $2ᴸ − 1$.
  }
}
