import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningApp, startTestServer, type TestProject } from '../../server/src/testing/test-server.ts';
import { chunks } from './systems/rows.ts';
import { outline } from './testing/contents.ts';
import { type Terminal, terminal } from './testing/importing.ts';
import { langfuseStory } from './testing/langfuse-story.ts';
import type { World } from './world.ts';

let server: RunningApp;
let source: TestProject;
let known: Awaited<ReturnType<typeof outline>>;
const tell = async (batch: readonly unknown[]) => {
  const answer = await fetch(`${server.url}/api/public/ingestion`, {
    method: 'POST',
    headers: { ...source.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ batch }),
  });
  expect(await answer.json()).toMatchObject({ errors: [] });
};
beforeAll(async () => {
  server = await startTestServer();
  source = await server.newProject();
  for (const some of chunks(langfuseStory({ traces: 260 }), 500)) await tell(some);
  known = await outline(server, source);
});
afterAll(() => server.close());

let at: Terminal;
let target: TestProject;
beforeEach(async () => {
  target = await server.newProject();
  at = terminal({ PHAROS_SECRET_KEY: target.secretKey, PHAROS_URL: server.url });
});
afterEach(() => at.leave());

const ARGS = () => ['import', 'langfuse', '--from', server.url, '--from-key', `${source.secretKey}:`];
const run = (changes: Partial<World> = {}, ...more: string[]) => at.run([...ARGS(), ...more], changes);
const stateFile = () => join(at.directory, readdirSync(at.directory)[0] ?? '');
const isWrite = (init?: RequestInit) => init?.method === 'POST';
/** Nothing is waited for: a server here is asked again at once. */
const wait = () => Promise.resolve();

/** The network, with something done before each request. */
const network = (
  before: (url: URL, init?: RequestInit) => Promise<Response | undefined> | Response | undefined,
) => ({
  means: {
    nowMs: Date.now,
    wait,
    fetch: (async (input, init) =>
      (await before(new URL(String(input)), init)) ?? fetch(input, init)) as typeof fetch,
  },
});

