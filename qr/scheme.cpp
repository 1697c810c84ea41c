#include "qr/scheme.hpp"

namespace chopay::qr {
namespace {

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

bool ends(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && text.substr(text.size() - with.size()) == with;
}

}  // namespace

std::string_view scheme_name(Scheme scheme) noexcept {
  switch (scheme) {
    case Scheme::vietqr:
      return "VietQR";
    case Scheme::vnpay:
      return "VNPAY";
    case Scheme::promptpay:
      return "PromptPay";
    case Scheme::qris:
      return "QRIS";
    case Scheme::duitnow:
      return "DuitNow";
    case Scheme::khqr:
      return "KHQR";
    case Scheme::paynow:
      return "PayNow";
    case Scheme::sgqr:
      return "PayNow/SGQR";
    case Scheme::lao_qr:
      return "LAO QR";
    case Scheme::other:
      return "EMV-other";
  }
  return "EMV-other";
}

Scheme scheme_of_guid(std::string_view guid, std::string_view country) noexcept {
  if (guid == napas_guid) return Scheme::vietqr;
  if (guid == vnpay_guid) return Scheme::vnpay;
  if (begins(guid, "A000000677")) return Scheme::promptpay;
  if (guid == "A0000006150001") return Scheme::duitnow;
  if (guid == "A005266284662577") return Scheme::lao_qr;
  if (guid == "SG.SGQR") return Scheme::sgqr;
  if (guid == "SG.PAYNOW") return Scheme::paynow;
  if (begins(guid, "ID.") && ends(guid, ".WWW")) return Scheme::qris;
  if (country == "KH" && guid.find('@') != std::string_view::npos) return Scheme::khqr;
  return Scheme::other;
}

Scheme stronger(Scheme a, Scheme b) noexcept {
  for (const Scheme first : {Scheme::vietqr, Scheme::sgqr}) {
    if (a == first || b == first) return first;
  }
  return a == Scheme::other ? b : a;
}

}  // namespace chopay::qr
