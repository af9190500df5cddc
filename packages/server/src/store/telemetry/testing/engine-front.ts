import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import type { Driver, PrintFormat, QueryOptions } from '../driver.ts';
import { EngineError, QueryTimeout } from '../engine-errors.ts';

const INSERT = /^\s*INSERT INTO (\w+) \(([^)]*)\) FORMAT RowBinary\s*$/;
const SELECT = /\s*FORMAT (JSONEachRow|JSONCompact|CSVWithNames|Parquet)\s*$/;
const KILL = /^KILL QUERY WHERE query_id = /;
const UNESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', 0: '\0' };

/** As a server is set up unless told otherwise; what stands before one often takes less. */
const MAX_URL_BYTES = 2 ** 20;
const SETTING_CONSTRAINT_VIOLATION = 452;
const AUTHENTICATION_FAILED = 516;

/** What is wrong with the server: no answer at all, one that takes long, or an error by its number. */
export interface Fault {
  hangs?: boolean;
  /** Of inserts. */
  slowMs?: number;
  /** That inserts are answered with. */
  insertCode?: number;
}

export interface EngineFront {
  url: string;
  /** What is wrong from now on; nothing: `{}`. */
  fault: Fault;
  /** Inserts that were stored. */
  readonly inserts: number;
  /** Nobody listens any more, until it is started again at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Settings of the user's profile, which hold where a request names none. */
export type Profile = Readonly<Record<string, string>>;

/**
 * As much of a ClickHouse server's HTTP interface as its client needs, in front of an embedded engine, so that what
 * is promised of a remote engine can be tested without one.
 */
export async function startEngineFront(
  engine: Driver,
  profile: Profile = {},
  password?: string,
): Promise<EngineFront> {
  let inserts = 0;
  const running = new Map<string, AbortController>();
  // So much of a head is read that a URL which is too long can be told from others.
  const server = createServer({ maxHeaderSize: 16 * MAX_URL_BYTES }, (request, response) => {
    if ((request.url ?? '').length > MAX_URL_BYTES) {
      response.writeHead(414).end();
      return;
    }
    if (front.fault.hangs) return;
    const counted: Pick<Driver, 'insert'> = {
      async insert(...call) {
        const { slowMs = 0, insertCode } = front.fault;
        if (slowMs > 0) await after(slowMs);
        if (insertCode !== undefined) throw new EngineError('out of order', insertCode);
        await engine.insert(...call);
        inserts += 1;
      },
    };
    const answered = isLetIn(request, password)
      ? answer(engine, counted, profile, running, request, response)
      : Promise.reject(new EngineError('default: Authentication failed', AUTHENTICATION_FAILED));
    answered.catch((error: unknown) => {
      const code = error instanceof QueryTimeout ? 159 : error instanceof EngineError ? (error.code ?? 0) : 0;
      const message = error instanceof Error ? error.message : String(error);
      response.writeHead(500, { 'x-clickhouse-exception-code': code });
      response.end(
        message.startsWith('Code:') ? message : `Code: ${code}. DB::Exception: ${message} (FRONT)`,
      );
    });
  });
  let port = 0;
  const start = async () => {
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  };
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await start();
  const front: EngineFront = {
    url: `http://127.0.0.1:${port}`,
    fault: {},
    get inserts() {
      return inserts;
    },
    start,
    stop,
    close: stop,
  };
  return front;
}

/** Whoever gives the password, in the way that the client does; a ping needs none. */
function isLetIn({ url, headers }: IncomingMessage, password: string | undefined): boolean {
  if (password === undefined || url?.startsWith('/ping')) return true;
  const given = Buffer.from(headers.authorization?.replace(/^Basic /, '') ?? '', 'base64').toString();
  return given.slice(given.indexOf(':') + 1) === password;
}

async function answer(
  engine: Driver,
  { insert: store }: Pick<Driver, 'insert'>,
  profile: Profile,
  running: Map<string, AbortController>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://front');
  if (url.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  const body = await bodyOf(request);
  const inUrl = url.searchParams.get('query');
  const sql = inUrl ?? body.toString('utf8');
  const insert = INSERT.exec(sql);
  if (insert) {
    if (isAnsweredEarly(url, profile)) {
      // A server that dies with the rows in its buffer.
      response.end();
      return;
    }
    await store(insert[1] ?? '', (insert[2] ?? '').split(/,\s*/), [body]);
    response.end();
    return;
  }
  const params = paramsOf(url, sql);
  if (KILL.test(sql)) {
    running.get(params.id ?? '')?.abort(new EngineError('Query was cancelled', 394));
    response.end();
    return;
  }
  const id = url.searchParams.get('query_id') ?? '';
  const controller = new AbortController();
  running.set(id, controller);
  const options: QueryOptions = {
    signal: controller.signal,
    timeoutMs: 1000 * Number(url.searchParams.get('max_execution_time') ?? 30),
    ...memoryOf(url),
  };
  try {
    await holdMemory(engine, options.memoryBytes);
    const format = SELECT.exec(sql)?.[1];
    if (format !== undefined) {
      const printed = await engine.print(sql.replace(SELECT, ''), params, format as PrintFormat, {
        ...options,
        maxBytes: Number.POSITIVE_INFINITY,
      });
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.end(printed);
    } else {
      await engine.command(sql, params, options);
      response.end();
    }
  } finally {
    running.delete(id);
  }
}

function isAnsweredEarly({ searchParams }: URL, profile: Profile): boolean {
  const setting = (name: string) => searchParams.get(name) ?? profile[name];
  return setting('async_insert') === '1' && setting('wait_for_async_insert') === '0';
}

function memoryOf({ searchParams }: URL): Pick<QueryOptions, 'memoryBytes'> {
  const asked = searchParams.get('max_memory_usage');
  return asked === null ? {} : { memoryBytes: Number(asked) };
}

/** Of a server whose profile lets nobody raise the limit. */
async function holdMemory(engine: Driver, memoryBytes: number | undefined): Promise<void> {
  if (memoryBytes === undefined) return;
  const [own] = await engine.query<{ bytes: string }>(`SELECT getSetting('max_memory_usage') AS bytes`);
  if (memoryBytes > Number(own?.bytes))
    throw new EngineError('max_memory_usage should not be greater', SETTING_CONSTRAINT_VIOLATION);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Parameters travel as text; a String is escaped, whatever else the engine parses itself. */
function paramsOf(url: URL, sql: string): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (!name.startsWith('param_')) continue;
    const key = name.slice('param_'.length);
    const isString = new RegExp(`\\{\\s*${key}\\s*:\\s*String\\s*\\}`).test(sql);
    params[key] = isString ? value.replace(/\\(.)/gs, (_, char: string) => UNESCAPED[char] ?? char) : value;
  }
  return params;
}
