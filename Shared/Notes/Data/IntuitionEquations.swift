// swift-format-ignore-file: a row is a line, however long.

/// The equations, slides, displayed formulas and claims that `intuition` prints, in its order:
/// section | locator | chapter | kind | what it states
let intuitionEquations = #"""
  2.1.1 | 2.1.1:vector | perceptron | definition | a vector has a length and a direction
  2.1.2 | 2.1.2:shapes | perceptron | definition | a vector is a column m×1 or a row 1×m
  2.1.2 | 2.1.2:vector | perceptron | definition | vector a with three components: its column set equal to its row
  2.1.3 | 2.1.3:stack | perceptron | claim | a matrix is vectors laid on top of each other
  2.1.4 | 2.1.4:dot_sum | perceptron | definition | a·b = a₁b₁ + a₂b₂ + a₃b₃ = aᵢbᵢ
  2.1.4 | 2.1.4:dot_matrix | perceptron | identity | a·b as row times column
  2.1.4 | 2.1.4:dot_geometric | perceptron | identity | a·b = ‖a‖ ‖b‖ cos θ
  2.1.4 | 2.1.4:equivalent | perceptron | claim | sum form and cosine form agree in Cartesian coordinates
  2.1.4 | 2.1.4:sign | perceptron | claim | a·b > 0 for similar directions, < 0 for opposite ones
  2.1.4 | 2.1.4:split | perceptron | claim | w with w·x > 0 on one class and < 0 on the other gives a separating hyperplane
  3.1.1 | 3.1.1:nudge | perceptron | algorithm | keep w when a point is classified right, turn it when wrong
  3.1.2 | 3.1.2:cases | perceptron | algorithm | w + x after a false negative, w − x after a false positive
  3.1.2 | 3.1.2:align | perceptron | claim | adding x to w makes the next w·x larger
  3.1.2 | 3.1.2:away | perceptron | claim | taking x from w makes the next w·x smaller
  3.1.3 | 3.1.3:rate | perceptron | claim | a small η keeps w from jumping, updates get smoother
  3.1.3 | 3.1.3:predict | perceptron | algorithm | ŷ = step(w·x), error = target − ŷ
  3.1.3 | 3.1.3:update | perceptron | algorithm | w = w + η · error · x
  3.1.3 | 3.1.3:delta_w | perceptron | algorithm | Δwⱼ = η (target − prediction) xⱼ
  3.1.3 | 3.1.3:step | perceptron | claim | the 0/1 step function has no derivative
  3.1.3 | 3.1.3:differentiable | perceptron | claim | gradient descent needs a differentiable activation, the rule differs from it
  3.1.3 | 3.1.3:converge | perceptron | claim | the rule surely converges on linearly separable data
  4.1 | 4.1:chain | backprop | claim | a network is a chain of functions, outputs of a layer feed the next
  4.1.1 | 4.1.1:chain | backprop | model | x → a¹ → … → aᴸ → y
  4.1.1 | 4.1.1:activation | backprop | model | aˡ = σ(wˡ aˡ⁻¹ + bˡ)
  4.1.1 | 4.1.1:input | backprop | definition | a⁰ = x
  4.1.1 | 4.1.1:z | backprop | model | z = wᵀx + b
  4.1.1 | 4.1.1:hyperplane | backprop | claim | the linear map z = wᵀx + b gives a hyperplane as boundary
  4.1.1 | 4.1.1:nonlinear | backprop | claim | the activation lets many hyperplanes join into a complex boundary
  4.1.1.1 | 4.1.1.1:stack | backprop | model | without activation f(x) is the product of all weight matrices times x
  4.1.1.1 | 4.1.1.1:collapse | backprop | identity | that product is one matrix: f(x) = Wx
  4.1.1.1 | 4.1.1.1:single | backprop | claim | without activation there is just one hyperplane
  4.1.1.1 | 4.1.1.1:nested | backprop | model | f(x) = fᴸ(… f²(f¹(x)) …)
  4.1.2 | 4.1.2:difference | losses | definition | simplest loss: y(x) − aᴸ(x)
  4.1.2 | 4.1.2:square | losses | claim | squaring the difference makes the loss non-negative
  4.1.2 | 4.1.2:mse | losses | definition | C = 1/(2n) times the sum over x of ‖y(x) − aᴸ(x)‖², called MSE
  4.1.3 | 4.1.3:goal | optimizers | definition | training looks for w and b with the least cost C
  4.1.3 | 4.1.3:opposite | optimizers | algorithm | weights are moved against the gradient again and again
  4.1.3 | 4.1.3:local | optimizers | claim | descent follows the local slope to a local minimum or flat region, not a global one
  4.1.3 | 4.1.3:saddle | optimizers | claim | a saddle point is called a good point for optimizing
  4.1.3 | 4.1.3:vanish | optimizers | claim | gradients may vanish or explode; rates and Adam or RMSprop control it
  4.1.3 | 4.1.3:batch | optimizers | claim | full-batch gradients are costly; noise of small batches helps to leave saddles and shallow minima
  4.2 | 4.2:square | optimizers | definition | sample scalar function f(x) = x²
  4.2 | 4.2:gd | optimizers | algorithm | x ← x − η df/dx
  4.2 | 4.2:jacobian | optimizers | claim | gradient for vector to scalar, Jacobian for vector to vector
  4.3 | 4.3:l | backprop | model | L = g(f(x, w₁), w₂)
  4.3 | 4.3:f | backprop | model | f(x, w₁) = x w₁ + b₁
  4.3 | 4.3:g | backprop | model | g(z, w₂) = z w₂ + b₂
  4.3 | 4.3:full | backprop | identity | L = (x w₁ + b₁) w₂ + b₂
  4.3.1 | 4.3.1:z | backprop | number | z = f(x, w₁) = 2.0
  4.3.1 | 4.3.1:l | backprop | number | L = g(z, w₂) = 3.5
  4.3.1 | 4.3.1:e | backprop | number | E = ½ (L − target)² = 1.125
  4.3.2 | 4.3.2:wanted | backprop | definition | names the two derivatives needed, ∂L/∂w₁ and ∂L/∂w₂
  4.3.2 | 4.3.2:sign | backprop | claim | positive derivative: L rises with w; larger size: L is more sensitive
  4.3.2 | 4.3.2:indirect | backprop | claim | w₁ acts on L only through f and then g
  4.3.3 | 4.3.3:multiply | backprop | claim | effect of w₁ on L is the product of the effects of the steps
  4.3.4 | 4.3.4:shorthand | backprop | definition | with z = f(x, w₁), L = g(z, w₂)
  4.3.4 | 4.3.4:chain | backprop | identity | ∂L/∂w₁ = ∂L/∂z · ∂z/∂w₁
  4.3.4 | 4.3.4:dldz | backprop | number | ∂L/∂z = w₂ = 1.5
  4.3.4 | 4.3.4:dzdw1 | backprop | number | ∂z/∂w₁ = x = 2.0
  4.3.4 | 4.3.4:dldw1 | backprop | number | ∂L/∂w₁ = 1.5 · 2.0 = 3.0
  4.3.4 | 4.3.4:grow_w1 | backprop | claim | w₁ up by 0.1 makes L grow by roughly 0.3
  4.3.4 | 4.3.4:dldw2 | backprop | number | ∂L/∂w₂ = z = 2.0
  4.3.4 | 4.3.4:grow_w2 | backprop | claim | w₂ up by 0.1 makes L grow by roughly 0.2
  4.3.5 | 4.3.5:increase | backprop | claim | to raise L with both derivatives positive, raise both weights
  4.3.5 | 4.3.5:w1 | backprop | algorithm | new w₁ = w₁ + α ∂L/∂w₁ = 1.1
  4.3.5 | 4.3.5:w2 | backprop | algorithm | new w₂ = w₂ + α ∂L/∂w₂ = 1.9
  4.3.5 | 4.3.5:note | backprop | algorithm | usual step to lower an error: w − α ∂E/∂w
  4.3.6 | 4.3.6:z | backprop | number | new z = x · new w₁ + b₁ = 3.2
  4.3.6 | 4.3.6:l | backprop | number | new L = new z · new w₂ + b₂ = 6.58
  4.3.6 | 4.3.6:error | backprop | number | error 1.5 before (L = 3.5), −1.58 after (L = 6.58)
  4.3.6 | 4.3.6:overshoot | backprop | claim | the step went too far, yet in the right direction
  4.3.6 | 4.3.6:rate | backprop | number | with α = 0.1: w₁ = 0.8, w₂ = 1.7, z = 2.6, L = 4.92
  4.3.6 | 4.3.6:closer | backprop | claim | the smaller rate ends much nearer to 5.0
  4.4 | 4.4:forward | backprop | model | z₁ = w₁x + b₁, a₁ = σ(z₁), z₂ = w₂a₁ + b₂, a₂ = σ(z₂) = ŷ
  4.4 | 4.4:c | backprop | definition | C = ½ (y − a₂)²
  4.4 | 4.4:wanted | backprop | definition | names the four gradients for w₁, b₁, w₂, b₂
  4.4 | 4.4:chain_w2 | backprop | identity | ∂C/∂w₂ = ∂C/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂w₂
  4.4 | 4.4:dcda2 | backprop | identity | ∂C/∂a₂ = −(y − a₂)
  4.4 | 4.4:da2dz2 | backprop | identity | ∂a₂/∂z₂ = σʹ(z₂)
  4.4 | 4.4:dz2dw2 | backprop | identity | ∂z₂/∂w₂ = a₁
  4.4 | 4.4:dcdw2 | backprop | identity | ∂C/∂w₂ = −(y − a₂) σʹ(z₂) a₁
  4.4 | 4.4:delta2 | backprop | definition | δ₂ = −(y − a₂) σʹ(z₂)
  4.4 | 4.4:delta2_w2 | backprop | identity | ∂C/∂w₂ = δ₂ a₁
  4.4 | 4.4:delta2_b2 | backprop | identity | ∂C/∂b₂ = δ₂ · 1 = δ₂
  4.4 | 4.4:path | backprop | model | w₁ → z₁ → a₁ → z₂ → a₂ → C
  4.4 | 4.4:chain_w1 | backprop | identity | ∂C/∂w₁ as a product of five derivatives, the first two called δ₂
  4.4 | 4.4:dz2da1 | backprop | identity | ∂z₂/∂a₁ = w₂
  4.4 | 4.4:da1dz1 | backprop | identity | ∂a₁/∂z₁ = σʹ(z₁)
  4.4 | 4.4:dz1dw1 | backprop | identity | ∂z₁/∂w₁ = x
  4.4 | 4.4:dcdw1 | backprop | identity | ∂C/∂w₁ = δ₂ w₂ σʹ(z₁) x
  4.4 | 4.4:delta1 | backprop | definition | δ₁ = δ₂ w₂ σʹ(z₁)
  4.4 | 4.4:delta1_w1 | backprop | identity | ∂C/∂w₁ = δ₁ x
  4.4 | 4.4:delta1_b1 | backprop | identity | ∂C/∂b₁ = δ₁
  4.4 | 4.4:update_w1 | backprop | algorithm | w₁ ← w₁ − η δ₁ x
  4.4 | 4.4:update_w2 | backprop | algorithm | w₂ ← w₂ − η δ₂ a₁
  4.5 | 4.5:scalar | optimizers | claim | the loss is a scalar function of all weights and biases
  4.5 | 4.5:convex | optimizers | claim | linear regression with MSE has a convex quadratic loss in its parameters
  4.5 | 4.5:nonconvex | optimizers | claim | deep networks have a non-convex loss with saddles, flats and many minima
  4.5 | 4.5:local | optimizers | claim | descent ends in a local minimum or flat region, it does not seek the global one
  4.5 | 4.5:differentiable | optimizers | claim | the loss has a derivative almost everywhere
  4.5 | 4.5:steepest | optimizers | claim | the gradient is the direction of steepest rise, the opposite step lowers the cost
  4.5 | 4.5:relu | optimizers | claim | no derivative at zero, as for ReLU; subgradients are used there
  4.5 | 4.5:landscape | optimizers | claim | big networks have saddles and wide minima rather than poor isolated minima
  4.5 | 4.5:batch | optimizers | claim | mini-batch gradient is the batch average, a noisy estimate of the true gradient
  4.5 | 4.5:escape | optimizers | claim | the noise helps to leave saddle points and sharp minima
  5.1 | 5.1:path | backprop | claim | previous activation and current weight act on the output and so on the cost
  5.2 | 5.2:dcdwl | backprop | identity | ∂C₀/∂Wˡ = ∂C₀/∂aˡ · ∂aˡ/∂zˡ · ∂zˡ/∂Wˡ
  5.2 | 5.2:proportional | backprop | claim | each layer's weights change in proportion to their effect on the cost
  5.2 | 5.2:update_l | backprop | algorithm | new Wˡ = old Wˡ − η ∂C₀/∂Wˡ
  5.2 | 5.2:dcdwl_1 | backprop | identity | the same three-factor chain rule for Wˡ⁻¹
  5.2 | 5.2:update_l_1 | backprop | algorithm | new Wˡ⁻¹ = old Wˡ⁻¹ − η ∂C₀/∂Wˡ⁻¹
  5.3 | 5.3:c | backprop | definition | cost as a function of a₃ (display is garbled: C = (a₃))
  5.3 | 5.3:a3 | backprop | model | a₃ = L₃(L₂(L₁(x)))
  5.3 | 5.3:layer | backprop | model | zᵢ = Wᵢ aᵢ₋₁ + bᵢ, aᵢ = σ(zᵢ)
  5.3 | 5.3:update | backprop | algorithm | new Wᵢ = old Wᵢ − η ∂C/∂Wᵢ
  5.3 | 5.3:update1 | backprop | algorithm | new W₁ = old W₁ − η ∂C/∂W₁
  5.3 | 5.3:update2 | backprop | algorithm | new W₂ = old W₂ − η ∂C/∂W₂
  5.3 | 5.3:update3 | backprop | algorithm | new W₃ = old W₃ − η ∂C/∂W₃
  5.3 | 5.3:chain1 | backprop | identity | ∂C/∂W₁ = ∂C/∂L₃ · ∂L₃/∂L₂ · ∂L₂/∂L₁ · ∂L₁/∂W₁
  5.3 | 5.3:chain2 | backprop | identity | ∂C/∂W₂ = ∂C/∂L₃ · ∂L₃/∂L₂ · ∂L₂/∂W₂
  5.3 | 5.3:chain3 | backprop | identity | ∂C/∂W₃ = ∂C/∂L₃ · ∂L₃/∂W₃
  5.3 | 5.3:product | backprop | claim | derivative of a composition is the product of the derivatives
  5.3 | 5.3:repeat | backprop | claim | the three chains share factors that would be computed again each time
  5.3 | 5.3:reuse | backprop | algorithm | from the output back: keep ∂C/∂L₃, then ∂C/∂L₂ = ∂C/∂L₃ · ∂L₃/∂L₂, then ∂C/∂L₁
  5.3 | 5.3:dynamic | backprop | claim | going backwards avoids repeated work: dynamic programming on the chain rule
  5.3.1 | 5.3.1:chain | backprop | identity | ∂C/∂W₃ = ∂C/∂a₃ · ∂a₃/∂z₃ · ∂z₃/∂W₃
  5.3.1 | 5.3.1:mse | backprop | definition | C = ½ (a₃ − y)²
  5.3.1 | 5.3.1:dcda3 | backprop | identity | ∂C/∂a₃ = a₃ − y
  5.3.1 | 5.3.1:da3dz3 | backprop | identity | ∂a₃/∂z₃ = σʹ(z₃) as a₃ = σ(z₃)
  5.3.1 | 5.3.1:dz3dw3 | backprop | identity | ∂z₃/∂W₃ = a₂ as z₃ = W₃a₂ + b₃
  5.3.1 | 5.3.1:delta3 | backprop | identity | δ₃ = ∂C/∂z₃ = (a₃ − y) ⊙ σʹ(z₃)
  5.3.1 | 5.3.1:size | backprop | claim | a₃ − y and σʹ(z₃) have equal size, so ⊙ applies
  5.3.1 | 5.3.1:diag | backprop | identity | ∂a/∂z = diag(σʹ(z)) for an elementwise activation
  5.3.1 | 5.3.1:hadamard | backprop | identity | diag(σʹ(z)) v = v ⊙ σʹ(z)
  5.3.1 | 5.3.1:dcdw3 | backprop | identity | ∂C/∂W₃ = δ₃ a₂ᵀ
  5.3.1 | 5.3.1:jacobian | backprop | claim | z = Wa + b has Jacobian W with respect to a
  5.3.1 | 5.3.1:wt | backprop | identity | ∂C/∂a = Wᵀ ∂C/∂z
  5.3.1 | 5.3.1:adjoint | backprop | claim | the transpose is the adjoint Jacobian moving the gradient back
  5.3.1 | 5.3.1:update3 | backprop | algorithm | new W₃ = old W₃ − η ∂C/∂W₃
  5.3.1 | 5.3.1:dcdw2 | backprop | identity | ∂C/∂W₂ = ∂C/∂z₂ · ∂z₂/∂W₂ = δ₂ a₁ᵀ (result printed twice)
  5.3.1 | 5.3.1:delta2_chain | backprop | identity | δ₂ = ∂C/∂z₂ = ∂C/∂z₃ · ∂z₃/∂z₂
  5.3.1 | 5.3.1:z3 | backprop | model | z₃ = W₃ σ(z₂) + b₃, with ∂C/∂z₃ = δ₃
  5.3.1 | 5.3.1:dz3dz2 | backprop | identity | ∂z₃/∂z₂ = W₃ · σʹ(z₂)
  5.3.1 | 5.3.1:delta2 | backprop | identity | δ₂ = (W₃ᵀ δ₃) ⊙ σʹ(z₂)
  5.3.1 | 5.3.1:update2 | backprop | algorithm | new W₂ = old W₂ − η ∂C/∂W₂
  5.3.1 | 5.3.1:delta1 | backprop | identity | δ₁ = (W₂ᵀ δ₂) ⊙ σʹ(z₁)
  5.3.1 | 5.3.1:dcdw1 | backprop | identity | ∂C/∂W₁ = δ₁ xᵀ, where a₀ = x
  5.3.1 | 5.3.1:update1 | backprop | algorithm | new W₁ = old W₁ − η ∂C/∂W₁
  5.3.2 | 5.3.2:vjp | backprop | algorithm | per layer, last to first: local Jacobian, incoming gradient, vector-Jacobian product
  6 | 6:scalar | backprop | claim | ⊙ and transposes of the scalar derivation come from matrix calculus
  6 | 6:chain | backprop | model | x → aˡ⁻¹ → aˡ → y
  6 | 6:activation | backprop | model | aˡ = σ(Wˡ aˡ⁻¹ + bˡ)
  6 | 6:z | backprop | model | aˡ = σ(zˡ) with zˡ = Wˡ aˡ⁻¹ + bˡ
  6 | 6:two_layer | backprop | model | a⁰ → a¹ → a² → y
  6.1 | 6.1:maps | backprop | claim | layers map ℝⁿ → ℝᵐ, the loss maps ℝⁿ → ℝ
  6.1.1 | 6.1.1:size | backprop | claim | gradient of a scalar has the size of the vector w
  6.1.1 | 6.1.1:gradient | backprop | definition | ∇C in w: column of ∂C/∂w₁ … ∂C/∂wₙ
  6.1.1 | 6.1.1:steepest | backprop | claim | small step along +∇C raises C fastest, along −∇C lowers it fastest
  6.1.1 | 6.1.1:gd | backprop | algorithm | w ← w − η ∇C
  6.2 | 6.2:shape | backprop | claim | a map from size n to size m has an m×n Jacobian
  6.2 | 6.2:jacobian | backprop | definition | Jᵢⱼ = ∂fᵢ/∂xⱼ
  6.2.1 | 6.2.1:scalar | backprop | identity | (f ∘ g)ʹ(x) = fʹ(g(x)) gʹ(x)
  6.2.1 | 6.2.1:product | backprop | claim | Jacobian of f(g(x)) is A·B, the Jacobians of f and g
  6.2.1 | 6.2.1:matrix | backprop | identity | (AB)ᵢⱼ = Σₖ AᵢₖBₖⱼ over k = 1 … m
  6.2.1 | 6.2.1:linear | backprop | limit | Δy ≈ J Δx for tiny Δx (also in words)
  6.2.2 | 6.2.2:total | backprop | identity | for y = f(g(h(x))) the total Jacobian is the product of those of f, g, h
  6.2.2 | 6.2.2:size | backprop | number | vectors of size 1000 give Jacobians of 1000×1000
  6.2.2 | 6.2.2:cubic | backprop | claim | multiplying Jacobians with each other costs O(N³)
  6.2.2 | 6.2.2:row | backprop | claim | ∂C/∂y of a scalar C is a row of size 1×N
  6.2.2 | 6.2.2:vjp | backprop | identity | ∇C = row ∂C/∂y (1×N) times three N×N Jacobians
  6.2.2 | 6.2.2:steps | backprop | algorithm | left to right: v₁ = ∂C/∂y · J of f, v₂ = v₁ · J of g, v₃ = v₂ · J of h
  6.2.2 | 6.2.2:quadratic | backprop | claim | the vector-Jacobian way costs O(N²) and less memory
  6.2.2 | 6.2.2:never | backprop | claim | the full Jacobian is never built or stored
  6.2.3 | 6.2.3:hadamard | backprop | definition | (a₁, a₂) ⊙ (b₁, b₂) = (a₁b₁, a₂b₂)
  6.2.3 | 6.2.3:differs | backprop | claim | ⊙ is neither the dot product nor the matrix product
  6.3.1 | 6.3.1:net | backprop | model | x → a¹ → a² with W¹, b¹ and W², b² on the arrows
  6.3.1 | 6.3.1:z1 | backprop | model | z¹ = W¹x + b¹
  6.3.1 | 6.3.1:a1 | backprop | model | a¹ = σ(z¹)
  6.3.1 | 6.3.1:z2 | backprop | model | z² = W²a¹ + b²
  6.3.1 | 6.3.1:a2 | backprop | model | a² = σ(z²)
  6.3.1 | 6.3.1:c | backprop | definition | C = ½ ‖y − a²‖², called MSE
  6.3.2 | 6.3.2:c | backprop | identity | ½ ‖y − a²‖² = ½ Σⱼ (yⱼ − a²ⱼ)²
  6.3.2 | 6.3.2:a2z2 | backprop | model | a² = σ(z²) and z² = W²a¹ + b²
  6.3.2 | 6.3.2:chain | backprop | identity | ∂C/∂W² = ∂C/∂z² · ∂z²/∂W²
  6.3.2 | 6.3.2:delta_def | backprop | definition | δ² ≡ ∂C/∂z² = ∂C/∂a² ⊙ ∂a²/∂z²
  6.3.2 | 6.3.2:dcda2 | backprop | identity | ∂C/∂a² = a² − y
  6.3.2 | 6.3.2:da2dz2 | backprop | identity | ∂a²/∂z² = σʹ(z²)
  6.3.2 | 6.3.2:dadz | backprop | definition | names ∂a/∂z, strictly a Jacobian matrix
  6.3.2 | 6.3.2:offdiag | backprop | claim | aᵢ depends on zᵢ only, so entries off the diagonal are zero
  6.3.2 | 6.3.2:j | backprop | identity | J = ∂a/∂z is diagonal with σʹ(z₁), σʹ(z₂), …
  6.3.2 | 6.3.2:vjp | backprop | claim | the chain rule step is ∇C in a times the diagonal J, a vector-Jacobian product
  6.3.2 | 6.3.2:key | backprop | claim | vector times diagonal matrix equals ⊙ with the diagonal
  6.3.2 | 6.3.2:delta2 | backprop | identity | δ² = (a² − y) ⊙ σʹ(z²)
  6.3.2 | 6.3.2:nobias | backprop | model | z² = W²a¹, here without bias
  6.3.2 | 6.3.2:z_index | backprop | model | z²ᵢ = Σₖ W²ᵢₖ a¹ₖ
  6.3.2 | 6.3.2:chain_ik | backprop | identity | ∂C/∂W²ᵢₖ = ∂C/∂z²ᵢ · ∂z²ᵢ/∂W²ᵢₖ
  6.3.2 | 6.3.2:dzdwik | backprop | identity | ∂z²ᵢ/∂W²ᵢₖ = a¹ₖ, and ∂C/∂z²ᵢ = δ²ᵢ
  6.3.2 | 6.3.2:dcdwik | backprop | identity | ∂C/∂W²ᵢₖ = δ²ᵢ a¹ₖ
  6.3.2 | 6.3.2:nablaw | backprop | definition | ∇W: 2×2 matrix of ∂C/∂Wᵢₖ
  6.3.2 | 6.3.2:outer_entries | backprop | identity | ∇W has entries δᵢ aₖ
  6.3.2 | 6.3.2:eq3 | backprop | identity | ∂C/∂W² = δ² ⊗ a¹ = δ² (a¹)ᵀ, called Eq 3
  6.4 | 6.4:dcdw1 | backprop | identity | ∂C/∂W¹ = ∂C/∂z¹ · ∂z¹/∂W¹ = δ¹ (a⁰)ᵀ
  6.4 | 6.4:delta1 | backprop | identity | δ¹ = ∂C/∂z¹ = ((W²)ᵀ δ²) ⊙ σʹ(z¹)
  6.4 | 6.4:eq5 | backprop | identity | ∂C/∂W¹ = ((W²)ᵀ δ² ⊙ σʹ(z¹)) (a⁰)ᵀ, called Eq 5
  6.4.1 | 6.4.1:output | backprop | algorithm | δᴸ = (aᴸ − y) ⊙ σʹ(zᴸ)
  6.4.1 | 6.4.1:back | backprop | algorithm | δˡ = ((Wˡ⁺¹)ᵀ δˡ⁺¹) ⊙ σʹ(zˡ)
  6.4.1 | 6.4.1:grad | backprop | algorithm | ∂C/∂Wˡ = δˡ (aˡ⁻¹)ᵀ
  6.4.2 | 6.4.2:numpy | backprop | algorithm | numpy listing: `delta2`, `dC_dw2`, `delta1`, `dC_dw1` for column vectors
  6.4.2 | 6.4.2:star | backprop | claim | the `*` of numpy is the elementwise product
  6.4.2 | 6.4.2:shape | backprop | claim | `(n_out, 1) @ (1, n_hidden)` gives `(n_out, n_hidden)`
  6.4.2 | 6.4.2:einsum | backprop | claim | einsum `i,j->ij` of the flat vectors gives the same outer product
  6.5 | 6.5:wanted | backprop | definition | names ∂C/∂W¹ and ∂C/∂W²
  6.5 | 6.5:any | backprop | claim | Eq 3 and Eq 5 give the gradient for the weights of any layer
  6.5 | 6.5:update | backprop | algorithm | new Wˡ⁻¹ = old Wˡ⁻¹ − η ∂C/∂Wˡ⁻¹
  7 | 7:model | losses | model | x = a⁰, sigmoid in all layers but the last, softmax there, cross-entropy loss
  7.1 | 7.1:net | losses | model | flow a⁰ → … → aˡ⁻¹ → zˡ → softmax P → L(P, Y); layers printed 1−1, 1−2 (printed twice)
  7.1 | 7.1:onehot | losses | definition | target Y is one-hot, as in (0, 1, 0) for the second class
  7.1 | 7.1:sum1 | losses | claim | elements of P add to 1, a distribution, other than for sigmoid outputs
  7.1 | 7.1:scalar | losses | claim | the cross-entropy loss is a scalar, P is a vector
  7.1 | 7.1:softmax | losses | definition | pⱼ = exp(zⱼ)/(Σₖ exp(zₖ)) (printed twice)
  7.1 | 7.1:vector | losses | definition | P = (p₁, p₂, p₃) as an example
  7.1 | 7.1:ce | losses | definition | L = −Σⱼ yⱼ log pⱼ (printed twice)
  7.1.1 | 7.1.1:eqa1_chain | losses | identity | ∂L/∂Wˡ = ∂L/∂zˡ · ∂zˡ/∂Wˡ, EqA1 (repeated later in the section)
  7.1.1 | 7.1.1:where | losses | definition | L = −Σₖ yₖ log pₖ and softmax, repeated
  7.1.1 | 7.1.1:dldz | losses | identity | ∂L/∂zᵢ = ∂(−Σₖ yₖ log pₖ)/∂zᵢ (printed twice)
  7.1.1 | 7.1.1:log | losses | identity | = −Σₖ yₖ ∂(log pₖ)/∂zᵢ (printed twice)
  7.1.1 | 7.1.1:chainrule | losses | identity | d/dx f(g(x)) = fʹ(g(x)) gʹ(x) (printed twice)
  7.1.1 | 7.1.1:log_derivative | losses | identity | = −Σₖ yₖ (1/pₖ) ∂pₖ/∂zᵢ (printed four times)
  7.1.1 | 7.1.1:dpdz | losses | identity | pᵢ(δᵢⱼ − pⱼ), with ∂pᵢ/∂zᵢ on the left (printed twice)
  7.1.1 | 7.1.1:kronecker | losses | definition | δᵢⱼ is 1 for i = j and 0 for i ≠ j (printed twice)
  7.1.1 | 7.1.1:sum_ij | losses | identity | = −Σₖ yₖ (1/pₖ) pᵢ(δᵢⱼ − pⱼ) (printed twice)
  7.1.1 | 7.1.1:sum_ik | losses | identity | = −Σₖ yₖ (1/pₖ) pₖ(δᵢₖ − pᵢ) after renaming (printed twice)
  7.1.1 | 7.1.1:cases | losses | definition | δᵢₖ is 1 for i = k and 0 for i ≠ k (printed twice)
  7.1.1 | 7.1.1:steps | losses | identity | six lines from the split k = i, k ≠ i to −yᵢ + pᵢ Σₖ yₖ (printed twice)
  7.1.1 | 7.1.1:sumy | losses | claim | Σₖ yₖ = 1 for a one-hot vector (printed twice)
  7.1.1 | 7.1.1:result | losses | identity | = pᵢ − yᵢ (printed twice)
  7.1.1 | 7.1.1:eqa1_1 | losses | identity | ∂L/∂zⁱ = pᵢ − yᵢ, EqA1.1, index written as superscript i
  7.1.1 | 7.1.1:eqa1_1_copy | losses | identity | ∂L/∂zˡ = pᵢ − yᵢ, EqA1.1 in the second copy, superscript l
  7.1.1 | 7.1.1:z | losses | model | zˡ = Wˡ aˡ⁻¹ + bˡ (printed twice)
  7.1.1 | 7.1.1:dzdw | losses | identity | ∂zˡ/∂Wˡ = (aˡ⁻¹)ᵀ (printed twice)
  7.1.1 | 7.1.1:eqa1 | losses | identity | ∂L/∂Wˡ = (p − y)(aˡ⁻¹)ᵀ, EqA1 (printed twice)
  7.2 | 7.2:update | losses | algorithm | Wˡ = Wˡ − α ∂L/∂Wˡ
  7.3 | 7.3:only_z_w | backprop | claim | partial derivatives are taken in z or w, not in a
  7.3 | 7.3:eqa2_chain | backprop | identity | ∂L/∂Wˡ⁻¹ = ∂L/∂zˡ⁻¹ · ∂zˡ⁻¹/∂Wˡ⁻¹, EqA2 (printed twice)
  7.3 | 7.3:prev_layer | backprop | identity | ∂L/∂zˡ⁻¹ = ∂L/∂zˡ · ∂zˡ/∂aˡ⁻¹ · ∂aˡ⁻¹/∂zˡ⁻¹ (printed twice)
  7.3 | 7.3:dldz | backprop | identity | ∂L/∂zˡ = pᵢ − yᵢ (printed twice)
  7.3 | 7.3:dzda | backprop | identity | zˡ = wˡaˡ⁻¹ + bˡ, so ∂zˡ/∂aˡ⁻¹ = wˡ (printed twice)
  7.3 | 7.3:dadz | backprop | identity | aˡ⁻¹ = σ(zˡ⁻¹), so ∂aˡ⁻¹/∂zˡ⁻¹ = σʹ(zˡ⁻¹) (printed twice)
  7.3 | 7.3:eqa2_1 | backprop | identity | ∂L/∂zˡ⁻¹ = ((Wˡ)ᵀ(p − y)) ⊙ σʹ(zˡ⁻¹), EqA2.1 (printed twice)
  7.3 | 7.3:dzdw | backprop | identity | zˡ⁻¹ = Wˡ⁻¹aˡ⁻² + bˡ⁻¹, so ∂zˡ⁻¹/∂Wˡ⁻¹ = (aˡ⁻²)ᵀ (printed twice)
  7.3 | 7.3:final | backprop | identity | ∂L/∂Wˡ⁻¹ = (((Wˡ)ᵀ(p − y)) ⊙ σʹ(zˡ⁻¹)) (aˡ⁻²)ᵀ
  7.3 | 7.3:final_copy | backprop | identity | the same in the second copy, without the bracket around the ⊙ product
  7.4 | 7.4:matrix | backprop | claim | in matrix notation the index formulas need transposes and ⊙
  7.5 | 7.5:update | backprop | algorithm | Wˡ⁻¹ = Wˡ⁻¹ − α ∂L/∂Wˡ⁻¹
  8 | 8:convention | backprop | claim | earlier: columns N×1; here: rows, X is BatchSize × Features
  8 | 8:rows | backprop | model | Z = X·W in place of W·x, W is inputs × outputs; transposes the usual form
  8 | 8:data | backprop | number | x is a 4×3 matrix with a sample per row, y is 4×1
  8 | 8:pairs | backprop | claim | input (0, 0, 1) has output 0, input (0, 1, 1) has output 1
  8 | 8:layer | backprop | claim | layer l's output is the dot product of its weights and the previous layer
  8 | 8:shapes | backprop | identity | (m×n)·(n×x) = m×x, then (m×x)·(x×y) = m×y
  8 | 8:sizes | backprop | number | m×n = 4×3 and m×y = 4×1: m = 4, n = 3, y = 1, x open
  8 | 8:weights | backprop | algorithm | listing: `w0` = x, `w1` random (3, 4), `w2` random (4, 1)
  8 | 8:sigmoid | backprop | definition | code: sigmoid(x) = 1/(1 + exp(−x))
  8 | 8:derivative | backprop | identity | code: σʹ(x) = σ(x)(1 − σ(x))
  8 | 8:forward | backprop | algorithm | listing: `a0` = x, `a1` = σ(a⁰w¹), `a2` = σ(a¹w²)
  8 | 8:c | backprop | definition | C = ½ ‖y − aˡ‖²
  8 | 8:c0 | backprop | algorithm | `c0 = ((y - a2)**2)/2` as the cost, called MSE in the text
  8 | 8:update | backprop | algorithm | w² and w¹ each minus its gradient times `learningRate` (printed twice)
  8 | 8:eq5 | backprop | identity | ∂C/∂w¹ = σʹ(z¹) * (a⁰)ᵀ * δ² * w² * σʹ(z²), Eq (5) (printed twice)
  8 | 8:delta2 | backprop | definition | δ² = a² − y
  8 | 8:eq3 | backprop | identity | ∂C/∂w² = δ² * σʹ(z²) * (a¹)ᵀ, Eq (3) (printed twice)
  8.1 | 8.1:program | backprop | algorithm | Python program: seeded weights, forward, gradients, updates, test
  8.1 | 8.1:derivative | backprop | identity | program: `derv_sigmoid(x)` = σ(x)(1 − σ(x)), sigmoid as in section 8
  8.1 | 8.1:seed | backprop | claim | a fixed seed makes the run deterministic
  8.1 | 8.1:rule | backprop | claim | output is 1 for inputs with two ones, not for three; four rows listed
  8.1 | 8.1:eqa | backprop | identity | comment Eq (A): `dC_dw2 = delta2 * derv_sigmoid(z2) * a1.T`
  8.1 | 8.1:dcdw2 | backprop | algorithm | code: `dC_dw2` = a¹ᵀ(δ² ⊙ σʹ(z²)), `delta2 = a2 - y`
  8.1 | 8.1:eqb | backprop | identity | comment Eq (B): `dC_dw1 = derv_sigmoid(z1) * delta2 * derv_sigmoid(z2) * weight2 * a0.T`
  8.1 | 8.1:eqb_second | backprop | identity | second comment: `dC_dw1 = derv_sigmoid(z1) * dC_dw2 * weight2_1 * a0.T`
  8.1 | 8.1:label | backprop | claim | comment above Eq (B) again names the weight of the last layer
  8.1 | 8.1:dcdw1 | backprop | algorithm | code: `dC_dw1` = a⁰ᵀ(((δ² ⊙ σʹ(z²)) w²ᵀ) ⊙ σʹ(z¹))
  8.1 | 8.1:update | backprop | algorithm | code: `weight2`, then `weight1`, minus `learningRate` times the gradient
  8.1 | 8.1:primed | backprop | claim | comment: after training the weights suit y (`weight2` named twice)
  8.1 | 8.1:test | backprop | claim | comment: two ones and a zero, the output should be one
  8.1 | 8.1:initial | backprop | number | first a²: 0.758, 0.771, 0.791, 0.801
  8.1 | 8.1:last | backprop | number | a² of the last iteration: 0.028, 0.925, 0.925, 0.090
  8.1 | 8.1:trained | backprop | number | a² for (1, 0, 1) after training: 0.925
  8.1 | 8.1:closing | backprop | number | outputs said to resemble y = (0, 1, 0, 1)
  """#
