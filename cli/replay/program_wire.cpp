#include "program_wire.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

#include "programs/program_run.h"

namespace asynchat::cli {

namespace {

constexpr duration look_every = std::chrono::milliseconds(1);

/// How it ended, for a person.
std::string describe(const process_end& end, const std::string& last_words) {
  const std::string how =
      end.by_signal ? "killed by " + signal_name(end.number) : "exit status " + std::to_string(end.number);
  return last_words.empty() ? how : how + "; it said: " + last_words;
}

/// Calls `each` with what can be read now. False at the end, where the descriptor is closed.
template <class Each>
bool read_some(descriptor& from, Each each) {
  std::array<char, 65536> room;
  const ssize_t count = ::read(from.number(), room.data(), room.size());
  if (count > 0) {
    each(std::string_view(room.data(), static_cast<std::size_t>(count)));
  } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
    from.reset();
  }
  return count > 0;
}

}  // namespace

program_wire::program_wire(loop& owner, wire_user& user, const std::string& command)
    : owner_(owner), user_(user), child_(command) {
  look_soon();
}

program_wire::~program_wire() {
  if (next_look_) owner_.cancel(*next_look_);
}

void program_wire::send(std::string_view bytes) {
  if (!child_.input.is_open()) return;
  queued_ += bytes;
  give();
}

void program_wire::end_output() {
  ends_ = true;
  give();
}

void program_wire::abort() {
  over_ = true;
  child_.kill();
}

bool program_wire::was_not_found() const {
  return end_ && !end_->by_signal && (end_->number == 126 || end_->number == 127) && said_ == 0;
}

std::string program_wire::last_words() const {
  std::string_view text = errors_;
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

void program_wire::look_soon() {
  next_look_ = owner_.call_later(look_every, [this] { look(); });
}

void program_wire::look() {
  next_look_.reset();
  if (over_) return;
  const std::size_t waiting = queued_.size();
  give();
  if (queued_.size() < waiting) user_.went();
  // What it wrote before it ended is read after the end was seen, so all of it is there.
  if (!end_) end_ = child_.ended();
  take_errors();
  take_output();
  if (end_ && !child_.output.is_open()) return tell_end();
  look_soon();
}

void program_wire::give() {
  if (!child_.input.is_open()) return;
  while (!queued_.empty()) {
    const ssize_t written = ::write(child_.input.number(), queued_.data(), queued_.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) return;
    if (written < 0) {  // nobody will read it
      queued_.clear();
      child_.input.reset();
      return;
    }
    queued_.erase(0, static_cast<std::size_t>(written));
  }
  if (ends_) child_.input.reset();
}

void program_wire::take_output() {
  while (child_.output.is_open() && user_.takes_more()) {
    if (!read_some(child_.output, [this](std::string_view piece) {
          said_ += piece.size();
          user_.came(piece);
        })) {
      return;
    }
  }
}

void program_wire::take_errors() {
  while (child_.errors.is_open() && read_some(child_.errors, [this](std::string_view piece) {
           errors_ += piece;
           if (errors_.size() > 2 * errors_kept) errors_.erase(0, errors_.size() - errors_kept);
         })) {
  }
}

void program_wire::tell_end() {
  over_ = true;
  const bool orderly = !end_->by_signal && end_->number == 0;
  user_.ended(end_->by_signal ? far_end::reset : far_end::eof, orderly ? "" : describe(*end_, last_words()));
}

}  // namespace asynchat::cli
