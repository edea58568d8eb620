// swift-format-ignore-file: a row is a line, however long.

/// The equations, slides, displayed formulas and claims that `foundations` prints, in its order:
/// section | locator | chapter | kind | what it states
let foundationsEquations = #"""
  # chapter 1
  1.1.1 | 1.1 | perceptron | definition | column vector of n real numbers
  1.1.1 | 1.2 | perceptron | identity | ‖v‖₂ = √(Σᵢ vᵢ²) = √(vᵀv)
  1.1.1 | 1.3 | perceptron | definition | ‖v‖ₚ = (Σᵢ |vᵢ|ᵖ)¹ᐟᵖ
  1.1.1 | 1.4 | perceptron | definition | p = 1: sum of the absolute entries
  1.1.1 | 1.5 | perceptron | limit | p = ∞: largest absolute entry
  1.1.2 | 1.6 | perceptron | identity | a·b = Σᵢ aᵢbᵢ = aᵀb
  1.1.2 | 1.7 | perceptron | identity | a·b = ‖a‖ ‖b‖ cos θ
  1.1.2 | 1.8 | perceptron | identity | cos θ = a·b/(‖a‖ ‖b‖)
  1.1.2 | 1.1.2:angles | perceptron | claim | a·b is ‖a‖‖b‖ at 0° (largest), 0 at 90°, −‖a‖‖b‖ at 180° (smallest)
  1.1.2 | 1.1.2:alignment | perceptron | claim | w·x measures how well weights and input line up; small angle, large activation
  1.1.3 | 1.9 | perceptron | definition | m×n matrix written out by entries
  1.1.3 | 1.10 | perceptron | identity | (Ax)ᵢ = Σⱼ aᵢⱼxⱼ = row i of A times x
  1.1.3 | 1.11 | perceptron | identity | (AB)ᵢⱼ = Σₖ aᵢₖbₖⱼ = row i of A times column j of B
  1.1.4 | 1.12 | perceptron | definition | (Aᵀ)ᵢⱼ = aⱼᵢ, an m×n matrix becomes n×m
  1.1.4 | 1.13 | perceptron | identity | (AB)ᵀ = Bᵀ Aᵀ
  1.1.4 | 1.14 | perceptron | identity | Frobenius norm = √(Σᵢ Σⱼ aᵢⱼ²) = √(trace(AᵀA))
  1.2.1 | 1.15 | backprop | limit | fʹ(x) = limit of (f(x + h) − f(x))/h as h → 0
  1.2.1 | 1.2.1:slope | backprop | claim | fʹ(x) is the slope of the tangent line at x
  1.2.1 | 1.16 | backprop | identity | dy/dx = dy/du · du/dx
  1.2.1 | 1.17 | backprop | identity | chain rule for three nested functions: product of three derivatives
  1.2.1 | 1.18 | backprop | identity | d/dx sin(x²) = 2x cos(x²)
  1.2.2 | 1.19 | backprop | limit | ∂f/∂xᵢ as the limit of a difference quotient in xᵢ alone
  1.2.2 | 1.20 | backprop | definition | ∇f is the vector of all partial derivatives
  1.2.2 | 1.21 | backprop | identity | rate of change of f along unit d is dᵀ∇f
  1.2.2 | 1.2.2:steepest | backprop | claim | ∇f is the direction of steepest ascent, −∇f of steepest descent
  1.2.2 | 1.22 | backprop | identity | f = x² + xy + 3y²: partials 2x + y and x + 6y
  1.2.2 | 1.23 | backprop | identity | ∇f = (2x + y, x + 6y)
  1.2.2 | 1.24 | backprop | number | ∇f at (1, 2) is (4, 13)
  1.2.3 | 1.25 | backprop | definition | ∂f/∂A is the matrix of the partials in each entry of A
  1.2.3 | 1.2.3:linear | backprop | identity | f = aᵀx: ∂f/∂x = a
  1.2.3 | 1.2.3:quadratic | backprop | identity | f = xᵀAx: ∂f/∂x = (A + Aᵀ)x, which is 2Ax for symmetric A
  1.2.3 | 1.2.3:trace | backprop | identity | f = trace(AᵀB): ∂f/∂A = B
  1.2.3 | 1.26 | backprop | identity | ℒ = ½‖y − Wx‖²: ∂ℒ/∂W = (Wx − y)xᵀ
  # notation section
  Notation | notation:norms | backprop | definition | ‖v‖₂ Euclidean norm, Frobenius norm of A, 1 the all-ones vector of length m
  Notation | notation:stack | backprop | definition | X has the m samples as columns, d×m
  Notation | notation:widths | backprop | definition | n₀ = d; last width 1 for a sigmoid output, K for softmax
  Notation | notation:params | backprop | definition | θ is the set of all W and b, layers 1 to L
  Notation | notation:shapes | backprop | definition | Wˡ is nₗ×nₗ₋₁, bˡ has nₗ entries
  Notation | notation:forward | backprop | model | a⁰ = x, zˡ = Wˡaˡ⁻¹ + bˡ, aˡ = σ(zˡ); zˡ and aˡ have nₗ entries
  Notation | notation:batch | backprop | model | A⁰ = X, Zˡ = WˡAˡ⁻¹ + bˡ 1ᵀ, Aˡ = σ(Zˡ), Zˡ is nₗ×m
  Notation | notation:delta | backprop | definition | δˡ = ∂L/∂zˡ, nₗ entries
  Notation | notation:gradients | backprop | identity | ∂L/∂Wˡ = δˡaˡ⁻¹ᵀ and ∂L/∂bˡ = δˡ for one sample
  Notation | notation:risk | backprop | definition | batch objective = (1/m) Σ of the sample losses
  Notation | notation:binary | perceptron | definition | labels 0 or 1, ŷ = σ(z) in (0, 1)
  Notation | notation:signs | perceptron | definition | labels −1 or +1, ŷ = sign(wᵀx + b)
  Notation | notation:convert | perceptron | identity | y± = 2y − 1 and y = (y± + 1)/2 between the two codings
  Notation | notation:onehot | perceptron | definition | one-hot y sums to 1; p = softmax(z) in (0, 1) sums to 1
  Notation | notation:sigmoid | backprop | identity | σ(z) = 1/(1 + exp(−z)), σʹ = σ(1 − σ)
  Notation | notation:relu | backprop | definition | ReLU = max(0, z); slope 1 above 0, 0 below, anything in [0, 1] at 0
  Notation | notation:softmax | backprop | identity | pᵢ = exp(zᵢ)/(Σⱼ exp(zⱼ)), ∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)
  # chapter 2
  2.1 | 2.1 | perceptron | definition | score z(x) = wᵀx + b
  2.1 | 2.2 | perceptron | definition | ŷ = 1 if the score is ≥ 0, else 0
  2.1 | 2.1:sign | perceptron | identity | with labels ±1 the prediction is sign(wᵀx + b), said to be equivalent
  2.1.1 | 2.3 | perceptron | definition | boundary: all x with wᵀx + b = 0
  2.1.1 | 2.1.1:normal | perceptron | claim | boundary is a hyperplane with normal w, which points to the positive side
  2.1.1 | 2.4 | perceptron | definition | positive half-space: score > 0
  2.1.1 | 2.5 | perceptron | definition | negative half-space: score < 0
  2.1.2 | 2.6 | perceptron | identity | (αw)ᵀx + αb = α(wᵀx + b)
  2.1.2 | 2.1.2:direction | perceptron | claim | for α > 0 same boundary; only direction of w and relative offset b matter
  2.2 | 2.7 | perceptron | definition | signed distance d = (wᵀx + b)/‖w‖
  2.2.1 | 2.8 | perceptron | identity | d = uᵀ(x − x₀) = (wᵀx − wᵀx₀)/‖w‖ with u = w/‖w‖
  2.2.1 | 2.2.1:sign | perceptron | claim | d > 0 exactly on the positive side, < 0 on the other; its size is the distance
  2.3.1 | 2.9 | perceptron | definition | ŷᵢ = sign(wᵀxᵢ + b) for labels ±1
  2.3.2 | 2.3.2:start | perceptron | algorithm | start from w = 0 and b = 0
  2.3.2 | 2.10 | perceptron | inequality | a sample counts as misclassified when yᵢ(wᵀxᵢ + b) ≤ 0
  2.3.2 | 2.11 | perceptron | algorithm | w gains ηyᵢxᵢ
  2.3.2 | 2.12 | perceptron | algorithm | b gains ηyᵢ
  2.3.2 | 2.3.2:augment | perceptron | identity | x extended by 1 and w extended by b give one single update
  2.4.1 | 2.13 | perceptron | inequality | separable: some (w⋆, b⋆) has yᵢ(w⋆ᵀxᵢ + b⋆) ≥ 1 for every i
  2.4.1 | 2.4.1:radius | perceptron | definition | R = largest ‖xᵢ‖
  2.4.1 | 2.14 | perceptron | definition | γ = smallest yᵢ(w⋆ᵀxᵢ + b⋆)/‖w⋆‖
  2.4.1 | 2.4.1:margin | perceptron | inequality | γ ≥ 1/‖w⋆‖ under the separability condition
  2.4.2 | 2.15 | perceptron | inequality | number of mistakes M ≤ (R/γ)²
  2.4.2 | 2.4.2:finite | perceptron | claim | the algorithm stops after finitely many updates on separable data
  2.4.3 | 2.4.3:augment | perceptron | claim | the proof with the bias in the vectors is said to work without that too
  2.4.3 | 2.16 | perceptron | identity | one update adds yᵢxᵢᵀw⋆ to wᵀw⋆
  2.4.3 | 2.4.3:progress | perceptron | inequality | yᵢxᵢᵀw⋆ ≥ γ‖w⋆‖, up to how the bias is treated
  2.4.3 | 2.17 | perceptron | inequality | after M mistakes wᵀw⋆ ≥ Mγ‖w⋆‖
  2.4.3 | 2.18 | perceptron | identity | ‖w + yᵢxᵢ‖² = ‖w‖² + 2yᵢwᵀxᵢ + ‖xᵢ‖²
  2.4.3 | 2.19 | perceptron | inequality | on a mistake ‖w‖² grows by at most ‖xᵢ‖² ≤ R²
  2.4.3 | 2.20 | perceptron | inequality | ‖w‖² ≤ MR², so ‖w‖ ≤ R√M
  2.4.3 | 2.21 | perceptron | inequality | Cauchy-Schwarz: wᵀw⋆ ≤ ‖w‖‖w⋆‖
  2.4.3 | 2.22 | perceptron | inequality | Mγ‖w⋆‖ ≤ ‖w‖‖w⋆‖ ≤ R√M‖w⋆‖
  2.4.3 | 2.23 | perceptron | inequality | Mγ ≤ R√M, so √M ≤ R/γ, so M ≤ (R/γ)²
  2.4.4 | 2.4.4:cycle | perceptron | claim | on data that is not separable the updates may cycle for ever
  2.4.4 | 2.4.4:margin | perceptron | claim | a larger margin γ means fewer updates
  # chapter 3
  3.1.1 | 3.1 | backprop | model | z = Σᵢ wᵢxᵢ + b = wᵀx + b
  3.1.1 | 3.1.1:activation | backprop | model | neuron output a = σ(z)
  3.1.2 | 3.2 | backprop | model | zˡⱼ = Σₖ Wˡⱼₖaˡ⁻¹ₖ + bˡⱼ
  3.1.3 | 3.3 | backprop | definition | Wˡ is nₗ×nₗ₋₁, bˡ has nₗ entries, aˡ⁻¹ has nₗ₋₁
  3.1.3 | 3.4 | backprop | identity | zˡ = Wˡaˡ⁻¹ + bˡ in vector form
  3.1.3 | 3.5 | backprop | definition | aˡ = σ(zˡ), entry by entry
  3.1.4 | 3.6 | backprop | definition | Aˡ⁻¹ has the m activation vectors as columns, nₗ₋₁×m
  3.1.4 | 3.7 | backprop | identity | Zˡ = WˡAˡ⁻¹ + bˡ 1ᵀ, nₗ×m
  3.1.4 | 3.8 | backprop | definition | Aˡ = σ(Zˡ)
  3.2 | 3.2:input | backprop | definition | a⁰ = x with n₀ entries
  3.2 | 3.9 | backprop | definition | ŷ = f(x; θ) = aᴸ, θ all W and b
  3.2 | 3.10 | backprop | identity | whole network written as nested layers; σ may differ by layer
  3.2.1 | 3.11 | backprop | identity | parameters = Σₗ (nₗnₗ₋₁ + nₗ) = Σₗ nₗ(nₗ₋₁ + 1)
  3.2.1 | 3.2.1:capacity | backprop | claim | wider or deeper means more capacity and more risk of overfitting
  3.3 | 3.3:collapse | backprop | claim | without nonlinear activations the network is one affine map
  3.3.1 | 3.12 | backprop | model | σ(z) = z in all layers: aˡ = Wˡaˡ⁻¹ + bˡ
  3.3.1 | 3.13 | backprop | identity | linear network: f(x) = W_eff x + b_eff
  3.3.1 | 3.3.1:depth | backprop | claim | depth adds no expressive power when all layers are linear
  3.3.2 | 3.14 | backprop | definition | σ(z) = 1/(1 + exp(−z))
  3.3.2 | 3.15 | backprop | identity | σʹ(z) = σ(z)(1 − σ(z))
  3.3.3 | 3.16 | backprop | definition | tanh(z) = (exp(z) − exp(−z))/(exp(z) + exp(−z))
  3.3.3 | 3.17 | backprop | identity | tanhʹ(z) = 1 − tanh²(z)
  3.3.4 | 3.18 | backprop | definition | ReLU(z) = max(0, z): z for z > 0, 0 for z ≤ 0
  3.3.4 | 3.19 | backprop | definition | ReLU slope 1 for z > 0, 0 for z < 0, anything in [0, 1] at z = 0
  3.3.5 | 3.20 | backprop | definition | softmax(z)ᵢ = exp(zᵢ)/(Σⱼ exp(zⱼ))
  3.3.5 | 3.21 | backprop | identity | ∂softmax(z)ᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)
  3.3.5 | 3.22 | backprop | identity | J = diag(p) − ppᵀ
  3.3.6 | 3.3.6:bound | backprop | inequality | σʹ(z) ≤ ¼
  3.3.6 | 3.23 | backprop | limit | product of σʹ over the layers tends to 0 as L grows, in many regimes
  3.4 | 3.24 | backprop | definition | symbols x, W¹, b¹ of a 2-2-1 network (ReLU, then sigmoid)
  3.4 | 3.25 | backprop | identity | both entries of z¹ written out
  3.4 | 3.26 | backprop | definition | a¹ = max(0, z¹) entry by entry
  3.4 | 3.27 | backprop | identity | z² = W²a¹ + b² = u₁a¹₁ + u₂a¹₂ + b²
  3.4 | 3.28 | backprop | definition | ŷ = σ(z²) = 1/(1 + exp(−z²))
  # chapter 4
  4 | 4:risk | losses | definition | training minimizes the average loss over a set of m pairs
  4.1 | 4.1 | losses | definition | empirical risk = (1/m) Σ of the sample losses
  4.2.1 | 4.2 | losses | definition | MSE loss of one sample = ‖ŷ − y‖² = Σₖ (ŷₖ − yₖ)²
  4.2.1 | 4.2.1:half | losses | definition | scaled form ½‖ŷ − y‖², which removes a factor 2 from the gradient
  4.2.1 | 4.3 | losses | definition | data set MSE = (1/m) Σᵢ ‖ŷ⁽ⁱ⁾ − y⁽ⁱ⁾‖²
  4.2.2 | 4.4 | losses | identity | gradient in ŷ is 2(ŷ − y)
  4.2.2 | 4.2.2:half | losses | identity | gradient of the scaled form is ŷ − y
  4.3 | 4.3:sigmoid | losses | model | ŷ = σ(z) read as P(Y = 1 given x), labels 0 or 1
  4.3.1 | 4.5 | losses | definition | BCE = −(y log ŷ + (1 − y) log(1 − ŷ))
  4.3.1 | 4.6 | losses | definition | data set BCE = mean of the sample losses
  4.3.2 | 4.7 | losses | identity | ∂BCE/∂ŷ = −(y/ŷ − (1 − y)/(1 − ŷ)) = (ŷ − y)/(ŷ(1 − ŷ))
  4.3.3 | 4.3.3:sigmoid | losses | identity | σʹ(z) = ŷ(1 − ŷ) for ŷ = σ(z)
  4.3.3 | 4.8 | losses | identity | ∂BCE/∂z = ŷ − y by the chain rule
  4.4 | 4.9 | losses | definition | pₖ = exp(zₖ)/(Σⱼ exp(zⱼ))
  4.4 | 4.4:onehot | losses | definition | one-hot y with entries 0 or 1 that sum to 1
  4.4.1 | 4.10 | losses | definition | CCE = −Σₖ yₖ log pₖ
  4.4.1 | 4.11 | losses | definition | data set CCE = mean of the sample losses
  4.4.2 | 4.12 | losses | identity | ∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)
  4.4.2 | 4.4.2:kronecker | losses | definition | δᵢⱼ is 1 for i = j and 0 otherwise
  4.4.2 | 4.13 | losses | identity | ∂p/∂z = diag(p) − ppᵀ
  4.4.3 | 4.14 | losses | identity | ∂CCE/∂pᵢ = −yᵢ/pᵢ
  4.4.3 | 4.15 | losses | identity | ∂CCE/∂zⱼ = Σᵢ (−yᵢ/pᵢ) pᵢ(δᵢⱼ − pⱼ)
  4.4.3 | 4.16 | losses | identity | = −Σᵢ yᵢ(δᵢⱼ − pⱼ) = −Σᵢ yᵢδᵢⱼ + Σᵢ yᵢpⱼ
  4.4.3 | 4.4.3:sums | losses | identity | Σᵢ yᵢδᵢⱼ = yⱼ and Σᵢ yᵢ = 1
  4.4.3 | 4.17 | losses | identity | ∂CCE/∂zⱼ = −pⱼ + pⱼ·1 + (pⱼ − yⱼ) = pⱼ − yⱼ
  4.4.3 | 4.18 | losses | identity | gradient of CCE in z is p − y
  4.5 | 4.5:outliers | losses | claim | MSE is too sensitive to outliers; Huber lies between MSE and MAE
  4.5 | 4.19 | losses | definition | Huber: ½e² for |e| ≤ δ, else δ(|e| − δ/2), with e = y − ŷ
  4.5 | 4.20 | losses | identity | ∂Huber/∂ŷ: ŷ − y for |y − ŷ| ≤ δ, else δ sign(ŷ − y)
  # chapter 5
  5.1 | 5.1 | backprop | definition | a⁰ = x
  5.1 | 5.2 | backprop | model | zˡ = Wˡaˡ⁻¹ + bˡ for each layer
  5.1 | 5.3 | backprop | model | aˡ = σ(zˡ), entry by entry
  5.1 | 5.1:shapes | backprop | definition | Wˡ is nₗ×nₗ₋₁, bˡ has nₗ entries
  5.1 | 5.4 | backprop | definition | ℒ(ŷ, y) with ŷ = aᴸ
  5.2.1 | 5.5 | backprop | definition | δˡ = ∂ℒ/∂zˡ
  5.2.2 | 5.6 | backprop | identity | δᴸ = ∂ℒ/∂aᴸ ⊙ σʹ(zᴸ)
  5.2.3 | 5.7 | backprop | identity | δˡ = Wˡ⁺¹ᵀδˡ⁺¹ ⊙ σʹ(zˡ)
  5.3.1 | 5.8 | backprop | identity | zˡᵢ = Σⱼ Wˡᵢⱼaˡ⁻¹ⱼ + bˡᵢ
  5.3.1 | 5.9 | backprop | identity | ∂zˡᵢ/∂Wˡᵢⱼ = aˡ⁻¹ⱼ, ∂zˡᵢ/∂bˡᵢ = 1, ∂zˡᵢ/∂bˡₖ = 0 for k ≠ i
  5.3.1 | 5.3.1:delta | backprop | definition | δˡᵢ = ∂ℒ/∂zˡᵢ, componentwise
  5.3.1 | 5.10 | backprop | identity | ∂ℒ/∂Wˡᵢⱼ = δˡᵢaˡ⁻¹ⱼ
  5.3.1 | 5.11 | backprop | identity | ∂ℒ/∂Wˡ = δˡaˡ⁻¹ᵀ
  5.3.1 | 5.12 | backprop | identity | ∂ℒ/∂bˡ = δˡ
  5.3.2 | 5.13 | backprop | identity | batch ∂ℒ/∂Wˡ = (1/m) Σᵢ δˡaˡ⁻¹ᵀ over the samples i
  5.3.2 | 5.14 | backprop | identity | batch ∂ℒ/∂bˡ = (1/m) Σᵢ δˡ over the samples i
  5.3.2 | 5.3.2:vectorized | backprop | claim | with stacked samples the sums become matrix products
  5.3.3 | 5.15 | backprop | definition | Aˡ and Zˡ hold the samples as columns, nₗ×m
  5.3.3 | 5.16 | backprop | model | Zˡ = WˡAˡ⁻¹ + bˡ 1ᵀ, Aˡ = σ(Zˡ)
  5.3.3 | 5.17 | backprop | definition | Δˡ = derivative of the batch-average loss in Zˡ, nₗ×m
  5.3.3 | 5.18 | backprop | identity | Δᴸ = ∂ℒ_batch/∂Aᴸ ⊙ σʹ(Zᴸ)
  5.3.3 | 5.19 | backprop | identity | Δˡ = Wˡ⁺¹ᵀΔˡ⁺¹ ⊙ σʹ(Zˡ)
  5.3.3 | 5.3.3:columns | backprop | claim | the matrix recursion is the one-sample rule on all m columns at once
  5.3.3 | 5.20 | backprop | identity | batch ∂ℒ/∂Wˡ = (1/m) ΔˡAˡ⁻¹ᵀ
  5.3.3 | 5.21 | backprop | identity | batch ∂ℒ/∂bˡ = (1/m) Δˡ 1
  5.3.3 | 5.3.3:bias | backprop | claim | bˡ 1ᵀ repeats bˡ in m columns, hence the bias gradient
  5.3.3 | 5.22 | backprop | definition | Wˡ⁺¹ᵀΔˡ⁺¹ is nₗ×m, ΔˡAˡ⁻¹ᵀ is nₗ×nₗ₋₁
  5.3.3 | 5.23 | backprop | identity | sigmoid + BCE: Δᴸ = Ŷ − Y, both 1×m
  5.3.3 | 5.24 | backprop | identity | softmax + CCE: Δᴸ = P − Y, both K×m
  5.3.3 | 5.3.3:xref | backprop | claim | the two batch forms are called column-wise versions of (5.18) and (5.21)
  5.4.1 | 5.25 | backprop | identity | ŷ = σ(z) = 1/(1 + exp(−z)), σʹ(z) = ŷ(1 − ŷ)
  5.4.1 | 5.26 | backprop | definition | BCE = −(y log ŷ + (1 − y) log(1 − ŷ))
  5.4.1 | 5.27 | backprop | identity | ∂ℒ/∂ŷ = −(y/ŷ − (1 − y)/(1 − ŷ)) = (ŷ − y)/(ŷ(1 − ŷ))
  5.4.1 | 5.28 | backprop | identity | δᴸ = ŷ − y by the chain rule
  5.4.2 | 5.29 | backprop | definition | pₖ = exp(zₖ)/(Σⱼ exp(zⱼ))
  5.4.2 | 5.30 | backprop | definition | CCE = −Σₖ yₖ log pₖ with one-hot y
  5.4.2 | 5.31 | backprop | identity | δᴸ = p − y
  5.5 | 5.32 | backprop | identity | δ¹ ≈ product over layers 2 to L of Wˡᵀ Diag(σʹ(zˡ)), times δᴸ
  5.5 | 5.5:bound | backprop | inequality | σʹ(z) ≤ ¼ for every z (bound printed twice)
  5.5 | 5.5:shrink | backprop | claim | multiplying many such factors drives gradients to 0, slowing early layers
  5.5.1 | 5.5.1:relu | backprop | claim | ReLUʹ = 1 for z > 0, so no small factor in every layer
  5.5.1 | 5.5.1:scale | backprop | claim | careful initial weights keep activations and gradients in a good range
  5.5.1 | 5.5.1:skip | backprop | claim | normalization and skip connections improve gradient flow
  5.6 | 5.6:step | backprop | algorithm | forward, δᴸ, backward recursion, gradients, optimizer update
  # chapter 6
  6.1 | 6.1 | backprop | definition | set of 4 pairs, x in ℝ², y in {0, 1}
  6.1 | 6.1:data | backprop | number | table of the 4 samples with features and labels (tag 6.2 is never printed)
  6.1 | 6.1:network | backprop | model | 2-3-1 network: 3 ReLU units, then 1 sigmoid unit with ŷ in (0, 1)
  6.2 | 6.3 | backprop | definition | starting W¹ (3×2) and b¹ (3)
  6.2 | 6.4 | backprop | definition | starting W² (1×3) and b²
  6.3 | 6.5 | backprop | model | z¹ = W¹x + b¹
  6.3 | 6.6 | backprop | model | a¹ = ReLU(z¹)
  6.3 | 6.7 | backprop | model | z² = W²a¹ + b²
  6.3 | 6.8 | backprop | model | ŷ = σ(z²) = 1/(1 + exp(−z²))
  6.3 | 6.9 | backprop | definition | loss of sample i: −(y log ŷ + (1 − y) log(1 − ŷ))
  6.3 | 6.10 | backprop | definition | batch loss = (1/m) Σ of the sample losses
  6.4.1 | 6.11 | backprop | model | sample 1: z¹ = W¹x + b¹
  6.4.1 | 6.12 | backprop | number | sample 1: z¹₁ = 0.10 from its three terms
  6.4.1 | 6.13 | backprop | number | sample 1: z¹₂ = 0.25 from its three terms
  6.4.1 | 6.14 | backprop | number | sample 1: z¹₃ = 0.40 from its three terms
  6.4.1 | 6.15 | backprop | number | sample 1: vector z¹
  6.4.2 | 6.16 | backprop | number | sample 1: a¹ = ReLU(z¹) equals z¹
  6.4.3 | 6.17 | backprop | model | sample 1: z² = W²a¹ + b²
  6.4.3 | 6.18 | backprop | number | sample 1: weights, activations and bias put into z²
  6.4.3 | 6.19 | backprop | number | sample 1: z² = 0.73 from four terms
  6.4.4 | 6.20 | backprop | model | sample 1: ŷ = σ(0.73) as a fraction
  6.4.4 | 6.4.4:exponential | backprop | number | exp(−0.73) ≈ 0.4819
  6.4.4 | 6.21 | backprop | number | sample 1: ŷ ≈ 1/1.4819 ≈ 0.6748
  6.4.5 | 6.22 | backprop | number | sample 1: with y = 0 the loss is −log(1 − ŷ) = −log(0.3252)
  6.4.5 | 6.23 | backprop | number | sample 1: loss ≈ 1.1223
  6.5.1 | 6.24 | backprop | model | sample 2: z¹ = W¹x + b¹
  6.5.1 | 6.25 | backprop | number | sample 2: z¹₁ = 0.26 from its three terms
  6.5.1 | 6.26 | backprop | number | sample 2: z¹₂ = 0.61 from its three terms
  6.5.1 | 6.27 | backprop | number | sample 2: z¹₃ = 0.96 from its three terms
  6.5.1 | 6.28 | backprop | number | sample 2: all z¹ positive, so a¹ = z¹
  6.5.2 | 6.29 | backprop | number | sample 2: weights, activations and bias put into z²
  6.5.2 | 6.30 | backprop | number | sample 2: z² = 1.634 from four terms
  6.5.2 | 6.31 | backprop | number | sample 2: ŷ = σ(1.634) ≈ 0.8367
  6.5.2 | 6.32 | backprop | number | sample 2: with y = 1 the loss is −log ŷ ≈ 0.1779
  6.6 | 6.33 | backprop | number | losses of samples 3 and 4, taken over from an older version
  6.6 | 6.34 | backprop | definition | batch loss = (1/4) times the sum of the four losses
  6.6 | 6.35 | backprop | number | the four printed losses put into the mean
  6.6 | 6.36 | backprop | number | sum 2.4652, batch loss ≈ 0.6163
  6.7 | 6.37 | backprop | identity | δ² = ∂ℒ/∂z² = ŷ − y
  6.7 | 6.38 | backprop | identity | ∂ℒ/∂W² = δ²a¹ᵀ
  6.7 | 6.39 | backprop | identity | ∂ℒ/∂b² = δ²
  6.7 | 6.40 | backprop | identity | δ¹ = W²ᵀδ² ⊙ ReLUʹ(z¹)
  6.7 | 6.41 | backprop | identity | ∂ℒ/∂W¹ = δ¹xᵀ
  6.7 | 6.42 | backprop | identity | ∂ℒ/∂b¹ = δ¹
  6.7 | 6.43 | backprop | definition | ReLUʹ(z) is 1 for z > 0 and 0 for z ≤ 0
  6.8 | 6.8:prediction | backprop | number | sample 1 has y = 0 and ŷ ≈ 0.6748 at the start of the backward pass
  6.8.1 | 6.44 | backprop | number | sample 1: δ² = 0.6748
  6.8.2 | 6.45 | backprop | identity | sample 1: ∂ℒ/∂W² = δ²a¹ᵀ
  6.8.2 | 6.46 | backprop | number | sample 1: δ² and a¹ put into the product
  6.8.2 | 6.47 | backprop | number | sample 1: ∂ℒ/∂W², three entries
  6.8.2 | 6.48 | backprop | number | sample 1: ∂ℒ/∂b² = 0.6748
  6.8.3 | 6.49 | backprop | number | sample 1: W²ᵀδ², three entries
  6.8.3 | 6.8.3:gate | backprop | number | sample 1: all z¹ positive, so ReLUʹ(z¹) is all ones
  6.8.3 | 6.50 | backprop | number | sample 1: δ¹, three entries
  6.8.4 | 6.51 | backprop | identity | sample 1: ∂ℒ/∂W¹ = δ¹xᵀ
  6.8.4 | 6.52 | backprop | number | sample 1: δ¹ and x put into the outer product
  6.8.4 | 6.53 | backprop | number | sample 1: ∂ℒ/∂W¹, 3×2
  6.8.4 | 6.54 | backprop | number | sample 1: ∂ℒ/∂b¹ = δ¹
  6.9 | 6.55 | backprop | identity | batch ∂ℒ/∂W² = (1/4) Σ of the four sample gradients
  6.9 | 6.56 | backprop | number | batch ∂ℒ/∂W², value taken over from an older version
  6.10 | 6.57 | backprop | algorithm | gradient step θ − η ∇ℒ with η = 0.1
  6.10.1 | 6.58 | backprop | algorithm | new W² = W² − 0.1 ∂ℒ/∂W²
  6.10.1 | 6.59 | backprop | number | W² and the batch gradient put into the step
  6.10.1 | 6.60 | backprop | number | new W², three entries
  6.10.1 | 6.61 | backprop | algorithm | new b² = b² − 0.1 ∂ℒ/∂b²
  6.10.1 | 6.10.1:bias | backprop | number | new b² ≈ 0.0831, value taken over from an older version
  6.10.2 | 6.62 | backprop | algorithm | W¹ and b¹ step the same way with rate 0.1
  6.10.2 | 6.63 | backprop | number | new W¹ (3×2) and b¹ (3), values taken over from an older version
  6.11 | 6.64 | backprop | number | sample 1 after the step: z¹ and a¹, equal
  6.11 | 6.65 | backprop | number | sample 1 after the step: z² ≈ 0.6772, ŷ ≈ 0.6636
  6.11 | 6.66 | backprop | number | sample 1 after the step: loss −log(0.3364) ≈ 1.0898
  6.11 | 6.11:decrease | backprop | claim | sample 1's loss falls from ≈ 1.1223 to ≈ 1.0898 after one step
  # chapter 7
  7.1.1 | 7.1 | optimizers | algorithm | one step θ − ηg with g = ∇ℒ(θ)
  7.1.1 | 7.2 | optimizers | number | batch ∂ℒ/∂W² of chapter 6 again
  7.1.1 | 7.1.1:linear | optimizers | claim | size of the update is linear in η
  7.1.1 | 7.1/2 | optimizers | number | ΔW² at η = 0.1
  7.1.1 | 7.2/2 | optimizers | number | ΔW² at η = 0.5
  7.1.1 | 7.1.1:overshoot | optimizers | claim | larger η moves faster but may overshoot or diverge
  7.1.2 | 7.3 | optimizers | number | table of batch losses at iterations 0, 1 and 5
  7.1.2 | 7.1.2:monotone | optimizers | claim | the listed losses fall monotonically
  7.2.1 | 7.4 | optimizers | definition | regularized loss = ℒ + λ Σₗ ‖Wˡ‖², Frobenius, λ > 0
  7.2.1 | 7.5 | optimizers | definition | ‖W‖² = Σᵢ Σⱼ Wᵢⱼ², squared Frobenius norm
  7.2.2 | 7.6 | optimizers | definition | W¹ and W² of chapter 6 again
  7.2.2 | 7.4/2 | optimizers | number | ‖W¹‖² = 0.91 as sum of six squares
  7.2.2 | 7.5/2 | optimizers | number | ‖W²‖² = 1.94 as sum of three squares
  7.2.2 | 7.6/2 | optimizers | number | penalty 0.01 · 2.85 = 0.0285
  7.2.2 | 7.7 | optimizers | number | regularized loss 0.616 + 0.0285 = 0.6445
  7.2.3 | 7.7/2 | optimizers | identity | gradient of the regularized loss = ∇ℒ + 2λW
  7.2.3 | 7.8 | optimizers | algorithm | W loses η(∇ℒ + 2λW)
  7.2.3 | 7.2.3:zero | optimizers | claim | the penalty pulls the weights toward 0 in every step
  7.3.1 | 7.9 | optimizers | algorithm | vₜ₊₁ = βvₜ + ∇ℒ(θₜ)
  7.3.1 | 7.10 | optimizers | algorithm | θₜ₊₁ = θₜ − ηvₜ₊₁, β in (0, 1), often 0.9
  7.3.2 | 7.8/2 | optimizers | number | v₁ = 0.9·0 + g₁
  7.3.2 | 7.10/2 | optimizers | number | W² after the first momentum step
  7.3.2 | 7.12 | optimizers | number | v₂ = 0.9·v₁ + g₂
  7.3.2 | 7.13 | optimizers | number | W² after the second momentum step
  7.3.2 | 7.3.2:accelerate | optimizers | claim | momentum builds up steady directions and often converges faster
  7.4.1 | 7.11 | optimizers | definition | batch mean μ = (1/m) Σᵢ zᵢ
  7.4.1 | 7.12/2 | optimizers | definition | batch variance σ² = (1/m) Σᵢ (zᵢ − μ)²
  7.4.1 | 7.13/2 | optimizers | definition | ẑ = (z − μ)/√(σ² + ε)
  7.4.1 | 7.14 | optimizers | definition | y = γẑ + β with learnable γ, β
  7.4.2 | 7.15 | optimizers | definition | four made-up pre-activations of neuron 1
  7.4.2 | 7.16 | optimizers | number | mean 0.66/4 = 0.165
  7.4.2 | 7.14/2 | optimizers | number | variance 0.02350/4 = 0.005875
  7.4.2 | 7.14' | optimizers | number | ẑ of sample 1 ≈ −0.848 with ε = 10⁻⁵
  7.4.2 | 7.15/2 | optimizers | number | y of sample 1 = −0.848 for γ = 1.0, β = 0.0
  7.5.1 | 7.17 | optimizers | definition | mask entries are Bernoulli(1 − p), independent
  7.5.1 | 7.18 | optimizers | definition | masked activation h ⊙ m
  7.5.1 | 7.16/2 | optimizers | definition | mask drawn in the example: 1, 0, 1
  7.5.1 | 7.17/2 | optimizers | number | masked activation of sample 1
  7.5.1 | 7.18/2 | optimizers | number | logit 0.53 with the mask applied
  7.5.1 | 7.5.1:coadapt | optimizers | claim | the noise of dropout keeps features from co-adapting
  7.5.2 | 7.19 | optimizers | definition | test time: h scaled by 1 − p
  7.5.2 | 7.5.2:expectation | optimizers | claim | the scaling makes the expected activation equal in training and test
  7.6 | 7.20 | optimizers | definition | X holds the m inputs as columns, d×m
  7.6 | 7.19/2 | optimizers | identity | Z = WX + b 1ᵀ
  7.6 | 7.21 | optimizers | definition | A = σ(Z), entry by entry
  7.6 | 7.6:parallel | optimizers | claim | one matrix product does all m samples at once
  # chapter 8
  8 | 8.1 | optimizers | definition | ℒ(θ) = (1/N) Σ of the sample losses
  8.1.1 | 8.2 | optimizers | algorithm | θₜ₊₁ = θₜ − η∇ℒ(θₜ), η may depend on t
  8.1.2 | 8.3 | optimizers | definition | mini-batch objective = (1/B) Σ over the batch
  8.1.2 | 8.4 | optimizers | definition | g = gradient of the mini-batch objective
  8.1.2 | 8.5 | optimizers | algorithm | θₜ₊₁ = θₜ − ηgₜ
  8.1.2 | 8.6 | optimizers | identity | expected g given θ is ∇ℒ(θ) under uniform sampling (unbiased)
  8.1.3 | 8.1.3:constant | optimizers | claim | a constant learning rate is often not the best choice
  8.1.3 | 8.1.3:step | optimizers | definition | η = η₀γᵏ with k = ⌊t/T⌋, γ in (0, 1)
  8.1.3 | 8.1.3:poly | optimizers | definition | η = η₀ exp(−α ln(1 + t)), α in (0, 1]
  8.1.3 | 8.1.3:cos | optimizers | definition | η = ηₘᵢₙ + ½(ηₘₐₓ − ηₘᵢₙ)(1 + cos(πt/T))
  8.1.4 | 8.7 | optimizers | inequality | ‖∇ℒ(v) − ∇ℒ(w)‖ ≤ L‖v − w‖
  8.1.4 | 8.8 | optimizers | inequality | ℒ(θₜ₊₁) ≤ ℒ(θₜ) − η⟨∇ℒ(θₜ), gₜ⟩ + (Lη²/2)‖gₜ‖²
  8.1.4 | 8.1.4:decrease | optimizers | claim | with the exact gradient and small enough η the loss falls in each step
  8.2 | 8.2:accelerate | optimizers | claim | momentum speeds SGD up along directions of steady descent
  8.2.1 | 8.9 | optimizers | algorithm | vₜ₊₁ = βvₜ + gₜ
  8.2.1 | 8.10 | optimizers | algorithm | θₜ₊₁ = θₜ − ηvₜ₊₁, β in [0, 1], often 0.9
  8.2.1 | 8.11 | optimizers | identity | vₜ = Σₖ βᵗ⁻¹⁻ᵏgₖ for k from 0 to t − 1, for v₀ = 0
  8.2.1 | 8.2.1:average | optimizers | claim | v is called an exponentially weighted moving average of past gradients
  8.2.2 | 8.12 | optimizers | algorithm | vₜ₊₁ = βvₜ + gradient at θₜ − ηβvₜ
  8.2.2 | 8.13 | optimizers | algorithm | θₜ₊₁ = θₜ − ηvₜ₊₁
  8.2.2 | 8.2.2:oscillation | optimizers | claim | looking ahead can damp oscillation in narrow valleys versus heavy ball
  8.3 | 8.3:rescale | optimizers | claim | adaptive methods scale each coordinate by second moments of its gradients
  8.3.1 | 8.14 | optimizers | algorithm | vₜ₊₁ = β₂vₜ + (1 − β₂) gₜ ⊙ gₜ
  8.3.1 | 8.15 | optimizers | algorithm | θₜ₊₁ = θₜ − η gₜ/(√vₜ₊₁ + ε), entry by entry
  8.3.2 | 8.16 | optimizers | algorithm | mₜ₊₁ = β₁mₜ + (1 − β₁)gₜ
  8.3.2 | 8.17 | optimizers | algorithm | vₜ₊₁ = β₂vₜ + (1 − β₂) gₜ ⊙ gₜ
  8.3.2 | 8.18 | optimizers | identity | m̂ₜ₊₁ = mₜ₊₁/(1 − β₁ᵗ⁺¹)
  8.3.2 | 8.19 | optimizers | identity | v̂ₜ₊₁ = vₜ₊₁/(1 − β₂ᵗ⁺¹)
  8.3.2 | 8.20 | optimizers | algorithm | θₜ₊₁ = θₜ − η m̂ₜ₊₁/(√v̂ₜ₊₁ + ε)
  8.3.2 | 8.3.2:defaults | optimizers | number | usual β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸
  8.3.3 | 8.3.3:gradient | optimizers | definition | L2 in the gradient: ∇ℒ(θ) + λθ
  8.3.3 | 8.3.3:differs | optimizers | claim | for adaptive methods λθ inside the gradient can differ from decoupled decay
  8.3.3 | 8.21 | optimizers | algorithm | θₜ₊₁ = (1 − ηλ)θₜ − η m̂ₜ₊₁/(√v̂ₜ₊₁ + ε)
  8.3.3 | 8.3.3:separate | optimizers | claim | AdamW keeps the shrinkage apart from the adaptive step
  8.4.1 | 8.22 | losses | definition | regularized loss = ℒ + (λ/2) Σₗ ‖Wˡ‖², Frobenius
  8.4.1 | 8.23 | optimizers | identity | its gradient = ∇ℒ + λW
  8.4.1 | 8.24 | optimizers | algorithm | SGD step: W becomes (1 − ηλ)W − η∇ℒ
  8.4.1 | 8.4.1:shrink | optimizers | claim | each step shrinks the weights by the factor 1 − ηλ
  8.4.1 | 8.4.1:map | losses | claim | equals MAP with a Gaussian prior: −log p(W) proportional to ‖W‖²
  8.4.2 | 8.25 | losses | definition | L1 objective = ℒ + λ Σₗ ‖Wˡ‖₁ = ℒ + λ Σ of the absolute weights
  8.4.2 | 8.26 | optimizers | definition | subgradient of the absolute value: sign(W), any s in [−1, 1] at 0
  8.4.2 | 8.4.2:sparse | losses | claim | L1 tends to give sparse solutions, many weights exactly 0
  8.4.3 | 8.27 | optimizers | definition | mask entries Bernoulli(q) with q = 1 − p
  8.4.3 | 8.28 | optimizers | definition | training activation = (1/q)(m ⊙ a)
  8.4.3 | 8.29 | optimizers | identity | expected masked activation given a equals a
  8.4.3 | 8.4.3:inference | optimizers | claim | inverted dropout needs no scaling at inference
  8.4.4 | 8.30 | optimizers | definition | batch mean μ = (1/B) Σᵢ zᵢ
  8.4.4 | 8.31 | optimizers | definition | batch variance σ² = (1/B) Σᵢ (zᵢ − μ)²
  8.4.4 | 8.32 | optimizers | definition | ẑ = (z − μ)/√(σ² + ε)
  8.4.4 | 8.33 | optimizers | definition | y = γẑ + β with learnable γ, β
  8.4.4 | 8.4.4:running | optimizers | algorithm | batch statistics in training, running averages at inference
  8.4.4 | 8.4.4:rates | optimizers | claim | BN stabilises scale, allows larger η, helps gradient flow, adds mild noise
  8.5.1 | 8.34 | optimizers | algorithm | g becomes g · min(1, τ/‖g‖), threshold τ > 0
  8.5.1 | 8.5.1:explode | optimizers | claim | clipping by the global norm prevents exploding gradients
  8.5.2 | 8.5.2:noise | optimizers | claim | small batches are noisier; large ones have less variance, need η scaling and warmup
  # chapter 9
  9.1.1 | 9.1 | backprop | model | f(x) = Σⱼ aⱼσ(wⱼᵀx + bⱼ) over j = 1 … N, one hidden layer of width N
  9.1.2 | 9.2 | backprop | limit | for each ε some N and weights give sup of the error on K < ε
  9.1.2 | 9.1.2:activation | backprop | claim | any non-polynomial σ will do, sigmoid, ReLU and tanh among them
  9.1.2 | 9.1.2:existence | backprop | claim | the theorem gives existence, not an efficient way to find the network
  9.1.2 | 9.1.2:dense | backprop | claim | for non-polynomial σ the networks are dense in C(K)
  9.1.2 | 9.1.2:measure | backprop | claim | ∫ σ(wᵀx + b) dμ = 0 for all (w, b) forces the signed measure μ = 0
  9.1.3 | 9.3 | backprop | definition | best error: infimum of ‖f_N − f‖ over networks of width N
  9.1.3 | 9.1.3:width | backprop | claim | universal approximation does not say how N grows with ε
  9.1.3 | 9.1.3:smooth | backprop | claim | smooth functions can often be approximated faster as N grows
  9.1.3 | 9.1.3:dimension | backprop | claim | large d means slow worst-case rates unless f has structure
  9.1.4 | 9.4 | backprop | model | f is the composition of L layers
  9.1.4 | 9.1.4:fewer | backprop | claim | compositional targets need far fewer parameters in a deep net than a shallow one
  9.2.1 | 9.2.1:power | backprop | definition | representation: exact match; approximation: match within ε
  9.2.1 | 9.2.1:regions | backprop | claim | depth adds expressivity by making many affine regions
  9.2.2 | 9.2.2:piecewise | backprop | claim | a ReLU network is affine on each region of a partition of the inputs
  9.2.2 | 9.2.2:exponential | backprop | claim | regions can grow exponentially in depth under suitable conditions
  9.2.2 | 9.2.2:hyperplane | backprop | claim | each ReLU brings one hyperplane boundary, later layers fold them
  9.2.3 | 9.2.3:separation | backprop | claim | some functions need polynomial size deep but exponential width shallow
  9.2.3 | 9.2.3:parity | backprop | claim | parity is a tree of pairwise XORs of depth log n; shallow needs exponential size
  9.3.1 | 9.5 | optimizers | definition | training: minimize ℒ(θ) over θ
  9.3.1 | 9.3.1:nonconvex | optimizers | claim | ℒ is nonconvex in θ
  9.3.1 | 9.6 | optimizers | definition | critical point: ∇ℒ(θ) = 0
  9.3.1 | 9.7 | optimizers | definition | Hessian H = ∇²ℒ(θ)
  9.3.1 | 9.3.1:class | optimizers | claim | H ⪰ 0 local minimum, H ⪯ 0 local maximum, indefinite H saddle
  9.3.2 | 9.3.2:saddles | optimizers | claim | in high dimension saddles are more common than strict local maxima
  9.3.2 | 9.3.2:escape | optimizers | claim | noise of SGD and mini-batches can help to leave saddles
  9.3.3 | 9.3.3:zero | optimizers | claim | with more parameters than samples training error often gets near 0
  9.3.3 | 9.3.3:convex | optimizers | claim | with enough width, training near the start is almost convex
  9.3.3 | 9.8 | optimizers | limit | f(x, θ) ≈ f(x, θ₀) + ∇f(x, θ₀)ᵀ(θ − θ₀)
  9.3.3 | 9.3.3:kernel | optimizers | claim | if that stays accurate and the kernel is well conditioned: like kernel regression
  9.4.1 | 9.9 | losses | definition | population risk R(θ) = expected loss over P
  9.4.1 | 9.10 | losses | definition | empirical risk = (1/n) Σ of the losses
  9.4.2 | 9.11 | losses | identity | expected squared error of the predictor = bias² + variance
  9.4.2 | 9.4.2:noise | losses | claim | a further irreducible term appears when Y = f*(X) + noise
  9.4.2 | 9.4.2:complexity | losses | claim | more model complexity often lowers bias and raises variance
  9.4.3 | 9.12 | losses | definition | largest gap between risk and empirical risk over the class
  9.4.3 | 9.4.3:control | losses | claim | VC dimension or Rademacher complexity can control that gap
  9.4.3 | 9.13 | losses | inequality | expected sup of the gap ≤ 2 × expected sup of (1/n) Σᵢ σᵢh(xᵢ)
  9.4.4 | 9.4.4:minnorm | losses | limit | linear regression: gradient descent from 0 goes to the least L2-norm fit
  9.4.4 | 9.4.4:implicit | losses | claim | training dynamics can regularize without an explicit penalty
  9.5.1 | 9.5.1:ushape | losses | claim | classical test error falls, then rises with complexity: a U
  9.5.2 | 9.14 | losses | model | interpolation regime: training risk ≈ 0
  9.5.3 | 9.5.3:descent | losses | claim | test error falls, peaks near the interpolation threshold, falls again
  9.5.3 | 9.5.3:geometry | losses | claim | for linear models the minimum-norm fit explains the non-monotone risk
  10.1.1 | 10.1.1:dag | backprop | definition | computational graph: acyclic, leaves are data or weights, root is the loss
  10.1.1 | 10.1.1:order | backprop | claim | without cycles the nodes can be numbered so that every edge goes from i to j with i < j
  10.1.2 | 10.1.2:graph | backprop | model | y = (x₁ + x₂)·x₁ as five nodes and five edges
  10.1.2 | 10.1.2:order | backprop | claim | v₁, v₂, v₃, v₄, v₅ is a topological order; gradients run through it backwards
  10.1.3 | 10.1 | backprop | algorithm | each node applies its operation to its parents' values
  10.1.3 | 10.1.3:ready | backprop | claim | in topological order a node's parents are always computed before it
  10.2.1 | 10.2 | backprop | identity | ∂ℒ/∂v: sum over all paths to the root of products of edge derivatives
  10.2.1 | 10.2.1:adjoint | backprop | definition | the adjoint of a node is ∂ℒ/∂node; 1 at the root
  10.2.1 | 10.3 | backprop | algorithm | adjoint of a node: sum over children of child adjoint times local derivative
  10.2.1 | 10.2.1:equivalent | backprop | claim | the backward recursion gives the same gradient as the sum over paths
  10.2.2 | 10.2.2:forward | backprop | number | x₁ = 2, x₂ = 3 give v₃ = 5, v₄ = 10, y = 10
  10.2.2 | 10.2.2:loss | backprop | number | ℒ = y², so ∂ℒ/∂y = 2y = 20 starts the backward pass
  10.2.2 | 10.4 | backprop | number | adjoint of v₄ is 20·1 = 20
  10.2.2 | 10.2.2:local | backprop | number | edge derivatives: ∂v₄/∂v₃ = v₁ = 2, ∂v₄/∂v₁ = v₃ = 5, both of v₃ are 1
  10.2.2 | 10.5 | backprop | number | adjoint of v₃ is 40; v₁ collects a first 100
  10.2.2 | 10.2.2:accumulate | backprop | claim | v₁ adds up contributions because it feeds several children
  10.2.2 | 10.6 | backprop | number | v₁ collects 40 more, in total 140
  10.2.2 | 10.7 | backprop | number | adjoint of v₂ is 40
  10.2.2 | 10.2.2:result | backprop | number | ∂ℒ/∂x₁ = 140 and ∂ℒ/∂x₂ = 40
  10.2.2 | 10.2.2:hand | backprop | number | direct derivative 20·(2x₁ + x₂) = 20·(4 + 3) = 140
  10.3.1 | 10.3.1:single | backprop | claim | one backward sweep yields all adjoints
  10.3.1 | 10.3.1:edges | backprop | limit | each edge once at O(1), so reverse mode costs O(nodes + edges)
  10.3.1 | 10.3.1:cost | backprop | limit | for L layers of n neurons the cost is given as roughly O(L·n)
  10.3.1 | 10.3.1:memory | backprop | claim | reverse mode must keep every node's value; checkpointing is the remedy
  10.3.2 | 10.3.2:tangent | backprop | definition | tangent of a node: its derivative by one chosen input; seeds 1 there, 0 elsewhere
  10.3.2 | 10.8 | backprop | algorithm | tangent of a node: sum over parents of local derivative times parent tangent
  10.3.2 | 10.3.2:cost | backprop | limit | one pass per input: d passes, O(d·(nodes + edges)) in all
  10.3.2 | 10.3.2:claim | backprop | claim | for d ≫ 1 outputs and ≪ d inputs, called usual in learning, reverse mode wins
  10.3.3 | 10.3.3:table | backprop | claim | comparison of both modes: cost per pass, cost of all, best use, memory
  10.3.3 | 10.3.3:pass | backprop | limit | one pass costs O(V + E) in either mode
  10.3.3 | 10.3.3:cost | backprop | limit | m outputs in reverse O(m·(V + E)); n inputs forward O(n·(V + E))
  10.3.3 | 10.3.3:best | backprop | claim | reverse mode suits n ≫ m, forward mode m ≫ n
  10.3.3 | 10.3.3:memory | backprop | limit | both modes need memory of the order of the widest layer
  10.3.3 | 10.3.3:scalar | backprop | claim | training has m = 1 and up to billions of inputs, hence reverse mode
  10.4.1 | 10.9 | backprop | identity | chain rule through a node with vector input and output, by components
  10.4.1 | 10.10 | backprop | identity | input adjoint is the transposed Jacobian times the output adjoint
  10.4.2 | 10.4.2:softmax | backprop | definition | softmax node: pᵢ is exp(zᵢ) over the sum of all exp(zⱼ)
  10.4.2 | 10.11 | backprop | identity | ∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)
  10.4.2 | 10.12 | backprop | identity | softmax backward: entry i is pᵢ times (adjoint of pᵢ minus adjoint-weighted mean)
  10.4.2 | 10.4.2:claim | backprop | claim | if the adjoint of p is p − y, then that of z is p − y as well
  11.1.1 | 11.1.1:overflow | losses | claim | plain softmax overflows for large logits such as 1000
  11.1.2 | 11.1 | losses | definition | shift each logit by the largest one
  11.1.2 | 11.2 | losses | algorithm | softmax computed from the shifted logits
  11.1.2 | 11.1.2:range | losses | inequality | shifted logits ≤ 0, their exponentials in (0, 1], so no overflow
  11.1.2 | 11.3 | losses | identity | shifting by the maximum leaves softmax unchanged
  11.1.3 | 11.4 | losses | identity | log pᵢ = shifted logit minus log-sum-exp of the shifted logits
  11.1.3 | 11.5 | losses | identity | cross-entropy as minus the sum of yₖ times (shifted logit minus log-sum-exp)
  11.2.1 | 11.2.1:exponential | optimizers | claim | in deep nets activations can grow or shrink exponentially with depth
  11.2.1 | 11.2.1:underflow | optimizers | limit | pre-activations going to 0 make gradients vanish
  11.2.1 | 11.2.1:overflow | optimizers | limit | pre-activations going to ∞ turn parameters into NaN
  11.2.2 | 11.6 | optimizers | model | He start: normal weights with mean 0, variance 2 over the fan-in
  11.2.2 | 11.2.2:preserve | optimizers | claim | He start keeps the mean square of z about equal from layer to layer
  11.2.3 | 11.7 | optimizers | algorithm | multiply the gradient by min(1, C/‖g‖)
  11.2.3 | 11.2.3:bounded | optimizers | claim | norm clipping keeps gradients bounded
  11.3 | 11.3:formats | optimizers | claim | FP16 has 16 bits and runs much faster than FP32 with 32
  11.3.1 | 11.3.1:strategy | optimizers | algorithm | five steps: FP16 forward, loss, scale, backward, FP32 update scaled back
  11.3.1 | 11.8 | optimizers | definition | scaled loss is the scale factor times the loss
  11.3.1 | 11.3.1:gradients | optimizers | claim | scaling the loss scales all gradients by the same factor
  11.3.2 | 11.3.2:range | optimizers | claim | FP16 covers roughly 6·10⁻⁵ to 6·10⁴
  11.3.2 | 11.3.2:claim | optimizers | claim | gradients of 10⁻³ to 10⁻⁵ become zero in FP16 unless scaled
  11.3.2 | 11.3.2:recover | optimizers | claim | dividing by the scale afterwards gives back the true gradient
  12.1.1 | 12.1.1:tensor | backprop | definition | tensor of order n: array with n axes; scalar 0, vector 1, matrix 2
  12.1.2 | 12.1 | backprop | definition | matrix product without the sum sign: Cᵢⱼ = AᵢₖBₖⱼ
  12.1.2 | 12.1.2:free | backprop | definition | indices occurring once are free, repeated ones are summed
  12.1.2 | 12.2 | backprop | definition | matrix-vector product: yᵢ = Wᵢⱼxⱼ with j summed
  12.1.2 | 12.3 | backprop | definition | sliding filter, stride 1: y at t sums w at s times x at t + s, called convolution
  12.1.2 | 12.4 | backprop | definition | batched matrix product, k summed, batch index b free
  12.2.1 | 12.2.1:rules | backprop | algorithm | broadcasting aligns shapes from the right, adds missing axes on the left
  12.2.1 | 12.2.1:first | backprop | claim | (M, N) with (N,): the vector becomes (1, N), then (M, N)
  12.2.1 | 12.2.1:second | backprop | claim | (B, M, N) with (N,): the vector becomes (1, 1, N), then (B, M, N)
  12.2.1 | 12.5 | backprop | definition | every entry scaled by the γ of its last index
  12.3.1 | 12.6 | backprop | definition | reshape from B×C×H×W to BC×HW
  12.3.1 | 12.3.1:layout | backprop | claim | reshaping keeps the data order; row-major or column-major order matters
  12.3.2 | 12.7 | backprop | definition | Y at ijkℓ is X at kiℓj, said to be axes (0, 1, 2, 3) to (2, 0, 3, 1)
  12.3.2 | 12.8 | backprop | definition | the same permutation in index notation
  12.3.3 | 12.9 | backprop | definition | flatten B×C×H×W to one vector of B·C·H·W entries
  12.3.3 | 12.3.3:batch | backprop | claim | flattening merges batch and space axes, useful before dense layers
  13.1.1 | 13.1.1:finder | optimizers | algorithm | rate finder: sweep the rate upward over one epoch, pick where loss falls steeply
  13.1.1 | 13.1 | optimizers | definition | rate grows geometrically from its minimum to its maximum over T batches
  13.1.1 | 13.1.1:sweet | optimizers | claim | the finder picks the rate where the gradient is largest, short of divergence
  13.1.2 | 13.2 | optimizers | definition | step decay: rate times γ to the floor of t/S, γ < 1
  13.1.2 | 13.3 | optimizers | definition | exponential decay: rate times exp(−λt), λ > 0
  13.1.2 | 13.4 | optimizers | definition | cosine annealing between the start rate and the minimum
  13.1.2 | 13.1.2:ends | optimizers | claim | the cosine schedule falls smoothly from η₀ to the minimum
  13.1.2 | 13.5 | optimizers | definition | cosine with warm restarts; start rate shrinks by γ per restart
  13.1.2 | 13.1.2:restarts | optimizers | claim | restarts repeat the cosine with a decreasing largest rate
  13.2.1 | 13.6 | optimizers | definition | linear warmup from the minimum to η₀ over the warmup steps
  13.2.1 | 13.2.1:why | optimizers | claim | warmup avoids extreme updates early on, above all for Transformers
  13.2.2 | 13.7 | optimizers | definition | warmup with k accumulated batches: slope divided by k
  13.2.2 | 13.2.2:spans | optimizers | claim | with accumulation the warmup spans the accumulated steps
  13.3.1 | 13.8 | optimizers | definition | grid: Cartesian product of three value lists
  13.3.1 | 13.3.1:count | optimizers | claim | grid search trains m·n·p models, which explodes combinatorially
  13.3.2 | 13.9 | optimizers | algorithm | random search: draw N settings from a prior
  13.3.2 | 13.3.2:count | optimizers | claim | random search trains N models
  13.3.2 | 13.3.2:efficient | optimizers | claim | in many dimensions random search beats grid search
  13.3.3 | 13.10 | optimizers | model | objective modelled as a Gaussian process with mean μ and kernel k
  13.3.3 | 13.3.3:steps | optimizers | algorithm | five steps: fit, define acquisition, choose its maximum, train, repeat
  13.3.3 | 13.3.3:cost | optimizers | claim | Bayesian search costs more per step but needs fewer trials
  14.1.1 | 14.1 | optimizers | definition | z-score: subtract the mean, divide by the standard deviation
  14.1.1 | 14.1.1:statistics | optimizers | definition | mean and standard deviation of a feature over n samples, divisor n
  14.1.1 | 14.1.1:normal | optimizers | claim | standardizing assumes features are roughly normal
  14.1.2 | 14.2 | optimizers | definition | min-max scaling: subtract minimum, divide by range
  14.1.2 | 14.1.2:bounds | optimizers | inequality | min-max values lie in [0, 1] and react strongly to outliers
  14.1.3 | 14.1.3:leak | optimizers | claim | statistics come from training data only, else test information leaks
  14.2 | 14.3 | optimizers | definition | batch norm: centre, divide by root of variance plus ε, then γ and β
  14.2.1 | 14.4 | optimizers | algorithm | running mean and variance: α old plus (1 − α) batch value
  14.2.1 | 14.2.1:inference | optimizers | claim | training uses batch statistics, inference the running ones
  14.3 | 14.5 | optimizers | definition | LayerNorm mean and variance over the features of one sample
  14.3 | 14.6 | optimizers | definition | LayerNorm: normalize, then scale and shift each feature
  14.3 | 14.3:batch | optimizers | claim | LayerNorm does not depend on the batch; γ and β have one entry per feature
  14.4.1 | 14.7 | optimizers | definition | group mean and variance over S/G entries, S = C·H·W
  14.4.1 | 14.4.1:small | optimizers | claim | group norm works well for batches of 1 to 4
  14.4.2 | 14.8 | optimizers | definition | instance mean and variance over H and W, per channel
  14.4.2 | 14.4.2:instance | optimizers | claim | instance norm removes information specific to one image
  14.5 | 14.5:table | optimizers | claim | batch, layer and group norm by statistics, axes and best use
  15.1.1 | 15.1.1:sequence | rnn | definition | inputs and targets are sequences of vectors; T varies between examples
  15.1.2 | 15.1.2:zero | rnn | definition | the initial hidden state is the zero vector
  15.1.2 | 15.1 | rnn | definition | states of m sequences form a dₕ×m matrix, one column each
  15.1.3 | 15.1.3:tasks | rnn | definition | many-to-one, one-to-many and many-to-many tasks by input and output lengths
  15.2.1 | 15.2 | rnn | model | state pre-activation from previous state, current input and bias
  15.2.1 | 15.3 | rnn | model | state is the elementwise activation of its pre-activation
  15.2.1 | 15.4 | rnn | model | output pre-activation is an affine map of the state
  15.2.1 | 15.5 | rnn | model | prediction is the output activation of its pre-activation
  15.2.1 | 15.2.1:shapes | rnn | definition | three weight shapes: dₕ×dₕ, dₕ×dₓ, d_y×dₕ
  15.2.1 | 15.2.1:activations | rnn | claim | tanh or ReLU inside; output softmax, sigmoid or linear by task
  15.2.2 | 15.2.2:sharing | rnn | claim | the same parameters at every step allow any sequence length
  15.2.3 | 15.6 | rnn | model | batched state pre-activation, bias spread by a row of ones
  15.2.3 | 15.7 | rnn | model | batched state, activation taken elementwise
  15.2.3 | 15.8 | rnn | model | batched output pre-activation, bias spread by a row of ones
  15.2.3 | 15.9 | rnn | model | batched prediction, output activation applied
  15.3.1 | 15.3.1:dag | rnn | claim | unrolled over T steps the network is an acyclic graph
  15.3.1 | 15.3.1:cell | rnn | claim | each cell takes the current input and the previous state
  15.3.2 | 15.10 | rnn | model | the state at t is a function of inputs 1 to t
  15.4.1 | 15.11 | rnn | definition | total loss is the sum of the losses of all steps
  15.4.2 | 15.12 | rnn | identity | gradient at a state: own step's part plus later steps' part
  15.4.2 | 15.13 | rnn | identity | later part goes through the next state's Jacobian
  15.4.2 | 15.4.2:delta | rnn | definition | δₕ is the gradient by state pre-activation, δ_y by output pre-activation
  15.4.2 | 15.14 | rnn | identity | own part: transposed output weights times output error
  15.4.2 | 15.15 | rnn | identity | later part: Wₕₕ transposed times the next state error
  15.4.2 | 15.16 | rnn | algorithm | state error: both parts added, times the activation slope
  15.4.3 | 15.17 | rnn | identity | gradient of Wₕₕ as a sum over steps by the chain rule
  15.4.3 | 15.18 | rnn | identity | gradient of Wₕₕ: sum of state error times previous state transposed
  15.4.3 | 15.19 | rnn | identity | gradient of Wₓₕ: sum of state error times input transposed
  15.4.3 | 15.20 | rnn | identity | gradient of output weights: sum of output error times state transposed
  15.4.3 | 15.21 | rnn | identity | gradient of state bias: sum of state errors
  15.4.3 | 15.22 | rnn | identity | gradient of output bias: sum of output errors
  15.5.1 | 15.23 | rnn | identity | Jacobian from step k to t is the product of one-step Jacobians
  15.5.1 | 15.24 | rnn | identity | that product written out, latest factor on the left
  15.5.1 | 15.25 | rnn | identity | one-step Jacobian by the chain rule
  15.5.1 | 15.26 | rnn | identity | one-step Jacobian is diag(slope) times Wₕₕ
  15.5.2 | 15.27 | rnn | inequality | norm of the product at most about (max σₕʹ)ᵗ⁻ᵏ ‖Wₕₕ‖ᵗ⁻ᵏ
  15.5.2 | 15.5.2:tanhmax | rnn | inequality | slope of tanh at most 1, its maximum given as 1/4 at 0
  15.5.2 | 15.5.2:rho | rnn | definition | ρ = λₘₐₓ of Wₕₕ, called spectral radius, largest eigenvalue in size
  15.5.2 | 15.5.2:vanish | rnn | limit | ρ < 1 makes ‖Wₕₕ‖ᵗ⁻ᵏ go to 0; distant steps stop counting
  15.5.2 | 15.5.2:explode | rnn | limit | ρ > 1 makes ‖Wₕₕ‖ᵗ⁻ᵏ go to ∞; gradients become unbounded
  15.5.3 | 15.28 | rnn | definition | temporal condition number: ρ^{T}
  15.5.3 | 15.5.3:cases | rnn | limit | for large T it goes to 0, to ∞ or stays 1 as ρ is below, above or equal 1
  15.5.3 | 15.5.3:critical | rnn | claim | ρ = 1 balances growth and decay but is unstable in practice
  15.6.1 | Q1:lengths | rnn | claim | without sharing, lengths 100 and 1000 would need different networks
  15.6.1 | 15.29 | rnn | model | last state as nested activations of Wₕₕ from the first state, no inputs
  15.6.1 | Q1:tradeoff | rnn | claim | the gradient becomes a long product of Wₕₕ, prone to vanish or explode
  15.6.2 | Q2:gradient | rnn | number | 100 steps of slope 0.5 leave 0.5¹⁰⁰, about 10⁻³⁰
  15.6.2 | Q2:moderate | rnn | claim | 0.5 counts as a moderate slope of tanh
  15.6.2 | Q2:recent | rnn | claim | word 1 no longer measurably affects output 100; only recent words count
  15.6.3 | Q3:memory | rnn | number | T·dₕ·4 bytes: 2.048 MB per sequence, 65.5 MB for 32
  15.6.3 | Q3:store | rnn | claim | full BPTT keeps the states of every step
  15.6.3 | Q3:truncated | rnn | algorithm | truncated BPTT goes back only about 50 steps
  15.6.4 | Q4:order | rnn | claim | each state needs the one before, so steps cannot run in parallel
  15.6.4 | Q4:depth | rnn | limit | RNN takes O(T) sequential time, Transformer O(log T) or O(1)
  15.6.4 | Q4:training | rnn | claim | parallel efficiency sets training speed of large language models
  15.7.1 | Q5:update | rnn | number | rate 0.001: gradient 10⁸ moves weights by 100000, gradient 1.0 by 0.001
  15.7.1 | Q5:clip | rnn | algorithm | if the gradient norm exceeds θ, rescale it to norm θ
  15.7.1 | Q5:curve | rnn | claim | with exploding gradients the loss oscillates or becomes NaN
  15.7.1 | Q5:small | rnn | claim | keeping ‖Wₕₕ‖ small at the start helps against explosion
  15.7.2 | Q6:rho | rnn | number | ρ¹⁰⁰ for 0.9, 1.0, 1.1: near 0, near 1, about 14000
  15.7.2 | Q6:rate | rnn | claim | the largest eigenvalue of Wₕₕ sets how fast gradients grow or shrink
  15.7.2 | Q6:init | rnn | claim | Xavier or orthogonal start gives a reasonable spectral radius
  16.1.1 | 16.1 | lstm | identity | gradient at the first state ∝ product over t of Wₕₕ transposed times diag(slope)
  16.1.1 | 16.1.1:slope | lstm | inequality | tanh slope is 1 at 0, less elsewhere, often 0.1 to 0.01
  16.1.1 | 16.2 | lstm | number | 0.9¹⁰⁰ is about 2.7·10⁻⁵
  16.1.2 | 16.3 | lstm | model | new cell state is the old one plus something new
  16.1.2 | 16.4 | lstm | identity | derivative of cell state by its predecessor is the forget gate
  16.1.2 | 16.5 | lstm | limit | product of cell derivatives is the product of forget gates, near 1 if gates are
  16.1.2 | 16.1.2:stable | lstm | claim | forget gates near 1 keep the product stable, so no vanishing
  16.2.1 | 16.6 | lstm | model | forget gate: sigmoid of an affine map of input and previous state
  16.2.1 | 16.2.1:sigmoid | lstm | definition | sigmoid 1/(1 + exp(−z)), values in [0, 1]
  16.2.1 | 16.7 | lstm | model | input gate: sigmoid of an affine map of input and previous state
  16.2.1 | 16.8 | lstm | model | output gate: sigmoid of an affine map of input and previous state
  16.2.1 | 16.9 | lstm | model | candidate: tanh of an affine map of input and previous state
  16.2.2 | 16.10 | lstm | model | cell state: forget gate times old plus input gate times candidate
  16.2.2 | 16.11 | lstm | model | state: output gate times tanh of the cell state
  16.3.1 | Q7:rnn | lstm | limit | plain RNN: gradient at step 1 ∝ Wₕₕ¹⁰⁰, exponential decay
  16.3.1 | Q7:sum | lstm | claim | LSTM: gradient at the first cell state ∝ sum of forget gates
  16.3.1 | Q7:one | lstm | claim | forget gate near 1: the gradient is multiplied by 1 each step
  16.3.2 | Q8:gates | lstm | claim | LSTM has 4 gates (forget, input, output, candidate), GRU 2 or 3
  16.3.2 | Q8:gru | lstm | claim | GRU: input and forget merged to update gate, output to reset gate
  16.3.3 | 16.12 | lstm | number | forget bias 1.0 gives a gate of about 0.73
  16.3.3 | Q9:zero | lstm | claim | forget bias 0 starts the gate at 50% and gradients vanish early
  16.3.3 | Q9:flow | lstm | claim | starting at 1 keeps the past and lets gradients through at once
  16.3.4 | Q10:roles | lstm | claim | cell state changes slowly and additively; hidden state varies strongly
  17.1.1 | 17.1.1:lengths | transformer | claim | encoder-decoder maps length T to a different length
  17.1.2 | 17.1 | transformer | definition | context is the last encoder state
  17.1.2 | 17.1.2:decoder | transformer | model | the decoder starts from the context and generates token by token
  17.2.1 | 17.2.1:bottleneck | transformer | claim | one fixed vector for a long sentence is a bottleneck
  17.2.2 | 17.2 | transformer | definition | attention weights: softmax of scores over encoder positions
  17.2.2 | 17.3 | transformer | definition | context at t: encoder states weighted by attention
  17.3.1 | Q11:compress | transformer | claim | 30 words, about 9000 numbers, into 512 loses nuance; attention avoids it
  17.3.2 | Q12:distribution | transformer | claim | attention weights form a probability distribution over source positions
  17.3.2 | Q12:example | transformer | number | weights 0.9 and 0.1 for the article, 0.8 for the noun
  17.3.3 | Q13:scores | transformer | definition | dot, additive and scaled dot scores
  17.3.3 | Q13:best | transformer | claim | scaled dot is the standard: fast and stable
  17.3.4 | Q14:heads | transformer | claim | one head has one dominant pattern, several heads several relations in parallel
  18.1.1 | 18.1 | transformer | model | queries: input times query weights, T×dₖ
  18.1.1 | 18.2 | transformer | model | keys: input times key weights, T×dₖ
  18.1.1 | 18.3 | transformer | model | values: input times value weights, T×dᵥ
  18.1.1 | 18.1.1:width | transformer | definition | usually dₖ = dᵥ = model width over number of heads
  18.1.2 | 18.4 | transformer | model | scores: queries times keys transposed, T×T
  18.1.2 | 18.5 | transformer | model | scores divided by √dₖ
  18.1.2 | 18.6 | transformer | model | attention matrix: softmax of the scaled scores
  18.1.2 | 18.7 | transformer | model | attention output: attention matrix times values
  18.1.3 | 18.8 | transformer | identity | dot product of standard normal vectors has variance dₖ
  18.1.3 | 18.1.3:scale | transformer | claim | dividing by √dₖ keeps attention diffuse and gradients from saturating
  18.2.1 | 18.9 | transformer | model | head i: scaled attention with its own queries, keys, values
  18.2.1 | 18.10 | transformer | model | heads side by side, times the output weights
  18.3.1 | 18.11 | transformer | definition | even entries: sine of position over 10000 to the 2i/d
  18.3.1 | 18.12 | transformer | definition | odd entries: cosine of the same angle
  18.3.1 | 18.3.1:bounds | transformer | inequality | all positional entries lie in [−1, 1]
  18.3.1 | 18.3.1:relative | transformer | claim | angle addition formulas give relative positions
  18.3.1 | 18.3.1:wavelengths | transformer | claim | wavelengths form a hierarchy from which distances can be learned
  18.4.1 | 18.4.1:block | transformer | algorithm | encoder block: attention, add and norm, feed-forward, add and norm
  18.4.2 | 18.13 | transformer | model | feed-forward: affine, ReLU, affine, for each position
  18.4.2 | 18.4.2:width | transformer | definition | inner width usually 4 times the model width
  18.4.3 | 18.14 | transformer | definition | LayerNorm with gain, shift and ε under the root
  18.4.3 | 18.4.3:rows | transformer | claim | LayerNorm works row by row, whatever the batch size
  18.5.1 | 18.5.1:block | transformer | algorithm | decoder block: masked self-attention, cross-attention, feed-forward
  18.5.1 | 18.5.1:causal | transformer | claim | a target attends only to positions up to its own
  18.5.3 | 18.15 | transformer | algorithm | add the mask to the scores before softmax
  18.5.3 | 18.16 | transformer | definition | mask: 0 for j ≤ i, −∞ for j > i
  18.6.1 | Q15:path | transformer | number | from position 1 to 100: 99 steps in an RNN, 1 in self-attention
  18.6.1 | Q15:cost | transformer | limit | RNN O(T·d²) sequential, Transformer O(T²·d + T·d²) parallel
  18.6.2 | Q16:roles | transformer | claim | query matched with keys; values fetched in proportion to the match
  18.6.3 | Q17:variance | transformer | number | dₖ = 512: variance 512 and range ±30 raw, about 1 and ±3 scaled by √512
  18.6.3 | Q17:saturation | transformer | claim | raw scores make softmax one-hot with vanishing gradients, scaled ones do not
  18.6.4 | Q18:extrapolate | transformer | claim | sinusoidal codes reach beyond trained lengths, learned ones cannot
  18.6.4 | Q18:users | transformer | claim | original Transformer uses sinusoidal codes, BERT and GPT learned ones
  18.6.5 | Q19:axes | transformer | claim | batch norm averages over the batch, layer norm over the features of each token
  18.6.6 | Q20:causal | transformer | claim | scores of −∞ for future positions enforce causality in training
  18.6.7 | Q21:training | transformer | claim | training is much faster than an RNN, parallel over time
  18.6.7 | Q21:inference | transformer | limit | generation costs O(T²) for the Transformer, O(T) for the RNN
  18.6.7 | Q21:cache | transformer | claim | storing keys and values softens the cost of generation
  19.1.1 | 19.1 | transformer | model | loss falls as a power of data, parameters and compute
  19.1.1 | 19.1.1:exponent | transformer | claim | usual exponents about 0.05 to 0.1; gains from scaling are predictable
  19.2 | 19.2:context | transformer | claim | large models learn a task from prompt examples without parameter updates
  19.3.1 | Q22:limits | transformer | claim | power laws checked to about 10²⁴ FLOPs; data, cost, entropy set limits
  19.3.2 | Q23:emergent | transformer | claim | hypotheses: phase transition, structured space, attention as gradient descent
  19.3.3 | Q24:induction | transformer | claim | in-context learning is meta-learning; induction heads copy earlier patterns
  19.3.4 | Q25:foundation | transformer | claim | one pretrained model serves many tasks instead of 1 per task
  19.4 | 19.4:table | transformer | claim | RNN, LSTM and Transformer compared by seven features
  19.4 | 19.4:memory | transformer | limit | Transformer memory is O(T²), RNN low, LSTM medium
  20.1.1 | 20.1.1:timeline | transformer | claim | ten architectures with year 2017 to 2024, idea and motive
  20.2.1 | 20.2.1:bert | transformer | model | BERT: stack of bidirectional encoders, pretrained by masked prediction
  20.2.2 | 20.2.2:share | transformer | claim | 15% of the input tokens are masked and predicted
  20.2.2 | 20.1 | transformer | definition | masked loss: minus log-probabilities of masked tokens given context
  20.3.1 | 20.3.1:gpt | transformer | model | GPT: decoder stack with causal mask, trained on the next token
  20.3.2 | 20.2 | transformer | definition | causal loss: minus sum over t of log-probability of token t + 1 given 1 to t
  20.3.2 | 20.3.2:patterns | transformer | claim | figure: BERT attends to all tokens, GPT only to earlier ones
  20.3.3 | 20.3 | transformer | definition | RLHF loss: expected KL to the reference minus λ times reward
  20.4.1 | 20.4.1:text | transformer | claim | T5 turns every task into text in, text out
  20.5.1 | 20.5.1:quadratic | transformer | limit | standard attention grows quadratically in T
  20.5.2 | 20.5.2:sparse | transformer | algorithm | sparse attention: a local window of w plus a few global tokens
  20.5.2 | 20.5.2:window | transformer | limit | attention in a window of w costs O(T·w)
  20.5.3 | 20.5.3:experts | transformer | claim | routing to one expert: more parameters at constant inference cost
  20.6.1 | 20.6.1:patches | transformer | model | ViT: 16×16 patches embedded linearly as a token sequence
  20.6.2 | 20.4 | transformer | definition | similarity of image and text: dot product of their embeddings
  20.7.1 | 20.7.1:rag | transformer | claim | fetching documents first reduces hallucinations
  20.7.2 | 20.5 | transformer | model | LoRA: new weights are the old plus A times B transposed, both low-rank
  20.8.1 | Q26:direction | transformer | claim | BERT sees both sides, GPT only the past, to match training with inference
  20.8.2 | Q27:leak | transformer | claim | masking may allow memorizing frequent words but acts as a regularizer
  20.8.3 | Q28:emergent | transformer | claim | sudden gains from combined skills, larger latent space, meta-learning
  20.8.4 | Q29:temperature | transformer | claim | high τ (1.0+) flattens the distribution, low τ (0.1) sharpens it
  20.8.5 | Q30:penalty | transformer | claim | the KL term stops reward hacking by staying near the SFT distribution
  20.8.6 | Q31:unify | transformer | claim | nearly all language tasks are sequence to sequence; labels are short sequences
  20.8.7 | Q32:sparse | transformer | claim | long-range links (500 words) are rare; global tokens catch them
  20.8.8 | Q33:kernel | transformer | claim | linear attention approximates softmax attention by feature maps, not exactly
  20.8.8 | Q33:order | transformer | claim | softmax attention is called order-dependent
  20.8.8 | Q33:speed | transformer | claim | linear attention is much faster for long T, less precise for short T
  20.8.9 | Q34:experts | transformer | claim | 64 to 128 experts: more capacity and memory, inference no slower
  20.8.10 | Q35:global | transformer | claim | ViT patches see all others at once; a CNN's receptive field grows slowly
  20.8.11 | Q36:choice | transformer | claim | RAG for changing knowledge, fine-tuning for style or stable knowledge
  20.8.12 | Q37:merge | transformer | claim | LoRA weights can be merged, so no added latency
  20.8.12 | Q37:prefix | transformer | claim | prefix tuning uses up context window and can be harder to optimize
  21.1.1 | 21.1.1:setup | rnn | number | sizes 2, 3, 1, three steps, rate 0.1, target 1
  21.1.1 | 21.1.1:layers | rnn | claim | the example is headed as a network of 2 layers
  21.1.1 | 21.1 | rnn | number | given state-to-state and input-to-state weights
  21.1.1 | 21.2 | rnn | number | given output weights, state bias and output bias
  21.1.1 | 21.1.1:activations | rnn | definition | tanh for the state, sigmoid for the output
  21.1.1 | 21.3 | rnn | number | given inputs of the three steps
  21.1.2 | 21.4 | rnn | model | state pre-activation at step 1 from zero state, input and bias
  21.1.2 | 21.5 | rnn | number | pre-activation at step 1: 0 plus (0.47, 0.23, 0.22)
  21.1.2 | 21.6 | rnn | number | state at step 1: (0.440, 0.226, 0.216)
  21.1.2 | 21.7 | rnn | number | prediction at step 1: σ(0.5358) = 0.631
  21.1.2 | 21.8 | rnn | number | pre-activation, state and prediction 0.682 at step 2
  21.1.2 | 21.9 | rnn | number | pre-activation, state and prediction 0.720 at step 3
  21.1.3 | 21.10 | rnn | number | loss −log 0.720 is about 0.329
  21.1.4 | 21.11 | rnn | number | output error 0.720 − 1 = −0.280
  21.1.4 | 21.12 | rnn | identity | last state error: output weights transposed times output error, times slope
  21.1.4 | 21.13 | rnn | number | state error at step 3: (−0.107, −0.095, −0.067) with its two factors
  21.1.4 | 21.1.4:assumption | rnn | model | only the last step has a loss, so earlier errors are recurrent only
  21.1.4 | 21.14 | rnn | identity | state error at step 2: Wₕₕ transposed times next error, times slope
  21.1.4 | 21.15 | rnn | number | state error at step 2: (−0.0422, −0.0419, −0.0510) with its two factors
  21.1.4 | 21.16 | rnn | number | state error at step 1: (−0.0252, −0.0265, −0.0157)
  21.1.4 | 21.17 | rnn | number | gradient of Wₕₕ, nine entries, summed over the steps
  21.2.1 | 21.2.1:setup | lstm | number | sizes 2 and 2, two steps, weights about 0.1 times the identity
  21.2.2 | 21.2.2:forward | lstm | algorithm | gates and candidate, then cell state, then state, at each step
  21.2.2 | 21.2.2:cell | lstm | model | cell state: forget gate times old plus input gate times candidate
  21.2.2 | 21.2.2:hidden | lstm | model | state: output gate times tanh of the cell state
  21.2.3 | 21.18 | lstm | algorithm | cell gradient: via the state's tanh, plus next cell gradient times forget gate
  21.2.3 | 21.2.3:persist | lstm | claim | with forget gates near 1 gradients last without decay
  21.3.1 | 21.3.1:setup | transformer | number | two tokens, width 4, two heads
  21.3.1 | 21.3.1:x | transformer | model | input is 4×2, features by tokens; other texts use T×d
  21.3.2 | 21.3.2:q | transformer | model | queries of head 1: query weights times input
  21.3.2 | 21.3.2:e | transformer | model | scores of head 1: queries times keys transposed over √dₖ
  21.3.2 | 21.3.2:softmax | transformer | model | softmax of the scores, column by column for tokens
  21.3.2 | 21.3.2:head | transformer | model | head 1: attention matrix times values transposed
  21.3.3 | 21.19 | transformer | identity | value gradient: head gradient times attention matrix
  21.3.3 | 21.20 | transformer | identity | attention gradient: head gradient transposed times values
  21.3.3 | 21.21 | transformer | identity | softmax Jacobian in column j: Aᵢⱼ(δᵢₖ − Aₖⱼ)
  21.3.3 | 21.22 | transformer | identity | query gradient proportional to score gradient times keys
  21.4 | 21.4:rnn | rnn | limit | RNN forward cost O(dₕ²); difficulty: vanishing gradients
  21.4 | 21.4:lstm | lstm | limit | LSTM forward cost O(4dₕ²); difficulty: stability of the additive path
  21.4 | 21.4:table | transformer | limit | cost table; attention O(T²d), difficulty: softmax Jacobian
  """#
