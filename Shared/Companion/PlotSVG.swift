/// By this a drawing is known as one of ours.
package let figureMark = "<!-- woven: swift run weave -->"

/// Colours half-way between white and GitHub's dark page, at least 4 : 1 from either: a drawing
/// inside a page is not told which of the two it stands on.
let figureStyle = """
  text { fill: #797979 } .axis { stroke: #797979 } .grid { stroke: #8884 }
  .s0 { stroke: #1f7ae0 } .s1 { stroke: #d5551c } .s2 { stroke: #168a4a }
  .s3 { stroke: #a05cd6 } .s4 { stroke: #797979 } .s5 { stroke: #0090a8 } .area { fill: #1f7ae0 }
  """

extension Plot {
  /// The figure as a drawing that reads on a light and a dark page, and without colour: curves
  /// differ by their dashes, clouds by their marks, and each is named beside the figure.
  var svg: String {
    guard let (xs, ys) = bounds else { return "" }
    // Room on the right for the longest name, at about seven and a half units a letter.
    let longest = Double(series.map(\.name.width).max() ?? 0)
    let (left, right, top, bottom) = (76.0, 50 + 7.5 * longest, 40.0, 54.0)
    let width = left + (isSquare ? 330 : 430) + right
    let height = isSquare ? top + 330 + bottom : 380
    func across(_ x: Double) -> Double {
      left + (x - xs.lowerBound) / (xs.upperBound - xs.lowerBound) * (width - left - right)
    }
    func up(_ y: Double) -> Double {
      height - bottom
        - (y - ys.lowerBound) / (ys.upperBound - ys.lowerBound) * (height - top - bottom)
    }
    func text(_ x: Double, _ y: Double, _ words: String, _ more: String = "") -> String {
      "<text x=\"\(coordinate(x))\" y=\"\(coordinate(y))\"\(more)>\(escapedXML(plain(words)))</text>"
    }
    func line(_ class: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
      "<line \(`class`) x1=\"\(coordinate(x1))\" y1=\"\(coordinate(y1))\" x2=\"\(coordinate(x2))\" y2=\"\(coordinate(y2))\"/>"
    }
    let middle = " text-anchor=\"middle\""
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(coordinate(width)) \(coordinate(height))\" "
        + "role=\"img\" font-family=\"sans-serif\" font-size=\"13\">",
      figureMark, "<title>\(escapedXML(plain(title)))</title>",
      "<style>\(figureStyle)</style>",
      text(left, 22, title, " font-size=\"15\""),
    ]
    for tick in Plot.ticks(xs) {
      let x = across(tick)
      lines.append(line("class=\"grid\"", x, top, x, height - bottom))
      lines.append(
        text(x, height - bottom + 18, Format.significant(tick, 6).trimmedZeros, middle))
    }
    for tick in Plot.ticks(ys) {
      let y = up(tick)
      lines.append(line("class=\"grid\"", left, y, width - right, y))
      lines.append(text(left - 8, y + 4, label(height: tick), " text-anchor=\"end\""))
    }
    lines.append(
      "<path class=\"axis\" fill=\"none\" d=\"M\(coordinate(left)) \(coordinate(top))V\(coordinate(height - bottom))"
        + "H\(coordinate(width - right))\"/>")
    lines.append(text((left + width - right) / 2, height - 14, x, middle))
    let turn = coordinate((top + height - bottom) / 2)
    lines.append(
      text(18, (top + height - bottom) / 2, y, middle + " transform=\"rotate(-90 18 \(turn))\""))

    let dashes = ["", "7 4", "2 3", "10 3 2 3", "1 5", "14 4"]
    func style(_ number: Int) -> String {
      "class=\"s\(number % 6)\" fill=\"none\" stroke-width=\"2\""
        + (series[number].isJoined && number % 6 > 0
          ? " stroke-dasharray=\"\(dashes[number % 6])\"" : "")
    }
    var labels: [(y: Double, number: Int)] = []
    for (number, points) in drawable.enumerated() where !points.isEmpty {
      if series[number].isJoined {
        let path = points.map { "\(coordinate(across($0.x))),\(coordinate(up($0.y)))" }.joined(
          separator: " ")
        lines.append("<polyline \(style(number)) points=\"\(path)\"/>")
      } else {
        let marks = points.map { mark(number, across($0.x), up($0.y)) }.joined()
        lines.append("<path \(style(number)) d=\"\(marks)\"/>")
      }
      labels.append((up(points[points.count - 1].y), number))
    }
    // Names stand where the curves end, moved apart where they would overlap: down first, and
    // back up from the lower edge.
    labels.sort { ($0.y, $0.number) < ($1.y, $1.number) }
    var lowest = top - 12
    for i in labels.indices {
      labels[i].y = max(labels[i].y, lowest + 17)
      lowest = labels[i].y
    }
    var highest = height - 8
    for i in labels.indices.reversed() {
      labels[i].y = min(labels[i].y, highest)
      highest = labels[i].y - 17
    }
    for (y, number) in labels {
      let x = width - right + 10
      if series[number].isJoined {
        lines.append(line(style(number), x, y, x + 22, y))
      } else {
        lines.append("<path \(style(number)) d=\"\(mark(number, x + 11, y))\"/>")
      }
      lines.append(text(x + 28, y + 4, series[number].name))
    }
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  /// A circle, a cross, a square or a triangle, by the number of the series.
  private func mark(_ number: Int, _ x: Double, _ y: Double) -> String {
    func at(_ dx: Double, _ dy: Double) -> String {
      "\(coordinate(x + dx)) \(coordinate(y + dy))"
    }
    return switch number % 4 {
    case 0: "M\(at(-4, 0))a4 4 0 1 0 8 0a4 4 0 1 0 -8 0"
    case 1: "M\(at(-4, -4))L\(at(4, 4))M\(at(-4, 4))L\(at(4, -4))"
    case 2: "M\(at(-4, -4))h8v8h-8z"
    default: "M\(at(0, -5))L\(at(5, 4))L\(at(-5, 4))z"
    }
  }
}

/// A place in a drawing, to a tenth of a unit; a tie falls the same way in spite of last bits.
func coordinate(_ v: Double) -> String { Format.decimal((v * 1e6).rounded() / 1e6, 1) }

func escapedXML(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
}
