import type { ListQuery } from '@pharos/core/api/common';
import type { CustomEvent } from '@pharos/core/events/custom-event';
import type { MetricPoint } from '@pharos/core/metric-points/point';
import type { Score } from '@pharos/core/score';
import type { LogRecord, Span } from '@pharos/core/span';
import type { Clock } from '@pharos/core/time';
import { scopeTo } from '../../../scope.ts';
import type { TelemetryReader } from '../../contract.ts';
import type { Driver } from '../../driver.ts';
import { RowEncoder } from '../../encode.ts';
import { createEventStore } from '../../events.ts';
import { LOGS, METRIC_POINTS, PAYLOADS, SCORES, SPANS } from '../../schema.ts';
import { type Kind, openTestEngine } from '../../testing/engines.ts';
import { createReader } from '../reader.ts';

export const OURS = scopeTo('ours');
export const THEIRS = scopeTo('theirs');

/** What is put into the store in one go; spans in `uncounted` repeat usage that others count. */
export interface Rows {
  spans?: Span[];
  uncounted?: Span[];
  logs?: LogRecord[];
  scores?: Score[];
  points?: MetricPoint[];
  events?: CustomEvent[];
}

export interface FilledStore {
  driver: Driver;
  reader: TelemetryReader;
  put(projectId: string, rows: Rows): Promise<void>;
  close(): Promise<void>;
}

const names = (table: { columns: readonly { name: string }[] }) => table.columns.map(({ name }) => name);

/** A real engine in a directory of its own. Each `put` writes newer versions than the one before. */
export async function openFilledStore(
  clock: Clock,
  { engine, textIndex = true }: { engine?: Kind; textIndex?: boolean } = {},
): Promise<FilledStore> {
  const { driver, close } = await openTestEngine(engine, { textIndex });
  const encoder = new RowEncoder();
  const eventStore = createEventStore(driver, clock);
  let version = 0n;
  return {
    driver,
    reader: createReader(driver, clock),
    async put(projectId, { spans = [], uncounted = [], logs = [], scores = [], points = [], events = [] }) {
      const sender = { projectId, apiKeyId: `key of ${projectId}`, version: ++version };
      for (const span of spans) encoder.span(span, sender);
      for (const span of uncounted) encoder.span(span, sender, { counted: false, covered: false });
      for (const log of logs) encoder.log(log, sender);
      for (const score of scores) encoder.score(score, sender);
      for (const point of points) encoder.point(point, sender);
      const rows = encoder.take();
      for (const [table, bytes] of [
        [PAYLOADS, rows.payloadRows],
        [SPANS, rows.spanRows],
        [LOGS, rows.logRows],
        [SCORES, rows.scoreRows],
        [METRIC_POINTS, rows.pointRows],
      ] as const) {
        if (bytes.length > 0) await driver.insert(table.name, names(table), [bytes]);
      }
      await eventStore.append(events.map((event) => ({ projectId, event })));
    },
    close,
  };
}

export const listQuery = (filter = '', rest: Partial<ListQuery> = {}): ListQuery => ({
  filter,
  limit: 50,
  ...rest,
});
