import { bodyOf } from './bodies.ts';
import { post } from './ingest.ts';
import { benchTrace } from './profiles.ts';
import { type OpenFigures, openTraces } from './questions.ts';
import type { Random } from './random.ts';
import type { Server } from './server.ts';

export interface SizedTraces {
  size: number;
  view: OpenFigures['view'];
  ids: string[];
}

/** Sends traces of known sizes among all the others. */
export async function sendTracesOfSizes(
  server: Server,
  random: Random,
  startMs: number,
): Promise<SizedTraces[]> {
  const sent: SizedTraces[] = [];
  for (const [size, count, view] of [
    [8, 20, 'full'],
    [100, 20, 'full'],
    [400, 10, 'full'],
    [10_000, 1, 'skeleton'],
  ] as const) {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) {
      const spans = benchTrace(random, size <= 400 ? 'M' : 'S', BigInt(startMs) * 1_000_000n, size);
      for (let at = 0; at < spans.length; at += 500)
        await post(server, undefined, bodyOf(spans.slice(at, at + 500)).bytes);
      ids.push((spans[0] as { traceId: Buffer }).traceId.toString('hex'));
    }
    sent.push({ size, view, ids });
  }
  return sent;
}

export async function openTracesOfSizes(
  server: Server,
  sent: readonly SizedTraces[],
): Promise<OpenFigures[]> {
  const figures: OpenFigures[] = [];
  for (const { size, view, ids } of sent) figures.push(await openTraces(server, ids, size, view));
  return figures;
}
