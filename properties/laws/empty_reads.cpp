#include "all.h"

namespace asynchat::properties {

const law_entry empty_reads_law{law::empty_reads, "empty_reads", "a read that brings nothing changes nothing",
                                [](const trial& one) { return one.whole != nullptr && has_empty_reads(*one.steps); },
                                [](const trial& one) { return equal_logs(law::empty_reads, *one.whole, *one.seen); }};

}  // namespace asynchat::properties
