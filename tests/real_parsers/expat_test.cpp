#include "parsers/expat.h"

#include <gtest/gtest.h>

#include "documents.h"
#include "real_check.h"

namespace asynchat::real_parsers {
namespace {

using examples::expat_document;

TEST(expat, is_never_accused_of_documents_that_end) {
  expect_never_accused<expat_document>(xml_document, stops::ended);
}

TEST(expat, tells_documents_alike_however_they_are_cut) {
  const properties::parser_subject<expat_document> parser("expat");
  EXPECT_EQ(accusation(parser, document("book.xml"), {}, stops::ended), "");
  EXPECT_EQ(accusation(parser, document("utf16.xml"), {}, stops::ended), "");
}

TEST(expat, refuses_alike_what_is_wrong) {
  const properties::parser_subject<expat_document> parser("expat");
  for (const std::string_view wrong :
       {"", "<a", "<a>", "<a></b>", "<a b='1' b='2'/>", "<a>&none;</a>", "<a>&#0;</a>", "<a>\xc3(</a>",
        "<a>\xf0\x9f</a>", "<a><![CDATA[ ]]</a>", "<a><!-- -- --></a>", "<a/><b/>", " <?xml version='1.0'?><a/>",
        "<a>\xff</a>", "<a b=1/>", "<?xml version='1.0' encoding='none'?><a/>",
        "<!DOCTYPE a [<!ENTITY e '&e;'>]><a>&e;</a>", "\xef\xbb\xbf<a/>\x01"}) {
    EXPECT_EQ(accusation(parser, wrong, {}, stops::ended), "") << wrong;
  }
}

TEST(expat, tells_of_text_before_an_error_as_the_cut_falls) {
  expect_differs_still<expat_document>("expat-text-before-error");
}

TEST(expat, calls_an_error_behind_the_root_by_either_of_two_names) {
  expect_differs_still<expat_document>("expat-behind-the-root");
}

#ifdef ASYNCHAT_EXPAT_DEFERS

/// expat as it was before version 2.6: a token is tried again with each read.
struct expat_that_does_not_wait : expat_document {
  expat_that_does_not_wait() { XML_SetReparseDeferralEnabled(parser(), XML_FALSE); }
};

TEST(expat, that_does_not_wait_is_never_accused) {
  expect_never_accused<expat_that_does_not_wait>(xml_document);
  EXPECT_EQ(accusation_of<expat_that_does_not_wait>(document("book.xml")), "");
  EXPECT_EQ(accusation_of<expat_that_does_not_wait>(document("utf16.xml")), "");
}

TEST(expat, waits_for_more_before_it_tells_of_a_token_that_was_cut) {
  expect_differs_still<expat_document>("expat-deferral");
}

#endif

}  // namespace
}  // namespace asynchat::real_parsers
