#include <asynchat/sim/strategy.h>

namespace asynchat::sim {

std::optional<std::size_t> strategy::offset(const stream_shape&, std::uint64_t) const { return std::nullopt; }

std::string to_string(const strategy& what) {
  std::string text(what.name());
  const char* before = "(";
  for (const parameter& each : what.parameters()) {
    text += before + std::to_string(each.value);
    before = ",";
  }
  return what.parameters().empty() ? text : text + ")";
}

bool is_called(const strategy& what, std::string_view name) { return name == what.name() || name == to_string(what); }

delivery cut_whole(const stream_shape& shape, std::span<const std::size_t> cuts) {
  return {cut_at(shape.bytes.size(), cuts, shape.end), shape.bytes.size(), {}};
}

}  // namespace asynchat::sim
