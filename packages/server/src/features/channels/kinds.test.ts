import { createHash, createHmac } from 'node:crypto';
import { CHANNEL_SECRETS, type ChannelKind } from '@pharos/core/channels/config';
import type { Notice } from '@pharos/core/channels/notice';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressRule, parseAllowed } from '../../egress/address-rule.ts';
import { createEgress } from '../../egress/guard.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import type { Values } from './sealed-config.ts';
import { createSender } from './sender.ts';
import { aLongNotice, aNotice, anIncident, HOSTILE } from './testing/notices.ts';
import { aReceiver, type Receiver } from './testing/receiver.ts';

const clock = fakeClock();
const SECONDS = clock.nowMs() / 1000;
const rule = addressRule(parseAllowed('127.0.0.1') ?? { ranges: [], hosts: [] });
const without = {
  ...{ mailer: undefined, pictureOf: async () => undefined, encloseReport: async () => undefined },
};
const send = createSender({ egress: createEgress({ rule }), ...without, seal: undefined, clock });

let receiver: Receiver;
beforeAll(async () => {
  receiver = await aReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.received = [];
  receiver.answer = (_request, response) => response.end('{"code":0,"errcode":0}');
});

const tell = (kind: ChannelKind, config: Values = {}, notice: Notice = aNotice()) =>
  send(
    notice,
    { id: 'c', kind, config: { url: `${receiver.url}/hook?k=v`, ...config }, sealed: null },
    new AbortController().signal,
  );
const last = () => {
  const seen = receiver.received.at(-1);
  if (!seen) throw new Error('nothing was received');
  return { ...seen, json: JSON.parse(seen.body) };
};
const answering = (status: number, body = '', headers: Record<string, string> = {}) => {
  receiver.answer = (_request, response) => response.writeHead(status, headers).end(body);
};

