-- Cite what each document cites, in the style that it names: one document of pandoc's in JSON a line, in and out.
local version = '{"pandoc-api-version":[' .. tostring(PANDOC_API_VERSION):gsub('%.', ',') .. '],'
for line in io.lines() do
  local document = pandoc.read(version .. line:sub(2), 'json')
  io.write(pandoc.write(pandoc.utils.citeproc(document), 'json'), '\n')
end
