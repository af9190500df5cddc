import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { incidentPageSchema } from '@pharos/core/api/incidents';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { aReadProject, openReadApp, type ReadProject } from '../../testing/read-app.ts';
import { aModelCall, aSpan } from '../../testing/spans.ts';
import type { Client } from '../../testing/test-app.ts';

/** Rules are evaluated, and who is to be told is seen to, once a second. */
const PATIENCE = { timeout: 20_000, interval: 100 };
const MINUTE = 60_000;
const idSchema = z.object({ id: z.string() });

const mails: ParsedMail[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, done) {
    simpleParser(stream, { skipImageLinks: true }).then((mail) => {
      mails.push(mail);
      done();
    }, done);
  },
});
await once(smtp.listen(0, '127.0.0.1'), 'listening');
afterAll(() => new Promise<void>((closed) => smtp.close(() => closed())));

const { store, app } = await openReadApp({
  PHAROS_SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
  PHAROS_MAIL_FROM: 'Pharos <alerts@pharos.example>',
});
let project: ReadProject;
let admin: Client;
beforeEach(async () => {
  mails.length = 0;
  project = await aReadProject(app);
  admin = app.withKey(await app.aKey(['admin'], project.projectId));
});

const make = async (path: string, body: Record<string, unknown>) => {
  const answer = await admin.post(`/api/v1/${path}`, body);
  expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
  return answer.as(idSchema).id;
};
/** Everybody who is told is told by mail, in a language. */
async function tellByMail(language: 'en' | 'zh-CN') {
  const config = { to: ['ada@example.com'] };
  const id = await make('channels', { name: 'mail', kind: 'email', language, config });
  const steps = [{ targets: [{ type: 'channel', id }] }];
  await make('alerts/policies', { name: 'team', isDefault: true, waitSeconds: 0, steps });
}
/** Calls of a model, so many minutes ago, each of so many seconds. */
const called = (calls: readonly { minutesAgo: number; seconds: number }[]) =>
  store.put(project.projectId, {
    spans: calls.map(({ minutesAgo, seconds }, at) => {
      const endMs = app.clock.nowMs() - minutesAgo * MINUTE - 1_000;
      const [startNs, endNs] = [endMs - Math.round(seconds * 1000), endMs].map(
        (ms) => BigInt(ms) * 1_000_000n,
      );
      const ids = { traceId: `t${at}`, spanId: `s${at}` };
      return aSpan({ ...aModelCall(), ...ids, model: 'gpt-5.6', startNs: startNs ?? 0n, endNs: endNs ?? 0n });
    }),
  });
const mailed = () =>
  vi.waitFor(() => {
    const [mail] = mails;
    return mail ?? expect.fail('no mail yet');
  }, PATIENCE);

test('a mail shows what the rule watched around the moment that it fired, in the language of who reads it', async () => {
  await tellByMail('zh-CN');
  const condition = { kind: 'threshold', op: '>', limit: 4_000 };
  const watch = { kind: 'metric', metric: 'modelLatencyP95', by: ['model'], condition };
  await make('alerts/rules', { ...{ name: '回答太慢', watch, delaySeconds: 0 }, severity: 'critical' });
  app.clock.advance(MINUTE);
  await called(
    Array.from({ length: 200 }, (_, minutesAgo) => ({
      minutesAgo,
      seconds: minutesAgo < 2 ? 9 : Math.round(2000 + 1000 * Math.sin(minutesAgo / 9)) / 1000,
    })),
  );
  app.clock.advance(MINUTE);
  const mail = await mailed();
  expect(mail.text).toContain('模型延迟 P95 9.00 s (阈值 4.00 s)');
  expect(mail.attachments).toHaveLength(1);
  const [picture] = mail.attachments;
  expect(picture).toMatchObject({ contentType: 'image/png', contentDisposition: 'inline', related: true });
  expect(mail.html).toContain(`src="cid:${picture?.cid}"`);
  expect(mail.html).toContain('alt="模型延迟 P95 · 每 5 分钟 · UTC"');
  const png = picture?.content ?? Buffer.alloc(0);
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1104, 432]);
});

test('what is no metric, or has nothing to show, is told without a picture', async () => {
  await tellByMail('en');
  const condition = { kind: 'noData' };
  const watch = { kind: 'metric', metric: 'modelLatencyP95', condition };
  await make('alerts/rules', { ...{ name: 'silence', watch, delaySeconds: 0 }, noData: 'alert' });
  for (const _ of [1, 2]) app.clock.advance(10 * MINUTE);
  const fired = async () =>
    (await project.reader.get('/api/v1/alerts/incidents')).as(incidentPageSchema).data;
  await vi.waitFor(async () => {
    app.clock.advance(MINUTE);
    expect(await fired()).toHaveLength(1);
  }, PATIENCE);
  const mail = await mailed();
  expect(mail.text).toContain('no data');
  expect([mail.attachments, String(mail.html).includes('<img')]).toEqual([[], false]);
});
