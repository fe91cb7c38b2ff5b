#pragma once

#include <asynchat/properties/events.h>
#include <http_parser.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace asynchat::examples {

/// http_parser 2.9, requests or responses; with `Pauses`, paused by each callback that may, and then resumed.
///
/// URL, reason, and names and values of fields come in pieces, as its documentation says, so all of a head is gathered
/// until it is whole: told at once, a piece of a field that turns out to be wrong would be told or not as the cut
/// falls. The parser is a plain struct: with `data` set only during a call, all of it can be copied and compared.
template <http_parser_type Type, bool Pauses = false>
class http_parser_messages {
 public:
  http_parser_messages() { http_parser_init(&parser_, Type); }

  /// To http_parser an execute() of no bytes is the end of the stream, so an empty read must not reach it.
  void feed(std::string_view chunk, properties::events& out) {
    while (!chunk.empty() && !switched_ && parser_.http_errno == HPE_OK) chunk.remove_prefix(execute(chunk, out));
    // Behind an upgrade the bytes are another protocol's.
    if (switched_ && !chunk.empty()) out.add("data", chunk);
  }
  void finish(properties::events& out) {
    if (!switched_ && parser_.http_errno == HPE_OK) execute({}, out);
  }

  /// Once it failed it tells nothing more, whatever it was in the middle of.
  friend bool operator==(const http_parser_messages& a, const http_parser_messages& b) {
    if (a.parser_.http_errno != HPE_OK) return a.parser_.http_errno == b.parser_.http_errno;
    return same(a.parser_, b.parser_) && a.head_ == b.head_ && a.switched_ == b.switched_;
  }

 private:
  struct call {
    http_parser_messages& self;
    properties::events& out;
  };
  static call& of(http_parser* parser) { return *static_cast<call*>(parser->data); }

  std::size_t execute(std::string_view chunk, properties::events& out) {
    call now{*this, out};
    parser_.data = &now;
    const std::size_t used = http_parser_execute(&parser_, &callbacks(), chunk.data(), chunk.size());
    parser_.data = nullptr;
    if (parser_.http_errno == HPE_PAUSED) http_parser_pause(&parser_, 0);
    if (parser_.http_errno != HPE_OK) out.add("error", http_errno_name(HTTP_PARSER_ERRNO(&parser_)));
    return used;
  }

  template <const char* const& Name>
  static int gather(http_parser* parser, const char* at, std::size_t size) {
    std::vector<properties::event>& head = of(parser).self.head_;
    if (head.empty() || head.back().name != Name) head.push_back({Name, {}, {}});
    head.back().bytes.append(at, size);
    return 0;
  }

  static int tell_numbers(http_parser* parser, const char* name, std::vector<std::int64_t> numbers) {
    auto& [self, out] = of(parser);
    for (const properties::event& part : self.head_) out.add(part.name, part.bytes);
    self.head_.clear();
    out.add(name, {}, std::move(numbers));
    if (Pauses) http_parser_pause(parser, 1);
    return 0;
  }
  template <const char* const& Name>
  static int tell(http_parser* parser) {
    return tell_numbers(parser, Name, {});
  }

  static const http_parser_settings& callbacks() {
    static const http_parser_settings all = [] {
      http_parser_settings set;
      http_parser_settings_init(&set);
      set.on_message_begin = tell<message>;
      set.on_url = gather<url>;
      set.on_status = gather<status>;
      set.on_header_field = gather<field>;
      set.on_header_value = gather<value>;
      set.on_headers_complete = tell<head_end>;
      set.on_body = [](http_parser* parser, const char* at, std::size_t size) {
        of(parser).out.add("data", {at, size});
        return 0;
      };
      set.on_message_complete = [](http_parser* parser) {
        // `upgrade` is set as soon as the head is read; while a body comes, the parser has not yet made way.
        of(parser).self.switched_ = parser->upgrade != 0;
        return tell<message_end>(parser);
      };
      set.on_chunk_header = [](http_parser* parser) {
        return tell_numbers(parser, "chunk", {static_cast<std::int64_t>(parser->content_length)});
      };
      set.on_chunk_complete = tell<chunk_end>;
      return set;
    }();
    return all;
  }

  static bool same(const http_parser& a, const http_parser& b) {
    return a.type == b.type && a.flags == b.flags && a.state == b.state && a.header_state == b.header_state &&
           a.index == b.index && a.uses_transfer_encoding == b.uses_transfer_encoding &&
           a.allow_chunked_length == b.allow_chunked_length && a.lenient_http_headers == b.lenient_http_headers &&
           a.nread == b.nread && a.content_length == b.content_length && a.http_major == b.http_major &&
           a.http_minor == b.http_minor && a.status_code == b.status_code && a.method == b.method &&
           a.http_errno == b.http_errno && a.upgrade == b.upgrade;
  }

  static constexpr const char* message = "message";
  static constexpr const char* url = "url";
  static constexpr const char* status = "status";
  static constexpr const char* field = "field";
  static constexpr const char* value = "value";
  static constexpr const char* head_end = "head_end";
  static constexpr const char* chunk_end = "chunk_end";
  static constexpr const char* message_end = "message_end";

  http_parser parser_;
  std::vector<properties::event> head_;  ///< what there is of it
  bool switched_ = false;
};

using http_parser_requests = http_parser_messages<HTTP_REQUEST>;
using http_parser_responses = http_parser_messages<HTTP_RESPONSE>;

}  // namespace asynchat::examples
