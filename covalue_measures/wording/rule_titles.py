"""The rules by their codes."""

#: What each rule looks for; ``R01`` is about the pooled form.
RULE_TITLES: dict[str, str] = {
    "L01": "double-barrelled",
    "L02": "negation",
    "L03": "double negative",
    "L04": "absolute",
    "L05": "vague quantifier in a frequency item",
    "L06": "vague term",
    "L07": "leading or loaded",
    "L08": "jargon",
    "L09": "length",
    "L10": "recall missing or in two places",
    "L11": "stem does not fit its response scale",
    "L12": "hypothetical or conditional",
    "L13": "presupposition",
    "L14": "two periods",
    "L15": "passive without an agent",
    "L16": "unbalanced or unlabelled response scale",
    "L17": "direction of the items",
    "L18": "languages differ in structure",
    "L19": "near-duplicate",
    "L20": "identity",
    "L21": "gendered or role-excluding word",
    "R01": "readability of the pooled form",
}
