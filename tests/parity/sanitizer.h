#pragma once

namespace asynchat::parity {

/// True in a build by AddressSanitizer or ThreadSanitizer: malloc is theirs, and they open descriptors of their own.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool under_a_sanitizer = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool under_a_sanitizer = true;
#else
constexpr bool under_a_sanitizer = false;
#endif
#else
constexpr bool under_a_sanitizer = false;
#endif

}  // namespace asynchat::parity
