// The test that docs/traces.md shows, and a test that it is shown as it stands here.
#include <asynchat/engine/async_chat.h>
#include <asynchat/sim/strategies/cut1.h>
#include <asynchat/traces/replaying_network.h>
#include <asynchat/traces/trace_reader.h>
#include <gmock/gmock.h>

#include <sstream>
#include <utility>

#include "scratch_folder.h"

namespace {

using namespace asynchat;

/// A user's chat, which knows nothing of traces.
class greeter final : public async_chat {
 public:
  greeter(loop& owner, std::unique_ptr<stream> accepted) : async_chat(owner, std::move(accepted)) {
    set_terminator("\r\n");
    push("Who is there?\r\n");
  }
  void collect_incoming_data(std::string_view data) override { name_ += data; }
  void found_terminator() override { push("Hello, " + std::exchange(name_, {}) + "!\r\n"); }

 private:
  std::string name_;
};

class greeting_server final : public dispatcher {
 public:
  using dispatcher::dispatcher;
  void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
    chats_.push_back(std::make_unique<greeter>(owner(), std::move(accepted)));
  }

 private:
  std::vector<std::unique_ptr<greeter>> chats_;
};

const std::string folder = ASYNCHAT_SOURCE "tests/data/hand/";

std::vector<traces::replay_difference> replayed(const traces::replay_options& options) {
  traces::trace_reader trace(folder + "greeter.trace.jsonl");
  traces::replaying_network field(traces::read_dialogues(trace), options);
  loop the_loop(field);
  greeting_server server(the_loop);
  server.listen(endpoint::inet("0.0.0.0", 2000));
  while (!field.over()) the_loop.poll(std::nullopt);
  return field.differences();
}

TEST(greeting_server, answers_as_in_the_field) { EXPECT_THAT(replayed({}), testing::IsEmpty()); }

TEST(greeting_server, answers_so_wherever_the_client_is_cut) {
  for (std::uint64_t cut = 0; cut < 11; ++cut) {
    const auto plan = [cut](const traces::dialogue& talk, side from) {
      return sim::strategies::cut1().make({.bytes = talk.from(from).bytes}, cut).steps;
    };
    EXPECT_THAT(replayed({.plan = plan}), testing::IsEmpty()) << "cut " << cut;
  }
}

TEST(greeting_server, is_shown_by_the_page_about_traces) {
  const std::string page = content_of(ASYNCHAT_SOURCE "docs/traces.md");
  const std::string source = '\n' + content_of(ASYNCHAT_SOURCE "tests/traces/replayed_server_test.cpp");
  const std::size_t section = page.find("## Replaying inside a test\n");
  std::istringstream lines(page.substr(section, page.find("\n## ", section + 1) - section));
  bool in_block = false;
  std::size_t shown = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      in_block = line == "```cpp";
    } else if (in_block) {
      EXPECT_NE(source.find('\n' + line + '\n'), std::string::npos) << line;
      ++shown;
    }
  }
  EXPECT_GE(shown, 15u);
}

}  // namespace
