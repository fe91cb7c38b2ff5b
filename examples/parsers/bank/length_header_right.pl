#!/usr/bin/perl
# Prints each frame of its standard input: a length of two bytes, big-endian, then that many bytes, however they are cut.
use strict;
use warnings;

my $unread = '';
while (sysread(STDIN, my $chunk, 65536)) {
    $unread .= $chunk;
    while (length($unread) >= 2) {
        my $length = unpack('n', $unread);
        last if length($unread) < 2 + $length;
        print substr($unread, 2, $length), "\n";
        substr($unread, 0, 2 + $length) = '';
    }
}
