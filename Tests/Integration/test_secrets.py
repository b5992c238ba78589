# SPDX-License-Identifier: Apache-2.0
"""Secrets that are handed in never come out: not in results, errors, logs of any level, or the state directory."""

import hashlib
import json
import urllib.parse

import pytest

from hostile_cloud import Reply, hostile_cloud
from refusals import assert_no_crash

KEY = "AKIAQUOTEDEXAMPLE000"
SECRET = "wJalr+Utn/FEMI7K8MDENGbPxRfiCYkeep9"
TOKEN = "IQoJb3JpZ2luX2VjEAka/token+of/a=session&that<is>long=="
BEARER = "Bearer-b7Xq9Kcontainer-authorization-0a1b2c3d"
IDENTITY = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwb2QifQ.c2lnbmF0dXJlLW9mLWEtcG9k"
ACCESS = "aoaAAAAAGx-single-sign-on-access-token-5e6f7a8b"
CLIENT = "client-secret-of-the-registration-9c8d7e"
REFRESH = "refresh-token-of-the-person-1f2e3d4c"
SECRETS = (SECRET, TOKEN, BEARER, IDENTITY, ACCESS, CLIENT, REFRESH)


def keys(token="SessionToken", **more):
    return {"AccessKeyId": KEY, "SecretAccessKey": SECRET, token: TOKEN, "Expiration": "2099-01-01T00:00:00Z"} | more


def quoting(status, kind):
    """A refusal that quotes all that the request had, and more than AWS could know."""

    def reply(headers, body):
        canonical = "\n".join(f"{name.lower()}:{value}" for name, value in headers.items())
        form = urllib.parse.parse_qs(body.decode("latin-1"))
        # First what the request had, as the end of a long text is cut.
        known = [headers.get("X-Amz-Security-Token"), headers.get("Authorization"), *form.get("WebIdentityToken", [])]
        known += [urllib.parse.quote(text, safe="") for text in known if text]
        words = f"You sent {', '.join(text for text in known if text)}. The Canonical String for this request should have been\n'POST\n/\n\n{canonical}\n\n"
        words += f"{body.decode('latin-1')}' with the keys {' and '.join(SECRETS)}. " + "Once more: " + TOKEN
        if kind == "json":
            return Reply(json.dumps({"__type": "SignatureDoesNotMatch", "message": words, "error": words}), status)
        escaped = words.replace("&", "&amp;").replace("<", "&lt;")
        return Reply(
            f"<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>{escaped}</Message></Error>"
            "</ErrorResponse>", status,
        )

    return reply


def role_reply():
    members = "".join(f"<{k}>{v.replace('&', '&amp;').replace('<', '&lt;')}</{k}>" for k, v in keys().items())
    name = "AssumeRoleWithWebIdentity"
    return Reply(
        f"<{name}Response><{name}Result><Credentials>{members}</Credentials><AssumedRoleUser><Arn>"
        f"arn:aws:sts::1:assumed-role/x/y</Arn></AssumedRoleUser></{name}Result></{name}Response>"
    )


# --- sources ----------------------------------------------------------------------------------------------------


