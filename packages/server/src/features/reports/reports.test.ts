import {
  type ReportRunDetail,
  reportRunDetailSchema,
  reportRunPageSchema,
  reportRunSchema,
  reportTimesSchema,
  storedReportSchema,
} from '@pharos/core/api/reports';
import type { MadeOf } from '@pharos/core/reports/made';
import { TEMPLATES } from '@pharos/core/reports/templates';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { aReadProject, openReadApp, type ReadProject } from '../../testing/read-app.ts';
import { aCost, aModelCall, failedWith } from '../../testing/spans.ts';
import type { Client } from '../../testing/test-app.ts';
import { aMailbox } from '../channels/testing/mailbox.ts';
import { aReceiver, type Receiver } from '../channels/testing/receiver.ts';

const PATIENCE = { timeout: 20_000, interval: 50 };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const mailbox = await aMailbox();
afterAll(() => mailbox.close());
const { store, app } = await openReadApp({
  PHAROS_EGRESS_ALLOW: '127.0.0.1',
  PHAROS_SMTP_URL: mailbox.url,
  PHAROS_MAIL_FROM: 'Pharos <reports@pharos.example>',
});

let project: ReadProject;
let admin: Client;
beforeEach(async () => {
  project = await aReadProject(app);
  admin = app.withKey(await app.aKey(['admin'], project.projectId));
});

let ids = 0;
/** Calls of a model, an hour apart, from so long ago up to now. */
const calls = (model: string, hours: number, usd: string, more: object = {}) =>
  store.put(project.projectId, {
    spans: Array.from({ length: hours }, (_, hour) => {
      const startNs = BigInt(app.clock.nowMs() - (hour + 0.5) * HOUR) * 1_000_000n;
      const traceId = `${++ids}`.padStart(32, '0');
      const call = { model, cost: aCost(usd), startNs, endNs: startNs + 800_000_000n };
      return aModelCall({ traceId, spanId: 's', parentSpanId: '', ...call, ...more });
    }),
  });

const ask = async (body: object): Promise<string> => {
  const answer = await admin.post('/api/v1/reports/runs', { name: 'Weekly', period: 'last7d', ...body });
  expect(answer.status).toBe(202);
  return answer.as(reportRunSchema).id;
};
const runOf = async (id: string): Promise<ReportRunDetail> =>
  (await project.reader.get(`/api/v1/reports/runs/${id}`)).as(reportRunDetailSchema);
const made = async (body: object): Promise<ReportRunDetail> => {
  const id = await ask(body);
  return vi.waitFor(async () => {
    const run = await runOf(id);
    expect(['done', 'failed']).toContain(run.state);
    return run;
  }, PATIENCE);
};
const of = (...sections: object[]) => ({ content: { of: 'sections', sections } });
const sectionOf = <
  Kind extends 'figures' | 'chart' | 'table' | 'movers' | 'errors' | 'forecast' | 'incidents',
>(
  run: ReportRunDetail,
  kind: Kind,
) => run.made?.sections.find((section) => section.kind === kind) as MadeOf<Kind>;

