#include <asynchat/properties/wording.h>

#include <algorithm>
#include <string>

#include "all.h"

namespace asynchat::properties {
namespace {

std::string at_byte(std::size_t offset) { return " at byte " + std::to_string(offset); }

/// How many bytes from their start on are the same in both.
std::size_t common_length(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

/// What is wrong with the input side; empty when it adds up.
std::string input_fault(const trial& one) {
  const ledger& account = *one.account;
  const std::string_view given = account.accounted;
  const std::string_view wanted = one.bytes.substr(std::min(account.first, one.bytes.size()));
  if (!wanted.starts_with(given)) {
    return "bytes are lost, doubled or moved" + at_byte(account.first + common_length(given, wanted));
  }
  // It closed by itself, or because nothing could be sent: what followed is nobody's.
  if (account.closed && (!account.ended || account.send_failed)) return {};
  const std::size_t offset = account.first + given.size();
  const std::size_t told = offset + account.held;
  if (told < account.received) return "it loses " + bytes_text(account.received - told) + at_byte(offset);
  if (told > account.received) return "it holds " + bytes_text(told - account.received) + " too many";
  return {};
}

std::string output_fault(const ledger& account) {
  if (!account.pushed.starts_with(account.sent)) {
    return "output is lost, doubled or moved at its byte " +
           std::to_string(common_length(account.sent, account.pushed));
  }
  return {};
}

std::optional<breach> judge_conservation(const trial& one) {
  std::string fault = input_fault(one);
  if (fault.empty()) fault = output_fault(*one.account);
  if (fault.empty()) return std::nullopt;
  return noted(law::conservation, fault, one);
}

}  // namespace

const law_entry conservation_law{law::conservation, "conservation",
                                 "every byte is collected, part of a terminator, or held, once and in order; what is "
                                 "sent is what was pushed, likewise",
                                 [](const trial& one) { return one.account != nullptr; }, judge_conservation};

}  // namespace asynchat::properties
