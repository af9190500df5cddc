import {
  type ClientRequest,
  Agent as HttpAgent,
  type RequestOptions,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

export interface Posted {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | string;
  timeoutMs: number;
  /** The app does not wait for it, so it must not keep the process alive. */
  background: boolean;
}

export interface Answer {
  status: number;
  retryAfter: string | undefined;
  body: Buffer;
}

/** Sends one request; rejects when there is no answer within its time. */
export type Post = (request: Posted) => Promise<Answer>;

/** Answers are short; what goes on longer is not read. */
const MAX_ANSWER = 1024 * 1024;

/** Over sockets of its own: those of `fetch` cannot be told not to keep the process alive. */
export function createPost(): Post {
  const options = { keepAlive: true, maxSockets: 8 };
  const agents = { http: new HttpAgent(options), https: new HttpsAgent(options) };
  return ({ url, headers, body, timeoutMs, background }) =>
    new Promise((resolve, reject) => {
      const secure = url.startsWith('https:');
      const settings: RequestOptions = {
        method: 'POST',
        agent: secure ? agents.https : agents.http,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      };
      const sent: ClientRequest = (secure ? requestHttps : requestHttp)(url, settings, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= MAX_ANSWER) chunks.push(chunk);
          else sent.destroy(new Error('The answer is too long.'));
        });
        response.on('error', fail);
        response.on('end', () => {
          clearTimeout(deadline);
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'],
            body: Buffer.concat(chunks),
          });
        });
      });
      const deadline = setTimeout(
        () => sent.destroy(new Error(`No answer within ${timeoutMs} ms.`)),
        timeoutMs,
      );
      function fail(error: Error): void {
        clearTimeout(deadline);
        reject(error);
      }
      if (background) {
        deadline.unref();
        sent.on('socket', (socket) => socket.unref());
      }
      sent.on('error', fail);
      sent.end(body);
    });
}
