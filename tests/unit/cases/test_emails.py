"""What is read from mail, sound and nasty: invented, and made by the standard library or written out by hand."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cases.emails import Email, gist_of, new_words, read_email, received_within, references_in
from cases.html_words import words_of_html
from foundation.errors import Invalid
from tests.factories.outlook import outlook_mail, storage_of_mail


def mail(words: str = "Nobody rang me back.", **headers: str) -> EmailMessage:
    """A plain mail from an invented mother."""
    made = EmailMessage()
    for name, value in {"From": "Asha Pretend <asha@family.example>", "Subject": "My complaint", **headers}.items():
        made[name.replace("_", "-")] = value
    made.set_content(words)
    return made


def raw(head: str, body: bytes) -> bytes:
    """A mail written out by hand, for what the standard library will not write."""
    return head.strip().replace("\n", "\r\n").encode() + b"\r\n\r\n" + body


def test_a_plain_mail_says_who_when_and_what() -> None:
    read = read_email(mail(Date="Thu, 02 Dec 2027 00:30:00 +0100", Message_ID="<one@family.example>").as_bytes())
    assert (read.from_name, read.from_address) == ("Asha Pretend", "asha@family.example")
    assert (read.subject, read.words) == ("My complaint", "Nobody rang me back.")
    assert read.sent_at == datetime(2027, 12, 1, 23, 30, tzinfo=UTC)
    assert read.message_id == "one@family.example"
    assert (read.attached, read.faults) == ((), ())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (raw("Content-Type: text/plain; charset=utf-8", "Café – £5".encode()), "Café – £5"),
        (raw("Content-Type: text/plain; charset=iso-8859-1", b"it\x92s \xa35 late"), "it’s £5 late"),
        (raw("Content-Type: text/plain; charset=windows-1252", b"it\x92s late"), "it’s late"),
        (raw("Content-Type: text/plain; charset=klingon-8", "Café".encode()), "Café"),
        (raw("Content-Type: text/plain; charset=us-ascii", "Café".encode()), "Café"),
        (raw("Subject: none said", "Café".encode()), "Café"),
        (raw("Content-Type: text/plain; charset=utf-8", b"it\x92s late"), "it’s late"),
        (raw("Content-Transfer-Encoding: base64", b"Tm9ib2R5IHJhbmc"), "Nobody rang"),
        (raw("Content-Transfer-Encoding: quoted-printable", b"a=C2=A35 =\r\nfine"), "a£5 fine"),
        (raw("Content-Type: text/html", "<p>Nobody <b>rang</b>.</p><p>Not&nbsp;–&eacute;</p>".encode()),
         "Nobody rang.\n\nNot –é"),
        (raw("Content-Type: text/plain", b"a\x00b\x1b[2J\xe2\x80\xaec"), "ab[2Jc"),
    ],
)  # fmt: skip
def test_words_are_read_whatever_they_say_their_charset_is(content: bytes, words: str) -> None:
    assert read_email(content).words == words


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        ("=?utf-8?b?Q2Fmw6k=?=", "Café"),
        ("=?iso-8859-1?q?it=92s?= =?utf-8?q?_late?=", "it’s late"),
        ("=?klingon?q?late?=", "late"),
        ("=?utf-8?x?%%%%?=", "=?utf-8?x?%%%%?="),
        ("Raw Caf\u00e9 \u2013 late", "Raw Café – late"),
        ("Two\r\n lines", "Two lines"),
        ("Turned \u202egpj.exe", "Turned gpj.exe"),
    ],
)
def test_subjects_are_decoded_and_stand_on_one_line(header: str, subject: str) -> None:
    assert read_email(f"Subject: {header}\r\n\r\nwords".encode()).subject == subject


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("From: asha@family.example", ("", "asha@family.example")),
        ('From: "Pretend, Asha" <asha@family.example>', ("Pretend, Asha", "asha@family.example")),
        ("From: =?utf-8?q?Zo=C3=AB?= <zoe@family.example>", ("Zoë", "zoe@family.example")),
        ("From: undisclosed\nReply-To: asha@family.example", ("", "asha@family.example")),
        ("From: <<>><", ("", "")),
        ("X-Nothing: here", ("", "")),
    ],
)
def test_the_sender_is_whoever_can_be_written_to(header: str, sender: tuple[str, str]) -> None:
    read = read_email(raw(header, b"words"))
    assert (read.from_name, read.from_address) == sender


@pytest.mark.parametrize(
    ("head", "at"),
    [
        ("Date: Wed, 1 Dec 2027 09:00:00", datetime(2027, 12, 1, 9, tzinfo=UTC)),
        ("Date: Wed, 1 Dec 2027 09:00:00 -0000", datetime(2027, 12, 1, 9, tzinfo=UTC)),
        ("Received: by b; Wed, 1 Dec 2027 09:00:00 +0000\nDate: then", datetime(2027, 12, 1, 9, tzinfo=UTC)),
        ("Date: Wed, 99 Zed 99999 99:99:99 +9999", None),
        ("Date:", None),
    ],
)  # fmt: skip
def test_the_date_is_the_mails_own_else_when_the_last_server_took_it(head: str, at: datetime | None) -> None:
    assert read_email(raw(head, b"words")).sent_at == at


def test_a_date_that_cannot_be_true_is_no_date() -> None:
    now = datetime(2027, 12, 2, 12, tzinfo=UTC)
    for year, kept in ((2027, True), (2028, False), (1970, False)):
        read = Email(sent_at=datetime(year, 12, 1, tzinfo=UTC))
        assert (received_within(read, now).sent_at is not None) is kept


def test_what_is_attached_comes_with_its_name_and_without_its_folders() -> None:
    made = mail()
    made.add_attachment(b"%PDF-1.7 plan", maintype="application", subtype="pdf", filename="../../etc/The plan.pdf")
    made.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="C:\\Users\\a\\photo.jpg")
    made.add_attachment(b"?", maintype="application", subtype="octet-stream")
    read = read_email(made.as_bytes())
    assert [(one.name, one.content[:4]) for one in read.attached] == [
        ("The plan.pdf", b"%PDF"),
        ("photo.jpg", b"\xff\xd8"),
        ("Part 4", b"?"),
    ]
    assert read.words == "Nobody rang me back."


def test_of_two_ways_of_saying_one_thing_the_plain_one_is_read_and_files_beside_it_are_kept() -> None:
    made = mail("Plain words")
    made.add_alternative("<p>HTML words</p>", subtype="html")
    parts = made.get_payload()
    assert isinstance(parts, list)
    parts[1].add_related(b"\x89PNG", maintype="image", subtype="png", filename="letter.png", cid="<a>")
    read = read_email(made.as_bytes())
    assert read.words == "Plain words"
    assert [one.name for one in read.attached] == ["letter.png"]


def test_a_blank_plain_part_gives_way_to_the_html() -> None:
    made = mail("  \n")
    made.add_alternative("<p>HTML words</p>", subtype="html")
    assert read_email(made.as_bytes()).words == "HTML words"


def test_a_mail_that_only_carries_another_is_the_other() -> None:
    outer = MIMEMultipart()
    outer["From"], outer["Subject"] = "pa@council.example", "FW: My complaint"
    outer.attach(MIMEMessage(mail(Date="Wed, 1 Dec 2027 09:00:00 +0000")))
    read = read_email(outer.as_bytes())
    assert (read.from_address, read.words) == ("asha@family.example", "Nobody rang me back.")
    assert read.sent_at == datetime(2027, 12, 1, 9, tzinfo=UTC)


def test_a_mail_beside_words_is_kept_as_a_file() -> None:
    outer = mail("See below from last year.")
    outer.add_attachment(mail("Older words", Subject="Older: mail"))
    read = read_email(outer.as_bytes())
    assert read.words == "See below from last year."
    assert [one.name for one in read.attached] == ["Older- mail.eml"]
    assert b"Older words" in read.attached[0].content


def test_a_winmail_file_is_a_file_like_any_other() -> None:
    made = mail()
    made.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    assert [one.name for one in read_email(made.as_bytes()).attached] == ["winmail.dat"]


def test_mails_inside_mails_without_end_do_not_break_it() -> None:
    inner = mail("deep").as_bytes()
    for _ in range(60):
        inner = b"Content-Type: message/rfc822\r\n\r\n" + inner
    assert isinstance(read_email(inner), Email)
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
    with pytest.raises(Invalid, match="too many emails inside"):
        read_email(nested)


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"\x00\x01\x02", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken"])
def test_what_is_no_mail_is_refused_with_words(content: bytes) -> None:
    with pytest.raises(Invalid, match="email"):
        read_email(content)


OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_read_or_refused(content: bytes) -> bool:
    """True where it is a mail, or is refused with a sentence."""
    try:
        return isinstance(read_email(content), Email)
    except Invalid as refused:
        return refused.message.endswith(".")


@given(st.binary(max_size=400), st.sampled_from([b"", b"Content-Type: ", b"Subject: =?", OUTLOOK]))
def test_whatever_the_bytes_are_they_are_a_mail_or_refused(content: bytes, beginning: bytes) -> None:
    assert is_read_or_refused(beginning + content)


SOUND = outlook_mail(words={"0037": "Subject", "1000": "Words " * 900}, attached=[("a.txt", b"a")])


@settings(max_examples=60)
@given(st.binary(min_size=1, max_size=40), st.integers(min_value=8, max_value=6000))
@example(damage=b"\x01", at=33)
def test_an_outlook_mail_broken_anywhere_is_read_or_refused(damage: bytes, at: int) -> None:
    broken = bytearray(SOUND)
    broken[at : at + len(damage)] = damage
    assert is_read_or_refused(bytes(broken))


def test_an_outlook_mail_says_the_same_as_any_other() -> None:
    read = read_email(
        outlook_mail(
            words={
                "0037": "My complaint",
                "1000": "Nobody rang me back.\r\n\r\nIt’s late.",
                "0C1A": "Asha Pretend",
                "0C1F": "/O=COUNCIL/OU=EXCHANGE/CN=ASHA",
                "5D01": "asha@family.example",
                "1035": "<one@family.example>",
                "1042": "<ours@council.example>",
            },
            sent_at=datetime(2027, 12, 1, 23, 30, tzinfo=UTC),
            attached=[("The plan.pdf", b"%PDF" * 2000), ("note.txt", b"short")],
        )
    )
    assert (read.from_name, read.from_address) == ("Asha Pretend", "asha@family.example")
    assert (read.subject, read.words) == ("My complaint", "Nobody rang me back.\n\nIt’s late.")
    assert read.sent_at == datetime(2027, 12, 1, 23, 30, tzinfo=UTC)
    assert (read.message_id, read.answers) == ("one@family.example", ("ours@council.example",))
    assert [(one.name, len(one.content)) for one in read.attached] == [("The plan.pdf", 8000), ("note.txt", 5)]


def test_an_outlook_mail_in_an_old_code_page_or_as_html_is_read() -> None:
    old = outlook_mail(narrow={"0037": b"Caf\xe9 \x96 late", "1000": b"it\x92s late"}, code_page=1252)
    assert (read_email(old).subject, read_email(old).words) == ("Café – late", "it’s late")
    html = outlook_mail(words={"0037": "HTML"}, raw={"10130102": b"<p>Nobody rang.</p>"})
    assert read_email(html).words == "Nobody rang."


def test_an_outlook_mail_whose_words_are_rtf_alone_says_so() -> None:
    read = read_email(outlook_mail(words={"0037": "RTF"}, raw={"10090102": b"\x00" * 20}))
    assert read.faults == ("The words of this email could not be read. Open the file to see them.",)


def test_the_headers_in_an_outlook_mail_help_where_it_says_nothing_itself() -> None:
    head = "From: Asha Pretend <asha@family.example>\r\nDate: Wed, 1 Dec 2027 09:00:00 +0000\r\nIn-Reply-To: <a@b>\r\n"
    read = read_email(outlook_mail(words={"007D": head, "1000": "words"}))
    assert (read.from_name, read.from_address, read.answers) == ("Asha Pretend", "asha@family.example", ("a@b",))
    assert read.sent_at == datetime(2027, 12, 1, 9, tzinfo=UTC)


def test_a_mail_inside_an_outlook_mail_is_kept_as_words_with_its_files() -> None:
    inside = storage_of_mail(words={"0037": "Older mail", "1000": "Older words"}, attached=[("old.pdf", b"%PDF")])
    read = read_email(outlook_mail(words={"1000": "See below"}, inside=[inside]))
    assert [one.name for one in read.attached] == ["Older mail.txt", "old.pdf"]
    assert "Older words" in read.attached[0].content.decode()


def test_an_outlook_mail_with_more_in_it_than_is_read_says_so() -> None:
    full = read_email(outlook_mail(words={"1000": "See all"}, attached=[("a.txt", b"a")] * 501))
    assert full.faults == ("It has more parts than can be read. Open the file to see them all.",)
    inside = storage_of_mail(words={"1000": "The innermost"}, attached=[("a.txt", b"a")])
    for _ in range(10):
        inside = storage_of_mail(words={"1000": "One further out"}, inside=[inside])
    assert read_email(outlook_mail(words={"1000": "See below"}, inside=[inside])).faults == full.faults


@pytest.mark.parametrize(
    ("words", "new"),
    [
        ("Not good.\n\nOn Mon, 1 Dec 2027 at 09:00, Council <c@council.example> wrote:\n> We have it", "Not good."),
        ("Not good.\n\n-----Original Message-----\nFrom: Council", "Not good."),
        ("Not good.\n\nFrom: Council <c@council.example>\nSent: 1 December 2027\nTo: Asha", "Not good."),
        ("Begin forwarded message:\n\nFrom: Asha", "Begin forwarded message:\n\nFrom: Asha"),
        ("From: the heart, I thank you\nfor nothing", "From: the heart, I thank you\nfor nothing"),
    ],
)  # fmt: skip
def test_what_is_new_in_a_mail_stands_above_what_it_answers(words: str, new: str) -> None:
    assert new_words(words) == new


@pytest.mark.parametrize(
    ("email", "gist"),
    [
        (Email(words="Dear Sir or Madam,\n\nNobody rang.\nThree weeks now."), "Nobody rang. Three weeks now."),
        (Email(subject="My complaint", words="Hello"), "My complaint"),
        (Email(words="Hi there I have a problem with the worker who never comes when she says she will, and so on"),
         "Hi there I have a problem with the worker who never comes when she says she will, and so on"),
    ],
)  # fmt: skip
def test_the_gist_is_the_first_lines_that_say_something(email: Email, gist: str) -> None:
    assert gist_of(email) == gist


def test_a_long_gist_ends_at_a_word() -> None:
    gist = gist_of(Email(words="word " * 100))
    assert len(gist) <= 200
    assert gist.endswith("word…")


def test_references_are_found_as_we_print_them() -> None:
    read = Email(
        subject="Re: Your message to us, R7KD-2M", words="and C4GH 9X, not case-by, nor XR7KD-2M, R7KD-2M again"
    )
    assert references_in(read) == ("R7KD-2M", "C4GH-9X")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<html><head><title>T</title><style>p{}</style></head><body><p>One<p>Two</body>", "One\n\nTwo"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ("<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>", "A B\nC"),
        ("One<br>Two<script>alert(1)</script>", "One\nTwo"),
        ("<head>never closed<body>Words", "Words"),
        ("<![foo]>Words", "Words"),
        ("<p>a &lt;b&gt; &amp; c</p>", "a <b> & c"),
    ],
)
def test_html_is_read_as_words(html: str, words: str) -> None:
    assert words_of_html(html) == words
