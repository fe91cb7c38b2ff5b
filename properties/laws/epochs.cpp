#include "all.h"

namespace asynchat::properties {

const law_entry epochs_law{
    law::epochs, "epochs",
    "what follows a switch is neither lost, nor doubled, nor taken for what came before; a second message is treated "
    "as a first",
    [](const trial& one) { return one.made_for == law::epochs && (one.model != nullptr || one.whole != nullptr); },
    [](const trial& one) {
      return equal_logs(law::epochs, one.model != nullptr ? *one.model : *one.whole, *one.seen);
    }};

}  // namespace asynchat::properties
