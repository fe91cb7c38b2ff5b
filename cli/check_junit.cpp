#include "check_junit.h"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "check_wording.h"
#include "coverage_report.h"
#include "exit_status.h"
#include "xml_text.h"

namespace asynchat::cli {

namespace {

std::string attribute(const std::string& name, const std::string& value) {
  return fmt::format(" {}=\"{}\"", name, xml_attribute(value));
}

std::string seconds_text(double seconds) { return fmt::format("{:.3f}", seconds); }

std::string failure_element(const checked& one) {
  const told_failure& told = *one.failure;
  const std::string again = replay_command(told);
  const std::string body =
      fmt::format("laws broken: {}\n\n{}: {}\n\n{}\nrepro:  {}\nagain:  {}\nshow:   {}\n", listed(broken_laws(one)),
                  told.law, told.sentence, told.ruler, told.repro_path, again, show_command(told.repro_path));
  return "      <failure" + attribute("type", told.law) + attribute("message", told.sentence + "\nagain: " + again) +
         ">" + xml_text(body) + "</failure>\n";
}

/// A suite, or all of them: what is counted in its first line.
struct counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  double seconds = 0;

  void add(const checked& one) {
    ++tests;
    failures += one.failure ? 1 : 0;
    errors += one.failure || one.report.troubles.empty() ? 0 : 1;
    skipped += one.report.held() && one.report.stopped ? 1 : 0;
    seconds += one.seconds;
  }

  std::string attributes(double time) const {
    return fmt::format(" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\"", tests, failures,
                       errors, skipped, seconds_text(time));
  }
};

std::string case_element(const checked& one, const std::string& subject) {
  std::string text = "    <testcase" + attribute("classname", "asynchat." + subject) +
                     attribute("name", where_in_trace(one.stream)) + attribute("file", one.stream.trace) +
                     attribute("time", seconds_text(one.seconds)) + ">\n";
  if (one.failure) {
    text += failure_element(one);
  } else if (!one.report.troubles.empty()) {
    text += "      <error type=\"trouble\"" + attribute("message", listed(one.report.troubles)) + "/>\n";
  } else if (one.report.stopped) {
    text += "      <skipped" + attribute("message", what_is_left(one)) + "/>\n";
  }
  return text + "    </testcase>\n";
}

std::string suite_element(const std::string& trace, const check_outcome& outcome) {
  counts sum;
  std::string cases;
  for (const checked& one : outcome.results) {
    if (one.stream.trace != trace) continue;
    sum.add(one);
    cases += case_element(one, outcome.subject);
  }
  const std::string properties = "    <properties>\n      <property name=\"framing\"" +
                                 attribute("value", outcome.subject) + "/>\n      <property name=\"seed\"" +
                                 attribute("value", std::to_string(outcome.seed)) + "/>\n    </properties>\n";
  return "  <testsuite" + attribute("name", trace) + sum.attributes(sum.seconds) + ">\n" + properties + cases +
         "  </testsuite>\n";
}

/// A case of its own, and a suite, for what tier full asks of all streams together.
std::string coverage_suite(const check_outcome& outcome) {
  counts sum;
  sum.tests = 1;
  sum.failures = 1;
  const std::string missing = missing_text(outcome.sums.faults, outcome.sums.places);
  return "  <testsuite" + attribute("name", "coverage") + sum.attributes(0) + ">\n    <testcase" +
         attribute("classname", "asynchat." + outcome.subject) + attribute("name", "coverage") +
         " time=\"0.000\">\n      <failure type=\"not_covered\"" + attribute("message", missing) +
         "/>\n    </testcase>\n  </testsuite>\n";
}

}  // namespace

std::string junit_of(const check_outcome& outcome) {
  counts all;
  std::vector<std::string> traces;
  for (const checked& one : outcome.results) {
    all.add(one);
    const std::string& trace = one.stream.trace;
    if (std::find(traces.begin(), traces.end(), trace) == traces.end()) traces.push_back(trace);
  }
  const bool lacks = status_of(outcome) == not_covered;
  all.tests += lacks ? 1 : 0;
  all.failures += lacks ? 1 : 0;
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"asynchat check\"" +
                     all.attributes(outcome.seconds) + ">\n";
  for (const std::string& trace : traces) text += suite_element(trace, outcome);
  if (lacks) text += coverage_suite(outcome);
  return text + "</testsuites>\n";
}

}  // namespace asynchat::cli
