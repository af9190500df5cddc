import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type RunningApp,
  startTestServer,
  type TestProject,
} from '../../../../server/src/testing/test-server.ts';
import { contents, scoresOf } from '../../testing/contents.ts';
import { terminal } from '../../testing/importing.ts';
import { langfuseStory } from '../../testing/langfuse-story.ts';

let server: RunningApp;
let source: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  source = await server.newProject();
  const batch = langfuseStory({ traces: 40 });
  for (let at = 0; at < batch.length; at += 500) {
    const answer = await fetch(`${server.url}/api/public/ingestion`, {
      method: 'POST',
      headers: { ...source.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ batch: batch.slice(at, at + 500) }),
    });
    expect(await answer.json()).toMatchObject({ errors: [] });
  }
});
afterAll(() => server.close());

describe('an import from Langfuse', () => {
  test('brings all there is', async () => {
    const target = await server.newProject();
    const at = terminal({ PHAROS_SECRET_KEY: target.secretKey });
    const run = await at.run([
      'import',
      'langfuse',
      '--from',
      server.url,
      '--from-key',
      `${source.secretKey}:`,
      '--to',
      server.url,
    ]);
    expect(run.code).toBe(0);
    const [was, is] = [await contents(server, source), await contents(server, target)];
    expect(Object.keys(is)).toHaveLength(40);
    for (const id of Object.keys(was)) expect(is[id]).toEqual(was[id]);
    expect(await scoresOf(server, target)).toEqual(await scoresOf(server, source));
    at.leave();
  });
});
