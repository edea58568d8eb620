// swift-format-ignore-file: a row is a line, however long.

/// The equations, slides, displayed formulas and claims that `appendix` prints, in its order:
/// section | locator | chapter | kind | what it states
let appendixEquations = #"""
  A.1 | A.1 | perceptron | claim | on linearly separable data the perceptron makes only finitely many updates
  A.1 | A.1:halt | perceptron | claim | it finds a separating hyperplane and then stops changing the weights
  A.1 | A.1:sure | perceptron | claim | convergence is certain, not merely likely
  A.1 | A.1:scope | perceptron | claim | no word on non-separable data or the best hyperplane; many steps are possible
  A.2 | A.2:margin | perceptron | definition | unit w* and γ > 0 with yᵢ(w*ᵀxᵢ) ≥ γ for every i; labels −1, +1
  A.2 | A.2 | perceptron | definition | ‖xᵢ‖ ≤ R for every i
  A.2 | A.2:gamma | perceptron | claim | γ is the least distance of a data point from the hyperplane
  A.2 | A.2:ball | perceptron | claim | R is the largest radius: the data lie in a ball of that radius
  A.3 | A.3:update | perceptron | algorithm | at a mistake on (xᵢ, yᵢ): w becomes w + yᵢxᵢ
  A.3 | A.3 | perceptron | inequality | w*ᵀwᵗ⁺¹ = w*ᵀwᵗ + yᵢ(w*ᵀxᵢ) ≥ w*ᵀwᵗ + γ
  A.3 | A.3:sum | perceptron | inequality | w*ᵀwᵗ ≥ tγ after t mistakes from zero weights
  A.4 | A.4:expand | perceptron | identity | ‖w + yᵢxᵢ‖² = ‖w‖² + 2yᵢ(wᵀxᵢ) + ‖xᵢ‖²
  A.4 | A.4:mistake | perceptron | claim | a mistake means yᵢ(wᵀxᵢ) ≤ 0
  A.4 | A.4 | perceptron | inequality | ‖wᵗ⁺¹‖² ≤ ‖wᵗ‖² + R² at a mistake
  A.4 | A.4:sum | perceptron | inequality | ‖wᵗ‖² ≤ tR² after t mistakes from zero weights
  A.5 | A.5:root | perceptron | inequality | ‖wᵗ‖ ≤ √t·R from step 2 (both earlier bounds repeated)
  A.5 | A.5:cauchy | perceptron | inequality | tγ ≤ w*ᵀwᵗ ≤ ‖w*‖‖wᵗ‖ = 1·‖wᵗ‖ ≤ √t·R by Cauchy-Schwarz
  A.5 | A.5:solve | perceptron | inequality | tγ ≤ √t·R gives √t ≤ R/γ gives t ≤ R²/γ²
  A.5 | A.5 | perceptron | inequality | number of mistakes ≤ (R/γ)², printed twice
  A.6 | A.6 | perceptron | claim | only the ratio of R and γ matters, not their sizes
  A.6 | A.6:margin | perceptron | claim | a larger γ means fewer mistakes
  A.6 | A.6:spread | perceptron | claim | a larger R means more mistakes
  A.6 | A.6:hard | perceptron | claim | easy: large γ, small R; hard: small γ, large R
  A.6 | A.6:zero | perceptron | limit | γ = 0 (not separable): infinite bound, nothing guaranteed
  B.1 | B.1 | backprop | claim | backprop needs O(n) operations in total, the same as a forward pass
  B.1 | B.1:naive | backprop | claim | the naive way needs O(n²) operations for each parameter
  B.1 | B.1:reuse | backprop | claim | intermediate results are reused through the chain rule
  B.2 | B.2 | backprop | definition | h⁰ = x, zˡ = Wˡhˡ⁻¹ + bˡ, hˡ = φ(zˡ), ŷ = hᴸ
  B.2 | B.2:shapes | backprop | definition | Wˡ is nₗ×nₗ₋₁, bˡ has nₗ entries, nₗ neurons in layer l
  B.2 | B.2:delta | backprop | definition | δˡ = ∂ℒ/∂zˡ, a vector of nₗ entries
  B.3 | B.3:univariate | backprop | identity | dz/dx = dz/dy · dy/dx
  B.3 | B.3:multi | backprop | identity | ∂L/∂w = Σᵢ ∂L/∂zᵢ · ∂zᵢ/∂w
  B.3 | B.3 | backprop | identity | ∂L/∂h = (∂z/∂h)ᵀ ∂L/∂z for z = f(h)
  B.3 | B.3:jacobian | backprop | claim | the Jacobian ∂z/∂h is what links one layer to the next
  B.4 | B.4 | backprop | model | zˡ = Wˡhˡ⁻¹ + bˡ and hˡ = φˡ(zˡ) for l = 1 … L
  B.4 | B.4:element | backprop | model | zˡⱼ = Σₖ Wˡⱼₖ hˡ⁻¹ₖ + bˡⱼ and hˡⱼ = φ(zˡⱼ), k up to nₗ₋₁
  B.4 | B.4:loss | backprop | definition | ŷ = hᴸ and ℒ = ℒ(ŷ, y)
  B.5 | B.5 | backprop | definition | δˡ = ∂ℒ/∂zˡ is the error signal of layer l
  B.5 | B.5:why | backprop | claim | δˡ measures how the loss reacts to zˡ; every weight gradient follows from it
  B.5 | B.5:recursive | backprop | claim | δ can be found layer by layer: δˡ = f(δˡ⁺¹)
  B.5 | B.5:strategy | backprop | algorithm | output δ first, then backwards, then ∂ℒ/∂Wˡ = g(δˡ)
  B.6 | B.6:start | backprop | definition | δᴸ = ∂ℒ/∂zᴸ at the output layer
  B.6 | B.6:chain | backprop | identity | δᴸⱼ = ∂ℒ/∂zᴸⱼ = Σₖ ∂ℒ/∂hᴸₖ · ∂hᴸₖ/∂zᴸⱼ
  B.6 | B.6:diag | backprop | identity | ∂hᴸₖ/∂zᴸⱼ = φʹ(zᴸⱼ) if j = k, else 0, for an element-wise activation
  B.6 | B.6 | backprop | identity | δᴸⱼ = ∂ℒ/∂hᴸⱼ · φʹ(zᴸⱼ)
  B.6 | B.6:vector | backprop | identity | δᴸ = ∇ℒ ⊙ φʹ(zᴸ), the gradient by hᴸ
  B.7 | B.7:loss | backprop | definition | ℒ = ½‖ŷ − y‖² = ½ Σⱼ (hᴸⱼ − yⱼ)², called MSE in the title
  B.7 | B.7:sigmoid | backprop | definition | φ(z) = σ(z) = 1/(1 + exp(−z))
  B.7 | B.7:derivative | backprop | identity | σʹ(z) = σ(z)(1 − σ(z))
  B.7 | B.7:gradient | backprop | identity | ∂ℒ/∂hᴸⱼ = hᴸⱼ − yⱼ = ŷⱼ − yⱼ
  B.7 | B.7 | backprop | identity | δᴸⱼ = (hᴸⱼ − yⱼ)·σ(zᴸⱼ)(1 − σ(zᴸⱼ)) = (ŷⱼ − yⱼ)·ŷⱼ(1 − ŷⱼ)
  B.7 | B.7:vector | backprop | identity | δᴸ = (ŷ − y) ⊙ ŷ ⊙ (1 − ŷ)
  B.8 | B.8:loss | backprop | definition | ℒ = −Σⱼ yⱼ log ŷⱼ with one-hot y
  B.8 | B.8:softmax | backprop | definition | ŷⱼ = softmax(zᴸ)ⱼ = exp(zᴸⱼ)/(Σₖ exp(zᴸₖ))
  B.8 | B.8 | backprop | identity | δᴸⱼ = ∂ℒ/∂zᴸⱼ = ŷⱼ − yⱼ
  B.8 | B.8:sketch | backprop | identity | −Σₖ yₖ(1/ŷₖ)∂ŷₖ/∂zⱼ = −yⱼ(1 − ŷⱼ) + Σₖ≠ⱼ yₖŷⱼ = ŷⱼ − yⱼ
  B.8 | B.8:vector | backprop | identity | δᴸ = ŷ − y
  B.9 | B.9:graph | backprop | model | zˡ → hˡ → zˡ⁺¹ → hˡ⁺¹ → … → ℒ
  B.9 | B.9 | backprop | identity | δˡⱼ = ∂ℒ/∂zˡⱼ = Σₖ ∂ℒ/∂zˡ⁺¹ₖ · ∂zˡ⁺¹ₖ/∂zˡⱼ
  B.9 | B.9:known | backprop | identity | the first factor ∂ℒ/∂zˡ⁺¹ₖ is δˡ⁺¹ₖ, already at hand
  B.10 | B.10:recall | backprop | model | zˡ⁺¹ₖ = Σₘ Wˡ⁺¹ₖₘ hˡₘ + bˡ⁺¹ₖ
  B.10 | B.10:chain | backprop | identity | ∂zˡ⁺¹ₖ/∂zˡⱼ = Σₘ Wˡ⁺¹ₖₘ ∂hˡₘ/∂zˡⱼ
  B.10 | B.10:diag | backprop | identity | ∂hˡₘ/∂zˡⱼ = φʹ(zˡⱼ) if m = j, else 0, for an element-wise activation
  B.10 | B.10 | backprop | identity | ∂zˡ⁺¹ₖ/∂zˡⱼ = Wˡ⁺¹ₖⱼ · φʹ(zˡⱼ)
  B.11 | B.11 | backprop | identity | δˡⱼ = φʹ(zˡⱼ)·Σₖ Wˡ⁺¹ₖⱼ δˡ⁺¹ₖ = φʹ(zˡⱼ)·[Wˡ⁺¹ᵀδˡ⁺¹]ⱼ in four lines
  B.11 | B.11:meaning | backprop | claim | error of the next layer weighted by connections, scaled by the local slope
  B.12 | B.12 | backprop | identity | table of four activations φ and their derivatives
  B.12 | B.12:sigmoid | backprop | identity | φ = 1/(1 + exp(−z)) has φʹ = φ(1 − φ)
  B.12 | B.12:tanh | backprop | identity | φ = (exp(z) − exp(−z))/(exp(z) + exp(−z)) has φʹ = 1 − φ²
  B.12 | B.12:relu | backprop | identity | φ = max(0, z) has φʹ = 1 if z > 0, else 0
  B.12 | B.12:leaky | backprop | identity | φ = max(αz, z) has φʹ = α if z ≤ 0, 1 if z > 0
  B.12 | B.12:zero | backprop | claim | note on ReLU: slope 0 if z ≤ 0, slope 1 if z > 0
  B.12 | B.12:dead | backprop | claim | a ReLU whose z is negative for all inputs may become a dead neuron
  B.13 | B.13 | backprop | algorithm | δˡ = (Wˡ⁺¹ᵀ δˡ⁺¹) ⊙ φʹ(zˡ)
  B.13 | B.13:element | backprop | identity | δˡⱼ = φʹ(zˡⱼ) · Σₖ Wˡ⁺¹ₖⱼ δˡ⁺¹ₖ
  B.13 | B.13:meaning | backprop | claim | the product pulls the error back through the weights, ⊙ scales it by the slope
  B.13 | B.13:order | backprop | claim | errors run δᴸ → δᴸ⁻¹ → … → δ¹
  B.13 | B.13:transpose | backprop | claim | the transposed forward weights are used
  B.14 | B.14:graph | backprop | model | Wˡⱼₖ → zˡⱼ → hˡⱼ → … → ℒ
  B.14 | B.14 | backprop | identity | ∂ℒ/∂Wˡⱼₖ = ∂ℒ/∂zˡⱼ · ∂zˡⱼ/∂Wˡⱼₖ
  B.14 | B.14:known | backprop | identity | ∂ℒ/∂zˡⱼ = δˡⱼ; the other factor is left open here
  B.15 | B.15:recall | backprop | model | zˡⱼ = Σₘ Wˡⱼₘ hˡ⁻¹ₘ + bˡⱼ
  B.15 | B.15:partial | backprop | identity | ∂zˡⱼ/∂Wˡⱼₖ = hˡ⁻¹ₖ
  B.15 | B.15 | backprop | identity | ∂ℒ/∂Wˡⱼₖ = δˡⱼ · hˡ⁻¹ₖ
  B.15 | B.15:blame | backprop | claim | the gradient is proportional to the error at j and to the activation of input k
  B.16 | B.16 | backprop | identity | ∂ℒ/∂Wˡ = δˡ (hˡ⁻¹)ᵀ, the outer product of error with activation
  B.16 | B.16:shapes | backprop | claim | δˡ has nₗ entries, hˡ⁻¹ has nₗ₋₁, the outer product is nₗ×nₗ₋₁
  B.16 | B.16:element | backprop | identity | entry jk of ∂ℒ/∂Wˡ is δˡⱼ hˡ⁻¹ₖ
  B.17 | B.17:recall | backprop | model | zˡⱼ = Σₘ Wˡⱼₘ hˡ⁻¹ₘ + bˡⱼ
  B.17 | B.17:partial | backprop | identity | ∂zˡⱼ/∂bˡⱼ = 1
  B.17 | B.17:element | backprop | identity | ∂ℒ/∂bˡⱼ = δˡⱼ · 1 = δˡⱼ
  B.17 | B.17 | backprop | identity | ∂ℒ/∂bˡ = δˡ, the error signal itself
  B.18 | B.18 | backprop | algorithm | whole backpropagation for one example: forward, backward, gradients
  B.18 | B.18:forward | backprop | algorithm | h⁰ = x; for l = 1 … L zˡ = Wˡhˡ⁻¹ + bˡ, hˡ = φˡ(zˡ); then ℒ(hᴸ, y)
  B.18 | B.18:backward | backprop | algorithm | δᴸ = ∇ℒ ⊙ φᴸʹ(zᴸ); for l = L − 1 … 1 δˡ = (Wˡ⁺¹ᵀδˡ⁺¹) ⊙ φˡʹ(zˡ)
  B.18 | B.18:gradients | backprop | identity | ∂ℒ/∂Wˡ = δˡ(hˡ⁻¹)ᵀ and ∂ℒ/∂bˡ = δˡ
  B.19 | B.19 | backprop | number | worked 2-2-1 sigmoid network with MSE loss: given x, y, W¹, W², no biases
  B.19 | B.19:z1 | backprop | number | z¹ = W¹x gives (0.2, 0.5)
  B.19 | B.19:h1 | backprop | number | h¹ = σ(z¹) gives (0.550, 0.622)
  B.19 | B.19:z2 | backprop | number | z² = W²h¹ gives 0.648
  B.19 | B.19:yhat | backprop | number | ŷ = σ(z²) gives 0.656
  B.19 | B.19:delta2 | backprop | number | δ² = (ŷ − y)·ŷ(1 − ŷ) gives −0.078
  B.19 | B.19:delta1 | backprop | number | δ¹ = (W²ᵀδ²) ⊙ h¹ ⊙ (1 − h¹) gives (−0.010, −0.011)
  B.20 | B.20:forward | backprop | claim | forward: O(nₗ×nₗ₋₁) a layer, in total O(Σₗ nₗnₗ₋₁) = O(W), W all weights
  B.20 | B.20:backward | backprop | claim | backward: O(nₗ₊₁×nₗ) a layer as in the forward pass, O(W) in total
  B.20 | B.20 | backprop | claim | all gradients together cost O(W), equal to a single forward pass
  B.20 | B.20:fd | backprop | claim | finite differences done naively take O(W²)
  B.20 | B.20:speed | backprop | claim | backprop beats finite differences by the factor W
  C.1 | C.1:model | losses | model | y = f(x) + ε with ε normal, mean 0, variance σ²
  C.1 | C.1:density | losses | identity | p(y given x, θ) = exp(−(y − f(x))²/(2σ²)) / √(2πσ²)
  C.1 | C.1 | losses | identity | log p = Σᵢ log p(yᵢ) = −(n/2) log(2πσ²) − 1/(2σ²) Σᵢ (yᵢ − f(xᵢ))²
  C.2 | C.2:ml | losses | definition | θ_ML = arg max of log p(y given X, θ)
  C.2 | C.2:argmin | losses | identity | θ_ML = arg min of Σᵢ (yᵢ − f(xᵢ))², constants dropped
  C.2 | C.2 | losses | definition | MSE = (1/n) Σᵢ (yᵢ − ŷᵢ)²
  C.2 | C.2:insight | losses | claim | minimizing MSE is maximum likelihood when the noise is Gaussian
  C.2 | C.2:factors | losses | claim | 1/n only averages, an added 1/2 only tidies the gradient
  C.3 | C.3:model | losses | model | p(y = 1 given x, θ) = f(x) = ŷ in [0, 1]
  C.3 | C.3:bernoulli | losses | model | p(y given x, θ) = ŷʸ(1 − ŷ)¹⁻ʸ
  C.3 | C.3:loglik | losses | identity | log p = y log ŷ + (1 − y) log(1 − ŷ)
  C.3 | C.3 | losses | identity | negative log-likelihood −y log ŷ − (1 − y) log(1 − ŷ) is binary cross-entropy
  C.4 | C.4:loss | losses | definition | BCE = −(1/n) Σᵢ [yᵢ log ŷᵢ + (1 − yᵢ) log(1 − ŷᵢ)]
  C.4 | C.4:yhat | losses | identity | ∂ℒ/∂ŷ = −y/ŷ + (1 − y)/(1 − ŷ) = (ŷ − y)/(ŷ(1 − ŷ))
  C.4 | C.4:sigmoid | losses | identity | ŷ = σ(z) has ∂ŷ/∂z = ŷ(1 − ŷ)
  C.4 | C.4 | losses | identity | ∂ℒ/∂z = ∂ℒ/∂ŷ · ∂ŷ/∂z = ŷ − y
  C.5 | C.5:categorical | losses | model | p(y given x, θ) = product over k = 1 … K of ŷₖ to the yₖ, y one-hot
  C.5 | C.5 | losses | definition | CE = −Σₖ yₖ log ŷₖ, k = 1 … K, the negative log-likelihood
  C.5 | C.5:single | losses | identity | for one sample with true class c: ℒ = −log of ŷ at c
  C.6 | C.6:requirements | losses | claim | wanted: ŷₖ ≥ 0, Σₖ ŷₖ = 1, and a larger zₖ gives a larger ŷₖ
  C.6 | C.6 | losses | definition | ŷₖ = softmax(z)ₖ = exp(zₖ)/(Σⱼ exp(zⱼ)), j = 1 … K
  C.6 | C.6:positive | losses | claim | the exponential makes the outputs positive
  C.6 | C.6:sum | losses | claim | the normalization makes the outputs sum to 1
  C.6 | C.6:shift | losses | identity | softmax(zₖ + c) = softmax(zₖ)
  C.6 | C.6:limit | losses | limit | in the limit softmax becomes arg max
  C.7 | C.7:same | losses | identity | ∂ŷᵢ/∂zᵢ = (exp(zᵢ)Z − exp(zᵢ)exp(zᵢ))/Z² = ŷᵢ − ŷᵢ² = ŷᵢ(1 − ŷᵢ)
  C.7 | C.7:cross | losses | identity | for i ≠ j: ∂ŷᵢ/∂zⱼ = (0 − exp(zᵢ)exp(zⱼ))/Z² = −ŷᵢŷⱼ
  C.7 | C.7 | losses | identity | ∂ŷ/∂z = diag(ŷ) − ŷŷᵀ
  C.7 | C.7:ce | losses | identity | with cross-entropy ∂ℒ/∂zⱼ = ŷⱼ − yⱼ
  D.1 | D.1:bayes | losses | identity | posterior of θ is proportional to likelihood times prior
  D.1 | D.1 | losses | model | Gaussian prior: product of 1/√(2πs²)·exp(−θᵢ²/(2s²)), mean 0, variance s²
  D.1 | D.1:log | losses | identity | log prior = −1/(2s²) Σᵢ θᵢ² + const = −1/(2s²)‖θ‖² + const
  D.1 | D.1:small | losses | claim | an L2 penalty is the belief that weights are small, centred at 0
  D.2 | D.2:map | losses | definition | θ_MAP = arg max of the posterior = arg max of likelihood times prior
  D.2 | D.2:logs | losses | identity | θ_MAP = arg max of log likelihood + log prior
  D.2 | D.2:objective | losses | identity | θ_MAP = arg min of 1/(2σ²) Σᵢ (yᵢ − f(xᵢ))² + 1/(2s²)‖θ‖², s² prior variance
  D.2 | D.2:lambda | losses | definition | λ = σ²/s², noise variance over prior variance
  D.2 | D.2 | losses | identity | with that λ: θ_MAP = arg min of MSE loss + λ‖θ‖²
  D.2 | D.2:decay | losses | claim | this is exactly L2 regularization, also called weight decay
  D.3 | D.3 | losses | model | Laplace prior: product of 1/(2b)·exp(−|θᵢ|/b)
  D.3 | D.3:log | losses | identity | log prior = −(1/b) Σᵢ |θᵢ| + const = −(1/b)‖θ‖₁ + const
  D.3 | D.3:peak | losses | claim | the Laplace density peaks sharply at 0 with more mass close to 0
  D.3 | D.3:sparse | losses | claim | the MAP estimate tends to make weights exactly 0
  D.3 | D.3:geometry | losses | claim | L2 constraint is a smooth ball, L1 a diamond with corners on the axes
  D.3 | D.3:corners | losses | claim | the L1 solution often sits on a corner, hence sparse
  D.4 | D.4:map | losses | identity | θ_MAP = arg max of log likelihood − (1/b)‖θ‖₁
  D.4 | D.4 | losses | identity | θ_MAP = arg min of ℒ + λ‖θ‖₁
  D.4 | D.4:lambda | losses | definition | λ = σ²/b, noise variance over prior scale
  D.4 | D.4:l1grad | losses | identity | the L1 gradient is ±λ, constant in size
  D.4 | D.4:small | losses | claim | even small weights feel a constant push toward 0
  D.4 | D.4:cross | losses | claim | under L1 a weight finally crosses zero and remains at it
  D.4 | D.4:l2grad | losses | identity | the L2 gradient is λθ, proportional to θ
  D.4 | D.4:never | losses | limit | under L2 the push fades as θ → 0 and 0 is never reached
  D.5 | D.5:gp | optimizers | claim | training with dropout is roughly variational inference in a deep Gaussian process
  D.5 | D.5:sampling | optimizers | claim | a dropout pass samples a network from an approximate posterior
  D.5 | D.5:variance | optimizers | claim | variance across sampled passes is the prediction uncertainty
  D.5 | D.5 | optimizers | algorithm | Monte Carlo dropout: many passes with dropout on; mean predicts, variance doubts
  D.5 | D.5:benefit | optimizers | claim | uncertainty at no extra training; helps to spot out-of-distribution inputs
  D.6 | D.6:mask | optimizers | model | dropped h = m ⊙ h with mⱼ ~ Bernoulli(1 − p)
  D.6 | D.6:mean | optimizers | identity | expected dropped hⱼ = (1 − p)·hⱼ
  D.6 | D.6:words | optimizers | claim | inverted dropout in words: multiply by (1 − p) while training
  D.6 | D.6 | optimizers | algorithm | inverted dropout as a formula: dropped h = 1/(1 − p) · m ⊙ h
  D.6 | D.6:test | optimizers | claim | with inverted dropout the test-time pass stays unscaled
  D.6 | D.6:coadapt | optimizers | claim | dropout hinders co-adaptation, so neurons have to work on their own
  D.6 | D.6:many | optimizers | claim | dropout equals training exponentially many networks
  D.6 | D.6:ensemble | optimizers | claim | the model in the end is a mean over all its subnetworks
  """#
