#include <asynchat/properties/check.h>
#include <asynchat/properties/feed_beat.h>
#include <asynchat/properties/hearing.h>

namespace asynchat::properties {
namespace {

/// Reads the stream byte by byte and tells how the terminator stands.
class session_hint final : public sim::boundary_hint {
 public:
  session_hint(const subject& parser, const checked_stream& stream)
      : session_(parser.start()), bytes_(stream.bytes), heard_(stream.heard), other_side_(stream.heard) {}

  bool can_tell() const { return session_->boundary().has_value(); }

  sim::boundary_state at(std::size_t offset) override {
    for (; fed_ < offset; ++fed_) {
      other_side_.speak(*session_, fed_ + 1);
      if (beat_ != nullptr && fed_ > 0) cuts_.push_back(fed_);
      const feed_bracket watched(beat_, {bytes_, fed_, fed_ + 1, heard_, nullptr, cuts_});
      session_->feed(bytes_.substr(fed_, 1));
    }
    const std::optional<asynchat::boundary> live = session_->boundary();
    if (!live) return {};
    return {live->pattern, live->matched, live->remaining};
  }

 private:
  std::unique_ptr<session> session_;
  std::string_view bytes_;
  std::span<const heard_frame> heard_;
  hearing other_side_;
  feed_beat* const beat_ = feed_beat::of_this_thread();
  std::vector<std::size_t> cuts_;  ///< for the beat, where there is one
  std::size_t fed_ = 0;
};

}  // namespace

std::vector<sim::edge> edges_of(const subject& parser, const checked_stream& stream,
                                std::span<const std::size_t> frame_ends) {
  session_hint hint(parser, stream);
  if (!hint.can_tell()) return {};
  return sim::find_edges(hint, stream.bytes.size(), frame_ends);
}

}  // namespace asynchat::properties
