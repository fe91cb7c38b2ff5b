#include "all.h"

namespace asynchat::properties {

const law_entry parity_law{law::parity, "parity", "on real sockets a channel tells the same as in the simulation",
                           [](const trial& one) { return one.elsewhere != nullptr; },
                           [](const trial& one) { return equal_logs(law::parity, *one.seen, *one.elsewhere); }};

}  // namespace asynchat::properties
