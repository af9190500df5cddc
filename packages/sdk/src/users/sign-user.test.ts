import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beaconTakenSchema } from '@pharos/core/api/beacon';
import { browserKeySchema, signingSecretSchema } from '@pharos/core/api/browser-keys';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type RunningApp,
  startTestServer,
  type TestProject,
} from '../../../server/src/testing/test-server.ts';
import { signUser } from '../index.ts';

const ORIGIN = 'https://shop.example.com';
const EXAMPLE = fileURLToPath(new URL('../../../../examples/python/sign_user.py', import.meta.url));

let server: RunningApp;
let project: TestProject;
let key: string;
let secret: string;
beforeAll(async () => {
  server = await startTestServer();
  project = await server.newProject();
  const made = browserKeySchema.parse(await send('POST', '', { name: 'shop', origins: [ORIGIN] }));
  const { signingSecret } = signingSecretSchema.parse(await send('POST', `/${made.id}/signing-secret`));
  await send('PATCH', `/${made.id}`, { signedUsersOnly: true });
  key = made.publicKey;
  secret = signingSecret;
});
afterAll(() => server.close());

async function send(method: string, path: string, body: object = {}): Promise<unknown> {
  const url = `${server.url}/api/v1/projects/${project.projectId}/browser-keys${path}`;
  const headers = { ...project.headers, 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}
/** What a page is told that names its user with this token. */
async function refused(userId: string, userToken: string): Promise<string[]> {
  const answer = await fetch(`${server.url}/api/v1/beacon`, {
    method: 'POST',
    headers: { origin: ORIGIN, 'content-type': 'text/plain' },
    body: JSON.stringify({ key, userToken, presence: [{ userId }] }),
  });
  return beaconTakenSchema.parse(await answer.json()).refused.map(({ message }) => message);
}

test('A user who was signed is taken as long as the token lasts, and no other', async () => {
  expect(await refused('用户-1', signUser('用户-1', { secret }))).toEqual([]);
  expect(await refused('user-2', signUser('用户-1', { secret }))).toEqual([
    'userId: the token is of another user',
  ]);
  expect(await refused('ada', signUser('ada', { secret, expiresIn: 60 }))).toEqual([]);
  const old = signUser('ada', { secret, expiresIn: 60 }, Date.now() - 61_000);
  expect(await refused('ada', old)).toEqual(['userToken: it has expired']);
  expect(await refused('ada', signUser('ada', { secret: 'sk-user-other' }))).toHaveLength(1);
});

test('A user who was signed by Python is taken as well', async () => {
  const env = { ...process.env, PHAROS_SIGNING_SECRET: secret };
  const { stdout } = await promisify(execFile)('python3', [EXAMPLE, 'user-1042'], { env });
  expect(await refused('user-1042', stdout.trim())).toEqual([]);
  expect(await refused('user-1', stdout.trim())).toHaveLength(1);
});
