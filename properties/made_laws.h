#pragma once

#include <asynchat/properties/check.h>

namespace asynchat::properties {

/// The laws that are judged on streams made for them, epochs, limits and linear_cost, where they apply: into the
/// report.
void judge_made_streams(const subject& parser, const checked_stream& stream, const reference& model,
                        const check_options& options, check_report& report);

}  // namespace asynchat::properties
