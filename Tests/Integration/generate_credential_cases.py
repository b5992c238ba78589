# SPDX-License-Identifier: Apache-2.0
"""Writes Tests/AWSProviderTests/Cases/credentials/cases.json: which source wins, as botocore's resolver decides.

Each case is a set of variables and files; the answer is the access key that botocore ends with. The services
that hand keys out are answered here by a server whose keys tell how they were made, for example
"ROLE(audit,KEY1)" for the role "audit" taken on with KEY1. The Swift test answers in the same way.

Run `python3 Tests/Integration/generate_credential_cases.py` to rewrite the file; test_credential_cases.py
checks it.
"""

import hashlib
import http.server
import json
import os
import pathlib
import tempfile
import threading
import urllib.parse
from unittest import mock

import botocore.credentials
import botocore.exceptions
import botocore.session
import botocore.tokens

CASES = pathlib.Path(__file__).resolve().parents[1] / "AWSProviderTests/Cases/credentials/cases.json"
SERVER = "{server}"
ROLE = "arn:aws:iam::123456789012:role/"
END = "2099-01-01T00:00:00Z"
KEYS = {"AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s"}
IMDS = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": SERVER}
CONTAINER = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": SERVER + "/container"}
WEB = {"AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": ROLE + "web"}
WEB_FILE = {"token": "TOKEN"}


def keys(name, **more):
    return "".join(f"{k} = {v}\n" for k, v in {
        "aws_access_key_id": name, "aws_secret_access_key": "s", **more}.items())


def process(name):
    document = json.dumps({"Version": 1, "AccessKeyId": name, "SecretAccessKey": "s"})
    return f"credential_process = echo '{document}'\n"


def cached_token(key, **more):
    name = hashlib.sha1(key.encode()).hexdigest()
    token = {"accessToken": "LOGIN", "expiresAt": END, "startUrl": "https://x", "region": "eu-west-1", **more}
    return {f".aws/sso/cache/{name}.json": json.dumps(token)}


SSO_LEGACY = "sso_start_url = https://x\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Viewer\n"
SSO_PROFILE = "sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Viewer\n"
SSO_SESSION = "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://x\n"
RENEWABLE = {"refreshToken": "r", "clientId": "c", "clientSecret": "s", "registrationExpiresAt": END}


