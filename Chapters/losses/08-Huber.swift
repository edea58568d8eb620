import Companion
import Mathematics

//: One mistyped number can spoil a least-squares fit; Huber's loss limits its pull. In the
//: [squared error](#squared-error-and-its-factors) an error of 10 counts a hundred times as much as
//: an error of 1. The absolute error treats it ten times as hard, but has a corner at zero. Huber's
//: loss is a parabola near zero and a straight line further out. With the error $e = y − ŷ$, the
//: loss and its slope are
//:
//:     ℓ = {½e² if |e| ≤ δ; δ(|e| − δ/2) if |e| > δ}          (4.19)
//:     ∂ℓ/∂ŷ = {ŷ − y if |e| ≤ δ; δ sign(ŷ − y) if |e| > δ}   (4.20)

/// ½e² for |e| ≤ δ, δ(|e| − δ/2) beyond, with e = y − ŷ (foundations (4.19))
func huber<T: Scalar>(_ ŷ: T, _ y: T, δ: T) -> T {
  let e = (y - ŷ).absolute
  return e <= δ ? 0.5 * e * e : δ * (e - δ / 2)
}

/// Its slope by ŷ: ŷ − y for |y − ŷ| ≤ δ, δ sign(ŷ − y) beyond (foundations (4.20))
func huberʹ<T: Scalar>(_ ŷ: T, _ y: T, δ: T) -> T {
  let e = ŷ - y
  guard e.absolute > δ else { return e }
  return e > 0 ? δ : -δ
}

extension Losses {
  static let hubers = Section(.foundations, "4.5", "Huber's loss") { page in
    page.define("½e² inside ±δ, a straight line outside", at: "4.19", by: "huber")
    let δ: Double = page.given("δ", ours: 1, in: 1e-3...1e3)
    let errors = (-60...60).map { Double($0) / 20 }
    page.plot(
      Plot(
        "Three losses of one error", x: "error e", y: "loss",
        [
          Plot.Series("½e²", errors.map { ($0, 0.5 * $0 * $0) }),
          Plot.Series("|e|", errors.map { ($0, $0.absolute) }),
          Plot.Series("Huber", errors.map { ($0, huber($0, 0, δ: δ)) }),
        ]), at: "4.19")
    twoPieces(page)
    between(page)
    oneOutlier(page, δ)
    estimates(page)
  }

  //: The constant $−δ²/2$ is what joins the two pieces: at $|e| = δ$ both have the value $½δ²$
  //: and the slope δ. The curvature jumps there, from 1 to 0. The first check looks just inside
  //: and just outside, on both sides; the second stays away from the jump, where a difference
  //: would see both pieces at once.

  private static func twoPieces(_ page: Page) {
    page.verify("at |e| = δ both pieces are ½δ² with slope δ", at: "4.19") { draw in
      let δ = draw.uniform(0.1, 3)
      for side in [-1.0, 1] {
        for e in [δ.nextDown, δ.nextUp] {
          let piece = huber(Dual(side * e, tangent: side), 0, δ: Dual(δ))
          piece.primal ≈ 0.5 * δ * δ
          piece.tangent ≈ δ
        }
      }
    }
    page.verify("∂ℓ/∂ŷ is ŷ − y inside, δ sign(ŷ − y) outside", at: "4.20") { draw in
      let (ŷ, y, δ) = (draw.uniform(-3, 3), draw.uniform(-3, 3), draw.uniform(0.5, 2))
      if ((ŷ - y).magnitude - δ).magnitude > 1e-4 {
        derivative(at: ŷ) { huber($0, Twofold(y), δ: Twofold(δ)) } ≈ huberʹ(ŷ, y, δ: δ)
      }
    }
  }

  //: It lies between the two others in a precise sense. With a wide δ it *is* half the squared
  //: error; with a narrow one, divided by δ, it is the absolute error but for at most $δ/2$.

  private static func between(_ page: Page) {
    page.verify(
      "Huber is ½e² for δ ≥ |e|, and within δ/2 of |e| when divided by δ", at: "4.5:outliers"
    ) { draw in
      let (e, δ) = (draw.uniform(-3, 3), draw.uniform(0.01, 3))
      huber(e, 0, δ: e.absolute + δ) == 0.5 * e * e
      (huber(e, 0, δ: δ) / δ - e.absolute).absolute ≤ δ / 2 ± rounding
    }
  }

  //: ### One outlier
  //:
  //: Six points near the line $y = x$, the last of which has gone wrong. Each loss finds its own
  //: slope; all three are searched for.

  /// The slope θ of the line θx with the least Σ ℓ(θxᵢ, yᵢ).
  private static func fit(
    _ x: Vector<Double>, _ y: Vector<Double>, _ loss: (Double, Double) -> Double
  ) -> Double {
    bottom(between: -20, and: 20) { θ in
      x.indices.reduce(0) { $0 + loss(θ * x[$1], y[$1]) }
    }
  }

  //: The further the outlier goes, the further it drags the squared error along. The two others
  //: stop listening: beyond δ its pull is δ, however far away it is.

  private static func oneOutlier(_ page: Page, _ δ: Double) {
    let x: Vector = page.given("x of the fit", ours: [1, 2, 3, 4, 5, 6])
    let y: Vector = page.given("y of the fit", ours: [1.1, 1.9, 3.2, 3.8, 5.1, 14])
    let losses: [(name: String, loss: (Double, Double) -> Double)] = [
      ("squared error", { ($0 - $1) * ($0 - $1) }),
      ("absolute error", { ($0 - $1).absolute }),
      ("Huber", { huber($0, $1, δ: δ) }),
    ]
    let slopes = losses.map { fit(x, y, $0.loss) }
    for (one, slope) in zip(losses, slopes) { page.derive("slope, \(one.name)", slope) }

    let ends = [0.0, x.maxNorm]
    page.plot(
      Plot(
        "A line through the origin and one outlier", x: "x", y: "y",
        zip(losses, slopes).map { one, slope in
          Plot.Series(one.name, ends.map { ($0, slope * $0) })
        } + [.points("data", x.indices.map { (x[$0], y[$0]) })]))

    let rows = [6.0, 8, 14, 50].map { last in
      let moved = Vector(y.entries.dropLast() + [last])
      return [last] + losses.map { fit(x, moved, $0.loss) }
    }
    page.table(
      "The fitted slope as the last point moves",
      columns: ["last y", "squared", "absolute", "Huber"], rows: rows, at: "4.5:outliers")
  }

  //: The same without a slope: where every x is 1, the fit is one number for all targets, and for
  //: the squared error that number is their mean.

  private static func estimates(_ page: Page) {
    page.verify(
      "an outlier at y moves the mean by y/n; beyond δ the Huber estimate stays put",
      at: "4.5:outliers"
    ) { draw in
      let near = draw.vector(4)
      let (last, further) = (draw.uniform(5, 10), draw.uniform(20, 90))
      let ones = Vector(repeating: 1.0, count: 5)
      let (before, after) = (Vector(near.entries + [last]), Vector(near.entries + [further]))
      fit(ones, after) { huber($0, $1, δ: 1) } ≈ fit(ones, before) { huber($0, $1, δ: 1) }
        ± searched
      fit(ones, after) { ($0 - $1).power(2) } - fit(ones, before) { ($0 - $1).power(2) }
        ≈ (further - last) / 5 ± searched
    }
  }
}
