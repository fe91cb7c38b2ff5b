#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "serve.h"
#include "text.h"

namespace asynchat::examples {

namespace {

/// "127.0.0.1:8080" or "[::1]:8080".
std::optional<endpoint> endpoint_in(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = number_in<std::uint16_t>(text.substr(colon + 1));
  if (!port) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return endpoint::inet(std::string(host), *port);
}

std::optional<duration> seconds_in(std::string_view text) {
  constexpr double most = 1e6;
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || end != text.data() + text.size() || !(seconds > 0) || seconds > most) return std::nullopt;
  return std::chrono::ceil<duration>(std::chrono::duration<double>(seconds));
}

template <class Value>
bool assign(std::optional<Value> from, Value& to) {
  if (from) to = std::move(*from);
  return from.has_value();
}

}  // namespace

options parse_options(int argc, char** argv, const std::vector<std::string>& operands, const server_limits& defaults) {
  options result;
  result.limits = defaults;
  bool understood = true;
  bool placed = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--idle" && i + 1 < argc) {
      understood &= assign(seconds_in(argv[++i]), result.limits.idle);
    } else if (word == "--connections" && i + 1 < argc) {
      understood &= assign(number_in<std::size_t>(argv[++i]), result.limits.connections_max);
    } else if (result.operands.size() < operands.size() && !word.starts_with("--")) {
      result.operands.emplace_back(word);
    } else {
      understood &= !placed && assign(endpoint_in(word), result.where);
      placed = true;
    }
  }
  if (understood && result.operands.size() == operands.size()) return result;
  std::fprintf(stderr, "usage: %s [--idle SECONDS] [--connections MAX]", argv[0]);
  for (const std::string& name : operands) std::fprintf(stderr, " %s", name.c_str());
  std::fprintf(stderr, " [HOST:PORT]\n");
  std::exit(2);
}

}  // namespace asynchat::examples
