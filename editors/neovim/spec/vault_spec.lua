-- What the server knows of notes that are not open.

local t = require('support')

t.it('notices what another program changes on disk', function()
  local folder = t.notes()
  t.open(folder .. '/python.md')
  t.diagnostic('unknown-module')
  t.write(folder .. '/notelint.toml', '[lint]\nignore = ["unknown-module"]\n')
  t.wait('the finding to go', function()
    return #vim.diagnostic.get(0) == 1
  end)
end)

t.it('finds what another note on disk breaks and mends, without a keystroke', function()
  local folder = t.notes()
  t.write(folder .. '/links.md', '# Links\n\nSee [caching](design.md#caching).\n')
  t.open(folder .. '/links.md')
  t.same(vim.diagnostic.get(0), {})
  local design = t.read(folder .. '/design.md')
  t.write(folder .. '/design.md', (design:gsub('## Caching', '## Keeping')))
  t.diagnostic('broken-link')
  t.write(folder .. '/design.md', design)
  t.wait('the finding to go', function()
    return #vim.diagnostic.get(0) == 0
  end)
end)

t.it('renames a heading with the links to it', function()
  local folder = t.notes()
  t.open(folder .. '/python.md')
  t.on('Counting')
  vim.lsp.buf.rename('Tallying')
  t.wait('the heading', function()
    return vim.fn.search('^## Tallying', 'nw') > 0
  end)
  t.open(folder .. '/interview.md')
  t.wait('the link', function()
    return vim.fn.search('python.md#tallying', 'nw') > 0
  end)
end)

---@param check fun(questions: string[]): boolean
local function until_questions(check)
  t.wait('the questions', function()
    local client = vim.lsp.get_clients({ name = 'notelint', bufnr = 0 })[1]
    local answer
    require('notelint.client').request('notelint/questions', vim.empty_dict(), function(result)
      answer = result
    end)
    vim.wait(2000, function()
      return answer ~= nil
    end, 5)
    return client and answer and check(vim.tbl_map(function(question)
      return question.question
    end, answer))
  end)
end

t.it('does not read a whole home, though it is the root', function()
  local home = vim.uv.os_homedir()
  vim.fn.mkdir(home .. '/.git', 'p')
  vim.fn.mkdir(home .. '/elsewhere', 'p')
  t.write(home .. '/elsewhere/secret.md', '# Secret\n\n## What is the password? ❓\n')
  t.write(home .. '/note.md', '# Note\n\n## Why? ❓\n')
  local client = t.open(home .. '/note.md')
  t.same(client.config.root_dir, home)
  t.diagnostic('unanswered-question')
  until_questions(function(questions)
    return vim.deep_equal(questions, { 'Why?' })
  end)
end)
