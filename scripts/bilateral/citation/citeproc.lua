-- Cite what each document cites, in the style that it names: one document of pandoc's in JSON a line, in and out.
for line in io.lines() do
  io.write(pandoc.write(pandoc.utils.citeproc(pandoc.read(line, 'json')), 'json'), '\n')
end
