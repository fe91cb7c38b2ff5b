// The differential target of an async_chat that splits lines, against its reference.

#include <asynchat/properties/chat_subject.h>
#include <asynchat/properties/fuzz/fuzz_target.h>
#include <asynchat/protocols/crlf.h>
#include <asynchat/protocols/references.h>

namespace asynchat::bench {
namespace {

std::vector<properties::expected_event> crlf_model(std::string_view bytes, bool ended, std::span<const heard_frame>) {
  const auto end = ended ? protocols::stream_end::ended : protocols::stream_end::open;
  std::vector<properties::expected_event> result;
  for (protocols::reference_frame& one : protocols::delimiter_reference(bytes, "\r\n", end)) {
    result.push_back({{std::move(one.name), std::move(one.bytes), {}}, one.end});
  }
  return result;
}

}  // namespace
}  // namespace asynchat::bench

ASYNCHAT_FUZZ_SUBJECT(
    asynchat::properties::make_chat_subject<asynchat::protocols::crlf_framing, asynchat::protocols::frame_sink>("crlf"),
    asynchat::bench::crlf_model);
