#include "engine/crlf_frames.h"

namespace asynchat::bench {

void tally::collected(std::string_view data) {
  bytes += data.size();
  if (contents != nullptr) *contents += data;
}

void tally::found() {
  ++frames;
  if (contents != nullptr) *contents += '\n';
}

void tallying_callbacks::collect_incoming_data(std::string_view data) { notes_->collected(data); }

void tallying_callbacks::found_terminator() { notes_->found(); }

}  // namespace asynchat::bench
