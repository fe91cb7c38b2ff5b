#pragma once

#include <asynchat/engine/async_chat.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// What every contestant tells of what it finds: the same two virtual calls, whose bodies are in callbacks.cpp and
/// which no contestant's compiler can see through.
namespace asynchat::bench {

/// What the callbacks note: sums while the time is taken; while the answer is checked, a copy of every frame, ended by
/// a line feed.
struct tally {
  std::uint64_t frames = 0;
  std::uint64_t bytes = 0;
  std::string* contents = nullptr;
};

/// The callbacks of contestants that are not an async_chat.
class callbacks {
 public:
  virtual ~callbacks() = default;
  virtual void collect_incoming_data(std::string_view data) = 0;
  virtual void found_terminator() = 0;
};

/// Callbacks that note in `notes`: copies if it has a place for contents, else sums.
std::unique_ptr<callbacks> callbacks_into(tally& notes);

/// An async_chat whose callbacks do the same.
std::unique_ptr<async_chat> chat_into(tally& notes, loop& loop, std::unique_ptr<stream> connected);

}  // namespace asynchat::bench
