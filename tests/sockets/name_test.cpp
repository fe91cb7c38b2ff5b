#include <asynchat/engine/dispatcher.h>
#include <asynchat/engine/loop.h>
#include <asynchat/sockets/address_error.h>
#include <asynchat/sockets/network.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netdb.h>
#include <cerrno>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "resolver.h"
#include "system_calls.h"
#include "vocabulary.h"

namespace asynchat::sockets {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class a_name : public testing::Test {
 protected:
  std::unique_ptr<stream> connect(const std::string& host) {
    connect_result attempt = world_.connect(endpoint::inet(host, door_.listening->local().port));
    EXPECT_FALSE(attempt.error) << attempt.error.message();
    EXPECT_TRUE(attempt.in_progress);
    return std::move(attempt.connecting);
  }

  std::error_code outcome(stream& of) {
    of.watch(channel, readiness::write);
    EXPECT_THAT(next_news(world_), ElementsAre(event(channel, readiness::write)));
    of.unwatch();
    return of.finish_connect();
  }

  network world_;
  listen_result door_ = world_.listen(endpoint::inet("127.0.0.1", 0), {});
};

TEST_F(a_name, of_this_machine_leads_to_a_stream_that_works) {
  const auto client = connect("localhost");
  EXPECT_FALSE(outcome(*client));
  const auto server = accept_one(world_, *door_.listening);
  EXPECT_EQ(client->peer(), server->local());
  EXPECT_EQ(client->send("ping"), io_result::transferred(4));
  std::string heard;
  recv_when_ready(world_, *server, heard);
  EXPECT_EQ(heard, "ping");
}

TEST_F(a_name, whose_first_addresses_refuse_is_connected_at_the_next) {
  const resolver names({"127.0.0.2", "127.0.0.3", "127.0.0.1"});
  const auto client = connect("three.test");
  EXPECT_FALSE(outcome(*client));
  EXPECT_EQ(client->peer().host, "127.0.0.1");
  EXPECT_NE(accept_one(world_, *door_.listening), nullptr);
}

TEST_F(a_name, whose_addresses_all_refuse_tells_so_again_and_again) {
  const resolver names({"127.0.0.2", "127.0.0.3"});
  const auto client = connect("refused.test");
  EXPECT_EQ(outcome(*client), std::errc::connection_refused);
  EXPECT_EQ(outcome(*client), std::errc::connection_refused);
  char buffer[8];
  EXPECT_EQ(client->recv(buffer).code(), std::errc::connection_refused);
  EXPECT_EQ(client->send("x").code(), std::errc::connection_refused);
}

TEST_F(a_name, whose_address_fails_at_once_goes_on_to_the_next) {
  const resolver names({"127.0.0.2", "127.0.0.1"});
  fail_next(call::connect, ENETUNREACH);
  const auto client = connect("two.test");
  EXPECT_FALSE(outcome(*client));
}

TEST_F(a_name, whose_last_address_fails_at_once_tells_its_error) {
  const resolver names({"127.0.0.2", "127.0.0.1"});
  fail_next(call::connect, ENETUNREACH, 2);
  const auto client = connect("two.test");
  EXPECT_EQ(outcome(*client), std::errc::network_unreachable);
}

TEST_F(a_name, that_nobody_knows_tells_the_resolvers_error) {
  const resolver names(EAI_NONAME);
  const auto client = connect("nobody.test");
  const std::error_code error = outcome(*client);
  EXPECT_EQ(error.category(), resolver_category());
  EXPECT_EQ(error.message(), "unknown node or service");
  EXPECT_STREQ(error.category().name(), "resolver");
}

TEST_F(a_name, that_nobody_knows_is_a_hangup_where_nothing_is_wanted) {
  const resolver names(EAI_AGAIN);
  const auto client = connect("nobody.test");
  client->watch(channel, readiness::none);
  EXPECT_THAT(next_news(world_), ElementsAre(event(channel, readiness::hangup)));
  EXPECT_THAT(news(world_), ElementsAre(event(channel, readiness::hangup)));
  client->unwatch();
  EXPECT_THAT(news(world_, at_once), IsEmpty());
}

TEST_F(a_name, that_is_none_is_refused_at_once) {
  const std::vector<std::string> none = {"", std::string(300, 'a'), std::string("127.0.0.1\0.test", 15)};
  for (const std::string& host : none) {
    const connect_result attempt = world_.connect(endpoint::inet(host, 80));
    EXPECT_EQ(attempt.connecting, nullptr) << host;
    EXPECT_EQ(attempt.error, address_errc::bad_name) << host;
  }
}

TEST_F(a_name, is_being_looked_up_in_silence) {
  resolver names({"127.0.0.1"});
  names.hold();
  const auto client = connect("slow.test");
  client->watch(channel, readiness::read | readiness::write);
  EXPECT_THAT(news(world_, at_once), IsEmpty());
  EXPECT_EQ(client->finish_connect(), std::errc::operation_in_progress);
  char buffer[8];
  EXPECT_EQ(client->recv(buffer), io_result::would_block());
  EXPECT_EQ(client->send("x"), io_result::would_block());
  EXPECT_EQ(client->shutdown_send(), std::errc::not_connected);
  EXPECT_EQ(client->peer(), endpoint{});
  names.answer();
  EXPECT_FALSE(outcome(*client));
}

TEST_F(a_name, may_be_forgotten_while_a_thread_looks_it_up) {
  resolver names({"127.0.0.1"});
  names.hold();
  auto client = connect("slow.test");
  names.await_lookups(1);
  client->watch(channel, readiness::write);
  client->close();
  client->close();
  EXPECT_EQ(client->finish_connect(), std::errc::bad_file_descriptor);
  client.reset();
  names.answer();
  for (int waits = 0; waits < 3; ++waits) EXPECT_THAT(news(world_, at_once), IsEmpty());
}

TEST_F(a_name, may_be_forgotten_before_a_thread_looks_it_up) {
  resolver names({"127.0.0.1"});
  names.hold();
  std::vector<std::unique_ptr<stream>> clients;
  for (int count = 0; count < 100; ++count) clients.push_back(connect("slow.test"));
  names.await_lookups(1);
  for (std::size_t i = 1; i < clients.size(); ++i) clients[i]->abort();
  names.answer();
  EXPECT_FALSE(outcome(*clients[0]));
}

TEST_F(a_name, may_be_forgotten_while_an_address_is_tried_or_has_failed) {
  // The queue of a listener that accepts nobody fills up, and further calls are not answered.
  const resolver names({"127.0.0.1"});
  const listen_result narrow = world_.listen(endpoint::inet("127.0.0.1", 0), {.backlog = 0});
  const endpoint where = endpoint::inet("narrow.test", narrow.listening->local().port);
  std::vector<std::unique_ptr<stream>> callers;
  for (int calls = 0; calls < 8; ++calls) {
    const tally connects(call::connect);
    callers.push_back(world_.connect(where).connecting);
    while (connects.count() == 0) news(world_);
  }
  callers.clear();
  fail_next(call::connect, ENETUNREACH);
  auto failed = connect("failed.test");
  EXPECT_EQ(outcome(*failed), std::errc::network_unreachable);
  failed.reset();
  EXPECT_THAT(news(world_, at_once), IsEmpty());
}

TEST(a_network, may_be_destroyed_while_a_forgotten_name_is_looked_up) {
  resolver names({"127.0.0.1"});
  names.hold();
  auto world = std::make_unique<network>();
  world->connect(endpoint::inet("slow.test", 80)).connecting.reset();
  names.answer();
  world.reset();
}

TEST_F(a_name, that_nobody_knows_reaches_handle_error) {
  struct caller final : dispatcher {
    using dispatcher::dispatcher;
    void handle_error(std::exception_ptr error) override {
      try {
        std::rethrow_exception(error);
      } catch (const std::system_error& failure) {
        code = failure.code();
      }
      close();
    }
    std::error_code code;
  };
  const resolver names(EAI_NONAME);
  loop channels(world_);
  caller one(channels);
  ASSERT_FALSE(one.connect(endpoint::inet("nobody.test", 80)));
  channels.run(patience, waits_max);
  EXPECT_EQ(one.code.category(), resolver_category());
}

}  // namespace

}  // namespace asynchat::sockets
