import { z } from 'zod';
import { readSetting, writeSetting } from '../../local-settings.ts';

const entry = z.object({ sql: z.string(), atMs: z.number() });
/** A statement that was run, and when last. */
export type Past = z.infer<typeof entry>;

const MOST = 50;
/** Browsers keep a few million letters for a site; this is a small part of it. */
const MOST_LETTERS = 100_000;

/** The history with a statement run again or for the first time; the oldest go when there are too many. */
export function remembered(history: readonly Past[], run: Past): Past[] {
  const others = history.filter(({ sql }) => sql !== run.sql);
  let letters = 0;
  return [run, ...others].slice(0, MOST).filter(({ sql }, nth) => {
    letters += sql.length;
    return nth === 0 || letters <= MOST_LETTERS;
  });
}

const nameOf = (project: string) => `sql.history.${project}`;

/** What was run in this browser, the last first. */
export function readHistory(project: string): Past[] {
  try {
    return z.array(entry).parse(JSON.parse(readSetting(nameOf(project)) ?? '[]'));
  } catch {
    return [];
  }
}

export const keepHistory = (project: string, history: readonly Past[]): void =>
  writeSetting(nameOf(project), JSON.stringify(history));
