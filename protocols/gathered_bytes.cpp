#include <asynchat/protocols/gathered_bytes.h>

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

}  // namespace asynchat::protocols