describe('a webhook', () => {
  it('is sent JSON with the key and a signature that its receiver can check', async () => {
    expect(await tell('webhook', { secret: 'shh', headers: { Authorization: 'Bearer t' } })).toEqual({
      result: 'delivered',
    });
    const { headers, body, json, method, path } = last();
    expect([method, path]).toEqual(['POST', '/hook?k=v']);
    const [, seconds, hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-pharos-signature'])) ?? [];
    expect(Number(seconds)).toBe(SECONDS);
    expect(createHmac('sha256', 'shh').update(`${seconds}.${body}`).digest('hex')).toBe(hex);
    expect(headers).toMatchObject({
      'idempotency-key': 'step-1',
      authorization: 'Bearer t',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(json).toMatchObject({
      version: 1,
      key: 'step-1',
      reason: 'opened',
      severity: 'critical',
      title: '[Critical] Slow answers · checkout',
      project: { id: 'p', name: 'checkout' },
      incidents: [
        {
          ...{ id: 'i1', labels: { model: 'gpt-4.1' } },
          figure: {
            metric: 'Latency p95',
            value: 4.2,
            limit: 2,
            unit: 's',
            text: 'Latency p95 4.2 s (limit 2 s)',
          },
        },
      ],
      sentAt: '2026-03-01T12:00:00.000Z',
    });
  });

  it('has a body by its template, which nothing that is told can break', async () => {
    const template =
      '{"a":"{{ title }} in {{project.name}}","n":"{{count}}","l":"{{incident.labels}}","none":"{{incident.endedAt}}","{{key}}":1}';
    await tell('webhook', { template }, aNotice({ incidents: [anIncident({ title: HOSTILE })] }));
    expect(last().json).toEqual({
      a: expect.stringContaining('[Critical] <!channel> [click]'),
      n: 1,
      l: { model: 'gpt-4.1' },
      none: null,
      '{{key}}': 1,
    });
    // What is filled in is not looked through for placeholders again.
    expect(last().json.a).toContain('{{key}}');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (title) => {
        await tell(
          'webhook',
          { template: '{"t":"{{incident.title}}!"}' },
          aNotice({ incidents: [anIncident({ title })] }),
        );
        expect(last().json).toEqual({ t: `${title}!` });
      }),
      { numRuns: 20 },
    );
  });
});

describe('Slack', () => {
  it('is sent blocks in which nothing that is told links or mentions', async () => {
    await tell('slack', {}, aNotice({ incidents: [anIncident({ title: HOSTILE })] }));
    const { blocks, text } = last().json;
    expect(blocks[0]).toMatchObject({ type: 'header', text: { type: 'plain_text' } });
    expect(blocks[1].text.text).toContain('<https://pharos.example/incidents/i1|&lt;!channel&gt; [click]');
    expect(blocks[1].text.text.replaceAll(/<https:[^<>]*>/g, '')).not.toMatch(/[<>]/);
    expect(text).not.toMatch(/[<>]/);
    await tell('slack', {}, aLongNotice());
    for (const { text: of } of last().json.blocks)
      expect(of.text.length).toBeLessThanOrEqual(of.type === 'plain_text' ? 150 : 3000);
    expect(last().json.blocks[1].text.text).toMatch(/还有 \d+ 个$/);
  });
});

describe('Teams', () => {
  it('is sent an Adaptive Card of plain text within 28 KB', async () => {
    await tell('teams', {}, aNotice({ incidents: [anIncident({ title: HOSTILE })] }));
    const [{ contentType, content }] = last().json.attachments;
    expect([last().json.type, contentType, content.type, content.version]).toEqual([
      'message',
      'application/vnd.microsoft.card.adaptive',
      'AdaptiveCard',
      '1.4',
    ]);
    expect(new Set(content.body.map(({ type }: { type: string }) => type))).toEqual(
      new Set(['RichTextBlock']),
    );
    expect(content.actions).toEqual([
      { type: 'Action.OpenUrl', title: 'Open in Pharos', url: 'https://pharos.example/incidents' },
    ]);
    await tell('teams', {}, aLongNotice());
    expect(Buffer.byteLength(last().body)).toBeLessThan(28 * 1024);
  });

  it('is believed when it answers 200 and tells of a failure', async () => {
    const failure =
      'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ';
    answering(200, `${failure}429 with ContextId tcid=0`);
    expect(await tell('teams')).toMatchObject({ result: 'again' });
    answering(200, `${failure}413 with ContextId tcid=0`);
    expect(await tell('teams')).toMatchObject({ result: 'refused' });
    answering(202);
    expect(await tell('teams')).toEqual({ result: 'delivered' });
  });
});

describe('Feishu', () => {
  it('is sent a card that is signed as its documentation says', async () => {
    expect(await tell('feishu', { secret: 'shh' }, aNotice({ language: 'zh-CN' }))).toEqual({
      result: 'delivered',
    });
    const { timestamp, sign, msg_type, card } = last().json;
    expect([timestamp, msg_type]).toEqual([String(SECONDS), 'interactive']);
    expect(sign).toBe(createHmac('sha256', `${timestamp}\nshh`).digest('base64'));
    expect(card.header).toEqual({
      template: 'red',
      title: { tag: 'plain_text', content: '[严重] Slow answers · checkout' },
    });
    expect(card.elements.at(-1).actions[0]).toMatchObject({
      tag: 'button',
      url: 'https://pharos.example/incidents',
    });
    await tell('feishu', {}, aLongNotice());
    expect(last().json).not.toHaveProperty('sign');
    expect(Buffer.byteLength(last().body)).toBeLessThan(20 * 1024);
  });
});

describe('DingTalk', () => {
  it('is sent a card whose URL is signed as its documentation says', async () => {
    expect(await tell('dingtalk', { secret: 'SECshh' })).toEqual({ result: 'delivered' });
    const { path, json } = last();
    const query = new URL(path, receiver.url).searchParams;
    expect([query.get('k'), query.get('timestamp')]).toEqual(['v', String(clock.nowMs())]);
    expect(query.get('sign')).toBe(
      createHmac('sha256', 'SECshh').update(`${clock.nowMs()}\nSECshh`).digest('base64'),
    );
    expect(json).toMatchObject({
      msgtype: 'actionCard',
      actionCard: { singleURL: 'https://pharos.example/incidents' },
    });
    await tell('dingtalk', {}, aNotice({ url: '', incidents: [anIncident({ title: HOSTILE })] }));
    const { text } = last().json.markdown;
    expect(text).not.toMatch(/\]\(http:\/\/evil|@all|<b>/);
    await tell('dingtalk', {}, aLongNotice());
    expect(Buffer.byteLength(last().body)).toBeLessThan(20_000);
  });
});

describe('WeCom', () => {
  const png = Buffer.from('a picture');
  const showing = createSender({
    ...{ egress: createEgress({ rule }), ...without, seal: undefined, clock },
    pictureOf: async () => ({ png, width: 552, label: 'Latency' }),
  });
  const show = (notice: Notice) => {
    const config = { url: `${receiver.url}/hook?k=v` };
    return showing(notice, { id: 'c', kind: 'wecom', config, sealed: null }, new AbortController().signal);
  };
  const kinds = () => receiver.received.map(({ body }) => JSON.parse(body).msgtype);

  it('is shown the chart of one incident after its message, and what becomes of that is no matter', async () => {
    expect(await show(aNotice())).toEqual({ result: 'delivered' });
    expect(kinds()).toEqual(['markdown', 'image']);
    const md5 = createHash('md5').update(png).digest('hex');
    expect(last().json).toEqual({ msgtype: 'image', image: { base64: png.toString('base64'), md5 } });
    receiver.answer = ({ body }, response) =>
      body.includes('"image"') ? response.destroy() : response.end('{"errcode":0}');
    expect(await show(aNotice())).toEqual({ result: 'delivered' });
  });

  it('is shown nothing of a message that did not arrive, nor of several incidents', async () => {
    await show(aNotice({ incidents: [anIncident(), anIncident({ id: 'i2' })] }));
    answering(500);
    await show(aNotice());
    expect(kinds()).toEqual(['markdown', 'markdown']);
  });

  it('is sent Markdown within 4096 bytes, with the way to Pharos at its end', async () => {
    expect(await tell('wecom')).toEqual({ result: 'delivered' });
    expect(last().json.markdown.content).toContain('[Slow answers](https://pharos.example/incidents/i1)');
    await tell('wecom', {}, aLongNotice());
    const { content } = last().json.markdown;
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096);
    expect(content).toMatch(/还有 \d+ 个\n\n\[在 Pharos 中查看\]\(https:\/\/pharos\.example\/incidents\)$/);
    await tell('wecom', {}, aNotice({ incidents: [anIncident({ title: `<@all> ${HOSTILE}` })] }));
    expect(last().json.markdown.content).not.toMatch(/<@|\]\(http:\/\/evil/);
  });
});

