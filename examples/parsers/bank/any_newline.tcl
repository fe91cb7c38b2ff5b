# Prints each line of its standard input, which CR, LF or CRLF may end. The mistake: a CR at the end of a chunk ends a
# line, and the LF that begins the next chunk ends another (eventsource-parser, issue 17). any_newline_right.tcl
# remembers the CR.
fconfigure stdin -translation binary -blocking 0
fconfigure stdout -translation binary
set line ""
proc take {} {
    global line
    set chunk [read stdin]
    set chunk [string map {"\r\n" "\n" "\r" "\n"} $chunk]
    set parts [split $chunk "\n"]
    foreach part [lrange $parts 0 end-1] {
        puts "$line$part"
        set line ""
    }
    append line [lindex $parts end]
    if {[eof stdin]} { exit 0 }
}
fileevent stdin readable take
vwait forever
