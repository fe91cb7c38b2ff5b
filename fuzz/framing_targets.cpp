#include <asynchat/properties/fuzz/fuzz_target.h>
#include <asynchat/transport/side.h>

#include "fuzz_vocabulary.h"
#include "subjects.h"
#include "targets.h"

namespace asynchat::fuzz {

namespace {

class framing_target final : public target {
 public:
  framing_target(const cli::framing_choice& framing, side from) : framing_target(framing, framing.parser_for(from)) {}

  void run(std::string_view input) override { differential_.run(input); }
  std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed) override {
    return differential_.mutate(data, size, size_max, seed, LLVMFuzzerMutate);
  }

 private:
  framing_target(const cli::framing_choice& framing, cli::checked_parser parser)
      : differential_(std::move(parser.subject), std::move(parser.model), cli::vocabulary_for(framing)) {}

  properties::fuzz_target differential_;
};

template <side From>
std::unique_ptr<target> make(const target_entry& entry) {
  return std::make_unique<framing_target>(cli::framing_choice(entry.framing), From);
}

}  // namespace

std::vector<target_entry> framing_targets() {
  return {
      {"line", "line", make<side::client>},
      {"crlf", "crlf", make<side::client>},
      {"delimiter", "delimiter:aab", make<side::client>},
      {"count", "count:7", make<side::client>},
      {"length_u8", "length:u8", make<side::client>},
      {"length_u16be", "length:u16be", make<side::client>},
      {"length_u16le", "length:u16le", make<side::client>},
      {"length_u32be", "length:u32be", make<side::client>},
      {"length_u32le", "length:u32le", make<side::client>},
      {"length_varint", "length:varint", make<side::client>},
      {"netstring", "netstring", make<side::client>},
      {"http1", "http1", make<side::client>},
      {"http1_server", "http1", make<side::server>},
      {"resp", "resp", make<side::client>},
      {"resp_server", "resp", make<side::server>},
      {"memcache", "memcache", make<side::client>},
      {"memcache_server", "memcache", make<side::server>},
      {"mqtt", "mqtt", make<side::client>},
      {"mqtt_server", "mqtt", make<side::server>},
      {"smtp", "smtp", make<side::client>},
      {"smtp_server", "smtp", make<side::server>},
  };
}

}  // namespace asynchat::fuzz
