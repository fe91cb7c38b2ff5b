# Prints each line of its standard input, which CR, LF or CRLF may end, however that is cut.
fconfigure stdin -translation binary -blocking 0
fconfigure stdout -translation binary
set line ""
set after_cr 0
proc take {} {
    global line after_cr
    set chunk [read stdin]
    if {$chunk eq ""} {
        if {[eof stdin]} { exit 0 }
        return
    }
    if {$after_cr && [string index $chunk 0] eq "\n"} { set chunk [string range $chunk 1 end] }
    set after_cr [expr {$chunk eq "" ? 0 : [string index $chunk end] eq "\r"}]
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
