#pragma once

namespace asynchat::cli {

/// Lets this process have as many descriptors as the system allows its user, for those who hold many connections.
void allow_many_descriptors();

}  // namespace asynchat::cli
