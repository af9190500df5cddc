import type { QuestionInput } from '@pharos/core/question';
import type { Server } from './server.ts';
import { quantile, round } from './statistics.ts';

type Asked = Omit<QuestionInput, 'from' | 'to'>;

/** Ten Questions as dashboards ask them; `hour` is replaced by a bucket that gives about 48 points. */
const BUCKET = -1;
export const DASHBOARD: Record<string, Asked> = {
  'requests over time': { metrics: ['requests', 'requestErrors'], bucketSeconds: BUCKET },
  'success and latency, compared': { metrics: ['successRate', 'latencyP95', 'requests'], compare: true },
  'latency percentiles over time': {
    metrics: ['latencyP50', 'latencyP95', 'latencyP99'],
    bucketSeconds: BUCKET,
  },
  'cost by model over time': { metrics: ['cost'], dimensions: ['model'], limit: 8, bucketSeconds: BUCKET },
  'tokens by model': {
    metrics: ['tokens', 'inputTokens', 'outputTokens', 'cachedReadTokens'],
    dimensions: ['model'],
  },
  'cost by user': { metrics: ['cost', 'requests'], dimensions: ['user'], limit: 10 },
  agents: { metrics: ['requests', 'successRate', 'latencyP95', 'cost'], dimensions: ['agent'] },
  tools: { metrics: ['toolCalls', 'toolErrors', 'toolLatencyP95'], dimensions: ['tool'] },
  'cache hits over time': { metrics: ['cacheHitRate'], bucketSeconds: BUCKET },
  'users and sessions': { metrics: ['users', 'sessions', 'traces'], compare: true },
};

export interface QuestionFigures {
  /** Over all Questions and runs. */
  p50Ms: number;
  p95Ms: number;
  byQuestion: Record<string, number>;
}

/** Asks each Question `runs` times over the API, with a range that moves so that no cache answers. */
export async function askDashboard(
  server: Server,
  hours: number,
  endMs: number,
  runs = 20,
): Promise<QuestionFigures> {
  const all: number[] = [];
  const byQuestion: Record<string, number> = {};
  for (const [name, asked] of Object.entries(DASHBOARD)) {
    const times: number[] = [];
    for (let run = 0; run <= runs; run++) {
      const to = endMs - run * 1_000;
      const question = {
        ...asked,
        from: new Date(to - hours * 3_600_000).toISOString(),
        to: new Date(to).toISOString(),
        ...(asked.bucketSeconds === BUCKET ? { bucketSeconds: hours > 24 ? 14_400 : 1_800 } : {}),
      };
      const began = performance.now();
      const answer = await fetch(`${server.url}/api/v1/query`, {
        method: 'POST',
        headers: { ...server.headers, 'content-type': 'application/json' },
        body: JSON.stringify(question),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${name}: ${answer.status} ${text}`);
      if (run > 0) times.push(performance.now() - began);
    }
    byQuestion[name] = round(quantile(times, 0.95));
    all.push(...times);
  }
  return { p50Ms: round(quantile(all, 0.5)), p95Ms: round(quantile(all, 0.95)), byQuestion };
}

export interface OpenFigures {
  spans: number;
  view: 'full' | 'skeleton';
  p50Ms: number;
  p95Ms: number;
  kilobytes: number;
}

/** Opens traces over the API, each id once or in turn. */
export async function openTraces(
  server: Server,
  traceIds: readonly string[],
  spans: number,
  view: OpenFigures['view'],
  runs = 40,
): Promise<OpenFigures> {
  const times: number[] = [];
  let bytes = 0;
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    const answer = await fetch(
      `${server.url}/api/v1/traces/${traceIds[run % traceIds.length]}?view=${view}`,
      {
        headers: server.headers,
      },
    );
    const text = await answer.text();
    if (!answer.ok) throw new Error(`trace open: ${answer.status} ${text}`);
    bytes = text.length;
    times.push(performance.now() - began);
  }
  return {
    spans,
    view,
    p50Ms: round(quantile(times, 0.5)),
    p95Ms: round(quantile(times, 0.95)),
    kilobytes: round(bytes / 1024),
  };
}

/** Lists: the first page unfiltered, filtered, and searched. */
export async function listTraces(
  server: Server,
  hours: number,
  endMs: number,
  runs = 20,
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const lists = {
    unfiltered: '',
    errors: 'status:error',
    'model and cost': 'model:gpt-4.1 cost:>0.001',
    'search 退款': '退款',
    'search absent': 'zzqqxx',
  };
  for (const [name, filter] of Object.entries(lists)) {
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const to = endMs - run * 1_000;
      const query = new URLSearchParams({
        filter,
        from: new Date(to - hours * 3_600_000).toISOString(),
        to: new Date(to).toISOString(),
      });
      const began = performance.now();
      const answer = await fetch(`${server.url}/api/v1/traces?${query}`, { headers: server.headers });
      await answer.text();
      if (!answer.ok) throw new Error(`list ${name}: ${answer.status}`);
      times.push(performance.now() - began);
    }
    figures[name] = round(quantile(times, 0.95));
  }
  return figures;
}
