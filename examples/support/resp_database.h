#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace asynchat::examples {

/// A command's name and arguments; at least the name.
using resp_command = std::vector<std::string>;

/// Strings and lists by their keys, and the commands on them. What it holds is bounded, and so is a reply.
class resp_database {
 public:
  static constexpr std::size_t bytes_max =
      std::size_t{64} * 1024 * 1024;  ///< of keys and values, and entry_bytes for each
  static constexpr std::size_t entry_bytes = 64;
  static constexpr std::size_t range_bytes_max = std::size_t{1024} * 1024;  ///< of a reply to LRANGE

  /// Runs a command and gives its reply in RESP.
  std::string run(const resp_command& command);

 private:
  using list = std::deque<std::string>;
  using value = std::variant<std::string, list>;
  struct rule;

  static const std::vector<rule>& rules();

  std::string set(const resp_command& command);
  std::string get(const resp_command& command);
  std::string del(const resp_command& command);
  std::string incr(const resp_command& command);
  std::string lpush(const resp_command& command);
  std::string lrange(const resp_command& command);

  /// Stores a string, if there is room for it.
  bool store(const std::string& key, std::string text);
  void forget(std::map<std::string, value>::iterator where);

  std::map<std::string, value> values_;
  std::size_t bytes_ = 0;
};

}  // namespace asynchat::examples
