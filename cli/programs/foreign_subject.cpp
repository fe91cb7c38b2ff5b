#include "foreign_subject.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace asynchat::cli {

namespace {

/// Collects what it is fed, and plays it when the stream ends.
class collected_session final : public properties::session {
 public:
  explicit collected_session(const foreign_subject& parser) : parser_(parser) {}

  void feed(std::string_view chunk) override {
    bytes_ += chunk;
    chunks_.push_back(chunk.size());
  }
  void finish(sim::ending) override { log_ = parser_.play_anew(bytes_, chunks_).log; }
  const properties::events& log() const override { return log_; }

 private:
  const foreign_subject& parser_;
  std::string bytes_;
  std::vector<std::size_t> chunks_;
  properties::events log_;
};

}  // namespace

std::vector<std::size_t> chunks_of(const sim::plan& steps) {
  std::vector<std::size_t> chunks;
  for (const sim::recv_step& step : steps.recv) {
    if (std::holds_alternative<sim::fail>(step)) break;
    const auto* chunk = std::get_if<sim::deliver>(&step);
    if (chunk != nullptr && chunk->bytes > 0) chunks.push_back(chunk->bytes);
  }
  return chunks;
}

std::unique_ptr<properties::session> foreign_subject::start() const {
  return std::make_unique<collected_session>(*this);
}

properties::outcome foreign_subject::play(std::string_view bytes, const sim::plan& steps,
                                          std::span<const heard_frame>) const {
  return {play_once(bytes, steps).log, std::nullopt};
}

foreign_play foreign_subject::play_once(std::string_view bytes, const sim::plan& steps) const {
  const std::vector<std::size_t> chunks = chunks_of(steps);
  {
    const std::lock_guard lock(guard_);
    for (const remembered& one : memory_) {
      if (one.bytes == bytes && one.chunks == chunks) return one.came_to;
    }
  }
  foreign_play fresh = play_anew(bytes, chunks);
  if (!fresh.broken_off && bytes.size() <= remembered_bytes_max) {
    const std::lock_guard lock(guard_);
    memory_.push_back({std::string(bytes), chunks, fresh});
    if (memory_.size() > remembered_max) memory_.pop_front();
  }
  return fresh;
}

void foreign_subject::forget() {
  const std::lock_guard lock(guard_);
  memory_.clear();
}

}  // namespace asynchat::cli
