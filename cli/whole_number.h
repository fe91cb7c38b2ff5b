#pragma once

#include <string>

namespace asynchat::cli {

/// What is wrong with an option's value that is to be a whole number of 64 bits, such as a seed; empty when nothing is.
std::string not_a_whole_number(const std::string& text);

/// What is wrong with an option's value that is to be a number: nan, which lies in no range and outside of none. Empty
/// when nothing is.
std::string not_a_finite_number(const std::string& text);

}  // namespace asynchat::cli
