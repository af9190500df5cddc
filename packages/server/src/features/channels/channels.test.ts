import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  channelSchema,
  channelTestSchema,
  deliveryPageSchema,
  deliverySchema,
} from '@pharos/core/api/channels';
import { CHANNEL_KINDS } from '@pharos/core/channels/config';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSeal, parseKey } from '../../secrets/seal.ts';
import { enqueue } from '../../store/records/deliveries.ts';
import { reseal } from '../../store/records/reseal.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';
import { embeddedRecords } from '../../testing/test-records.ts';
import { CHANNELS } from './sealed-config.ts';
import { anIncident } from './testing/notices.ts';
import { aReceiver, type Receiver } from './testing/receiver.ts';

const openApi = z.object({ paths: z.record(z.string(), z.unknown()) });
let dataDir: string;
let app: TestApp;
/** A key that may do everything in its project. */
let owner: Client;
let receiver: Receiver;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pharos-channels-'));
  receiver = await aReceiver();
  app = await testApp({ PHAROS_DATA_DIR: dataDir, PHAROS_EGRESS_ALLOW: '127.0.0.1' });
  owner = app.withKey(await app.aKey(['admin']));
});
afterAll(async () => {
  await app.close();
  receiver.close();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  await app.records.deleteFrom('channels').execute();
  receiver.received = [];
  receiver.answer = (_request, response) => response.end();
});

const webhook = (more: Record<string, unknown> = {}) => ({
  kind: 'webhook',
  name: 'The hook',
  config: { url: `${receiver.url}/hook`, secret: 'hunter2', headers: { 'X-Token': 'hunter3' } },
  ...more,
});
/** A webhook of that config. */
const to = (config: Record<string, unknown>) => ({ kind: 'webhook', name: 'The hook', config });
const make = async (body: Record<string, unknown> = webhook()) =>
  (await owner.post('/api/v1/channels', body)).as(channelSchema);
const change = (id: string, config: Record<string, unknown>) =>
  owner.put(`/api/v1/channels/${id}`, { name: 'The hook', config });
const test = async (id: string) => (await owner.post(`/api/v1/channels/${id}/test`)).as(channelTestSchema);
const deliveries = async (query = '') =>
  (await owner.get(`/api/v1/deliveries?${query}`)).as(deliveryPageSchema);
const enqueued = (id: string, key: string) =>
  enqueue(app.records, {
    projectId: app.projectId,
    channelIds: [id],
    notice: { key, reason: 'opened', incidents: [anIncident()], url: '', language: 'en' },
    subject: '',
    at: new Date(app.clock.nowMs()),
  });

