#include "merchant/report/letterhead.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <array>
#include <string>

#include "merchant/latin_fold.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::merchant::report {
namespace {

constexpr std::string_view stroke = " / ";

/// What the kinds of bodies have in common with those of their kind.
struct BodyForm {
  std::string_view beginning;  ///< of the name, folded
  BodyKind kind;
};

constexpr std::array body_forms{
    BodyForm{"ban ", BodyKind::board},
    BodyForm{"bql ", BodyKind::board},
    BodyForm{"trung tam", BodyKind::board},
    BodyForm{"to ", BodyKind::team},
    BodyForm{"cong ty", BodyKind::company},
    BodyForm{"doanh nghiep", BodyKind::company},
    BodyForm{"tap doan", BodyKind::company},
    BodyForm{"hop tac xa", BodyKind::cooperative},
    BodyForm{"htx", BodyKind::cooperative},
    BodyForm{"lien hiep hop tac xa", BodyKind::cooperative},
};

struct HeadForm {
  BodyKind kind;
  std::string_view title;
  std::string_view number;
  bool motto;
};

constexpr std::array head_forms{
    HeadForm{BodyKind::board, "TRƯỞNG BAN QUẢN LÝ CHỢ", "Số:          /BC-BQLC", true},
    HeadForm{BodyKind::team, "TỔ TRƯỞNG TỔ QUẢN LÝ CHỢ", "Số:          /BC-TQLC", true},
    HeadForm{BodyKind::company, "GIÁM ĐỐC", "", false},
    HeadForm{BodyKind::cooperative, "GIÁM ĐỐC HỢP TÁC XÃ", "", false},
    HeadForm{BodyKind::unknown, "ĐẠI DIỆN ĐƠN VỊ QUẢN LÝ CHỢ", "", false},
};

std::string upper_case(const std::string& text) {
  std::string upper;
  icu::UnicodeString::fromUTF8(text).toUpper(icu::Locale{"vi"}).toUTF8String(upper);
  return upper;
}

struct BodyName {
  std::string superior;
  std::string body;
};

BodyName names_of(const Registry& registry) {
  const auto& all = registry.managing_body;
  const auto at = all.find(stroke);
  if (at == std::string::npos) return {"", all};
  return {all.substr(0, at), all.substr(at + stroke.size())};
}

const HeadForm& form_of(BodyKind kind) {
  for (const auto& form : head_forms) {
    if (form.kind == kind) return form;
  }
  return head_forms.back();
}

}  // namespace

BodyKind body_kind(std::string_view name) {
  const auto folded = fold_for_search(name);
  for (const auto& form : body_forms) {
    if (folded.starts_with(form.beginning)) return form.kind;
  }
  return BodyKind::unknown;
}

Letterhead letterhead_of(const Registry& registry, ledger::BusinessDay day) {
  const auto names = names_of(registry);
  const auto& form = form_of(body_kind(names.body));
  Letterhead head;
  head.superior = upper_case(names.superior);
  head.body = upper_case(names.body.empty() ? registry.name : names.body);
  head.number = form.number;
  head.motto = form.motto;
  head.place_and_day = registry.province.empty() ? capitalised(format_long_day(day))
                                                 : registry.province + ", " + format_long_day(day);
  return head;
}

std::vector<Signature> signatures_of(const Registry& registry) {
  const auto& form = form_of(body_kind(names_of(registry).body));
  return {{"NGƯỜI LẬP BIỂU", "(Ký, họ tên)"},
          {"KẾ TOÁN", "(Ký, họ tên)"},
          {std::string{form.title}, "(Ký, họ tên, đóng dấu)"}};
}

}  // namespace chopay::merchant::report
