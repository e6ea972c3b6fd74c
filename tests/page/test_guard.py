"""Whom the local page answers: the hostile cases, each over a real connection."""

import pytest

from specrules.page.guard import MOST_BYTES, MOST_FILES, Guard

NO_COOKIE = {"Cookie": None}
PAGES = (
    "/",
    "/draft?file=spec.yaml",
    "/review?file=spec.yaml",
    "/scorecard/1",
    "/kept/1/review.json",
    "/static/page.css",
)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost",
        "evil.example:{port}",
        "127.0.0.1:{port}.evil.example",
        "",
    ],
)
def test_another_host_is_refused_so_that_no_name_can_be_bound_to_this_computer(asking, host):
    status, _, text = asking.get("/", Host=host.format(port=asking.port))
    assert status == 421
    assert "specifications" not in text.lower()


def test_a_request_without_a_host_is_refused(asking):
    assert asking.get("/", Host=None)[0] in (400, 421)


def test_the_page_also_answers_to_localhost(asking):
    assert asking.get("/", Host=f"localhost:{asking.port}")[0] == 200


@pytest.mark.parametrize("path", PAGES)
def test_without_the_cookie_nothing_is_shown(asking, path):
    status, headers, text = asking.get(path, Cookie=None)
    assert (status, text) == (403, "Open this page by the address that specrules printed when it started.\n")
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    "cookie", ["specrules-{port}=wrong", "specrules-{port}=", "other={right}", "specrules-{port}={right}x"]
)
def test_another_cookie_opens_nothing(asking, cookie):
    right = asking.served.guard.cookie
    assert asking.get("/", Cookie=cookie.format(port=asking.port, right=right))[0] == 403


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://127.0.0.1",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1:1",
        "",
        None,
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "/new",
        "/draft?file=spec.yaml",
        "/save?file=spec.yaml",
        "/look?file=spec.yaml",
        "/review?file=spec.yaml",
    ],
)
def test_a_form_from_another_page_is_refused(asking, path, origin):
    origin = origin and origin.format(port=asking.port)
    assert asking.post(path, {"Origin": origin}, do="save", text="x")[0] == 403


@pytest.mark.parametrize("word", ["", "wrong"])
def test_a_form_without_the_word_of_this_run_is_refused(asking, word):
    status, _, text = asking.post("/draft?file=spec.yaml", form=word, do="save", text="x")
    assert status == 403
    assert "of an earlier run" in text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_nothing_but_reading_and_sending_forms_is_answered(asking, method):
    assert asking.ask(method, "/")[0] == 405


def test_reading_never_changes_anything(asking):
    assert asking.get("/save?file=spec.yaml")[0] == 405
    assert asking.get("/new")[0] == 405


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", None])
def test_only_forms_are_read(asking, kind):
    assert asking.ask("POST", "/new", b"form=x", {"Content-Type": kind})[0] == 415


# -- the address


def test_the_address_is_exchanged_once_for_a_cookie_that_no_script_and_no_other_page_gets(own):
    guard = own.served.guard
    path = guard.address.removeprefix(f"http://127.0.0.1:{own.port}")
    status, headers, _ = own.get(path, Cookie=None)
    assert (status, headers["location"]) == (303, "/")
    assert headers["set-cookie"] == f"specrules-{own.port}={guard.cookie}; Path=/; HttpOnly; SameSite=Strict"
    status, headers, text = own.get(path, Cookie=None)
    assert (status, "set-cookie" in headers) == (403, False)
    assert text.startswith("This address has been used.")


def test_a_guessed_address_opens_nothing(own):
    status, headers, _ = own.get("/begin/guessed", Cookie=None)
    assert (status, "set-cookie" in headers) == (403, False)
    assert own.get(f"/begin/{own.served.guard.key}", Cookie=None)[0] == 303


def test_a_look_ahead_does_not_use_the_address_up(own):
    path = f"/begin/{own.served.guard.key}"
    assert own.ask("HEAD", path, headers=NO_COOKIE)[0] == 200
    assert own.get(path, Cookie=None)[0] == 303


def test_the_secrets_are_long_and_different_each_time():
    secrets = [secret for guard in (Guard(), Guard()) for secret in (guard.key, guard.cookie, guard.form)]
    assert len(set(secrets)) == 6
    assert min(map(len, secrets)) >= 43


def test_it_listens_on_this_computer_only(asking):
    sockets = asking.served.server.servers[0].sockets
    assert {each.getsockname()[0] for each in sockets} == {"127.0.0.1"}


# -- how much


def test_more_than_thirty_megabytes_is_refused_in_words(asking):
    status, _, text = asking.send("/review?file=spec.yaml", [("a.csv", b"x" * (MOST_BYTES + 1))])
    assert status == 413
    assert "more than 30 MB" in text


def test_what_is_sent_is_counted_whatever_it_says_of_its_length(asking):
    head = b'--edge\r\nContent-Disposition: form-data; name="given"; filename="a.csv"\r\n\r\n'
    pieces = (head, *(b"x" * (1 << 20) for _ in range(31)), b"\r\n--edge--\r\n")
    kind = {"Content-Type": "multipart/form-data; boundary=edge", "Transfer-Encoding": "chunked"}
    assert asking.ask("POST", "/review?file=spec.yaml", pieces, kind)[0] == 413


def test_a_field_longer_than_any_specification_is_refused(asking):
    assert asking.post("/draft?file=spec.yaml", text="x" * (7 << 20))[0] == 400


def test_too_many_files_or_fields_are_refused(asking):
    files = [(f"{n}.csv", b"") for n in range(MOST_FILES + 1)]
    assert asking.send("/review?file=spec.yaml", files)[0] == 400
    assert asking.post("/new", clause=["x"] * 500)[0] == 400


@pytest.mark.parametrize("body", [b"", b"--edge", b"--edge\r\n\r\nx", b"--other\r\n", b"\0" * 100])
def test_a_broken_form_is_refused(asking, body):
    kind = {"Content-Type": "multipart/form-data; boundary=edge"}
    assert asking.ask("POST", "/review?file=spec.yaml", body, kind)[0] in (400, 403)


def test_a_form_with_files_and_no_edge_is_refused(asking):
    assert (
        asking.ask("POST", "/review?file=spec.yaml", b"x", {"Content-Type": "multipart/form-data"})[0] == 400
    )


# -- paths


@pytest.mark.parametrize(
    "name",
    [
        "../spec.yaml",
        "/etc/passwd",
        "returns/riverbank.yaml",
        "..%2fspec.yaml",
        "spec.yaml%00",
        "nothing.yaml",
        "",
        "CON",
        "C:spec.yaml",
        "spec.yaml/",
        "~/spec.yaml",
    ],
)
@pytest.mark.parametrize("page", ["/draft", "/review"])
def test_a_name_that_the_folder_does_not_list_leads_nowhere(asking, page, name):
    status, _, text = asking.get(f"{page}?file={name}")
    assert status == 404
    assert "There is no specification of that name in this folder." in text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/..%2fserver.py",
        "/static/page.js%00",
        "/static/",
        "/kept/1/..%2f..%2fetc",
        "//evil.example",
        "/draft/x",
    ],
)
def test_a_path_leads_to_nothing_but_our_pages(asking, path):
    assert asking.get(path)[0] == 404


# -- what every answer says


@pytest.mark.parametrize("path", [*PAGES, "/nothing"])
def test_every_answer_forbids_what_a_page_of_ours_never_does(asking, path):
    _, headers, _ = asking.get(path)
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in headers
