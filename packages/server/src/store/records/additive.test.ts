import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = new URL('migrations/', import.meta.url);

/** What an earlier version may be using: to drop it, to name it otherwise, or to ask for more than that version gives. */
const TAKES_AWAY =
  /\bdrop\s+(?:table|column|constraint|index|not null|default)\b|\brename\b|\balter\s+column\b|\bset\s+not\s+null\b|\badd\s+column\b(?![^,;`]*\bdefault\b)[^,;`]*\bnot\s+null\b/gi;

/** Migrations that break what ran before them: versions before these are stopped first, as docs/upgrade.md says. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // The prices of a project have dates from here on; before, it reads columns that are no more.
  '005-prices.ts': ['drop constraint', ...Array<string>(4).fill('drop column')],
  // And regions; before, no price can be set, and all can be read.
  '010-price-regions.ts': ['drop constraint'],
};

test('migrations take nothing away that a version before them uses, but for those that are listed', () => {
  const found: Record<string, string[]> = {};
  for (const name of readdirSync(FOLDER).sort()) {
    const matches = readFileSync(new URL(name, FOLDER), 'utf8').match(TAKES_AWAY) ?? [];
    if (/^\d/.test(name) && matches.length > 0) found[name] = [...matches];
  }
  expect(found).toEqual(EXCEPTIONS);
});

test.each([
  'alter table a drop column b',
  'alter table a rename column b to c',
  'alter table a alter column b type text',
  'alter table a add column b text not null',
  'drop table a',
])('%s takes something away', (statement) => {
  expect(statement.match(TAKES_AWAY)).not.toBeNull();
});

test('a column with a default takes nothing away', () => {
  expect(`alter table a add column b text not null default ''`.match(TAKES_AWAY)).toBeNull();
});
