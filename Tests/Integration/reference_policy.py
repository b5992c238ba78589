# SPDX-License-Identifier: Apache-2.0
"""A second, independent evaluator of tagging policies, written from policies/README.md.

It is the oracle of the integration tests: slow, plain, standard library only. `evaluate` takes a policy
document, the traits of a cloud and a resource, and gives the verdict and the findings as the cases in
Tests/TagPolicyTests/Cases/evaluation write them.
"""
import re
import unicodedata

SEPARATORS = " -_.:/"


def fold(text, form):
    """The text as a key of that form is compared: exact, caseless, label or loose."""
    if form == "exact":
        return text
    folded = "".join(_fold_character(character) for character in text)
    if form == "label":
        return folded.replace("_", "-")
    if form == "loose":
        return "".join(character for character in folded if character not in SEPARATORS)
    return folded


def _fold_character(character):
    if character in "\u0130\u0131":
        return character
    upper = character.upper() if len(character.upper()) == 1 else character
    return upper.lower() if len(upper.lower()) == 1 else upper


FORMS = {"sensitive": "exact", "insensitive": "caseless", "lowercase": "label"}


def migrate(policy, cloud="aws"):
    """A document of schema 1 as one of schema 2; one of schema 2 as it is."""
    if not policy["version"].startswith("1"):
        return policy
    required = [
        {**tag, "applies_to": {cloud: tag.get("applies_to") or []}} for tag in policy.get("required_tags") or []
    ]
    optional = [{k: tag.get(k) for k in ("name", "allowed_values")} for tag in policy.get("optional_tags") or []]
    return {**policy, "version": "2.0", "scope": [cloud], "required_tags": required, "optional_tags": optional}


class Rule:
    """One rule as it holds in one cloud."""

    def __init__(self, tag, traits, severity):
        cloud = traits["cloud"]
        special = (tag.get("cloud_specific") or {}).get(cloud) or {}
        enforcement = tag.get("enforcement") or {}
        self.name, self.severity = tag["name"], severity
        self.keys = [special.get("name") or tag["name"], *(special.get("key_aliases") or [])]
        self.values = special.get("allowed_values", tag.get("allowed_values"))
        self.regex = special.get("validation_regex", tag.get("validation_regex"))
        normalize = special.get("normalize_to", enforcement.get("normalize_to"))
        case_sensitive = enforcement.get("case_sensitive")
        if special.get("normalize_to") is not None:
            case_sensitive = False
        elif case_sensitive is None:
            case_sensitive = normalize is None
        self.case_sensitive = case_sensitive
        self.source = (special.get("source") or "labels") if traits["key_case"] == "lowercase" else "any"
        self.form = FORMS[traits["key_case"]]
        applies = tag.get("applies_to")
        self.types = [] if applies is None else ((applies[cloud] or []) if cloud in applies else None)

    def applies(self, resource_type, traits):
        if not self.types:
            return self.types is not None
        native = traits.get("resource_types") or []
        generic = traits.get("generic_types") or {}
        named = [n for t in self.types for n in (generic[t] if t in generic and t not in native else [t])]
        form = "caseless" if traits["key_case"] == "insensitive" else "exact"
        return fold(resource_type, form) in [fold(name, form) for name in named]

    def _bare(self, key):
        return key.rsplit("/", 1)[-1] if self.source in ("tags", "both") else key

    def find(self, tags):
        for wanted in self.keys:
            for key, value in tags:
                if self.source == "tags" and "/" not in key:
                    continue
                if fold(self._bare(key), self.form) == fold(wanted, self.form):
                    return key, value
        return None

    def near_miss(self, tags):
        for wanted in [*self.keys, self.name]:
            for key, _ in tags:
                if fold(self._bare(key), "loose") == fold(wanted, "loose"):
                    return key
        return None

    def judge(self, tags):
        found = self.find(tags)
        head = {"severity": self.severity, "tag_name": self.name}
        listed = {"allowed_values": self.values} if self.values else {}
        if found is None:
            if self.severity == "warning":
                return None
            near = self.near_miss(tags)
            return {"violation": "missing_required_tag", **head, **listed, **({"near_miss": near} if near else {})}
        key, value = found
        seen = {"found_key": key, "current_value": value}
        form = "exact" if self.case_sensitive else "caseless"
        if self.values is not None and fold(value, form) not in [fold(v, form) for v in self.values]:
            return {"violation": "invalid_value", **head, **seen, **listed}
        flags = 0 if self.case_sensitive else re.IGNORECASE
        if self.regex is not None and not re.fullmatch(self.regex.replace("$", r"\Z"), value, flags):
            return {"violation": "invalid_format", **head, **seen}
        return None


def _is_special(character):
    if character.isascii():
        return not (character.isalnum() or character in "-_.:/")
    return unicodedata.category(character)[0] not in "LMN"


def _naming(rules, tags, traits, keys):
    system = traits.get("system_key_prefixes") or [traits["cloud"] + ":"]
    for key, value in tags:
        low = fold(key, "caseless")
        if any(low.startswith(fold(prefix, "caseless")) for prefix in system):
            continue
        reasons = []
        if any(low.startswith(fold(p, "caseless")) for p in rules.get("reserved_prefixes") or []):
            reasons.append("reserved_prefix")
        if len(key) > rules.get("max_key_length", 128):
            reasons.append("key_too_long")
        if not rules.get("allow_special_characters", False) and any(map(_is_special, key)):
            reasons.append("special_character")
        if rules.get("case_sensitivity", False) and traits["key_case"] == "insensitive":
            if key not in keys and low in [fold(wanted, "caseless") for wanted in keys]:
                reasons.append("key_spelling")
        if len(value) > rules.get("max_value_length", 256):
            reasons.append("value_too_long")
        for reason in reasons:
            yield {"violation": "naming_violation", "severity": "warning", "tag_name": key, "found_key": key,
                   "current_value": value, "reason": reason}


def evaluate(policy, clouds, resource):
    """The verdict and the findings of one resource; `clouds` maps a cloud's name to its traits."""
    policy = migrate(policy)
    traits = clouds.get(resource["cloud"])
    if traits is None or resource["cloud"] not in (policy.get("scope") or [resource["cloud"]]):
        return "out_of_scope", []
    required = [Rule(tag, traits, "error") for tag in policy.get("required_tags") or []]
    optional = [Rule(tag, traits, "warning") for tag in policy.get("optional_tags") or []]
    here = [rule for rule in required if rule.applies(resource["type"], traits)]
    if not here:
        return "out_of_scope", []
    names = {rule.name for rule in here}
    here += [rule for rule in optional if rule.name not in names and rule.applies(resource["type"], traits)]
    tags = [tuple(tag) for tag in resource["tags"]]
    findings = [finding for finding in (rule.judge(tags) for rule in here) if finding]
    verdict = "violating" if any(finding["severity"] == "error" for finding in findings) else "compliant"
    rules = policy.get("tag_naming_rules")
    if rules is not None:
        keys = [rule.keys[0] for rule in required + optional if rule.types is not None]
        findings += _naming(rules, tags, traits, keys)
    return verdict, findings