def situations():
    """Yields (name, environment, config file, credentials file, further files)."""
    default = "[default]\n"
    yield "nothing at all", {}, "", "", {}
    yield "environment alone", KEYS, "", "", {}
    yield "environment before everything", {**KEYS, **IMDS, **CONTAINER, **WEB}, default + keys("CONFIG"), default + keys("FILE"), WEB_FILE
    yield "environment before a chosen profile", {**KEYS, "AWS_PROFILE": "p"}, "[profile p]\n" + keys("CONFIG"), "", {}
    yield "environment with a profile that does not exist", {**KEYS, "AWS_PROFILE": "nowhere"}, "", "", {}
    yield "environment without a secret", {"AWS_ACCESS_KEY_ID": "ENV"}, default + keys("CONFIG"), "", {}
    yield "secret without a key in the environment", {"AWS_SECRET_ACCESS_KEY": "s"}, default + keys("CONFIG"), "", {}
    yield "credentials file", {}, "", default + keys("FILE"), {}
    yield "config file", {}, default + keys("CONFIG"), "", {}
    yield "credentials file before config file", {}, default + keys("CONFIG"), default + keys("FILE"), {}
    yield "credentials file before process", {}, default + process("PROCESS"), default + keys("FILE"), {}
    yield "process before config file", {}, default + process("PROCESS") + keys("CONFIG"), "", {}
    yield "process in the credentials file", {}, "", default + process("PROCESS"), {}
    yield "profile by AWS_PROFILE", {"AWS_PROFILE": "p"}, "", default + keys("FILE") + "[p]\n" + keys("P"), {}
    yield "profile by AWS_DEFAULT_PROFILE", {"AWS_DEFAULT_PROFILE": "p"}, "", default + keys("FILE") + "[p]\n" + keys("P"), {}
    yield "AWS_DEFAULT_PROFILE before AWS_PROFILE", {"AWS_DEFAULT_PROFILE": "p", "AWS_PROFILE": "q"}, "", "[p]\n" + keys("P") + "[q]\n" + keys("Q"), {}
    yield "profile that does not exist", {"AWS_PROFILE": "nowhere"}, default + keys("CONFIG"), "", {}
    yield "profile without keys falls to the container", {"AWS_PROFILE": "p", **CONTAINER}, "[profile p]\nregion = eu-west-1\n", default + keys("FILE"), {}
    yield "section without the word profile is none", {"AWS_PROFILE": "p"}, "[p]\n" + keys("CONFIG"), "", {}
    yield "profile with a quoted name", {"AWS_PROFILE": "two words"}, '[profile "two words"]\n' + keys("CONFIG"), "", {}
    yield "key without secret in the credentials file", {}, "", default + "aws_access_key_id = FILE\n", {}
    yield "secret without key in the credentials file", {**CONTAINER}, "", default + "aws_secret_access_key = s\n", {}
    yield "other file names", {"AWS_CONFIG_FILE": "{home}/c", "AWS_SHARED_CREDENTIALS_FILE": "{home}/d"}, default + keys("CONFIG"), default + keys("FILE"), {"c": default + process("OTHER")}
    yield "broken config file", {}, "[default\nregion\n", default + keys("FILE"), {}
    yield "broken config file and environment", KEYS, "[default\nregion\n", "", {}

    role = lambda name, *rest: f"role_arn = {ROLE}{name}\n" + "".join(line + "\n" for line in rest)
    yield "role with a source profile", {}, default + role("audit", "source_profile = base") + "[profile base]\n" + keys("BASE"), "", {}
    yield "role with a source profile in the credentials file", {}, default + role("audit", "source_profile = base"), "[base]\n" + keys("BASE"), {}
    yield "role before keys of the same profile", {}, default + role("audit", "source_profile = base") + keys("CONFIG") + "[profile base]\n" + keys("BASE"), "", {}
    yield "role whose source is its own profile", {}, default + role("audit", "source_profile = default") + keys("CONFIG"), "", {}
    yield "role whose source is itself without keys", {}, default + role("audit", "source_profile = default"), "", {}
    yield "chain of three roles", {"AWS_PROFILE": "a"}, "[profile a]\n" + role("A", "source_profile = b") + "[profile b]\n" + role("B", "source_profile = c") + "[profile c]\n" + role("C", "source_profile = d") + "[profile d]\n" + keys("D"), "", {}
    yield "circle of roles", {"AWS_PROFILE": "a"}, "[profile a]\n" + role("A", "source_profile = b") + "[profile b]\n" + role("B", "source_profile = a"), "", {}
    yield "longer circle of roles", {"AWS_PROFILE": "a"}, "[profile a]\n" + role("A", "source_profile = b") + "[profile b]\n" + role("B", "source_profile = c") + "[profile c]\n" + role("C", "source_profile = b"), "", {}
    yield "source with keys and a role uses its keys", {"AWS_PROFILE": "a"}, "[profile a]\n" + role("A", "source_profile = b") + "[profile b]\n" + role("B", "source_profile = a") + keys("B"), "", {}
    yield "source profile that does not exist", {}, default + role("audit", "source_profile = nowhere"), "", {}
    yield "source profile without credentials", {}, default + role("audit", "source_profile = base") + "[profile base]\nregion = eu-west-1\n", "", {}
    yield "role without any source", {}, default + role("audit"), "", {}
    yield "role with both sources", {}, default + role("audit", "source_profile = base", "credential_source = Environment"), "", {}
    yield "role of the environment", {**KEYS, "AWS_PROFILE": "p"}, "[profile p]\n" + role("audit", "credential_source = Environment"), "", {}
    yield "role of the container", {**CONTAINER, "AWS_PROFILE": "p"}, "[profile p]\n" + role("audit", "credential_source = EcsContainer"), "", {}
    yield "role of the instance", {**IMDS, "AWS_PROFILE": "p"}, "[profile p]\n" + role("audit", "credential_source = Ec2InstanceMetadata"), "", {}
    yield "role of an unknown source", {"AWS_PROFILE": "p"}, "[profile p]\n" + role("audit", "credential_source = Moon"), "", {}
    yield "role of an empty environment", {"AWS_PROFILE": "p"}, "[profile p]\n" + role("audit", "credential_source = Environment"), "", {}
    yield "role whose source is a process", {}, default + role("audit", "source_profile = base") + "[profile base]\n" + process("PROCESS"), "", {}
    yield "role whose source is single sign-on", {}, default + role("audit", "source_profile = base") + "[profile base]\n" + SSO_LEGACY, "", cached_token("https://x")
    yield "role whose source is a web identity", {}, default + role("audit", "source_profile = base") + "[profile base]\n" + role("web", "web_identity_token_file = {home}/token"), "", WEB_FILE
    yield "a source profile does not read the environment", WEB, default + role("audit", "source_profile = base") + "[profile base]\nregion = eu-west-1\n", "", WEB_FILE

    yield "web identity of the environment", WEB, "", "", WEB_FILE
    yield "web identity before the credentials file", WEB, "", default + keys("FILE"), WEB_FILE
    yield "role of the profile before the web identity of the environment", WEB, default + role("audit", "source_profile = base") + "[profile base]\n" + keys("BASE"), "", WEB_FILE
    yield "web identity of the profile", {}, default + role("web", "web_identity_token_file = {home}/token"), "", WEB_FILE
    yield "role of the environment, token of the profile", {"AWS_ROLE_ARN": ROLE + "other"}, default + role("web", "web_identity_token_file = {home}/token"), "", WEB_FILE
    yield "web identity without a role", {"AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token"}, "", default + keys("FILE"), WEB_FILE
    yield "web identity without its file", WEB, "", default + keys("FILE"), {}

    yield "single sign-on, older form", {}, default + SSO_LEGACY, "", cached_token("https://x")
    yield "single sign-on, newer form", {}, default + SSO_PROFILE + SSO_SESSION, "", cached_token("corp")
    yield "single sign-on before the credentials file", {}, default + SSO_PROFILE + SSO_SESSION, default + keys("FILE"), cached_token("corp")
    yield "web identity before single sign-on", WEB, default + SSO_PROFILE + SSO_SESSION, "", {**cached_token("corp"), **WEB_FILE}
    yield "single sign-on renews its token", {}, default + SSO_PROFILE + SSO_SESSION, "", cached_token("corp", expiresAt="2001-01-01T00:00:00Z", **RENEWABLE)
    yield "single sign-on, older form, over", {}, default + SSO_LEGACY, default + keys("FILE"), cached_token("https://x", expiresAt="2001-01-01T00:00:00Z")
    yield "single sign-on, older form, never begun", {}, default + SSO_LEGACY, default + keys("FILE"), {}
    yield "single sign-on with an unknown session", {}, default + SSO_PROFILE, default + keys("FILE"), {}
    yield "single sign-on without an account", {}, default + SSO_LEGACY.replace("sso_account_id = 111122223333\n", ""), default + keys("FILE"), {}
    yield "single sign-on with a contradiction", {}, default + SSO_PROFILE + "sso_region = us-east-1\n" + SSO_SESSION, "", cached_token("corp")
    yield "a start URL alone is no single sign-on", {}, default + "sso_start_url = https://x\nsso_region = eu-west-1\n" + keys("CONFIG"), "", {}

    yield "container", CONTAINER, "", "", {}
    yield "container with a token", {**CONTAINER, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "T"}, "", "", {}
    yield "container with a token file", {**CONTAINER, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "T", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/t"}, "", "", {"t": "F"}
    yield "container before the instance", {**CONTAINER, **IMDS}, "", "", {}
    yield "config file before the container", CONTAINER, default + keys("CONFIG"), "", {}
    yield "container on a foreign host", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://10.0.0.1/x"}, "", "", {}
    yield "instance", IMDS, "", "", {}
    yield "config file before the instance", IMDS, default + keys("CONFIG"), "", {}
    yield "instance switched off", {**IMDS, "AWS_EC2_METADATA_DISABLED": "TRUE"}, "", "", {}
    yield "instance named in the profile", {}, default + "ec2_metadata_service_endpoint = {server}\n", "", {}


# MARK: the services

class Services(http.server.BaseHTTPRequestHandler):
    """Answers as STS, the single sign-on portal, sso-oidc, a container endpoint and the instance metadata do."""

    def log_message(self, *_):
        pass

    def answer(self, body, content_type="application/json"):
        data = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_PUT(self):
        self.answer("METADATA-TOKEN", "text/plain")

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        role = {"SecretAccessKey": "s", "Token": "t", "Expiration": END}
        if url.path == "/container":
            self.answer(json.dumps({"AccessKeyId": f"CONTAINER({self.headers.get('Authorization', '')})", **role}))
        elif url.path == "/federation/credentials":
            key = f"SSO({query['account_id']},{query['role_name']},{self.headers['x-amz-sso_bearer_token']})"
            self.answer(json.dumps({"roleCredentials": {
                "accessKeyId": key, "secretAccessKey": "s", "sessionToken": "t", "expiration": 4070908800000}}))
        elif url.path == "/latest/meta-data/iam/security-credentials/":
            self.answer("web-server", "text/plain")
        elif url.path == "/latest/meta-data/iam/security-credentials/web-server":
            self.answer(json.dumps({"Code": "Success", "AccessKeyId": "INSTANCE(web-server)", **role}))
        else:
            self.send_error(404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path == "/token":
            self.answer(json.dumps({"accessToken": "RENEWED", "expiresIn": 3600}))
            return
        form = dict(urllib.parse.parse_qsl(body))
        name = form["RoleArn"].rpartition("/")[2]
        if form["Action"] == "AssumeRole":
            caller = self.headers["Authorization"].partition("Credential=")[2].split("/")[0]
            key = f"ROLE({name},{caller})"
        else:
            assert "Authorization" not in self.headers
            key = f"WEB({name},{form['WebIdentityToken']})"
        action = form["Action"]
        self.answer(f"<{action}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{action}Result>"
                    f"<Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                    f"<SessionToken>t</SessionToken><Expiration>{END}</Expiration></Credentials>"
                    f"<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/{name}/s</Arn>"
                    f"<AssumedRoleId>x:s</AssumedRoleId></AssumedRoleUser>"
                    f"</{action}Result></{action}Response>", "text/xml")


def resolve(home, environment):
    """Returns what botocore's resolver ends with."""
    cache = str(home / ".aws/sso/cache")
    with mock.patch.dict(os.environ, environment, clear=True), \
            mock.patch.object(botocore.credentials.SSOProvider, "_SSO_TOKEN_CACHE_DIR", cache), \
            mock.patch.object(botocore.tokens.SSOTokenProvider, "_SSO_TOKEN_CACHE_DIR", cache):
        try:
            session = botocore.session.Session()
            found = botocore.credentials.create_credential_resolver(
                session, region_name="eu-west-1").load_credentials()
            return {"access_key": found.get_frozen_credentials().access_key} if found else {"access_key": None}
        except (botocore.exceptions.BotoCoreError, ValueError, OSError) as error:
            return {"error": type(error).__name__}


def cases():
    """Returns the whole corpus as it is committed."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Services)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    result = []
    try:
        for name, environment, config, credentials, files in situations():
            files = dict(files)
            if config:
                files[".aws/config"] = config
            if credentials:
                files[".aws/credentials"] = credentials
            with tempfile.TemporaryDirectory() as folder:
                home = pathlib.Path(folder)
                fill = lambda text: text.replace("{server}", url).replace("{home}", folder)
                for path, text in files.items():
                    (home / path).parent.mkdir(parents=True, exist_ok=True)
                    (home / path).write_text(fill(text))
                # Tests must not look for a real instance; a case that wants one names it.
                asks_instance = "AWS_EC2_METADATA_SERVICE_ENDPOINT" in environment or "ec2_metadata" in config
                base = {"HOME": folder, "PATH": os.environ["PATH"]}
                services = {"AWS_ENDPOINT_URL": "{server}", "AWS_DEFAULT_REGION": "eu-west-1"}
                if not asks_instance:
                    services["AWS_EC2_METADATA_DISABLED"] = "true"
                shown = {**services, **environment}
                expected = resolve(home, {**base, **{k: fill(v) for k, v in shown.items()}})
            result.append({"name": name, "environment": shown, "files": files, "expected": expected})
    finally:
        server.shutdown()
        server.server_close()
    return {"cases": result}


def text():
    """Returns the content of cases.json."""
    return json.dumps(cases(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    CASES.parent.mkdir(parents=True, exist_ok=True)
    content = text()
    CASES.write_text(content, encoding="utf-8")
    for case in json.loads(content)["cases"]:
        print(f"{case['name']}: {case['expected']}")
