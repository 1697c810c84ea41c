"""Pictures over HTTP: the hosted service's addresses, stickers, photos of codes, bank app links."""

import base64
import http.client
import json
import pathlib
import struct
import subprocess
import tempfile
import unittest
import urllib.parse
import zlib

from sandbox import CHOPAY, Gateway, Sandbox, answers_until_429, chopay, wait_until

PAYLOAD = ("00020101021238560010A0000007270126000697041501121133666688880208QRIBFTTA"
           "53037045405790005802VN62220818Ung Ho Quy Vac Xin63043ACF")
ORDER = {"accountNo": "113366668888", "accountName": "QUY VAC XIN PHONG CHONG COVID",
         "acqId": 970415, "addInfo": "Ung Ho Quy Vac Xin", "amount": 79000}
SIZES = {"compact2": (540, 640), "compact": (540, 540), "qr_only": (480, 480),
         "print": (600, 776)}
PAPERS = {"square_80": 1, "tent_a6": 2, "tent_a5": 2, "strip_58": 1, "strip_80": 1, "sheet_a4": 6}


def image(template, form, **changes):
    query = {"amount": 79000, "addInfo": "Ung Ho Quy Vac Xin", "accountName": "Quỹ Vắc xin",
             **changes}
    return (f"/image/vietinbank-113366668888-{template}.{form}?"
            + urllib.parse.urlencode({name: value for name, value in query.items() if value}))


def png_size(png):
    return struct.unpack(">II", png[16:24])


