#pragma once

#include <asynchat/sim/plan.h>
#include <asynchat/sim/scripted_network.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The task: split a stream of CRLF frames that arrives in chunks of 64 KiB, and tell of each frame through virtual
/// callbacks whose bodies are in another translation unit. Each contestant is one file.
namespace asynchat::bench {

struct crlf_frames {
  std::size_t frame_bytes = 0;  ///< of each frame, its CRLF not counted
  std::string input;
  sim::plan delivery;
};

/// What the callbacks note. While `contents` is set they also copy what they are given there, each frame ended by a
/// line feed, so that a contestant's answer can be compared with the right one.
struct tally {
  std::uint64_t frames = 0;
  std::uint64_t bytes = 0;
  std::string* contents = nullptr;

  void collected(std::string_view data) {
    bytes += data.size();
    if (contents != nullptr) *contents += data;
  }
  void found() {
    ++frames;
    if (contents != nullptr) *contents += '\n';
  }
};

/// The callbacks of contestants that are not an async_chat: the same two virtual calls.
class callbacks {
 public:
  virtual void collect_incoming_data(std::string_view data) = 0;
  virtual void found_terminator() = 0;

 protected:
  ~callbacks() = default;
};

class tallying_callbacks final : public callbacks {
 public:
  explicit tallying_callbacks(tally& notes) : notes_(&notes) {}
  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  tally* notes_;
};

/// The stream as contestants without a loop read it.
class chunk_source {
 public:
  explicit chunk_source(const crlf_frames& work);
  /// Reads into `into`; 0 at the end of the stream.
  std::size_t read(std::span<char> into);

 private:
  sim::scripted_network network_;
  std::unique_ptr<stream> stream_;
  std::vector<ready_event> ready_;
};

constexpr std::size_t chunk_bytes = 64u << 10;

void run_async_chat(const crlf_frames& work, tally& notes);
/// Takes the frames' ends as known: what the callbacks and the delivery cost by themselves.
void run_known_ends(const crlf_frames& work, tally& notes);
/// What a careful programmer writes by hand: std::string_view::find over a buffer that keeps the frame that a chunk's
/// end cut.
void run_string_view_find(const crlf_frames& work, tally& notes);

}  // namespace asynchat::bench
