#include "gateway/api/reader_pool.hpp"

#include <utility>

namespace chopay::api {
namespace {

std::vector<std::unique_ptr<ledger::Reader>> readers_of(ledger::Store& store, std::size_t count) {
  std::vector<std::unique_ptr<ledger::Reader>> readers;
  for (std::size_t i = 0; i < count; ++i) readers.push_back(store.reader());
  return readers;
}

}  // namespace

ReaderPool::ReaderPool(ledger::Store& store, std::size_t threads, std::size_t queue_max, Pace pace)
    : readers_(readers_of(store, threads)), pool_(threads, queue_max, pace) {}

net::Task<bool> ReaderPool::run(net::Loop& loop, Work work) {
  WorkerPool::Work with_reader = [this, work = std::move(work)](std::size_t thread) {
    work(*readers_[thread]);
  };
  co_return co_await pool_.run(loop, std::move(with_reader));
}

}  // namespace chopay::api
