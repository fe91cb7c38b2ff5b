#pragma once

#include <asynchat/protocols/framing.h>

#include <deque>

namespace asynchat::protocols {

struct http1_head;

/// Where in its messages the input stands.
struct http1_place {
  enum class phase : std::uint8_t {
    head,
    body,         ///< of a known length
    until_close,  ///< a body that ends with the connection
    chunk_size,
    chunk,
    chunk_end,  ///< the CRLF after a chunk's bytes
    trailers,
    tunnel,  ///< no longer HTTP
  };

  /// What the other side said that matters here. Of a request: its method; of a final answer: its status.
  enum class heard : std::uint8_t { other, head_request, connect_request, success, switching };

  phase now = phase::head;
  gathered_bytes block;  ///< what came of a head or of trailers
  gathered_bytes line;   ///< what came of a line that is not yet in the block, or of the CRLF after a chunk

  std::deque<heard> waiting;     ///< heard heads whose counterpart is still to come
  std::uint64_t unanswered = 0;  ///< requests read whose final answer was not heard yet
  bool connecting = false;       ///< the latest request is CONNECT
  bool switching = false;        ///< the message at work is the last one of the protocol

  friend bool operator==(const http1_place&, const http1_place&) = default;
};

/// HTTP/1.0 and HTTP/1.1 messages, RFC 9112: the client's requests, or the server's answers. Reports, in this order:
///
/// - "head": the start line and the header lines as they came, each with its CRLF, without the empty line
/// - "data": bytes of the body, without the chunked coding; merged, they are the body
/// - "trailers": the lines after a chunked body, each with its CRLF; only where there are some
/// - "end": the message is complete. An interim answer (1xx) is a message too. After an answer 101, or a 2xx to
///   CONNECT, the rest of both directions is "data" without an end.
///
/// "incomplete" holds what came of an unfinished head or of unfinished trailers, and is empty inside a body. A body
/// that only the close of the connection ends has its "end" there, be it a reset.
///
/// Errors: "bare-lf", "start-line", "header-line", "obs-fold", "content-length" (no number below 2^64, or more than
/// one), "transfer-encoding", "length-conflict" (both of them), "chunk-size", "chunk-end" (no CRLF after a chunk), and
/// "too-long" for a head, a chunk's first line or trailers above head_bytes_max. A head is judged when it is complete,
/// but for a bare LF and its length.
///
/// It hears the heads of the other side: requests tell which answers have no body, answers end a request's protocol.
/// Without them no request is HEAD or CONNECT. They may be told earlier than the bytes that call for it.
class http1_framing : public placed_framing<http1_place> {
 public:
  using phase = http1_place::phase;
  using heard = http1_place::heard;

  /// `from` is the side whose bytes are read: client for requests, server for answers.
  http1_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, side from,
                const framing_limits& limits = {});

  /// Takes the bytes of a "head".
  void hear(std::string_view head) override;
  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  void finish() override;

  void hear_request(std::string_view head);
  void hear_answer(std::string_view head);

  void expect(phase next);
  void expect_bytes(phase next, std::uint64_t count);
  void end_head();
  /// Brings requests and answers together; true when the message has no body.
  bool begin_request(const http1_head& head);
  bool begin_answer(const http1_head& head);
  void begin_body(const http1_head& head);
  void end_chunk_size();
  void end_trailer_line();
  void end_message();

  side from_;
};

}  // namespace asynchat::protocols
