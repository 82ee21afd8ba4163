-- Cite what each document cites, in each of its styles. In: a line with the styles, one with the document of pandoc's,
-- both in JSON. Out: a document a line, for each style; the records, which are most of a document, are read once for all.
local version = '{"pandoc-api-version":[' .. tostring(PANDOC_API_VERSION):gsub('%.', ',') .. '],'
for sheets in io.lines() do
  local document = pandoc.read(version .. io.read():sub(2), 'json')
  for _, sheet in ipairs(pandoc.json.decode(sheets)) do
    local cited = pandoc.utils.citeproc(document .. pandoc.Pandoc({}, {csl = sheet}))
    cited.meta = {}  -- the records, which need not come back
    io.write(pandoc.write(cited, 'json'), '\n')
  end
end
