import type {
  EventReport,
  Heartbeat,
  PresenceReport,
  RunReport,
  ScoreReport,
  SettleReport,
} from '../reports.ts';
import { Channel, type ChannelContext, type ChannelCounts, type ChannelKind } from './channel.ts';

const KIB = 1024;

/** What every kind of report has in common: small JSON, sent soon. */
const report = {
  contentType: 'application/json',
  maxBytes: 4 * KIB * KIB,
  batchItems: 200,
  batchBytes: 512 * KIB,
  lingerMs: 100,
};

const refusedReports = (answer: Buffer): number => {
  const { refused } = JSON.parse(answer.toString('utf8')) as { refused?: unknown };
  return Array.isArray(refused) ? refused.length : 0;
};

const reportsKind = <Item>(
  name: string,
  field: string,
  path: string,
  maxItems: number,
): ChannelKind<Item> => ({
  ...report,
  ...{ name, path, maxItems, refusedIn: refusedReports },
  encode: (items) => JSON.stringify({ [field]: items }),
});

/** The kinds of reports, in the order in which they are sent at the end. */
const KINDS = {
  runs: reportsKind<RunReport>('runs', 'runs', '/api/v1/agents/runs', 5_000),
  presence: reportsKind<PresenceReport>('presence', 'reports', '/api/v1/presence', 5_000),
  events: reportsKind<EventReport>('events', 'events', '/api/v1/events', 5_000),
  scores: {
    ...report,
    ...{ name: 'scores', path: '/api/v1/scores', maxItems: 5_000 },
    encode: (items: readonly ScoreReport[]) => JSON.stringify(items),
  },
  settlements: {
    ...report,
    ...{ name: 'settlements', path: '/api/v1/quotas/settle', maxItems: 5_000, batchItems: 1, lingerMs: 0 },
    encode: ([item]: readonly SettleReport[]) => JSON.stringify(item),
  },
  // An old sign of life tells nothing once there is a newer one.
  heartbeats: reportsKind<Heartbeat>('heartbeats', 'heartbeats', '/api/v1/agents/heartbeats', 10),
} as const;

interface Reports {
  runs: RunReport;
  presence: PresenceReport;
  events: EventReport;
  scores: ScoreReport;
  settlements: SettleReport;
  heartbeats: Heartbeat;
}
export type ReportKind = keyof Reports;

/**
 * Everything that leaves the process goes through here: a bounded queue of each kind, sent in the background. No method throws
 * or rejects, and nothing here keeps the process alive but a flush that somebody waits for.
 */
export class Transport {
  #context: ChannelContext;
  #channels = new Map<string, Channel<never>>();
  #prepare: <Item extends object>(item: Item) => Item;

  /** `prepare` makes of a report what may be sent: redaction. */
  constructor(context: ChannelContext, prepare: <Item extends object>(item: Item) => Item = (item) => item) {
    this.#context = context;
    this.#prepare = prepare;
    for (const [name, kind] of Object.entries(KINDS)) this.#add(name, kind as unknown as ChannelKind<never>);
  }

  /** A further channel, which is flushed and counted with the others. */
  channel<Item>(kind: ChannelKind<Item>): Channel<Item> {
    return this.#add(kind.name, kind);
  }

  report<Kind extends ReportKind>(kind: Kind, item: Reports[Kind]): void {
    try {
      const prepared = this.#prepare(item);
      const channel = this.#channels.get(kind) as Channel<Reports[Kind]> | undefined;
      channel?.push(prepared, JSON.stringify(prepared).length);
    } catch (error) {
      this.#context.onProblem(`${kind}: ${error}`);
    }
  }

  counts(): Record<string, ChannelCounts> {
    return Object.fromEntries([...this.#channels].map(([name, channel]) => [name, channel.counts]));
  }

  /** Sends what waits; true when the server answered for all of it within this time. */
  async flush(timeoutMs: number): Promise<boolean> {
    let deadline: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      // Somebody waits: this timer holds the process.
      deadline = setTimeout(() => resolve(false), timeoutMs);
    });
    const all = Promise.all([...this.#channels.values()].map((channel) => channel.flush()));
    const done = await Promise.race([all.then((results) => results.every(Boolean)), late]);
    clearTimeout(deadline);
    return done;
  }

  stop(): void {
    for (const channel of this.#channels.values()) channel.stop();
  }

  #add<Item>(name: string, kind: ChannelKind<Item>): Channel<Item> {
    const channel = new Channel(kind, this.#context);
    this.#channels.set(name, channel as unknown as Channel<never>);
    return channel;
  }
}
