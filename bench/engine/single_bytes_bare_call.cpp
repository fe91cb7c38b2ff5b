#include "engine/single_bytes.h"

namespace asynchat::bench {

void call_for_each_byte(const frames& work, tally& notes) {
  const auto call = callbacks_into(notes);
  for (const char& byte : work.input) call->collect_incoming_data({&byte, 1});
}

}  // namespace asynchat::bench
