import { keyCreatedSchema, keySchema } from '@pharos/core/api/accounts';
import { KEY_FORM_NAMES, KEY_FORMS } from '@pharos/core/key-forms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TestApp, testApp } from '../../testing/test-app.ts';

let test: TestApp;
let path: string;
beforeAll(async () => {
  test = await testApp();
  path = `/api/v1/projects/${test.projectId}/keys`;
});
afterAll(() => test.close());

const create = async (body: Record<string, unknown> = {}) => {
  const answer = await test.owner.post(path, { name: 'service', scopes: ['read'], ...body });
  return answer.as(keyCreatedSchema);
};
const list = async () => (await test.owner.get(path)).as(z.object({ data: z.array(keySchema) })).data;
const askWith = async (headers: Record<string, string>) =>
  (await test.nobody.send({ url: '/api/v1/me', headers })).status;

describe('keys of a project', () => {
  it('shows the secret once, when the key is made', async () => {
    const key = await create();
    expect(key.secretKey).toMatch(/^sk-ph-.{43}$/);
    expect(key.publicKey).toMatch(/^pk-ph-/);
    const listed = (await list()).find(({ id }) => id === key.id);
    const { secretKey, ...shown } = key;
    expect(listed).toEqual(shown);
    expect(secretKey.endsWith(shown.secretHint)).toBe(true);
    const stored = await test.records.selectFrom('apiKeys').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(secretKey);
  });

  it.each(KEY_FORM_NAMES)('may look like one of %s, and is one all the same', async (form) => {
    const { publicKey, secretKey } = await create({ form });
    const { publicPrefix, secretPrefix } = KEY_FORMS[form];
    expect(publicKey.startsWith(publicPrefix) && secretKey.startsWith(secretPrefix)).toBe(true);
    expect(await askWith({ authorization: `Basic ${btoa(`${publicKey}:${secretKey}`)}` })).toBe(200);
    expect(await askWith({ 'x-api-key': secretKey })).toBe(200);
  });

  it('is accepted in every form that SDKs send', async () => {
    const { publicKey, secretKey } = await create();
    const basic = Buffer.from(`${publicKey}:${secretKey}`).toString('base64');
    const forms: Record<string, string>[] = [
      { authorization: `Basic ${basic}` },
      { authorization: `basic ${basic}` },
      { authorization: `Bearer ${secretKey}` },
      { authorization: `Bearer%20${secretKey}` },
      { authorization: encodeURIComponent(`Basic ${basic}`) },
      { authorization: secretKey },
      { 'x-api-key': secretKey },
      { api_key: secretKey },
      { 'x-auth-token': secretKey },
      { authorization: `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}` },
    ];
    for (const form of forms) expect([form, await askWith(form)]).toEqual([form, 200]);
  });

  it('is not accepted with the public key of another pair', async () => {
    const [one, other] = [await create(), await create()];
    const basic = Buffer.from(`${other.publicKey}:${one.secretKey}`).toString('base64');
    expect(await askWith({ authorization: `Basic ${basic}` })).toBe(401);
  });

  it('ends at once when it is revoked', async () => {
    const { id, secretKey } = await create();
    expect(await askWith({ 'x-api-key': secretKey })).toBe(200);
    expect((await test.owner.delete(`${path}/${id}`)).status).toBe(204);
    expect(await askWith({ 'x-api-key': secretKey })).toBe(401);
    expect((await test.owner.delete(`${path}/${id}`)).status).toBe(404);
  });

  it('ends when it expires', async () => {
    const expiresAt = new Date(test.clock.nowMs() + 60_000).toISOString();
    const { secretKey } = await create({ expiresAt });
    expect(await askWith({ 'x-api-key': secretKey })).toBe(200);
    test.clock.advance(60_000);
    expect(await askWith({ 'x-api-key': secretKey })).toBe(401);
  });

  it('cannot be made to expire in the past', async () => {
    const answer = await test.owner.post(path, {
      name: 'x',
      scopes: ['read'],
      expiresAt: new Date(test.clock.nowMs() - 1).toISOString(),
    });
    expect(answer.at('error.code')).toBe('invalid_request');
  });

  it('notes its last use, at most once a minute', async () => {
    const { id, secretKey } = await create();
    const lastUse = async () => {
      await askWith({ 'x-api-key': secretKey });
      await test.app.parts.keys.settle();
      return (await list()).find((key) => key.id === id)?.lastUsedAt;
    };
    const first = new Date(test.clock.nowMs()).toISOString();
    expect(await lastUse()).toBe(first);
    test.clock.advance(59_000);
    expect(await lastUse()).toBe(first);
    test.clock.advance(1_000);
    expect(await lastUse()).toBe(new Date(test.clock.nowMs()).toISOString());
  });

  it('is noticed within 30 seconds when another process makes or revokes it', async () => {
    const secretKey = await test.aKey(['read']);
    expect(await askWith({ 'x-api-key': secretKey })).toBe(200);
    await test.records
      .updateTable('apiKeys')
      .set({ revokedAt: new Date(test.clock.nowMs()) })
      .execute();
    test.clock.advance(30_001);
    expect(await askWith({ 'x-api-key': secretKey })).toBe(401);
  });

  it('of an admin makes keys of its own project only', async () => {
    const admin = test.withKey(await test.aKey(['admin']));
    expect((await admin.post(path, { name: 'made by a key', scopes: ['ingest'] })).status).toBe(201);
    const { projectId } = await test.aSecondProject();
    const elsewhere = await admin.post(`/api/v1/projects/${projectId}/keys`, {
      name: 'x',
      scopes: ['ingest'],
    });
    expect(elsewhere.status).toBe(404);
  });
});
