-- Makes many decks in one pandoc. Standard input names a source and a target a line, parted by a tab; a source is JSON
-- (`convert.told`). Texts become strings of pandoc's own tree, so nothing in them is ever read as markup.
-- Argument: the reference deck.
local writing = pandoc.WriterOptions({reference_doc = arg[1], slide_level = 1})

-- A full disk is told by its number, which is the same in every language.
local function written(result, message, number)
  if not result then
    io.stderr:write(("errno %d: %s"):format(number, message))
    os.exit(1)
  end
  return result
end

local function plain(text)
  return {pandoc.Plain({pandoc.Str(text)})}
end

-- A line of notes is a paragraph of its own.
local function paragraphs(text)
  local all = pandoc.List()
  for line in text:gmatch("[^\n]+") do
    all:insert(pandoc.Para({pandoc.Str(line)}))
  end
  return all
end

local function lines(texts)
  local all = pandoc.List()
  for number, text in ipairs(texts) do
    if number > 1 then
      all:insert(pandoc.LineBreak())
    end
    all:insert(pandoc.Str(text))
  end
  return all
end

local function cells(texts)
  return pandoc.List(texts):map(plain)
end

local function rows(page)
  local aligned = pandoc.List(page.head):map(function() return "AlignLeft" end)
  local equal = pandoc.List(page.head):map(function() return 0 end)
  local simple = pandoc.SimpleTable({}, aligned, equal, cells(page.head), pandoc.List(page.rows):map(cells))
  return pandoc.utils.from_simple_table(simple)
end

local function deck(told)
  local blocks = pandoc.List()
  for _, page in ipairs(told.pages) do
    blocks:insert(pandoc.Header(1, {pandoc.Str(page.title)}))
    if page.image then
      blocks:insert(pandoc.Para({pandoc.Image({}, page.image)}))
    elseif page.rows then
      blocks:insert(rows(page))
    else
      blocks:insert(pandoc.BulletList(pandoc.List(page.bullets):map(plain)))
    end
    blocks:insert(pandoc.Div(paragraphs(page.notes), {class = "notes"}))
  end
  local meta = {
    title = pandoc.MetaInlines({pandoc.Str(told.title)}),
    subtitle = pandoc.MetaInlines(lines(told.lines)),
    notes = pandoc.MetaBlocks(paragraphs(told.notes)),
  }
  return pandoc.Pandoc(blocks, meta)
end

for line in io.lines() do
  local source, target = line:match("^([^\t]+)\t([^\t]+)$")
  local file = assert(io.open(source, "rb"))
  local told = pandoc.json.decode(file:read("a"), false)
  file:close()
  local out = written(io.open(target, "wb"))
  written(out:write(pandoc.write(deck(told), "pptx", writing)))
  written(out:close())
end
