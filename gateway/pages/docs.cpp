#include "gateway/pages/docs.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <string>

#include "gateway/pages/document.hpp"
#include "gateway/pages/markup.hpp"

namespace chopay::pages {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

const json::object* object_at(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value ? value->if_object() : nullptr;
}

Markup tag(std::string_view name, Markup inside) {
  auto out = Markup::trusted('<' + std::string{name} + '>');
  out += inside;
  out += Markup::trusted("</" + std::string{name} + ">");
  return out;
}

/// "#/components/schemas/Dong" as a link to where the schema stands on the page.
Markup link_to(std::string_view reference) {
  const std::string name{reference.substr(reference.rfind('/') + 1)};
  return fill("<a href=\"#{{name}}\">{{name}}</a>", {{"name", name}});
}

/// What else a schema asks for: limits, form, the values that there are.
std::string limits_of(const json::object& schema) {
  std::string out;
  for (const auto* name : {"format", "pattern", "const", "enum", "minimum", "maximum", "minLength",
                           "maxLength", "minItems", "maxItems"}) {
    const auto* value = schema.if_contains(name);
    if (!value) continue;
    out += out.empty() ? "" : ", ";
    out += std::string{name} + ' ' + json::serialize(*value);
  }
  return out;
}

Markup schema_markup(const json::object& schema);

Markup fields_markup(const json::object& schema, const json::object& properties) {
  const auto* required = schema.if_contains("required");
  Markup list;
  for (const auto& [name, value] : properties) {
    const bool needed = required && required->is_array() &&
                        std::find(required->get_array().begin(), required->get_array().end(),
                                  json::value(name)) != required->get_array().end();
    list += fill("<li><code>{{name}}</code>{{needed}} {{type}}</li>\n",
                 {{"name", std::string_view{name}},
                  {"needed", needed ? "*" : ""},
                  {"type", schema_markup(value.as_object())}});
  }
  return tag("ul", std::move(list));
}

Markup alternatives_markup(const json::array& schemas) {
  Markup out;
  for (const auto& one : schemas) {
    if (!out.html().empty()) out += Markup::text(" | ");
    out += schema_markup(one.as_object());
  }
  return out;
}

/// One schema: a link, a type with its limits, or a list of fields.
Markup schema_markup(const json::object& schema) {
  if (const auto reference = text_at(schema, "$ref"); !reference.empty()) {
    return link_to(reference);
  }
  for (const auto* name : {"oneOf", "anyOf", "allOf"}) {
    if (const auto* several = schema.if_contains(name)) {
      return alternatives_markup(several->as_array());
    }
  }
  const auto* type = schema.if_contains("type");
  auto words = !type               ? std::string{}
               : type->is_string() ? std::string{type->get_string()}
                                   : json::serialize(*type);
  for (const auto& more : {limits_of(schema), text_at(schema, "description")}) {
    if (!more.empty()) words += (words.empty() ? "" : "; ") + more;
  }
  auto out = Markup::text(words);
  if (const auto* items = object_at(schema, "items")) {
    out += Markup::text(" of ");
    out += schema_markup(*items);
  }
  if (const auto* properties = object_at(schema, "properties")) {
    out += fields_markup(schema, *properties);
  }
  return out;
}

/// The bodies of a request or an answer, one a media type.
Markup content_markup(const json::object& holder) {
  Markup out;
  if (const auto reference = text_at(holder, "$ref"); !reference.empty()) return link_to(reference);
  if (const auto* content = object_at(holder, "content")) {
    for (const auto& [kind, body] : *content) {
      out += fill("<p><code>{{kind}}</code> ", {{"kind", std::string_view{kind}}});
      const auto* schema = object_at(body.as_object(), "schema");
      out += Markup::trusted("</p>");
      if (schema) out += schema_markup(*schema);
    }
  }
  return out;
}

Markup parameters_markup(const json::object& operation) {
  const auto* parameters = operation.if_contains("parameters");
  if (!parameters) return {};
  Markup list;
  for (const auto& value : parameters->as_array()) {
    const auto& parameter = value.as_object();
    if (const auto reference = text_at(parameter, "$ref"); !reference.empty()) {
      list += tag("li", link_to(reference));
      continue;
    }
    const auto* schema = object_at(parameter, "schema");
    list += fill("<li><code>{{name}}</code> {{in}}: {{schema}} {{description}}</li>\n",
                 {{"name", text_at(parameter, "name")},
                  {"in", text_at(parameter, "in")},
                  {"schema", schema ? schema_markup(*schema) : Markup{}},
                  {"description", text_at(parameter, "description")}});
  }
  return tag("ul", std::move(list));
}

Markup answers_markup(const json::object& operation) {
  Markup list;
  for (const auto& [status, value] : operation.at("responses").as_object()) {
    const auto& answer = value.as_object();
    list += fill("<li><strong>{{status}}</strong> {{description}} {{content}}</li>\n",
                 {{"status", std::string_view{status}},
                  {"description", text_at(answer, "description")},
                  {"content", content_markup(answer)}});
  }
  return tag("ul", std::move(list));
}

Markup operation_markup(std::string_view path, std::string_view method,
                        const json::object& operation) {
  std::string verb{method};
  for (auto& c : verb) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  const auto* body = object_at(operation, "requestBody");
  return fill(
      "<details><summary><code>{{verb}} {{path}}</code> {{summary}}</summary>\n"
      "<p>{{description}}</p>{{parameters}}{{body}}{{answers}}</details>\n",
      {{"verb", verb},
       {"path", path},
       {"summary", text_at(operation, "summary")},
       {"description", text_at(operation, "description")},
       {"parameters", parameters_markup(operation)},
       {"body", body ? content_markup(*body) : Markup{}},
       {"answers", answers_markup(operation)}});
}

/// What operations refer to: parameters, answers, bodies, schemas.
Markup component_markup(std::string_view group, std::string_view name, const json::object& what) {
  auto inside = group == "schemas" ? schema_markup(what) : content_markup(what);
  if (group == "parameters") {
    const auto* schema = object_at(what, "schema");
    inside = Markup::text(text_at(what, "in") + ": ");
    if (schema) inside += schema_markup(*schema);
  }
  return fill(
      "<section id=\"{{name}}\"><h3>{{name}}</h3><p>{{description}}</p>{{inside}}</section>\n",
      {{"name", name},
       {"description", group == "schemas" ? "" : text_at(what, "description")},
       {"inside", std::move(inside)}});
}

}  // namespace

http::Response docs_page(std::string_view openapi) {
  const auto parsed = json::parse(openapi);
  const auto& description = parsed.as_object();
  Markup body = fill(
      "<body>\n<main class=\"sheet\" lang=\"en\">\n<h1>API</h1><p>{{about}}</p>"
      "<p><a href=\"/openapi.json\">openapi.json</a> (OpenAPI 3.1). * must be there.</p>\n",
      {{"about", text_at(description.at("info").as_object(), "description")}});
  for (const auto& [path, operations] : description.at("paths").as_object()) {
    for (const auto& [method, operation] : operations.as_object()) {
      body += operation_markup(path, method, operation.as_object());
    }
  }
  const auto& components = description.at("components").as_object();
  for (const auto* group : {"parameters", "requestBodies", "responses", "schemas"}) {
    body += tag("h2", Markup::text(group));
    for (const auto& [name, what] : components.at(group).as_object()) {
      body += component_markup(group, name, what.as_object());
    }
  }
  body += Markup::trusted("</main>\n</body>");
  Document document;
  document.title = "API";
  document.body = std::move(body);
  return answer(document);
}

}  // namespace chopay::pages