describe('PagerDuty', () => {
  const routingKey = 'a'.repeat(32);

  it('is sent an event for each incident, which is the same incident there from its beginning to its end', async () => {
    const incidents = [
      anIncident(),
      anIncident({ id: 'i2', fingerprint: '', isAcknowledged: true }),
      anIncident({ id: 'i3', fingerprint: 'f3', isOpen: false, endedAt: '2026-03-01T12:00:00Z' }),
    ];
    await tell('pagerduty', { routingKey }, aNotice({ incidents }));
    const events = receiver.received.map(({ body }) => JSON.parse(body));
    expect(events.map(({ event_action, dedup_key }) => [event_action, dedup_key])).toEqual([
      ['trigger', 'pharos:p:f1'],
      ['acknowledge', 'pharos:p:i2'],
      ['resolve', 'pharos:p:f3'],
    ]);
    expect(events[0]).toMatchObject({
      routing_key: routingKey,
      payload: {
        summary: 'Slow answers',
        source: 'checkout',
        severity: 'critical',
        custom_details: { model: 'gpt-4.1' },
      },
      client_url: 'https://pharos.example/incidents',
    });
  });

  it('is tested by an incident that ends at once, and is told no reports', async () => {
    await tell('pagerduty', { routingKey }, aNotice({ reason: 'test', incidents: [] }));
    expect(receiver.received.map(({ body }) => JSON.parse(body).event_action)).toEqual([
      'trigger',
      'resolve',
    ]);
    expect(
      await tell('pagerduty', { routingKey }, aNotice({ reason: 'report', incidents: [] })),
    ).toMatchObject({
      result: 'refused',
    });
  });

  it('is told the rest again when one event did not arrive', async () => {
    receiver.answer = (_request, response) =>
      response.writeHead(receiver.received.length === 2 ? 503 : 202).end();
    const incidents = [anIncident(), anIncident({ fingerprint: 'f2' }), anIncident({ fingerprint: 'f3' })];
    expect(await tell('pagerduty', { routingKey }, aNotice({ incidents }))).toMatchObject({
      result: 'again',
    });
    expect(receiver.received).toHaveLength(2);
  });
});

