#include <asynchat/sim/boundary_hint.h>
#include <gmock/gmock.h>

namespace asynchat::sim {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Says what it was told, one state for each offset from 0 on.
class told final : public boundary_hint {
 public:
  explicit told(std::vector<boundary_state> states) : states_(std::move(states)) {}
  boundary_state at(std::size_t offset) override { return states_.at(offset); }
  std::vector<edge> edges(std::vector<std::size_t> frame_ends = {}) {
    return find_edges(*this, states_.size() - 1, frame_ends);
  }

 private:
  std::vector<boundary_state> states_;
};

boundary_state crlf(std::size_t matched) { return {"\r\n", matched, 0}; }
boundary_state count(std::uint64_t remaining) { return {{}, 0, remaining}; }

TEST(edges, lie_where_a_prefix_is_live_and_one_byte_either_side) {
  told abc_crlf_d({crlf(0), crlf(0), crlf(0), crlf(0), crlf(1), crlf(0), crlf(0)});
  EXPECT_THAT(abc_crlf_d.edges(), ElementsAre(edge{3, 0}, edge{4, 1}, edge{5, 0}));
}

TEST(edges, say_how_much_of_the_terminator_they_split) {
  told growing({{"abc", 0}, {"abc", 1}, {"abc", 2}, {"abc", 0}, {"abc", 0}, {"abc", 0}});
  EXPECT_THAT(growing.edges(), ElementsAre(edge{1, 1}, edge{2, 2}, edge{3, 0}));
}

TEST(edges, lie_where_a_count_ends_and_the_next_begins) {
  told five_then_three({count(5), count(4), count(3), count(2), count(1), count(3), count(2), count(1), count(0)});
  EXPECT_THAT(five_then_three.edges(), ElementsAre(edge{4, 0}, edge{5, 0}, edge{6, 0}, edge{7, 0}));
}

TEST(edges, lie_where_the_terminator_changes) {
  told switched({{"\n", 0}, {"\n", 0}, {";", 0}, {";", 0}, {";", 0}});
  EXPECT_THAT(switched.edges(), ElementsAre(edge{1, 0}, edge{2, 0}, edge{3, 0}));
}

TEST(edges, lie_at_frame_ends) {
  told newline(std::vector<boundary_state>(9, {"\n", 0}));
  EXPECT_THAT(newline.edges({4, 8}), ElementsAre(edge{3, 0}, edge{4, 0}, edge{5, 0}, edge{7, 0}));
}

TEST(edges, lie_inside_the_stream) {
  EXPECT_THAT(told({crlf(0), crlf(1)}).edges(), IsEmpty());
  EXPECT_THAT(told({crlf(0)}).edges({0}), IsEmpty());
  EXPECT_THAT(told({crlf(0), crlf(1), crlf(0)}).edges(), ElementsAre(edge{1, 1}));
}

}  // namespace
}  // namespace asynchat::sim
