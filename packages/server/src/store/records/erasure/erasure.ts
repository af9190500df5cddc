import type { Erased, Named } from '@pharos/core/api/erasures';
import { sql } from 'kysely';
import type { Records, Tables } from '../tables.ts';
import { PLACES, type Place, SETTINGS, type Whose } from './places.ts';

const stored = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const table = (name: keyof Tables) => sql.table(stored(name));

/** What the records hold of a user, place by place, also where there is nothing. */
export async function countRecords(records: Records, whose: Whose): Promise<Erased[]> {
  const found: Erased[] = [];
  for (const place of PLACES) {
    const count = place.rewrite
      ? (await rewritten(records, place, whose)).length
      : await countRows(records, place, whose);
    found.push({ store: 'records', place: place.table, how: place.rewrite ? 'rewritten' : 'removed', count });
  }
  return found;
}

async function countRows(records: Records, { table: name, where }: Place, whose: Whose): Promise<number> {
  const { rows } = await sql<{
    count: string;
  }>`select count(*) as count from ${table(name)} where ${where(whose)}`.execute(records);
  return Number(rows[0]?.count ?? 0);
}

/** Takes it away. Done again it finds nothing. */
export async function removeRecords(records: Records, whose: Whose): Promise<void> {
  for (const place of PLACES) {
    const { table: name, where, rewrite } = place;
    if (rewrite === undefined) {
      await sql`delete from ${table(name)} where ${where(whose)}`.execute(records);
      continue;
    }
    for (const { id, value } of await rewritten(records, place, whose))
      await sql`update ${table(name)} set ${sql.ref(rewrite.column)} = ${JSON.stringify(value)}::json
where ${sql.ref(rewrite.id)} = ${id}`.execute(records);
  }
}

/** Rows that tell the user, as they are without. */
async function rewritten(
  records: Records,
  { table: name, where, rewrite }: Place,
  whose: Whose,
): Promise<{ id: string; value: unknown }[]> {
  if (rewrite === undefined) return [];
  const { rows } = await sql<{ id: string; value: unknown }>`
select ${sql.ref(rewrite.id)} as id, ${sql.ref(rewrite.column)} as value from ${table(name)} where ${where(whose)}`.execute(
    records,
  );
  const ids = new Set(whose.ids);
  return rows.flatMap(({ id, value }) => {
    const left = rewrite.of(value, ids);
    return left === undefined ? [] : [{ id, value: left }];
  });
}

/** Settings that name the user. */
export async function settingsNaming(records: Records, whose: Whose): Promise<Named[]> {
  const found: Named[] = [];
  for (const { table: name, columns, of } of SETTINGS) {
    const pattern = wordsOf(whose.ids);
    const told = columns.map((column) => sql`coalesce(${sql.ref(column)}::text, '') ~ ${pattern}`);
    const { rows } = await sql<{ count: string }>`
select count(*) as count from ${table(name)} where ${of(whose.project)} and (${sql.join(told, sql` or `)})`.execute(
      records,
    );
    const count = Number(rows[0]?.count ?? 0);
    if (count > 0) found.push({ place: name, count });
  }
  return found;
}

/** A regular expression for any of the ids as a word of its own, as it is or as it stands in a URL. */
function wordsOf(ids: readonly string[]): string {
  const forms = [
    ...new Set(ids.flatMap((id) => [id, JSON.stringify(id).slice(1, -1), encodeURIComponent(id)])),
  ];
  const escaped = forms.map((form) => form.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&'));
  return `(^|[^[:alnum:]_-]|%[0-9A-F]{2})(${escaped.join('|')})($|[^[:alnum:]_-])`;
}
