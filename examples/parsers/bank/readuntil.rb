# Prints each CRLF line of its standard input. The mistake: after a read it goes on searching where the buffer ended
# before, and so misses a CRLF that the border split (ruby/net-protocol, issue 66). readuntil_right.rb goes back by one.
buffer = +""
searched = 0
begin
  loop do
    while (at = buffer.index("\r\n", searched))
      $stdout.write(buffer.slice!(0, at + 2).chomp, "\n")
      searched = 0
    end
    searched = buffer.bytesize
    buffer << $stdin.readpartial(65_536)
  end
rescue EOFError
end
