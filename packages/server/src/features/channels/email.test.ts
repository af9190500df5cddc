import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createEgress } from '../../egress/guard.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { createMailer } from './mailer.ts';
import type { Picture, PictureOf } from './pictures.ts';
import { createSender } from './sender.ts';
import { aNotice, anIncident, HOSTILE } from './testing/notices.ts';

let server: SMTPServer;
let mails: ParsedMail[];
let refusal: { code: number; of: string } | undefined;
beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      if (refusal?.of !== address) return done();
      done(Object.assign(new Error('not here'), { responseCode: refusal.code }));
    },
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => new Promise<void>((closed) => server.close(() => closed())));
beforeEach(() => {
  mails = [];
  refusal = undefined;
  pictureOf = async () => undefined;
});

const clock = fakeClock();
const aPicture = (png: string): Picture => ({
  ...{ png: Buffer.from(png), width: 552, label: `a "chart" of ${png}` },
});
let pictureOf: PictureOf;
const tell = (notice = aNotice(), to = ['ada@example.com', 'bob@example.com'], set = true) => {
  const url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const mailer = set ? createMailer({ url, from: 'Pharos <alerts@pharos.example>' }) : undefined;
  const egress = createEgress({ rule: { allows: () => false } });
  const send = createSender({ egress, mailer, seal: undefined, pictureOf, clock });
  return send(notice, { id: 'c', kind: 'email', config: { to }, sealed: null }, new AbortController().signal);
};

it('a mail arrives in the language of its reader, as HTML and as text', async () => {
  expect(await tell(aNotice({ language: 'zh-CN' }))).toEqual({ result: 'delivered' });
  const [mail] = mails;
  expect(mail?.subject).toBe('[严重] Slow answers · checkout');
  expect(mail?.from?.text).toBe('"Pharos" <alerts@pharos.example>');
  expect([mail?.to].flat().map((to) => to?.text)).toEqual(['ada@example.com, bob@example.com']);
  expect(mail?.text).toContain(
    '严重 · Slow answers · Latency p95 4.2 s (阈值 2 s) · 已持续 5 分钟 · model=gpt-4.1',
  );
  expect(mail?.html).toContain('<html lang="zh-CN">');
  expect(mail?.html).toContain('<a href="https://pharos.example/incidents/i1"');
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
});

it('the same notice has the same id, another one another', async () => {
  for (const key of ['a', 'a', 'b']) await tell(aNotice({ key }));
  const [first, again, other] = mails.map(({ messageId }) => messageId);
  expect(first).toMatch(/^<[0-9a-f]{32}@pharos\.example>$/);
  expect([again === first, other === first]).toEqual([true, false]);
});

it('what is told adds neither markup nor headers', async () => {
  await tell(aNotice({ incidents: [anIncident({ title: HOSTILE, description: HOSTILE })] }));
  const [mail] = mails;
  expect(mail?.bcc).toBeUndefined();
  expect(mail?.subject).toContain('Bcc: x@evil.example');
  expect(mail?.html).not.toContain('<b>');
  expect(mail?.html).toContain('&lt;b&gt;&quot;x&quot;&lt;/b&gt;');
});

it('what the server refuses for good is refused, what it refuses for now is tried again', async () => {
  refusal = { code: 550, of: 'ada@example.com' };
  expect(await tell(aNotice(), ['ada@example.com'])).toMatchObject({ result: 'refused' });
  refusal.code = 451;
  expect(await tell(aNotice(), ['ada@example.com'])).toMatchObject({ result: 'again' });
  // Whoever else is meant is told.
  expect(await tell()).toEqual({ result: 'delivered' });
  expect(mails).toHaveLength(1);
});

it('no mail is sent where no server is set', async () => {
  expect(await tell(aNotice(), undefined, false)).toMatchObject({ result: 'refused' });
});

it('the first incidents have their charts in the mail, with words for who does not see them', async () => {
  const incidents = ['i1', 'i2', 'i3', 'i4'].map((id) => anIncident({ id }));
  pictureOf = async (project, id, language) =>
    id === 'i2' ? undefined : aPicture(`${id} of ${project} in ${language}`);
  expect(await tell(aNotice({ incidents, language: 'zh-CN' }))).toEqual({ result: 'delivered' });
  const [mail] = mails;
  expect(
    mail?.attachments.map(({ cid, content, contentType, related }) => [
      cid,
      content.toString(),
      contentType,
      related,
    ]),
  ).toEqual([
    ['chart-1@pharos', 'i1 of p in zh-CN', 'image/png', true],
    ['chart-2@pharos', 'i3 of p in zh-CN', 'image/png', true],
  ]);
  // The parser puts pictures that come along in the place of their ids.
  const shown = String(mail?.html).match(/<img [^>]+>/g) ?? [];
  expect(shown).toHaveLength(2);
  expect(shown[0]).toContain('alt="a &quot;chart&quot; of i1 of p in zh-CN"');
  expect(shown[0]).toContain(Buffer.from('i1 of p in zh-CN').toString('base64'));
});

it('a chart that cannot be drawn, or is not drawn in time, holds up no mail', async () => {
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort());
  const incidents = ['i1', 'i2'].map((id) => anIncident({ id }));
  pictureOf = (_, id) => (id === 'i1' ? Promise.reject(new Error('no')) : new Promise(() => undefined));
  try {
    expect(await tell(aNotice({ incidents }))).toEqual({ result: 'delivered' });
  } finally {
    vi.restoreAllMocks();
  }
  expect(mails[0]?.attachments).toEqual([]);
  expect(mails[0]?.html).not.toContain('<img');
});
