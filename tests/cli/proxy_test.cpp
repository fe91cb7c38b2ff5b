#include "proxy.h"

#include <asynchat/sim/world.h>
#include <asynchat/traces/trace_reader.h>
#include <asynchat/traces/trace_writer.h>

#include <gtest/gtest.h>

#include <map>
#include <sstream>

namespace asynchat::cli {
namespace {

constexpr std::size_t connections = 4;

/// Says its bytes, then its end, while it hears what comes; closes when both ends are reached, or the connection is
/// gone.
class talker final : public dispatcher {
 public:
  talker(loop& owner, std::string out) : dispatcher(owner), out_(std::move(out)) {}
  talker(loop& owner, std::unique_ptr<stream> accepted, std::string out)
      : dispatcher(owner, std::move(accepted)), out_(std::move(out)) {}

  bool readable() const override { return !ended_; }
  bool writable() const override { return !end_sent_; }
  void handle_connect() override {}
  void handle_close() override { close(); }
  void handle_error(std::exception_ptr) override { close(); }

  void handle_read() override {
    char buffer[700];
    const io_result got = transport()->recv(buffer);
    heard_.append(buffer, got.count());
    ended_ = got.what() == io_result::kind::end_of_stream;
    if (got.code() || (ended_ && end_sent_)) close();
  }

  void handle_write() override {
    const io_result sent = transport()->send(std::string_view(out_).substr(sent_));
    sent_ += sent.count();
    if (sent.code()) return close();
    if (sent_ < out_.size()) return;
    end_sent_ = true;
    transport()->shutdown_send();
    if (ended_) close();
  }

  const std::string& out() const { return out_; }
  const std::string& heard() const { return heard_; }
  bool heard_all() const { return ended_; }

 private:
  std::string out_;
  std::string heard_;
  std::size_t sent_ = 0;
  bool ended_ = false;
  bool end_sent_ = false;
};

std::string words(char who, std::size_t number, std::size_t bytes) {
  std::string text(1, static_cast<char>(who + number));
  for (std::size_t i = 1; i < bytes; ++i) text += static_cast<char>('0' + (i * (number + 3)) % 75);
  return text;
}

class on_a_loop : public sim::program {
 public:
  explicit on_a_loop(sim::host& at) : loop_(at) { loop_.set_log_sink(nullptr); }
  void pass() override { loop_.poll(std::nullopt); }

 protected:
  loop loop_;
};

class clients final : public on_a_loop {
 public:
  explicit clients(sim::host& at) : on_a_loop(at) {
    for (std::size_t i = 0; i < connections; ++i) {
      talkers.push_back(std::make_unique<talker>(loop_, words('A', i, 3000 * i + 1)));
      talkers.back()->connect(endpoint::inet("proxy", 7000));
    }
  }
  std::vector<std::unique_ptr<talker>> talkers;
};

class servers final : public on_a_loop {
 public:
  explicit servers(sim::host& at) : on_a_loop(at), door_(*this) { door_.listen(endpoint::inet("0.0.0.0", 80)); }
  std::vector<std::unique_ptr<talker>> talkers;

 private:
  struct door final : dispatcher {
    explicit door(servers& home) : dispatcher(home.loop_), home_(home) {}
    void handle_accepted(std::unique_ptr<stream> accepted, const endpoint&) override {
      const std::size_t i = home_.talkers.size();
      home_.talkers.push_back(std::make_unique<talker>(owner(), std::move(accepted), words('a', i, 9000 - 2000 * i)));
    }
    void handle_error(std::exception_ptr) override {}
    servers& home_;
  };
  door door_;
};

/// The proxy's host, and what it records: a writer that allows no event that a trace may not have.
class between final : public on_a_loop, private traces::event_sink {
 public:
  explicit between(sim::host& at)
      : on_a_loop(at),
        writer_(text_, {}),
        recorder_(at, *this),
        door(loop_, endpoint::inet("server", 80), [](const std::string&) {}) {
    door.record_with(recorder_);
    door.listen(endpoint::inet("0.0.0.0", 7000));
  }
  std::vector<traces::trace_event> events;

 private:
  void take(const traces::trace_event& event) override {
    writer_.write(event);
    events.push_back(event);
  }
  std::ostringstream text_;
  traces::trace_writer writer_;
  traces::trace_recorder recorder_;

