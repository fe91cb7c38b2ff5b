#include "all.h"

namespace asynchat::properties {

const law_entry order_law{law::order, "order", "no callback comes after the close, and handle_close comes once",
                          [](const trial& one) { return one.account != nullptr; },
                          [](const trial& one) { return first_slip(law::order, slip::order, one); }};

}  // namespace asynchat::properties
