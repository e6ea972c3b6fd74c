"""The server that editors speak to, over standard input and output.

In: what an editor asks in the language server protocol.  Out: its answers, made
from what the other modules here say.  This is the one home of ``pygls``, which
knows the protocol.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from specrules import __version__
from specrules.base.errors import SpecrulesError
from specrules.base.files import read_text, shown
from specrules.base.findings import Severity, Span
from specrules.editor.faults import findings, fixes_at
from specrules.editor.links import CannotRename, definition, number_at, renamed
from specrules.editor.names import OpenFile
from specrules.editor.offers import offers_at
from specrules.editor.outline import outline
from specrules.editor.places import At, Lines
from specrules.editor.readings import reading
from specrules.editor.spots import spot_at
from specrules.library import library_for
from specrules.lint.fixing import mended
from specrules.lint.look import Looker, is_ours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from specrules.base.findings import Finding, Place
    from specrules.editor.offers import Offers
    from specrules.editor.outline import Line
    from specrules.editor.spots import Spot
    from specrules.library import Library
    from specrules.lint.fixes import Fix
    from specrules.text.edits import Edit

#: So long nothing must have been typed before a file is looked at, in seconds.
_PAUSE = 0.15
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.ADVICE: types.DiagnosticSeverity.Information,
}
_MEND_ALL = "source.fixAll.specrules"


class Server(LanguageServer):
    """The open files, and what of the catalogue is known for them."""

    def __init__(self) -> None:
        # Changes come as the whole text: what ends a line is then decided in one place, here.
        super().__init__("specrules", __version__, types.TextDocumentSyncKind.Full)
        self.forget()

    def forget(self) -> None:
        """Read the catalogue again when it is next needed: a file on the disk has changed."""
        self.looker = Looker(remembers=True)
        self._libraries: dict[str, Library] = {}
        self._files: dict[str, OpenFile] = {}

    def file(self, uri: str) -> OpenFile:
        """The file that is open at *uri*, as it is now. Raises SpecrulesError without its catalogue."""
        text, path = self.text(uri), path_of(uri)
        known = self._files.get(uri)
        if known is None or known.written != text:
            known = self._files[uri] = OpenFile(shown(path), text, self._library(path))
        return known

    def text(self, uri: str) -> str:
        """What is on the screen, or on the disk; "" where an editor asks about a file that is not there."""
        try:
            return self.workspace.get_text_document(uri).source
        except (OSError, UnicodeDecodeError):
            return ""

    def _library(self, path: str) -> Library:
        folder = os.path.dirname(path)  # noqa: PTH120
        if folder not in self._libraries:
            self._libraries[folder] = library_for(path)[0]
        return self._libraries[folder]

    def look(self, uri: str) -> None:
        """Say what is wrong in the file at *uri*."""
        text = self.text(uri)
        lines = Lines(text)
        try:
            wrong = [_diagnostic(each, lines) for each in findings(path_of(uri), text, self.looker)]
        except SpecrulesError as error:
            first = _range(lines, None)
            wrong = [types.Diagnostic(first, str(error), _SEVERITIES[Severity.ERROR], source="specrules")]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, wrong))


def start() -> None:
    """Answer one editor until it says that it is done."""
    # What goes wrong is told to the editor; it need not be told to its log as well.
    logging.disable(logging.CRITICAL)
    # There is nothing to clean up, and an end that waits for the next question would be none.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # The protocol closes what it was given, and the end of the command still writes to standard output.
    with os.fdopen(os.dup(0), "rb") as questions, os.fdopen(os.dup(1), "wb") as answers:
        made().start_io(questions, answers)


def made() -> Server:
    """A server with everything that it can be asked."""
    server = Server()
    for name, (answer, *options) in _ANSWERS.items():
        server.feature(name, *options)(answer)
    return server


# -- the files


async def _changed(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    # Whoever types fast is not interrupted: only the last of several changes is looked at.
    await asyncio.sleep(_PAUSE)
    uri, version = params.text_document.uri, params.text_document.version
    if server.workspace.get_text_document(uri).version == version:
        server.look(uri)


def _opened(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    server.look(params.text_document.uri)


def _saved(server: Server, params: object) -> None:
    """A file on the disk has changed, which may be of the catalogue of any other."""
    server.forget()
    for uri in server.workspace.text_documents:
        server.look(uri)


def _closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    uri = params.text_document.uri
    server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


# -- questions


def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    file, lines, spot = _asked(server, params.text_document.uri, params.position)
    words = reading(file, spot) if spot else ""
    if not (spot and words):
        return None
    return types.Hover(
        types.MarkupContent(types.MarkupKind.PlainText, words), _range(lines, spot.scalar.span)
    )


def _completion(server: Server, params: types.CompletionParams) -> types.CompletionList:
    file, lines, _ = _asked(server, params.text_document.uri, params.position)
    found = offers_at(file, *lines.place(_at(params.position)))
    return types.CompletionList(is_incomplete=False, items=list(_items(found, lines)))


def _items(found: Offers, lines: Lines) -> Iterator[types.CompletionItem]:
    at = _range(lines, found.span)
    for number, each in enumerate(found.offers):
        yield types.CompletionItem(
            each.word,
            documentation=each.says,
            text_edit=types.TextEdit(at, each.text),
            # In the order of the language, in which the important ones come first.
            sort_text=f"{number:04}",
        )


def _definition(server: Server, params: types.DefinitionParams) -> types.Location | None:
    file, lines, spot = _asked(server, params.text_document.uri, params.position)
    place = definition(file, spot) if spot else None
    return _location(place, file.source.path, params.text_document.uri, lines) if place else None


def _prepare_rename(server: Server, params: types.PrepareRenameParams) -> types.Range:
    file, lines, spot = _asked(server, params.text_document.uri, params.position)
    try:
        return _range(lines, number_at(file, spot).span)
    except CannotRename as error:
        raise JsonRpcInvalidParams(str(error)) from error


def _rename(server: Server, params: types.RenameParams) -> types.WorkspaceEdit:
    file, lines, spot = _asked(server, params.text_document.uri, params.position)
    try:
        edits = renamed(file, spot, params.new_name)
    except CannotRename as error:
        raise JsonRpcInvalidParams(str(error)) from error
    return types.WorkspaceEdit({params.text_document.uri: _edits(edits, lines)})


def _symbols(server: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    text = server.text(params.text_document.uri)
    if not is_ours(text):
        return []
    lines = Lines(text)
    return [_symbol(each, lines) for each in outline(server.file(params.text_document.uri).tree)]


def _symbol(line: Line, lines: Lines) -> types.DocumentSymbol:
    kind = types.SymbolKind.Namespace if line.within else types.SymbolKind.Field
    at, whole = _range(lines, line.at), _range(lines, line.whole)
    within = [_symbol(each, lines) for each in line.within]
    return types.DocumentSymbol(line.name, kind, whole, at, detail=line.about, children=within)


def _actions(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    uri, only = params.text_document.uri, params.context.only or [types.CodeActionKind.Empty]
    if not is_ours(server.text(uri)):
        return []
    file, lines = server.file(uri), Lines(server.text(uri))
    actions = []
    if any(_includes(kind, types.CodeActionKind.QuickFix) for kind in only):
        start, end = (lines.place(_at(each)) for each in (params.range.start, params.range.end))
        actions += [_quick_fix(each, uri, lines) for each in fixes_at(file, Span(*start, *end))]
    if any(_includes(kind, _MEND_ALL) for kind in only if kind):
        after = mended(file.source)
        whole = types.TextEdit(types.Range(types.Position(0, 0), _position(lines.end)), after.text)
        edits = types.WorkspaceEdit({uri: [whole]})
        made = after.made and [types.CodeAction("Mend what can be mended safely", _MEND_ALL, edit=edits)]
        actions += made or []
    return actions


def _includes(asked: str, kind: str) -> bool:
    """Whether who asks for *asked* wants *kind*: kinds have parts, and the empty one is all."""
    return not asked or kind == asked or kind.startswith(f"{asked}.")


def _quick_fix(fix: Fix, uri: str, lines: Lines) -> types.CodeAction:
    finding = fix.finding
    what = finding.remedy or finding.message
    return types.CodeAction(
        what if fix.safe else f"{what} (look at it: this may change what is meant)",
        types.CodeActionKind.QuickFix,
        [_diagnostic(finding, lines)],
        is_preferred=fix.safe,
        edit=types.WorkspaceEdit({uri: _edits(fix.edits, lines)}),
    )


def _asked(server: Server, uri: str, position: types.Position) -> tuple[OpenFile, Lines, Spot | None]:
    """The file that somebody asks about, its lines, and the word they point at."""
    file = server.file(uri)
    lines = Lines(file.written)
    # In a file of another program no word means anything.
    ours = is_ours(file.written)
    return file, lines, spot_at(file.tree, *lines.place(_at(position))) if ours else None


# Each question, who answers it, and what an editor should know of it beforehand.
_ANSWERS: Mapping[str, tuple[Any, ...]] = {
    types.TEXT_DOCUMENT_DID_OPEN: (_opened,),
    types.TEXT_DOCUMENT_DID_CHANGE: (_changed,),
    types.TEXT_DOCUMENT_DID_SAVE: (_saved,),
    types.TEXT_DOCUMENT_DID_CLOSE: (_closed,),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (_saved,),
    types.TEXT_DOCUMENT_HOVER: (_hover,),
    types.TEXT_DOCUMENT_COMPLETION: (
        _completion,
        types.CompletionOptions(trigger_characters=[" ", "/", ".", "[", "{"]),
    ),
    types.TEXT_DOCUMENT_DEFINITION: (_definition,),
    types.TEXT_DOCUMENT_PREPARE_RENAME: (_prepare_rename,),
    types.TEXT_DOCUMENT_RENAME: (_rename, types.RenameOptions(prepare_provider=True)),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (_symbols,),
    types.TEXT_DOCUMENT_CODE_ACTION: (
        _actions,
        types.CodeActionOptions([types.CodeActionKind.QuickFix, _MEND_ALL]),
    ),
}


# -- into the protocol


def path_of(uri: str) -> str:
    """The path of the file at *uri*; one that was never saved is as if in the folder we are in."""
    return to_fs_path(uri) or os.path.join(os.getcwd(), "untitled.yaml")  # noqa: PTH109, PTH118


def _diagnostic(finding: Finding, lines: Lines) -> types.Diagnostic:
    said = (finding.subject and f"{finding.subject}: ") or ""
    message = " ".join(filter(None, (f"{said}{finding.message}", finding.remedy)))
    file = finding.place.file
    related = [
        types.DiagnosticRelatedInformation(place, "See also here.")
        for place in (_location(each, file, _uri(file), lines) for each in finding.also)
    ]
    return types.Diagnostic(
        _range(lines, finding.place.span),
        message,
        _SEVERITIES[finding.severity],
        finding.code,
        source="specrules",
        related_information=related or None,
    )


def _location(place: Place, here: str, uri: str, lines: Lines) -> types.Location:
    """Where *place* is; *lines* are those of the file *here*, which may not be saved."""
    if place.file == here:
        return types.Location(uri, _range(lines, place.span))
    try:
        lines = Lines(read_text(place.file).text)
    except SpecrulesError:
        lines = Lines("")
    return types.Location(_uri(place.file), _range(lines, place.span))


def _uri(path: str) -> str:
    return from_fs_path(os.path.abspath(path)) or ""  # noqa: PTH100


def _edits(edits: Iterable[Edit], lines: Lines) -> list[types.TextEdit]:
    return [types.TextEdit(_range(lines, each.span), each.text) for each in edits]


def _range(lines: Lines, span: Span | None) -> types.Range:
    start, end = lines.both(span)
    return types.Range(_position(start), _position(end))


def _position(at: At) -> types.Position:
    return types.Position(at.line, at.character)


def _at(position: types.Position) -> At:
    return At(position.line, position.character)
