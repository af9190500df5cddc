import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type StoredExport, storedExportSchema } from '@pharos/core/api/exports';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { quoted } from '../../store/telemetry/literals.ts';
import { aReadProject, openReadApp, type ReadProject } from '../../testing/read-app.ts';
import { aModelCall, aScore } from '../../testing/spans.ts';
import { aBucket } from './testing/bucket.ts';

const SECRET = 'geheim/+=Schluessel';
const WITHOUT_KEY = {
  ...{ to: 's3', endpoint: 'https://s3.example.com', bucket: 'archive', accessKeyId: 'AKIA' },
};
const NOON = BigInt(Date.parse('2026-03-01T12:00:00Z')) * 1_000_000n;
const RANGE = { every: 'once', from: '2026-03-01T00:00:00Z', to: '2026-03-03T00:00:00Z' };

const directory = await mkdtemp(join(tmpdir(), 'pharos-exports-'));
const bucket = await aBucket(SECRET);
afterAll(async () => {
  bucket.close();
  await rm(directory, { recursive: true, force: true });
});
const { store, app } = await openReadApp({
  ...{ PHAROS_EXPORT_DIR: directory, PHAROS_EGRESS_ALLOW: '127.0.0.1' },
  PHAROS_DATA_DIR: join(directory, 'data'),
});
let ours: ReadProject;
beforeAll(async () => {
  ours = await aReadProject(app);
  for (const [id, who] of [
    [ours.projectId, '我们'],
    [app.projectId, 'theirs'],
  ] as const)
    await store.put(id, {
      spans: [0n, 1n, 86_400_000_000_000n].map((later) =>
        aModelCall({ spanId: `${who}-${later}`, startNs: NOON + later, input: { text: `${who} says` } }),
      ),
      scores: [aScore({ scoreId: who, name: who, timeNs: NOON })],
    });
});

const toBucket = () => ({
  ...{ to: 's3', endpoint: bucket.endpoint, region: 'eu-west-1', bucket: 'archive', prefix: 'pharos/test' },
  ...{ accessKeyId: 'AKIA', secretAccessKey: SECRET },
});
const body = (more: object) => ({
  name: 'all',
  kinds: ['spans'],
  times: RANGE,
  target: { to: 'disk' },
  ...more,
});
const post = (more: object) => ours.owner.post(`/api/v1/exports?project=${ours.projectId}`, body(more));
const stateOf = async (id: string): Promise<StoredExport> =>
  (await ours.owner.get(`/api/v1/exports/${id}?project=${ours.projectId}`)).as(storedExportSchema);
