#pragma once

#include <asynchat/engine/terminator.h>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iosfwd>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace asynchat::support {

/// All that can be seen of a channel from outside.
struct visible {
  std::string told;  ///< callbacks, in order
  std::string wire;  ///< bytes that the peer was sent
  bool closed = false;
  bool readable = false;
  bool writable = false;
  std::string terminator;
  std::size_t held = 0;  ///< while it is open
  bool stream_closed = false;

  friend bool operator==(const visible&, const visible&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const visible& one) {
  return out << "told " << one.told << ", sent " << one.wire << (one.closed ? ", closed" : ", open")
             << (one.readable ? ", readable" : "") << (one.writable ? ", writable" : "") << ", terminator "
             << one.terminator << ", holds " << one.held << (one.stream_closed ? ", stream closed" : "");
}

/// async_chat in plain strings, and its peer: what the contract of asynchat says, the slow way. Callbacks are told, and
/// found_terminator sets the terminator that is next, if there is one, and answers, if it is told to.
struct naive_channel {
  std::size_t in_size = 65536;
  std::size_t out_size = 65536;
  bool answers = false;
  std::deque<terminator> next;

  struct output {
    std::deque<std::string> blocks;
    bool is_producer = false;
    bool is_close_mark = false;
  };

  // The peer.
  std::string arriving;
  bool ended = false;
  std::size_t room = std::string::npos;
  std::size_t take_max = std::string::npos;
  std::string wire;

  // The channel.
  std::string told;
  terminator condition;
  std::string buffer;  ///< input that no callback has seen
  std::deque<output> queue;
  std::string block;  ///< output that has left the queue and is not sent yet
  bool closed = false;

  void push(const std::string& data) {
    if (closed || data.empty()) return;
    for (std::size_t at = 0; at < data.size(); at += out_size) queue.push_back({{data.substr(at, out_size)}});
    initiate_send();
  }
  void push_block(const std::string& data) {
    if (closed || data.empty()) return;
    queue.push_back({{data}});
    initiate_send();
  }
  void push_producer(const std::vector<std::string>& blocks) {
    if (closed) return;
    queue.push_back({{blocks.begin(), blocks.end()}, true});
    initiate_send();
  }
  void close_when_done() {
    if (!closed) queue.push_back({{}, false, true});
  }
  void close() { closed = true; }
  void discard_buffers() {
    buffer.clear();
    block.clear();
    queue.clear();
  }
  void set_terminator(const terminator& ending) {
    condition = ending;
    if (ending == terminator(std::string())) condition = no_terminator{};
  }

  void peer_says(const std::string& bytes) { arriving += bytes; }
  void peer_ends() { ended = true; }
  void peer_resets() { ended = true; }
  void peer_takes(std::size_t new_room, std::size_t new_take_max) {
    room = new_room;
    take_max = new_take_max;
  }

  bool readable() const { return !closed; }
  bool writable() const { return !closed && (!queue.empty() || !block.empty()); }

  /// One pass: what is ready is decided before anything is read.
  void poll() {
    const bool can_write = writable() && room > 0;
    if (readable() && (!arriving.empty() || ended)) read();
    if (can_write) initiate_send();
  }

  visible seen() const {
    return {told, wire, closed, readable(), writable(), to_string(condition), closed ? 0 : buffer.size(), closed};
  }

 private:
  void tell(const std::string& what) { told += ' ' + what; }

  void handle_close() {
    tell("handle_close");
    closed = true;
  }

  void read() {
    if (arriving.empty()) {
      if (!buffer.empty()) tell("collect(" + std::exchange(buffer, {}) + ')');
      return handle_close();
    }
    buffer += arriving.substr(0, in_size);
    arriving.erase(0, in_size);
    while (!buffer.empty() && !closed && examine()) {
    }
  }

  void collect(std::size_t bytes) {
    if (bytes > 0) tell("collect(" + buffer.substr(0, bytes) + ')');
    buffer.erase(0, bytes);
  }

  void found() {
    tell("found");
    if (!next.empty()) {
      set_terminator(next.front());
      next.pop_front();
    }
    if (answers) push("+ok");
  }

  /// False when the rest of the buffer waits for more.
  bool examine() {
    if (auto* count = std::get_if<byte_count>(&condition); count != nullptr && count->value > 0) {
      const std::size_t bytes = std::min<std::size_t>(count->value, buffer.size());
      count->value -= bytes;
      const bool complete = count->value == 0;
      collect(bytes);
      if (complete) found();
      return true;
    }
    const auto* pattern = std::get_if<std::string>(&condition);
    if (pattern == nullptr) {
      collect(buffer.size());
      return true;
    }
    const std::string wanted = *pattern;
    if (const std::size_t at = buffer.find(wanted); at != std::string::npos) {
      collect(at);
      buffer.erase(0, wanted.size());
      found();
      return true;
    }
    std::size_t kept = std::min(wanted.size() - 1, buffer.size());
    while (!buffer.ends_with(std::string_view(wanted).substr(0, kept))) --kept;
    collect(buffer.size() - kept);
    return false;
  }

  void initiate_send() {
    if (closed || !refill() || block.empty()) return;
    const std::size_t taken = std::min({out_size, block.size(), room, take_max});
    wire += block.substr(0, taken);
    block.erase(0, taken);
    if (room != std::string::npos) room -= taken;
  }

  /// False at the close mark.
  bool refill() {
    while (block.empty() && !queue.empty()) {
      output& head = queue.front();
      if (head.is_close_mark) {
        queue.pop_front();
        handle_close();
        return false;
      }
      if (!head.blocks.empty()) {
        block = head.blocks.front();
        head.blocks.pop_front();
      }
      if (!head.is_producer || block.empty()) queue.pop_front();
    }
    return true;
  }
};

}  // namespace asynchat::support
