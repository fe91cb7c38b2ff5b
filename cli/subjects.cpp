#include "subjects.h"

#include <asynchat/properties/canaries.h>
#include <asynchat/properties/chat_subject.h>
#include <asynchat/protocols/registry.h>

#include <fmt/core.h>

#include <utility>

namespace asynchat::cli {

namespace {

using properties::expected_event;

template <class Framing, class... Parameters>
std::unique_ptr<properties::subject> subject_of(const std::string& name,
                                                const protocols::framing_factory<Framing, Parameters...>& factory) {
  const auto construct = [&](const Parameters&... parameters) {
    return properties::make_chat_subject<Framing, protocols::frame_sink, Parameters...>(name, parameters...);
  };
  return std::apply(construct, factory.parameters());
}

std::vector<expected_event> decode(const protocols::framing_spec& spec, side from, std::string_view bytes, bool ended,
                                   std::span<const heard_frame> heard) {
  const auto end = ended ? protocols::stream_end::ended : protocols::stream_end::open;
  std::vector<expected_event> result;
  for (protocols::reference_frame& frame : protocols::reference(spec, from, bytes, end, heard)) {
    result.push_back({{std::move(frame.name), std::move(frame.bytes), {}}, frame.end});
  }
  return result;
}

checked_parser parser_of(const protocols::framing_spec& spec, const std::string& name, side from) {
  checked_parser result;
  result.subject = protocols::visit_framing(spec, from, [&](const auto& factory) { return subject_of(name, factory); });
  result.model = [spec, from](std::string_view bytes, bool ended, std::span<const heard_frame> heard) {
    return decode(spec, from, bytes, ended, heard);
  };
  return result;
}

std::vector<heard_frame> heard_from(const protocols::framing_spec& spec, side from, std::string_view bytes, bool ended,
                                    std::span<const heard_frame> heard) {
  std::vector<heard_frame> result;
  for (expected_event& one : decode(spec, from, bytes, ended, heard)) {
    if (protocols::is_heard(spec, one.what.name)) result.push_back({one.end, std::move(one.what.bytes)});
  }
  return result;
}

constexpr std::string_view canary_prefix = "canary:";

const properties::canary& canary_of(std::string_view name) {
  if (const properties::canary* one = properties::canary_named(name)) return *one;
  throw unknown_framing(fmt::format("no canary is named \"{}\"; asynchat check --help lists them", name));
}

}  // namespace

framing_choice::framing_choice(std::string_view name) {
  if (name.starts_with(canary_prefix)) {
    const properties::canary& one = canary_of(name.substr(canary_prefix.size()));
    name_ = name;
    make_ = [&one](side) { return checked_parser{one.make(), one.model}; };
    hear_ = [](side, std::string_view, bool, std::span<const heard_frame>) { return std::vector<heard_frame>(); };
    return;
  }
  const protocols::parsed_framing parsed = protocols::parse_framing(name);
  if (!parsed.spec) throw unknown_framing(parsed.error);
  const protocols::framing_spec spec = *parsed.spec;
  name_ = protocols::to_string(spec);
  make_ = [spec, normal_name = name_](side from) { return parser_of(spec, normal_name, from); };
  hear_ = [spec](side from, std::string_view bytes, bool ended, std::span<const heard_frame> heard) {
    return heard_from(spec, from, bytes, ended, heard);
  };
}

std::string framing_help() {
  std::string text = "Framings:\n";
  for (const protocols::framing_description& one : protocols::known_framings()) {
    text += fmt::format("  {:<18} {}\n", one.grammar, one.meaning);
  }
  text += "Broken on purpose, to see a failure:\n";
  for (const properties::canary& one : properties::all_canaries()) {
    text +=
        fmt::format("  {:<32} {} ({})\n", std::string(canary_prefix) + std::string(one.name), one.mistake, one.framing);
  }
  return text;
}

}  // namespace asynchat::cli
