import { once } from 'node:events';
import { request } from 'node:http';
import { quotaSchema } from '@pharos/core/api/quotas';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { type TestApp, testApp } from '../../testing/test-app.ts';

let store: ReadStore;
let test: TestApp;
let origin: string;
/** Whoever asks for it waits until they leave: what then aborts. */
let asked: AbortSignal | undefined;
beforeAll(async () => {
  store = await openReadStore();
  const never = (signal?: AbortSignal) => {
    asked = signal;
    return new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  };
  const reader: TelemetryReader = {
    ...store.reader,
    ask: (_scope, _question, signal) => never(signal),
    // Those of one user each are what a page asks for; counters ask for the others.
    spending: (scope, query, signal) =>
      query.byUser ? never(signal) : store.reader.spending(scope, query, signal),
  };
  test = await testApp({}, { telemetry: { ...store.telemetry, reader } });
  origin = await test.app.server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await test.close();
  await store.close();
});

const definition = {
  name: 'Tokens a day',
  scope: { type: 'project' },
  measure: 'tokens',
  window: { type: 'calendar', unit: 'day', timeZone: 'UTC' },
  limit: '1000',
};

it.each([
  ['burn-down', 'GET', undefined],
  ['users', 'GET', undefined],
  ['preview', 'POST', definition],
  ['preview', 'POST', { ...definition, scope: { type: 'eachUser' } }],
])('%s is not worked out for whoever has left', async (view, method, body) => {
  const { id } = (await test.owner.post(`/api/v1/quotas?project=${test.projectId}`, definition)).as(
    quotaSchema,
  );
  const headers = {
    authorization: `Bearer ${await test.aKey(['read'])}`,
    'content-type': 'application/json',
  };
  asked = undefined;
  const path = view === 'preview' ? view : `${id}/${view}`;
  const sent = request(`${origin}/api/v1/quotas/${path}`, { method, headers });
  sent.on('error', () => undefined);
  sent.end(body && JSON.stringify(body));
  await expect.poll(() => asked).toBeInstanceOf(AbortSignal);
  const stopped = once(asked as unknown as AbortSignal, 'abort');
  sent.destroy();
  await stopped;
});
