#include "subjects.h"

#include <asynchat/properties/canaries.h>
#include <asynchat/properties/chat_subject.h>
#include <asynchat/properties/final_result.h>
#include <asynchat/protocols/registry.h>
#include <asynchat/protocols/sized_frames.h>

#include <fmt/core.h>

#include <charconv>
#include <utility>

namespace asynchat::cli {

namespace {

using properties::expected_event;

/// A framing as it is named, and its limits.
struct limited_spec {
  protocols::framing_spec framing;
  protocols::framing_limits limits;
  std::size_t bytes_max = 0;  ///< 0 where no limit was named
};

/// Larger frames would take too long to be tried at their limit.
constexpr std::size_t tried_limit_max = std::size_t{1} << 20;

std::vector<properties::limit_probe> probes_of(const limited_spec& spec, side from) {
  std::vector<properties::limit_probe> probes;
  if (spec.bytes_max <= protocols::sized_frame_bytes_min || spec.bytes_max > tried_limit_max) return probes;
  for (protocols::sized_frame& one : protocols::sized_frames(spec.framing, from)) {
    probes.push_back({spec.bytes_max, std::move(one)});
  }
  return probes;
}

template <class Framing, class... Parameters>
std::unique_ptr<properties::subject> subject_of(const std::string& name, const limited_spec& spec, side from,
                                                const protocols::framing_factory<Framing, Parameters...>& factory) {
  const auto construct = [&](const Parameters&... parameters) {
    return std::make_unique<
        properties::chat_subject<Framing, protocols::frame_sink, Parameters..., protocols::framing_limits>>(
        name, parameters..., spec.limits);
  };
  auto result = std::apply(construct, factory.parameters());
  result->offer_limits(probes_of(spec, from));
  return result;
}

std::vector<expected_event> decode(const limited_spec& spec, side from, std::string_view bytes, bool ended,
                                   std::span<const heard_frame> heard) {
  const auto end = ended ? protocols::stream_end::ended : protocols::stream_end::open;
  std::vector<expected_event> result;
  for (protocols::reference_frame& frame : protocols::reference(spec.framing, from, bytes, end, heard, spec.limits)) {
    result.push_back({{std::move(frame.name), std::move(frame.bytes), {}}, frame.end});
  }
  return result;
}

checked_parser parser_of(const limited_spec& spec, const std::string& name, side from) {
  checked_parser result;
  result.subject = protocols::visit_framing(spec.framing, from,
                                            [&](const auto& factory) { return subject_of(name, spec, from, factory); });
  result.model = [spec, from](std::string_view bytes, bool ended, std::span<const heard_frame> heard) {
    return decode(spec, from, bytes, ended, heard);
  };
  return result;
}

std::vector<heard_frame> heard_from(const limited_spec& spec, side from, std::string_view bytes, bool ended,
                                    std::span<const heard_frame> heard) {
  std::vector<heard_frame> result;
  for (expected_event& one : decode(spec, from, bytes, ended, heard)) {
    if (protocols::is_heard(spec.framing, one.what.name)) result.push_back({one.end, std::move(one.what.bytes)});
  }
  return result;
}

constexpr std::string_view canary_prefix = "canary:";
constexpr std::string_view limit_prefix = "limit:";
constexpr std::string_view result_prefix = "result:";

protocols::framing_spec framing_of(std::string_view name) {
  const protocols::parsed_framing parsed = protocols::parse_framing(name);
  if (!parsed.spec) throw unknown_framing(parsed.error);
  return *parsed.spec;
}

/// Reads `FRAMING` or `limit:N:FRAMING`.
limited_spec spec_of(std::string_view name) {
  if (!name.starts_with(limit_prefix)) return {framing_of(name), {}};
  const std::string_view number =
      name.substr(limit_prefix.size(), name.find(':', limit_prefix.size()) - limit_prefix.size());
  limited_spec spec;
  const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), spec.bytes_max);
  if (code != std::errc() || end != number.data() + number.size() || spec.bytes_max == 0) {
    throw unknown_framing(fmt::format("framing {} needs a number of bytes above 0: limit:N:FRAMING", name));
  }
  const std::size_t rest = limit_prefix.size() + number.size() + 1;
  spec.framing = framing_of(rest < name.size() ? name.substr(rest) : "");
  spec.limits.frame_bytes_max = spec.bytes_max;
  spec.limits.head_bytes_max = spec.bytes_max;
  return spec;
}

std::string name_of(const limited_spec& spec) {
  const std::string framing = protocols::to_string(spec.framing);
  return spec.bytes_max == 0 ? framing : fmt::format("{}{}:{}", limit_prefix, spec.bytes_max, framing);
}

const properties::canary& canary_of(std::string_view name) {
  if (const properties::canary* one = properties::canary_named(name)) return *one;
  throw unknown_framing(fmt::format("no canary is named \"{}\"; asynchat check --help lists them", name));
}

}  // namespace

framing_choice::framing_choice(std::string_view name) {
  if (name.starts_with(result_prefix)) {
    const framing_choice all(name.substr(result_prefix.size()));
    name_ = std::string(result_prefix) + all.name();
    make_ = [all](side from) {
      checked_parser parser = all.parser_for(from);
      return checked_parser{std::make_unique<properties::final_result>(std::move(parser.subject)), parser.model};
    };
    hear_ = all.hear_;
    is_heard_ = all.is_heard_;
    return;
  }
  if (name.starts_with(canary_prefix)) {
    const properties::canary& one = canary_of(name.substr(canary_prefix.size()));
    name_ = name;
    make_ = [&one](side) { return checked_parser{one.make(), one.model}; };
    hear_ = [](side, std::string_view, bool, std::span<const heard_frame>) { return std::vector<heard_frame>(); };
    is_heard_ = [](std::string_view) { return false; };
    return;
  }
  const limited_spec spec = spec_of(name);
  name_ = name_of(spec);
  const bool has_limits = !std::holds_alternative<protocols::count_spec>(spec.framing);
  if (spec.bytes_max == 0 && has_limits) limited_name_ = fmt::format("{}48:{}", limit_prefix, name_);
  make_ = [spec, normal_name = name_](side from) { return parser_of(spec, normal_name, from); };
  hear_ = [spec](side from, std::string_view bytes, bool ended, std::span<const heard_frame> heard) {
    return heard_from(spec, from, bytes, ended, heard);
  };
  is_heard_ = [framing = spec.framing](std::string_view frame_name) {
    return protocols::is_heard(framing, frame_name);
  };
}

std::optional<framing_choice> framing_choice::limited() const {
  if (limited_name_.empty()) return std::nullopt;
  return framing_choice(limited_name_);
}

std::string framing_help() {
  std::string text = "Framings:\n";
  for (const protocols::framing_description& one : protocols::known_framings()) {
    text += fmt::format("  {:<18} {}\n", one.grammar, one.meaning);
  }
  text += fmt::format("  {:<18} {}\n", "limit:N:FRAMING", "one of these, with lines and frames of N bytes at most");
  text += "Broken on purpose, to see a failure:\n";
  for (const properties::canary& one : properties::all_canaries()) {
    text +=
        fmt::format("  {:<32} {} ({})\n", std::string(canary_prefix) + std::string(one.name), one.mistake, one.framing);
  }
  const properties::canary& hanging = properties::hanging_canary();
  text += fmt::format("  {:<32} {} ({})\n", std::string(canary_prefix) + std::string(hanging.name), hanging.mistake,
                      hanging.framing);
  return text;
}

}  // namespace asynchat::cli
