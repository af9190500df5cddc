import { type Me, meSchema } from '@pharos/core/api/accounts';
import type { z } from 'zod';
import { ApiFailure, failureOf } from './failure.ts';

/** A list is sent as the parameter several times. */
type QueryValue = string | number | boolean | undefined | readonly string[];

export interface RequestOptions {
  /** Sent as `?project=`. */
  project?: string;
  query?: Record<string, QueryValue>;
  body?: unknown;
  signal?: AbortSignal;
  /** For the few changes that nobody has to be signed in for: no token is asked for. */
  open?: boolean;
}

let asked: Promise<Me> | undefined;
let csrfToken: Promise<string | null> | undefined;

/** Forgets the token of a session that has ended or begun. */
export const forgetCsrfToken = (): void => {
  asked = undefined;
  csrfToken = undefined;
};
export const keepCsrfToken = (token: string | null): void => {
  csrfToken = Promise.resolve(token);
};

/** Who is signed in. Whoever asks while the answer is on its way gets the same one. */
export function askMe(): Promise<Me> {
  if (asked) return asked;
  const mine = send('GET', '/api/v1/me', {}, null)
    .then((response) => parsed(meSchema, response))
    .finally(() => {
      if (asked === mine) asked = undefined;
    });
  asked = mine;
  return mine;
}

/** Changes carry the session's token; it is asked for when no page has asked who is signed in yet. */
async function csrf(): Promise<string | null> {
  csrfToken ??= askMe().then((me) => me.csrfToken);
  try {
    return await csrfToken;
  } catch (error) {
    csrfToken = undefined;
    if (error instanceof ApiFailure && error.status === 401) return null;
    throw error;
  }
}

function address(path: string, { project, query = {} }: RequestOptions): string {
  const params = new URLSearchParams();
  if (project !== undefined) params.set('project', project);
  for (const [key, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const each of value) params.append(key, each);
    else if (value !== undefined && value !== '') params.set(key, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

async function send(
  method: string,
  path: string,
  options: RequestOptions,
  token: string | null,
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (token !== null) headers['x-csrf-token'] = token;
  let response: Response;
  try {
    response = await fetch(address(path, options), {
      method,
      headers,
      credentials: 'same-origin',
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiFailure(0, 'offline', 'The server cannot be reached.');
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}

const parsed = async <Schema extends z.ZodType>(schema: Schema, response: Response) =>
  parsedText(schema, response, await response.text());

function parsedText<Schema extends z.ZodType>(
  schema: Schema,
  response: Response,
  text: string,
): z.output<Schema> {
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new ApiFailure(response.status, 'shape', 'The answer is no JSON.');
  }
  const result = schema.safeParse(body);
  if (!result.success) {
    throw new ApiFailure(response.status, 'shape', 'The answer has an unknown form.', result.error.issues);
  }
  return result.data;
}

export interface NamedFile {
  name: string;
  content: Blob;
}

/** As its header says (RFC 8187); else the last part of its address. */
function nameOfFile({ headers, url }: Response): string {
  const [, told] = /filename\*=UTF-8''([^;]+)/i.exec(headers.get('content-disposition') ?? '') ?? [];
  return told === undefined ? (new URL(url).pathname.split('/').at(-1) ?? '') : decodeURIComponent(told);
}

/** Newline-delimited JSON, each value as it arrives. */
async function* parsedLines<Schema extends z.ZodType>(
  schema: Schema,
  response: Response,
): AsyncGenerator<z.output<Schema>, void, undefined> {
  let rest = '';
  for await (const text of textOf(response)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield parsedText(schema, response, line);
  }
}

/** Not every browser iterates over a body. */
async function* textOf({ body }: Response): AsyncGenerator<string, void, undefined> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      yield decoder.decode(part.value, { stream: true });
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

/**
 * The only door to the server. Answers are checked against a schema of `@pharos/core/api`; every failure is an
 * {@link ApiFailure}. `change` sends the session's CSRF token along.
 */
export const api = {
  get: async <Schema extends z.ZodType>(schema: Schema, path: string, options: RequestOptions = {}) =>
    parsed(schema, await send('GET', path, options, null)),
  change: async <Schema extends z.ZodType>(
    schema: Schema,
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    options: RequestOptions = {},
  ) => parsed(schema, await send(method, path, options, options.open ? null : await csrf())),
  /** Asks for many things at once, which come one after the other. */
  lines: async function* <Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    options: RequestOptions = {},
  ) {
    const response = await send('POST', path, options, await csrf());
    try {
      yield* parsedLines(schema, response);
    } catch (error) {
      if (error instanceof ApiFailure || options.signal?.aborted) throw error;
      throw new ApiFailure(0, 'offline', 'The connection was lost.');
    }
  },
  /** Asks for a file that is there, and by what name it is kept. */
  file: async (path: string, options: RequestOptions = {}): Promise<NamedFile> => {
    const response = await send('GET', path, options, null);
    return { name: nameOfFile(response), content: await response.blob() };
  },
  /** Asks for a file that is made of what is sent. */
  download: async (path: string, options: RequestOptions = {}): Promise<Blob> =>
    (await send('POST', path, options, await csrf())).blob(),
};
