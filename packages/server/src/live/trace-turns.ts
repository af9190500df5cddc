import { setTimeout as wait } from 'node:timers/promises';
import { groupBy } from '@pharos/core/group-by';
import { openRedisLink, type RedisLinkOptions, RedisScript } from './redis-link.ts';

export interface TraceName {
  projectId: string;
  traceId: string;
}

/**
 * Whose turn it is to write to a trace, of the processes that share a store: each decides by what the others have written what counts,
 * and two that decide at once would both count the same tokens.
 */
export interface TraceTurns {
  /**
   * Resolves when it is this process' turn for all of these, with what ends the turn. Where it cannot be had, writing goes on without and
   * that is counted: an answer that may count something twice is better than none.
   */
  take(traces: Iterable<TraceName>): Promise<() => Promise<void>>;
  /** Times that writing went on without. */
  readonly missed: number;
  close(): Promise<void>;
}

export interface TraceTurnsOptions extends RedisLinkOptions {
  /** Tells this process apart from others. */
  holder: string;
  namespace?: string;
  /** The turn of a process that died ends after this; one that lives says so in between. */
  holdMs?: number;
  /** In [0, 1): those who wait for one another ask again at different times. */
  random?: () => number;
}

const HOLD_MS = 20_000;
const LONGEST_PAUSE_MS = 50;
/** Keys told in one step: other commands wait meanwhile. */
const CHUNK = 500;

/** ARGV: whose turn, for how long. All of the keys or none. */
const TAKE = new RedisScript(`
for _, key in ipairs(KEYS) do
  local holder = redis.call('GET', key)
  if holder and holder ~= ARGV[1] then return {0} end
end
for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'PX', ARGV[2]) end
return {1}`);

const END = new RedisScript(`
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end
return {}`);

/** Of the only process that writes. */
export const ALWAYS_OURS: Pick<TraceTurns, 'take'> = { take: async () => async () => undefined };

/** Turns in Redis. Of a cluster, those of a project share a slot. */
export function openTraceTurns(options: TraceTurnsOptions): TraceTurns {
  const { holder, namespace = 'pharos', holdMs = HOLD_MS, random = Math.random } = options;
  const link = openRedisLink(options, (reason, cause) => new Error(reason, { cause }));
  let turns = 0;
  let missed = 0;

  const takeAll = async (chunks: readonly string[][], turn: string): Promise<boolean> => {
    for (const keys of chunks)
      if ((await link.run(TAKE, keys, [turn, String(holdMs)]))[0] !== '1') return false;
    return true;
  };
  const end = async (chunks: readonly string[][], turn: string): Promise<void> => {
    for (const keys of chunks) await link.run(END, keys, [turn]);
  };

  /** False when the turn could not be had in the time in which any other must have ended. */
  const waitFor = async (chunks: readonly string[][], turn: string): Promise<boolean> => {
    const giveUpAt = performance.now() + 2 * holdMs;
    for (let pause = 2; performance.now() < giveUpAt; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      if (await takeAll(chunks, turn)) return true;
      await end(chunks, turn);
      await wait(pause * (0.5 + random()));
    }
    return false;
  };

  return {
    get missed() {
      return missed;
    },
    async take(traces) {
      const turn = `${holder} ${++turns}`;
      const chunks = chunksOf(traces, namespace);
      const has = await waitFor(chunks, turn).catch(() => false);
      if (!has) {
        missed += 1;
        return async () => undefined;
      }
      const renewal = setInterval(
        () => void takeAll(chunks, turn).catch(() => undefined),
        holdMs / 3,
      ).unref();
      return async () => {
        clearInterval(renewal);
        // What cannot be given back ends by itself.
        await end(chunks, turn).catch(() => undefined);
      };
    },
    close: () => link.close(),
  };
}

/** Keys by project, in an order that all processes share, so that none waits for another which waits for it. */
function chunksOf(traces: Iterable<TraceName>, namespace: string): string[][] {
  const byProject = groupBy(traces, ({ projectId }) => projectId);
  return [...byProject.keys()].sort().flatMap((projectId) => {
    const keys = (byProject.get(projectId) ?? [])
      .map(({ traceId }) => `${namespace}:{${projectId}}:turn:${traceId}`)
      .sort();
    const chunks: string[][] = [];
    for (let from = 0; from < keys.length; from += CHUNK) chunks.push(keys.slice(from, from + CHUNK));
    return chunks;
  });
}
