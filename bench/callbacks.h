#pragma once

#include <asynchat/engine/async_chat.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// What every contestant tells of what it finds: the same two virtual calls, whose bodies are in callbacks.cpp and
/// which no contestant's compiler can see through.
namespace asynchat::bench {

/// What the callbacks note. While `contents` is set they also copy what they are given there, each frame ended by a
/// line feed, so that a contestant's answer can be compared with the right one.
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

/// Callbacks that note in `notes`.
std::unique_ptr<callbacks> callbacks_into(tally& notes);

/// The async_chat whose callbacks do the same.
class tallying_chat final : public async_chat {
 public:
  tallying_chat(loop& loop, std::unique_ptr<stream> stream, tally& notes)
      : async_chat(loop, std::move(stream)), notes_(&notes) {}
  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  tally* notes_;
};

}  // namespace asynchat::bench
