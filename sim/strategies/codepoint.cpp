#include <asynchat/sim/strategies/codepoint.h>
#include <asynchat/transport/check.h>

#include <string_view>
#include <vector>

namespace asynchat::sim::strategies {

namespace {

constexpr std::uint64_t plans_of_the_whole = 3;

/// A sequence of several bytes.
struct sequence {
  std::size_t start = 0;
  std::size_t bytes = 0;
};

/// How many bytes the sequence that begins `text` has, as RFC 3629 has it; 1 for what is no longer one.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const std::size_t length = lead >= 0xf0 && lead <= 0xf4  ? 4
                             : lead >= 0xe0 && lead < 0xf0 ? 3
                             : lead >= 0xc2 && lead < 0xe0 ? 2
                                                           : 1;
  if (length > text.size()) return 1;
  for (std::size_t i = 1; i < length; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xbf) return 1;
  }
  const bool overlong = (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xf0 && byte(1) < 0x90);
  const bool no_character = (lead == 0xed && byte(1) > 0x9f) || (lead == 0xf4 && byte(1) > 0x8f);
  return overlong || no_character ? 1 : length;
}

std::vector<sequence> sequences(std::string_view text) {
  std::vector<sequence> found;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = sequence_length(text.substr(at));
    if (bytes > 1) found.push_back({at, bytes});
    at += bytes;
  }
  return found;
}

}  // namespace

std::uint64_t codepoint::count(const stream_shape& shape) const {
  const std::size_t found = sequences(shape.bytes).size();
  return found == 0 ? 0 : plans_of_the_whole + found;
}

delivery codepoint::make(const stream_shape& shape, std::uint64_t index) const {
  std::vector<sequence> wanted = sequences(shape.bytes);
  ASYNCHAT_CHECK(!wanted.empty() && index < plans_of_the_whole + wanted.size(),
                 "a plan's index is below the strategy's count");
  if (index >= plans_of_the_whole) wanted = {wanted[index - plans_of_the_whole]};
  std::vector<std::size_t> cuts;
  for (const sequence& each : wanted) {
    const std::size_t last = each.start + each.bytes - 1;
    const std::size_t from = index == 2 ? each.start : index == 1 ? last : each.start + 1;
    const std::size_t to = index == 2 ? last + 1 : index == 0 ? from : last;
    for (std::size_t cut = from; cut <= to; ++cut) cuts.push_back(cut);
  }
  return cut_whole(shape, cuts);
}

std::optional<std::size_t> codepoint::offset(const stream_shape& shape, std::uint64_t index) const {
  if (index < plans_of_the_whole) return std::nullopt;
  return sequences(shape.bytes)[index - plans_of_the_whole].start + 1;
}

}  // namespace asynchat::sim::strategies
