import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createEgress } from '../../egress/guard.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { createMailer } from './mailer.ts';
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
});

const clock = fakeClock();
const tell = (notice = aNotice(), to = ['ada@example.com', 'bob@example.com'], set = true) => {
  const url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const mailer = set ? createMailer({ url, from: 'Pharos <alerts@pharos.example>' }) : undefined;
  const egress = createEgress({ rule: { allows: () => false } });
  const send = createSender({ egress, mailer, seal: undefined, clock });
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