describe('channels', () => {
  it('stay while a policy tells by them', async () => {
    const { id } = await make();
    const steps = [{ targets: [{ type: 'channel', id }] }];
    const policy = await owner.post('/api/v1/alerts/policies', { name: 'Nights', steps });
    const refused = await owner.delete(`/api/v1/channels/${id}`);
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('“Nights” still uses it')]);
    await owner.delete(`/api/v1/alerts/policies/${policy.at('id')}`);
    expect((await owner.delete(`/api/v1/channels/${id}`)).status).toBe(204);
  });

  it('are known by name to everybody in their project, and to nobody else', async () => {
    const { id } = await make();
    const viewer = await app.aMember('viewer');
    const names = (client: Client) => client.get(`/api/v1/channels/names?project=${app.projectId}`);
    const answer = await names(viewer);
    expect(JSON.parse(answer.text)).toEqual({ data: [{ id, kind: 'webhook', name: 'The hook' }] });
    expect((await names(app.withKey(await app.aKey(['ingest'])))).status).toBe(403);
    expect((await viewer.get(`/api/v1/channels?project=${app.projectId}`)).status).toBe(403);
    const theirs = await app.aSecondProject();
    const others = await theirs.owner.get(`/api/v1/channels/names?project=${theirs.projectId}`);
    expect(others.at('data')).toEqual([]);
    expect([403, 404]).toContain((await names(theirs.owner)).status);
  });

  it('are made, read, changed and taken away, which is noted', async () => {
    const made = await make();
    expect(made).toMatchObject({ kind: 'webhook', name: 'The hook', language: null, enabled: true });
    expect((await owner.get('/api/v1/channels')).at('data')).toEqual([made]);
    expect((await owner.get(`/api/v1/channels/${made.id}`)).as(channelSchema)).toEqual(made);
    const changed = await owner.put(`/api/v1/channels/${made.id}`, {
      name: 'Another',
      language: 'zh-CN',
      enabled: false,
      config: made.config,
    });
    expect(changed.as(channelSchema)).toMatchObject({ id: made.id, name: 'Another', enabled: false });
    expect((await owner.delete(`/api/v1/channels/${made.id}`)).status).toBe(204);
    for (const answer of [
      await owner.get(`/api/v1/channels/${made.id}`),
      await owner.delete(`/api/v1/channels/${made.id}`),
      await change(made.id, made.config),
      await owner.post(`/api/v1/channels/${made.id}/test`),
    ]) {
      expect(answer.status).toBe(404);
    }
    const noted = await app.records
      .selectFrom('audit')
      .select('action')
      .where('subject', '=', made.id)
      .orderBy('id')
      .execute();
    expect(noted.map(({ action }) => action)).toEqual(['channel.create', 'channel.update', 'channel.delete']);
  });

  it('never show their secrets, and keep none that can be read', async () => {
    const made = await make();
    expect(made).toMatchObject({ config: { url: `${receiver.url}/hook` }, secrets: ['headers', 'secret'] });
    const slack = await make({
      kind: 'slack',
      name: 's',
      config: { url: 'https://hooks.slack.com/services/T/B/hunter4' },
    });
    expect(slack).toMatchObject({ config: {}, secrets: ['url'] });
    const answers = [await owner.get('/api/v1/channels'), await owner.get('/api/v1/deliveries')];
    const rows = JSON.stringify(await app.records.selectFrom('channels').selectAll().execute());
    for (const text of [rows, ...answers.map(({ text: of }) => of)]) expect(text).not.toMatch(/hunter\d/);
  });

  it('keep secrets that a change leaves out, lose those that are taken away, and do not carry them elsewhere', async () => {
    const { id, config } = await make();
    const url = config.url;
    const secrets = async (changed: Record<string, unknown>) =>
      (await change(id, changed)).as(channelSchema).secrets;
    expect(await secrets({ url })).toEqual(['headers', 'secret']);
    await test(id);
    expect(receiver.received[0]?.headers).toMatchObject({ 'x-token': 'hunter3' });
    expect(await secrets({ url, headers: null })).toEqual(['secret']);
    expect(await secrets({ url: `${receiver.url}/elsewhere` })).toEqual(['secret']);
    expect(await secrets({ url: 'https://attacker.example/hook' })).toEqual([]);
  });

  it('have their secrets sealed with a new key by the next start, and keep those that no key opens', async () => {
    const [old, lost] = [await make(), await make()];
    const sealedOf = async (id: string) =>
      (
        await app.records
          .selectFrom('channels')
          .select('sealed')
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
      ).sealed;
    const before = (await sealedOf(old.id)) ?? '';
    const unopened = `${before.slice(0, -2)}AA`;
    await app.records.updateTable('channels').set({ sealed: unopened }).where('id', '=', lost.id).execute();
    const key = parseKey((await readFile(join(dataDir, 'encryption.key'), 'utf8')).trim());
    const [newer, errors] = [randomBytes(32), [] as unknown[]];
    await reseal(app.records, createSeal([newer, key ?? newer]), CHANNELS, (error) => errors.push(error));
    expect([(await sealedOf(lost.id)) === unopened, errors.length]).toEqual([true, 1]);
    // Whoever knows the secrets of what no key opens can send them again.
    const partly = await change(lost.id, { ...lost.config, secret: 'hunter5' });
    expect([partly.status, partly.at('error.message')]).toEqual([409, expect.stringContaining('sent again')]);
    expect((await change(lost.id, { ...lost.config, secret: 'hunter5', headers: null })).status).toBe(200);
    const after = (await sealedOf(old.id)) ?? '';
    expect(createSeal([newer]).open(after, `channel:${old.id}`)).toContain('hunter2');
  });

  it('are managed by admins', async () => {
    const { id } = await make();
    const [member, admin] = [await app.aMember('member'), await app.aMember('admin')];
    const here = `?project=${app.projectId}`;
    for (const path of ['/api/v1/channels', `/api/v1/channels/${id}`, '/api/v1/deliveries']) {
      const statuses = [(await member.get(path + here)).status, (await admin.get(path + here)).status];
      expect(statuses, path).toEqual([403, 200]);
    }
    for (const [client, status] of [
      [member, 403],
      [app.withKey(await app.aKey(['ingest', 'read'])), 403],
      [app.nobody, 401],
      [admin, 200],
    ] as const) {
      expect((await client.post(`/api/v1/channels/${id}/test${here}`)).status).toBe(status);
    }
  });

  it('of one project are nothing to another', async () => {
    const { id } = await make();
    const { deliveryId } = await test(id);
    const other = await app.aSecondProject();
    const stranger = app.withKey(await app.aKey(['read', 'admin'], other.projectId));
    expect((await stranger.get('/api/v1/channels')).at('data')).toEqual([]);
    expect((await stranger.get(`/api/v1/deliveries?channel=${id}`)).at('data')).toEqual([]);
    for (const answer of [
      await stranger.get(`/api/v1/channels/${id}`),
      await stranger.put(`/api/v1/channels/${id}`, { name: 'x', config: {} }),
      await stranger.post(`/api/v1/channels/${id}/test`),
      await stranger.post(`/api/v1/deliveries/${deliveryId}/resend`),
      await stranger.delete(`/api/v1/channels/${id}`),
    ]) {
      expect(answer.status).toBe(404);
    }
    const told = {
      key: 'theirs',
      reason: 'opened' as const,
      incidents: [],
      url: '',
      language: 'en' as const,
    };
    const at = new Date(app.clock.nowMs());
    expect(
      await enqueue(app.records, {
        projectId: other.projectId,
        channelIds: [id],
        notice: told,
        subject: '',
        at,
      }),
    ).toBe(0);
  });

  it.each([
    ['a URL that is none', to({ url: 'example' }), '/config/url'],
    ['a URL of another protocol', to({ url: 'file:///etc/passwd' }), '/config/url'],
    ['a URL with a password', to({ url: 'https://a:b@example.com' }), '/config/url'],
    ['a header of ours', to({ url: 'https://a.example', headers: { Host: 'x' } }), '/config/headers/Host'],
    [
      'a template that is no JSON',
      to({ url: 'https://a.example', template: '{"a":{{title}}}' }),
      '/config/template',
    ],
    [
      'a placeholder that is none',
      to({ url: 'https://a.example', template: '{"a":"{{__proto__}}"}' }),
      '/config/template',
    ],
    ['a setting that is none', to({ url: 'https://a.example', colour: 1 }), '/config'],
    [
      'a key that is none',
      { kind: 'pagerduty', name: 'p', config: { routingKey: 'short' } },
      '/config/routingKey',
    ],
    ['an address that is none', { kind: 'email', name: 'e', config: { to: ['ada@'] } }, '/config/to/0'],
  ])('are refused with %s', async (_, body, path) => {
    const answer = await owner.post('/api/v1/channels', body);
    expect([answer.status, answer.at('error.details.0.path')]).toEqual([400, path]);
  });

  it('with secrets need a key to keep them with, where records are shared', async () => {
    const store = await embeddedRecords();
    const shared = await testApp(
      { PHAROS_DATABASE_URL: 'postgres://db/pharos', PHAROS_DATA_DIR: dataDir },
      { store },
    );
    const key = shared.withKey(await shared.aKey(['admin']));
    const refused = await key.post('/api/v1/channels', to({ url: 'https://a.example', secret: 'hunter2' }));
    expect([refused.status, refused.at('error.message')]).toEqual([
      409,
      expect.stringContaining('PHAROS_ENCRYPTION_KEY'),
    ]);
    expect((await key.post('/api/v1/channels', to({ url: 'https://a.example' }))).status).toBe(201);
    await shared.close();
  });

  it('and deliveries are described', async () => {
    const { paths } = (await app.nobody.get('/openapi.json')).as(openApi);
    const ours = Object.keys(paths).filter((path) => /^\/api\/v1\/(channels|deliveries)/.test(path));
    expect(ours).toHaveLength(6);
    const kinds = JSON.stringify(paths['/api/v1/channels']);
    expect(CHANNEL_KINDS.filter((kind) => !kinds.includes(`"${kind}"`))).toEqual([]);
  });

  it('that send mail need a server that does', async () => {
    const answer = await owner.post('/api/v1/channels', {
      kind: 'email',
      name: 'e',
      config: { to: ['ada@example.com'] },
    });
    expect([answer.status, answer.at('error.message')]).toEqual([
      409,
      expect.stringContaining('PHAROS_SMTP_URL'),
    ]);
  });
});

