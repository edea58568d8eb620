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

    let δ = page.given(number: "δ", ours: 1)
    let errors = (-60...60).map { Double($0) / 20 }
    page.plot(
      Plot(
        "Three losses of one error", x: "error e", y: "loss",
        [
          Plot.Series("½e²", errors.map { ($0, 0.5 * $0 * $0) }),
          Plot.Series("|e|", errors.map { ($0, $0.absolute) }),
          Plot.Series("Huber", errors.map { ($0, huber($0, 0, δ: δ)) }),
        ]), at: "4.19")

    //: The constant $−δ²/2$ is what joins the two pieces: at $|e| = δ$ both have the value $½δ²$
    //: and the slope δ. The curvature jumps there, from 1 to 0.

    page.verify("at |e| = δ both pieces are ½δ² with slope δ", at: "4.19") { draw in
      let δ = draw.uniform(0.1, 3)
      // Just inside and just outside, on both sides.
      let edges = [-1.0, 1].flatMap { side in
        [δ.nextDown, δ.nextUp].map { Dual(side * $0, tangent: side) }
      }
      let pieces = edges.map { huber($0, 0, δ: Dual(δ)) }
      return [
        Evidence(
          "values less ½δ²", error: pieces.map { ($0.primal - 0.5 * δ * δ).magnitude }.max()!,
          bound: 1e-14),
        Evidence(
          "slopes less δ", error: pieces.map { ($0.tangent - δ).magnitude }.max()!, bound: 1e-14),
      ]
    }
    page.verify("∂ℓ/∂ŷ is ŷ − y inside, δ sign(ŷ − y) outside", at: "4.20") { draw in
      let (ŷ, y, δ) = (draw.uniform(-3, 3), draw.uniform(-3, 3), draw.uniform(0.5, 2))
      func loss<T: Scalar>(_ v: Vector<T>) -> T { huber(v[0], T(y), δ: T(δ)) }
      return compare([huberʹ(ŷ, y, δ: δ)], at: [ŷ], loss, loss, loss)
    }

    //: It lies between the two others in a precise sense. With a wide δ it *is* half the squared
    //: error; with a narrow one, divided by δ, it is the absolute error but for at most $δ/2$.

    page.verify(
      "Huber is ½e² for δ ≥ |e|, and within δ/2 of |e| when divided by δ", at: "4.5:outliers"
    ) { draw in
      let (e, δ) = (draw.uniform(-3, 3), draw.uniform(0.01, 3))
      let gap = (huber(e, 0, δ: δ) / δ - e.absolute).absolute
      return [
        Evidence("wide δ", error: distance(huber(e, 0, δ: e.absolute + δ), 0.5 * e * e), bound: 0),
        Evidence("within δ/2", error: max(0, gap - δ / 2), bound: 1e-14),
      ]
    }

    //: ### One outlier
    //:
    //: Six points near the line $y = x$, the last of which has gone wrong. Each loss finds its own
    //: slope; all three are searched for.

    let x = page.given(vector: "x of the fit", ours: [1, 2, 3, 4, 5, 6])
    let y = page.given(vector: "y of the fit", ours: [1.1, 1.9, 3.2, 3.8, 5.1, 14])
    func fit(_ y: Vector<Double>, _ loss: (Double, Double) -> Double) -> Double {
      bottom(between: -20, and: 20) { θ in
        x.indices.reduce(0) { $0 + loss(θ * x[$1], y[$1]) }
      }
    }
    func squared(_ ŷ: Double, _ y: Double) -> Double { (ŷ - y) * (ŷ - y) }
    func absolute(_ ŷ: Double, _ y: Double) -> Double { (ŷ - y).absolute }
    func bent(_ ŷ: Double, _ y: Double) -> Double { huber(ŷ, y, δ: δ) }

    let slopes = [fit(y, squared), fit(y, absolute), fit(y, bent)]
    page.derive("slope, squared error", slopes[0])
    page.derive("slope, absolute error", slopes[1])
    page.derive("slope, Huber", slopes[2])

    let ends = [0.0, x.maxNorm]
    page.plot(
      Plot(
        "A line through the origin and one outlier", x: "x", y: "y",
        [
          Plot.Series("squared error", ends.map { ($0, slopes[0] * $0) }),
          Plot.Series("absolute error", ends.map { ($0, slopes[1] * $0) }),
          Plot.Series("Huber", ends.map { ($0, slopes[2] * $0) }),
          .points("data", x.indices.map { (x[$0], y[$0]) }),
        ]))

    //: The further the outlier goes, the further it drags the squared error along. The two others
    //: stop listening: beyond δ its pull is δ, however far away it is.

    let rows: [[any Showable]] = [6.0, 8, 14, 50].map { last in
      var moved = y
      if moved.count > 0 { moved[moved.count - 1] = last }
      return [last, fit(moved, squared), fit(moved, absolute), fit(moved, bent)]
    }
    page.table(
      "The fitted slope as the last point moves",
      columns: ["last y", "squared", "absolute", "Huber"], rows: rows, at: "4.5:outliers")

    page.verify(
      "an outlier at y moves the mean by y/n; beyond δ the Huber estimate stays put",
      at: "4.5:outliers"
    ) { draw in
      let near = draw.vector(4)
      func center(_ last: Double) -> Double {
        bottom(between: -2, and: 2) { m in
          near.entries.reduce(huber(m, last, δ: 1)) { $0 + huber(m, $1, δ: 1) }
        }
      }
      func mean(_ last: Double) -> Double {
        bottom(between: -100, and: 100) { m in
          near.entries.reduce((m - last) * (m - last)) { $0 + (m - $1) * (m - $1) }
        }
      }
      let (last, further) = (draw.uniform(5, 10), draw.uniform(20, 90))
      return [
        Evidence("Huber", error: distance(center(further), center(last)), bound: 1e-6),
        Evidence(
          "mean", error: distance(mean(further) - mean(last), (further - last) / 5), bound: 1e-5),
      ]
    }
  }
}
