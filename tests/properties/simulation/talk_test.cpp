#include <asynchat/properties/simulation/talk.h>

#include <gmock/gmock.h>

#include "line_protocol.h"

namespace asynchat::properties::simulation {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(talk, never_accuses_a_right_server) {
  const std::optional<seed_outcome> found = first_failure(line_talks<line_server>(), 500);
  EXPECT_FALSE(found) << found->seed << ": " << found->failure->sentence;
}

TEST(talk, never_accuses_a_right_server_of_what_hostile_clients_do) {
  const std::optional<seed_outcome> found =
      first_failure(line_talks<line_server>({.clients = 3, .of_clients = manners::hostile}), 500);
  EXPECT_FALSE(found) << found->seed << ": " << found->failure->sentence;
}

/// Never reads again after its first read.
struct one_read_server final : line_server {
  using line_server::line_server;
  bool readable() const override { return !sleeps_; }
  void handle_read() override {
    sleeps_ = true;
    line_server::handle_read();
  }

 private:
  bool sleeps_ = false;
};

TEST(talk, accuses_a_server_that_loses_a_wake_up_of_a_lack_of_progress) {
  const std::optional<seed_outcome> found = first_failure(line_talks<one_read_server>(), 20);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->failure->law, "progress");
  EXPECT_THAT(found->failure->sentence, AllOf(HasSubstr("faults stopped at 10000 ms, and "), HasSubstr(" ms later")));
}

struct lying_server final : line_server {
  using line_server::line_server;
  void answer(const std::string& line) override { push("frame " + std::to_string(line.size() % 32) + "\n"); }
};

TEST(talk, accuses_a_server_that_answers_something_else) {
  const std::optional<seed_outcome> found = first_failure(line_talks<lying_server>(), 20);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->failure->law, "answers");
  EXPECT_THAT(found->failure->sentence, AllOf(HasSubstr("is told \""), HasSubstr(" is due")));
}

struct throwing_server final : line_server {
  using line_server::line_server;
  void answer(const std::string& line) override {
    if (line.size() > 30) throw exit_now();
    line_server::answer(line);
  }
};

TEST(talk, accuses_a_server_of_an_exception_that_leaves_its_loop) {
  const std::optional<seed_outcome> found = first_failure(line_talks<throwing_server>(), 20);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->failure->law, "exceptions");
  EXPECT_EQ(found->failure->sentence, "the program of host server throws \"asynchat::exit_now\"");
}

struct hasty_server final : line_server {
  using line_server::line_server;
  void answer(const std::string& line) override {
    line_server::answer(line);
    close();
  }
};

TEST(talk, accuses_a_server_that_closes_before_it_has_answered_all) {
  const std::optional<seed_outcome> found = first_failure(line_talks<hasty_server>(), 20);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->failure->law, "progress");
}

}  // namespace
}  // namespace asynchat::properties::simulation