describe('a test', () => {
  it('is sent at once and tells what became of it', async () => {
    const { id } = await make(webhook({ language: 'zh-CN' }));
    const outcome = await test(id);
    expect(outcome).toMatchObject({ result: 'delivered' });
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ reason: 'test', language: 'zh-CN' });
    receiver.answer = (_request, response) => response.writeHead(404).end('no such hook');
    expect(await test(id)).toMatchObject({ result: 'refused', reason: 'HTTP 404: no such hook' });
    expect((await deliveries(`channel=${id}`)).data).toMatchObject([
      { state: 'dead', reason: 'test', lastError: 'HTTP 404: no such hook', nextAttemptAt: null },
      {
        id: outcome.deliveryId,
        state: 'delivered',
        attempts: 1,
        title: expect.stringContaining('Pharos 测试消息'),
      },
    ]);
  });

  it('leads nowhere that requests may not go', async () => {
    const { id } = await make(webhook({ config: { url: 'http://169.254.169.254/latest/meta-data' } }));
    expect(await test(id)).toMatchObject({
      result: 'refused',
      reason: expect.stringContaining('PHAROS_EGRESS_ALLOW'),
    });
  });
});

describe('deliveries', () => {
  it('are told in pages, of one channel and state', async () => {
    const [{ id }, other] = [await make(), await make()];
    for (const key of ['a', 'b', 'c']) await enqueued(id, key);
    await enqueued(other.id, 'a');
    const first = await deliveries(`channel=${id}&limit=2`);
    expect(first.data.map(({ key }) => key)).toEqual(['c', 'b']);
    const rest = await deliveries(`channel=${id}&limit=2&cursor=${first.nextCursor}`);
    expect([rest.data.map(({ key }) => key), rest.nextCursor]).toEqual([['a'], null]);
    expect((await deliveries(`channel=${id}&state=dead`)).data).toEqual([]);
    expect((await owner.get('/api/v1/deliveries?cursor=x')).status).toBe(400);
  });

  it('that were given up can be sent again, under the same key', async () => {
    const { id } = await make();
    receiver.answer = (_request, response) => response.writeHead(410).end();
    await enqueued(id, 'one');
    // Any change of a channel has the courier look.
    await change(id, { url: `${receiver.url}/hook` });
    await expect.poll(async () => (await deliveries(`channel=${id}&state=dead`)).data).toHaveLength(1);
    const [dead] = (await deliveries(`channel=${id}`)).data;
    receiver.answer = (_request, response) => response.end();
    const resent = await owner.post(`/api/v1/deliveries/${dead?.id}/resend`);
    expect(resent.as(deliverySchema)).toMatchObject({ state: 'waiting', key: 'one' });
    await expect
      .poll(async () => (await deliveries(`channel=${id}`)).data)
      .toMatchObject([{ state: 'delivered', attempts: 2 }]);
    expect(receiver.received.map(({ headers }) => headers['idempotency-key'])).toEqual(['one', 'one']);
    expect((await owner.post(`/api/v1/deliveries/${dead?.id}/resend`)).status).toBe(409);
    expect((await owner.post('/api/v1/deliveries/999999/resend')).status).toBe(404);
  });
});
