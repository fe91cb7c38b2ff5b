#include <asynchat/properties/prove.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace asynchat::properties {
namespace {

/// The share of all 2^(bytes-1) cuts that have no chunk above `most`, as a logarithm to the base 2.
///
/// With f(n) cuts of n bytes, f(n) = 2 f(n-1) - f(n-1-most): of the cuts of n - 1 bytes each goes on with a cut or
/// without, but without only where the last chunk is shorter than `most`. Of g(n) = f(n) / 2^(n-1), at most 1, remains
/// g(n) = g(n-1) - g(n-1-most) / 2^(most+1), kept within the range of a double.
double share_exponent(std::size_t bytes, std::size_t most) {
  const std::size_t period = most + 1;
  const double fading = std::ldexp(1.0, -static_cast<int>(std::min<std::size_t>(period, 2000)));
  std::vector<double> last(period, 1.0);  // g of the offsets before, by offset modulo period
  last[0] = 2.0;                          // g(0), for f(0) = 1
  double scale = 0;
  for (std::size_t n = period; n <= bytes; ++n) {
    double& slot = last[n % period];
    const double before = last[(n - 1) % period];
    slot = before - slot * fading;
    if (slot > 0x1p-500) continue;
    for (double& each : last) each *= 0x1p500;
    scale -= 500;
  }
  return std::log2(last[bytes % period]) + scale;
}

}  // namespace

std::string count_of_cuts(std::size_t bytes, std::size_t chunk_bytes_max) {
  if (bytes < 2 || chunk_bytes_max <= 1) return "1";
  if (chunk_bytes_max >= bytes) return "2^" + std::to_string(bytes - 1);
  // At most half of a bit is lost where the share rounds to 1: that is why it is less than all.
  const double share = std::min(std::floor(share_exponent(bytes, chunk_bytes_max)), -1.0);
  return "at least 2^" + std::to_string(static_cast<long long>(bytes) - 1 + static_cast<long long>(share));
}

}  // namespace asynchat::properties