def blank_png(width, height):
    """A white picture of two colours: small as a file, large when unpacked."""
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))
    rows = zlib.compress((b"\0" + b"\xff" * ((width + 7) // 8)) * height)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows)
            + chunk(b"IEND", b""))


def read(picture):
    """`chopay qr read` of the bytes: the texts of the codes."""
    done = subprocess.run([CHOPAY, "qr", "read", "--json", "-"], input=picture,
                          capture_output=True, timeout=60, check=False)
    return [json.loads(line)["text"] for line in done.stdout.splitlines()]


class PictureTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox()
        cls.sandbox.start()
        cls.addClassCleanup(cls.sandbox.close)

    def read_codes(self, picture, key=None, stall=None):
        query = f"?stall={stall}" if stall else ""
        return self.sandbox.ask("POST", "/v1/codes/read" + query, picture,
                                self.sandbox.bearer(key))

    def test_the_hosted_services_pictures_have_its_sizes_and_payload(self):
        for template, size in SIZES.items():
            with self.subTest(template):
                png = self.sandbox.ask("GET", image(template, "png"))
                self.assertEqual((png.status, png.headers["Content-Type"]), (200, "image/png"))
                self.assertEqual(png_size(png.body), size)
                self.assertEqual(read(png.body), [PAYLOAD])
                jpeg = self.sandbox.ask("GET", image(template, "jpg"))
                self.assertEqual(jpeg.headers["Content-Type"], "image/jpeg")
                self.assertEqual(read(jpeg.body), [PAYLOAD])
                svg = self.sandbox.ask("GET", image(template, "svg"))
                self.assertEqual(svg.headers["Content-Type"], "image/svg+xml")
                self.assertIn(f'width="{size[0]}', svg.body.decode())

    def test_a_picture_is_kept_by_its_tag(self):
        first = self.sandbox.ask("GET", image("compact", "png"))
        tag = first.headers["ETag"]
        self.assertIn("max-age=2592000", first.headers["Cache-Control"])
        self.assertEqual(first.headers["Cross-Origin-Resource-Policy"], "cross-origin")
        again = self.sandbox.ask("GET", image("compact", "png"), headers={"If-None-Match": tag})
        self.assertEqual((again.status, again.body), (304, b""))
        other = self.sandbox.ask("GET", image("compact", "png", amount=79001),
                                 headers={"If-None-Match": tag})
        self.assertEqual(other.status, 200)
        self.assertNotEqual(other.headers["ETag"], tag)

    def test_what_cannot_be_paid_is_not_drawn(self):
        refused = {image("fancy", "png"): (404, "no_such_picture"),
                   image("compact", "gif"): (404, "no_such_picture"),
                   "/image/nobank-1-compact.png": (400, "unknown_bank"),
                   "/image/vietinbank-1+1-compact.png": (400, "bad_account"),
                   image("compact", "png", amount="0"): (400, "bad_amount"),
                   image("compact", "png", amount="1.5"): (400, "bad_amount"),
                   image("compact", "png", addInfo="x" * 26): (400, "field_too_long")}
        for path, expected in refused.items():
            with self.subTest(path):
                answer = self.sandbox.ask("GET", path)
                self.assertEqual((answer.status, answer.json()["code"]), expected)

    def test_generate_answers_in_the_hosted_envelope(self):
        answer = self.sandbox.ask("POST", "/v2/generate", json.dumps(ORDER))
        body = answer.json()
        self.assertEqual((answer.status, body["code"], body["desc"]),
                         (200, "00", "Gen VietQR successful!"))
        self.assertEqual(body["data"]["qrCode"], PAYLOAD)
        self.assertEqual((body["data"]["acqId"], body["data"]["accountName"]),
                         ("970415", ORDER["accountName"]))
        head, picture = body["data"]["qrDataURL"].split(",")
        self.assertEqual(head, "data:image/png;base64")
        self.assertEqual(read(base64.b64decode(picture)), [PAYLOAD])
        wrong = self.sandbox.ask("POST", "/v2/generate", json.dumps({**ORDER, "amount": "0"}))
        self.assertNotEqual(wrong.json()["code"], "00")
        self.assertIsNone(wrong.json()["data"])

    def test_banks_are_listed_in_both_forms(self):
        hosted = self.sandbox.ask("GET", "/v2/banks").json()
        self.assertEqual(hosted["code"], "00")
        self.assertIn(f"Total {len(hosted['data'])} banks", hosted["desc"])
        bank = next(one for one in hosted["data"] if one["bin"] == "970436")
        self.assertEqual((bank["code"], bank["shortName"], bank["transferSupported"]),
                         ("VCB", "Vietcombank", 1))
        own = self.sandbox.ask("GET", "/v1/banks")
        self.assertEqual(len(own.json()["banks"]), 81)
        found = self.sandbox.ask("GET", "/v1/banks?q=ngan+hang+ngoai+thuong").json()["banks"]
        self.assertEqual([one["bin"] for one in found], ["970436"])
        again = self.sandbox.ask("GET", "/v1/banks",
                                 headers={"If-None-Match": own.headers["ETag"]})
        self.assertEqual(again.status, 304)

    def test_bank_apps_that_fill_in_come_first_and_dead_requests_have_none(self):
        request = self.sandbox.open_request(85_000)
        path = f"/v1/payment-requests/{request['id']}/bank-apps"
        apps = self.sandbox.ask("GET", path).json()["apps"]
        fills = [app["autofill"] for app in apps]
        self.assertTrue(fills[0])
        self.assertEqual(fills, sorted(fills, reverse=True))
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(apps[0]["link"]).query)
        self.assertEqual((query["am"], query["tn"]), (["85000"], [request["memo"]]))
        self.assertEqual(query["url"], [request["pay_url"]])
        self.sandbox.post(f"/v1/payment-requests/{request['id']}/cancel", {})
        self.assertEqual(self.sandbox.ask("GET", path).status, 409)

    def test_stickers_scan_as_the_stalls_genuine_code(self):
        for paper, codes in PAPERS.items():
            with self.subTest(paper):
                path = f"/v1/stalls/A12/sticker.png?paper={paper}"
                png = self.sandbox.get(path, self.sandbox.board_key)
                self.assertEqual(png.status, 200, png)
                found = self.read_codes(png.body, stall="A12").json()["codes"]
                self.assertEqual([(one["verdict"], one["stall"]) for one in found],
                                 [("genuine", "A12")], f"{codes} drawn")
        pdf = self.sandbox.get("/v1/stalls/A12/sticker.pdf", self.sandbox.till_key)
        self.assertTrue(pdf.body.startswith(b"%PDF-"))
        svg = self.sandbox.get("/v1/stalls/A12/sticker.svg?paper=tent_a6")
        self.assertEqual(svg.body.count(b"<g shape-rendering"), 2)
        self.assertEqual(self.sandbox.get("/v1/stalls/A12/sticker.pdf?paper=a3").status, 400)
        self.assertEqual(self.sandbox.get("/v1/stalls/Z9/sticker.pdf").status, 404)

    def test_the_board_prints_the_market_and_a_till_does_not(self):
        whole = self.sandbox.get("/v1/stickers.pdf", self.sandbox.board_key)
        self.assertEqual((whole.status, whole.headers["Content-Type"]), (200, "application/pdf"))
        self.assertEqual(self.sandbox.get("/v1/stickers.pdf?zone=X",
                                          self.sandbox.board_key).status, 404)
        self.assertEqual(self.sandbox.get("/v1/stickers.pdf", self.sandbox.till_key).status, 403)
        other = self.sandbox.get("/v1/stalls/A01/sticker.pdf", self.sandbox.till_key)
        self.assertEqual(other.status, 403)
        self.assertEqual(self.sandbox.ask("GET", "/v1/stickers.pdf").status, 401)

    def test_a_photo_is_judged_against_the_registry(self):
        genuine = self.sandbox.get("/v1/stalls/A12/code.png").body
        self.assertEqual(self.verdicts(genuine, "A12"), [("genuine", "A12")])
        self.assertEqual(self.verdicts(genuine, "A01"), [("other_stall", "A12")])
        pasted_over = self.sandbox.ask("GET", image("compact2", "jpg")).body
        self.assertEqual(self.verdicts(pasted_over, "A12"), [("foreign", None)])
        # A till's own stall is where it is.
        self.assertEqual(self.read_codes(genuine, self.sandbox.till_key).json()["codes"][0]
                         ["verdict"], "genuine")

    def verdicts(self, picture, stall):
        answer = self.read_codes(picture, stall=stall)
        self.assertEqual(answer.status, 200, answer)
        return [(one["verdict"], one["stall"]) for one in answer.json()["codes"]]

    def test_what_is_no_picture_is_refused_and_the_gateway_lives(self):
        png = self.sandbox.get("/v1/stalls/A12/code.png").body
        broken = {b"": (400, "no_picture"), b"GIF89a": (422, "picture_unreadable"),
                  png[:200]: (422, "picture_unreadable")}
        for body, expected in broken.items():
            answer = self.read_codes(body)
            self.assertEqual((answer.status, answer.json()["code"]), expected)
        self.assertEqual(self.status_of_length((8 << 20) + 1), 413)
        self.assertEqual(self.sandbox.ask("POST", "/v1/codes/read", png).status, 401)
        self.assertEqual(self.read_codes(png).status, 200)

    def test_a_picture_may_have_24_megapixels_and_no_more(self):
        most = blank_png(6_000, 4_000)
        # On a busy machine it may not be read within the time that a photo has: then it is sent again.
        read_at_last = wait_until(lambda: (answer := self.read_codes(most)).status == 200 and answer,
                                  "24 megapixels")
        self.assertEqual(read_at_last.json(), {"codes": []})
        more = self.read_codes(blank_png(6_000, 4_001))
        self.assertEqual((more.status, more.json()["code"]), (422, "picture_unreadable"))

    def status_of_length(self, length):
        """What is said to a head that announces so much, before any of it is sent."""
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.sandbox.url).netloc,
                                                timeout=60)
        self.addCleanup(connection.close)
        connection.putrequest("POST", "/v1/codes/read")
        for name, value in {**self.sandbox.bearer(), "Content-Length": str(length)}.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse().status

    def test_the_command_line_judges_and_prints_from_the_same_ledger(self):
        with tempfile.TemporaryDirectory() as folder:
            photo = pathlib.Path(folder, "photo.png")
            photo.write_bytes(self.sandbox.get("/v1/stalls/A12/code.png").body)
            done = chopay("qr", "read", "--json", "--data", self.sandbox.data, "--stall", "A01",
                          photo)
            self.assertEqual((done.returncode, json.loads(done.stdout)["verdict"]),
                             (1, "other_stall"))
            pdf = pathlib.Path(folder, "market.pdf")
            done = chopay("market", "stickers", "--data", self.sandbox.data, "--out", pdf)
            self.assertEqual((done.returncode, done.stdout.split()[0]), (0, "12"), done.stderr)
            self.assertTrue(pdf.read_bytes().startswith(b"%PDF-"))