 public:
  proxy door;
};

struct outcome {
  std::map<char, std::string> said;   ///< each side's own bytes, by the first of them
  std::map<char, std::string> heard;  ///< the same at the other end
  std::map<char, std::string> told;   ///< the same in the trace
  std::size_t closed = 0;             ///< connections that the trace closes
  std::size_t open = 0;               ///< that the proxy has not given up
  proxy_counts counts;
};

template <class Talkers>
void gather(const Talkers& talkers, outcome& result) {
  for (const auto& each : talkers) {
    result.said[each->out().front()] = each->out();
    if (!each->heard().empty()) result.heard[each->heard().front()] = each->heard();
  }
}

outcome run(std::uint64_t seed, const sim::link_options& links) {
  sim::world net(seed);
  net.set_links(links);
  sim::host& server = net.add_host("server");
  sim::host& middle = net.add_host("proxy");
  sim::host& client = net.add_host("client");
  server.run([](sim::host& at) { return std::make_unique<servers>(at); });
  middle.run([](sim::host& at) { return std::make_unique<between>(at); });
  client.run([](sim::host& at) { return std::make_unique<clients>(at); });
  EXPECT_EQ(net.run(), sim::run_end::idle);
  outcome result;
  gather(static_cast<servers&>(*server.running()).talkers, result);
  gather(static_cast<clients&>(*client.running()).talkers, result);
  const auto& recorded = static_cast<between&>(*middle.running());
  std::map<std::pair<std::uint64_t, side>, std::string> told;
  for (const traces::trace_event& event : recorded.events) {
    if (event.kind == traces::event_kind::data) told[{event.conn, event.from}] += event.bytes;
    if (event.kind == traces::event_kind::close) ++result.closed;
  }
  for (const auto& [who, bytes] : told) result.told[bytes.front()] = bytes;
  result.open = recorded.door.open();
  result.counts = recorded.door.counts();
  return result;
}

/// Small buffers, so that sends and receives stop at all places.
sim::link_options narrow() {
  sim::link_options links;
  links.segment_bytes_max = 500;
  links.send_buffer_bytes = 2000;
  links.receive_window_bytes = 1500;
  links.jitter = std::chrono::milliseconds(1);
  links.slice = links.short_write = links.short_read = links.spurious_wakeup = {200'000};
  return links;
}

TEST(proxy, passes_on_and_records_everything_over_narrow_links) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const outcome seen = run(seed, narrow());
    EXPECT_EQ(seen.said.size(), 2 * connections);
    EXPECT_EQ(seen.heard, seen.said);
    EXPECT_EQ(seen.told, seen.said);
    EXPECT_EQ(seen.closed, connections);
    EXPECT_EQ(seen.open, 0u);
  }
}

TEST(proxy, tells_no_more_than_was_said_and_no_less_than_was_heard_when_connections_are_lost) {
  std::size_t short_ones = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    sim::link_options links = narrow();
    links.reset = {20'000};
    links.reset_discards = links.reset_on_close = {500'000};
    links.refuse = {100'000};
    const outcome seen = run(seed, links);
    for (const auto& [who, bytes] : seen.told) EXPECT_TRUE(seen.said.at(who).starts_with(bytes));
    for (const auto& [who, bytes] : seen.heard) EXPECT_TRUE(seen.told.at(who).starts_with(bytes));
    EXPECT_EQ(seen.closed, seen.counts.connections);
    EXPECT_EQ(seen.open, 0u);
    if (seen.told != seen.said) ++short_ones;
  }
  EXPECT_GT(short_ones, 100u);
}

TEST(proxy, leaves_the_loop_with_the_chunk_that_reaches_its_limit) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const std::uint64_t limit = 1 + 300 * seed;
    sim::world net(seed);
    net.set_links(narrow());
    sim::host& server = net.add_host("server");
    sim::host& middle = net.add_host("proxy");
    server.run([](sim::host& at) { return std::make_unique<servers>(at); });
    net.add_host("client").run([](sim::host& at) { return std::make_unique<clients>(at); });
    between recorded(middle);
    recorded.door.end_after(limit);
    EXPECT_THROW(for (int passes = 0; passes < 100'000; ++passes) recorded.pass(), exit_now);
    std::uint64_t bytes = 0;
    for (const traces::trace_event& event : recorded.events) bytes += event.bytes.size();
    EXPECT_EQ(bytes, recorded.door.counts().bytes());
    EXPECT_GE(bytes, limit);
    EXPECT_LT(bytes - recorded.events.back().bytes.size(), limit);
  }
}

}  // namespace
}  // namespace asynchat::cli
