import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type RunningApp,
  startTestServer,
  type TestProject,
} from '../../../../server/src/testing/test-server.ts';
import { outline, scoresOf } from '../../testing/contents.ts';
import { type Terminal, terminal } from '../../testing/importing.ts';
import { langsmithStory } from '../../testing/langsmith-story.ts';

let server: RunningApp;
let source: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  source = await server.newProject();
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'x-api-key': source.secretKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([path, answer.ok]).toEqual([path, true]);
  };
  const { runs, feedback } = langsmithStory({ traces: 120 });
  await post('/runs/batch', { post: runs });
  for (const each of feedback) await post('/feedback', each);
});
afterAll(() => server.close());

let at: Terminal;
let target: TestProject;
beforeEach(async () => {
  target = await server.newProject();
  at = terminal({
    LANGSMITH_API_KEY: source.secretKey,
    PHAROS_SECRET_KEY: target.secretKey,
    PHAROS_URL: server.url,
  });
});
afterEach(() => at.leave());
const run = (...more: string[]) =>
  at.run(['import', 'langsmith', '--from', server.url, '--project', 'support', ...more]);

/** Of a failed run LangSmith's API, as Pharos speaks it, gives the message alone. */
const part = (span: object) => {
  const { attributes, events, ...rest } = span as {
    attributes: unknown;
    events: unknown;
    status_code: string;
  };
  return rest.status_code === 'ERROR' ? rest : { ...rest, attributes, events };
};

describe('an import from LangSmith', () => {
  test('brings runs and feedback', async () => {
    const { code, complaints } = await run();
    expect([code, complaints]).toEqual([0, '']);
    const [is, was] = [await outline(server, target), await outline(server, source)];
    expect(is.spans).toHaveLength(360);
    expect(is.traces).toEqual(was.traces);
    expect(is.spans.map(part)).toEqual(was.spans.map(part));
    expect(await scoresOf(server, target)).toEqual(await scoresOf(server, source));
  });
});
