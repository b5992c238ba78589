# SPDX-License-Identifier: Apache-2.0
"""Writes Tests/AWSProviderTests/Cases/shared-config/cases.json: AWS's INI files as botocore reads them.

Run `python3 Tests/Integration/generate_shared_config_cases.py` to rewrite the file;
test_shared_config_cases.py checks it.
"""

import json
import pathlib
import tempfile

import botocore.configloader
import botocore.exceptions

CASES = pathlib.Path(__file__).resolve().parents[1] / "AWSProviderTests/Cases/shared-config/cases.json"


def files():
    """Yields (name, content)."""
    yield "empty file", ""
    yield "only blank lines and comments", "\n  \n# a\n  ; b\n\n"
    yield "default profile", "[default]\nregion = eu-west-1\noutput=json\n"
    yield "no line feed at the end", "[default]\nregion = eu-west-1"
    yield "Windows line ends", "[default]\r\nregion = eu-west-1\r\n\r\n[profile a]\r\nregion = x\r\n"
    yield "old Mac line ends", "[default]\rregion = eu-west-1\r"
    yield "named profile", "[profile a]\nregion = a\n"
    yield "section without the word profile", "[a]\nregion = a\n"
    yield "double-quoted name", '[profile "two words"]\nregion = a\n'
    yield "single-quoted name", "[profile 'two words']\nregion = a\n"
    yield "escaped blank in a name", "[profile two\\ words]\nregion = a\n"
    yield "quotation that never ends", '[profile "two words]\nregion = a\n'
    yield "three words", "[profile two words]\nregion = a\n"
    yield "no name", "[profile]\nregion = a\n"
    yield "quoted empty name", '[profile ""]\nregion = a\n'
    yield "joined quotes", "[profile a'b c'd]\nregion = a\n"
    yield "escape in double quotes", '[profile "a\\"b\\\\c\\d"]\nregion = a\n'
    yield "many blanks before the name", "[profile    a]\nregion = a\n"
    yield "blanks around the name", "[ profile a ]\nregion = a\n"
    yield "tab before the name", "[profile\ta]\nregion = a\n"
    yield "word that begins with profile", "[profiles a]\nregion = a\n"
    yield "name in UTF-8", "[profile größe]\nregion = 東京\n"
    yield "default as a named profile", "[profile default]\nregion = a\n"
    yield "default twice, once as a named profile", "[default]\nregion = a\n[profile default]\nregion = b\n"
    yield "one profile under two spellings", '[profile a]\nregion = a\n[profile "a"]\nregion = b\n'
    yield "sso session", "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://x/start#/\n"
    yield "services", "[services dev]\ns3 =\n  endpoint_url = http://localhost:1\nsts =\n  endpoint_url = http://localhost:2\n"
    yield "other section", "[preview]\ncloudfront = true\n"
    yield "nested settings", "[default]\ns3 =\n    max_concurrent_requests = 20\n    addressing_style = path\nregion = a\n"
    yield "nested settings with a blank line", "[default]\ns3 =\n  a = 1\n\n  b = 2\nregion = a\n"
    yield "nested settings with a comment", "[default]\ns3 =\n  a = 1\n  # not this\n  b = 2\n"
    yield "nested setting that goes on", "[default]\ns3 =\n  a = 1\n    b = 2\n"
    yield "nested line without an equals sign", "[default]\ns3 =\n  a\n"
    yield "nested value with equals signs", "[default]\ns3 =\n  a = b=c\n"
    yield "nested names keep their case", "[default]\ns3 =\n  A = 1\n"
    yield "value over several lines", "[default]\nx = one\n  two\n  three\nregion = a\n"
    yield "value over several lines with a blank one", "[default]\nx = one\n\n  two\nregion = a\n"
    yield "blank lines after a value", "[default]\nx = one\n\n\n[profile a]\ny = 1\n"
    yield "indented section", "  [default]\n  region = a\n  output = json\n"
    yield "indented setting after a section", "[default]\n  region = a\n  output = json\n"
    yield "indented further", "[default]\n  region = a\n    output = json\n"
    yield "less and less indented", "[default]\n    region = a\n  output = json\nx = y\n"
    yield "names become lower case", "[default]\nRegion = a\nAWS_Access_Key_ID = B\n"
    yield "colon instead of equals sign", "[default]\nregion: a\n"
    yield "colon before the equals sign", "[default]\na:b = c\n"
    yield "url as a value", "[default]\nendpoint_url = http://localhost:5000/path?x=y\n"
    yield "empty value", "[default]\nregion =\noutput = json\n"
    yield "empty value at the end", "[default]\nregion =\n"
    yield "no blanks around the equals sign", "[default]\nregion=a\n"
    yield "many blanks around the equals sign", "[default]\nregion \t =  \t a  \t\n"
    yield "value with blanks within", "[default]\nx = a  b   c\n"
    yield "quotes in a value stay", "[default]\nx = \"a b\"\n"
    yield "number sign in a value stays", "[default]\nx = a #b\ny = a;b\n"
    yield "comment after a section", "[default] # the first\nregion = a\n"
    yield "comment between settings", "[default]\nregion = a\n# region = b\n; region = c\noutput = json\n"
    yield "percent signs", "[default]\nx = %(y)s %% %d\n"
    yield "dollar signs", "[default]\nx = $HOME ${HOME}\n"
    yield "backslashes", "[default]\nx = C:\\tools\\a.exe \\n\n"
    yield "secret with every odd character", "[default]\naws_secret_access_key = wJalr/XUt+nF=EMI==\n"
    yield "credential process with quotes", "[default]\ncredential_process = \"/opt/my tool/x\" --a 'b c' --json {\"a\":1}\n"
    yield "brackets in a section's name", "[profile a[1]]\nregion = a\n"
    yield "bracket in a value's first place", "[default]\nx = [a]\n"
    yield "line that begins with a bracket and is none", "[default]\n[x = 1\n"
    yield "empty brackets", "[]\nx = 1\n"
    yield "defaults for all", "[DEFAULT]\nregion = a\n[default]\noutput = json\n[profile a]\nregion = b\n"
    yield "defaults for all, after", "[default]\noutput = json\n[DEFAULT]\nregion = a\n"
    yield "defaults for all in two parts", "[DEFAULT]\nregion = a\n[default]\nx = 1\n[DEFAULT]\noutput = json\n"
    yield "defaults for all, twice the same", "[DEFAULT]\nregion = a\n[DEFAULT]\nregion = b\n[default]\n"
    yield "setting before any section", "region = a\n[default]\n"
    yield "section twice", "[default]\nregion = a\n[default]\noutput = json\n"
    yield "setting twice", "[default]\nregion = a\nregion = b\n"
    yield "setting twice in other case", "[default]\nregion = a\nREGION = b\n"
    yield "line that is no setting", "[default]\nregion\n"
    yield "line that begins with an equals sign", "[default]\n= a\n"
    yield "section that is not closed", "[default\nregion = a\n"
    yield "no-break space around a value", "[default]\nregion = \u00a0a\u00a0\n"
    yield "section alone", "[default]\n[profile a]\n"
    yield "control characters in a value", "[default]\nx = a\u0001b\n"


def read(content):
    """Returns what botocore makes of a file, as a config file and as a credentials file."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "config"
        path.write_bytes(content.encode())
        try:
            sections = botocore.configloader.raw_config_parse(str(path))
        except botocore.exceptions.ConfigParseError:
            return {"error": True}
        built = botocore.configloader.build_profile_map(sections)
        return {"sections": sections,
                **{name: built[name] for name in ("profiles", "sso_sessions", "services")}}


def cases():
    """Returns the whole corpus as it is committed."""
    return {"cases": [{"name": name, "content": content, "expected": read(content)} for name, content in files()]}


def text():
    """Returns the content of cases.json."""
    return json.dumps(cases(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    CASES.parent.mkdir(parents=True, exist_ok=True)
    CASES.write_text(text(), encoding="utf-8")
    print(f"{len(cases()['cases'])} cases, {sum('error' in c['expected'] for c in cases()['cases'])} of them errors")
