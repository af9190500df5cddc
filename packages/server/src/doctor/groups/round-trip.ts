import { setTimeout as wait } from 'node:timers/promises';
import { request } from '../http.ts';
import { type RunningServer, withKey } from './server.ts';

const READ_WITHIN_MS = 10_000;
const ASK_AGAIN_MS = 100;

/** Sends one span and reads it back by its id; how long both took. @throws when either is refused, or it does not appear. */
export async function roundTrip({
  url,
  key,
  nowMs,
  randomHex,
}: RunningServer & { key: string }): Promise<{ acceptedMs: number; readMs: number }> {
  const traceId = randomHex(16);
  const begun = performance.now();
  const sent = await request(`${url}/v1/traces`, {
    method: 'POST',
    headers: { ...withKey(key), 'content-type': 'application/json' },
    body: JSON.stringify(oneSpan(traceId, randomHex(8), nowMs())),
  });
  if (sent.status !== 200 || sent.text.includes('rejectedSpans'))
    throw new Error(`POST /v1/traces: ${sent.status} ${sent.text}`);
  const acceptedMs = performance.now() - begun;
  for (;;) {
    const read = await request(`${url}/api/v1/traces/${traceId}`, { headers: withKey(key) });
    const readMs = performance.now() - begun;
    if (read.status === 200 && read.text.includes(traceId)) return { acceptedMs, readMs };
    if (read.status !== 404 || readMs > READ_WITHIN_MS)
      throw new Error(`GET /api/v1/traces/${traceId}: ${read.status} ${read.text.slice(0, 200)}`);
    await wait(ASK_AGAIN_MS);
  }
}

const oneSpan = (traceId: string, spanId: string, nowMs: number) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'pharos-doctor' } }] },
      scopeSpans: [
        {
          scope: { name: 'pharos.doctor' },
          spans: [
            {
              ...{ traceId, spanId, name: 'pharos doctor', kind: 1 },
              startTimeUnixNano: `${nowMs - 1}000000`,
              endTimeUnixNano: `${nowMs}000000`,
            },
          ],
        },
      ],
    },
  ],
});
