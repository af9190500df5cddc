import { storedTable } from '../add-view.ts';
import { alterStored } from '../ddl.ts';
import type { Driver } from '../driver.ts';
import type { Layout } from '../layout.ts';
import { KEPT_TABLES } from '../retention/tables.ts';
import { type ColdAfter, TIERED_KINDS, type TieredKind } from './cold-after.ts';
import { COLD_VOLUME, type ColdStorage, policyOf } from './cold-storage.ts';

export interface Tiering {
  storage: ColdStorage;
  after: ColdAfter;
}

interface TieredTable {
  name: string;
  kind: TieredKind;
  /** The day of a row. */
  day: string;
}

/** Tables that are parted by days, which move as a whole. */
const TIERED: readonly TieredTable[] = KEPT_TABLES.flatMap(({ table, time, division, kind, form }) => {
  const tiered = TIERED_KINDS.find((each) => each === kind);
  return division && tiered ? [{ name: table, kind: tiered, day: form.day(time) }] : [];
});

/**
 * Has the engine move what is old to cold storage by itself, and what is stored already too, in the background; reads and everything else go on as before.
 * Without tiering nothing moves any more, and what has moved stays where it is. Idempotent.
 */
export async function fitTiers(driver: Driver, tiering: Tiering | undefined): Promise<void> {
  for (const table of TIERED) {
    const engine = (await storedTable(driver, table.name))?.engine ?? '';
    for (const statement of tierStatements(engine, table, tiering, driver.layout))
      await driver.command(statement);
  }
}

/** As this file writes it, and no operator. */
const OURS = new RegExp(`^\\S+ \\+ toIntervalDay\\(\\d+\\) TO VOLUME '${COLD_VOLUME}'$`);

/** What brings a table, whose engine is told in full, to where its rows are to lie. */
export function tierStatements(
  engine: string,
  { name, kind, day }: TieredTable,
  tiering: Tiering | undefined,
  layout: Layout,
): string[] {
  const alter = (change: string) => alterStored(name, change, layout);
  const [, ttl] = / TTL (.+?) SETTINGS /.exec(engine) ?? [];
  // What operators told the engine themselves stays.
  if (ttl !== undefined && !OURS.test(ttl)) return [];
  const days = tiering?.after[kind];
  if (tiering === undefined || days === undefined) return ttl === undefined ? [] : alter('REMOVE TTL');
  const policy = policyOf(tiering.storage);
  const wanted = `${day} + toIntervalDay(${days}) TO VOLUME '${COLD_VOLUME}'`;
  return [
    ...(engine.includes(`storage_policy = '${policy}'`)
      ? []
      : alter(`MODIFY SETTING storage_policy = '${policy}', materialize_ttl_recalculate_only = 1`)),
    ...(ttl === wanted
      ? []
      : [
          ...alter(`MODIFY TTL ${wanted} SETTINGS materialize_ttl_after_modify = 0`),
          // Of what is stored only when it moves is worked out anew, not the rows.
          ...alter('MATERIALIZE TTL SETTINGS mutations_sync = 0'),
        ]),
  ];
}
