#include <asynchat/protocols/framing.h>

#include <utility>

namespace asynchat::protocols {

namespace {

/// The offset in `data` of the first LF that does not follow a CR; `before` is the byte in front of data.
std::size_t find_bare_lf(std::string_view data, char before) {
  for (std::size_t at = data.find('\n'); at != std::string_view::npos; at = data.find('\n', at + 1)) {
    if ((at == 0 ? before : data[at - 1]) != '\r') return at;
  }
  return std::string_view::npos;
}

}  // namespace

framing::framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, const framing_limits& limits)
    : async_chat(owner, std::move(source)), sink_(&sink), limits_(limits) {}

void framing::hear(std::string_view /*frame*/) {}

void framing::handle_close() {
  finish();
  close();
}

void framing::emit(std::string_view name, std::string_view bytes) {
  if (!closed()) sink_->frame(name, bytes);
}

void framing::fail(std::string_view reason) {
  emit("error", reason);
  close();
}

bool framing::gather(gathered_bytes& into, std::string_view data, std::uint64_t size_max) {
  if (data.size() > size_max - into.size()) {
    fail("too-long");
    return false;
  }
  into.append(data);
  return true;
}

bool framing::gather_text(gathered_bytes& into, std::string_view data, std::uint64_t size_max) {
  const std::size_t bare = find_bare_lf(data, into.empty() ? '\0' : into.view().back());
  if (bare != std::string_view::npos && bare <= size_max - into.size()) {
    fail("bare-lf");
    return false;
  }
  return gather(into, data, size_max);
}

}  // namespace asynchat::protocols