describe('a report', () => {
  test('tells figures against the period before, groups, what changed and what failed', async () => {
    await calls('gpt-5.6', 2 * 7 * 24, '0.01');
    await calls('claude-opus-5', 24, '1');
    await calls('gpt-5.6', 3, '0', failedWith('the disk is full'));
    const run = await made(
      of(
        { kind: 'figures', metrics: ['modelCalls', 'cost', 'scoreAvg'] },
        { kind: 'chart', mark: 'stacked', metrics: ['cost'], dimension: 'model' },
        { kind: 'table', metrics: ['cost', 'modelCalls'], dimension: 'model' },
        { kind: 'movers', metric: 'cost', by: 'model' },
        { kind: 'errors' },
        { kind: 'forecast', metric: 'cost' },
        { kind: 'incidents' },
        { kind: 'text', text: 'As agreed.' },
      ),
    );
    expect(run).toMatchObject({ state: 'done', step: 8, steps: 8, error: null, reportId: null });
    const [callsOf, cost, score] = sectionOf(run, 'figures').figures;
    expect(callsOf).toMatchObject({ value: 7 * 24 + 24 + 3, previous: 7 * 24 });
    expect(cost?.value).toBeCloseTo(7 * 24 * 0.01 + 24, 6);
    expect(score).toMatchObject({ metric: { name: 'scoreAvg' }, value: null });
    expect(sectionOf(run, 'chart').series.map(({ group }) => group)).toEqual(['claude-opus-5', 'gpt-5.6']);
    expect(sectionOf(run, 'table').rows.map(({ group, values }) => [group, values[1]])).toEqual([
      ['claude-opus-5', 24],
      ['gpt-5.6', 7 * 24 + 3],
    ]);
    expect(sectionOf(run, 'movers').rows[0]).toMatchObject({ group: 'claude-opus-5', before: 0, now: 24 });
    expect(sectionOf(run, 'errors').rows).toMatchObject([
      { type: 'the disk is full', count: 3, fresh: true },
    ]);
    expect(sectionOf(run, 'incidents')).toMatchObject({ opened: 0, rows: [] });
    // The clock shows noon of the first day of a month.
    expect(sectionOf(run, 'forecast').forecast.present).toBeCloseTo(12 * 1.01, 6);
  });

  test('is had as HTML, PDF, CSV and Markdown, in both languages', async () => {
    await calls('<script>alert(1)</script>', 24, '0.5');
    const { id } = await made({
      ...of({ kind: 'table', metrics: ['cost'], dimension: 'model' }),
      name: '周报 “A/B”',
    });
    const file = (query: string) => project.reader.get(`/api/v1/reports/runs/${id}/file?${query}`);

    const html = await file('format=html&language=zh-CN');
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(html.text).toContain('<html lang="zh-CN">');
    expect(html.text).toContain('&lt;script&gt;alert(1)');
    expect(html.text).not.toContain('<script');
    expect(html.text).toContain('周报');

    const pdf = await file('format=pdf');
    expect(Buffer.from(pdf.bytes).subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.headers['content-disposition']).toMatch(
      /^attachment; filename\*=UTF-8''%E5%91%A8%E6%8A%A5.*\.pdf$/,
    );

    const csv = await file('format=csv');
    expect(csv.text).toContain('section,kind,dimension,group,metric,unit,time,value,previous');
    expect(csv.text).toMatch(/table,model,<script>alert\(1\)<\/script>,cost,usd,,12,0/);

    expect((await file('format=md')).text).toContain('\\<script\\>alert(1)');
    expect((await file('format=docx')).status).toBe(400);
  });

  test.each(TEMPLATES.map(({ name }) => name))(
    'of the template %s is made, though there is nothing to tell',
    async (template) => {
      const run = await made({ content: { of: 'template', template } });
      expect(run.state).toBe('done');
      expect(run.made?.sections.filter(({ kind }) => kind === 'failed')).toEqual([]);
      const pdf = await project.reader.get(`/api/v1/reports/runs/${run.id}/file?format=pdf&language=zh-CN`);
      expect(pdf.status).toBe(200);
    },
  );

  test('of a dashboard has its charts; of one that is gone it says so', async () => {
    await calls('gpt-5.6', 24, '0.01');
    const run = await made({ content: { of: 'dashboard', dashboard: 'cost' } });
    expect(run.state).toBe('done');
    expect(sectionOf(run, 'figures').figures.map(({ metric }) => metric.name)).toContain('cost');
    expect(await made({ content: { of: 'dashboard', dashboard: 'none' } })).toMatchObject({
      state: 'failed',
      error: 'The dashboard that it is made of is gone.',
    });
  });

  test('that asks for what cannot be is refused, with the place', async () => {
    const refused = async (body: object) => {
      const answer = await admin.post('/api/v1/reports', {
        name: 'r',
        content: { of: 'template', template: 'cost' },
        ...body,
      });
      return [answer.status, answer.at('error.details.0.path')];
    };
    expect(await refused(of({ kind: 'figures', metrics: ['speed'] }))).toEqual([
      400,
      '/content/sections/0/metrics/0',
    ]);
    expect(await refused({ filter: 'cost:>x' })).toEqual([400, '/filter']);
    expect(await refused({ timeZone: 'Mars' })).toEqual([400, '/timeZone']);
    expect(await refused({ channels: ['nobody'] })).toEqual([400, '/channels/0']);
    expect(await refused({ schedule: { every: 'cron', cron: '61 * * * *' } })).toEqual([
      400,
      '/schedule/cron',
    ]);
    expect(await refused({ schedule: { every: 'cron', cron: '*/30 * * * *' } })).toEqual([
      400,
      '/schedule/cron',
    ]);
    expect(await refused(of({ kind: 'chart', metrics: ['cost', 'latencyP95'] }))).toEqual([
      400,
      '/content/sections/0/metrics',
    ]);
    expect(await refused(of({ kind: 'table', metrics: ['cost'], dimension: 'score' }))).toEqual([
      400,
      '/content/sections/0/metrics',
    ]);
    expect(await refused({ schedule: { every: 'day', at: '25:00' } })).toEqual([400, '/schedule/at']);
  });

  test('is seen by its project alone', async () => {
    const { id } = await made({ content: { of: 'template', template: 'cost' } });
    const other = await aReadProject(app);
    expect((await other.reader.get(`/api/v1/reports/runs/${id}`)).status).toBe(404);
    expect((await other.reader.get(`/api/v1/reports/runs/${id}/file?format=csv`)).status).toBe(404);
    expect((await other.reader.get('/api/v1/reports/runs')).as(reportRunPageSchema).data).toEqual([]);
    expect((await other.owner.delete(`/api/v1/reports/runs/${id}?project=${other.projectId}`)).status).toBe(
      404,
    );
  });
});

