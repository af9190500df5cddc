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

const texts = (list: readonly string[]): Completion[] => list.map((label) => ({ label, type: 'text' }));
/** A value as it stands between quotes. */
const escaped = ({ label }: Completion): string => label.replace(/[\\']/g, '\\$&');

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
    const options = texts(found).map((option) => ({ ...option, apply: escaped(option) }));
    return { from: written.from, options, filter: false };
  };
