import { type KeyScope, meSchema, type Role } from '@pharos/core/api/accounts';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { z } from 'zod';
import { type App, createApp, type Overrides } from '../app.ts';
import { type Config, readConfig } from '../config.ts';
import { insertKey } from '../features/keys/queries.ts';
import { createLogger } from '../http/logger.ts';
import { randomIds } from '../ids.ts';
import { insertUser } from '../store/records/users.ts';
import type { ScoreBook } from '../store/telemetry/contract.ts';
import type { Telemetry } from '../store/telemetry/open.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { embeddedRecords, type TestRecords } from './test-records.ts';

type Body = Record<string, unknown>;
export interface Answer {
  status: number;
  headers: LightMyRequestResponse['headers'];
  text: string;
  bytes: Uint8Array;
  /** What the JSON body holds at a path such as `data.0.id`; undefined where there is nothing. */
  at(path: string): unknown;
  /** The JSON body, which must be of the schema. */
  as<Schema extends z.ZodType>(schema: Schema): z.output<Schema>;
}

/** Somebody who asks: by key, by session, or nobody. */
export interface Client {
  get(url: string): Promise<Answer>;
  post(url: string, body?: Body): Promise<Answer>;
  put(url: string, body?: Body): Promise<Answer>;
  patch(url: string, body?: Body): Promise<Answer>;
  delete(url: string): Promise<Answer>;
  send(options: InjectOptions): Promise<Answer>;
}

export interface TestApp {
  app: App;
  clock: FakeClock;
  records: TestRecords['records'];
  /** The project that the first start made. */
  projectId: string;
  nobody: Client;
  /** Signed in by the first start's login link; owns the first project. */
  owner: Client;
  withKey(secret: string): Client;
  /** Whoever sends these headers. */
  as(headers: Record<string, string>): Client;
  /** A new key of a project; its secret. */
  aKey(scopes: KeyScope[], projectId?: string): Promise<string>;
  /** A new user in a role of a project, signed in. */
  aMember(role: Role, projectId?: string): Promise<Client & { userId: string; email: string }>;
  /** A second project with an owner who is nobody in the first. */
  aSecondProject(): Promise<{ projectId: string; owner: Client }>;
  close(): Promise<void>;
}

const unavailable = new Proxy(
  {},
  {
    get: () => () => Promise.reject(new Error('This test has no telemetry.')),
  },
);
/** Stands where a test of accounts and settings needs no engine. */
export const noTelemetry: Telemetry = {
  writer: unavailable as Telemetry['writer'],
  reader: unavailable as Telemetry['reader'],
  charges: unavailable as Telemetry['charges'],
  agentStates: unavailable as Telemetry['agentStates'],
  agentRuns: unavailable as Telemetry['agentRuns'],
  presence: unavailable as Telemetry['presence'],
  events: unavailable as Telemetry['events'],
  backups: unavailable as Telemetry['backups'],
  shared: false,
  retention: {
    spansFrom: () => Promise.resolve(undefined),
    enforce: () => Promise.resolve([]),
    preview: () => Promise.resolve([]),
  },
  storage: unavailable as Telemetry['storage'],
  erasure: unavailable as Telemetry['erasure'],
  rollupKeeper: () => ({
    start: () => undefined,
    stop: () => Promise.resolve(),
    rest: () => Promise.resolve(),
  }),
  resort: () => Promise.resolve(),
  watch: () => undefined,
  check: () => Promise.resolve(),
  isUp: () => true,
  close: () => Promise.resolve(),
};

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** The session cookie that an answer sets, as a request sends it. */
export const cookieOf = ({ headers }: Answer): string => String(headers['set-cookie']).split(';', 1)[0] ?? '';

interface TestOverrides extends Omit<Overrides, 'records' | 'clock'> {
  /** In place of an embedded store of its own; disposed of with the app. */
  store?: TestRecords;
}

/**
 * The server in this process without a port, on an embedded store of records of its own. It has no telemetry unless
 * `overrides` bring it.
 */
export async function testApp(
  settings: Record<string, string> = {},
  { store: given, ...overrides }: TestOverrides = {},
): Promise<TestApp> {
  const config: Config = readConfig({ PHAROS_LOG_LEVEL: 'silent', ...settings });
  const store = given ?? (await embeddedRecords());
  const clock = fakeClock();
  const app = await createApp(config, {
    telemetry: noTelemetry,
    ingest: () => Promise.reject(new Error('This test receives no telemetry.')),
    scoreBook: unavailable as ScoreBook,
    logger: createLogger(config.logLevel),
    ...overrides,
    records: store.records,
    clock,
  });
  const { records } = store;

  const client = (headers: Record<string, string>): Client => {
    const send = async (options: InjectOptions): Promise<Answer> => {
      const response = await app.server.inject({ ...options, headers: { ...headers, ...options.headers } });
      return {
        status: response.statusCode,
        headers: response.headers,
        text: response.body,
        bytes: response.rawPayload,
        at: (path) => path.split('.').reduce(memberOf, response.json()),
        as: (schema) => schema.parse(response.json()),
      };
    };
    const withBody = (method: 'POST' | 'PUT' | 'PATCH') => (url: string, body?: Body) =>
      send({ method, url, ...(body === undefined ? {} : { payload: body }) });
    return {
      send,
      get: (url) => send({ method: 'GET', url }),
      post: withBody('POST'),
      put: withBody('PUT'),
      patch: withBody('PATCH'),
      delete: (url) => send({ method: 'DELETE', url }),
    };
  };
  const nobody = client({});

  const linkToken = app.firstRun.loginLink?.split('token=')[1];
  const login = linkToken
    ? await nobody.post('/api/v1/login/link', { token: linkToken })
    : await nobody.post('/api/v1/login', { email: config.adminEmail, password: config.adminPassword });
  const me = login.as(meSchema);
  const owner = client({ cookie: cookieOf(login), 'x-csrf-token': me.csrfToken ?? '' });
  const projectId = me.projects[0]?.id ?? '';

  const aMember: TestApp['aMember'] = async (role, inProject = projectId) => {
    const userId = randomIds.id();
    const email = `${userId}@example.com`;
    const createdAt = new Date(clock.nowMs());
    await insertUser(records, { id: userId, email, name: `a ${role}`, passwordHash: null, createdAt });
    await records.insertInto('members').values({ projectId: inProject, userId, role, createdAt }).execute();
    const { token, caller } = await app.parts.sessions.begin(userId);
    const headers = { cookie: `pharos_session=${token}`, 'x-csrf-token': caller.csrfToken };
    return { ...client(headers), userId, email };
  };

  return {
    app,
    clock,
    records,
    projectId,
    nobody,
    owner,
    as: client,
    withKey: (secret) => client({ authorization: `Bearer ${secret}` }),
    async aKey(scopes, inProject = projectId) {
      const id = randomIds.id();
      const secretKey = `sk-${id}`;
      const createdAt = new Date(clock.nowMs());
      const key = { id, projectId: inProject, name: 'test', publicKey: `pk-${id}`, secretKey, scopes };
      await insertKey(records, { ...key, createdAt, expiresAt: null });
      return secretKey;
    },
    aMember,
    async aSecondProject() {
      const second = randomIds.id();
      await records
        .insertInto('projects')
        .values({ id: second, name: 'second', createdAt: new Date(clock.nowMs()) })
        .execute();
      return { projectId: second, owner: await aMember('owner', second) };
    },
    async close() {
      await app.close();
      await store.dispose();
    },
  };
}
