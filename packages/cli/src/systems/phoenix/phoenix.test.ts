import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type RunningApp,
  startTestServer,
  type TestProject,
} from '../../../../server/src/testing/test-server.ts';
import { outline, scoresOf } from '../../testing/contents.ts';
import { type Terminal, terminal } from '../../testing/importing.ts';
import { phoenixStory } from '../../testing/phoenix-story.ts';
import { chunks } from '../rows.ts';

let server: RunningApp;
let source: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  source = await server.newProject();
  const tell = async (path: string, data: readonly unknown[]) => {
    for (const some of chunks(data, 500)) {
      const answer = await fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { ...source.headers, 'content-type': 'application/json' },
        body: JSON.stringify({ data: some }),
      });
      expect([path, answer.ok]).toEqual([path, true]);
    }
  };
  const { spans, annotations } = phoenixStory({ traces: 180 });
  await tell('/v1/projects/support/spans', spans);
  for (const [subject, said] of Object.entries(annotations)) await tell(`/v1/${subject}_annotations`, said);
});
afterAll(() => server.close());

let at: Terminal;
let target: TestProject;
beforeEach(async () => {
  target = await server.newProject();
  at = terminal({
    PHOENIX_API_KEY: source.secretKey,
    PHAROS_SECRET_KEY: target.secretKey,
    PHAROS_URL: server.url,
  });
});
afterEach(() => at.leave());
const run = (...more: string[]) =>
  at.run(['import', 'phoenix', '--from', server.url, '--project', 'support', ...more]);

describe('an import from Phoenix', () => {
  test('brings spans and what was said of them, with their times', async () => {
    const { code, complaints } = await run();
    expect([code, complaints]).toEqual([0, '']);
    expect(await outline(server, target)).toEqual(await outline(server, source));
    expect(await scoresOf(server, target)).toEqual(await scoresOf(server, source));
  });

  test('says which spans it refused and why', async () => {
    const span = phoenixStory({ traces: 1 }).spans[0] ?? {};
    const bad = { ...span, context: { trace_id: 'visit-1', span_id: 'step-1' } };
    writeFileSync(join(at.directory, 'spans.jsonl'), `${JSON.stringify(span)}\n${JSON.stringify(bad)}\n`);
    const { code, output } = await at.run(['import', 'phoenix', '--from', 'spans.jsonl']);
    expect(code).toBe(1);
    expect(output).toMatch(/spans\s+1\n\s+refused\s+1\n\s+1 × a trace id must be 16 bytes/);
  });
});
