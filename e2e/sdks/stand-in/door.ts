import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf, listen } from './listen.ts';

/** A request of an SDK and how it was answered. */
export interface Passage {
  method: string;
  path: string;
  status: number;
  /** What the server said when it refused. */
  refusal: string;
}

export interface Door {
  url: string;
  passages: readonly Passage[];
  stop(): void;
}

/**
 * Stands between one program and Pharos and changes nothing: most SDKs hide from their user that a request was
 * refused, so whoever wants to know has to watch.
 */
export async function openDoor(target: string): Promise<Door> {
  const passages: Passage[] = [];
  const server = createServer((request, response) => {
    pass(target, request, response, passages).catch((error: unknown) => {
      passages.push({ ...placeOf(request), status: 502, refusal: String(error) });
      response.destroy();
    });
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, passages, stop: () => server.close() };
}

async function pass(target: string, request: IncomingMessage, response: ServerResponse, passages: Passage[]) {
  const { host: _, ...headers } = request.headers;
  const body = await bodyOf(request);
  const onward = ask(`${target}${request.url}`, { method: request.method, headers });
  onward.end(body);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    onward.once('response', resolve).once('error', reject);
  });
  const said = await bodyOf(answer);
  const status = answer.statusCode ?? 0;
  const refusal = status >= 400 ? said.toString('utf8').slice(0, 500) : '';
  passages.push({ ...placeOf(request), status, refusal });
  response.writeHead(status, answer.headers);
  response.end(said);
}

const placeOf = ({ method = '', url = '' }: IncomingMessage) => ({ method, path: url });
