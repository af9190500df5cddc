import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createEgress } from '../../egress/guard.ts';
import type { EncloseReport } from '../../mail/enclosure.ts';
import type { Picture } from '../../pictures/picture.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { createMailer } from './mailer.ts';
import type { PictureOf } from './pictures.ts';
import { createSender } from './sender.ts';
import { aMailbox, type Mailbox } from './testing/mailbox.ts';
import { aNotice, anIncident, HOSTILE } from './testing/notices.ts';

let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await aMailbox();
});
afterAll(() => mailbox.close());
beforeEach(() => {
  mailbox.mails = [];
  mailbox.refusal = undefined;
  pictureOf = async () => undefined;
  encloseReport = async () => undefined;
});

const clock = fakeClock();
const aPicture = (png: string): Picture => ({
  ...{ png: Buffer.from(png), width: 552, label: `a "chart" of ${png}` },
});
let pictureOf: PictureOf;
let encloseReport: EncloseReport;
const tell = (notice = aNotice(), to = ['ada@example.com', 'bob@example.com'], set = true) => {
  const mailer = set ? createMailer({ url: mailbox.url, from: 'Pharos <alerts@pharos.example>' }) : undefined;
  const egress = createEgress({ rule: { allows: () => false } });
  const send = createSender({ egress, mailer, seal: undefined, pictureOf, encloseReport, clock });
  return send(notice, { id: 'c', kind: 'email', config: { to }, sealed: null }, new AbortController().signal);
};

it('a mail arrives in the language of its reader, as HTML and as text', async () => {
  expect(await tell(aNotice({ language: 'zh-CN' }))).toEqual({ result: 'delivered' });
  const [mail] = mailbox.mails;
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
  const [first, again, other] = mailbox.mails.map(({ messageId }) => messageId);
  expect(first).toMatch(/^<[0-9a-f]{32}@pharos\.example>$/);
  expect([again === first, other === first]).toEqual([true, false]);
});

it('what is told adds neither markup nor headers', async () => {
  await tell(aNotice({ incidents: [anIncident({ title: HOSTILE, description: HOSTILE })] }));
  const [mail] = mailbox.mails;
  expect(mail?.bcc).toBeUndefined();
  expect(mail?.subject).toContain('Bcc: x@evil.example');
  expect(mail?.html).not.toContain('<b>');
  expect(mail?.html).toContain('&lt;b&gt;&quot;x&quot;&lt;/b&gt;');
});

it('what the server refuses for good is refused, what it refuses for now is tried again', async () => {
  mailbox.refusal = { code: 550, of: 'ada@example.com' };
  expect(await tell(aNotice(), ['ada@example.com'])).toMatchObject({ result: 'refused' });
  mailbox.refusal.code = 451;
  expect(await tell(aNotice(), ['ada@example.com'])).toMatchObject({ result: 'again' });
  // Whoever else is meant is told.
  expect(await tell()).toEqual({ result: 'delivered' });
  expect(mailbox.mails).toHaveLength(1);
});

it('no mail is sent where no server is set', async () => {
  expect(await tell(aNotice(), undefined, false)).toMatchObject({ result: 'refused' });
});

it('the first incidents have their charts in the mail, with words for who does not see them', async () => {
  const incidents = ['i1', 'i2', 'i3', 'i4'].map((id) => anIncident({ id }));
  pictureOf = async (project, id, language) =>
    id === 'i2' ? undefined : aPicture(`${id} of ${project} in ${language}`);
  expect(await tell(aNotice({ incidents, language: 'zh-CN' }))).toEqual({ result: 'delivered' });
  const [mail] = mailbox.mails;
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
  expect(mailbox.mails[0]?.attachments).toEqual([]);
  expect(mailbox.mails[0]?.html).not.toContain('<img');
});

it('a report goes with its mail, and a mail goes without one that cannot be had', async () => {
  const notice = aNotice({
    reason: 'report',
    incidents: [],
    title: 'Weekly',
    summary: '• Cost rose.',
    report: 'r1',
  });
  encloseReport = async (_, id, language) => ({
    rows: [`<tr><td>${id} in ${language}</td></tr>`],
    pictures: [{ cid: 'report-1@pharos', png: Buffer.from('png') }],
    files: [{ name: '周报.pdf', type: 'application/pdf', content: Buffer.from('%PDF') }],
  });
  expect(await tell(notice)).toEqual({ result: 'delivered' });
  encloseReport = () => Promise.reject(new Error('gone'));
  expect(await tell(notice)).toEqual({ result: 'delivered' });
  const [mail, without] = mailbox.mails;
  expect(mail?.html).toContain('r1 in en');
  expect(mail?.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
    ['chart-1.png', 'image/png'],
    ['周报.pdf', 'application/pdf'],
  ]);
  expect([without?.attachments, without?.text?.includes('Cost rose')]).toEqual([[], true]);
});
