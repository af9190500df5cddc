import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from '@codemirror/autocomplete';
import type { SqlSchema } from '@pharos/core/api/sql';
import { tablesIn, whereAt } from '../where-at.ts';
import { KEYWORDS } from './dialect.ts';

/** What a place of a statement may be completed with. */
export interface Offered {
  schema: SqlSchema | undefined;
  language: 'en' | 'zh-CN';
  /** Values of a column that contain a text, the most frequent first. */
  values: (column: string, text: string) => Promise<readonly string[]>;
  /** Keys of attributes that contain a text. */
  keys: (text: string) => Promise<readonly string[]>;
}

const WORDS: readonly Completion[] = KEYWORDS.split(' ').map((word) => ({
  label: word.toUpperCase(),
  type: 'keyword',
}));

/** Tables, columns of the tables that the statement names (of all before it names one), functions and keywords. */
export function wordsFor({ schema, language }: Offered, sql: string): Completion[] {
  const named = tablesIn(sql);
  const tables = schema?.tables ?? [];
  const used = tables.filter(({ name }) => named.includes(name));
  const columns = (used.length > 0 ? used : tables).flatMap((table) => table.columns);
  const unique = [...new Map(columns.map((column) => [column.name, column])).values()];
  return [
    ...unique.map(({ name, type, description }) => ({
      label: name,
      type: 'property',
      detail: type,
      info: description[language],
      boost: 2,
    })),
    ...tables.map(({ name, description }) => ({
      label: name,
      type: 'class',
      info: description[language],
      boost: 1,
    })),
    ...(schema?.functions ?? []).map((name) => ({ label: name, type: 'function', apply: `${name}(` })),
    ...WORDS,
  ];
}

/** A text that is put between the quotes it is offered in, and what ends it behind it, unless that stands there. */
const quoted =
  (end: string) =>
  (label: string): Completion => ({
    label,
    type: 'text',
    apply: (view, _, from, to) => {
      const behind = view.state.sliceDoc(to, to + end.length);
      const there = [...end].findIndex((sign, nth) => behind[nth] !== sign);
      const insert = `${label.replace(/[\\']/g, '\\$&')}${end}`;
      view.dispatch({
        changes: { from, to: to + (there < 0 ? end.length : there), insert },
        selection: { anchor: from + insert.length },
        userEvent: 'input.complete',
      });
    },
  });

/** Offers what fits where the cursor is. */
export const completionOf =
  (offered: () => Offered): CompletionSource =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { state, pos, explicit } = context;
    const written = whereAt(state.sliceDoc(0, pos));
    if (!written || (written.text === '' && written.kind === 'word' && !explicit)) return null;
    const now = offered();
    if (written.kind === 'word') {
      return { from: written.from, options: wordsFor(now, state.doc.toString()), validFor: /^\w*$/ };
    }
    const found =
      written.kind === 'key' ? await now.keys(written.text) : await now.values(written.column, written.text);
    if (context.aborted || found.length === 0) return null;
    const options = found.map(quoted(written.kind === 'key' ? "']" : "'"));
    return { from: written.from, options, filter: false };
  };