class Served(Gateway):
    """`chopay serve` of a market with these lines in its settings."""

    def __init__(self, lines):
        super().__init__()
        done = chopay("init", "--data", self.data, "--name", "Chợ Cái Dăm", "--province",
                      "Quảng Ninh", "--person", "Chị Lan")
        assert done.returncode == 0, done.stderr
        self._config = self._folder / "chopay.toml"
        self._config.write_text(f'data = "{self.data}"\n{lines}\n')

    def arguments(self, listen):
        return "serve", "--config", self._config, "--listen", listen


class SettingsTest(unittest.TestCase):
    def statuses(self, lines, most=1):
        with Served(lines) as gateway:
            answers = answers_until_429(lambda: gateway.ask("GET", "/v2/banks"), most)
            return [answer.status for answer in answers]

    def test_the_image_service_can_be_switched_off(self):
        self.assertEqual(self.statuses("image_service = false"), [404])

    def test_links_into_bank_apps_can_be_switched_off(self):
        codes = []
        for lines in ("", "bank_app_links = false"):
            with Served(lines) as gateway:
                answer = gateway.ask("GET", "/v1/payment-requests/pr_1/bank-apps")
                self.assertEqual(answer.status, 404, answer)
                codes.append(answer.json()["code"])
        self.assertEqual(codes, ["unknown_request", "not_found"])

    def test_a_wrong_colour_or_logo_of_stickers_stops_the_start(self):
        for lines in ('accent = "green"', 'logo_file = "/nonexistent.png"'):
            with self.subTest(lines), self.assertRaisesRegex(AssertionError, "sticker: "):
                self.statuses("[sticker]\n" + lines)

    def test_an_address_that_asks_too_often_is_told_to_wait(self):
        statuses = self.statuses("image_requests_per_minute = 3", 60)
        self.assertEqual((statuses[:3], statuses[-1]), ([200, 200, 200], 429))


if __name__ == "__main__":
    unittest.main()
