#include "all.h"

namespace asynchat::properties {

const law_entry frames_law{law::frames, "frames",
                           "no frame holds its terminator, and a counted frame has exactly its number of bytes",
                           [](const trial& one) { return one.account != nullptr; },
                           [](const trial& one) { return first_slip(law::frames, slip::frames, one); }};

}  // namespace asynchat::properties
