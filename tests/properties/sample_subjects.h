#pragma once

#include <asynchat/properties/chat_subject.h>
#include <asynchat/properties/evaluation.h>
#include <asynchat/properties/parser_subject.h>
#include <asynchat/properties/subject.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asynchat::properties {

/// Lines that end with CR LF, read rightly from any chunks.
struct crlf_parser {
  std::string rest;

  void feed(std::string_view chunk, events& out) {
    rest += chunk;
    for (std::size_t end = rest.find("\r\n"); end != std::string::npos; end = rest.find("\r\n")) {
      out.add("line", rest.substr(0, end));
      rest.erase(0, end + 2);
    }
  }
  void finish(events& out) {
    if (!rest.empty()) out.add("incomplete", rest);
  }

  friend bool operator==(const crlf_parser&, const crlf_parser&) = default;
};

/// What such a parser must tell, from the whole input.
inline std::vector<expected_event> crlf_model(std::string_view bytes, bool ended, std::span<const heard_frame>) {
  std::vector<expected_event> told;
  std::size_t at = 0;
  for (std::size_t end = bytes.find("\r\n"); end != std::string_view::npos; end = bytes.find("\r\n", at)) {
    told.push_back({{"line", std::string(bytes.substr(at, end - at)), {}}, end + 2});
    at = end + 2;
  }
  if (ended && at < bytes.size()) told.push_back({{"incomplete", std::string(bytes.substr(at)), {}}, bytes.size()});
  return told;
}

/// Forgets a CR that ends a chunk.
struct cr_forgetter : crlf_parser {
  void feed(std::string_view chunk, events& out) {
    crlf_parser::feed(chunk, out);
    if (rest.ends_with('\r')) rest.pop_back();
  }
};

/// Takes an empty read for a reason to start anew.
struct empty_read_resetter : crlf_parser {
  void feed(std::string_view chunk, events& out) {
    if (chunk.empty()) rest.clear();
    crlf_parser::feed(chunk, out);
  }
};

/// Looks at the byte behind a line, and marks the line for it.
struct suffix_looker : crlf_parser {
  void feed(std::string_view chunk, events& out) {
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      if (i + 1 < chunk.size() && chunk[i] == '\n' && chunk[i + 1] == 'X') out.add("mark");
      crlf_parser::feed(chunk.substr(i, 1), out);
    }
  }
};

/// Drops what is unfinished at the end of the stream.
struct end_dropper : crlf_parser {
  void finish(events&) {}
};

struct mute_parser {
  void feed(std::string_view, events&) {}
  void finish(events&) {}
  friend bool operator==(const mute_parser&, const mute_parser&) = default;
};

template <class Parser>
std::unique_ptr<subject> make_parser_subject(std::string name = "sample") {
  return std::make_unique<parser_subject<Parser>>(std::move(name));
}

/// Where a sample channel reports.
struct line_sink {
  virtual void frame(std::string_view name, std::string_view bytes) = 0;

 protected:
  ~line_sink() = default;
};

/// The same lines as an async_chat.
class crlf_chat : public async_chat {
 public:
  struct state_type {
    chat_state chat;
    std::string line;
    friend bool operator==(const state_type&, const state_type&) = default;
  };

  crlf_chat(loop& owner, std::unique_ptr<stream> source, line_sink& sink)
      : async_chat(owner, std::move(source)), sink_(sink) {
    set_terminator("\r\n");
  }

  state_type state() const { return {async_chat::state(), line_}; }
  void restore(const state_type& state) {
    async_chat::restore(state.chat);
    line_ = state.line;
  }

  void collect_incoming_data(std::string_view data) override { line_ += data; }
  void found_terminator() override { sink_.frame("line", std::exchange(line_, {})); }
  void handle_close() override {
    if (!line_.empty()) sink_.frame("incomplete", std::exchange(line_, {}));
    close();
  }

 protected:
  line_sink& sink_;
  std::string line_;
};

inline std::unique_ptr<subject> make_crlf_chat() { return make_chat_subject<crlf_chat, line_sink>("crlf"); }

inline checked_stream stream_of(std::string_view bytes) { return {bytes, sim::ending::eof, {}, {}}; }

inline sim::plan plan_of(std::string_view text) { return std::get<sim::plan>(sim::parse_plan(text)); }

}  // namespace asynchat::properties
