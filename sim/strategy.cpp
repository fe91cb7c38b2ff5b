#include <asynchat/sim/strategy.h>

#include <algorithm>
#include <utility>

namespace asynchat::sim {

std::optional<std::size_t> strategy::offset(const stream_shape&, std::uint64_t) const { return std::nullopt; }

std::string kept_bytes(std::string_view stream, const delivery& what) {
  std::string bytes(stream.substr(0, what.kept));
  if (what.change) bytes.replace(what.change->offset, what.change->removed, what.change->inserted);
  return bytes;
}

std::string bytes_of(std::string_view stream, const delivery& what) { return kept_bytes(stream, what) + what.suffix; }

std::size_t unchanged_bytes(const delivery& what) {
  return what.change ? std::min(what.kept, what.change->offset) : what.kept;
}

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

bool is_chosen(const strategy& what, std::span<const std::string> names) {
  return names.empty() ||
         std::any_of(names.begin(), names.end(), [&](const std::string& name) { return is_called(what, name); });
}

delivery cut_whole(const stream_shape& shape, std::span<const std::size_t> cuts) {
  return {cut_at(shape.bytes.size(), cuts, shape.end), shape.bytes.size(), {}};
}

delivery changed_whole(const stream_shape& shape, edit change) {
  const std::size_t size = shape.bytes.size() - change.removed + change.inserted.size();
  return {cut_at(size, {}, shape.end), shape.bytes.size(), {}, std::move(change)};
}

delivery changed_and_cut(const stream_shape& shape, edit change) {
  const std::size_t cuts[] = {change.offset, change.offset + change.inserted.size()};
  delivery result = changed_whole(shape, std::move(change));
  result.steps = cut_at(delivered(result.steps), cuts, shape.end);
  return result;
}

}  // namespace asynchat::sim
