#pragma once

#include <string>

namespace asynchat::cli {

/// The text as one word of a shell's command line, in quotes where it needs them.
std::string shell_word(std::string text);

}  // namespace asynchat::cli
