#include <asynchat/properties/generated_case.h>

#include <algorithm>

namespace asynchat::properties {
namespace {

/// `most` for size 100, less for smaller ones in proportion, rounded.
std::size_t scaled(std::size_t most, std::size_t size) { return (most * size + 50) / 100; }

}  // namespace

case_generator::case_generator(std::string_view terminator, std::string_view others, std::uint64_t seed)
    : random_(seed) {
  for (const char byte : others) pieces_.emplace_back(1, byte);
  for (std::size_t length = 1; length < terminator.size(); ++length) {
    pieces_.emplace_back(terminator.substr(0, length));
    pieces_.emplace_back(terminator.substr(terminator.size() - length));
  }
  pieces_.insert(pieces_.end(), std::max<std::size_t>(1, pieces_.size()), std::string(terminator));
}

void case_generator::next(generated_case& into) {
  draw_bytes(size_, into.bytes);
  draw_plan(size_, into.bytes.size(), into.steps);
  size_ = size_ == size_max ? 0 : size_ + 1;
}

void case_generator::draw_bytes(std::size_t size, std::string& bytes) {
  bytes.clear();
  for (std::size_t left = below(size + 1); left > 0; --left) bytes += pieces_[below(pieces_.size())];
}

void case_generator::draw_plan(std::size_t size, std::size_t bytes, sim::plan& steps) {
  cuts_.assign(bytes + 1, false);
  for (std::size_t left = below(size + 1); left > 0; --left) cuts_[below(scaled(bytes, size) + 1)] = true;
  empty_reads_.fill(0);
  for (std::size_t left = below(size + 1); left > 0; --left) {
    ++empty_reads_[below(scaled(empty_read_places - 1, size) + 1)];
  }

  steps.recv.clear();
  std::size_t chunk = 0;
  std::size_t start = 0;
  const auto read_in_vain = [&] {
    for (std::size_t left = empty_reads_[chunk]; left > 0; --left) steps.recv.emplace_back(sim::block{});
    ++chunk;
  };
  for (std::size_t end = 1; end <= bytes; ++end) {
    if (end < bytes && !cuts_[end]) continue;
    if (chunk < empty_read_places) read_in_vain();
    steps.recv.emplace_back(sim::deliver{end - start});
    start = end;
  }
  while (chunk < empty_read_places) read_in_vain();
}

}  // namespace asynchat::properties
