"""The web book in Firefox and WebKit: what is wide, what is sorted and filtered, what is found, what is cited."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from book.browsing import PAGES, Site
from engines import Job, Report, firefox, webkit

pytestmark = pytest.mark.browser
Engine = Callable[[list[Job]], list[Report]]


@pytest.fixture(params=[firefox, pytest.param(webkit, marks=pytest.mark.weekly)], ids=["Firefox", "WebKit"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.param
    return found


WIDTH = "() => document.documentElement.scrollWidth"
WAIT = "() => new Promise((done) => setTimeout(done, 600))"


def test_no_page_scrolls_sideways_or_complains(engine: Engine, site: Site) -> None:
    pages = (*PAGES, "chapters/statements", "chapters/agreements", "chapters/trade")
    jobs = [Job(f"{site.root}/{page}.html", width, (WIDTH,)) for page in pages for width in (320, 768)]
    for job, report in zip(jobs, engine(jobs), strict=True):
        assert report.results == [pytest.approx(job.width, abs=20)], job.address  # its scroll bar takes its room
        assert report.results[0] <= job.width, job.address  # type: ignore[operator]  # the step returns a number
        assert report.complaints == [], job.address


def test_tables_are_sorted_filtered_and_shown_again(engine: Engine, site: Site) -> None:
    steps = (
        "() => { document.querySelector('#table-chronology th button').click(); }",
        "() => document.querySelector('#table-chronology th').getAttribute('aria-sort')",
        """() => {
          const field = document.querySelector('input[type=search][id^=filter]');
          field.value = 'visa';
          field.dispatchEvent(new Event('input'));
          return document.querySelectorAll('#table-chronology tbody tr:not([hidden])').length;
        }""",
        """() => new Promise((done) => {
          const row = document.querySelector('#table-chronology tbody tr[hidden][id]');
          addEventListener('hashchange', () => setTimeout(() => done(row.hidden), 50));
          location.hash = row.id;
        })""",
    )
    (report,) = engine([Job(f"{site.root}/chapters/chronology.html", 1280, steps)])
    _, order, shown, hidden = report.results
    assert order == "ascending"
    assert isinstance(shown, int)
    assert 0 < shown < 10
    assert hidden is False
    assert report.complaints == []


def test_search_contents_and_citations_open(engine: Engine, site: Site) -> None:
    search = Job(
        f"{site.root}/search.html?q=adamkus",
        1280,
        (WAIT, "() => document.querySelectorAll('main a[href*=adamkus]').length"),
    )
    chapter = Job(
        f"{site.root}/chapters/visits.html",
        390,
        (
            "() => { document.querySelector('[popovertarget=contents]').click(); }",
            "() => document.querySelector('#contents').matches(':popover-open')",
            "() => { document.querySelector('#contents').hidePopover(); document.querySelector('.cite').click(); }",
            WAIT,
            "() => document.querySelector('dialog[open]')?.textContent.includes('Copy link')",
        ),
    )
    found, opened = engine([search, chapter])
    assert found.results[1] != 0
    assert opened.results[1] is True
    assert opened.results[4] is True
    assert [*found.complaints, *opened.complaints] == []
