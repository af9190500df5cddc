import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { ALL_ANSWERS, type Answer, EMBEDDING_TOKENS, REJECTION } from '../scenario/answers.ts';
import { bodyOf, listen } from './listen.ts';
import { chatCompletion, chatStream, embedding } from './openai.ts';

/** What a request asks for, as far as the script needs to know it. */
interface Asked {
  model: string;
  stream?: boolean;
  tools?: { function: { name: string } }[];
  input?: string | string[];
  encoding_format?: 'float' | 'base64';
}

/**
 * Between the first chunk of a stream and the rest. Models take longer, and SDKs that gather for a quarter of a second
 * what they send do otherwise with a call that begins and ends within it.
 */
const THINKING_MS = 500;

/**
 * Stands in for the models' provider: answers from the script with exact token counts, and turns the first attempt
 * at some answers away. One for each program, because it remembers whom it has turned away.
 */
export async function startProvider(): Promise<{ url: string; stop(): void }> {
  const rejected = new Set<Answer>();
  const server = createServer((request, response) => {
    void answer(request, response, rejected).catch((error: unknown) => {
      send(response, 500, { error: { message: String(error) } });
    });
  });
  return { url: `http://127.0.0.1:${await listen(server)}/v1`, stop: () => server.close() };
}

async function answer(request: IncomingMessage, response: ServerResponse, rejected: Set<Answer>) {
  const asked = JSON.parse((await bodyOf(request)).toString('utf8')) as Asked;
  if (request.url?.endsWith('/embeddings')) {
    const tokens = EMBEDDING_TOKENS[/[a-z]/.test(String(asked.input)) ? 'refund' : 'delivery'];
    send(response, 200, embedding(asked.model, tokens, asked.encoding_format));
    return;
  }
  const offered = (asked.tools ?? []).map((tool) => tool.function.name);
  const scripted = ALL_ANSWERS.find(
    ({ requestModel, toolCalls: [call] }) =>
      requestModel === asked.model && (call ? offered.includes(call.name) : offered.length === 0),
  );
  if (scripted === undefined) {
    send(response, 404, { error: { message: `The script has no answer of ${asked.model}.` } });
  } else if (scripted.rejectedFirst && !rejected.has(scripted)) {
    rejected.add(scripted);
    // Clients that retry by themselves are told that they need not wait.
    const error = { message: REJECTION, type: 'tokens', code: 'rate_limit_exceeded' };
    send(response, 429, { error }, { 'retry-after-ms': '1' });
  } else if (asked.stream) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const [first, ...rest] = chatStream(scripted);
    response.write(eventOf(first));
    await setTimeout(THINKING_MS);
    response.end([...rest.map(eventOf), 'data: [DONE]\n\n'].join(''));
  } else {
    send(response, 200, chatCompletion(scripted));
  }
}

const eventOf = (chunk: unknown) => `data: ${JSON.stringify(chunk)}\n\n`;

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
