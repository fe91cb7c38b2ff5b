#pragma once

#include <asynchat/traces/event_source.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "scratch_folder.h"

namespace asynchat::traces {

using asynchat::scratch_folder;

std::string contents(const std::string& path);
std::vector<trace_event> all_events(event_source& source);

/// Events in few words, separated by `; `: `1 open; 1 client "GET"; 1 server gap 3; 1 client eof; 1 close`.
std::string story(const std::vector<trace_event>& events);

/// What `action` throws, as text; empty if it throws nothing.
template <typename Error, typename Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

/// The bundled captures, by the stem of their names.
std::vector<std::string> capture_names();
std::string capture_path(const std::string& name);
std::vector<std::string> corpus_paths();

}  // namespace asynchat::traces
