import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** Marks the word at an offset; undefined takes the mark away. */
export const markProblem = StateEffect.define<number | undefined>();

const MARK = Decoration.mark({ class: 'cm-problem' });

/** The word that begins at an offset, or the single letter there; at the end of a text the last one. */
export function wordAt(text: string, at: number): { from: number; to: number } | undefined {
  if (text === '') return undefined;
  const from = Math.min(at, text.length - 1);
  const word = /^(?:\w+|'[^']*'|.)/s.exec(text.slice(from))?.[0] ?? '';
  return { from, to: from + word.length };
}

/** Where the statement is wrong, until it is changed. */
export const problemMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = transaction.docChanged ? Decoration.none : marks;
    for (const effect of transaction.effects) {
      if (!effect.is(markProblem)) continue;
      const word =
        effect.value === undefined ? undefined : wordAt(transaction.newDoc.toString(), effect.value);
      next = word ? Decoration.set(MARK.range(word.from, word.to)) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
