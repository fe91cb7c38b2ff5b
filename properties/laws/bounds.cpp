#include "all.h"

namespace asynchat::properties {

const law_entry bounds_law{law::bounds, "bounds", "what is held back is shorter than the terminator",
                           [](const trial& one) { return one.account != nullptr; },
                           [](const trial& one) { return first_slip(law::bounds, slip::bounds, one); }};

}  // namespace asynchat::properties