describe('the archive', () => {
  test('is read in pages, the newest first, and forgets what it is told to', async () => {
    const all = [];
    for (const name of ['a', 'b', 'c']) {
      all.unshift((await made({ ...of({ kind: 'text', text: 'x' }), name })).id);
      app.clock.advance(1000);
    }
    const first = (await project.reader.get('/api/v1/reports/runs?limit=2')).as(reportRunPageSchema);
    const cursor = encodeURIComponent(first.nextCursor ?? '');
    const rest = (await project.reader.get(`/api/v1/reports/runs?limit=2&cursor=${cursor}`)).as(
      reportRunPageSchema,
    );
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(all);
    expect((await admin.delete(`/api/v1/reports/runs/${all[0]}`)).status).toBe(204);
    expect((await project.reader.get(`/api/v1/reports/runs/${all[0]}`)).status).toBe(404);
  });
});

describe('a schedule', () => {
  const keep = async (body: object) => {
    const answer = await admin.post('/api/v1/reports', {
      name: 'Daily',
      period: 'day',
      ...of({ kind: 'text', text: 'x' }),
      ...body,
    });
    expect(answer.status).toBe(201);
    return answer.as(storedReportSchema);
  };
  const runs = async (report: string) =>
    (await project.reader.get(`/api/v1/reports/runs?report=${report}`)).as(reportRunPageSchema).data;

  test('tells its next times by the clocks of its zone', async () => {
    const answer = await project.reader.post('/api/v1/reports/times', {
      ...{ schedule: { every: 'week', on: 1, at: '08:30' }, timeZone: 'Europe/Berlin' },
    });
    expect(answer.as(reportTimesSchema).times.slice(0, 2)).toEqual(
      // Clocks go on an hour on 2026-03-29.
      expect.arrayContaining([expect.stringMatching(/T0[67]:30:00\.000Z$/)]),
    );
    expect(answer.as(reportTimesSchema).times).toHaveLength(5);
  });

  test('has a report made once at its time, of the day before, and times that were missed caught up on once', async () => {
    const { id, dueAt } = await keep({ schedule: { every: 'day', at: '08:00' }, timeZone: 'Asia/Shanghai' });
    expect(dueAt).toMatch(/T00:00:00\.000Z$/);
    app.clock.advance(Date.parse(dueAt ?? '') - app.clock.nowMs() + 1000);
    await vi.waitFor(async () => expect(await runs(id)).toMatchObject([{ state: 'done' }]), PATIENCE);
    const [run] = await runs(id);
    // Midnights in Shanghai.
    expect(run).toMatchObject({
      askedBy: null,
      scheduledFor: dueAt,
      to: expect.stringMatching(/T16:00:00\.000Z$/),
    });
    expect(Date.parse(run?.to ?? '') - Date.parse(run?.from ?? '')).toBe(DAY);

    app.clock.advance(5 * DAY);
    await vi.waitFor(
      async () => expect(await runs(id)).toMatchObject([{ state: 'done' }, { state: 'done' }]),
      PATIENCE,
    );
    const [late] = await runs(id);
    expect(Date.parse(late?.scheduledFor ?? '')).toBe(Date.parse(dueAt ?? '') + 5 * DAY);
    const next = (await project.reader.get(`/api/v1/reports/${id}`)).as(storedReportSchema);
    expect(Date.parse(next.dueAt ?? '')).toBe(Date.parse(dueAt ?? '') + 6 * DAY);
    expect(next.lastRun?.id).toBe(late?.id);
  });

  test('that is off has nothing made; a report that goes leaves what was made of it', async () => {
    const { id } = await keep({ schedule: { every: 'day', at: '08:00' }, enabled: false });
    expect((await project.reader.get(`/api/v1/reports/${id}`)).at('dueAt')).toBeNull();
    const run = (await admin.post(`/api/v1/reports/${id}/runs`)).as(reportRunSchema);
    await vi.waitFor(async () => expect((await runOf(run.id)).state).toBe('done'), PATIENCE);
    expect((await admin.delete(`/api/v1/reports/${id}`)).status).toBe(204);
    expect(await runOf(run.id)).toMatchObject({ state: 'done', reportId: null, name: 'Daily' });
  });
});

