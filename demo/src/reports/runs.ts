import { MINUTE, SECOND } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Tape } from '../tape.ts';
import type { Report } from './report.ts';

/** What an agent does for somebody, as it happens. */
export interface Run {
  runId: string;
  agent: string;
  version: string;
  instance: string;
  userId: string;
  sessionId: string;
  startMs: number;
  endMs: number;
  failed: boolean;
  steps: { atMs: number; name: string }[];
}

/** The run that a tape has recorded; its steps are those just below the agent. */
export function runOf({ traceId, spans, nowMs, context, service }: Tape): Run {
  const [root] = spans;
  const { agent, agentVersion, userId, sessionId } = context;
  return {
    ...{ runId: traceId, agent, version: agentVersion, instance: service.instance, userId, sessionId },
    startMs: root?.startMs ?? nowMs,
    endMs: root?.endMs ?? nowMs,
    failed: root?.error !== undefined,
    steps: spans
      .filter(({ parentSpanId }) => parentSpanId === root?.spanId)
      .map(({ startMs, name }) => ({ atMs: startMs, name })),
  };
}

/** That it begins, gets on with each step, and ends. */
export function reportsOfRun(run: Run): Report[] {
  const { startMs, endMs, steps, failed, ...who } = run;
  return [
    { to: 'runs', atMs: startMs, body: { ...who, event: 'started' } },
    ...steps.map(
      ({ atMs, name }): Report => ({ to: 'runs', atMs, body: { ...who, event: 'progress', step: name } }),
    ),
    { to: 'runs', atMs: endMs, body: { ...who, event: 'ended', outcome: failed ? 'error' : 'ok' } },
  ];
}

const HANG = { every: 7 * MINUTE, first: 20 * SECOND, lasts: 3 * MINUTE };

/** Now and then a report hangs while its charts are drawn, until somebody gives it up. It leaves no span. */
export function* hangingRuns(random: Random, fromMs: number): Generator<Report[]> {
  for (let atMs = fromMs + HANG.first; ; atMs += HANG.every) {
    const who = {
      ...{ runId: random.hex(16), agent: 'report-writer', version: '3.1', instance: 'reporting-1' },
      userId: 'ops.helen',
    };
    const lasts = HANG.lasts * random.between(0.8, 1.2);
    yield [
      { to: 'runs', atMs, body: { ...who, event: 'started', step: 'collect figures' } },
      { to: 'runs', atMs: atMs + 4 * SECOND, body: { ...who, event: 'progress', step: 'draw charts' } },
      { to: 'runs', atMs: atMs + lasts, body: { ...who, event: 'ended', outcome: 'cancelled' } },
    ];
  }
}
