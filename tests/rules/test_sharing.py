"""Adults, and the soft rules of duties: fair shares, wishes, own class, friends."""

from tests.builders import (
    SLOTS,
    a_helper,
    a_plan,
    a_post,
    a_window,
    assert_broken,
    assert_fine,
    borrowing,
    d,
    found,
    serving,
    v,
)

MONDAYS = ("03-02", "03-09")
ANY = {"max_per_week": None}
TWO_DAYS = [a_window("MON,WED")]


def test_fair_duties_fine():
    data = serving(a_helper(), a_helper("h2"), windows=TWO_DAYS, duties=ANY)
    assert_fine(data, "fair_duties", a_plan(d("h1"), d("h2", "WED")))


def test_fair_duties_violated():
    """Four duties for two helpers: the second is away, so the first has 2 beyond the share of 2: 1 + 2."""
    data = serving(a_helper(), a_helper("h2", away="MON-FRI"), windows=[a_window("MON-THU")], duties=ANY)
    assert_broken(data, "fair_duties", a_plan(*(d("h1", day) for day in ("MON", "TUE", "WED", "THU"))), 3)


def test_fair_duties_violated_by_what_was_done_last_term():
    """Two more than others last term, a share of 1: the first duty counts 1 + 2 − 1."""
    assert_broken(serving(a_helper(last_term=2)), "fair_duties", a_plan(d("h1")), 2)


def test_fair_duties_nearly_violated():
    """An uneven number of duties: one of them must be somebody's further one."""
    data = serving(a_helper(), a_helper("h2"), windows=[a_window("MON-WED")], duties=ANY)
    assert_broken(data, "fair_duties", a_plan(d("h1"), d("h1", "TUE"), d("h1", "WED")), 3, least=1)


def test_fair_duties_prefers_who_served_less_last_term():
    data = serving(a_helper(last_term=1), a_helper("h2"))
    assert_broken(data, "fair_duties", a_plan(d("h1")), 2, least=1)


def test_fair_duties_counts_who_has_moved_up():
    """Eight dates, the trainee moves up for the last four: a share of 8 * 4 // 12 = 2, of which four duties are 1 + 2 too many.
    A duty beside somebody else, before that, is none of the share."""
    helpers = [a_helper(), a_helper("t", trainee_until="2026-03-06")]
    data = serving(*helpers, windows=[a_window("MON-THU")], duties={**ANY, "cycle": "dated"})
    one, two = ([f"2026-03-{day:02}" for day in days] for days in (range(2, 6), range(9, 13)))
    assert_broken(data, "fair_duties", a_plan(*(d("h1", x) for x in one), *(d("t", x) for x in two)), 3, least=1)
    beside = [d("t", x) for x in one]
    assert_broken(data, "fair_duties", a_plan(*(d("h1", x) for x in (*one, two[0])), *beside, *(d("t", x) for x in two[1:])), 1)


def test_duty_wishes_fine():
    assert_fine(serving(a_helper(likes="MON")), "duty_wishes", a_plan(d("h1")))


def test_duty_wishes_violated():
    assert_broken(serving(a_helper(likes="TUE")), "duty_wishes", a_plan(d("h1")), 1)


def test_duty_wishes_violated_by_one_of_two_dates():
    assert_broken(serving(a_helper(likes=[{"dates": "2026-03-02"}])), "duty_wishes", a_plan(d("h1")), 1)


def test_duty_wishes_nearly_violated():
    """The helper is gone on the date that would not be liked; one without wishes likes everything."""
    data = serving(a_helper(likes=[{"dates": "2026-03-02"}], valid_until="2026-03-06"), a_helper("h2", valid_from="2026-03-07"))
    assert_fine(data, "duty_wishes", a_plan(d("h1"), d("h2")))


def _alternating(*days, **changes):
    """A duty in each A and B week, on these days."""
    windows = [
        {**a_window(day, id=f"w{n}"), "weeks": parity}
        for n, (day, parity) in enumerate(zip(days, ("odd", "even"), strict=True))
    ]
    return serving(windows=windows, posts=[a_post(windows=["w0", "w1"])], duties={"cycle": "A/B"}, **changes)


def test_same_weekday_fine():
    assert_fine(
        _alternating("MON", "MON"), "same_weekday", a_plan(d("h1", "A:MON", window="w0"), d("h1", "B:MON", window="w1"))
    )


def test_same_weekday_violated():
    assert_broken(
        _alternating("MON", "WED"), "same_weekday", a_plan(d("h1", "A:MON", window="w0"), d("h1", "B:WED", window="w1")), 1
    )


def test_same_weekday_nearly_violated():
    """With two helpers each keeps a day; in a weekly cycle there is nothing to keep."""
    data = _alternating("MON", "WED") | {"helpers": [a_helper(), a_helper("h2")]}
    assert_fine(data, "same_weekday", a_plan(d("h1", "A:MON", window="w0"), d("h2", "B:WED", window="w1")))
    weekly = serving(windows=TWO_DAYS, duties=ANY)
    assert_fine(weekly, "same_weekday", a_plan(d("h1"), d("h1", "WED")))


