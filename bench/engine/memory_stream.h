#pragma once

#include <asynchat/transport/network.h>
#include <asynchat/transport/stream.h>

#include <cstddef>
#include <memory>
#include <string_view>

namespace asynchat::bench {

/// A connected stream that plays `input`, borrowed, in chunks of `chunk_bytes`, then ends: the one delivery of every
/// contestant. A recv is a virtual call and a memcpy.
std::unique_ptr<stream> play(std::string_view input, std::size_t chunk_bytes);

/// The world of a channel over such a stream: nothing ever happens in it, and its time stands still. Whoever drives the
/// channel calls handle_read, as whoever drives a rival reads from the stream.
class still_network final : public network {
 public:
  connect_result connect(const endpoint&) override;
  listen_result listen(const endpoint&, const listen_options&) override;
  void wait(std::optional<duration>, std::vector<ready_event>&) override {}
  void wake() override {}
  time_point now() const override { return {}; }
};

}  // namespace asynchat::bench
