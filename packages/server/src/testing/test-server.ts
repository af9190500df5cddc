import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import type { KeyScope } from '@pharos/core/api/accounts';
import { type App, createApp, type Overrides } from '../app.ts';
import { readConfig } from '../config.ts';
import { insertKey } from '../features/keys/queries.ts';
import { createLogger } from '../http/logger.ts';
import { randomIds } from '../ids.ts';
import type { RecordedRequest } from './recordings.ts';
import { embeddedRecords } from './test-records.ts';

export interface TestProject {
  projectId: string;
  secretKey: string;
  headers: Record<string, string>;
}

/** The whole server, listening on free ports, with real stores in a directory of its own. */
export interface RunningApp {
  app: App;
  url: string;
  grpcPort: number;
  /** A project with a key of all scopes. */
  newProject(scopes?: KeyScope[]): Promise<TestProject>;
  /** Sends a recorded request as its SDK did, over HTTP or gRPC; fails when it is not accepted. */
  send(request: RecordedRequest, headers: Record<string, string>): Promise<void>;
  /** The JSON body of an answer that must be a success. */
  get<Body>(path: string, headers: Record<string, string>): Promise<Body>;
  close(): Promise<void>;
}

export async function startTestServer(
  settings: Record<string, string> = {},
  overrides: Pick<Overrides, 'clock'> = {},
): Promise<RunningApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pharos-server-'));
  const config = readConfig({
    PHAROS_LOG_LEVEL: 'error',
    PHAROS_DATA_DIR: dataDir,
    PHAROS_PORT: '0',
    PHAROS_GRPC_PORT: '0',
    ...settings,
  });
  const store = await embeddedRecords();
  const { records } = store;
  const app = await createApp(config, { records, logger: createLogger(config.logLevel), ...overrides });
  const { url, grpcPort } = await app.listen();
  const grpc = new Client(`127.0.0.1:${grpcPort}`, credentials.createInsecure());

  return {
    app,
    url,
    grpcPort,
    async newProject(scopes = ['ingest', 'read', 'admin']) {
      const [projectId, id, secretKey] = [randomIds.id(), randomIds.id(), `sk-${randomIds.id()}`];
      const createdAt = new Date();
      await records.insertInto('projects').values({ id: projectId, name: projectId, createdAt }).execute();
      const key = { id, projectId, name: 'test', publicKey: `pk-${id}`, secretKey, scopes };
      await insertKey(records, { ...key, createdAt, expiresAt: null });
      return { projectId, secretKey, headers: { authorization: `Bearer ${secretKey}` } };
    },
    send: (request, headers) =>
      request.transport === 'grpc' ? sendGrpc(grpc, request, headers) : sendHttp(url, request, headers),
    async get<Body>(path: string, headers: Record<string, string>) {
      const answer = await fetch(`${url}${path}`, { headers });
      if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Body;
    },
    async close() {
      grpc.close();
      await app.close();
      await store.dispose();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function sendHttp(
  url: string,
  request: RecordedRequest,
  headers: Record<string, string>,
): Promise<void> {
  const { contentType, contentEncoding, body, path, method } = request;
  const encoding: Record<string, string> =
    contentEncoding === 'identity' ? {} : { 'content-encoding': contentEncoding };
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, 'content-type': contentType, ...encoding },
    body: new Uint8Array(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function sendGrpc(
  client: Client,
  request: RecordedRequest,
  headers: Record<string, string>,
): Promise<void> {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const asIs = (bytes: Buffer) => bytes;
  const call = client.makeUnaryRequest(request.path, asIs, asIs, request.body, metadata, (error) => {
    if (error) call.emit('failed', error);
    else call.emit('accepted');
  });
  await Promise.race([
    once(call, 'accepted'),
    once(call, 'failed').then(([error]) => {
      throw error;
    }),
  ]);
}
