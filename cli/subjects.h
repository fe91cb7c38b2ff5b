#pragma once

#include <asynchat/properties/subject.h>
#include <asynchat/transport/heard_frame.h>
#include <asynchat/transport/side.h>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::cli {

/// A name after --framing that stands for nothing; what() is one sentence that says what is known.
class unknown_framing : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What is checked on one side of a connection: a parser and its reference.
struct checked_parser {
  std::unique_ptr<properties::subject> subject;
  properties::reference model;
};

/// A framing, a framing with limits, `limit:N:FRAMING`, or a canary, as `--framing` names it; behind "result:", one of
/// which only the final result is compared.
class framing_choice {
 public:
  /// Throws unknown_framing.
  explicit framing_choice(std::string_view name);

  /// The name again, in its normal form.
  const std::string& name() const { return name_; }
  /// The parser for the bytes that this side sends.
  checked_parser parser_for(side from) const { return make_(from); }
  /// The same framing with small limits, so that they are tried: `limit:48:NAME`. None for a canary, for count, and
  /// where limits were given.
  std::optional<framing_choice> limited() const;
  /// The frames of `bytes`, sent by `from`, which had heard those, that the parser of the other side hears: each with
  /// its end in `bytes` in the place of heard_frame::before.
  std::vector<heard_frame> frames_to_hear(side from, std::string_view bytes, bool ended,
                                          std::span<const heard_frame> heard) const {
    return hear_(from, bytes, ended, heard);
  }
  /// True for the frames of one side, by their name, that the parser of the other side hears.
  bool is_heard(std::string_view frame_name) const { return is_heard_(frame_name); }

 private:
  std::string name_;
  std::string limited_name_;
  std::function<checked_parser(side)> make_;
  std::function<std::vector<heard_frame>(side, std::string_view, bool, std::span<const heard_frame>)> hear_;
  std::function<bool(std::string_view)> is_heard_;
};

/// The table of framings and canaries for --help.
std::string framing_help();

}  // namespace asynchat::cli
