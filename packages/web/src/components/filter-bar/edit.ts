import { FIELDS, type Field } from '@pharos/core/fields';
import type { Filter } from '@pharos/core/filter';
import { formatFilterText, parseFilterText, searchWords, writtenField } from '@pharos/core/filter-text';

/** One condition of a filter text, in its own words. */
export interface Chip {
  /** As it is written in the filter language. */
  text: string;
  /** Undefined for words that are searched for. */
  filter: Filter | undefined;
  word: string;
  /** Why it cannot be understood; it stays as it was written, to be changed or removed. */
  problem?: string;
}

const written = (filter: Filter) => formatFilterText({ filters: [filter], search: '' });
const quoted = (word: string) =>
  formatFilterText({ filters: [], search: `"${word.replace(/["\\]/g, '\\$&')}"` });

/** The conditions of a filter text, one after another. */
export function chipsOf(text: string): Chip[] {
  const { filters, search, errors } = parseFilterText(text);
  return [
    ...filters.map((filter) => ({ text: written(filter), filter, word: '' })),
    ...searchWords(search).map((word) => ({ text: quoted(word), filter: undefined, word })),
    ...errors.map(({ start, end, message }) => {
      const wrong = text.slice(start, end);
      return { text: wrong, filter: undefined, word: wrong, problem: message };
    }),
  ];
}

/** What is wrong with a filter text, when something is: a link may carry anything. */
export const problemIn = (text: string): string | undefined => parseFilterText(text).errors[0]?.message;

export const textOf = (chips: readonly Chip[]): string => chips.map((chip) => chip.text).join(' ');

/** Adds what was typed; an error says what could not be understood, and then nothing is added. */
export function withTyped(text: string, typed: string): { text: string } | { error: string } {
  const { errors } = parseFilterText(typed);
  const problem = errors[0];
  if (problem) return { error: problem.message };
  const known = new Set(chipsOf(text).map((chip) => chip.text));
  const added = chipsOf(typed).filter((chip) => !known.has(chip.text));
  return { text: textOf([...chipsOf(text), ...added]) };
}

/** What the end of a draft asks for: names of fields, or values of one. */
export type Ask =
  | { type: 'fields'; text: string; before: string }
  | { type: 'values'; field: Field; text: string; before: string };

/** The last word of a draft. Inside an open quote it is a value, or free text, that still grows. */
export function askOf(draft: string): Ask {
  const match =
    /(?:^|\s)(-?)((?:attr|score)\.(?:[^\s:"]+|"[^"]+")|[A-Za-z]+):(>=|<=|>|<|~)?((?:[^\s"]*,)?)("?)([^"\s]*|(?<=")[^"]*)$/u.exec(
      draft,
    );
  const field = writtenField(match?.[2] ?? '');
  if (match && field) {
    const text = match[6] ?? '';
    const before = draft.slice(0, draft.length - text.length - (match[5] ?? '').length);
    return { type: 'values', field, text, before };
  }
  const word = /(?:^|\s)(-?)([^\s:"]*)$/u.exec(draft);
  const text = word?.[2] ?? '';
  return { type: 'fields', text, before: draft.slice(0, draft.length - text.length) };
}

/** Fields whose name or description holds the text, those that begin with it first. */
export function fieldsFor(
  text: string,
  describe: (name: string) => string,
): { name: string; about: string }[] {
  const wanted = text.toLowerCase();
  const all = FIELDS.map(({ name }) => ({ name, about: describe(name) }));
  const rank = ({ name, about }: { name: string; about: string }) =>
    name.toLowerCase().startsWith(wanted) ? 0 : `${name} ${about}`.toLowerCase().includes(wanted) ? 1 : 2;
  return all.filter((field) => rank(field) < 2).sort((a, b) => rank(a) - rank(b));
}

/** The draft with a value chosen, quoted where the language needs it. */
export const withValue = (before: string, value: string): string =>
  `${before}${/^[^\s,"\\<>~]+$/u.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
