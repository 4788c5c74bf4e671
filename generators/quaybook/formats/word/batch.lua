-- Converts many Markdown files in one pandoc: its start and its reading of the reference document cost
-- more than a conversion. Standard input names a source and a target a line, parted by a tab.
-- Arguments: the reader's format, the reference document.
local reader, reference = arg[1], arg[2]

-- Narrower than any row of a table: column widths then follow the dashes below its head.
local reading = pandoc.ReaderOptions({columns = 10})
-- Documents hold no program text; the styles for it would come without Japanese fonts.
local writing = pandoc.WriterOptions({reference_doc = reference, highlight_method = "none"})

-- A full disk is told by its number, which is the same in every language.
local function written(result, message, number)
  if not result then
    io.stderr:write(("errno %d: %s"):format(number, message))
    os.exit(1)
  end
  return result
end

for line in io.lines() do
  local source, target = line:match("^([^\t]+)\t([^\t]+)$")
  local file = assert(io.open(source, "rb"))
  local text = file:read("a")
  file:close()
  local document = pandoc.read(text, reader, reading):walk({
    -- The title stands outside the text, so its headings begin at the second level.
    Header = function(header)
      -- Titles of parts look alike below whatever heading they stand.
      header.level = header.classes:includes("part") and 4 or header.level - 1
      return header
    end,
  })
  local out = written(io.open(target, "wb"))
  written(out:write(pandoc.write(document, "docx", writing)))
  written(out:close())
end
