#pragma once

#include <asynchat/protocols/framing.h>

#include <deque>

namespace asynchat::protocols {

/// Where in its lines the input stands.
struct smtp_place {
  enum class phase : std::uint8_t {
    command,
    response,
    content,  ///< lines of a message after DATA
    chunk,    ///< bytes of a message after BDAT
    reply,
    tunnel,  ///< no longer SMTP
  };

  /// What a client's bytes are. Some commands ask for another mode than commands, and some replies grant one.
  enum class mode : std::uint8_t { commands, responses, content, tls };

  /// How far the input has come into a line of a message.
  enum class content_line : std::uint8_t {
    first,  ///< nothing of the message has come
    start,
    dot,   ///< after a dot that is not reported: it ends the message, or stands before a line
    text,  ///< in the line
  };

  phase now = phase::command;
  gathered_bytes reply;  ///< complete lines of a reply
  gathered_bytes line;   ///< what came of a command, a response, or a reply's last line
  content_line content = content_line::first;

  std::deque<mode> waiting;      ///< of a client: granted by replies to what is still to come. Of a server: asked for
                                 ///< by what has no reply yet
  std::uint64_t unanswered = 0;  ///< of a client: what it sent whose reply was not heard yet
  mode asked = mode::commands;   ///< of a client: by what it sent last
  bool challenged = false;       ///< of a server: its latest reply asks for a response

  friend bool operator==(const smtp_place&, const smtp_place&) = default;
};

/// SMTP, RFC 5321: the client's commands and messages, or the server's replies. Reports of a client
///
/// - "command": a line, without its CRLF
/// - "response": the line that answers a reply 334 to AUTH (RFC 4954) or to another response, without its CRLF
/// - "data": bytes of a message, without the dots that were put before its lines; or of a chunk, as they came
/// - "end": the message after DATA, or the chunk after BDAT (RFC 3030), is complete
///
/// and of a server
///
/// - "reply": all lines of one reply as they came, each with its CRLF
///
/// After a reply 220 to STARTTLS (RFC 3207) the rest of both directions is "data" without an end.
///
/// It hears the other side: of a client the frames "command" and "response", of a server "reply". The first reply is
/// the greeting, each other one belongs to one line, chunk or message of the client, in order. What follows DATA,
/// STARTTLS or AUTH is decided with its first byte, by the reply heard until then. With none, a DATA is taken as
/// accepted: a client that does not wait has a message to send. The others are not, so that what is pipelined after
/// STARTTLS stays what it is: commands in clear.
///
/// Lines end with CRLF, nothing else. In a message a CR or LF alone is a byte like others, so that a dot between two
/// LFs ends nothing.
///
/// "incomplete" holds what came of an unfinished command, response or reply, and is empty inside a message or chunk; a
/// message begins with its first byte. Errors: "bare-lf", "bare-cr" (in a command or response), "chunk-size" (BDAT
/// without a number below 2^64, or with more than LAST after it), "reply-line" (no code from 200 to 599 with a space, a
/// hyphen or nothing after it, or a control character in its text), "reply-code" (lines of one reply differ), and
/// "too-long" for a command or response above head_bytes_max, or a reply, its CRLFs included. A line is judged when it
/// is complete, but for a bare LF and its length.
class smtp_framing : public placed_framing<smtp_place> {
 public:
  using phase = smtp_place::phase;
  using mode = smtp_place::mode;
  using content_line = smtp_place::content_line;

  /// `from` is the side whose bytes are read: client for commands, server for replies.
  smtp_framing(loop& owner, std::unique_ptr<stream> source, frame_sink& sink, side from,
               const framing_limits& limits = {});

  /// Takes the bytes of a "reply", or of a "command" or "response".
  void hear(std::string_view frame) override;
  void collect_incoming_data(std::string_view data) override;
  void found_terminator() override;

 private:
  void finish() override;

  void hear_reply(std::string_view reply);
  void begin_tunnel();

  void end_line();
  void begin_chunk(std::string_view command, std::uint64_t size);
  void end_chunk();
  void collect_content(std::string_view data);
  void end_content_line();
  /// The client's next reply is about what just ended.
  void await_reply(mode asked);
  void enter(mode granted);
  /// True when nothing has come of what follows the client's latest command.
  bool is_between() const;

  void end_reply_line();
  void end_reply();

  side from_;
};

}  // namespace asynchat::protocols
