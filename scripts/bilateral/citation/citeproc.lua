-- Cite what each document cites, in the style that it names: one document of pandoc's in JSON a line, in and out.
local version = '{"pandoc-api-version":[' .. tostring(PANDOC_API_VERSION):gsub('%.', ',') .. '],'
for line in io.lines() do
  local document = pandoc.read(version .. line:sub(2), 'json')
  local cited = pandoc.utils.citeproc(document)
  cited.meta = {}  -- the records, which need not come back
  io.write(pandoc.write(cited, 'json'), '\n')
end
