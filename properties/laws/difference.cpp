#include <asynchat/properties/laws.h>

#include <algorithm>

namespace asynchat::properties {
namespace {

const event* last_error(const events& log) {
  return !log.empty() && log.list().back().name == "error" ? &log.list().back() : nullptr;
}

difference_kind kind_of(const event* expected, const event* observed) {
  const auto is_data = [](const event* one) { return one == nullptr || is_mergeable(*one); };
  if (is_data(expected) && is_data(observed)) return difference_kind::data;
  const bool only_numbers = expected != nullptr && observed != nullptr && expected->name == observed->name &&
                            expected->bytes == observed->bytes;
  return only_numbers ? difference_kind::position : difference_kind::frames;
}

}  // namespace

std::optional<difference> compare(const events& expected, const events& observed) {
  const std::vector<event>& a = expected.list();
  const std::vector<event>& b = observed.list();
  const auto parting = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (parting.first == a.end() && parting.second == b.end()) return std::nullopt;
  const auto index = static_cast<std::size_t>(parting.first - a.begin());

  const event* refusal = last_error(expected);
  const event* other_refusal = last_error(observed);
  if ((refusal == nullptr) != (other_refusal == nullptr)) return difference{difference_kind::verdict, index};
  if (refusal != nullptr && *refusal != *other_refusal) return difference{difference_kind::error_code, index};
  return difference{kind_of(index < a.size() ? &a[index] : nullptr, index < b.size() ? &b[index] : nullptr), index};
}

}  // namespace asynchat::properties
