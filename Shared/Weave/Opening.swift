import Companion
import Notes

/// What a reader meets first: what this is and how to use it.
func opening(_ parts: [BookPart], _ tables: Tables) -> String {
  """
  # Neural networks, recomputed

  Four sets of lecture notes teach neural networks with worked numbers and derivations. This book
  goes through them with a program: it recomputes every number from the inputs that the notes
  give, tests every derivation against something that does not contain it, and says of each
  whether it holds. Where a number does not reproduce, it gives the value that does, and looks for
  the slip behind the printed one.

  The book is woven from the programs. What stands in a box of code is what was compiled; what
  stands below it is what it computed. Long listings are left out, to keep the book to a size that
  can be read on the web: each section names its source.

  | short name | document |
  |---|---|
  \(Document.allCases.map { "| `\($0.rawValue)` | \($0.title) |" }.joined(separator: "\n"))

  ## How to read it

  Beside the notes: type the number of an equation, and the program shows what it comes to.

  ```text
  swift run backprop 6.23
  swift run backprop B.19 --set 'x=0.3 0.9'
  swift run backprop --errata
  ```

  Each printed number gets one of five verdicts. The last digit that is printed sets the measure:
  a number is right if the true value rounds to it.

  | verdict | when |
  |---|---|
  | agrees | the value, computed in full precision from the given inputs, rounds to what is printed |
  | carried | it does not, but the same step from the printed, rounded numbers before it does |
  | truncated | the digits were cut off instead of rounded |
  | approximate | the text calls the number rough, and at that precision it is right |
  | erratum | none of these: the correct value is given, and the slip if one was found |

  A derivation *holds* if, on seeded random draws, the largest difference between the formula and
  an independent way to the same value stays within a bound: what rounding explains or, for
  statements with a “nearly” or a limit in them, the distance that the page itself gives. Behind
  each stand the number of draws, the largest error by each method, and the bound. Gradients
  are compared with three such ways: dual numbers, reverse mode on a tape, and central differences.

  These are the verdicts on the printed numbers, document by document:

  \(tables.summary)
  ## Contents

  \(parts.map { "- [\($0.title)](#\(anchor($0.title)))" }.joined(separator: "\n"))
  - [Errata](#errata)
  - [Concordance](#concordance)


  """
}

/// A heading as GitHub makes a link target of it.
private func anchor(_ title: String) -> String {
  String(
    title.lowercased().compactMap {
      $0 == " " ? "-" : $0.isLetter || $0.isNumber || $0 == "-" ? $0 : nil
    })
}
