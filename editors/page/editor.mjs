// The editor on the drafting page of `specrules serve`: CodeMirror 6 over the plain box for text.
// `npm run build` makes specrules/page/static/editor.js of it.
import {autocompletion, closeBrackets, completionKeymap} from "@codemirror/autocomplete";
import {defaultKeymap, history, historyKeymap} from "@codemirror/commands";
import {yaml} from "@codemirror/lang-yaml";
import {HighlightStyle, indentUnit, syntaxHighlighting} from "@codemirror/language";
import {lintKeymap, setDiagnostics} from "@codemirror/lint";
import {highlightSelectionMatches, search, searchKeymap} from "@codemirror/search";
import {EditorState} from "@codemirror/state";
import {EditorView, highlightActiveLine, keymap, lineNumbers} from "@codemirror/view";
import {tags} from "@lezer/highlight";

// The colours are those of the page, so that they follow it into the dark.
const colours = HighlightStyle.define([
  {tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--link)", fontWeight: "bold"},
  {tag: tags.comment, color: "var(--mut)", fontStyle: "italic"},
  {tag: [tags.squareBracket, tags.brace, tags.separator, tags.punctuation], color: "var(--mut)"},
]);

const mono = 'ui-monospace, Consolas, "DejaVu Sans Mono", monospace';
const underline = (colour, style) => ({
  backgroundImage: "none",
  textDecoration: `underline ${style} ${colour} 2px`,
  textUnderlineOffset: "3px",
});
const looks = EditorView.theme({
  "&": {border: "2px solid var(--fg)", background: "var(--bg)", color: "var(--fg)", fontSize: "1rem"},
  "&.cm-focused": {outline: "4px solid var(--f1)", outlineOffset: "2px", boxShadow: "0 0 0 2px var(--f2)"},
  ".cm-scroller": {fontFamily: mono, lineHeight: "1.5"},
  ".cm-content": {caretColor: "var(--fg)", padding: "6px 0"},
  ".cm-gutters": {background: "var(--card)", color: "var(--mut)", borderRight: "1px solid var(--soft)"},
  ".cm-activeLine, .cm-activeLineGutter": {background: "var(--card)"},
  ".cm-lintRange-error": underline("var(--not)", "wavy"),
  ".cm-lintRange-warning": underline("var(--partly)", "wavy"),
  ".cm-lintRange-info": underline("var(--open)", "dotted"),
  ".cm-tooltip": {
    background: "var(--bg)", color: "var(--fg)", border: "2px solid var(--fg)", maxWidth: "36rem", fontSize: "1rem",
  },
  ".cm-tooltip-autocomplete > ul": {fontFamily: mono, maxHeight: "16rem"},
  ".cm-tooltip-autocomplete > ul > li": {padding: "4px 8px"},
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {background: "var(--link)", color: "var(--bg)"},
  ".cm-completionInfo": {padding: "8px 10px", fontFamily: "Arial, sans-serif", fontSize: "1rem"},
  ".cm-completionIcon": {display: "none"},
  ".cm-diagnostic": {padding: "6px 10px", fontFamily: "Arial, sans-serif", whiteSpace: "pre-wrap"},
  ".cm-panels": {background: "var(--card)", color: "var(--fg)"},
  ".cm-panel.cm-search": {padding: "8px", fontFamily: "Arial, sans-serif", fontSize: "1rem"},
  ".cm-panel.cm-search input, .cm-panel.cm-search button": {
    display: "inline-block", width: "auto", fontSize: "1rem", backgroundImage: "none", minHeight: "24px",
  },
  ".cm-panel.cm-search label": {fontSize: "1rem", fontWeight: "normal"},
});

// Columns are counted in characters by specrules, and in units of UTF-16 here.
const before = (line, column) => [...line.text].slice(0, column - 1).join("").length;
const column = (line, at) => [...line.text.slice(0, at - line.from)].length + 1;

function place(doc, number, at) {
  const line = doc.line(Math.min(Math.max(number, 1), doc.lines));
  return line.from + before(line, at);
}

function diagnostic(doc, mark) {
  const [line, at, endLine, endAt] = mark.span;
  const from = place(doc, line, at);
  const severity = mark.severity === "advice" ? "info" : mark.severity;
  return {from, to: Math.max(place(doc, endLine, endAt), from), severity, message: mark.says};
}

function completing(offered) {
  return async (context) => {
    const line = context.state.doc.lineAt(context.pos);
    if (!context.explicit && !context.matchBefore(/[\w./-]+$/)) return null;
    const told = await offered(line.number, column(line, context.pos));
    if (!told || context.aborted || !told.offers.length) return null;
    return {
      from: line.from + before(line, told.from),
      to: line.from + before(line, told.to),
      validFor: /^[\w./-]*$/,
      options: told.offers.map(({word, says, text}, order) => ({
        label: word, info: says || undefined, apply: text, boost: -order,
      })),
    };
  };
}

// Puts an editor over the box `area`. `changed` is called with the text after each change; `offered` is
// asked for the words that could stand at a line and column.
window.specrulesEditor = function over(area, {nonce, label, hint, changed, offered}) {
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(), history(), highlightActiveLine(), closeBrackets(), search({top: true}),
        highlightSelectionMatches(), yaml(), indentUnit.of("  "), syntaxHighlighting(colours), looks,
        autocompletion({override: [completing(offered)], icons: false}),
        // No key for Tab: it leaves the editor, as it leaves every other box.
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
        EditorView.lineWrapping,
        EditorView.cspNonce.of(nonce),
        EditorState.readOnly.of(area.readOnly),
        EditorView.contentAttributes.of({
          "aria-labelledby": label, "aria-describedby": hint, spellcheck: "false", tabindex: "0",
        }),
        EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
      ],
    }),
  });
  area.before(view.dom);
  return {
    mark(marks) {
      view.dispatch(setDiagnostics(view.state, marks.map((each) => diagnostic(view.state.doc, each))));
    },
    go(line, at) {
      const selection = {anchor: place(view.state.doc, line, at)};
      view.dispatch({selection, effects: EditorView.scrollIntoView(selection.anchor, {y: "center"})});
      view.focus();
    },
    put(text) {
      view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: text}});
    },
    dom: view.dom,
  };
};
