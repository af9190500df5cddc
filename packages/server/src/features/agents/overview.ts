import { type AgentVerdict, agentOf } from '@pharos/core/agents/agent';
import { type LiveRun, NOTHING_KNOWN } from '@pharos/core/agents/facts';
import { groupBy } from '@pharos/core/group-by';
import type { KnownAgents } from '../../live/agents.ts';
import type { SpanFacts } from './span-facts.ts';

/**
 * All agents by name, from what they report and what their spans tell; runs that name no agent are those of ''. A run that reports
 * itself is what it reports, also when spans tell of it, and one that has ended by its reports has ended.
 */
export function overviewOf(
  known: KnownAgents,
  spans: SpanFacts | undefined,
  nowMs: number,
): Map<string, AgentVerdict> {
  const reported = new Set(known.runs.map(({ runId }) => runId));
  const told = spans?.runs.filter(({ runId }) => !reported.has(runId) && !known.ended.has(runId)) ?? [];
  const runs = groupBy<LiveRun, string>([...known.runs, ...told], ({ agent }) => agent);
  const beats = groupBy(known.beats, ({ agent }) => agent);
  const names = new Set([...beats.keys(), ...runs.keys(), ...(spans?.agents ?? [])]);
  return new Map(
    [...names].map((name) => [
      name,
      agentOf(
        name,
        beats.get(name) ?? [],
        runs.get(name) ?? [],
        spans?.figuresOf(name) ?? NOTHING_KNOWN,
        nowMs,
      ),
    ]),
  );
}
