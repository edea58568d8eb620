// swift-format-ignore-file: a row is a line, however long.

/// The numbers that `appendix` prints, in its order:
/// section | locator | chapter | kind | quantity | 1, or 2 if it is printed again | tokens | what it is
let appendixNumbers = #"""
  A.1 | A.1 | perceptron | setting | year of the theorem | 1 | 1962 | citation of Novikoff
  A.2 | A.2 | perceptron | setting | y values | 1 | -1 +1 | the two class labels
  A.2 | A.2 | perceptron | input | ‖w*‖ | 1 | 1 | length of the separating direction
  A.2 | A.2 | perceptron | input | lower limit of γ | 1 | 0 | margin is strictly above this
  A.3 | A.3 | perceptron | input | w⁰ | 1 | 0 | zero vector as starting weights
  A.3 | A.3 | perceptron | result | gain of w*ᵀw per mistake | 1 | γ | least growth of the inner product per update
  A.3 | A.3 | perceptron | result | lower bound of w*ᵀwᵗ | 1 | tγ | inner product after t mistakes
  A.4 | A.4 | perceptron | result | upper bound of 2y·wᵀx | 1 | 0 | cross term at a mistake
  A.4 | A.4 | perceptron | result | growth of ‖w‖² per mistake | 1 | R² | most growth of the squared norm per update
  A.4 | A.4 | perceptron | input | w⁰ | 1 | 0 | zero vector as starting weights, given once more
  A.4 | A.4 | perceptron | result | upper bound of ‖wᵗ‖² | 1 | tR² | squared norm after t mistakes
  A.5 | A.5 | perceptron | result | lower bound of w*ᵀwᵗ | 2 | tγ | step 1 used again
  A.5 | A.5 | perceptron | result | upper bound of ‖wᵗ‖² | 2 | tR² | step 2 used again
  A.5 | A.5 | perceptron | result | upper bound of ‖wᵗ‖ | 1 | √t·R | root of the step 2 bound
  A.5 | A.5 | perceptron | result | upper bound of √t | 1 | R/γ | after dividing both bounds
  A.5 | A.5 | perceptron | result | upper bound of t | 1 | R²/γ² | after squaring
  A.5 | A.5 | perceptron | result | maximum number of mistakes | 1 | (R/γ)² | the convergence bound, stated twice
  A.6 | A.6 | perceptron | result | maximum number of mistakes | 2 | (R/γ)² | bound named in the heading
  A.6 | A.6 | perceptron | input | γ of the limiting case | 1 | 0 | no separation at all
  A.6 | A.6 | perceptron | result | bound at γ of the limiting case | 1 | ∞ | printed as a word: infinite
  B.1 | B.1 | backprop | result | naive cost per parameter | 1 | O(n²) | operations without reuse
  B.1 | B.1 | backprop | result | backprop cost in total | 1 | O(n) | said to equal a forward pass
  B.2 | B.2 | backprop | setting | index of the input layer | 1 | 0 | input counted as layer zero
  B.2 | B.2 | backprop | setting | shape of Wˡ | 1 | nₗ×nₗ₋₁ | weight matrix of a layer
  B.2 | B.2 | backprop | setting | shape of bˡ | 1 | nₗ | bias vector of a layer
  B.2 | B.2 | backprop | result | shape of δˡ | 1 | nₗ | error signal of a layer
  B.12 | B.12 | backprop | result | ReLU derivative for z ≤ 0 | 1 | 0 | slope on the inactive side
  B.12 | B.12 | backprop | result | ReLU derivative for z > 0 | 1 | 1 | slope on the active side
  B.16 | B.16 | backprop | result | shape of δˡ | 1 | nₗ | column vector
  B.16 | B.16 | backprop | result | shape of hˡ⁻¹ | 1 | nₗ₋₁ | column vector
  B.16 | B.16 | backprop | result | shape of δˡ(hˡ⁻¹)ᵀ | 1 | nₗ×nₗ₋₁ | outer product, a matrix
  B.17 | B.17 | backprop | result | ∂zˡⱼ/∂bˡⱼ | 1 | 1 | pre-activation by its own bias
  B.17 | B.17 | backprop | result | ∂zˡⱼ/∂bˡⱼ | 2 | 1 | the factor beside the error signal
  B.19 | B.19 | backprop | setting | layer sizes | 1 | 2 2 1 | numbers in the title 2-2-1
  B.19 | B.19 | backprop | setting | number of inputs | 1 | 2 | size of the input layer
  B.19 | B.19 | backprop | setting | number of hidden neurons | 1 | 2 | sigmoid units in the middle
  B.19 | B.19 | backprop | setting | number of outputs | 1 | 1 | one sigmoid output
  B.19 | B.19 | backprop | input | x | 1 | 1 0.5 | input vector
  B.19 | B.19 | backprop | input | y | 1 | 1 | target
  B.19 | B.19 | backprop | input | W¹ | 1 | 0.1 0.2 ; 0.3 0.4 | hidden weights, no bias given
  B.19 | B.19 | backprop | input | W² | 1 | 0.5 0.6 | output weights, no bias given
  B.19 | B.19 | backprop | result | z¹ | 1 | 0.2 0.5 | hidden pre-activations
  B.19 | B.19 | backprop | result | h¹ | 1 | 0.550 0.622 | hidden activations
  B.19 | B.19 | backprop | result | z² | 1 | 0.648 | output pre-activation
  B.19 | B.19 | backprop | result | ŷ | 1 | 0.656 | network output
  B.19 | B.19 | backprop | result | δ² | 1 | -0.078 | error signal at the output
  B.19 | B.19 | backprop | result | δ¹ | 1 | -0.010 -0.011 | error signal at the hidden layer
  B.20 | B.20 | backprop | result | forward cost per layer | 1 | O(nₗ×nₗ₋₁) | one matrix-vector product
  B.20 | B.20 | backprop | result | forward cost summed over layers | 1 | O(Σₗnₗnₗ₋₁) | before naming the weight count
  B.20 | B.20 | backprop | result | forward cost | 1 | O(W) | W is the number of weights
  B.20 | B.20 | backprop | result | backward cost per layer | 1 | O(nₗ₊₁×nₗ) | one transposed product
  B.20 | B.20 | backprop | result | backward cost | 1 | O(W) | sum over the layers
  B.20 | B.20 | backprop | result | cost of all gradients | 1 | O(W) | said to equal one forward pass
  B.20 | B.20 | backprop | result | finite-difference cost | 1 | O(W²) | one pass for every weight
  B.20 | B.20 | backprop | result | speed-up over finite differences | 1 | W× | factor by which backprop wins
  C.2 | C.2 | losses | setting | averaging factor | 1 | 1/n | prefactor of the mean
  C.2 | C.2 | losses | setting | convenience factor | 1 | 1/2 | prefactor that tidies the gradient
  C.3 | C.3 | losses | setting | range of ŷ | 1 | 0 1 | closed interval of the modelled probability
  C.5 | C.5 | losses | setting | values of one-hot entries | 1 | 0 1 | allowed entries of the target vector
  C.5 | C.5 | losses | input | entry of y at the true class | 1 | 1 | one-hot target, class c
  C.6 | C.6 | losses | result | range of ŷ | 1 | 0 1 | closed interval asked of the probabilities
  C.6 | C.6 | losses | result | lower bound of ŷₖ | 1 | 0 | first requirement
  C.6 | C.6 | losses | result | sum of ŷ | 1 | 1 | second requirement
  C.6 | C.6 | losses | result | sum of ŷ | 2 | 1 | ensured by the normalization
  D.1 | D.1 | losses | setting | mean of the prior | 1 | 0 | zero vector in the Gaussian prior
  D.1 | D.1 | losses | result | centre of the weights | 1 | 0 | where the prior believes them to lie
  D.3 | D.3 | losses | result | place of the Laplace peak | 1 | 0 | where the density is sharp
  D.3 | D.3 | losses | result | place of higher probability mass | 1 | 0 | next to exactly this value
  D.3 | D.3 | losses | result | value MAP pushes weights to | 1 | 0 | reached exactly
  D.4 | D.4 | losses | result | size of the L1 gradient | 1 | ±λ | the same however small the weight
  D.4 | D.4 | losses | result | target of the L1 push | 1 | 0 | small weights are driven here
  D.4 | D.4 | losses | result | size of the L2 gradient | 1 | λθ | proportional to the weight
  D.4 | D.4 | losses | result | limit of θ under L2 | 1 | 0 | approached with a fading push
  D.4 | D.4 | losses | result | value never reached under L2 | 1 | 0 | the weight stays off it
  D.5 | D.5 | optimizers | setting | year of the dropout result | 1 | 2016 | citation of Gal and Ghahramani
  D.6 | D.6 | optimizers | setting | keep probability | 1 | 1-p | parameter of the Bernoulli mask
  D.6 | D.6 | optimizers | result | factor of the expected activation | 1 | 1-p | mean of the masked activation over h
  D.6 | D.6 | optimizers | setting | scale during training in words | 1 | 1-p | as the sentence has it
  D.6 | D.6 | optimizers | setting | scale during training in the formula | 1 | 1/(1-p) | as the formula beside it has it
  """#
