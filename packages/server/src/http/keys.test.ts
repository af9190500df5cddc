import { keyCreatedSchema } from '@pharos/core/api/accounts';
import { afterEach, describe, expect, it } from 'vitest';
import { type FaultyRecords, faultyRecords } from '../testing/faulty-records.ts';
import { type TestApp, testApp } from '../testing/test-app.ts';
import {
  embeddedRecords,
  postgresReachable,
  postgresRecords,
  type TestRecords,
} from '../testing/test-records.ts';
import { mayRead } from './access.ts';
import type { Plugin } from './routes.ts';

const postgres = await postgresReachable();
/** A route that needs nothing but the right to it. */
const plain: Plugin = (routes) => {
  routes.get('/api/v1/plain', { config: { access: mayRead } }, () => 'yes');
};

let app: TestApp;
let faulty: FaultyRecords;
afterEach(() => app?.close());

async function start(store: TestRecords): Promise<void> {
  faulty = faultyRecords(store.records);
  app = await testApp({}, { store: { ...store, records: faulty.records }, plugins: [plain] });
}
const keysPath = () => `/api/v1/projects/${app.projectId}/keys`;
const aKey = async () =>
  (await app.owner.post(keysPath(), { name: 'a key', scopes: ['read'] })).as(keyCreatedSchema);
const revoke = (id: string) => app.owner.delete(`${keysPath()}/${id}`);
const askWith = async (secret: string) => (await app.withKey(secret).get('/api/v1/plain')).status;

describe('a request whose key is being looked up', () => {
  it.runIf(postgres)('is not failed by the revocation of another key', async () => {
    await start(await postgresRecords());
    const [mine, other] = [await aKey(), await aKey()];
    const { reached, release } = faulty.holdNext();
    const answer = askWith(mine.secretKey);
    await reached;
    expect((await revoke(other.id)).status).toBe(204);
    release();
    expect(await answer).toBe(200);
  });

  it.runIf(postgres)('does not make a key valid again that was revoked meanwhile', async () => {
    await start(await postgresRecords());
    const { id, secretKey } = await aKey();
    const { reached, release } = faulty.holdNext();
    const before = askWith(secretKey);
    await reached;
    await revoke(id);
    expect(await askWith(secretKey)).toBe(401);
    release();
    await before;
    expect(await askWith(secretKey)).toBe(401);
  });
});

describe('while the records are down', () => {
  it('keys that are known are let in, and others are not called wrong', async () => {
    await start(await embeddedRecords());
    const { secretKey } = await aKey();
    expect(await askWith(secretKey)).toBe(200);
    faulty.setDown(true);
    app.clock.advance(60_000);
    expect(await askWith(secretKey)).toBe(200);
    expect(await askWith('sk-new')).toBeGreaterThanOrEqual(500);
    faulty.setDown(false);
    expect(await askWith('sk-new')).toBe(401);
  });
});
