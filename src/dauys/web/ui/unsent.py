"""What was typed into a form that could not be taken: a session had ended, or a second factor was asked for.

It is kept in the session of the browser, sealed with the key of the server, and shown again to the account
that typed it, to be checked and sent by hand: nothing is ever done with it by itself. Files, secrets and
tokens are never kept, and nothing of a browser in which nobody was signed in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.request import UnreadablePostError

from dauys.apps.accounts.queries import opened, sealed
from dauys.web.ui import factors
from dauys.web.ui.tokens import is_ours

KEPT_FOR = 12 * 60 * 60  # seconds; a setting of ours
LARGEST = 128 << 10  # signs of one form with its names; a setting of ours
MOST = 5  # forms of one browser; a setting of ours
TOKENS = "unsent"  # in the session: what is sealed, by the address of its form
WHOSE = "unsent_of"  # in the session of nobody, sealed: the account whose session ended in this browser
BEFORE = "unsent_before"  # in the session of that account: the secret of forms that it opened before
_PURPOSE = "unsent"
_IN_TEXT = "application/x-www-form-urlencoded"  # forms with files come otherwise
BUTTONS = frozenset({"confirmed", "change", "more", "fewer", "do", "end"})  # pressed, and pressed anew
CHOSEN = frozenset({"id", "unit"})  # in an address: the candidates or contests that its form is about
# No form behind a door asks for a secret; should one ever do, it is not kept.
SECRETS = frozenset(
    ("csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code", "credential")
)


@dataclass(frozen=True, slots=True)
class Unsent:
    """What one account typed where, and the capacity in which it did ("" where it goes on in the same)."""

    account: int
    address: str
    acting: str
    fields: tuple[tuple[str, list[str]], ...]

    def sealed(self) -> str:
        """As it lies in the session."""
        return sealed(self._content, _PURPOSE)

    @property
    def is_small(self) -> bool:
        """Whether it is of a size that is kept."""
        return len(self._content) <= LARGEST

    @property
    def _content(self) -> str:
        return json.dumps([self.account, self.address, self.acting, self.fields], ensure_ascii=False)


def _opened(token: str, address: str) -> Unsent | None:
    """None for what is too old, of another form, or was sealed with a key that is gone."""
    content = opened(token, _PURPOSE, within=KEPT_FOR)
    if content is None:
        return None
    account, where, acting, fields = json.loads(content)
    found = Unsent(account, where, acting, tuple((name, values) for name, values in fields))
    return found if where == address else None


def _all(request: HttpRequest) -> Iterator[tuple[str, str, Unsent]]:
    """The address, the token and what it holds, of each that can still be shown."""
    for address, token in request.session.get(TOKENS, {}).items():
        found = _opened(token, address)
        if found is not None:
            yield address, token, found


def address_of(path: str) -> str:
    """The address of a form, the same in each language."""
    return path.split("/", 2)[-1]


def keep(request: HttpRequest, acting: str = "") -> bool:
    """Keep what was sent, for whoever is signed in or was so last; whether that could be.

    It takes the place of what was kept of the same form. The caller has seen that the form stands behind a
    door, and that a page of ours sent it.
    """
    if request.method != "POST":
        return False
    whose, here = _whose(request), address_of(request.path)
    if whose is None:
        return False
    tokens = {address: token for address, token in tokens_of(request).items() if address != here}
    found = Unsent(whose, here, acting, tuple(_typed(request)))
    is_kept = bool(found.fields) and found.is_small and len(tokens) < MOST
    put(request, {**tokens, here: found.sealed()} if is_kept else tokens)
    return is_kept


def _whose(request: HttpRequest) -> int | None:
    """Who is signed in, or was so until the session ended by itself; None for nobody that is known."""
    if request.user.is_authenticated:
        return int(request.user.pk)
    told = opened(request.session.get(WHOSE, ""), WHOSE, within=KEPT_FOR)
    return int(told) if told else None


def is_text(request: HttpRequest) -> bool:
    """Whether a form without files was sent."""
    return request.method == "POST" and request.content_type == _IN_TEXT


def _typed(request: HttpRequest) -> Iterator[tuple[str, list[str]]]:
    """The fields that say something, of a form that stands at the address to which it is sent."""
    if not is_text(request):
        return
    try:
        page, sent = urlsplit(factors.page_asked(request)), request.POST
    except (SuspiciousOperation, UnreadablePostError, LookupError, ValueError):  # too large, or no text
        return
    if page.path != request.path:
        return
    for name, values in sent.lists():
        if name not in BUTTONS | SECRETS and any(values):
            yield name, [value.replace("\0", "") for value in values]


def put(request: HttpRequest, tokens: dict[str, str]) -> None:
    """Leave these in the session, and no others; a session is begun for none."""
    if tokens:
        request.session[TOKENS] = tokens
    else:
        request.session.pop(TOKENS, None)


def tokens_of(request: HttpRequest) -> dict[str, str]:
    """What the session holds, to be carried over where it ends by itself."""
    return {address: token for address, token, _ in _all(request)}


def carry(request: HttpRequest, account: int, tokens: dict[str, str]) -> None:
    """A session ended by itself: the next one in this browser knows whose it was, and holds the same."""
    request.session[WHOSE] = sealed(str(account), WHOSE)
    put(request, tokens)


def is_of_before(request: HttpRequest) -> bool:
    """Whether a form was sent that the same account had opened before it signed in anew in another window."""
    secret, found = request.session.get(BEFORE, ""), request.resolver_match
    if not (secret and found and request.user.is_authenticated and is_text(request)):
        return False
    return is_ours(request, found.func, secret)


def claim(request: HttpRequest, account: int) -> str:
    """Somebody signed in: what another has typed goes. The capacity in which they typed, "" for any."""
    told = opened(request.session.pop(WHOSE, ""), WHOSE, within=KEPT_FOR)
    if told == str(account):
        request.session[BEFORE] = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    own = {address: (token, one) for address, token, one in _all(request) if one.account == account}
    put(request, {address: token for address, (token, _) in own.items()})
    return next((one.acting for _, one in own.values() if one.acting), "")


def forget(request: HttpRequest, address: str) -> None:
    """What was typed there is sent again, or thrown away."""
    tokens = request.session.get(TOKENS, {})
    if address in tokens:
        put(request, {one: token for one, token in tokens.items() if one != address})


def typed_before(request: HttpRequest) -> QueryDict:
    """What whoever asks typed into the form of this address and could not send; empty for nothing."""
    known: QueryDict | None = getattr(request, "typed_before", None)
    if known is None:
        known = request.typed_before = _own_here(request)  # type: ignore[attr-defined]
    return known


def _own_here(request: HttpRequest) -> QueryDict:
    found = QueryDict(mutable=True)
    here = address_of(request.path)
    token = request.session.get(TOKENS, {}).get(here, "")
    kept = _opened(token, here) if token and request.user.is_authenticated else None
    if kept is None or kept.account != request.user.pk or _is_about_others(request, kept):
        return found
    for name, values in kept.fields:
        found.setlist(name, values)
    return found


def _is_about_others(request: HttpRequest, kept: Unsent) -> bool:
    """Whether the page is asked for candidates or contests other than those that the form was about."""
    chosen = [(name, values) for name, values in kept.fields if name in CHOSEN & set(request.GET)]
    return any(request.GET.getlist(name) != values for name, values in chosen)


def leave_unshown(request: HttpRequest) -> None:
    """The page has nothing of what was typed there before, and does not say that it had."""
    request.typed_before = QueryDict()  # type: ignore[attr-defined]


def is_shown(request: HttpRequest) -> bool:
    """Whether the page shows what was typed before: then it says so."""
    return bool(getattr(request, "typed_before", None))
