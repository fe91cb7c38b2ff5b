#pragma once

#include <asynchat/protocols/dialogues/service.h>

#include <cstddef>
#include <cstdint>
#include <memory>

namespace asynchat::protocols {

/// make_service for one protocol each; the first is for all framings whose server sends each frame back.
std::unique_ptr<service> make_echo_service(const framing_spec& spec);
std::unique_ptr<service> make_http1_service();
std::unique_ptr<service> make_memcache_service();
std::unique_ptr<service> make_mqtt_service();
std::unique_ptr<service> make_resp_service();
std::unique_ptr<service> make_smtp_service();

/// What one connection may make a service store in all its life: replacing and deleting give nothing back.
class store_budget {
 public:
  static constexpr std::uint64_t bytes_max = 64u << 20;
  static constexpr std::uint64_t entry_bytes = 64;  ///< what an entry costs beside its bytes

  /// True when there is room for an entry of so many bytes, which is taken then.
  bool take(std::size_t bytes) {
    if (bytes > bytes_max || left_ < bytes + entry_bytes) return false;
    left_ -= bytes + entry_bytes;
    return true;
  }

 private:
  std::uint64_t left_ = bytes_max;
};

}  // namespace asynchat::protocols
