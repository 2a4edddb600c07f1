# SPDX-License-Identifier: MIT
"""Timelines as calendars and feeds, read by parsers that are not ours: icalendar, and the XML of Python.

Prints TAP. ENTENTE_PROGRAM is the program. Without icalendar (Debian: python3-icalendar) what needs it is skipped.
"""
import calendar
import datetime
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as ElementTree

try:
    import icalendar
except ImportError:
    icalendar = None

PROGRAM = os.environ.pop("ENTENTE_PROGRAM")  # no setting: the server would refuse it
ATOM = "{http://www.w3.org/2005/Atom}"
PATH = "/v1/pairs/KAZ-TJK/timeline"
DAY = datetime.timedelta(days=1)

# A title with everything that the two formats treat as special, longer than a line, in letters of one to four bytes.
AWKWARD = 'Тәжікстан, "a;b\\c" <d> & \'e\' ]]> 🌾 中亚 ' + "é🌾" * 60
# What the loader refuses and another writer may store: no character of XML 1.0, a line break, U+FFFF.
FORBIDDEN = "a\x01b\x0bc\nd\uffffe\x7ff"


class Server:
    """The program on its shipped records, some of them made awkward."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="entente-feeds-")
        self.database = os.path.join(self.folder, "x.db")
        subprocess.run([PROGRAM, "init", self.database], check=True, stdout=subprocess.DEVNULL)
        self.make_awkward()
        self.start()

    def make_awkward(self):
        database = sqlite3.connect(self.database)
        update = "UPDATE agreement_version SET title = ? WHERE agreement = (SELECT id FROM agreement WHERE slug = ?)"
        database.execute(update, (AWKWARD, "kaz-tjk-treaty-allied-relations-2024"))
        database.execute(update, (FORBIDDEN, "deal-package-dushanbe-2024"))
        database.commit()
        database.close()

    def start(self):
        self.log = open(os.path.join(self.folder, "log"), "w+b")
        self.process = subprocess.Popen([PROGRAM, "serve", "--port=0", f"--database={self.database}"], stderr=self.log,
                                        stdout=self.log)
        for _ in range(200):
            time.sleep(0.05)
            self.log.seek(0)
            found = re.search(rb"listening on [^\"]*:(\d+)", self.log.read())
            if found:
                self.port = int(found.group(1))
                return
        raise RuntimeError("the program does not listen")

    def ask(self, target, **headers):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{target}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, dict(answer.headers), answer.read()

    def get(self, target, **headers):
        status, fields, body = self.ask(target, **headers)
        assert status == 200, (status, body)
        return fields, body

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=20)
        self.log.close()
        shutil.rmtree(self.folder)
        assert code == 0, code


def rows(server, parameters=""):
    return json.loads(server.get(f"{PATH}?limit=1000{parameters}")[1])["data"]


def day_of(row):
    """The day that stands for a date: the last it may mean of what ends, or is due, by then."""
    text = row["date"].rstrip("~")
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    month = parts[1] if len(parts) > 1 else 12
    if row["kind"] not in ("expiry", "deadline", "event_end"):
        return datetime.date(parts[0], parts[1] if len(parts) > 1 else 1, 1)
    return datetime.date(parts[0], month, calendar.monthrange(parts[0], month)[1])


# --- calendars ---


def content_lines(body):
    """The content lines, unfolded by hand; RFC 5545, 3.1."""
    assert body.endswith(b"\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"") and b"\r" not in body.replace(b"\r\n", b"")
    for line in body.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode()  # no character is torn apart
        assert all(byte >= 0x20 and byte != 0x7F or byte == 9 for byte in line), line
    return body.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def read_calendar(server, parameters=""):
    return icalendar.Calendar.from_ical(server.get(f"{PATH}?format=ics{parameters}")[1])


def calendar_has_well_formed_lines(server):
    fields, body = server.get(f"{PATH}?format=ics")
    lines = content_lines(body)
    assert fields["Content-Type"] == "text/calendar; charset=utf-8", fields
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-1] == "END:VCALENDAR"
    depth = []
    for line in lines:
        name, _, value = line.partition(":")
        assert re.fullmatch(r"[A-Z-]+(;VALUE=DATE)?", name), line
        if name == "BEGIN":
            depth.append(value)
        elif name == "END":
            assert depth.pop() == value, line
    assert not depth


def calendar_escapes_text(server):
    lines = content_lines(server.get(f"{PATH}?format=ics&record=kaz-tjk-treaty-allied-relations-2024")[1])
    escaped = AWKWARD.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:Signing: {escaped}" in lines, lines
    lines = content_lines(server.get(f"{PATH}?format=ics&record=deal-package-dushanbe-2024")[1])
    assert "SUMMARY:Signing: abc\\nd\uffffef" in lines, lines


def calendar_has_the_dated_rows(server):
    events = read_calendar(server).walk("VEVENT")
    dated = [row for row in rows(server) if row["date"]]
    assert len(dated) == len(events) > 40
    for event, row in zip(events, dated):
        assert str(event["SUMMARY"]) == row["title"] or "\x01" in row["title"], (event, row)
        start = event["DTSTART"].dt
        assert type(start) is datetime.date and start == day_of(row), (row, start)
        assert event["DTEND"].dt == start + DAY
        is_partial = len(row["date"]) < 10
        assert (f"known only as {row['date']}" in event["DESCRIPTION"]) == is_partial, row
        assert row["path"] in event["DESCRIPTION"] and row["source"] in event["DESCRIPTION"]


def calendar_events_have_what_they_must(server):
    calendar = read_calendar(server)
    events = calendar.walk("VEVENT")
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    assert len({event["UID"] for event in events}) == len(events) > 40
    assert len({event["DTSTAMP"].to_ical() for event in events}) == 1
    assert re.fullmatch(rb"\d{8}T\d{6}Z", events[0]["DTSTAMP"].to_ical())
    undated = sum(row["date"] is None for row in rows(server))
    assert undated == 2 and len(events) == len(rows(server)) - undated


def calendar_alarms_stand_at_ends_and_deadlines(server):
    kinds = {"expiry": 3, "deadline": 2, "signing": 0, "figure": 0, "target": 0, "event": 0}
    for kind, count in kinds.items():
        calendar = read_calendar(server, f"&kind={kind}")
        assert len(calendar.walk("VALARM")) == count, kind
        for alarm in calendar.walk("VALARM"):
            assert alarm["ACTION"] == "DISPLAY" and alarm["DESCRIPTION"]
            assert alarm["TRIGGER"].dt == -30 * DAY


def calendar_filters_apply(server):
    events = read_calendar(server, "&kind=signing&date__gte=2024").walk("VEVENT")
    assert len(events) == len(rows(server, "&kind=signing&date__gte=2024")) == 2


# --- feeds ---


def read_feed(server, parameters=""):
    fields, body = server.get(f"{PATH}?format=atom{parameters}")
    assert fields["Content-Type"] == "application/atom+xml; charset=utf-8", fields
    return ElementTree.fromstring(body)


def check_time(text):
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text), text
    datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def check_common(element):
    """What RFC 4287 (4.1.1, 4.1.2) asks of feeds and entries."""
    for name in ("id", "title", "updated"):
        assert len(element.findall(ATOM + name)) == 1, name
        assert element.find(ATOM + name).text.strip()
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                        element.find(ATOM + "id").text)
    check_time(element.find(ATOM + "updated").text)


def feed_has_what_it_must(server):
    feed = read_feed(server)
    assert feed.tag == ATOM + "feed"
    check_common(feed)
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "Entente"
    links = {link.get("rel"): link.get("href") for link in feed.findall(ATOM + "link")}
    assert links["self"] == f"{PATH}?format=atom", links
    entries = feed.findall(ATOM + "entry")
    assert list(feed)[-len(entries):] == entries
    assert len({entry.find(ATOM + "id").text for entry in entries}) == len(entries)


def feed_has_every_row_newest_first(server):
    entries = read_feed(server).findall(ATOM + "entry")
    expected = rows(server, "&sort=-date")
    assert len(entries) == len(expected) > 40
    for entry, row in zip(entries, expected):
        check_common(entry)
        if "\x01" not in row["title"]:
            assert entry.find(ATOM + "title").text == row["title"]
        assert entry.find(ATOM + "link").get("rel") == "alternate"
        assert entry.find(ATOM + "link").get("href") == row["path"]
        assert entry.find(ATOM + "category").get("term") == row["kind"]
        content = entry.find(ATOM + "content")
        assert content.get("type") == "text" and row["path"] in content.text
        assert row["date"] is None or row["date"] > "2024-08-22" or \
            entry.find(ATOM + "updated").text == f"{day_of(row)}T00:00:00Z"


def feed_is_never_of_the_future(server):
    feed = read_feed(server)
    newest = feed.find(ATOM + "updated").text
    assert all(entry.find(ATOM + "updated").text <= newest for entry in feed.findall(ATOM + "entry"))


def feed_leaves_out_what_xml_has_not(server):
    titles = [entry.find(ATOM + "title").text for entry in read_feed(server).findall(ATOM + "entry")]
    assert f"Signing: {AWKWARD}" in titles
    assert "Signing: abc\nde\x7ff" in titles, titles


def feed_names_its_own_question(server):
    one = read_feed(server, "&kind=signing,expiry")
    other = read_feed(server, "&kind=expiry")
    assert one.find(ATOM + "link").get("href") == f"{PATH}?kind=expiry,signing&format=atom"
    assert one.find(ATOM + "id").text != other.find(ATOM + "id").text
    same = {entry.find(ATOM + "id").text for entry in one.findall(ATOM + "entry")}
    assert {entry.find(ATOM + "id").text for entry in other.findall(ATOM + "entry")} < same


# --- both ---


def feeds_of_nothing_are_whole(server):
    target = "/v1/pairs/FJI-TON/timeline"
    assert not ElementTree.fromstring(server.get(f"{target}?format=atom")[1]).findall(ATOM + "entry")
    assert content_lines(server.get(f"{target}?format=ics")[1])[-1] == "END:VCALENDAR"


def feeds_are_chosen_by_accept(server):
    for kind in ("text/calendar", "application/atom+xml"):
        fields, body = server.get(PATH, Accept=f"{kind}, application/json;q=0.5")
        assert fields["Content-Type"].startswith(kind)
        word = "ics" if kind == "text/calendar" else "atom"
        assert body == server.get(f"{PATH}?format={word}")[1]


def feeds_are_the_same_bytes(server):
    for word in ("ics", "atom"):
        fields, body = server.get(f"{PATH}?format={word}")
        assert server.ask(f"{PATH}?format={word}", **{"If-None-Match": fields["ETag"]})[0] == 304
        server.process.terminate()
        server.process.wait(timeout=20)
        time.sleep(1.1)
        server.start()
        again, same = server.get(f"{PATH}?format={word}")
        assert same == body and again["ETag"] == fields["ETag"]


def feeds_are_refused_elsewhere(server):
    for target in ("/v1/claims", "/v1/pairs/KAZ-TJK/figures", "/v1/search?q=trade"):
        mark = "&" if "?" in target else "?"
        for word in ("ics", "atom"):
            status, _, body = server.ask(f"{target}{mark}format={word}")
            assert status == 400 and "format is json, csv or ndjson" in json.loads(body)["detail"], body
        status, _, body = server.ask(target, Accept="text/calendar")
        assert status == 406 and "text/calendar" not in json.loads(body)["detail"], body


def feeds_have_no_pages(server):
    for word in ("ics", "atom"):
        for parameter in ("limit=1", "count=exact", "sort=date", "fields=id"):
            status, _, body = server.ask(f"{PATH}?format={word}&{parameter}")
            assert status == 400 and json.loads(body)["parameter"] == parameter.split("=")[0], body
    status, _, body = server.ask(f"{PATH}?format=xml")
    assert "json, csv, ndjson, ics or atom" in json.loads(body)["detail"], body


NEED_ICALENDAR = (calendar_has_the_dated_rows, calendar_events_have_what_they_must,
                  calendar_alarms_stand_at_ends_and_deadlines, calendar_filters_apply)
TESTS = (calendar_has_well_formed_lines, calendar_escapes_text) + NEED_ICALENDAR + (
    feed_has_what_it_must, feed_has_every_row_newest_first, feed_is_never_of_the_future,
    feed_leaves_out_what_xml_has_not, feed_names_its_own_question, feeds_of_nothing_are_whole,
    feeds_are_chosen_by_accept, feeds_are_the_same_bytes, feeds_are_refused_elsewhere, feeds_have_no_pages)


def run(number, test, server):
    name = test.__name__.replace("_", " ")
    if test in NEED_ICALENDAR and not icalendar:
        print(f"ok {number} {name} # SKIP python3-icalendar is not installed")
        return True
    try:
        test(server)
    except Exception as error:  # a test that fails leaves the others to run
        print(f"not ok {number} {name}")
        print("# " + f"{type(error).__name__}: {error}"[:1500].replace("\n", "\n# "))
        return False
    print(f"ok {number} {name}")
    return True


def main():
    print(f"1..{len(TESTS)}")
    server = Server()
    try:
        results = [run(number, test, server) for number, test in enumerate(TESTS, 1)]
    finally:
        server.stop()
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
