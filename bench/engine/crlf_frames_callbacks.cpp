#include "engine/crlf_frames.h"

namespace asynchat::bench {

void tallying_callbacks::collect_incoming_data(std::string_view data) { notes_->collected(data); }

void tallying_callbacks::found_terminator() { notes_->found(); }

}  // namespace asynchat::bench