describe('an import', () => {
  test('without writing counts everything and leaves no trace', async () => {
    const { code, output } = await at.run([...ARGS(), '--dry-run']);
    expect(code).toBe(0);
    expect(output).toMatch(/traces\s+260\n\s+observations\s+1,040\n/);
    expect((await outline(server, target)).spans).toEqual([]);
    expect(readdirSync(at.directory)).toEqual([]);
  });

  test('that is broken off goes on where it was, and is done once', async () => {
    const stop = new AbortController();
    let writes = 0;
    const first = await run({
      stop: stop.signal,
      ...network((_url, init) => {
        // After the probe and the traces: the first of two batches of observations.
        if (isWrite(init) && ++writes === 3) stop.abort();
        return undefined;
      }),
    });
    expect(first.code).toBe(1);
    expect(first.output).toContain('The same command goes on from here');
    const state = JSON.parse(readFileSync(stateFile(), 'utf8'));
    expect(state.lists).toMatchObject({
      traces: { done: true },
      observations: { done: false, position: '11' },
    });
    expect(readFileSync(stateFile(), 'utf8')).not.toContain(source.secretKey);

    const asked: string[] = [];
    const second = await run(
      network((url, init) => {
        if (!isWrite(init)) asked.push(`${url.pathname}?page=${url.searchParams.get('page')}`);
        return undefined;
      }),
    );
    expect([second.code, second.complaints]).toEqual([0, '']);
    expect(asked).not.toContain('/api/public/traces?page=1');
    expect(asked).not.toContain('/api/public/observations?page=1');
    expect(await outline(server, target)).toEqual(known);

    const third = await run();
    expect([third.code, third.output]).toEqual([0, expect.stringContaining('This import is done')]);
  });

  test('changes nothing when it is repeated', async () => {
    expect((await run()).code).toBe(0);
    rmSync(stateFile());
    expect((await run()).code).toBe(0);
    expect(await outline(server, target)).toEqual(known);
  });

  test('outlives a source that is busy or breaks off, and a target under pressure', async () => {
    let asked = 0;
    const pauses: number[] = [];
    const faults = [
      () => new Response('slow down', { status: 429, headers: { 'retry-after': '7' } }),
      () => new Response('oops', { status: 500 }),
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNRESET') })),
      () =>
        new Response(new ReadableStream({ pull: (body) => body.error(new Error('broken')) }), {
          status: 200,
        }),
    ];
    const unsteady = network(() => {
      asked++;
      return asked % 2 === 0 ? undefined : faults[Math.floor(asked / 2) % faults.length]?.();
    });
    const { code, complaints } = await run({
      means: { ...unsteady.means, wait: (ms) => wait().then(() => pauses.push(ms)) },
    });
    expect([code, complaints]).toEqual([0, '']);
    expect(await outline(server, target)).toEqual(known);
    expect(pauses.length).toBeGreaterThan(10);
    expect(pauses.filter((ms) => ms === 7000).length).toBeGreaterThan(2);
  });

  test('ends with its target, and then goes on', async () => {
    let writes = 0;
    const full = network((_url, init) =>
      isWrite(init) && ++writes > 2 ? new Response('{"message":"disk full"}', { status: 507 }) : undefined,
    );
    const failed = await run(full);
    expect([failed.code, failed.complaints]).toEqual([
      1,
      expect.stringMatching(/Pharos answers 507 .*disk full/),
    ]);
    expect(failed.output).toContain('The same command goes on from here');
    expect((await run()).code).toBe(0);
    expect(await outline(server, target)).toEqual(known);
  });

  test('is of what there was when it began, though the source grows at its head', async () => {
    let pages = 0;
    const { code } = await run(
      network(async (url) => {
        if (url.searchParams.has('page') && pages++ === 1) {
          const late = langfuseStory({ traces: 1 }).map((event) => {
            const now = new Date(Date.now() + 1000).toISOString();
            const ids = JSON.parse(JSON.stringify(event).replaceAll('visit-', 'late-'));
            return { ...ids, body: { ...ids.body, timestamp: now, startTime: now } };
          });
          await tell(late);
        }
        return undefined;
      }),
    );
    expect(code).toBe(0);
    expect(await outline(server, target)).toEqual(known);
  });

  test.each([
    [
      'a wrong key of the source',
      () => [...ARGS().slice(0, 5), 'pk:sk-wrong'],
      1,
      /Langfuse at .* does not know this key/,
    ],
    [
      'a wrong key of Pharos',
      () => [...ARGS(), '--key', 'sk-wrong'],
      1,
      /Pharos at .* does not know this key/,
    ],
    [
      'another address',
      () => [...ARGS(), '--from', `${server.url}/elsewhere`],
      1,
      /does not answer .* Is the address right\?/,
    ],
    [
      'another address of Pharos',
      () => [...ARGS(), '--to', `${server.url}/elsewhere`],
      1,
      /is that Pharos\?/,
    ],
    [
      'a page for people',
      () => [...ARGS(), '--from', `${server.url}/login?`],
      1,
      /does not answer .* as Langfuse does/,
    ],
    ['no key', () => ['import', 'langfuse'], 2, /LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY/],
    ['half a key', () => ['import', 'langfuse', '--from-key', 'sk'], 2, /<public key>:<secret key>/],
    ['an unknown system', () => ['import', 'elsewhere'], 2, /langfuse, langsmith, phoenix/],
    ['an unknown option', () => [...ARGS(), '--form', 'x'], 2, /--form/],
    [
      'a file that is not there',
      () => [...ARGS(), '--from', 'gone.jsonl'],
      2,
      /neither an address nor a file/,
    ],
    [
      'a file of which only a part is wanted',
      () => [...ARGS(), '--from', 'x.jsonl', '--since', '2026-01-01'],
      2,
      /imported whole/,
    ],
    ['a time that is none', () => [...ARGS(), '--since', 'soon'], 2, /--since must be a time/],
    ['itself', () => [...ARGS(), '--key', `${source.secretKey}:`], 2, /the same as --to/],
  ])('says what is wrong with %s', async (_what, args, code, complaint) => {
    const done = await at.run(args());
    expect(done.complaints).toMatch(complaint);
    expect(done.code).toBe(code);
  });
});