def _own(*helpers, **changes):
    return serving(*helpers, **({"demands": [borrowing(classes="5-1")]} | changes))


def test_own_class_fine():
    assert_fine(_own(a_helper(), a_helper("h2", "5-2")), "own_class", a_plan(v("5-1"), d("h1")))


def test_own_class_violated():
    data = _own(a_helper(away="MON"), a_helper("h2", "5-2"))
    assert_broken(data, "own_class", a_plan(v("5-1"), d("h2")), 1)


def test_own_class_violated_on_one_date():
    data = _own(a_helper(valid_until="2026-03-08"), a_helper("h2", "5-2", valid_from="2026-03-09"))
    assert_broken(data, "own_class", a_plan(v("5-1"), d("h1"), d("h2")), 1)


def test_own_class_nearly_violated():
    """A class without helpers misses nobody."""
    assert_fine(_own(a_helper("h2", "5-2")), "own_class", a_plan(v("5-1"), d("h2")))


def test_own_class_violated_by_two_visits_with_one_helper():
    data = _own(
        a_helper(),
        a_helper("h2", "5-2"),
        windows=[{**a_window(), "slots": SLOTS[:2]}],
        demands=[borrowing(classes="5-1", times=2)],
        rules={"one_visit_a_day": {"mode": "off"}},
    )
    assert_broken(data, "own_class", a_plan(v("5-1"), v("5-1", slot=2), d("h1")), 1)


def _pair(together, *helpers, count=1, windows=TWO_DAYS, **changes):
    return serving(
        *(helpers or (a_helper(), a_helper("h2"))),
        windows=windows,
        posts=[a_post(count=count)],
        wishes=[{"helpers": ["h1", "h2"], "together": together}],
        **changes,
    )


def test_pair_wishes_fine():
    assert_fine(_pair(True, count=2, windows=[a_window()]), "pair_wishes", a_plan(d("h1"), d("h2")))
    assert_fine(_pair(False), "pair_wishes", a_plan(d("h1"), d("h2", "WED")))


def test_pair_wishes_violated_together():
    assert_broken(_pair(True), "pair_wishes", a_plan(d("h1"), d("h2", "WED")), 1)


def test_pair_wishes_violated_apart():
    assert_broken(
        _pair(False, count=2, duties=ANY), "pair_wishes", a_plan(*(d(h, t) for h in ("h1", "h2") for t in ("MON", "WED"))), 2
    )


def test_pair_wishes_nearly_violated():
    """One day together is enough for friends."""
    data = _pair(True, a_helper(), a_helper("h2", away="WED"), a_helper("h3", away="MON"), count=2, duties=ANY)
    assert_fine(data, "pair_wishes", a_plan(d("h1"), d("h2"), d("h1", "WED"), d("h3", "WED")))


def test_pair_wishes_apart_with_two_duties_of_one_at_once():
    """One helper twice at a time, the other never: nobody is together."""
    data = _pair(
        False,
        a_helper(),
        a_helper("h2", away="MON"),
        windows=[a_window()],
        duties=ANY,
        rules={"one_duty_a_day": {"mode": "off"}},
    ) | {"posts": [a_post(), a_post(id="shelves")]}
    assert_fine(data, "pair_wishes", a_plan(d("h1"), d("h1", post="shelves")))


def test_pair_wishes_violated_once_by_several_duties_at_once():
    posts = [a_post(), a_post(id="shelves"), a_post(id="order")]
    helpers = a_helper(posts=["desk", "shelves"]), a_helper("h2", posts="order")
    data = _pair(False, *helpers, windows=[a_window()], duties=ANY, rules={"one_duty_a_day": {"mode": "off"}}) | {
        "posts": posts
    }
    assert_broken(data, "pair_wishes", a_plan(d("h1"), d("h1", post="shelves"), d("h2", post="order")), 1)


def test_fair_duties_are_shared_among_those_who_share_posts():
    """Four duties of one helper at the shelves make no share of four for the two at the desk: two duties each are even."""
    posts = [a_post(), a_post(id="shelves", windows=["noon"])]
    helpers = [a_helper(posts=["desk"]), a_helper("h2", posts=["desk"]), a_helper("h3", posts=["shelves"])]
    data = serving(*helpers, windows=[a_window("MON-THU")], posts=posts, duties=ANY)
    shelves = [d("h3", day, post="shelves") for day in ("MON", "TUE", "WED", "THU")]
    fair = [d("h1"), d("h1", "TUE"), d("h2", "WED"), d("h2", "THU")]
    assert_fine(data, "fair_duties", a_plan(*shelves, *fair))
    unfair = a_plan(*shelves, *(d("h1", day) for day in ("MON", "TUE", "WED", "THU")))
    assert found(data, "fair_duties", unfair) == (1 + 2, ())
