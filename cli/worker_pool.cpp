#include "worker_pool.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace asynchat::cli {

void run_in_parallel(std::size_t count, std::size_t jobs, const std::function<void(std::size_t)>& work,
                     const std::function<bool()>& stop) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr first_error;
  std::mutex error_guard;
  const auto worker = [&] {
    try {
      for (std::size_t mine = next++; mine < count && !(stop && stop()); mine = next++) work(mine);
    } catch (...) {
      next = count;
      const std::lock_guard lock(error_guard);
      if (first_error == nullptr) first_error = std::current_exception();
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < std::min(jobs, count); ++i) others.emplace_back(worker);
  worker();
  others.clear();
  if (first_error != nullptr) std::rethrow_exception(first_error);
}

}  // namespace asynchat::cli
