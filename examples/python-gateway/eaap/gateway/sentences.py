"""What a reason says to people: what was found, and what would make the action admissible."""

SENTENCES = {
    "halted": ("What the rule names is halted.", "Wait until an admin resumes it."),
    "malformed": ("The judged document is malformed.", "Nothing; the gateway's operator has to look at it."),
    "gate-error": ("The gate failed.", "Nothing; the gateway's operator has to look at it."),
    "no-grant": ("No grant of the policy is for this principal or this tool.", "An admin grants it in the policy."),
    "principal-not-granted": ("Grants for this tool do not name this principal.", "An admin adds the principal to the grant."),
    "tool-not-granted": ("Grants for this principal do not name this tool.", "An admin grants the tool to the principal."),
    "effect-not-granted": ("The grant does not list these effects.", "An admin adds the effects to the grant."),
    "target-not-granted": ("No target pattern of the grant covers the target.", "Name a target that is granted, or an admin grants this one."),
    "risk-above-grant": ("The risk is above that of the grant.", "An admin raises the risk of the grant."),
    "environment-above-grant": ("The environment is above that of the grant.", "Propose it in an environment that is granted."),
    "executor-not-permitted": ("The policy does not list the executor.", "Name an executor of the policy."),
    "unknown-effect": ("Nobody can say what the action does.", "An admin pins a manifest that says what the tool does."),
    "unread": ("A parameter could not be read; the value says why.", "Send what the manifest describes, in its form."),
    "secret-read": ("The action reads a secret.", "Nothing makes this admissible."),
    "outside-mandate": ("It is outside of the mandate of the session.", "Keep to the mandate, or an approver approves it."),
    "no-mandate": ("The session has no mandate.", "Its user gives it one, or an approver approves the action."),
    "no-manifest": ("The tool has no manifest.", "An admin pins a manifest of the tool."),
    "manifest-mismatch": ("The manifest is that of another tool.", "An admin pins a manifest of this tool."),
    "below-floor": ("An effect is rated below its floor.", "Nothing; the gateway's operator has to look at it."),
    "open-conflict": ("A fact it relies on is disputed.", "An approver decides the conflict that the rule names."),
    "claim-contradicts-fact": ("A claim contradicts facts.", "Claim what the facts say, or correct the facts."),
    "too-many-rows": ("It relies on more rows than may be judged.", "An admin narrows what is selected."),
    "locked-fact": ("It goes against a locked fact.", "Keep to the locked value, or an approver unlocks the fact."),
    "rule": ("A rule of the policy applies.", "Propose what the rule lets through."),
    "rule-shadow": ("A rule that is tried out would apply.", "Nothing needs to be done."),
    "rule-error": ("The condition of a rule has no value.", "Supply what the rule asks for, or an admin corrects it."),
    "ungrounded": ("No fact supports the value.", "A recorder stores the fact, or an approver approves the value."),
    "untrusted-ground": ("Only facts of too little trust support the value.", "A trusted source states it, or an approver approves the value."),
    "contradicted": ("Trusted facts say another value.", "Send the value of the fact, or an approver approves this one."),
    "over-ground": ("The value is above what the fact allows.", "Ask for no more than the fact allows, or an approver approves it."),
    "below-minimum": ("Too little confidence is left of the fact.", "Its source states it again, or an approver approves it."),
    "expired-fact": ("The fact is past the time it is valid until.", "Its source states it again, or an approver approves it."),
    "over-quota": ("It is over a quota.", "Wait until earlier commits have left the window, or ask for less."),
    "over-rate": ("It is over a rate.", "Wait until earlier commits have left the window."),
    "loop": ("The same was attempted too often.", "Do something else, or wait until the window has passed."),
    "counter-missing": ("A limit that applies cannot be counted.", "State the cost, or an admin corrects manifest or policy."),
    "currency-mismatch": ("The cost has another currency than the limit.", "Use the currency of the limit, or an admin adds one for this."),
    "always-escalate": ("The policy always asks a person about this.", "An approver approves it."),
}

ANOTHER = ("The gate found what its code says.", "See what the code says in RFC-0005.")


def told(judgment: dict) -> dict:
    """A judgment with its sentences, which are the same for the same reasons."""
    gates, needs = [], []
    for gate in judgment["gates"]:
        reasons = []
        for reason in gate["reasons"]:
            message, admissible = SENTENCES.get(reason["code"], ANOTHER)
            reasons.append({**reason, "message": message, "admissible": admissible})
            if reason["outcome"] == "escalate" and reason["approved"] is None and admissible not in needs:
                needs.append(admissible)
        gates.append({**gate, "reasons": reasons})
    return {**judgment, "gates": gates, "needs": needs}