describe('Alertmanager', () => {
  it('is posted alerts which are the same until they end', async () => {
    const incidents = [
      anIncident({ labels: { 'gen_ai.model': 'gpt-4.1', '1st': 'x' } }),
      anIncident({ id: 'i2', fingerprint: 'f2', isOpen: false, endedAt: '2026-03-01T11:59:00Z' }),
    ];
    await tell('alertmanager', { url: `${receiver.url}/am/` }, aNotice({ incidents }));
    expect(last().path).toBe('/am/api/v2/alerts');
    expect(last().json).toMatchObject([
      {
        labels: {
          alertname: 'Slow answers',
          severity: 'critical',
          gen_ai_model: 'gpt-4.1',
          _1st: 'x',
          pharos_incident: 'f1',
        },
        annotations: { runbook_url: 'https://wiki.example/slow' },
        startsAt: '2026-03-01T11:55:00Z',
        endsAt: '2026-03-02T12:00:00.000Z',
        generatorURL: 'https://pharos.example/incidents/i1',
      },
      { labels: { pharos_incident: 'f2' }, endsAt: '2026-03-01T11:59:00Z' },
    ]);
  });
});

describe('an answer', () => {
  it.each([
    ['slack', 200, 'ok', { result: 'delivered' }],
    ['slack', 429, '', { result: 'again', afterMs: 30_000 }],
    ['slack', 404, 'no_service', { result: 'refused', reason: 'HTTP 404: no_service' }],
    ['slack', 500, '', { result: 'again' }],
    ['webhook', 503, '', { result: 'again', afterMs: 30_000 }],
    ['webhook', 301, '', { result: 'refused' }],
    ['webhook', 410, 'gone', { result: 'refused' }],
    ['feishu', 200, '{"code":0,"msg":"success"}', { result: 'delivered' }],
    ['feishu', 200, '{"StatusCode":0}', { result: 'delivered' }],
    [
      'feishu',
      200,
      '{"code":19021,"msg":"sign match fail"}',
      { result: 'refused', reason: '19021: sign match fail' },
    ],
    ['feishu', 200, '{"code":11232,"msg":"frequency limited"}', { result: 'again', afterMs: 60_000 }],
    ['feishu', 200, '{"code":424242}', { result: 'again' }],
    ['dingtalk', 200, '{"errcode":0,"errmsg":"ok"}', { result: 'delivered' }],
    ['dingtalk', 200, '{"errcode":310000,"errmsg":"sign not match"}', { result: 'refused' }],
    ['dingtalk', 200, '{"errcode":130101,"errmsg":"send too fast"}', { result: 'again', afterMs: 60_000 }],
    ['wecom', 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', { result: 'refused' }],
    ['wecom', 200, '{"errcode":45009,"errmsg":"freq out of limit"}', { result: 'again', afterMs: 60_000 }],
    ['wecom', 200, '<html>a proxy</html>', { result: 'again' }],
    ['wecom', 502, '<html>a proxy</html>', { result: 'again' }],
  ] as const)('of %s with %d and %s is read', async (kind, status, body, outcome) => {
    answering(status, body, { 'retry-after': '30' });
    expect(await tell(kind)).toMatchObject(outcome);
  });

  it('tells when to come back by a date as well', async () => {
    answering(429, '', { 'retry-after': new Date(clock.nowMs() + 90_000).toUTCString() });
    expect(await tell('slack')).toMatchObject({ afterMs: 90_000 });
  });

  it('that repeats a secret is told without it', async () => {
    answering(400, 'you sent hunter2!');
    const { createSeal } = await import('../../secrets/seal.ts');
    const { splitConfig } = await import('./sealed-config.ts');
    const seal = createSeal([new Uint8Array(32)]);
    const channel = { id: 'c', kind: 'webhook' as const };
    const split = splitConfig(seal, channel, { url: receiver.url, headers: { 'x-token': 'hunter2' } });
    const sealing = createSender({ egress: createEgress({ rule }), ...without, seal, clock });
    const outcome = await sealing(aNotice(), { ...channel, ...split }, new AbortController().signal);
    expect(last().headers['x-token']).toBe('hunter2');
    expect(outcome).toEqual({ result: 'refused', reason: 'HTTP 400: you sent •••!' });
  });

  it('of nobody may come later, and of a place that is closed never', async () => {
    const closed = await aReceiver();
    closed.close();
    expect(await tell('webhook', { url: closed.url })).toMatchObject({ result: 'again' });
    expect(await tell('webhook', { url: 'http://10.0.0.1/' })).toMatchObject({ result: 'refused' });
  });
});

it('every kind says what of it is secret', () => {
  expect(Object.entries(CHANNEL_SECRETS).filter(([, names]) => names.length === 0)).toEqual([['email', []]]);
});
