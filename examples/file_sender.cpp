// Sends a file to whoever asks for it with a line: "raw", or "base64". However long it is and however slowly it is
// read, a block of it is in memory for each who reads it.
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <ios>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "support/serve.h"
#include "support/session.h"

namespace asynchat::examples {
namespace {

constexpr std::size_t block_bytes = std::size_t{48} * 1024;  // 64 KiB of base64
constexpr std::size_t line_bytes_max = 100;

/// The blocks of a file, each read when there is room to send it.
class file_producer final : public producer {
 public:
  explicit file_producer(const std::string& path) : file_(path, std::ios::binary) {}

  bool is_open() const { return file_.is_open(); }

  std::string more() override {
    std::string block(block_bytes, '\0');
    file_.read(block.data(), static_cast<std::streamsize>(block.size()));
    if (file_.bad()) throw std::runtime_error("the file cannot be read to its end");
    block.resize(static_cast<std::size_t>(file_.gcount()));
    return block;
  }

 private:
  std::ifstream file_;
};

/// What another producer makes, in base64 (RFC 4648). Three bytes are four letters, so a byte or two may have to wait
/// for the next block.
class base64_producer final : public producer {
 public:
  explicit base64_producer(std::unique_ptr<producer> source) : source_(std::move(source)) {}

  std::string more() override {
    std::string letters;
    while (letters.empty() && !at_end_) {
      const std::string block = source_->more();
      at_end_ = block.empty();
      waiting_ += block;
      letters = encode(at_end_ ? waiting_.size() : waiting_.size() / 3 * 3);
      if (at_end_) letters += '\n';
    }
    return letters;
  }

 private:
  /// The first `size` of the bytes that wait. A last group of one or two bytes is filled up.
  std::string encode(std::size_t size) {
    static constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string letters;
    letters.reserve((size + 2) / 3 * 4 + 1);
    const auto byte = [&](std::size_t at) -> std::uint32_t {
      return at < size ? static_cast<unsigned char>(waiting_[at]) : 0;
    };
    for (std::size_t at = 0; at < size; at += 3) {
      const std::uint32_t group = byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2);
      letters += alphabet[group >> 18];
      letters += alphabet[group >> 12 & 63];
      letters += at + 1 < size ? alphabet[group >> 6 & 63] : '=';
      letters += at + 2 < size ? alphabet[group & 63] : '=';
    }
    waiting_.erase(0, size);
    return letters;
  }

  std::unique_ptr<producer> source_;
  std::string waiting_;
  bool at_end_ = false;
};

class file_session : public session {
 public:
  file_session(asynchat::loop& loop, std::unique_ptr<stream> accepted, const std::string& path)
      : session(loop, std::move(accepted)), path_(path) {
    set_terminator("\n");
    set_frame_limit(line_bytes_max);
  }

  void collect_incoming_data(std::string_view data) override { line_ += data; }

  void found_terminator() override {
    if (line_.ends_with('\r')) line_.pop_back();
    auto file = std::make_unique<file_producer>(path_);
    if (!file->is_open()) {
      push("The file cannot be opened.\n");
    } else if (line_ == "raw") {
      push_with_producer(std::move(file));
    } else if (line_ == "base64") {
      push_with_producer(std::make_unique<base64_producer>(std::move(file)));
    } else {
      push("Ask for raw or base64.\n");
    }
    finish();
  }

  /// Half a file must not look like a whole one, so the stream is reset and not ended.
  void handle_error(std::exception_ptr error) override {
    if (stream* connection = transport()) connection->abort();
    session::handle_error(error);
  }

 private:
  const std::string& path_;
  std::string line_;
};

}  // namespace
}  // namespace asynchat::examples

int main(int argc, char** argv) {
  using namespace asynchat::examples;
  const options asked = parse_options(argc, argv, {"FILE"});
  const std::string& path = asked.operands.front();
  if (!file_producer(path).is_open()) {
    std::fprintf(stderr, "cannot open %s\n", path.c_str());
    return 1;
  }
  return serve<file_session>(asked, path);
}
