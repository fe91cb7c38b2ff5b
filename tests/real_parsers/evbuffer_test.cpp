#include "parsers/evbuffer.h"

#include <gtest/gtest.h>

#include "documents.h"
#include "real_check.h"

namespace asynchat::real_parsers {
namespace {

using examples::evbuffer_lines;

template <class Lines>
class evbuffer : public testing::Test {};

using right_styles = testing::Types<evbuffer_lines<EVBUFFER_EOL_CRLF>, evbuffer_lines<EVBUFFER_EOL_CRLF_STRICT>,
                                    evbuffer_lines<EVBUFFER_EOL_LF>, evbuffer_lines<EVBUFFER_EOL_NUL>>;
TYPED_TEST_SUITE(evbuffer, right_styles);

TYPED_TEST(evbuffer, is_never_accused) { expect_never_accused<TypeParam>(mixed_lines); }

TYPED_TEST(evbuffer, tells_recorded_mail_the_same_however_it_is_cut) {
  const properties::parser_subject<TypeParam> parser("lines");
  EXPECT_EQ(accusation_of_recorded(parser, "smtp/smtp-mtu576.trace.jsonl", side::client), "");
  EXPECT_EQ(accusation_of_recorded(parser, "smtp/smtp-mtu576.trace.jsonl", side::server), "");
}

TEST(evbuffer_any, ends_a_line_twice_where_cr_and_lf_come_apart) {
  expect_differs_still<evbuffer_lines<EVBUFFER_EOL_ANY>>("evbuffer-any");
}

}  // namespace
}  // namespace asynchat::real_parsers
