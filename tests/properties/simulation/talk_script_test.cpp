#include <asynchat/properties/simulation/talk_script.h>
#include <asynchat/traces/error.h>

#include <gmock/gmock.h>

#include <string>

namespace asynchat::properties::simulation {
namespace {

using testing::HasSubstr;

const spoken words{"hi\n", {{"one\r\n", "1\n", true}, {"two\r\n", "", false}, {"three\r\n", "3\n", false}}};

talk_script script_of(std::uint64_t seed) {
  sim::random_source random(seed);
  talk_client client;
  client.host = "client1";
  client.start = std::chrono::microseconds(random.below(1000));
  choose_steps(words, random, client);
  if (seed % 3 == 0) damage(random, client);
  return {{client}};
}

TEST(talk_script, is_read_as_it_was_written) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    traces::repro file;
    write_script(script_of(seed), file);
    EXPECT_EQ(read_script(file, "file"), script_of(seed)) << file.schedule.front();
  }
}

TEST(talk_script, waits_for_the_greeting_and_for_barriers) {
  for (std::uint64_t seed = 1; seed < 200; seed += 3) {
    const talk_client client = script_of(seed).clients.front();
    std::uint64_t heard = 0;
    for (const talk_step& step : client.steps) {
      if (step.what == talk_step::kind::hear) heard = step.amount;
      if (step.what != talk_step::kind::say) continue;
      EXPECT_GE(heard, step.amount > 5 ? 5u : 3u) << seed;
    }
  }
}

TEST(talk_script, knows_what_is_due) {
  talk_client client;
  take_turns(words, client);
  EXPECT_EQ(client.due_for(0), 3u);
  EXPECT_EQ(client.due_for(4), 3u);
  EXPECT_EQ(client.due_for(5), 5u);
  EXPECT_EQ(client.due_for(client.says.size()), 7u);
}

/// What is said of a script in which one line is another.
std::string refusal(std::size_t line, const std::string& instead) {
  traces::repro file;
  write_script(script_of(1), file);
  file.schedule[line] = instead;
  try {
    read_script(file, "talk.repro.json");
  } catch (const traces::input_error& error) {
    return error.what();
  }
  return "nothing";
}

TEST(talk_script, refuses_what_is_none) {
  EXPECT_EQ(refusal(0, "client x on c at 0 tries 1 rest 0 does"),
            "talk.repro.json: schedule: expected a number, not \"x\" in 'client x on c at 0 tries 1 rest 0 does'");
  EXPECT_THAT(refusal(0, "client 1 on c at 0 tries 1 rest 0 does jump"), HasSubstr("a step of a client, not \"jump\""));
  EXPECT_THAT(refusal(0, "client 1 on c at 0 tries 1 rest 0 does say:99"), HasSubstr("within the streams of client 1"));
  EXPECT_THAT(refusal(0, "client 1 on server at 0 tries 1 rest 0 does"), HasSubstr("on a host without the server"));
  EXPECT_THAT(refusal(1, "due 1 4:0 0:0"), HasSubstr("ascending offsets"));
  EXPECT_THAT(refusal(1, "dew"), HasSubstr("expected a client, a hostile one, or what is due to one"));
}

}  // namespace
}  // namespace asynchat::properties::simulation
