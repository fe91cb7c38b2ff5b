#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace asynchat::examples {

/// An example's main(), under another name.
using example_main = int (*)(int argc, char** argv);

/// Runs that program, as it is, on the host of a simulated world. A client on another host says `says` and then the
/// end of its side. What it hears up to the end of the stream; a failed test where none comes within an hour.
///
/// The network cuts, delays and throttles at places of the seed.
std::string heard_in_a_world(example_main server, const std::vector<std::string>& arguments, std::string_view says,
                             std::uint64_t seed);

}  // namespace asynchat::examples
