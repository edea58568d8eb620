/// One of the four sets of lecture notes that this book reads along with.
public enum Document: String, CaseIterable, Sendable, Comparable, Codable {
  /// Mathematical Foundations of Neural Networks (Vol 1)
  case foundations
  /// Mathematical Appendix: Complete Derivations for Neural Networks
  case appendix
  /// The Maths of Deep Learning
  case intuition
  /// Machine Learning: Neural Networks
  case slides

  /// The title on its first page.
  public var title: String {
    switch self {
    case .foundations: "Mathematical Foundations of Neural Networks (Vol 1)"
    case .appendix: "Mathematical Appendix: Complete Derivations for Neural Networks"
    case .intuition: "The Maths of Deep Learning"
    case .slides: "Machine Learning: Neural Networks"
    }
  }

  /// The title of a slide, whose slug is its locator.
  public static func slideTitle(_ slug: String) -> String { slideTitles[slug] ?? slug }

  /// The slug of the slide whose title a text begins with, and the rest of the text.
  public static func slide(titled text: String) -> (slug: String, rest: Substring)? {
    let text = text.lowercased()
    let titles = slideTitles.map { ($0.key, $0.value) } + longTitles
    let known = titles.filter { text.hasPrefix($0.1.lowercased()) }
    return known.max { $0.1.count < $1.1.count }.map { ($0.0, text.dropFirst($0.1.count)) }
  }

  /// Titles that we know by a shorter one.
  private static let longTitles = [
    ("notation", "Neural Networks – Notation"),
    ("forward-pass", "Forward Pass Summary"),
    ("forward-pass-all-inputs", "Forward Pass – Incorporating all Inputs"),
    ("relu", "Rectifier – Rectified Linear Unit (ReLU)"),
    ("leaky-relu", "Leaky Rectified Linear Unit (Leaky ReLu)"),
  ]

  private static let slideTitles = [
    "connection": "Connection with Logistic Regression and Perceptron",
    "neuron-model": "Neuron Model",
    "xor": "Infamous XOR Problem",
    "network": "Neural Networks",
    "functions": "What kind of functions can be modeled",
    "universal-approximation": "Universal Approximation Theorem",
    "notation": "Notation",
    "forward-pass": "Forward Pass",
    "forward-pass-all-inputs": "Forward Pass – All Inputs",
    "activation-function": "Activation Function",
    "step": "Step",
    "linear": "Linear",
    "sigmoid": "Sigmoid",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky-relu": "Leaky ReLU",
    "output-activation": "Activation Function for output layer",
    "choice-of-activation": "Choice of the Activation Function",
    "learning-weights": "Learning Weights",
    "back-propagation-key-idea": "Back Propagation – Key Idea",
    "back-propagation-example": "Back Propagation – Example",
    "back-propagation-vectorization": "Back Propagation – Vectorization",
  ]

  /// Documents are ordered as the book lists them.
  public static func < (a: Document, b: Document) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }
}
