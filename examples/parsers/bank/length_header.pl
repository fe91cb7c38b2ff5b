#!/usr/bin/perl
# Prints each frame of its standard input: a length of two bytes, big-endian, then that many bytes. The mistake: it takes
# the two bytes of a length to come in one read, and goes on without the second where they do not (misultin, issue 60).
# length_header_right.pl waits for both.
use strict;
use warnings;

my $unread = '';
my $length;
while (sysread(STDIN, my $chunk, 65536)) {
    $unread .= $chunk;
    while (length $unread) {
        if (!defined $length) {
            $length = length($unread) > 1 ? unpack('n', $unread) : ord($unread) << 8;
            $unread = length($unread) > 2 ? substr($unread, 2) : '';
        }
        last if length($unread) < $length;
        print substr($unread, 0, $length), "\n";
        substr($unread, 0, $length) = '';
        undef $length;
    }
}
