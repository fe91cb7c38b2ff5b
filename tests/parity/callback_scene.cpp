#include "callback_scene.h"

#include <gtest/gtest.h>
#include <utility>

namespace asynchat::parity {

namespace {

using support::recorded_chat;

/// Counts its destructions.
class mortal_chat final : public recorded_chat {
 public:
  template <class... Arguments>
  explicit mortal_chat(int& destroyed, Arguments&&... arguments)
      : recorded_chat(std::forward<Arguments>(arguments)...), destroyed_(destroyed) {}
  ~mortal_chat() override { ++destroyed_; }

 private:
  int& destroyed_;
};

/// A listener whose handlers act.
class acting_door final : public dispatcher {
 public:
  acting_door(loop& owner, callback_scene& scene, callback which, std::function<void()> act)
      : dispatcher(owner), scene_(scene), which_(which), act_(std::move(act)) {}
  ~acting_door() override { ++scene_.destroyed; }

  void handle_accept() override {
    scene_.log.add("accept");
    if (which_ == callback::handle_accept) act_();
    if (!closed()) dispatcher::handle_accept();
  }
  void handle_accepted(std::unique_ptr<stream>, const endpoint&) override {
    scene_.log.add("accepted");
    if (which_ == callback::handle_accepted) act_();
  }
  void handle_error(std::exception_ptr error) override {
    scene_.log.add("error", support::message_of(error));
    dispatcher::handle_error(error);
  }
  void handle_close() override {
    scene_.log.add("handle_close");
    dispatcher::handle_close();
  }

 private:
  callback_scene& scene_;
  const callback which_;
  const std::function<void()> act_;
};

bool is_by_address(callback which) { return which >= callback::handle_connect; }

}  // namespace

std::string to_string(callback which) {
  static constexpr const char* names[] = {"collect_incoming_data", "found_terminator", "handle_write",   "handle_drain",
                                          "handle_limit",          "handle_error",     "handle_close",   "more",
                                          "handle_connect",        "handle_accept",    "handle_accepted"};
  return names[static_cast<std::size_t>(which)];
}

std::vector<callback> callbacks_of_a_stream() {
  using enum callback;
  return {collect_incoming_data, found_terminator, handle_write, handle_drain,
          handle_limit,          handle_error,     handle_close, more};
}

std::vector<callback> callbacks_by_address() {
  using enum callback;
  return {handle_connect, handle_accept, handle_accepted};
}

peer peer_for(callback which) {
  switch (which) {
    case callback::found_terminator:
      return {.says = {"one\r\ntwo\r\n", "three\r\n"}};
    case callback::handle_close:
      return {.then = peer::end::ends};
    default:
      return {.says = {"some", "more"}};
  }
}

void attach(recorded_chat& chat, callback which, std::function<void()> act) {
  switch (which) {
    case callback::collect_incoming_data:
      chat.on_collect = act;
      return;
    case callback::found_terminator:
      chat.set_terminator("\r\n");
      chat.on_found = act;
      return;
    case callback::handle_write:
      chat.close_when_done();
      chat.on_write = act;
      return;
    case callback::handle_drain:
      chat.set_output_limit(1, 0);
      chat.on_collect = [&chat] { chat.push("ab"); };
      chat.on_drain = act;
      return;
    case callback::handle_limit:
      chat.set_frame_limit(2);
      chat.on_limit = act;
      return;
    case callback::handle_error:
      chat.on_collect = [] { support::fail_with("first"); };
      chat.on_error = act;
      return;
    case callback::handle_close:
      chat.on_handle_close = act;
      return;
    case callback::more:
      chat.push_with_producer(support::producing([act, first = true]() mutable -> std::string {
        if (std::exchange(first, false)) return "sent before the loop runs";
        act();
        return "";
      }));
      return;
    case callback::handle_connect:
      chat.on_connect = act;
      return;
    case callback::handle_accept:
    case callback::handle_accepted:
      ADD_FAILURE() << "a chat does not listen";
  }
}

callback_scene::callback_scene(world& around, callback which, std::function<void()> act)
    : act_(std::move(act)), channels(prepare(around, which)) {
  channels.set_log_sink([this](log_level, std::string_view line) { lines += std::string(line) + "\n"; });
  if (which == callback::handle_accept || which == callback::handle_accepted) {
    owned = std::make_unique<acting_door>(channels, *this, which, act_);
    EXPECT_FALSE(owned->listen(where_));
    around.peer_comes_to(owned->local());
  } else {
    make_chat(which);
  }
}

network& callback_scene::prepare(world& around, callback which) {
  if (which == callback::handle_connect) {
    where_ = around.address_of({});
  } else if (is_by_address(which)) {
    where_ = around.free_address({});
  } else {
    met_ = around.meet(peer_for(which));
  }
  return around.net();
}

void callback_scene::make_chat(callback which) {
  auto chat = met_ ? std::make_unique<mortal_chat>(destroyed, channels, std::move(met_), log)
                   : std::make_unique<mortal_chat>(destroyed, channels, log);
  attach(*chat, which, act_);
  owned = std::move(chat);
  if (which != callback::handle_connect) return;
  // A connect may have its outcome at once, and then calls handle_connect itself.
  channels.call_later(duration(0), [this] {
    in_connect = true;
    EXPECT_FALSE(owned->connect(where_));
    in_connect = false;
  });
}

}  // namespace asynchat::parity
