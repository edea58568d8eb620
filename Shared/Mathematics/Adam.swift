/// A step for each coordinate by the average of its gradients and of their squares, both corrected
/// for their start at 0 (foundations (8.16) to (8.21)).
public struct Adam {
  /// How much of the average gradient stays.
  public var β₁: Double
  /// How much of the average square stays.
  public var β₂: Double
  /// What keeps a gradient of 0 from being divided by.
  public var ε: Double
  /// The decay of the weights beside the step, 0 for Adam, else AdamW.
  public var λ: Double
  /// The average of the gradients.
  public private(set) var m: Vector<Double>
  /// The average of their squares.
  public private(set) var v: Vector<Double>
  /// How many steps were taken.
  public private(set) var t = 0

  /// Both averages 0, with the usual constants.
  public init(
    count: Int, β₁: Double = 0.9, β₂: Double = 0.999, ε: Double = 1e-8, λ: Double = 0
  ) {
    (self.β₁, self.β₂, self.ε, self.λ) = (β₁, β₂, ε, λ)
    m = Vector(repeating: 0, count: count)
    v = m
  }

  /// mₜ / (1 − β₁ᵗ) (foundations (8.18))
  public var m̂: Vector<Double> { m / (1 - β₁.power(t)) }
  /// vₜ / (1 − β₂ᵗ) (foundations (8.19))
  public var v̂: Vector<Double> { v / (1 - β₂.power(t)) }

  /// θₜ₊₁ for the gradient g at θₜ and the rate η.
  public mutating func step(_ θ: Vector<Double>, _ g: Vector<Double>, _ η: Double)
    -> Vector<Double>
  {
    t += 1
    m = β₁ * m + (1 - β₁) * g
    v = (β₂ * v + (1 - β₂) * g ⊙ g)
    let kept = 1 - η * λ
    return kept * θ - η * (m̂ / (ε + sqrt(v̂)))
  }
}
