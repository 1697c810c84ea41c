"""Certificates for tests, made by openssl: authorities, and what they vouch for."""

import subprocess


def _openssl(*arguments, given=None):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, timeout=60,
                   input=given)


class Authority:
    """A certificate authority in a folder of its own kind: NAME.pem and NAME.key."""

    def __init__(self, folder, name):
        self.folder = folder
        self.name = name
        self.file = folder / f"{name}.pem"
        self._key = folder / f"{name}.key"
        _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", self._key, "-out", self.file, "-days", 30, "-subj", f"/CN={name}")

    def vouch_for(self, name, days=30, usage="serverAuth,clientAuth", more=""):
        """Files of a new certificate for the name, and of its key; `more` is one more extension."""
        certificate = self.folder / f"{self.name}-{name}.pem"
        key = self.folder / f"{self.name}-{name}.key"
        request = self.folder / "request.pem"
        extension = self.folder / "extension"
        extension.write_text(f"subjectAltName=DNS:{name}\nextendedKeyUsage={usage}\n"
                             f"basicConstraints=CA:FALSE\n{more}\n")
        _openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        _openssl("x509", "-req", "-in", request, "-CA", self.file, "-CAkey", self._key,
                 "-CAcreateserial", "-days", days, "-extfile", extension, "-out", certificate)
        key.chmod(0o600)
        return certificate, key


def fingerprint(certificate):
    """SHA-256 of the certificate, as openssl prints it: AB:CD:…"""
    shown = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-fingerprint",
                            "-sha256"], check=True, capture_output=True, text=True, timeout=60)
    return shown.stdout.strip().split("=")[1]
