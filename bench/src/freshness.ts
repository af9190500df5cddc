import { type Body, bodyOf } from './bodies.ts';
import { post } from './ingest.ts';
import { benchTrace } from './profiles.ts';
import type { Random } from './random.ts';
import type { Server } from './server.ts';
import { quantile, round } from './statistics.ts';

export interface FreshnessFigures {
  p50Ms: number;
  p95Ms: number;
  probes: number;
}

/** From sending one span to reading it through the API, while `background` is sent at a steady rate. */
export async function freshness(
  server: Server,
  random: Random,
  background: readonly Body[],
  spansPerSecond: number,
  probes = 100,
): Promise<FreshnessFigures> {
  let stop = false;
  const load = (async () => {
    const began = performance.now();
    let spans = 0;
    const inFlight = new Set<Promise<unknown>>();
    for (const body of background) {
      if (stop) break;
      spans += body.spans;
      const sent: Promise<unknown> = post(server, undefined, body.bytes).finally(() => inFlight.delete(sent));
      inFlight.add(sent);
      const due = began + (spans / spansPerSecond) * 1000;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    }
    await Promise.all(inFlight);
  })();
  const times: number[] = [];
  for (let i = 0; i < probes; i++) {
    const [root] = benchTrace(random, 'S', BigInt(Date.now()) * 1_000_000n, 1);
    if (!root) continue;
    const sent = performance.now();
    await post(server, undefined, bodyOf([root]).bytes);
    const url = `${server.url}/api/v1/traces/${root.traceId.toString('hex')}?view=skeleton`;
    while (!(await fetch(url, { headers: server.headers })).ok);
    times.push(performance.now() - sent);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  stop = true;
  await load;
  return { p50Ms: round(quantile(times, 0.5)), p95Ms: round(quantile(times, 0.95)), probes: times.length };
}
