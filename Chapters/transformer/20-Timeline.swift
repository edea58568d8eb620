import Companion
import Mathematics

//: Ten variants and their years are held against the dates that their papers carry. Dates cannot be
//: computed, but the number of a preprint begins with its year and month, and a journal or
//: conference adds a year of publication.

/// A paper and its own dates
struct Paper {
  let name: String
  /// The number of the preprint, which begins with the year and month; nil if there is none
  let preprint: String?
  /// Where and when it was published; nil if it was not
  let publication: String?

  /// The years of preprint and publication
  var years: [Int] {
    let first = preprint.flatMap { Int($0.prefix(2)) }.map { 2000 + $0 }
    let second = publication.flatMap { Int($0.suffix(4)) }
    return [first, second].compactMap { $0 }
  }

  static let all = [
    Paper(name: "Transformer", preprint: "1706.03762", publication: "NeurIPS 2017"),
    Paper(name: "BERT", preprint: "1810.04805", publication: "NAACL 2019"),
    Paper(name: "GPT", preprint: nil, publication: "OpenAI 2018"),
    Paper(name: "RoBERTa", preprint: "1907.11692", publication: nil),
    Paper(name: "Longformer", preprint: "2004.05150", publication: nil),
    Paper(name: "T5", preprint: "1910.10683", publication: "JMLR 2020"),
    Paper(name: "ViT", preprint: "2010.11929", publication: "ICLR 2021"),
    Paper(name: "PaLM", preprint: "2204.02311", publication: "JMLR 2023"),
    Paper(name: "LLaMA", preprint: "2302.13971", publication: nil),
    Paper(name: "Mixtral", preprint: "2401.04088", publication: nil),
  ]
}

extension Transformer {
  static let timeline = Section(.foundations, "20.1.1", "Ten names and their years") { page in
    besideEachOther(page)
    otherNine(page)
    sizeOfPaLM(page)
  }

  //: The years as they are printed are read from the notes, each by its name, and looked up among
  //: the years of its paper.

  private static func besideEachOther(_ page: Page) {
    page.comparing { printed in
      page.table(
        "The printed years beside those of the papers",
        columns: ["name", "printed", "preprint", "published", "one of them"],
        rows: Paper.all.map { paper in
          let year: Int = printed("year of \(paper.name)", at: "§20.1.1")
          return [
            paper.name, year, paper.preprint ?? "none", paper.publication ?? "none",
            paper.years.contains(year) ? "yes" : "no",
          ]
        })
    }
  }

  //: The table takes the year of the preprint for some (BERT) and of the publication for
  //: others (T5, ViT), and both are fair; the caption of figure 20.1 dates BERT by its
  //: publication, 2019. One year is neither: Longformer is a preprint of April 2020. It stands
  //: under RoBERTa, which is of 2019.

  private static func otherNine(_ page: Page) {
    let longformer = Paper.all[4]
    page.show(
      "year of Longformer", longformer.years[0], at: "§20.1.1",
      slips: [Slip("the year of the line above, RoBERTa", Paper.all[3].years[0])],
      for: "20.1.1:timeline")
    page.comparing { printed in
      page.check(
        "the other nine years are those of a preprint or a publication", at: "20.1.1:timeline"
      ) {
        for paper in Paper.all where paper.name != longformer.name {
          printed("year of \(paper.name)", at: "§20.1.1") ∈ paper.years
        }
      }
    }
    page.leave("what each brought, and why: descriptions", at: "20.1.1:timeline")
  }

  //: One number of the table can be computed: the size of PaLM. Its paper gives 118 layers of
  //: width 18432 with 48 heads of width 256, which share their keys and values; a gated
  //: network with three matrices and four times the width; and 256 000 tokens, whose
  //: embeddings serve for input and output.

  private static func sizeOfPaLM(_ page: Page) {
    let (d, layers) = (18432.0, 118.0)
    let (heads, width, tokens) = (48.0, 256.0, 256_000.0)
    let attention = 2 * d * heads * width + 2 * d * width
    let network = 3 * d * 4 * d
    let parameters = layers * (attention + network) + tokens * d
    page.show("parameters of PaLM", "\(Int((parameters / 1e9).rounded()))B", at: "§20.1.1")
    page.derive("in billions", parameters / 1e9)
    page.derive("width over heads", d / heads)
  }

  //: It is also a model to which [the usual rule](#several-heads), heads of width $d/h$, does not
  //: apply: that would be 384.
}
