#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

using pooled_parser = right_parser<crlf_rule>;

using parser_pool = std::vector<std::unique_ptr<pooled_parser>>;

/// One connection's use of a parser that outlives it: it comes from the pool, and goes back as it is.
class pooled_session final : public session {
 public:
  explicit pooled_session(parser_pool& pool) : pool_(pool) {
    if (pool_.empty()) pool_.push_back(std::make_unique<pooled_parser>());
    parser_ = std::move(pool_.back());
    pool_.pop_back();
  }
  ~pooled_session() override { pool_.push_back(std::move(parser_)); }

  void feed(std::string_view chunk) override { parser_->feed(chunk, log_); }
  void finish(sim::ending how) override {
    if (how != sim::ending::open) parser_->finish(log_);
  }
  const events& log() const override { return log_; }

 private:
  parser_pool& pool_;
  std::unique_ptr<pooled_parser> parser_;
  events log_;
};

class pool_not_reset_subject final : public subject {
 public:
  std::string name() const override { return "canary"; }
  bool has_states() const override { return false; }
  std::unique_ptr<session> start() const override { return std::make_unique<pooled_session>(pool_); }
  outcome play(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame> heard) const override {
    pooled_session session(pool_);
    return play_session(session, bytes, steps, heard);
  }

 private:
  mutable parser_pool pool_;
};

std::unique_ptr<subject> make_pool_not_reset() { return std::make_unique<pool_not_reset_subject>(); }

}  // namespace

canary pool_not_reset() {
  return {.name = "pool_not_reset",
          .mistake = "A parser that goes back to its pool keeps what its last connection left unfinished.",
          .models =
              "No report is on file: it is what a pool does that trusts its parsers to be at rest when they come back.",
          .caught_by = law::replay,
          .framing = "crlf",
          .cuts_max = 0,
          .right = {"a\r\n", "3 | eof"},
          .wrong = {"a", "1 | eof"},
          .model = model_of(crlf_rule),
          .make = make_pool_not_reset,
          .make_right = make_right<crlf_rule>};
}

}  // namespace asynchat::properties::canaries
