#pragma once

#include <asynchat/properties/events.h>
#include <asynchat/properties/subject.h>

#include <string>
#include <string_view>

namespace asynchat::properties::canaries {

/// The framing "crlf, to TLS": lines, and behind the first one that says TLS nothing but data, which is nobody's to
/// split.
reference tls_model();

/// Tells of the whole lines at the front of `kept`, to the one that says TLS, and removes them; true when that one was
/// among them.
bool take_lines_to_tls(std::string& kept, events& out);

/// A right parser of it.
struct tls_parser {
  void feed(std::string_view chunk, events& out);
  void finish(events& out);

  friend bool operator==(const tls_parser&, const tls_parser&) = default;

 private:
  std::string kept_;
  bool switched_ = false;
};

}  // namespace asynchat::properties::canaries
