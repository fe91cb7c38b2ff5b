#pragma once

#include <string>

namespace asynchat::properties {

/// The text as one word of a shell.
std::string shell_word(const std::string& text);

}  // namespace asynchat::properties
