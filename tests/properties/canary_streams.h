#pragma once

#include <asynchat/properties/canaries.h>
#include <asynchat/properties/check.h>

#include <string>
#include <string_view>

#include "socket_worlds.h"

namespace asynchat::properties {

/// A stream in which a canary of this framing may err: frames of several sizes, false starts of terminators, and an
/// unfinished frame at the end.
inline std::string canary_stream(std::string_view framing) {
  using namespace std::string_literals;
  if (framing.starts_with("delimiter:")) {
    const std::string delimiter(framing.substr(10));
    return "xa" + delimiter + "aa" + delimiter + delimiter + "a" + delimiter + "E" + delimiter + "EENa" + delimiter +
           "q";
  }
  if (framing.starts_with("count:")) return "abcdefghijklmnopqrstuvwxyz";
  if (framing == "length:u8") return "\3abc\0\1z\5hello\2\r\n\4gone"s;
  if (framing == "length:u8, then crlf") return "\3abc\r\n\0\r\n\1z\r\n\2\r\n\r\n\2xyXX\1q\r\n"s;
  if (framing == "length:u16be") return "\0\3abc\0\0\0\1z\0\5hello\0\2\r\n\0\4gon"s;
  if (framing == "length:varint") return "\3abc\0\x81\0z\5hello\x82\x80\0\r\n\4gon"s;
  if (framing.starts_with("heads")) return "a\r\nb\r\nc\r\n\r\n";
  if (framing.starts_with("parts")) return "one#two##";
  if (framing == "crlf, to TLS") return "EHLO x\r\nTLS\r\nRSET\r\nmore\r\nend";
  if (framing == "crlf, to a dot") return "one\r\n.\r\ntwo\n.\r\nx\r\n..\r\n.\r\nrest";
  if (framing == "crlf, no end at LF alone") return "USER\nal\r\n\n\r\n\r\nx\ny\r\r\nzz";
  if (framing == "crlf, UTF-8") return "caf\xc3\xa9\r\n\xe2\x82\xac\r\n\r\n\xf0\x9f\x90\xa6!\r\nx\r\nna\xc3\xaf";
  if (framing.starts_with("crlf, lines")) return "abcd\r\nX\r\n\r\nab\r\r\ncd\re\r\nabc\r\nzzzzz";
  return "USER al\r\nX\r\n\r\nab\r\r\ncd\re\r\nabcd\r\nabc\r\nQUIT\r\nEVIL\r\nzz";
}

/// Tier quick as the command plays it, but for the clock: what a canary of linear_cost does is counted.
inline check_options canary_options(const canary& bird) {
  check_options options;
  options.seed = 1;
  if (bird.caught_by == law::linear_cost) options.clock = canary_work;
  options.other_worlds = cli::socket_worlds();
  return options;
}

}  // namespace asynchat::properties
