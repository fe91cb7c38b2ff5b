// A chat for netcat: the first line is a name, and each line after it is told to all the others.
#include <algorithm>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/serve.h"
#include "support/session.h"
#include "support/text.h"

namespace asynchat::examples {
namespace {

constexpr std::size_t line_bytes_max = 1000;
constexpr std::size_t name_bytes_max = 20;

class guest;

/// Who is here, and what is said.
class room {
 public:
  void enter(guest& who) { guests_.insert(&who); }
  void leave(guest& who) { guests_.erase(&who); }
  bool is_taken(std::string_view name) const;

  /// To all but one. What is said while it is being told (someone turned out to be gone, and so leaves) waits for its
  /// turn.
  void say(std::string line, const guest* except);

 private:
  struct news {
    std::string line;
    const guest* except;
  };

  std::set<guest*> guests_;
  std::deque<news> news_;
  bool telling_ = false;
};

class guest : public session {
 public:
  guest(asynchat::loop& loop, std::unique_ptr<stream> accepted, room& the_room)
      : session(loop, std::move(accepted)), room_(the_room) {
    set_terminator("\n");
    set_frame_limit(line_bytes_max);
    // Each line is a send for every other guest, so one who talks fast is heard a little at a time.
    ac_in_buffer_size(2 * line_bytes_max);
    push("Your name?\n");
  }

  void collect_incoming_data(std::string_view data) override { line_ += data; }

  void found_terminator() override {
    std::string line = std::exchange(line_, {});
    if (line.ends_with('\r')) line.pop_back();
    // What one guest sends goes to the terminals of the others.
    std::replace_if(line.begin(), line.end(), is_control, '?');
    if (name_.empty()) return introduce(line);
    if (!line.empty()) room_.say(name_ + ": " + line + "\n", this);
  }

  void handle_close() override {
    session::handle_close();
    if (name_.empty()) return;
    room_.leave(*this);
    room_.say("* " + name_ + " left\n", this);
  }

  /// A guest who does not read is not waited for. Corked, so that what waits is one buffer and not a block a line.
  void hear(std::string_view line) {
    cork();
    const bool keeps_up = push(line);
    uncork();
    if (!keeps_up) notify_close();
  }

  const std::string& name() const { return name_; }

 private:
  void introduce(const std::string& name) {
    const bool usable =
        !name.empty() && name.size() <= name_bytes_max && name.find_first_of(" :*?") == std::string_view::npos;
    if (!usable || room_.is_taken(name)) {
      push(usable ? "That one is here already. Your name?\n" : "At most 20 letters, no blanks. Your name?\n");
      return;
    }
    name_ = name;
    room_.enter(*this);
    room_.say("* " + name_ + " joined\n", nullptr);
  }

  room& room_;
  std::string line_;
  std::string name_;
};

bool room::is_taken(std::string_view name) const {
  return std::any_of(guests_.begin(), guests_.end(), [&](const guest* who) { return who->name() == name; });
}

void room::say(std::string line, const guest* except) {
  news_.push_back({std::move(line), except});
  if (telling_) return;
  struct telling {
    explicit telling(bool& the_flag) : flag(the_flag) { flag = true; }
    ~telling() { flag = false; }
    bool& flag;
  } now(telling_);
  for (; !news_.empty(); news_.pop_front()) {
    const std::vector<guest*> listeners(guests_.begin(), guests_.end());
    for (guest* who : listeners) {
      // Told of the last line, another may have left.
      if (who != news_.front().except && guests_.contains(who)) who->hear(news_.front().line);
    }
  }
}

}  // namespace
}  // namespace asynchat::examples

int main(int argc, char** argv) {
  using namespace asynchat::examples;
  // To listen is enough: who hears something makes progress too.
  const options asked = parse_options(argc, argv, {}, {.idle = std::chrono::minutes(30)});
  room the_room;
  return serve<guest>(asked, the_room);
}
