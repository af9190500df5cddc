import type { Clock } from '@pharos/core/time';
import { type RawBuilder, sql } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import { inTime } from '../../in-time.ts';
import type { Records } from './tables.ts';

const ANSWER_MS = 2_000;
/** So long the dead are counted: whoever looks once an hour misses none. */
const DEAD_FOR_MS = 3_600_000;

const FIGURES: readonly { name: string; help: string; select(now: Date): RawBuilder<number> }[] = [
  {
    name: 'pharos_alert_overdue_seconds',
    help: 'How long the rule that waits longest has been due; large when no server does what is due.',
    select: (now) =>
      sql`(select coalesce(extract(epoch from ${now}::timestamptz - min(due_at)), 0) from alert_standings where due_at < ${now})`,
  },
  {
    name: 'pharos_delivery_overdue_seconds',
    help: 'How long the delivery that waits longest has been due; of channels that are off none is, nor while an earlier one of its subject waits.',
    select: (now) =>
      sql`(select coalesce(extract(epoch from ${now}::timestamptz - min(d.due_at)), 0) from channels
        join deliveries d on d.channel_id = channels.id and d.state in ('waiting', 'sending') and d.due_at < ${now}
        where channels.enabled and (d.subject = '' or not exists (
          select from deliveries earlier where earlier.channel_id = d.channel_id and earlier.subject = d.subject
            and earlier.state in ('waiting', 'sending') and earlier.id < d.id)))`,
  },
  {
    name: 'pharos_deliveries_dead',
    help: 'Deliveries that were given up within the last hour.',
    select: (now) =>
      sql`(select count(*) from deliveries where state = 'dead' and ended_at > ${new Date(now.getTime() - DEAD_FOR_MS)})`,
  },
  {
    name: 'pharos_records_bytes',
    help: 'Size of the database of records: users, projects, prompts, dashboards and the like.',
    select: () => sql`pg_database_size(current_database())`,
  },
];

/** Shows at `/metrics` what is due and not done, and what was given up; nothing while records do not answer. */
export function watchRecords(registry: Registry, records: Records, clock: Clock): void {
  for (const { name, help, select } of FIGURES) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const figure = sql<{ n: number }>`select ${select(new Date(clock.nowMs()))}::float8 as n`;
        const answer = await inTime(figure.execute(records), ANSWER_MS).catch(() => undefined);
        const n = answer?.rows[0]?.n;
        if (n === undefined) this.remove();
        else this.set(n);
      },
    });
  }
}
