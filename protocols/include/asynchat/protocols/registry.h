#pragma once

#include <asynchat/protocols/count.h>
#include <asynchat/protocols/crlf.h>
#include <asynchat/protocols/delimiter.h>
#include <asynchat/protocols/framing.h>
#include <asynchat/protocols/http1.h>
#include <asynchat/protocols/length.h>
#include <asynchat/protocols/line.h>
#include <asynchat/protocols/memcache.h>
#include <asynchat/protocols/mqtt.h>
#include <asynchat/protocols/netstring.h>
#include <asynchat/protocols/resp.h>
#include <asynchat/protocols/smtp.h>
#include <asynchat/transport/side.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace asynchat::protocols {

struct line_spec {
  friend bool operator==(const line_spec&, const line_spec&) = default;
};
struct crlf_spec {
  friend bool operator==(const crlf_spec&, const crlf_spec&) = default;
};
struct delimiter_spec {
  std::string text;
  friend bool operator==(const delimiter_spec&, const delimiter_spec&) = default;
};
struct count_spec {
  std::uint64_t frame_bytes = 1;
  friend bool operator==(const count_spec&, const count_spec&) = default;
};
struct length_spec {
  length_prefix prefix = length_prefix::u8;
  friend bool operator==(const length_spec&, const length_spec&) = default;
};
struct http1_spec {
  friend bool operator==(const http1_spec&, const http1_spec&) = default;
};
struct resp_spec {
  friend bool operator==(const resp_spec&, const resp_spec&) = default;
};
struct netstring_spec {
  friend bool operator==(const netstring_spec&, const netstring_spec&) = default;
};
struct memcache_spec {
  friend bool operator==(const memcache_spec&, const memcache_spec&) = default;
};
struct mqtt_spec {
  friend bool operator==(const mqtt_spec&, const mqtt_spec&) = default;
};
struct smtp_spec {
  friend bool operator==(const smtp_spec&, const smtp_spec&) = default;
};

/// A framing with its parameters, as `--framing` names it.
using framing_spec = std::variant<line_spec, crlf_spec, delimiter_spec, count_spec, length_spec, http1_spec, resp_spec,
                                  netstring_spec, memcache_spec, mqtt_spec, smtp_spec>;

/// What parse_framing came to: a spec, or one sentence on what is wrong and what is known instead.
struct parsed_framing {
  std::optional<framing_spec> spec;
  std::string error;
};

/// Reads `line`, `crlf`, `delimiter:TEXT` with C escapes, `count:N`, `length:FORM`, or the plain name of a protocol.
parsed_framing parse_framing(std::string_view text);

/// The text that parse_framing reads as this spec.
std::string to_string(const framing_spec& spec);

struct framing_description {
  std::string_view grammar;
  std::string_view meaning;
};

/// Every framing, for --help.
std::span<const framing_description> known_framings();

/// True for the frames of one side that the framing of the other side hears.
bool is_heard(const framing_spec& spec, std::string_view frame_name);

/// What the spec's reference decoder reports of the bytes of that side.
std::vector<reference_frame> reference(const framing_spec& spec, side from, std::string_view bytes, stream_end end,
                                       std::span<const heard_frame> heard = {}, const framing_limits& limits = {});

/// Makes framings of one type with the parameters that it was given.
template <class Framing, class... Parameters>
class framing_factory {
 public:
  using framing_type = Framing;

  explicit framing_factory(Parameters... parameters) : parameters_(std::move(parameters)...) {}

  /// What the constructor of the framing takes after the sink.
  const std::tuple<Parameters...>& parameters() const { return parameters_; }

  /// `Made` is the framing or a class derived from it that inherits its constructors.
  template <class Made = Framing>
  std::unique_ptr<Made> make(loop& owner, std::unique_ptr<stream> source, frame_sink& sink,
                             const framing_limits& limits = {}) const {
    const auto construct = [&](const Parameters&... parameters) {
      return std::make_unique<Made>(owner, std::move(source), sink, parameters..., limits);
    };
    return std::apply(construct, parameters_);
  }

 private:
  std::tuple<Parameters...> parameters_;
};

/// Calls the visitor with the factory of the spec's framing for the bytes of that side, and returns what it returns:
/// the same type for every framing.
template <class Visitor>
decltype(auto) visit_framing(const framing_spec& spec, side from, Visitor&& visitor) {
  struct factories {
    side from;
    auto operator()(const line_spec&) const { return framing_factory<line_framing>(); }
    auto operator()(const crlf_spec&) const { return framing_factory<crlf_framing>(); }
    auto operator()(const delimiter_spec& one) const {
      return framing_factory<delimiter_framing, std::string>(one.text);
    }
    auto operator()(const count_spec& one) const {
      return framing_factory<count_framing, std::uint64_t>(one.frame_bytes);
    }
    auto operator()(const length_spec& one) const { return framing_factory<length_framing, length_prefix>(one.prefix); }
    auto operator()(const http1_spec&) const { return framing_factory<http1_framing, side>(from); }
    auto operator()(const resp_spec&) const { return framing_factory<resp_framing, side>(from); }
    auto operator()(const netstring_spec&) const { return framing_factory<netstring_framing>(); }
    auto operator()(const memcache_spec&) const { return framing_factory<memcache_framing, side>(from); }
    auto operator()(const mqtt_spec&) const { return framing_factory<mqtt_framing, side>(from); }
    auto operator()(const smtp_spec&) const { return framing_factory<smtp_framing, side>(from); }
  };
  return std::visit([&](const auto& one) -> decltype(auto) { return visitor(factories{from}(one)); }, spec);
}

}  // namespace asynchat::protocols
