import type { KeyScope } from '@pharos/core/api/accounts';
import { type RunningApp, startTestServer, type TestProject } from '../../../testing/test-server.ts';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** An SDK of Langfuse with the keys of a project, as far as HTTP shows it. */
export interface LangfuseClient {
  project: TestProject;
  get(path: string, query?: Record<string, string | string[]>): Promise<Answer>;
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Events of the SDKs' own protocol, which must all be taken. */
  tell(...events: { type: string; body: Record<string, unknown> }[]): Promise<void>;
}

/** The whole server on a real engine, and clients for it; `path` is below `/api/public/`. */
export async function startLangfuse(): Promise<{
  server: RunningApp;
  client(scopes?: KeyScope[]): Promise<LangfuseClient>;
}> {
  const server = await startTestServer();
  let event = 0;
  const ask = async (url: string, init: RequestInit): Promise<Answer> => {
    const answer = await fetch(`${server.url}/api/public/${url}`, init);
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
  };
  const clientOf = (project: TestProject): LangfuseClient => {
    const { headers } = project;
    const send: LangfuseClient['send'] = (method, path, body) =>
      ask(path, {
        method,
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    return {
      project,
      send,
      get(path, query = {}) {
        const pairs = Object.entries(query).flatMap(([name, value]) =>
          [value].flat().map((each): [string, string] => [name, each]),
        );
        return ask(`${path}?${new URLSearchParams(pairs)}`, { headers });
      },
      async tell(...events) {
        const batch = events.map((each) => ({
          id: `e${event++}`,
          timestamp: new Date().toISOString(),
          ...each,
        }));
        const { body } = await send('POST', 'ingestion', { batch });
        if ((body.errors as unknown[]).length > 0) throw new Error(JSON.stringify(body.errors));
      },
    };
  };
  return { server, client: async (scopes) => clientOf(await server.newProject(scopes)) };
}