describe('a report that is sent', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await aReceiver();
  });
  afterAll(() => receiver.close());

  test('arrives with what stands out, in the language of its channel, and its channel is not taken away', async () => {
    await calls('gpt-5.6', 24, '0.5');
    await calls('gpt-5.6', 7 * 24 + 30, '0.001');
    const channel = await project.owner.post(`/api/v1/channels?project=${project.projectId}`, {
      ...{ kind: 'webhook', name: 'hook', language: 'zh-CN', config: { url: receiver.url } },
    });
    expect(channel.status).toBe(201);
    const channelId = String(channel.at('id'));
    const answer = await admin.post('/api/v1/reports', {
      ...{ name: '周报', period: 'last7d', channels: [channelId] },
      ...of({ kind: 'figures', metrics: ['cost'] }),
    });
    const { id } = answer.as(storedReportSchema);
    const run = (await admin.post(`/api/v1/reports/${id}/runs`)).as(reportRunSchema);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), PATIENCE);
    const told = z
      .object({ title: z.string(), text: z.string(), url: z.string() })
      .parse(JSON.parse(receiver.received[0]?.body ?? ''));
    expect(told.title).toMatch(/^周报 · /);
    expect(told.text).toMatch(/成本上升/);
    expect(told.url).toContain(`/reports/runs/${run.id}`);
    expect((await runOf(run.id)).sent).toBe(1);

    const gone = await project.owner.delete(`/api/v1/channels/${channelId}?project=${project.projectId}`);
    expect([gone.status, gone.at('error.message')]).toEqual([409, 'The report “周报” still uses it.']);
  });

  test('comes by mail with its figures and charts, and as PDF', async () => {
    await calls('gpt-5.6', 24, '0.5');
    const channel = await project.owner.post(`/api/v1/channels?project=${project.projectId}`, {
      ...{ kind: 'email', name: 'mail', config: { to: ['ada@example.com'] } },
    });
    expect(channel.status).toBe(201);
    await ask({
      ...of({ kind: 'figures', metrics: ['cost'] }, { kind: 'chart', metrics: ['cost'], dimension: 'model' }),
      channels: [String(channel.at('id'))],
    });
    await vi.waitFor(() => expect(mailbox.mails).toHaveLength(1), PATIENCE);
    const [mail] = mailbox.mails;
    expect(mail?.subject).toMatch(/^Weekly · /);
    expect(mail?.html).toContain('$12.00');
    expect(mail?.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['chart-1.png', 'image/png'],
      [expect.stringMatching(/^Weekly .*\.pdf$/), 'application/pdf'],
    ]);
    const [picture, pdf] = mail?.attachments ?? [];
    expect(picture?.content.subarray(1, 4).toString()).toBe('PNG');
    expect(pdf?.content.subarray(0, 5).toString()).toBe('%PDF-');
  });
});
