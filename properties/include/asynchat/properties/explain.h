#pragma once

#include <asynchat/properties/counterexample.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::properties {

/// The failure in one sentence: `1 cut at byte 23, between CR and LF: frame 3 "USER al" is lost`.
std::string explain(const counterexample& example);

/// The half of it before the colon.
std::string describe_delivery(const counterexample& example);
/// The half behind it.
std::string describe_breach(const breach& details);

/// A byte as a person calls it: CR, LF, NUL, tab, space, 'a', or 0xff.
std::string byte_name(char byte);

}  // namespace asynchat::properties
