# SPDX-License-Identifier: Apache-2.0
"""Writes Tests/AWSProviderTests/Cases/sigv4/cases.json: requests as botocore signs them.

Run `python3 Tests/Integration/generate_sigv4_cases.py` to rewrite the file; test_sigv4_cases.py checks it.
"""

import datetime
import json
import pathlib
from unittest import mock

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.utils import percent_encode_sequence

CASES = pathlib.Path(__file__).resolve().parents[1] / "AWSProviderTests/Cases/sigv4/cases.json"
TIME = datetime.datetime(2026, 7, 21, 9, 59, 58, tzinfo=datetime.timezone.utc)
KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="
LAMBDA_ARN = "arn:aws:lambda:eu-west-1:123456789012:function:report"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


def requests():
    """Yields (name, service, method, url, headers, body, options)."""

    def case(name, service="ec2", method="GET", url="", headers=(), body=b"", **options):
        return name, service, method, url, list(dict(headers).items()) if isinstance(headers, dict) else list(
            headers), body, options

    query = percent_encode_sequence
    ec2 = "https://ec2.eu-west-1.amazonaws.com"
    lam = "https://lambda.eu-west-1.amazonaws.com"
    s3 = "https://bucket.s3.eu-west-1.amazonaws.com"

    # Protocols as the engine uses them
    yield case("ec2 query protocol", method="POST", url=ec2 + "/", headers=FORM,
               body=b"Action=DescribeInstances&Version=2016-11-15&MaxResults=1000")
    yield case("ec2 query protocol with a token", method="POST", url=ec2 + "/", headers=FORM, token=True,
               body=b"Action=DescribeInstances&Version=2016-11-15&NextToken=a%2Bb%3D")
    yield case("json protocol with a target", "tagging", "POST", "https://tagging.eu-west-1.amazonaws.com/",
               {"Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": "ResourceGroupsTaggingAPI_20170126.GetResources"}, b'{"ResourcesPerPage":100}')
    yield case("json body in UTF-8", "dynamodb", "POST", "https://dynamodb.eu-west-1.amazonaws.com/",
               {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.ListTables"},
               '{"Größe":"东京"}'.encode())
    yield case("sts caller identity", "sts", "POST", "https://sts.eu-west-1.amazonaws.com/", FORM,
               b"Action=GetCallerIdentity&Version=2011-06-15", token=True)
    yield case("rds describe", "rds", "POST", "https://rds.ap-southeast-2.amazonaws.com/", FORM,
               b"Action=DescribeDBInstances&Version=2014-10-31&MaxRecords=100", region="ap-southeast-2")
    yield case("cbor body with bytes above 127", "tagging", "POST", "https://tagging.eu-west-1.amazonaws.com/",
               {"Content-Type": "application/cbor", "Smithy-Protocol": "rpc-v2-cbor"}, bytes(range(256)))

    # Paths
    yield case("arn escaped in a path", "lambda", url=f"{lam}/2017-03-31/tags/{LAMBDA_ARN.replace(':', '%3A')}")
    yield case("arn unescaped in a path", "lambda", url=f"{lam}/2017-03-31/tags/{LAMBDA_ARN}")
    yield case("arn escaped in a path with a token", "lambda", token=True,
               url=f"{lam}/2017-03-31/tags/{LAMBDA_ARN.replace(':', '%3A')}")
    yield case("arn with slashes escaped", "eks", url="https://eks.eu-west-1.amazonaws.com/tags/"
               "arn%3Aaws%3Aeks%3Aeu-west-1%3A123456789012%3Acluster%2Fmain")
    yield case("arn with slashes unescaped", "eks", url="https://eks.eu-west-1.amazonaws.com/tags/"
               "arn:aws:eks:eu-west-1:123456789012:cluster/main")
    yield case("empty path", url=ec2)
    yield case("empty path with a query", url=ec2 + "?Action=DescribeRegions&Version=2016-11-15")
    yield case("trailing slash", "lambda", url=lam + "/2015-03-31/functions/")
    yield case("double slash", "lambda", url=lam + "//2015-03-31//functions")
    yield case("only slashes", url=ec2 + "////")
    yield case("one dot", "lambda", url=lam + "/./2015-03-31/./functions/.")
    yield case("two dots", "lambda", url=lam + "/a/b/../../2015-03-31/functions")
    yield case("more dots than segments", "lambda", url=lam + "/../../a/..")
    yield case("dots in names are no dot segments", "lambda", url=lam + "/a..b/.c/...")
    yield case("escaped dots", "lambda", url=lam + "/%2E%2E/a/%2e")
    yield case("UTF-8 in a path", "lambda", url=lam + "/größe/東京")
    yield case("escaped UTF-8 in a path", "lambda", url=lam + "/gr%C3%B6%C3%9Fe/%E6%9D%B1%E4%BA%AC")
    yield case("blank in a path", "lambda", url=lam + "/a%20b")
    yield case("plus, star, tilde in a path", "lambda", url=lam + "/a+b/c*d/~e")
    yield case("reserved characters in a path", "lambda", url=lam + "/a=b&c@d,e;f!g$h'i(j)")
    yield case("percent in a path", "lambda", url=lam + "/100%25/%zz")
    yield case("lower-case escapes in a path", "lambda", url=lam + "/%c3%a4")

    # Queries
    yield case("unsorted query", url=ec2 + "/?b=2&a=1&c=3")
    yield case("query with an empty value", url=ec2 + "/?tagging=&b=")
    yield case("query without a value", url=ec2 + "/?tagging&b&a=")
    yield case("repeated key sorted by value", "eks", url=ec2 + "/?k=b&k=a&k=C&k=&k")
    yield case("key that starts another key", url=ec2 + "/?a-b=1&a=2&a.b=3&ab=4")
    yield case("upper case sorts before lower case", url=ec2 + "/?b=1&B=2&a=3&A=4")
    yield case("query in UTF-8", url=ec2 + "/?" + query([("größe", "東京"), ("emoji", "😀")]))
    yield case("query with reserved characters", url=ec2 + "/?" + query([("a", "!*'();:@&=+$,/?#[]")]))
    yield case("query with blank and plus", url=ec2 + "/?" + query([("a", "b c"), ("d", "e+f")]))
    yield case("query with a raw plus", url=ec2 + "/?a=b+c")
    yield case("query with a raw star and tilde", url=ec2 + "/?a=*&b=~")
    yield case("query with an equals sign in a value", url=ec2 + "/?token=YWJj==&a=b=c")
    yield case("query with an arn", "sns", url="https://sns.eu-west-1.amazonaws.com/?"
               + query([("ResourceArn", "arn:aws:sns:eu-west-1:123456789012:größe")]))
    yield case("query with an empty pair", url=ec2 + "/?&a=1&&b=2&")
    yield case("query of only a question mark", url=ec2 + "/?")
    yield case("query with lower-case escapes", url=ec2 + "/?a=%c3%a4&b=%2f")
    yield case("query keys sort in escaped form", url=ec2 + "/?" + query([("ä", "1"), ("z", "2"), ("~", "3"), ("_", "4")]))
    yield case("fragment is not sent", url=ec2 + "/?a=1#top")

    # Headers
    yield case("blanks in a header collapse", url=ec2 + "/", headers=[("X-Note", "  a   b \t c  ")])
    yield case("repeated header keeps its order", url=ec2 + "/", headers=[("X-Many", "z"), ("x-many", " a "), ("X-MANY", "m")])
    yield case("empty header", url=ec2 + "/", headers=[("X-Empty", "")])
    yield case("headers sort in lower case", url=ec2 + "/", headers=[("Zeta", "1"), ("alpha", "2"), ("Beta", "3"), ("beta-2", "4")])
    yield case("headers that are never signed", url=ec2 + "/", headers=[
        ("User-Agent", "tagwarden"), ("Expect", "100-continue"), ("X-Amzn-Trace-Id", "Root=1"),
        ("Connection", "keep-alive"), ("Transfer-Encoding", "identity"), ("Accept", "*/*")])
    yield case("quoted blanks in a header", url=ec2 + "/", headers=[("X-Quoted", '"a   b"')])
    yield case("host given as a header", url="https://127.0.0.1:5000/", headers=[("Host", "ec2.eu-west-1.amazonaws.com")])
    yield case("old signature is replaced", url=ec2 + "/", token=True, headers=[
        ("Authorization", "AWS4-HMAC-SHA256 old"), ("X-Amz-Date", "20200101T000000Z"), ("X-Amz-Security-Token", "old")])
    yield case("content hash given", "tagging", "POST", ec2 + "/", {"X-Amz-Content-SHA256": "0" * 64}, b"abc")

    # Hosts
    yield case("explicit port", url="http://127.0.0.1:5000/?a=1")
    yield case("default https port", url="https://ec2.eu-west-1.amazonaws.com:443/")
    yield case("default http port", url="http://localhost:80/")
    yield case("https on the http port", url="https://localhost:80/")
    yield case("upper-case host", url="https://EC2.EU-West-1.AmazonAWS.com/")
    yield case("ipv6 host with a port", url="http://[::1]:5000/")
    yield case("user in the url", url="https://user:word@ec2.eu-west-1.amazonaws.com/")
    yield case("aws china", url="https://ec2.cn-north-1.amazonaws.com.cn/", region="cn-north-1")

    # Methods
    for method in ("PUT", "DELETE", "HEAD", "PATCH", "post"):
        yield case(f"method {method}", "lambda", method, lam + "/2015-03-31/functions/x", body=b"{}" if method in ("PUT", "PATCH", "post") else b"")

    # S3
    yield case("s3 list buckets", "s3", url="https://s3.eu-west-1.amazonaws.com/")
    yield case("s3 list buckets paged", "s3", url="https://s3.eu-west-1.amazonaws.com/?" + query([("max-buckets", "1000"), ("continuation-token", "a+b/c==")]))
    yield case("s3 bucket tagging", "s3", url=s3 + "/?tagging")
    yield case("s3 bucket tagging with a token", "s3", url=s3 + "/?tagging", token=True)
    yield case("s3 double slashes stay", "s3", url=s3 + "//a//b/")
    yield case("s3 dots stay", "s3", url=s3 + "/a/../b/./c")
    yield case("s3 escapes are not doubled", "s3", url=s3 + "/gr%C3%B6%C3%9Fe/a%20b%2Bc")
    yield case("s3 plus, star, tilde", "s3", url=s3 + "/a+b*c~d")
    yield case("s3 put with a body", "s3", "PUT", s3 + "/?tagging", {"Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg=="}, "<Tagging>größe</Tagging>".encode())
    yield case("s3 path style with a port", "s3", url="http://127.0.0.1:9000/bucket/?location")
    yield case("s3 head bucket", "s3", "HEAD", s3 + "/")
    yield case("s3 delete with a token", "s3", "DELETE", s3 + "/key?versionId=null", token=True)
    yield case("s3 unsigned payload", "s3", "PUT", s3 + "/key", body=b"abc", unsigned=True)
    yield case("s3 unsigned payload over http is signed", "s3", "PUT", "http://127.0.0.1:9000/bucket/key", body=b"abc", unsigned=True)
    yield case("unsigned payload elsewhere", "lambda", "POST", lam + "/a", body=b"abc", unsigned=True)
    yield case("s3 wrong hash is replaced", "s3", "PUT", s3 + "/key", {"X-Amz-Content-SHA256": "0" * 64}, b"abc")


def sign(service, method, url, headers, body, token=False, region="eu-west-1", unsigned=False):
    """Signs one request with botocore and returns what it made of it."""
    request = AWSRequest(method=method, url=url, data=body)
    for name, value in headers:
        request.headers.add_header(name, value)
    if unsigned:
        # botocore's callers ask for an unsigned body only over TLS (S3SigV4Auth._should_sha256_sign_payload).
        request.context["payload_signing_enabled"] = not url.startswith("https")
        request.context["has_streaming_input"] = True
        if service == "s3":
            request.context["client_config"] = mock.Mock(s3={"payload_signing_enabled": not url.startswith("https")})
    signer_class = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    signer = signer_class(Credentials(KEY, SECRET, TOKEN if token else None), service, region)
    seen = {}
    canonical_request, string_to_sign = signer.canonical_request, signer.string_to_sign
    signer.canonical_request = lambda r: seen.setdefault("canonical", canonical_request(r))
    signer.string_to_sign = lambda r, c: seen.setdefault("string_to_sign", string_to_sign(r, c))
    with mock.patch.object(botocore.auth, "get_current_datetime", lambda: TIME.replace(tzinfo=None)):
        signer.add_auth(request)
    added = ("authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256")
    seen["headers"] = {n.lower(): v for n, v in request.headers.items() if n.lower() in added}
    return seen


def cases():
    """Returns the whole corpus as it is committed."""
    result = []
    for name, service, method, url, headers, body, options in requests():
        expected = sign(service, method, url, headers, body, **options)
        result.append({
            "name": name, "service": service, "region": options.get("region", "eu-west-1"), "method": method,
            "url": url, "headers": headers, "body_hex": body.hex(), "session_token": options.get("token", False),
            "unsigned": options.get("unsigned", False), "expected": expected,
        })
    return {
        "time": int(TIME.timestamp()), "access_key": KEY, "secret_key": SECRET, "session_token": TOKEN, "cases": result,
    }


def text():
    """Returns the content of cases.json."""
    return json.dumps(cases(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    CASES.parent.mkdir(parents=True, exist_ok=True)
    CASES.write_text(text(), encoding="utf-8")
    print(f"{CASES.name}: {len(cases()['cases'])} cases")
