import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { Annotation, Compartment, EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { completionOf, type Offered } from './complete.ts';
import { dialectWith } from './dialect.ts';
import type { EditorHandle } from './handle.ts';
import { look } from './look.ts';
import { markProblem, problemMark } from './problem-mark.ts';
import { typeOver } from './type-over.ts';

export interface SqlEditorProps extends Offered {
  label: string;
  value: string;
  onChange: (sql: string) => void;
  onRun: () => void;
  /** Offset of what is wrong in the value. */
  problemAt: number | undefined;
  ref: Ref<EditorHandle>;
}

/** Marks what another than the one who types has put in. */
const fromOutside = Annotation.define<true>();

/**
 * CodeMirror. It stands in a shadow root, where its styles are adopted sheets: the page's content security policy
 * forbids style elements.
 */
export function SqlEditor(props: SqlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const language = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;
  /** What was typed and has not come back as the value yet. */
  const told = useRef<string[]>([]);
  const { value, problemAt, schema } = props;

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const run = () => {
      latest.current.onRun();
      return true;
    };
    const editor = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
          language.current.of(dialectWith(latest.current.schema?.functions ?? []).extension),
          autocompletion({ override: [completionOf(() => latest.current)], icons: false }),
          [lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets()],
          [problemMark, typeOver, look, EditorView.lineWrapping],
          EditorView.contentAttributes.of({ 'aria-label': latest.current.label }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((each) => each.annotation(fromOutside)))
              return;
            const sql = update.state.doc.toString();
            told.current.push(sql);
            latest.current.onChange(sql);
          }),
        ],
      }),
    });
    view.current = editor;
    // Who listens on the page is not told that it is typing when somebody types in a shadow root.
    const own = (event: KeyboardEvent) => {
      if (!event.metaKey && !event.ctrlKey) event.stopPropagation();
    };
    element.addEventListener('keydown', own);
    return () => {
      element.removeEventListener('keydown', own);
      view.current = undefined;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    const dialect = dialectWith(schema?.functions ?? []);
    view.current?.dispatch({ effects: language.current.reconfigure(dialect.extension) });
  }, [schema]);
  useEffect(() => {
    const editor = view.current;
    const echo = told.current.lastIndexOf(value);
    // Of a value that was typed the next letters may be there already: it must not take them back.
    if (echo >= 0) told.current.splice(0, echo + 1);
    if (!editor || echo >= 0 || editor.state.doc.toString() === value) return;
    told.current = [];
    const changes = { from: 0, to: editor.state.doc.length, insert: value };
    editor.dispatch({ changes, annotations: fromOutside.of(true) });
  }, [value]);
  useEffect(() => {
    view.current?.dispatch({ effects: markProblem.of(problemAt) });
  }, [problemAt]);

  useImperativeHandle(props.ref, () => ({
    insert: (text) => {
      const editor = view.current;
      if (!editor) return;
      editor.dispatch(editor.state.replaceSelection(text));
      editor.focus();
    },
    goTo: (at) => {
      view.current?.dispatch({ selection: { anchor: at }, scrollIntoView: true });
      view.current?.focus();
    },
  }));

  return <div ref={host} className="h-full" />;
}
