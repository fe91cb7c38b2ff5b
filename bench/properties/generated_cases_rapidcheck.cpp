#include <asynchat/properties/rapidcheck/generators.h>

#include "properties/generated_cases.h"

namespace asynchat::bench {

case_totals rapidcheck_cases(std::uint64_t seed, std::size_t cases) {
  static const rc::Gen<std::string> streams = properties::stream_around("\r\n");
  rc::Random random(seed);
  case_totals sums;
  for (std::size_t i = 0; i < cases; ++i) {
    const int size = static_cast<int>(i % 101);
    const std::string stream = streams(random.split(), size).value();
    sums.add(stream, properties::plan_for(stream.size())(random.split(), size).value());
  }
  return sums;
}

}  // namespace asynchat::bench
