#pragma once

#include <asynchat/engine/async_chat.h>
#include <asynchat/engine/loop.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace asynchat::parity {

/// Reads lines and keeps a diary.
class reader : public async_chat {
 public:
  explicit reader(loop& owner) : async_chat(owner) { set_terminator("\r\n"); }
  reader(loop& owner, std::unique_ptr<stream> connected) : async_chat(owner, std::move(connected)) {
    set_terminator("\r\n");
  }

  void collect_incoming_data(std::string_view data) override { unfinished += data; }
  void found_terminator() override { lines.push_back(std::exchange(unfinished, {})); }
  void handle_connect() override { ++connects; }
  void handle_close() override {
    ++closes;
    async_chat::handle_close();
  }
  void handle_error(std::exception_ptr error) override {
    try {
      std::rethrow_exception(error);
    } catch (const std::system_error& failure) {
      failures.push_back(failure.code());
    } catch (const std::exception& other) {
      complaints.emplace_back(other.what());
    }
    notify_close();
  }

  std::vector<std::string> lines;
  std::string unfinished;
  std::vector<std::error_code> failures;
  std::vector<std::string> complaints;
  int connects = 0;
  int closes = 0;
};

/// Answers each line with itself; after `quit` it closes.
class echo : public reader {
 public:
  using reader::reader;

  void found_terminator() override {
    reader::found_terminator();
    if (lines.back() == "quit") close_when_done();
    push(lines.back() + "\r\n");
  }
};

/// Makes a chat of each connection, and keeps it.
template <class Chat = echo>
class server : public dispatcher {
 public:
  using dispatcher::dispatcher;

  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
    chats.push_back(std::make_unique<Chat>(owner(), std::move(accepted)));
  }
  void handle_error(std::exception_ptr error) override {
    ++errors;
    dispatcher::handle_error(error);
  }

  std::size_t open_chats() const {
    return static_cast<std::size_t>(
        std::count_if(chats.begin(), chats.end(), [](const auto& chat) { return !chat->closed(); }));
  }

  std::vector<std::unique_ptr<Chat>> chats;
  int errors = 0;
};

}  // namespace asynchat::parity
