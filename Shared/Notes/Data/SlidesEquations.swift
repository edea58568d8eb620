// swift-format-ignore-file: a row is a line, however long.

/// The equations, slides, displayed formulas and claims that `slides` prints, in its order:
/// section | locator | chapter | kind | what it states
let slidesEquations = #"""
  connection | connection:io | perceptron | definition | d real inputs and a Boolean output y in {0, 1}
  connection | connection:sigmoid | perceptron | claim | the logistic regression model is a sigmoid neuron
  connection | connection:score | perceptron | model | wᵀx + b, the weighted sum of inputs plus bias
  neuron-model | neuron-model:parts | perceptron | definition | a neuron is its weights, its bias (parameters) and g (hyperparameter)
  xor | xor:minsky | perceptron | claim | no single perceptron can sort the XOR classes
  xor | xor:table | perceptron | number | truth table of XOR over four input pairs
  xor | xor:and | perceptron | claim | idea: learn the AND and the OR boundary
  xor | xor:separable | perceptron | claim | no straight line separates the two XOR classes, so linear classifiers fail
  xor | xor:transform | perceptron | claim | transformed features or a higher-dimensional space would help
  xor | xor:network | perceptron | claim | linear classifiers joined into a network can represent XOR
  xor | xor:mlp | perceptron | definition | a network of perceptrons is a multi-layer perceptron
  network | network:layers | backprop | definition | layers of neurons make up a neural network
  network | network:forward | backprop | algorithm | forward pass: from input and parameters, layer by layer to the output
  network | network:compose | backprop | model | a 3-layer output is three alternations of non-linear after linear, from the input
  network | network:count | backprop | definition | the input layer has no parameters and is not counted: 3 layers, 2 of them hidden
  network | network:mlp | backprop | definition | here MLP is kept for networks built from perceptrons
  network | network:feedforward | backprop | definition | feedforward: each layer feeds the next one
  functions | functions:along_x | backprop | claim | sigmoid neuron: bias 0.5, very large weight on x, zero weight on y
  functions | functions:along_y | backprop | claim | sigmoid neuron: bias 0.5, very large weight on y, zero weight on x
  universal-approximation | universal-approximation:theorem | backprop | claim | one hidden layer + linear output fits any continuous function, with enough units
  universal-approximation | universal-approximation:existence | backprop | claim | the theorem gives no learning algorithm that finds the parameters
  universal-approximation | universal-approximation:width | backprop | claim | more hidden neurons model more, but also raise the number of parameters
  universal-approximation | universal-approximation:depth | backprop | claim | more hidden layers are preferred: repeated non-linearity is easier for hard functions
  notation | notation:data | backprop | definition | X = [x₁, x₂, …, xₙ] of size d×n
  notation | notation:single_z | backprop | model | z = wᵀX + b·1, row of pre-activations for all inputs
  notation | notation:single_shapes | backprop | number | shape line (1×n) = (1×d)(d×n) + (1×n)
  notation | notation:single_a | backprop | model | a = g(z)
  notation | notation:elementwise | backprop | claim | g works on each entry; entry i of the row a (length n) is the output for input i
  notation | notation:counts | backprop | definition | L layers, mˡ nodes in layer l
  notation | notation:outputs | backprop | definition | aˡᵢ is the output of node i in layer l; aˡ is called the vector of outputs of node l
  notation | notation:a0 | backprop | definition | a⁰ = x is the input layer
  notation | notation:aL | backprop | definition | aᴸ = y is the output layer
  notation | notation:example | backprop | number | example L = 3, m¹ = 4, m² = 3, m³ = 1
  notation | notation:weights | backprop | definition | wˡᵢ, bˡᵢ belong to node i of layer l; wˡᵢⱼ, said to be weight and bias, to input j
  notation | notation:nodes | backprop | model | a¹ᵢ = g(z¹ᵢ), z¹ᵢ = w¹ᵢᵀx + b¹ᵢ for i = 1 … 4, printed twice
  notation | notation:stack | backprop | definition | W¹ stacks rows w¹ᵢᵀ; b¹ and z¹ stack the four b¹ᵢᵀ and z¹ᵢᵀ
  notation | notation:layer | backprop | model | a¹ = g(z¹), z¹ = W¹x + b¹ = W¹a⁰ + b¹
  notation | notation:params | backprop | definition | layer 1 is parametrized by W¹ and b¹
  forward-pass | forward-pass:rule | backprop | claim | a weight matrix is nodes × nodes of the layer before (layer 1: × inputs)
  forward-pass | forward-pass:sizes | backprop | number | W¹ is 4×3, W² is 3×4, W³ is 1×3
  forward-pass | forward-pass:layers | backprop | model | aˡ = g(zˡ), zˡ = Wˡaˡ⁻¹ + bˡ for layers 1, 2, 3 one by one, printed twice
  forward-pass | forward-pass:params | backprop | definition | layer l is parametrized by Wˡ and bˡ
  forward-pass | forward-pass:shapes | backprop | number | three shape lines for one input, e.g. (4×1) = (4×3)(3×1) + (4×1)
  forward-pass | forward-pass:general | backprop | model | aˡ = g(zˡ), zˡ = Wˡaˡ⁻¹ + bˡ for l = 1 … L, a⁰ = x
  forward-pass-all-inputs | forward-pass-all-inputs:one | backprop | model | recall for one input: z¹ = W¹x + b¹ = W¹a⁰ + b¹ with (4×1) = (4×3)(3×1) + (4×1)
  forward-pass-all-inputs | forward-pass-all-inputs:single | backprop | model | recall of one neuron: z = wᵀX + b·1, a = g(z), a row of length n
  forward-pass-all-inputs | forward-pass-all-inputs:batch | backprop | model | Aˡ = g(Zˡ), Zˡ = WˡAˡ⁻¹ + bˡ for layers 1, 2, 3; layer 1 printed twice
  forward-pass-all-inputs | forward-pass-all-inputs:batch_shapes | backprop | number | three shape lines for n inputs with b of n columns; layer 1 printed twice
  forward-pass-all-inputs | forward-pass-all-inputs:general | backprop | model | Aˡ = g(Zˡ), Zˡ = WˡAˡ⁻¹ + bˡ for l = 1 … L
  activation-function | activation-function:nonlinear | backprop | claim | g has to be non-linear
  activation-function | activation-function:affine | backprop | identity | with g(z) = αz + β: g(wᵀx + b) = α(wᵀx + b) + β, again affine in x
  activation-function | activation-function:collapse | backprop | claim | layers with linear g amount to a single linear transformation
  activation-function | activation-function:differentiable | backprop | claim | gradient descent requires a differentiable g
  step | step:def | backprop | definition | g(z) = 1 for z > 0, 0 for z < 0
  step | step:perceptron | backprop | claim | the perceptron uses the step function
  step | step:issues | backprop | claim | step is not differentiable and serves binary classification only
  linear | linear:def | backprop | definition | g(z) = αz + β
  linear | linear:deriv | backprop | identity | gʹ(z) = α, a constant
  linear | linear:backprop | backprop | claim | backpropagation is impossible with linear activation
  linear | linear:regression | backprop | claim | linear activation serves the simple linear regression model
  linear | linear:depth | backprop | claim | it captures no non-linearity, however deep the network
  sigmoid | sigmoid:def | backprop | definition | g(z) = σ(z) = 1/(1 + exp(−z))
  sigmoid | sigmoid:range | backprop | claim | maps all reals into (0, 1), bounded, strictly increasing
  sigmoid | sigmoid:output | backprop | claim | fits the output neurons of classifiers; used in logistic regression
  sigmoid | sigmoid:deriv | backprop | identity | gʹ(z) = g(z)(1 − g(z)); sigmoid is differentiable
  sigmoid | sigmoid:saturation | backprop | limit | saturated at g = 0 or g = 1: gʹ = 0, poor learning in deep networks
  sigmoid | sigmoid:centered | backprop | claim | the outputs of a sigmoid do not centre on zero
  sigmoid | sigmoid:signs | backprop | claim | hence all weight gradients of a neuron share one sign, weights move one way
  sigmoid | sigmoid:batch | backprop | claim | adding gradients over a batch softens that one-sign effect
  tanh | tanh:def | backprop | identity | tanh z = 2σ(2z) − 1 = 2/(1 + exp(−2z)) − 1 = (exp(z) − exp(−z))/(exp(z) + exp(−z))
  tanh | tanh:scaled | backprop | claim | tanh is a scaled sigmoid
  tanh | tanh:range | backprop | claim | maps all reals into (−1, 1), bounded, strictly increasing
  tanh | tanh:centered | backprop | claim | tanh is zero-centred and so cures that trouble of the sigmoid
  tanh | tanh:deriv | backprop | identity | gʹ(z) = 1 − g(z)²; tanh is differentiable
  tanh | tanh:saturation | backprop | limit | saturated at g = −1 or g = 1: gʹ = 1 − g² = 0, poor learning in deep networks
  relu | relu:def | backprop | definition | g(z) = max(0, z): z for z ≥ 0, 0 for z < 0
  relu | relu:deriv | backprop | identity | gʹ(z) = 1 for z ≥ 0, 0 for z < 0
  relu | relu:differentiable | backprop | claim | ReLU is differentiable
  relu | relu:cheap | backprop | claim | cheaper than sigmoid and tanh, no exponents; the most used activation
  relu | relu:sparse | backprop | claim | silent for pre-activation below 0, which makes it computationally efficient
  relu | relu:centered | backprop | claim | ReLU is not zero-centred; longer training makes up for it
  relu | relu:saturation | backprop | claim | ReLU has no saturation problem
  relu | relu:dead | backprop | claim | negative inputs get zero gradient, the neuron dies
  leaky-relu | leaky-relu:def | backprop | definition | g(z) = z for z ≥ 0, αz for z < 0
  leaky-relu | leaky-relu:alive | backprop | claim | neurons stay alive as negative inputs still give some output
  leaky-relu | leaky-relu:centered | backprop | claim | not zero-centred but close to it
  leaky-relu | leaky-relu:alpha | backprop | definition | α = 0.01 is leaky ReLU, any α less than 0.01 is called randomized ReLU
  leaky-relu | leaky-relu:deriv | backprop | identity | gʹ(z) = 1 for z ≥ 0, α for z < 0
  leaky-relu | leaky-relu:differentiable | backprop | claim | leaky ReLU is differentiable
  leaky-relu | leaky-relu:hidden | backprop | claim | hidden layers use ReLU, leaky ReLU, sigmoid or tanh
  output-activation | output-activation:identity | backprop | claim | identity output for regression
  output-activation | output-activation:sigmoid | backprop | claim | sigmoid output for values between 0 and 1, such as a probability
  output-activation | output-activation:softmax | backprop | claim | softmax output for a distribution over several classes
  choice-of-activation | choice-of-activation:classification | backprop | claim | sigmoid, tanh and their combinations are preferred for classification
  choice-of-activation | choice-of-activation:saturation | backprop | claim | sigmoid and tanh are at times avoided because they saturate
  choice-of-activation | choice-of-activation:speed | backprop | claim | ReLU is mostly used as it is fast to compute
  choice-of-activation | choice-of-activation:dead | backprop | claim | ReLU variants such as leaky ReLU solve dead neurons
  choice-of-activation | choice-of-activation:hidden | backprop | claim | ReLU goes only into hidden layers
  choice-of-activation | choice-of-activation:start | backprop | claim | begin with ReLU or a leaky/randomized one, try others if unsatisfied
  learning-weights | learning-weights:notation | backprop | definition | L, mˡ, aˡ, a⁰ = x, aᴸ = y, wˡᵢ, bˡᵢ, wˡᵢⱼ listed once more
  learning-weights | learning-weights:data | backprop | definition | D = {(x₁, y₁), …, (xₙ, yₙ)}, a subset of inputs × outputs
  learning-weights | learning-weights:loss | losses | definition | ℒ = ½ Σᵢ (ỹᵢ − yᵢ)² for regression, ỹᵢ the network output
  learning-weights | learning-weights:logloss | losses | claim | log loss is used for classification when the output is a probability
  learning-weights | learning-weights:differentiable | backprop | claim | the output is a composite function, therefore continuous and differentiable
  learning-weights | learning-weights:chain | backprop | claim | back propagation is the chain rule put to work for gradient descent
  back-propagation-key-idea | back-propagation-key-idea:forward | backprop | algorithm | the loss is obtained from a forward pass
  back-propagation-key-idea | back-propagation-key-idea:only | backprop | claim | only weights can be changed to lower the loss
  back-propagation-key-idea | back-propagation-key-idea:gd | backprop | algorithm | wˡᵢⱼ becomes wˡᵢⱼ − α ∂ℒ/∂wˡᵢⱼ
  back-propagation-key-idea | back-propagation-key-idea:reduce | backprop | claim | learning comes down to the partial derivatives of the loss
  back-propagation-key-idea | back-propagation-key-idea:spread | backprop | claim | the total loss is sent back to find what every node contributed
  back-propagation-example | back-propagation-example:network | backprop | model | 2 layers, 2 hidden neurons, 2 inputs, 2 outputs, g = σ
  back-propagation-example | back-propagation-example:data | backprop | number | given x, y and the initial weights and biases of both layers
  back-propagation-example | back-propagation-example:loss | backprop | definition | ℒ = ½‖(ỹ₁ − y₁)² − (ỹ₂ − y₂)²‖², printed three times
  back-propagation-example | back-propagation-example:loss_value | backprop | number | ℒ = ½‖(0.01, 0.99) − (0.7514, 0.7729)‖² = 0.2984
  back-propagation-example | back-propagation-example:forward | backprop | model | aˡᵢ = g(zˡᵢ), zˡᵢ = wˡᵢᵀx + bˡᵢ for i = 1, 2 and both layers, x in layer 2 too
  back-propagation-example | back-propagation-example:forward_values | backprop | number | z and a of the four nodes; z¹₁ = w¹₁₁x₁ + w¹₁₂x₂ + b¹₁ written out; a² = ỹ
  back-propagation-example | back-propagation-example:z21 | backprop | model | z²₁ = w²₁₁a¹₁ + w²₁₂a¹₂ + b²₁ and ỹ₁ = σ(z²₁)
  back-propagation-example | back-propagation-example:dw11_2 | backprop | identity | ∂ℒ/∂w²₁₁ = ∂ℒ/∂ỹ₁ · ∂ỹ₁/∂z²₁ · ∂z²₁/∂w²₁₁
  back-propagation-example | back-propagation-example:dldy | backprop | number | ∂ℒ/∂ỹ₁ = ỹ₁ − y₁ = 0.7414
  back-propagation-example | back-propagation-example:dydz | backprop | number | ∂ỹ₁/∂z²₁ = σ(∂z²₁)(1 − σ(∂z²₁)) = 0.1868, with ∂ inside σ as printed
  back-propagation-example | back-propagation-example:dzdw | backprop | number | ∂z²₁/∂w²₁₁ = a₁ = 0.5933, layer of a₁ printed as the letter a
  back-propagation-example | back-propagation-example:dw11_2_value | backprop | number | ∂ℒ/∂w²₁₁ = 0.0821
  back-propagation-example | back-propagation-example:paths | backprop | claim | two paths lead back to w¹₁₁, it contributes to both outputs
  back-propagation-example | back-propagation-example:dw11_1 | backprop | identity | ∂ℒ/∂w¹₁₁ is a sum of two five-factor chains, one through each output
  back-propagation-vectorization | back-propagation-vectorization:layers | backprop | model | aˡ = g(zˡ), zˡ = Wˡaˡ⁻¹ + bˡ for layers 1, 2, 3
  back-propagation-vectorization | back-propagation-vectorization:update | backprop | algorithm | Wˡ becomes Wˡ − α ∂ℒ/∂Wˡ, bˡ becomes bˡ − α ∂ℒ/∂bˡ
  back-propagation-vectorization | back-propagation-vectorization:chain3 | backprop | identity | ∂ℒ/∂W³, ∂ℒ/∂b³ as chains through a³, z³, printed twice
  back-propagation-vectorization | back-propagation-vectorization:chain2 | backprop | identity | ∂ℒ/∂W², ∂ℒ/∂b² as chains through a³, z³, a², z², printed twice
  back-propagation-vectorization | back-propagation-vectorization:chain1 | backprop | identity | ∂ℒ/∂W¹, ∂ℒ/∂b¹ as chains a³, z³, a², z², a¹, z¹; W three times, b twice
  back-propagation-vectorization | back-propagation-vectorization:short | backprop | identity | ∂ℒ/∂Wˡ = ∂ℒ/∂zˡ · ∂zˡ/∂Wˡ, ∂ℒ/∂bˡ = ∂ℒ/∂zˡ · ∂zˡ/∂bˡ for layers 3, 2, 1
  back-propagation-vectorization | back-propagation-vectorization:need | backprop | claim | enough to know ∂ℒ/∂zˡ, ∂zˡ/∂Wˡ and ∂zˡ/∂bˡ
  back-propagation-vectorization | back-propagation-vectorization:dzL | backprop | identity | ∂ℒ/∂zᴸ = ∂ℒ/∂aᴸ · ∂aᴸ/∂zᴸ
  back-propagation-vectorization | back-propagation-vectorization:delta | backprop | definition | ∂ℒ/∂zˡ is often written δˡ
  back-propagation-vectorization | back-propagation-vectorization:sq | losses | definition | squared error ℒ = ½(aᴸ − y)² = ½‖aᴸ − y‖²
  back-propagation-vectorization | back-propagation-vectorization:sq_grad | losses | identity | ∂ℒ/∂aᴸ = aᴸ − y for squared error
  back-propagation-vectorization | back-propagation-vectorization:logloss | losses | definition | log-loss ℒ = −y log aᴸ + (1 − y) log(1 − aᴸ)
  back-propagation-vectorization | back-propagation-vectorization:logloss_grad | losses | identity | ∂ℒ/∂aᴸ = −(y/aᴸ − (1 − y)/(1 − aᴸ)) for log-loss
  back-propagation-vectorization | back-propagation-vectorization:a | backprop | model | aˡ = g(zˡ)
  back-propagation-vectorization | back-propagation-vectorization:gprime | backprop | identity | ∂aˡ/∂zˡ = gʹ(zˡ) = σ(zˡ) ⊙ (1 − σ(zˡ)) for sigmoid, printed twice
  back-propagation-vectorization | back-propagation-vectorization:hadamard | backprop | definition | ⊙ multiplies matrices or vectors element by element
  back-propagation-vectorization | back-propagation-vectorization:dzL_had | backprop | identity | ∂ℒ/∂zᴸ = ∂ℒ/∂aᴸ ⊙ ∂aᴸ/∂zᴸ = ∂ℒ/∂aᴸ ⊙ gʹ(zᴸ), end printed twice
  back-propagation-vectorization | back-propagation-vectorization:rec_chain | backprop | identity | ∂ℒ/∂zˡ = ∂ℒ/∂zˡ⁺¹ · ∂zˡ⁺¹/∂aˡ · ∂aˡ/∂zˡ
  back-propagation-vectorization | back-propagation-vectorization:dzda | backprop | identity | zˡ⁺¹ = Wˡ⁺¹aˡ + bˡ⁺¹ has ∂zˡ⁺¹/∂aˡ = Wˡ⁺¹
  back-propagation-vectorization | back-propagation-vectorization:recursion | backprop | algorithm | ∂ℒ/∂zˡ = (Wˡ⁺¹ᵀ ∂ℒ/∂zˡ⁺¹) ⊙ gʹ(zˡ), printed three times
  back-propagation-vectorization | back-propagation-vectorization:order | backprop | claim | factors were reordered so that the matrix products fit
  back-propagation-vectorization | back-propagation-vectorization:dzdW | backprop | identity | zˡ = Wˡaˡ⁻¹ + bˡ has ∂zˡ/∂Wˡ = aˡ⁻¹ and ∂zˡ/∂bˡ = 1 (bold)
  back-propagation-vectorization | back-propagation-vectorization:dW | backprop | identity | ∂ℒ/∂Wˡ = ∂ℒ/∂zˡ · ∂zˡ/∂Wˡ = ∂ℒ/∂zˡ aˡ⁻¹ᵀ, result printed three times
  back-propagation-vectorization | back-propagation-vectorization:db | backprop | identity | ∂ℒ/∂bˡ = ∂ℒ/∂zˡ · ∂zˡ/∂bˡ = ∂ℒ/∂zˡ, result printed three times
  back-propagation-vectorization | back-propagation-vectorization:check_chain | backprop | identity | check, squared error and sigmoid: ∂ℒ/∂W¹ = ∂ℒ/∂z¹ · ∂z¹/∂W¹
  back-propagation-vectorization | back-propagation-vectorization:check_dz3 | backprop | identity | ∂ℒ/∂z³ = ∂ℒ/∂a³ ⊙ gʹ(z³) = (aᴸ − y) ⊙ gʹ(z³), size 1×1
  back-propagation-vectorization | back-propagation-vectorization:check_dz1 | backprop | identity | ∂ℒ/∂z¹ = (W²ᵀ(W³ᵀ ∂ℒ/∂z³) ⊙ gʹ(z²)) ⊙ gʹ(z¹), bracket round W³ᵀ∂ℒ/∂z³ only
  back-propagation-vectorization | back-propagation-vectorization:check_shapes | backprop | number | shape labels of the check: 4×3 3×1 3×1 4×1 and 4×3 4×1 1×3
  back-propagation-vectorization | back-propagation-vectorization:check_dW1 | backprop | identity | ∂ℒ/∂W¹ = ∂ℒ/∂z¹ a⁰ᵀ, 4×3 from 4×1 and 1×3
  """#
