#pragma once

#include <string>

namespace asynchat::cli {

/// The text as one word of a shell's command line, in quotes where it needs them, and with no control character.
std::string shell_word(std::string word);

}  // namespace asynchat::cli
