#pragma once

#include <asynchat/properties/coverage.h>
#include <asynchat/properties/lent_chunk.h>
#include <asynchat/properties/subject.h>

#include <concepts>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace asynchat::properties {

/// Any parser at all. It may also offer `hear(frame)`, `boundary()` (an optional asynchat::boundary), `account()` (a
/// const ledger&), and `static limits()` (a vector of limit_probe); where it is copyable and comparable, its states are
/// used.
template <class Parser>
concept parser = std::default_initializable<Parser> && requires(Parser one, std::string_view chunk, events& out) {
  one.feed(chunk, out);
  one.finish(out);
};

/// The calls into a parser, apart from what is around them: this much of a session belongs to the parser's coverage.
template <parser Parser>
[[gnu::noinline]] void feed_parser(Parser& one, std::string_view chunk, events& out) {
  one.feed(chunk, out);
}
template <parser Parser>
[[gnu::noinline]] void finish_parser(Parser& one, events& out) {
  one.finish(out);
}

ASYNCHAT_COVERAGE_OFF

/// A session of such a parser. Each chunk reaches it in a heap block of its exact size that is overwritten and freed
/// afterwards, so that a read past its end and a view that was kept are seen. An exception that leaves the parser is
/// an "exception" event and ends it.
template <parser Parser>
class parser_session final : public session {
 public:
  static constexpr bool has_states = std::copyable<Parser> && std::equality_comparable<Parser>;

  void feed(std::string_view chunk) override {
    const lent_chunk lent(chunk);
    guard([&] { feed_parser(now_.parser, lent.view(), log_); });
  }

  void finish(sim::ending how) override {
    if (how == sim::ending::open) return;
    guard([&] { finish_parser(now_.parser, log_); });
    now_.ended = true;
  }

  void hear(std::string_view frame) override {
    if constexpr (requires { now_.parser.hear(frame); }) now_.parser.hear(frame);
  }

  const events& log() const override { return log_; }

  const ledger* account() const override {
    if constexpr (requires { now_.parser.account(); }) return &now_.parser.account();
    return nullptr;
  }

  std::optional<asynchat::boundary> boundary() const override {
    if constexpr (requires { now_.parser.boundary(); }) return now_.parser.boundary();
    return std::nullopt;
  }

  void save(std::size_t slot) override {
    if constexpr (has_states) {
      if (slots_.size() <= slot) slots_.resize(slot + 1);
      slots_[slot] = now_;
    }
  }

  void restore(std::size_t slot) override {
    if constexpr (has_states) now_ = *slots_[slot];
    log_.clear();
  }

  bool restore_to_follow(std::size_t slot, const events& expected, log_mark told) override {
    restore(slot);
    log_.follow(expected, told);
    return true;
  }

  std::optional<log_mark> followed() const override { return log_.followed(); }

  bool is_as_saved(std::size_t slot) const override {
    if constexpr (has_states) {
      return now_.parser == slots_[slot]->parser && now_.ended == slots_[slot]->ended;
    }
    return false;
  }

 private:
  struct state {
    Parser parser{};
    bool ended = false;
  };

  template <class Action>
  void guard(Action action) {
    if (now_.ended) return;
    try {
      action();
    } catch (const std::exception& error) {
      log_.add("exception", error.what());
      now_.ended = true;
    } catch (...) {
      log_.add("exception", "no std::exception");
      now_.ended = true;
    }
  }

  state now_;
  events log_;
  std::vector<std::optional<state>> slots_;
};

/// Makes sessions of a parser.
template <parser Parser>
class parser_subject final : public subject {
 public:
  explicit parser_subject(std::string name) : name_(std::move(name)) {}

  std::string name() const override { return name_; }
  bool has_states() const override { return parser_session<Parser>::has_states; }
  std::unique_ptr<session> start() const override { return std::make_unique<parser_session<Parser>>(); }
  std::vector<limit_probe> limits() const override {
    if constexpr (requires { Parser::limits(); }) return Parser::limits();
    return {};
  }
  outcome play(std::string_view bytes, const sim::plan& steps, std::span<const heard_frame> heard) const override {
    parser_session<Parser> fresh;
    return play_session(fresh, bytes, steps, heard);
  }

 private:
  std::string name_;
};

ASYNCHAT_COVERAGE_ON

}  // namespace asynchat::properties
