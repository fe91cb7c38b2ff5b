#pragma once

#include <asynchat/properties/counterexample.h>

#include <cstddef>
#include <string>

#include "palette.h"

namespace asynchat::cli {

/// The plan of a delivery as its chunks, a line each of at most that width: where it begins, how many bytes, and the
/// bytes; between them what else comes: empty reads, waits, errors, frames of the other side. Of a long one, those
/// around the byte `centre`.
std::string chunks_text(const properties::counterexample& example, std::size_t centre, std::size_t width,
                        const palette& ink);

}  // namespace asynchat::cli
