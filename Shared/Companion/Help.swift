extension Program {
  /// What `--help` prints.
  var help: String {
    let name = chapter.rawValue
    return """
      OVERVIEW: \(title)

      Recomputes what the lecture notes print and says whether they agree.

      USAGE: \(Options.usage(chapter))

      ARGUMENTS:
        <place>              An equation, section or slide of the notes: 6.23, (6.23),
                             B.19, '§4.3', appendix:B.19. All pages if left out.

      OPTIONS:
        --list               List the pages and the places they treat.
        --errata             List what does not reproduce, with the right value.
        --set <name=values>  Use other inputs: 'x=1 0.5'; rows as 'W1=1 2;3 4'.
        --vary <seed>        Draw other inputs of the same shapes and digits.
        --blank              Leave the computed numbers open: a worksheet.
        --brief              Show numbers and verdicts without prose and formulas.
        --digits <n>         Show n decimals, 0 to 17, instead of the notes’ own.
        --trials <n>         Test each derivation on n draws (default: 100).
        --full               Compute at full size what takes seconds.
        --format <format>    text, markdown, latex, csv or json (default: text).
        --standalone         With --format latex, a whole document.
        --color <when>       auto, always or never (default: auto).
        --no-pager           Do not put what is longer than the screen through $PAGER.
        --version            Show the version.
        -h, --help           Show this help.

      EXAMPLES:
        swift run \(name)
      \(examples)
      """
  }

  /// Commands of this very chapter.
  private var examples: String {
    let name = "  swift run \(chapter.rawValue) \(shellWord(example.place))"
    let own = "--set \(shellWord(example.input)) --format latex"
    return "\(name)\n\(name) --vary 7 --blank\n\(name) \(own)\n"
  }
}
