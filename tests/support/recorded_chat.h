#pragma once

#include <asynchat/engine/async_chat.h>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asynchat::support {

/// Words with a space between them: what happened, in order.
class event_log {
 public:
  void add(std::string_view name) {
    if (!text_.empty()) text_ += ' ';
    text_ += name;
  }
  void add(std::string_view name, std::string_view argument) {
    add(name);
    text_ += '(' + std::string(argument) + ')';
  }
  /// What was logged since the last call.
  std::string take() { return std::exchange(text_, {}); }

 private:
  std::string text_;
};

/// What the exception says.
inline std::string message_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::system_error& known) {
    return std::make_error_condition(static_cast<std::errc>(known.code().value())).message();
  } catch (const std::exception& known) {
    return known.what();
  }
}

/// The exception of tests.
inline void fail_with(const char* message) { throw std::runtime_error(message); }

/// Logs its callbacks, then runs the hook of the callback, if there is one. It also gathers whole messages.
class recorded_chat : public async_chat {
 public:
  using hook = std::function<void()>;

  recorded_chat(loop& loop, event_log& log) : async_chat(loop), log_(log) {}
  recorded_chat(loop& loop, std::unique_ptr<stream> connected, event_log& log)
      : async_chat(loop, std::move(connected)), log_(log) {}

  hook on_collect, on_found, on_connect, on_handle_close, on_error, on_limit, on_drain;
  /// Before each write event, which is not logged.
  hook on_write;
  /// Without them an error closes, and handle_close closes.
  bool ignore_errors = false;
  bool stay_open = false;

  /// The data of each find; what was collected after the last one.
  std::vector<std::string> messages;
  std::string unfinished;

  /// From now on the terminator before the nth find is script[n]; the last one stays.
  void follow(std::vector<terminator> script) {
    script_ = std::move(script);
    set_terminator(script_.at(0));
  }

  void collect_incoming_data(std::string_view data) override {
    log_.add("collect", data);
    unfinished += data;
    run(on_collect);
  }
  void found_terminator() override {
    log_.add("found");
    messages.push_back(std::exchange(unfinished, {}));
    if (messages.size() < script_.size()) set_terminator(script_[messages.size()]);
    run(on_found);
  }
  void handle_connect() override {
    log_.add("connect");
    run(on_connect);
  }
  void handle_close() override {
    log_.add("handle_close");
    run(on_handle_close);
    if (!stay_open) async_chat::handle_close();
  }
  void handle_error(std::exception_ptr error) override {
    log_.add("error", message_of(error));
    run(on_error);
    if (!ignore_errors) async_chat::handle_error(error);
  }
  void handle_write() override {
    run(on_write);
    async_chat::handle_write();
  }
  void handle_limit() override {
    log_.add("limit");
    on_limit ? on_limit() : async_chat::handle_limit();
  }
  void handle_drain() override {
    log_.add("drain");
    run(on_drain);
  }

 private:
  static void run(const hook& what) {
    if (what) what();
  }

  event_log& log_;
  std::vector<terminator> script_;
};

/// A producer that gives these blocks.
class block_producer final : public producer {
 public:
  explicit block_producer(std::vector<std::string> blocks) : blocks_(std::move(blocks)) {}
  std::string more() override { return next_ < blocks_.size() ? blocks_[next_++] : std::string(); }

 private:
  std::vector<std::string> blocks_;
  std::size_t next_ = 0;
};

inline std::unique_ptr<producer> blocks(std::vector<std::string> list) {
  return std::make_unique<block_producer>(std::move(list));
}

/// A producer whose more() is a function.
class function_producer final : public producer {
 public:
  explicit function_producer(std::function<std::string()> next) : next_(std::move(next)) {}
  std::string more() override { return next_(); }

 private:
  std::function<std::string()> next_;
};

inline std::unique_ptr<producer> producing(std::function<std::string()> next) {
  return std::make_unique<function_producer>(std::move(next));
}

/// A producer of one block, which acts while it makes it.
inline std::unique_ptr<producer> producing_after(std::function<void()> act, std::string block) {
  return producing([act = std::move(act), block = std::move(block), made = false]() mutable -> std::string {
    if (std::exchange(made, true)) return "";
    act();
    return block;
  });
}

/// A producer that throws.
inline std::unique_ptr<producer> failing() {
  return producing_after([] { fail_with("no"); }, "");
}

}  // namespace asynchat::support
