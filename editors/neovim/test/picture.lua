-- Draws what a terminal shows: `nvim -l picture.lua TITLE <SCREEN >PICTURE`, from what `tmux capture-pane -e -p` prints
-- to SVG. Text stays text, so that a change of the picture can be read in a diff.

local CELL, LINE, MARGIN, BAR = 8.4, 18, 12, 30
local FOREGROUND, BACKGROUND = '#e0e2ea', '#14161b'

---@class Style
---@field fg? string
---@field bg? string
---@field line? string colour of an underline
---@field curl? boolean
---@field bold? boolean
---@field italic? boolean
---@field reverse? boolean

local function escape(text)
  return (text:gsub('[&<>]', { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;' }))
end

--- Takes one SGR sequence's parameters into a style (ECMA-48 8.3.117; colours as xterm writes them).
---@param style Style
---@param sequence string
---@return Style
local function apply(style, sequence)
  style = vim.deepcopy(style)
  local codes = vim.split(sequence:gsub('4:3', '4;-3'):gsub(':', ';'), ';')
  local index = 1
  local function number()
    local value = tonumber(codes[index]) or 0
    index = index + 1
    return value
  end
  local function colour()
    assert(number() == 2, 'only true colours are drawn')
    return ('#%02x%02x%02x'):format(number(), number(), number())
  end
  while index <= #codes do
    local code = number()
    if code == 0 then
      style = {}
    elseif code == 1 then
      style.bold = true
    elseif code == 3 then
      style.italic = true
    elseif code == 4 then
      style.line = style.line or FOREGROUND
    elseif code == -3 then
      style.curl = true
    elseif code == 7 then
      style.reverse = true
    elseif code == 38 then
      style.fg = colour()
    elseif code == 48 then
      style.bg = colour()
    elseif code == 58 then
      style.line = colour()
    elseif code == 39 then
      style.fg = nil
    elseif code == 49 then
      style.bg = nil
    end
  end
  return style
end

--- The runs of one line that look alike.
---@param line string
---@param style Style what the line before ended with
---@return { text: string, style: Style }[], Style
local function runs(line, style)
  -- Links (OSC 8) and character sets are not drawn.
  line = line:gsub('\27%].-\27\\', ''):gsub('\27[()].', ''):gsub('[\14\15]', '')
  local found = {}
  local at = 1
  while at <= #line do
    local from, to, sequence = line:find('^\27%[([%d;:]*)m', at)
    if from then
      style = apply(style, sequence)
      at = to + 1
    else
      local stop = line:find('\27', at + 1, true) or #line + 1
      table.insert(found, { text = line:sub(at, stop - 1), style = style })
      at = stop
    end
  end
  return found, style
end

--- A wave as editors draw it below what is wrong.
local function wave(x, y, width)
  local path = { ('M%.1f %.1f'):format(x, y) }
  for step = 1, math.floor(width / 3) do
    table.insert(path, ('L%.1f %.1f'):format(x + step * 3, y + (step % 2) * 2.5))
  end
  return table.concat(path)
end

local lines = vim.split(io.read('*a'):gsub('\n$', ''), '\n')
local width = 0
local backs, texts = {}, {}
local style = {}
for row, line in ipairs(lines) do
  local top = BAR + (row - 1) * LINE
  local column = 0
  local pieces
  pieces, style = runs(line, style)
  for _, run in ipairs(pieces) do
    local cells = vim.api.nvim_strwidth(run.text)
    local x, w = MARGIN + column * CELL, cells * CELL
    local fg, bg = run.style.fg or FOREGROUND, run.style.bg
    if run.style.reverse then
      fg, bg = bg or BACKGROUND, fg
    end
    if bg and bg ~= BACKGROUND then
      table.insert(backs, ('<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>'):format(x, top, w, LINE, bg))
    end
    if run.style.curl then
      local d = wave(x, top + LINE - 3.5, w)
      table.insert(backs, ('<path d="%s" fill="none" stroke="%s"/>'):format(d, run.style.line))
    elseif run.style.line then
      local y = top + LINE - 2.5
      table.insert(backs, ('<path d="M%.1f %.1fh%.1f" stroke="%s"/>'):format(x, y, w, run.style.line))
    end
    -- SVG loses blanks that adjoin; what is wider than the grid is pressed into it.
    local first, last = run.text:find('%S+')
    while first do
      while run.text:find('^ %S', last + 1) do
        last = select(2, run.text:find('^ %S+', last + 1))
      end
      local text = run.text:sub(first, last)
      table.insert(
        texts,
        ('<text x="%.1f" y="%.1f" textLength="%.1f" fill="%s"%s%s>%s</text>'):format(
          x + vim.api.nvim_strwidth(run.text:sub(1, first - 1)) * CELL,
          top + LINE - 5,
          vim.api.nvim_strwidth(text) * CELL,
          fg,
          run.style.bold and ' font-weight="bold"' or '',
          run.style.italic and ' font-style="italic"' or '',
          escape(text)
        )
      )
      first, last = run.text:find('%S+', last + 1)
    end
    column = column + cells
  end
  width = math.max(width, column)
end

local w, h = width * CELL + 2 * MARGIN, BAR + #lines * LINE + MARGIN
io.write(
  ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f"'):format(w, h, w, h)
)
io.write(' font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="14"')
io.write(' lengthAdjust="spacingAndGlyphs" xml:space="preserve">\n')
io.write(('<title>%s</title>\n'):format(escape(_G.arg[1] or '')))
io.write(('<rect width="%.0f" height="%.0f" rx="8" fill="%s"/>\n'):format(w, h, BACKGROUND))
for index, dot in ipairs({ '#ff5f57', '#febc2e', '#28c840' }) do
  io.write(('<circle cx="%d" cy="15" r="5" fill="%s"/>\n'):format(index * 18, dot))
end
io.write(table.concat(backs, '\n'), '\n', table.concat(texts, '\n'), '\n</svg>\n')
