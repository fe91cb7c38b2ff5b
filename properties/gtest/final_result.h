#pragma once

#include <asynchat/properties/subject.h>

#include <memory>

namespace asynchat::properties {

/// The same parser, which tells no more than the last event that it tells. The parser is borrowed.
std::unique_ptr<subject> final_result_of(const subject& parser);

/// The same of a reference.
reference final_result_of(const reference& model);

}  // namespace asynchat::properties
