#include <asynchat/engine/async_chat.h>
#include <asynchat/properties/chat_subject.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "all.h"
#include "framings.h"

namespace asynchat::properties::canaries {

namespace {

struct line_sink {
  virtual void frame(std::string_view name, std::string_view bytes) = 0;

 protected:
  ~line_sink() = default;
};

enum class trust { nobody, this_machine };

/// Lines that end in CR LF; those of a peer that is trusted may end in a bare LF.
template <trust Trusted>
class line_channel : public async_chat {
 public:
  line_channel(loop& owner, std::unique_ptr<stream> source, line_sink& sink)
      : async_chat(owner, std::move(source)), sink_(sink) {
    set_terminator(lenient_ ? "\n" : "\r\n");
  }

  void collect_incoming_data(std::string_view data) override { line_ += data; }
  void found_terminator() override {
    if (lenient_ && line_.ends_with('\r')) line_.pop_back();
    sink_.frame("frame", std::exchange(line_, {}));
  }
  void handle_close() override {
    if (!line_.empty()) sink_.frame("incomplete", std::exchange(line_, {}));
    close();
  }

 private:
  line_sink& sink_;
  const bool lenient_ = Trusted == trust::this_machine && peer().host.starts_with("127.");
  std::string line_;
};

template <trust Trusted>
std::unique_ptr<subject> make_channel() {
  return make_chat_subject<line_channel<Trusted>, line_sink>("canary");
}

}  // namespace

canary local_peer_trusted() {
  return {
      .name = "local_peer_trusted",
      .mistake =
          "A peer on the same machine is trusted with what no other peer may do; no simulated peer has an address.",
      .models = "No report is on file: it is a shortcut for monitors and proxies. Only a run on real sockets shows it.",
      .caught_by = law::parity,
      .framing = "crlf, no end at LF alone",
      .cuts_max = 0,
      .right = {"a\r\n", "3 | eof"},
      .wrong = {"\n", "1 | eof"},
      .model = model_of(crlf_rule),
      .make = make_channel<trust::this_machine>,
      .make_right = make_channel<trust::nobody>};
}

}  // namespace asynchat::properties::canaries
