-- Converts many Markdown files to Typst in one pandoc. An order names a source, a target and the document, parted by
-- tabs; places are called by their document, so that no two of a binder are called the same.
-- Argument: the reader's format.
local reader = arg[1]

-- Narrower than any row of a table: column widths then follow the dashes below its head.
local reading = pandoc.ReaderOptions({columns = 10})
local writing = pandoc.WriterOptions({wrap_text = "none"})

-- A full disk is told by its number, which is the same in every language.
local function written(result, message, number)
  if not result then
    io.stderr:write(("errno %d: %s"):format(number, message))
    os.exit(1)
  end
  return result
end

local function inline(text)
  return pandoc.RawInline("typst", text)
end

-- A link to a document says on which page it stands, if this binder has it.
local function link(found)
  local document, place = found.target:match("^doc:([%w_-]+)#?([%w_-]*)$")
  if not document then
    return found.content
  end
  local said = pandoc.List({inline(('#xref("%s", "%s")['):format(document, place))})
  said:extend(found.content)
  said:insert(inline("]"))
  return said
end

local function box(found)
  local style = found.attributes["custom-style"]
  if not style then
    return nil
  end
  local said = pandoc.List({pandoc.RawBlock("typst", ("#%s["):format(style))})
  said:extend(found.content)
  said:insert(pandoc.RawBlock("typst", "]"))
  return said
end

-- Whether every entry begins with a letter of its own, parted from its text by an ideographic space.
local function is_lettered(list)
  return pandoc.List(list.content):find_if(function(entry)
    local text = pandoc.utils.stringify(entry)
    return utf8.len(text) < 2 or utf8.codepoint(text, utf8.offset(text, 2)) ~= 0x3000
  end) == nil
end

local function boxed(name, block)
  return pandoc.List({pandoc.RawBlock("typst", ("#%s["):format(name)), block, pandoc.RawBlock("typst", "]")})
end

-- A list of lettered choices needs no marks, and stands on one page with what leads to it from its heading on.
-- What leads to it last asks for one of them.
local function with_choices(blocks)
  local done, leading = pandoc.List(), pandoc.List()
  local function lead(lettered)
    for number, block in ipairs(leading) do
      local name = number == #leading and "asks" or "leads"
      done:extend(lettered and boxed(name, block) or {block})
    end
    leading = pandoc.List()
  end
  for _, block in ipairs(blocks) do
    if block.t == "Para" then
      leading:insert(block)
    else
      local lettered = block.t == "BulletList" and is_lettered(block)
      lead(lettered)
      done:extend(lettered and boxed("choices", block) or {block})
    end
  end
  lead()
  return done
end

for line in io.lines() do
  local source, target, document = line:match("^([^\t]+)\t([^\t]+)\t([^\t]+)$")
  local file = assert(io.open(source, "rb"))
  local text = file:read("a")
  file:close()
  local read = pandoc.read(text, reader, reading):walk({
    Header = function(header)
      if header.classes:includes("part") then
        return pandoc.Para({pandoc.Strong(header.content)})
      end
      if header.identifier ~= "" then
        header.identifier = ("%s--%s"):format(document, header.identifier)
      end
      return header
    end,
    Link = link,
    Div = box,
  })
  read.blocks = with_choices(read.blocks)
  local out = written(io.open(target, "wb"))
  written(out:write('#import "/binder.typ": *\n#set heading(offset: 1)\n'))
  written(out:write(pandoc.write(read, "typst", writing)))
  written(out:close())
end
