#include <asynchat/protocols/http1.h>

#include "http1_head.h"

#include <utility>

namespace asynchat::protocols {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";

bool is_interim(unsigned status) { return status < 200 && status != 101; }

/// True when, after that answer to that request, neither side speaks HTTP any more.
bool ends_protocol(http1_framing::heard answer, bool to_connect) {
  return answer == http1_framing::heard::switching || (to_connect && answer == http1_framing::heard::success);
}

http1_framing::heard meaning(unsigned status) {
  if (status == 101) return http1_framing::heard::switching;
  return status / 100 == 2 ? http1_framing::heard::success : http1_framing::heard::other;
}

}  // namespace

http1_framing::http1_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, side from,
                             const framing_limits& limits)
    : placed_framing(owner, std::move(source), sink, limits), from_(from) {
  expect(phase::head);
}

void http1_framing::hear(std::string_view head) {
  if (from_ == side::client) {
    hear_answer(head);
  } else {
    hear_request(head);
  }
}

void http1_framing::hear_request(std::string_view head) {
  const std::string_view method = head.substr(0, head.find(' '));
  place_.waiting.push_back(method == "HEAD"      ? heard::head_request
                           : method == "CONNECT" ? heard::connect_request
                                                 : heard::other);
}

void http1_framing::hear_answer(std::string_view head) {
  const http1_head answer = read_http1_head(head, side::server);
  if (is_interim(answer.status)) return;
  const heard what = meaning(answer.status);
  if (place_.unanswered == 0) {
    place_.waiting.push_back(what);
    return;
  }
  --place_.unanswered;
  if (place_.unanswered > 0 || !ends_protocol(what, place_.connecting)) return;
  if (place_.now != phase::head) {
    place_.switching = true;
  } else if (place_.block.empty() && held() == 0) {
    expect(phase::tunnel);
  }
}

void http1_framing::collect_incoming_data(std::string_view data) {
  switch (place_.now) {
    case phase::head:
      gather_text(place_.block, data, limits().head_bytes_max);
      break;
    case phase::chunk_size:
    case phase::trailers:
      gather_text(place_.line, data, limits().head_bytes_max - place_.block.size());
      break;
    case phase::chunk_end:
      place_.line.append(data);
      break;
    case phase::body:
    case phase::until_close:
    case phase::chunk:
    case phase::tunnel:
      emit("data", data);
      break;
  }
}

void http1_framing::found_terminator() {
  switch (place_.now) {
    case phase::head:
      return end_head();
    case phase::body:
      return end_message();
    case phase::chunk_size:
      return end_chunk_size();
    case phase::chunk:
      return expect_bytes(phase::chunk_end, line_end.size());
    case phase::chunk_end:
      if (std::exchange(place_.line, {}).view() != line_end) return fail("chunk-end");
      return expect(phase::chunk_size);
    case phase::trailers:
      return end_trailer_line();
    case phase::until_close:
    case phase::tunnel:
      return;
  }
}

void http1_framing::finish() {
  switch (place_.now) {
    case phase::head:
      if (!place_.block.empty()) emit("incomplete", place_.block.view());
      return;
    case phase::trailers:
      return emit("incomplete", std::string(place_.block.view()) + std::string(place_.line.view()));
    case phase::until_close:
      return emit("end");
    case phase::body:
    case phase::chunk_size:
    case phase::chunk:
    case phase::chunk_end:
      return emit("incomplete");
    case phase::tunnel:
      return;
  }
}

void http1_framing::expect(phase next) {
  place_.now = next;
  if (next == phase::until_close || next == phase::tunnel) {
    set_terminator(no_terminator{});
  } else {
    set_terminator(next == phase::head ? head_end : line_end);
  }
}

void http1_framing::expect_bytes(phase next, std::uint64_t count) {
  place_.now = next;
  set_terminator(byte_count(count));
}

void http1_framing::end_head() {
  std::string block(std::exchange(place_.block, {}).view());
  block += line_end;
  const http1_head head = read_http1_head(block, from_);
  if (!head.error.empty()) return fail(head.error);
  const bool bodiless = from_ == side::client ? begin_request(head) : begin_answer(head);
  emit("head", block);
  if (bodiless) {
    end_message();
  } else {
    begin_body(head);
  }
}

bool http1_framing::begin_request(const http1_head& head) {
  place_.connecting = head.method == "CONNECT";
  if (place_.waiting.empty()) {
    ++place_.unanswered;
  } else {
    place_.switching = ends_protocol(place_.waiting.front(), place_.connecting);
    place_.waiting.pop_front();
  }
  return head.coding == http1_coding::none && !head.content_length;
}

bool http1_framing::begin_answer(const http1_head& head) {
  if (is_interim(head.status)) return true;
  heard request = heard::other;
  if (!place_.waiting.empty()) {
    request = place_.waiting.front();
    place_.waiting.pop_front();
  }
  place_.switching = ends_protocol(meaning(head.status), request == heard::connect_request);
  return place_.switching || request == heard::head_request || head.status == 204 || head.status == 304;
}

void http1_framing::begin_body(const http1_head& head) {
  if (head.coding == http1_coding::chunked) {
    expect(phase::chunk_size);
  } else if (!head.content_length) {
    expect(phase::until_close);
  } else if (*head.content_length == 0) {
    end_message();
  } else {
    expect_bytes(phase::body, *head.content_length);
  }
}

void http1_framing::end_chunk_size() {
  const std::optional<std::uint64_t> size = read_http1_chunk_size(std::exchange(place_.line, {}).view());
  if (!size) return fail("chunk-size");
  if (*size > 0) return expect_bytes(phase::chunk, *size);
  expect(phase::trailers);
}

void http1_framing::end_trailer_line() {
  if (!place_.line.empty()) {
    if (gather(place_.block, std::string(place_.line.view()) + "\r\n", limits().head_bytes_max)) place_.line = {};
    return;
  }
  const std::string block(std::exchange(place_.block, {}).view());
  const std::string_view error = check_http1_lines(block);
  if (!error.empty()) return fail(error);
  if (!block.empty()) emit("trailers", block);
  end_message();
}

void http1_framing::end_message() {
  expect(place_.switching ? phase::tunnel : phase::head);
  emit("end");
}

}  // namespace asynchat::protocols
