#include "all.h"

namespace asynchat::properties {

const law_entry model_law{law::model, "model", "the parser tells what a naive decoder of the whole input tells",
                          [](const trial& one) { return one.whole == nullptr && one.model != nullptr; },
                          [](const trial& one) { return equal_logs(law::model, *one.model, *one.seen); }};

}  // namespace asynchat::properties
