#include <asynchat/protocols/gathered_bytes.h>

#include <utility>

namespace asynchat::protocols {

void gathered_bytes::append(std::string_view data) {
  if (data.empty()) return;
  if (buffer_ == nullptr) buffer_ = std::make_shared<std::string>();
  const std::string_view ahead = std::string_view(*buffer_).substr(size_, data.size());
  if (data.substr(0, ahead.size()) != ahead) buffer_ = std::make_shared<std::string>(view());
  const std::size_t there = buffer_->size() - size_;
  if (data.size() > there) buffer_->append(data.substr(there));
  size_ += data.size();
}

void gathered_bytes::reuse(gathered_bytes&& done) {
  constexpr std::size_t kept_bytes_max = 1024;
  if (buffer_ != nullptr || done.buffer_.use_count() != 1 || done.buffer_->capacity() > kept_bytes_max) return;
  buffer_ = std::move(done.buffer_);
  buffer_->clear();
  done.size_ = 0;
}

}  // namespace asynchat::protocols
