# Prints each CRLF line of its standard input, however that is cut.
buffer = +""
searched = 0
begin
  loop do
    while (at = buffer.index("\r\n", searched))
      $stdout.write(buffer.slice!(0, at + 2).chomp, "\n")
      searched = 0
    end
    searched = [buffer.bytesize - 1, 0].max
    buffer << $stdin.readpartial(65_536)
  end
rescue EOFError
end
