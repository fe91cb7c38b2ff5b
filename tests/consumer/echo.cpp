// What a user writes first: an echo of lines, fed by a plan that cuts inside the terminator.
#include <asynchat/engine/async_chat.h>
#include <asynchat/engine/loop.h>
#include <asynchat/sim/scripted_network.h>

#include <string>
#include <string_view>

namespace {

class echo : public asynchat::async_chat {
 public:
  using async_chat::async_chat;
  void collect_incoming_data(std::string_view data) override { line_ += data; }
  void found_terminator() override {
    push(line_ + "\r\n");
    line_.clear();
  }

 private:
  std::string line_;
};

class sent_bytes final : public asynchat::sim::stream_observer {
 public:
  void sent(std::string_view accepted) override { all += accepted; }
  std::string all;
};

}  // namespace

int main() {
  using asynchat::sim::deliver;
  const std::string_view input = "hello\r\nyou\r\n";
  asynchat::sim::plan cuts;
  cuts.recv = {deliver{3}, deliver{3}, deliver{input.size() - 6}};

  sent_bytes out;
  asynchat::sim::scripted_network network(input, cuts, &out);
  asynchat::loop loop(network);
  echo channel(loop, network.take_stream());
  channel.set_terminator("\r\n");
  loop.run();
  return out.all == input ? 0 : 1;
}
