import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KeyScope, keyCreatedSchema, membershipSchema } from '@pharos/core/api/accounts';
import type { ApiTrace, SessionSummary, TraceSummary, UserSummary } from '@pharos/core/api/spans';
import { startServer } from '../../../packages/server/src/testing/server-process.ts';
import { ADMIN, type SignedIn, signIn } from '../../src/product.ts';
import { listen } from '../stand-in/listen.ts';

/** A project with the key pair that a program is given. */
export interface Project {
  publicKey: string;
  secretKey: string;
}

export interface Pharos {
  url: string;
  grpcPort: number;
  project(name: string): Promise<Project>;
  stop(): Promise<void>;
}

/** Pharos from its source, as a process on an empty data directory. */
export async function startPharos(): Promise<Pharos> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pharos-sdks-'));
  const [port, grpcPort] = [await freePort(), await freePort()];
  const server = startServer({
    PHAROS_DATA_DIR: dataDir,
    PHAROS_PORT: String(port),
    PHAROS_GRPC_PORT: String(grpcPort),
    PHAROS_ADMIN_EMAIL: ADMIN.email,
    PHAROS_ADMIN_PASSWORD: ADMIN.password,
    PHAROS_LOG_LEVEL: 'warn',
  });
  await server.says('Pharos is ready');
  const url = `http://127.0.0.1:${port}`;
  const admin = await signIn(url);
  return {
    url,
    grpcPort,
    project: (name) => makeProject(url, admin, name),
    async stop() {
      server.kill('SIGTERM');
      await server.ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await listen(probe);
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function makeProject(url: string, { cookie, csrfToken }: SignedIn, name: string): Promise<Project> {
  const post = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: `${cookie.name}=${cookie.value}`,
        'x-csrf-token': csrfToken,
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { id } = membershipSchema.parse(await post('/api/v1/projects', { name }));
  const scopes: KeyScope[] = ['ingest', 'read'];
  return keyCreatedSchema.parse(await post(`/api/v1/projects/${id}/keys`, { name: 'program', scopes }));
}

/** What the public API says of a project. */
export interface Evidence {
  /** In order of start, which is the order of the conversations. */
  traces: ApiTrace[];
  users: UserSummary[];
  sessions: SessionSummary[];
}

export async function readEvidence(url: string, { secretKey }: Project): Promise<Evidence> {
  const get = async <Body>(path: string): Promise<Body> => {
    const response = await fetch(`${url}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${secretKey}` },
    });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  };
  const list = async <Item>(path: string) => (await get<{ data: Item[] }>(path)).data;
  const summaries = await list<TraceSummary>('traces');
  return {
    traces: await Promise.all(
      summaries.reverse().map(({ traceId }) => get<ApiTrace>(`traces/${encodeURIComponent(traceId)}`)),
    ),
    users: await list('users'),
    sessions: await list('sessions'),
  };
}
