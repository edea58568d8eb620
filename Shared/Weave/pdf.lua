-- For pandoc, which makes the book a PDF: tables with long cells share the width of the page, so that
-- their lines break, and what is folded on the web has its summary as a line of its own.

local function length(blocks) return utf8.len(pandoc.utils.stringify(blocks)) or 0 end

function Table(table)
  local longest = {}
  local function measure(rows)
    for _, row in ipairs(rows) do
      for j, cell in ipairs(row.cells) do
        longest[j] = math.max(longest[j] or 4, length(cell.contents))
      end
    end
  end
  measure(table.head.rows)
  for _, body in ipairs(table.bodies) do measure(body.body) end
  local sum = 0
  for j, n in ipairs(longest) do
    -- A long cell breaks; its share need not grow with all of its length.
    longest[j] = math.min(n, 50)
    sum = sum + longest[j]
  end
  if sum < 80 then return nil end
  for j, n in ipairs(longest) do table.colspecs[j][2] = n / sum end
  return table
end

function RawBlock(block)
  local summary = block.text:match("<summary>(.-)</summary>")
  return summary and pandoc.Para { pandoc.Emph(summary) } or nil
end
