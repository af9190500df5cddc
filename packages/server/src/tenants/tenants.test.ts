import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { GuardedRoute } from '../http/access-guard.ts';
import { type RunningApp, startTestServer, type TestProject } from '../testing/test-server.ts';
import {
  CANARY,
  documentBody,
  fillPath,
  type Ids,
  namesDocument,
  plantData,
  plantDocuments,
  RANGE,
} from './planted.ts';
import { BY_THE_CLOCK, CHANGES, OTHERWISE, PARAMETERS, QUESTIONS, WORDLESS } from './questions.ts';

let server: RunningApp;
/** Has all that may be known; the other one has its own, under the same ids where applications choose them. */
let owner: TestProject;
let stranger: TestProject;
let ids: Ids;
beforeAll(async () => {
  server = await startTestServer({ PHAROS_LOG_LEVEL: 'silent' });
  owner = await server.newProject();
  stranger = await server.newProject();
  await plantData(server, owner, CANARY);
  await plantData(server, stranger, 'sparrow');
  ids = await plantDocuments(server, owner);
  // A report is made by a worker.
  const reports = { method: 'GET', url: '/api/v1/reports/runs' };
  const isMade = async () => (await ask(owner, reports)).text.includes('"done"');
  await vi.waitUntil(isMade, { timeout: 30_000 });
});
afterAll(() => server.close());

type Route = Pick<GuardedRoute, 'method' | 'url'>;
const label = ({ method, url }: Route) => `${method} ${url}`;
/** Streams never end; what they tell is asked in live.test.ts. */
const STREAMS = ['/api/v1/live/stream', '/api/v1/live/traces'];
const routes = (): GuardedRoute[] =>
  server.app.routes.filter(
    ({ method, url, access }) =>
      typeof access === 'object' && method !== 'HEAD' && !url.includes('*') && !STREAMS.includes(url),
  );
const tells = ({ method, url }: Route) => method === 'GET' || (method === 'POST' && url in QUESTIONS);

async function ask(as: TestProject, { method, url }: Route, body: unknown = undefined) {
  const path = fillPath(url, as.projectId, ids);
  const given = body ?? (method === 'POST' ? QUESTIONS[url] : undefined);
  const answer = await fetch(
    `${server.url}${path}?${new URLSearchParams({ ...RANGE, ...PARAMETERS[url] })}`,
    {
      method,
      headers: { ...as.headers, ...(given !== undefined && { 'content-type': 'application/json' }) },
      ...(given !== undefined && { body: JSON.stringify(given) }),
      signal: AbortSignal.timeout(20_000),
    },
  );
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isZipped = bytes.subarray(0, GZIP.length).equals(GZIP);
  return { status: answer.status, text: (isZipped ? gunzipSync(bytes) : bytes).toString() };
}
const GZIP = Buffer.from([0x1f, 0x8b]);

/** The routes at which a project's words are heard by whoever asks. */
async function heardBy(as: TestProject, asked: readonly Route[]): Promise<string[]> {
  const heard: string[] = [];
  for (const route of asked) if ((await ask(as, route)).text.includes(CANARY)) heard.push(label(route));
  return heard;
}

test("every route that tells anything tells its project's words to that project and never to another", async () => {
  const asked = routes().filter(tells);
  const heard = await heardBy(owner, asked);
  expect(
    asked
      .map(label)
      .filter((each) => !heard.includes(each) && !BY_THE_CLOCK.includes(each))
      .sort(),
  ).toEqual([...WORDLESS].sort());
  expect(await heardBy(stranger, asked)).toEqual([]);
}, 120_000);

test('no route changes what another project made, whatever is asked of it, or says more than that it is not there', async () => {
  const ofDocuments = routes().filter(({ url }) => namesDocument(url, ids));
  const before = await heardBy(owner, ofDocuments.filter(tells));
  const wrong: unknown[] = [];
  for (const route of ofDocuments) {
    const made = documentBody(route.url, ids) ?? documentBody(route.url.replace(/\/:\w+$/, ''), ids);
    const body =
      route.method === 'GET' || route.method === 'DELETE' ? undefined : (CHANGES[label(route)] ?? made);
    const { status, text } = await ask(stranger, route, body);
    if (status !== (OTHERWISE[label(route)] ?? 404) || text.includes(CANARY))
      wrong.push([label(route), status, text.slice(0, 200)]);
  }
  expect(wrong).toEqual([]);
  expect(ofDocuments.length).toBeGreaterThan(40);
  expect(await heardBy(owner, ofDocuments.filter(tells))).toEqual(before);
});
