/// <reference types="node" />
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a test looks at it. */
export interface SeenRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
  /** Resolves when whoever asked leaves before all was sent. */
  left: Promise<void>;
}
export interface Reply {
  status?: number;
  body?: unknown;
  /** In place of the body: values that are sent one after the other, a line each. */
  lines?: Iterable<unknown> | AsyncIterable<unknown>;
  headers?: Record<string, string>;
}

export interface ApiServer {
  /** Everything asked, in order. */
  seen: SeenRequest[];
  close(): Promise<void>;
}

const listen = (server: Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );

async function sendLines(response: ServerResponse, lines: Iterable<unknown> | AsyncIterable<unknown>) {
  for await (const line of lines) response.write(`${JSON.stringify(line)}\n`);
  response.end();
}

type MaybeReply = Reply | undefined;

/**
 * A real HTTP server in the API's place. The page's relative addresses lead to it until it is closed. Without a
 * reply the answer is the API's 404; a reply that is promised lets whoever asked wait for it.
 */
export async function startApiServer(
  reply: (request: SeenRequest) => MaybeReply | Promise<MaybeReply>,
): Promise<ApiServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const text = Buffer.concat(chunks).toString();
      const asked: SeenRequest = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
        left: new Promise((resolve) => {
          response.once('close', () => {
            if (!response.writableFinished) resolve();
          });
        }),
      };
      seen.push(asked);
      const {
        status = 200,
        body,
        lines,
        headers = {},
      } = (await reply(asked)) ?? {
        status: 404,
        body: { error: { code: 'not_found', message: 'Not found.' } },
      };
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      if (lines) void sendLines(response, lines);
      else response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  const base = `http://127.0.0.1:${await listen(server)}`;
  const original = globalThis.fetch;
  globalThis.fetch = (input, init) => original(new URL(String(input), base), init);
  return {
    seen,
    close: () => {
      globalThis.fetch = original;
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export const aMe = (over: object = {}) => ({
  user: { id: 'u1', email: 'ada@example.com', name: 'Ada' },
  projects: [
    {
      id: 'p1',
      name: 'shop-assistant',
      displayCurrency: 'USD',
      createdAt: '2026-11-01T00:00:00Z',
      role: 'owner',
    },
  ],
  csrfToken: 'token-1',
  ...over,
});
