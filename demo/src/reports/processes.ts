import { MINUTE, SECOND } from '../clock.ts';
import type { Story } from '../story.ts';
import type { Report } from './report.ts';

const INTERVAL = 5 * SECOND;
/** The programs the agents live in, and how many of each. */
const FLEET = [
  { agent: 'support-bot', service: 'shop-assistant', instances: 3 },
  { agent: 'rag-search', service: 'help-search', instances: 1 },
  { agent: 'coding-agent', service: 'dev-agents', instances: 1 },
  { agent: 'report-writer', service: 'reporting', instances: 1 },
] as const;

/** One process dies without a word, again and again, and is started anew; the first time soon. */
const MORTAL = 'shop-assistant-2';
const DEATH = { every: 9 * MINUTE, first: 90 * SECOND, lasts: 75 * SECOND };

/** Where a process is in its life; undefined while it is dead. */
function lifeOf(instance: string, fromMs: number, atMs: number): { startedAtMs: number } | undefined {
  const sinceDeath = atMs - fromMs - DEATH.first;
  if (instance !== MORTAL || sinceDeath < 0) return { startedAtMs: fromMs - 3 * 60 * MINUTE };
  const within = sinceDeath % DEATH.every;
  return within < DEATH.lasts ? undefined : { startedAtMs: atMs - within + DEATH.lasts };
}

const PROCESSES = FLEET.flatMap(({ agent, service, instances }) =>
  Array.from({ length: instances }, (_, n) => ({ agent, service, instance: `${service}-${n + 1}` })),
);

/** That all processes are stopped on purpose. */
export const goodbyes = (atMs: number): Report[] =>
  PROCESSES.map(({ agent, instance }) => ({
    ...{ to: 'heartbeats', atMs },
    body: { agent, instance, says: 'stopping' },
  }));

/** Heartbeats of all processes that live, round by round, without end. */
export function* heartbeats(story: Story, fromMs: number): Generator<Report[]> {
  for (let atMs = fromMs; ; atMs += INTERVAL) {
    yield PROCESSES.flatMap(({ agent, service, instance }, nth): Report[] => {
      const life = lifeOf(instance, fromMs, atMs);
      if (life === undefined) return [];
      const { version } = agent === 'support-bot' ? story.supportBot(atMs) : story.releaseOf(agent, atMs);
      const says = atMs - life.startedAtMs < 2 * INTERVAL ? 'starting' : 'ready';
      const startedAt = new Date(life.startedAtMs).toISOString();
      const body = {
        agent,
        instance,
        version,
        says,
        startedAt,
        host: `${service}.shop`,
        intervalSeconds: 5,
      } as const;
      // Not all at once.
      return [{ to: 'heartbeats', atMs: atMs + nth * 300, body }];
    });
  }
}
