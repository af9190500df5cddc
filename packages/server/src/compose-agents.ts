import { isNews } from '@pharos/core/agents/attention';
import { groupBy } from '@pharos/core/group-by';
import { Counter } from 'prom-client';
import type { Answers } from './answers/answers.ts';
import { transitionOf } from './features/agents/live-sources.ts';
import type { Agents } from './features/agents/look.ts';
import { withLostEnds } from './features/agents/lost-ends.ts';
import { createSpanFacts } from './features/agents/span-facts.ts';
import { AgentWatcher } from './features/agents/watcher.ts';
import type { Foundation } from './foundation.ts';
import { hidingRuns } from './hidden-users.ts';
import { createLiveAgents } from './live/agents.ts';
import type { LiveFeeds } from './live/feeds.ts';
import { createMemoryRegisters } from './live/memory-registers.ts';
import { openRedisRegisters } from './live/redis-registers.ts';
import { mirror } from './mirror.ts';
import type { Pseudonyms } from './store/records/pseudonyms.ts';
import type { Telemetry } from './store/telemetry/open.ts';

/** What agents report, in memory or in Redis, and the watcher that stores their states. */
export async function composeAgents(
  given: Foundation & {
    users: Pseudonyms;
    telemetry: Pick<Telemetry, 'reader' | 'agentStates' | 'agentRuns'>;
    answers: Pick<Answers, 'ask'>;
    feeds: LiveFeeds;
  },
): Promise<Agents & { watcher: AgentWatcher }> {
  const { config, parts, users, telemetry, answers, feeds, metrics, closing, jobs, logger } = given;
  const { clock, ids } = parts;
  const onError = (error: Error) => logger.warn({ err: error }, 'the connection to Redis');
  const registers =
    config.redis === undefined
      ? createMemoryRegisters(clock)
      : openRedisRegisters({ redis: config.redis, clock, onError, onBack: () => void restore() });
  closing.push(() => registers.close());
  const failures = new Counter({
    name: 'pharos_agent_watch_failures_total',
    help: 'Looks at the state of agents that failed; the next one finds what has changed.',
    registers: [metrics],
  });
  mirror(
    metrics,
    'pharos_agent_reports_dropped_total',
    'Facts of heartbeats and run reports for which there was no room.',
    () => registers.dropped,
  );
  const failed = (error: unknown) => {
    failures.inc();
    logger.warn({ err: error }, 'the states of agents are looked at again in a moment');
  };
  const live = withLostEnds(createLiveAgents(registers, clock), {
    reader: telemetry.reader,
    clock,
    onError: failed,
  });
  const spans = createSpanFacts({ answers, reader: telemetry.reader, clock });
  const states = telemetry.agentStates;
  const watcher = new AgentWatcher({
    ...{ live, registers, states, runs: telemetry.agentRuns, spans, clock },
    holder: ids.id(),
    onError: failed,
    onBegun(begun) {
      const own = begun.filter(({ instance, before, state }) => instance === '' && isNews(before, state));
      for (const [project, some] of groupBy(own, (state) => state.project))
        feeds.add(project, some.map(transitionOf)).catch(failed);
    },
  });
  const restore = () => watcher.restore().catch(failed);
  closing.push(() => watcher.stop());
  jobs.add({
    async start() {
      await restore();
      watcher.start();
    },
  });
  return { live: hidingRuns(live, users), states, spans, watcher };
}
