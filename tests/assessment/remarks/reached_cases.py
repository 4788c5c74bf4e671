"""What makes each remark on contacts fire on sample A, and the key at which it stands."""

from __future__ import annotations

from tests.helpers.remarked import Changes, Facts

OFFICE = [{"kind": "phone", "value": "××", "when": "office_hours"}, {"kind": "mail", "value": "a@example.jp"}]
NIGHT = [{"kind": "phone", "value": "××", "when": "outside_hours"}, {"kind": "mail", "value": "a@example.jp"}]
MAIL = [{"kind": "mail", "value": "a@example.jp"}, {"kind": "web", "value": "問合せのページ"}]


def ciso_by_day(facts: Facts) -> None:
    named = {facts["org"]["ciso"]["person"], *facts["org"]["ciso_deputies"]}
    for person in facts["people"]:
        if person["id"] in named:
            person["means"] = OFFICE


def in_a_circle(facts: Facts) -> None:
    """The maintainer sends to the developer, and the developer back."""
    facts["contacts"][13]["call_next"] = ["tos-developer"]
    facts["contacts"][14]["call_next"] = ["tos-maintenance"]


REACHED: dict[str, tuple[Changes, str]] = {
    "duty_without_number": ({"duty": None}, "contacts"),
    "duty_not_at_all_hours": ({"duty.means": OFFICE}, "duty.means"),
    "person_without_number": ({"people[0].means": MAIL}, "people[0].means"),
    "ciso_not_at_night": (ciso_by_day, "org.ciso.person"),
    "call_loop": (in_a_circle, "contacts[13].call_next"),
    "nobody_at_night": ({"contacts[0].means": OFFICE}, "contacts[0].means"),
    "nobody_after_hours": (
        {"contacts[26].means": OFFICE, "contacts[26].call_next": []},
        "contacts[26].means",
    ),
    "nobody_by_day": ({"contacts[13].means": NIGHT}, "contacts[13].means"),
    "contact_without_number": ({"contacts[0].means": MAIL}, "contacts[0].means"),
    "next_without_number": ({"contacts[9].means": MAIL, "contacts[2].call_next": ["jpcert"]}, "contacts[2].call_next"),
    "next_by_network": (
        {"contacts[15].if_no_answer": "メールで知らせる"},
        "contacts[15].if_no_answer",
    ),
    "next_only_in_words": ({"contacts[11].call_next": []}, "contacts[11].if_no_answer"),
    "closes_before_opening": ({"contacts[0].office_hours.closes": "08:30"}, "contacts[0].office_hours.closes"),
    "hours_denied": ({"contacts[3].means": OFFICE}, "contacts[3].hours"),
}
# These rest on lists, on choices or on what is left out.
OF_LISTS = (
    "duty_without_number",
    "duty_not_at_all_hours",
    "person_without_number",
    "nobody_at_night",
    "nobody_after_hours",
    "nobody_by_day",
    "call_loop",
    "contact_without_number",
    "next_without_number",
)
