#include "all.h"

namespace asynchat::properties {

const law_entry invariance_law{law::invariance, "invariance",
                               "however the same bytes are cut, the parser tells the same, errors included",
                               [](const trial& one) { return one.whole != nullptr && !has_empty_reads(*one.steps); },
                               [](const trial& one) { return equal_logs(law::invariance, *one.whole, *one.seen); }};

}  // namespace asynchat::properties
