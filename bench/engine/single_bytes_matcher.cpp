#include <asynchat/engine/matcher.h>

#include "engine/single_bytes.h"

namespace asynchat::bench {

void match_each_byte(const frames& work, tally& notes) {
  const auto call = callbacks_into(notes);
  matcher pattern(work.terminator);
  for (const char& byte : work.input) {
    const match result = pattern.scan({&byte, 1});
    if (result.released > 0) call->collect_incoming_data(pattern.pattern().substr(0, result.released));
    if (result.data > 0) call->collect_incoming_data({&byte, 1});
    if (result.found) call->found_terminator();
  }
}

}  // namespace asynchat::bench
