"""A small partnership as files: a specification, two parties' returns and a meeting log."""

SPEC = """\
specrules: spec 1
id: anytown
title: A small service
version: "1"
status: agreed
parties:
  council: {name: Anytown Council, role: commissioner}
  riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
contract: {starts: 2026-04-01, ends: 2029-03-31}
returns: {every: quarter, due: 15 working days after the quarter ends}
requirements:
  MA-1:
    title: Keyworkers help people to use mutual aid
    clause: "4.2.1"
    owed-by: riverbank
    strength: must
    checks:
      delivered: {share: people helped, of: people in treatment, target: at least 90%}
    source: local decision, 2026-02-10
  NWD-1:
    title: The joint pathway is signed
    owed-by: council
    strength: must
    principle: groundwork
    checks:
      signed: {statement: the pathway is signed, document: not needed}
    source: local decision, 2026-02-10
"""
HEADINGS = "specrules: return 1\nspec: anytown\nspec-version: '1'\nsubmitted: 2026-07-10\n"
LOG = """\
specrules: meeting log 1
allowances:
  - id: A-1
    requirement: MA-1
    party: riverbank
    from: 2026-04-01
    to: 2026-06-30
    reason: the new record system is late
    approved-by: {name: review meeting, role: lead commissioner, date: 2026-04-02}
"""


def a_return(party, *items, period="2026-27-Q1", **headings):
    """The text of a return with *items* as lines of YAML."""
    more = "".join(f"{key.replace('_', '-')}: {value}\n" for key, value in headings.items())
    lines = "".join(f"  {item}\n" for item in items)
    return f"{HEADINGS}party: {party}\nperiod: {period}\n{more}items:\n{lines}"


MET = a_return("riverbank", "MA-1.delivered: 57 of 60")
NOT_MET = a_return("riverbank", "MA-1.delivered: 30 of 60")
SIGNED = a_return("council", "NWD-1.signed: yes")


def a_folder(folder, riverbank=MET, council=SIGNED, spec=SPEC, **more):
    """Write the partnership into *folder* and return it. A text of None leaves its file out."""
    texts = {
        "spec.yaml": spec,
        "returns/riverbank.yaml": riverbank,
        "returns/council.yaml": council,
        **{name.replace("__", "/") + ".yaml": text for name, text in more.items()},
    }
    for name, text in texts.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder
