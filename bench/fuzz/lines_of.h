#pragma once

#include <asynchat/properties/subject.h>

#include <span>
#include <string_view>
#include <vector>

namespace asynchat::bench {

/// What a parser of lines that end with CR LF must tell.
std::vector<properties::expected_event> lines_of(std::string_view bytes, bool ended, std::span<const heard_frame>);

}  // namespace asynchat::bench