const until = async (id: string, is: (run: NonNullable<StoredExport['lastRun']>) => boolean) => {
  let last: StoredExport['lastRun'] = null;
  await vi.waitFor(
    async () => {
      last = (await stateOf(id)).lastRun;
      expect(last, JSON.stringify(last)).toSatisfy((run) => run !== null && is(run));
    },
    { timeout: 20_000 },
  );
  return last as StoredExport['lastRun'];
};
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('/api/v1/exports', () => {
  it('writes Parquet and a manifest into the folder of the project, and nothing of another project', async () => {
    const target = { to: 'disk', directory: 'nightly/a' };
    const made = await post({ kinds: ['spans', 'scores'], texts: true, target });
    expect(made.status).toBe(201);
    const { id } = made.as(storedExportSchema);
    expect(await until(id, ({ state }) => state === 'done')).toMatchObject({
      files: 3,
      rows: 4,
      error: null,
    });
    const root = join(directory, ours.projectId, 'nightly/a', id, '20260301T000000Z_20260303T000000Z');
    const manifest = JSON.parse(await readFile(join(root, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ form: 1, export: id, rows: 4, from: '2026-03-01T00:00:00.000Z' });
    const files = manifest.files as { path: string; rows: number; bytes: number; sha256: string }[];
    expect(files.map(({ path, rows }) => [path, rows])).toEqual([
      ['scores/2026-03-01/0001.parquet', 1],
      ['spans/2026-03-01/0001.parquet', 2],
      ['spans/2026-03-02/0001.parquet', 1],
    ]);
    for (const { path, bytes, sha256 } of files) {
      const file = await readFile(join(root, path));
      expect([file.length, hash(file)]).toEqual([bytes, sha256]);
    }
    const read = await store.driver.query<{ spanId: string; input: string; cost: string }>(
      `SELECT spanId, input, cost FROM file(${quoted(join(root, 'spans/**/*.parquet'))}, Parquet) ORDER BY startTime`,
    );
    expect(read).toEqual(
      ['0', '1', '86400000000000'].map((later) => ({
        ...{ spanId: `我们-${later}`, input: '{"text":"我们 says"}', cost: '0.00036' },
      })),
    );
    expect(await readdir(directory)).not.toContain(app.projectId);
  });

  it('writes signed files to a bucket, tries again what passes, and tells what does not', async () => {
    bucket.answers.push({ status: 500, body: '<Error><Code>InternalError</Code></Error>' });
    const made = await post({ format: 'jsonl', target: toBucket() });
    expect([made.status, made.text.includes(SECRET)]).toEqual([201, false]);
    const { id } = made.as(storedExportSchema);
    expect(await until(id, ({ retryAt }) => retryAt !== null)).toMatchObject({
      ...{ state: 'queued', error: 'The bucket answers 500: InternalError', files: 0 },
    });
    app.clock.advance(10_000);
    expect(await until(id, ({ state }) => state === 'done')).toMatchObject({
      files: 2,
      rows: 3,
      error: null,
    });
    const root = `/archive/pharos/test/${id}/20260301T000000Z_20260303T000000Z`;
    expect([...bucket.files.keys()]).toEqual([
      `${root}/spans/2026-03-01/0001.jsonl.gz`,
      `${root}/spans/2026-03-02/0001.jsonl.gz`,
      `${root}/manifest.json`,
    ]);
    const lines = gunzipSync(bucket.files.get(`${root}/spans/2026-03-02/0001.jsonl.gz`) ?? '').toString();
    expect(JSON.parse(lines)).toMatchObject({ spanId: '我们-86400000000000' });

    bucket.answers.push({
      status: 403,
      body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
    });
    const refused = (await post({ target: toBucket() })).as(storedExportSchema);
    const failed = await until(refused.id, ({ state }) => state === 'failed');
    expect(failed?.error).toBe('The bucket answers 403: AccessDenied: Access Denied');
    const key = { accessKeyId: 'AKIA', secretAccessKey: 'another' };
    const path = `/api/v1/exports/${refused.id}`;
    expect((await ours.owner.patch(`${path}?project=${ours.projectId}`, { key })).status).toBe(200);
    expect((await ours.owner.post(`${path}/retry?project=${ours.projectId}`)).status).toBe(202);
    await vi.waitUntil(() => bucket.forged.length > 0, { timeout: 10_000 });
    expect(await until(refused.id, ({ state }) => state === 'failed')).toMatchObject({
      error: 'The bucket answers 403: SignatureDoesNotMatch',
    });
    expect(bucket.forged).toHaveLength(1);
    const rows = await app.records.selectFrom('exports').select(['definition', 'sealed']).execute();
    expect(JSON.stringify(rows)).not.toContain(SECRET);
  });

  it('says whether a target can be written to', async () => {
    const test = (target: object) =>
      ours.owner.post(`/api/v1/exports/test?project=${ours.projectId}`, { target });
    const answer = await test(toBucket());
    expect([answer.at('ok'), bucket.files.has('/archive/pharos/test/pharos-test.txt')]).toEqual([true, true]);
    const inside = await test({ ...toBucket(), endpoint: 'http://169.254.169.254' });
    expect([inside.at('ok'), inside.at('reason')]).toEqual([
      false,
      expect.stringContaining('where requests may not go'),
    ]);
  });

  it.each([
    ['a folder above', { target: { to: 'disk', directory: '../x' } }, '/target/directory'],
    ['a folder that leads above', { target: { to: 'disk', directory: 'a/../../x' } }, '/target/directory'],
    ['a folder from the root', { target: { to: 'disk', directory: '/etc' } }, '/target/directory'],
    ['an unknown kind', { kinds: ['payloads'] }, '/kinds/0'],
    ['an end before its begin', { times: { ...RANGE, to: '2026-02-01T00:00:00Z' } }, '/times/from'],
    ['too long a range', { times: { ...RANGE, from: '2020-01-01T00:00:00Z' } }, '/times/from'],
    ['a zone that is none', { times: { every: 'day', timeZone: 'Mars' } }, '/times/timeZone'],
    ['an environment of what has none', { kinds: ['logs'], environment: 'test' }, '/environment'],
    ['a bucket without a key', { target: WITHOUT_KEY }, '/target/secretAccessKey'],
  ])('refuses %s, and says where', async (_, more, path) => {
    const answer = await post(more);
    expect([answer.status, answer.at('error.details.0.path')]).toEqual([400, path]);
  });

  it('is for admins, and none of another project', async () => {
    const member = await app.aMember('member', ours.projectId);
    expect((await member.get(`/api/v1/exports?project=${ours.projectId}`)).status).toBe(403);
    const made = (await post({ times: { every: 'hour' } })).as(storedExportSchema);
    const other = app.withKey(await app.aKey(['admin']));
    for (const answer of [
      await other.get(`/api/v1/exports/${made.id}`),
      await other.get(`/api/v1/exports/${made.id}/runs`),
      await other.patch(`/api/v1/exports/${made.id}`, { enabled: false }),
      await other.post(`/api/v1/exports/${made.id}/retry`),
      await other.delete(`/api/v1/exports/${made.id}`),
    ])
      expect(answer.status).toBe(404);
    const at = `/api/v1/exports/${made.id}?project=${ours.projectId}`;
    expect((await ours.owner.patch(at, { enabled: false })).at('dueAt')).toBeNull();
    expect((await ours.owner.patch(at, { enabled: true })).at('dueAt')).toBe(made.dueAt);
    expect((await ours.owner.delete(at)).status).toBe(204);
    expect((await ours.owner.get(at)).status).toBe(404);
  });
});
