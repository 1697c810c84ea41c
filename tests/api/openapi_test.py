"""The description that the program serves is the one that all API tests are held to."""

import html
import re
import unittest

import openapi
from sandbox import Sandbox


class OpenApiTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())

    def test_the_description_is_served_to_everybody_and_kept_by_its_tag(self):
        answer = self.sandbox.ask("GET", "/openapi.json")
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "application/json"))
        self.assertEqual(answer.json(), openapi.DESCRIPTION)
        self.assertEqual(answer.json()["openapi"], "3.1.0")
        again = self.sandbox.ask("GET", "/openapi.json",
                                 headers={"If-None-Match": answer.headers["ETag"]})
        self.assertEqual(again.status, 304)

    def test_the_page_of_the_description_names_every_route_and_runs_nothing(self):
        page = self.sandbox.ask("GET", "/docs")
        self.assertEqual((page.status, page.headers["Content-Type"]),
                         (200, "text/html; charset=utf-8"))
        self.assertNotIn("unsafe", page.headers["Content-Security-Policy"])
        text = html.unescape(page.body.decode())
        self.assertNotIn("<script", text)
        self.assertNotIn(" style=", text)
        for path, operations in openapi.DESCRIPTION["paths"].items():
            for method, operation in operations.items():
                self.assertIn(f"<code>{method.upper()} {path}</code> {operation['summary']}", text)
        for link in set(re.findall(r'href="#([^"]+)"', text)):
            self.assertIn(f'id="{link}"', text, "a link leads nowhere")

    def test_an_answer_of_another_form_is_noticed(self):
        opened = self.sandbox.post("/v1/payment-requests", {"stall": "A12", "amount": 1_000})
        def complaint(status, kind, body):
            return openapi.complaint("POST", "/v1/payment-requests", status, kind, body)
        self.assertIsNone(complaint(201, "application/json", opened.body))
        for status, kind, body in ((202, "application/json", opened.body),
                                   (201, "text/html", opened.body),
                                   (201, "application/json", b"{}"),
                                   (201, "application/json",
                                    opened.body.replace(b'"amount":1000', b'"amount":"1000"')),
                                   (422, "application/problem+json", b'{"code":"x"}')):
            with self.subTest(status=status, kind=kind):
                self.assertIsNotNone(complaint(status, kind, body))

    def test_every_post_that_needs_a_key_takes_an_idempotency_key(self):
        posts = {path: item["post"] for path, item in openapi.DESCRIPTION["paths"].items()
                 if path.startswith("/v1/") and "post" in item}
        self.assertGreater(len(posts), 50)
        field = {"$ref": "#/components/parameters/idempotency_key"}
        for path, operation in posts.items():
            if operation.get("security") != []:
                self.assertIn(field, operation.get("parameters", []), path)

    def test_every_reference_leads_somewhere(self):
        def walk(value):
            if isinstance(value, dict):
                if "$ref" in value:
                    openapi._found(value)  # pylint: disable=protected-access
                for one in value.values():
                    walk(one)
            elif isinstance(value, list):
                for one in value:
                    walk(one)
        walk(openapi.DESCRIPTION)


if __name__ == "__main__":
    unittest.main()
