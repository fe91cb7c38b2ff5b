#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "check_run.h"

namespace asynchat::cli {

/// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number);

/// "1 stream", "1,234 streams".
std::string counted(std::uint64_t number, const std::string& noun);

/// "a, b, c".
std::string listed(const std::vector<std::string>& names);

/// "talk.trace.jsonl: connection 1, from the client", and the half of it behind the file's name; no control characters.
std::string where(const stream_name& stream);
std::string where_in_trace(const stream_name& stream);

/// The laws that the stream broke.
std::vector<std::string> broken_laws(const checked& one);

/// The strategies whose plans were not all tried, for the check had to end; those that differ in a number are one.
std::vector<std::string> incomplete_strategies(const checked& one);

/// What is tried of a stream when its check had to end: "not begun", "not tried to the end: cut1, burst".
std::string what_is_left(const checked& one);

/// The commands that play a repro again, and that show it, as a shell takes them.
std::string replay_command(const std::string& path);
std::string replay_command(const told_failure& told);
std::string show_command(const std::string& path);

/// A failure for a person: law and sentence, the ruler, both logs where it is not deterministic, and the commands.
std::string text_of(const told_failure& told);

}  // namespace asynchat::cli
