#pragma once

#include <asynchat/properties/events.h>
#include <expat.h>

#include <memory>
#include <string>
#include <string_view>

namespace asynchat::examples {

/// expat: a document of XML. Character data comes in as many calls as the parser likes, so it is "data".
class expat_document {
 public:
  expat_document() {
    XML_SetElementHandler(parser_.get(), begin_element, [](void* to, const XML_Char* name) { tell(to, "end", name); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* to, const XML_Char* text, int size) {
      out_of(to).add("data", {text, static_cast<std::size_t>(size)});
    });
    XML_SetCommentHandler(parser_.get(), [](void* to, const XML_Char* text) { tell(to, "comment", text); });
    XML_SetCdataSectionHandler(
        parser_.get(), [](void* to) { tell(to, "cdata", ""); }, [](void* to) { tell(to, "cdata_end", ""); });
    XML_SetProcessingInstructionHandler(parser_.get(), [](void* to, const XML_Char* target, const XML_Char* text) {
      tell(to, "instruction", std::string(target) + ' ' + text);
    });
    XML_SetDoctypeDeclHandler(
        parser_.get(),
        [](void* to, const XML_Char* name, const XML_Char*, const XML_Char*, int) { tell(to, "doctype", name); },
        [](void* to) { tell(to, "doctype_end", ""); });
  }

  void feed(std::string_view chunk, properties::events& out) { parse(chunk, XML_FALSE, out); }
  void finish(properties::events& out) { parse({}, XML_TRUE, out); }

 protected:
  XML_Parser parser() const { return parser_.get(); }

 private:
  static properties::events& out_of(void* to) { return *static_cast<properties::events*>(to); }
  static void tell(void* to, std::string_view name, std::string_view bytes) { out_of(to).add(name, bytes); }

  static void begin_element(void* to, const XML_Char* name, const XML_Char** attributes) {
    tell(to, "begin", name);
    for (; *attributes != nullptr; attributes += 2) {
      tell(to, "attribute", std::string(attributes[0]) + '=' + attributes[1]);
    }
  }

  void parse(std::string_view chunk, int is_final, properties::events& out) {
    if (failed_) return;
    XML_SetUserData(parser_.get(), &out);
    failed_ = XML_Parse(parser_.get(), chunk.data(), static_cast<int>(chunk.size()), is_final) == XML_STATUS_ERROR;
    if (failed_) {
      out.add("error", XML_ErrorString(XML_GetErrorCode(parser_.get())), {XML_GetCurrentByteIndex(parser_.get())});
    }
  }

  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_{XML_ParserCreate(nullptr), XML_ParserFree};
  bool failed_ = false;
};

}  // namespace asynchat::examples
