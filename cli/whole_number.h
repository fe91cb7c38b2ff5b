#pragma once

#include <string>

namespace asynchat::cli {

/// What is wrong with an option's value that is to be a whole number of 64 bits, such as a seed; empty when nothing is.
std::string not_a_whole_number(const std::string& text);

}  // namespace asynchat::cli