def variables(home, url):
    return {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": TOKEN}


def profile(home, url, *lines):
    (home / ".aws").mkdir(exist_ok=True)
    (home / ".aws" / "config").write_text("\n".join(["[default]", "region = us-east-1", *lines, ""]))
    return {"AWS_CONFIG_FILE": str(home / ".aws" / "config")}


def config_file(home, url):
    return profile(
        home, url, f"aws_access_key_id = {KEY}", f"aws_secret_access_key = {SECRET}", f"aws_session_token = {TOKEN}",
    )


def config_file_with_a_fault(home, url):
    return profile(home, url, f"aws_access_key_id = {KEY}", f"{SECRET}", f"aws_session_token {TOKEN}")


def process(home, url, script=None):
    program = home / "credentials.sh"
    program.write_text(script or f"#!/bin/sh\ncat <<'END'\n{json.dumps(keys(Version=1))}\nEND\n")
    program.chmod(0o755)
    return profile(home, url, f"credential_process = {program} --password {BEARER}")


def failing_process(home, url):
    return process(home, url, f"#!/bin/sh\necho 'refused: {SECRET}' >&2\necho '{TOKEN}'\nexit 3\n")


def babbling_process(home, url):
    return process(home, url, f"#!/bin/sh\necho '{{\"Version\":1, \"SecretAccessKey\":\"{SECRET}\"'\n")


def container(home, url):
    return {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{url}/container", "AWS_CONTAINER_AUTHORIZATION_TOKEN": BEARER,
    }


def container_with_a_token_file(home, url):
    (home / "bearer").write_text(BEARER)
    return {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{url}/container",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(home / "bearer"),
    }


def container_with_a_broken_token(home, url):
    return container(home, url) | {"AWS_CONTAINER_AUTHORIZATION_TOKEN": f"{BEARER}\r\nX-Other: {TOKEN}"}


def web_identity(home, url):
    (home / "identity").write_text(IDENTITY)
    return {
        "AWS_WEB_IDENTITY_TOKEN_FILE": str(home / "identity"), "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/x",
    }


def single_sign_on(home, url):
    cache = home / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    (cache / (hashlib.sha1(b"company").hexdigest() + ".json")).write_text(json.dumps({
        "accessToken": ACCESS, "expiresAt": "2099-01-01T00:00:00Z", "clientId": "c", "clientSecret": CLIENT,
        "refreshToken": REFRESH, "registrationExpiresAt": "2099-01-01T00:00:00Z",
    }))
    return profile(
        home, url, "sso_session = company", "sso_account_id = 123456789012", "sso_role_name = reader",
        "[sso-session company]", "sso_start_url = https://company.example", "sso_region = us-east-1",
    )


def expired_sign_on(home, url):
    settings = single_sign_on(home, url)
    [file] = (home / ".aws" / "sso" / "cache").iterdir()
    file.write_text(file.read_text().replace('"expiresAt": "2099', '"expiresAt": "2001'))
    return settings


SOURCES = (
    variables, config_file, config_file_with_a_fault, process, failing_process, babbling_process, container,
    container_with_a_token_file, container_with_a_broken_token, web_identity, single_sign_on, expired_sign_on,
)

PORTAL = {"roleCredentials": {
    "accessKeyId": KEY, "secretAccessKey": SECRET, "sessionToken": TOKEN, "expiration": 4_000_000_000_000,
}}
# What gives credentials gives them, and who is asked with them quotes them.
GIVING = {
    "/container": Reply(json.dumps(keys("Token")), content_type="application/json"),
    "AssumeRoleWithWebIdentity": role_reply(),
    "/federation/credentials": Reply(json.dumps(PORTAL), content_type="application/json"),
    "*": quoting(403, "xml"),
}
# Who should give credentials refuses, and quotes what it was asked with.
REFUSING = {
    "/container": quoting(400, "json"), "AssumeRoleWithWebIdentity": quoting(400, "xml"),
    "/federation/credentials": quoting(401, "json"), "/token": quoting(400, "json"), "*": quoting(403, "xml"),
}


def forms(secret):
    """A secret as it is, quoted in a form, in JSON, and the half that is left where a text was cut."""
    whole = {secret, urllib.parse.quote(secret, safe=""), json.dumps(secret)[1:-1]}
    return whole | {secret[: len(secret) // 2], secret[len(secret) // 2:]}


def leaks(text):
    return sorted(form for secret in SECRETS for form in forms(secret) if form in text)


def everything(done, home):
    state = [path.read_bytes().decode("latin-1") for path in (home / "state").rglob("*") if path.is_file()]
    return "\n".join([done.stdout, done.stderr, *state])


@pytest.fixture(scope="module")
def between(demo_estate):
    with hostile_cloud(demo_estate) as cloud:
        yield cloud


@pytest.mark.parametrize("replies", [GIVING, REFUSING], ids=["quoted by services", "quoted by who gives keys"])
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.__name__)
def test_no_secret_comes_out_again(run_cli, between, tmp_path, source, replies):
    home = tmp_path / "home"
    between.replies = replies
    between.asked.clear()
    url = between.environment["AWS_ENDPOINT_URL"]
    environment = {"AWS_ENDPOINT_URL": url, "AWS_REGION": "us-east-1"} | source(home, url)
    done = run_cli("doctor", "--log-level", "trace", "--output", "json", env=environment)
    assert_no_crash(done)
    assert done.code == 1
    assert leaks(everything(done, home)) == []
    if "SignatureDoesNotMatch" in done.stdout:
        assert "You sent" in done.stdout and "<secret>" in done.stdout
    [told] = [check for check in done.json["checks"] if check["check"] == "credentials aws"]
    assert told["status"] == "error" and len(told["detail"]) > 40, told


@pytest.mark.parametrize("form", ["xml", "json"])
def test_no_secret_comes_out_of_a_scan_that_every_service_refuses(run_cli, between, demo_estate, tmp_path, form):
    """The account is open, and each list is refused with a message that quotes the keys."""
    names = ("DescribeVolumes", "DescribeInstances", "ListTables", "ListTopics", "ListQueues", "ListClusters")
    between.replies = {name: quoting(403, form) for name in names}
    own = demo_estate.environment["AWS_SECRET_ACCESS_KEY"]
    done = run_cli(
        "call", "check_tag_compliance", "--store-snapshot", "--log-level", "trace", env=between.environment,
    )
    assert_no_crash(done)
    assert done.code == 3
    text = everything(done, tmp_path / "home")
    assert own not in text
    assert "SignatureDoesNotMatch" in text


def test_a_session_token_is_hidden_in_every_gap(run_cli, between, demo_estate, tmp_path):
    """The estate takes any token; services quote it together with the signature's input."""
    between.replies = {"DescribeVolumes": quoting(403, "xml"), "ListQueues": quoting(403, "json")}
    environment = between.environment | {"AWS_SESSION_TOKEN": TOKEN}
    done = run_cli("call", "check_tag_compliance", "--log-level", "trace", env=environment)
    assert_no_crash(done)
    text = everything(done, tmp_path / "home")
    assert [leak for leak in leaks(text) if leak in forms(TOKEN)] == []
