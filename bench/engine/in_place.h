#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/frames.h"

/// The task: split a stream that lies in memory, with a sink that the compiler may inline: what a search costs without
/// delivery and calls. Each contestant is one file.
namespace asynchat::bench {

/// Sums up what it is given.
struct counting_sink {
  std::uint64_t frames = 0;
  std::uint64_t bytes = 0;
  void data(std::string_view piece) { bytes += piece.size(); }
  void found() { ++frames; }
};

/// Copies what it is given, each frame ended by a line feed.
struct copying_sink {
  std::string contents;
  void data(std::string_view piece) { contents += piece; }
  void found() { contents += '\n'; }
};

/// A contestant in its two forms: the one that is timed, and the one whose answer is checked.
struct in_place_splitter {
  counting_sink (*count)(const frames&);
  copying_sink (*copy)(const frames&);
};

in_place_splitter in_place_matcher();
in_place_splitter in_place_string_view_find();
in_place_splitter in_place_memmem();
/// read_until has no way in but a stream, so it reads from one that is in memory, in chunks of 64 KiB.
in_place_splitter in_place_asio();

}  // namespace asynchat::bench
