import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type KeyScope, keyCreatedSchema, membershipSchema, meSchema } from '@pharos/core/api/accounts';
import { quotaSchema } from '@pharos/core/api/quotas';
import { reportRunSchema } from '@pharos/core/api/reports';
import { startNode } from '../../packages/server/src/testing/server-process.ts';

const MAIN = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url));
const PAGES = fileURLToPath(new URL('../../packages/web/dist/index.html', import.meta.url));

export const ADMIN = { email: 'ada@example.com', password: 'a-lighthouse-keeper' };

export interface Product {
  url: string;
  /** Everything it has printed. */
  output(): string;
  /** Stops it and throws its data away. */
  stop(): Promise<void>;
}

/** The product as it is built, as a process on an empty data directory. */
export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  if (!existsSync(MAIN) || !existsSync(PAGES))
    throw new Error('The journeys run what was built: `npm test -- --project e2e` builds it first.');
  const dataDir = await mkdtemp(join(tmpdir(), 'pharos-e2e-'));
  const port = await freePort();
  const server = startNode([MAIN], {
    PHAROS_DATA_DIR: dataDir,
    PHAROS_PORT: String(port),
    PHAROS_GRPC_PORT: '0',
    PHAROS_LOG_LEVEL: 'warn',
    ...settings,
  });
  await server.says('Pharos is ready');
  return {
    url: `http://127.0.0.1:${port}`,
    output: server.output,
    async stop() {
      server.kill('SIGTERM');
      await server.ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The address of the pages and the links in them have to be known before the server is started. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('No port is free.');
  return address.port;
}

/** What a browser keeps of somebody who is signed in. */
export interface SignedIn {
  cookie: { name: string; value: string };
  csrfToken: string;
}

export async function signIn(url: string, { email, password } = ADMIN): Promise<SignedIn> {
  const response = await post(`${url}/api/v1/login`, { email, password });
  const [pair = ''] = (response.headers.get('set-cookie') ?? '').split(';', 1);
  const at = pair.indexOf('=');
  const me = meSchema.parse(await response.json());
  return { cookie: { name: pair.slice(0, at), value: pair.slice(at + 1) }, csrfToken: me.csrfToken ?? '' };
}

/** A project of a test's own, and a key that may do anything in it. */
export interface TestProject {
  /** Of the product it is in. */
  url: string;
  id: string;
  secretKey: string;
}

export async function makeProject(url: string, owner: SignedIn, name: string): Promise<TestProject> {
  const project = membershipSchema.parse(
    await (await postAs(owner, `${url}/api/v1/projects`, { name })).json(),
  );
  const scopes: KeyScope[] = ['ingest', 'read'];
  const key = await postAs(owner, `${url}/api/v1/projects/${project.id}/keys`, { name: 'journeys', scopes });
  return { url, id: project.id, secretKey: keyCreatedSchema.parse(await key.json()).secretKey };
}

/** A quota for each user of a project; its id. */
export async function makeQuota(
  { url, id }: Pick<TestProject, 'url' | 'id'>,
  owner: SignedIn,
  name: string,
): Promise<string> {
  const quota = {
    ...{ name, scope: { type: 'eachUser' }, measure: 'tokens', limit: '1000' },
    window: { type: 'rolling', unit: 'month' },
  };
  const made = await postAs(owner, `${url}/api/v1/quotas?project=${id}`, quota);
  return quotaSchema.parse(await made.json()).id;
}

/** A report of the last day that is made of all a project has; the id of what comes of it. */
export async function makeReport(
  { url, id }: Pick<TestProject, 'url' | 'id'>,
  owner: SignedIn,
): Promise<string> {
  const report = {
    ...{ name: 'What there was', period: 'last24h' },
    content: { of: 'template', template: 'operations' },
  };
  const made = await postAs(owner, `${url}/api/v1/reports/runs?project=${id}`, report);
  return reportRunSchema.parse(await made.json()).id;
}

/** A change that somebody makes who is signed in. */
export const postAs = ({ cookie, csrfToken }: SignedIn, url: string, body: object): Promise<Response> =>
  post(url, body, { cookie: `${cookie.name}=${cookie.value}`, 'x-csrf-token': csrfToken });

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${url}: ${response.status} ${await response.text()}`);
  return response;
}
