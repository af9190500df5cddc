import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import { dashboardSchema } from '@pharos/core/dashboards/dashboard';
import type { Answer, Question } from '@pharos/core/question';
import { z } from 'zod';
import { aMe, type Reply, type SeenRequest } from '../../../testing/api-server.ts';

const AT = '2026-11-26T08:00:00Z';
const documented = z.object({ document: dashboardSchema });
const saved = documented.extend({ version: z.number(), note: z.string().optional() });

/** One dashboard `d1` with its versions, as the API keeps it. */
export interface DashboardsApi {
  reply: (request: SeenRequest) => Reply | undefined;
  /** Somebody else stores a version. */
  saveAs: (author: string, document: Dashboard) => void;
  latest: () => Dashboard;
  /** Questions that were asked, in order. */
  questions: Question[];
}

function answerTo({ metrics, dimensions, from, to, bucketSeconds }: Question): Answer {
  const figures = <Value>(value: Value) => Object.fromEntries(metrics.map((metric) => [metric, value]));
  return {
    ...{ from, to },
    ...(bucketSeconds ? { bucketSeconds, buckets: [from] } : {}),
    series: [
      {
        group: dimensions.map(() => 'one'),
        other: false,
        totals: figures(30),
        exact: {},
        ...(bucketSeconds ? { points: figures([30]) } : {}),
      },
    ],
  };
}

export function dashboardsApi(first: Dashboard): DashboardsApi {
  const versions = [{ document: first, author: 'Ada', note: '' }];
  const questions: Question[] = [];
  const add = (author: string, document: Dashboard, note = '') => versions.push({ document, author, note });
  const latest = () => versions.at(-1)?.document ?? first;
  const summary = () => ({
    ...{ id: 'd1', source: 'own', title: latest().title, description: latest().description },
    version: versions.length,
    widgets: latest().tabs.flatMap(({ widgets }) => widgets).length,
    updatedAt: AT,
    updatedBy: versions.at(-1)?.author ?? null,
  });
  const stored = () => ({ ...summary(), document: latest() });
  const version = (nth: number) => {
    const found = versions[nth - 1];
    return found && { ...found, version: nth, at: AT, restoredFrom: null };
  };
  const save = (body: unknown): Reply => {
    const change = saved.parse(body);
    if (change.version !== versions.length) {
      const details = { version: versions.length, updatedBy: versions.at(-1)?.author ?? null };
      return { status: 409, body: { error: { code: 'conflict', message: 'Changed.', details } } };
    }
    add('Ada', change.document, change.note);
    return { body: stored() };
  };
  const ready = {
    ...{ id: 'overview', source: 'ready', title: 'Ready overview', description: 'At a glance' },
  };
  const ROUTES: [RegExp, (request: SeenRequest, nth: number) => Reply | undefined][] = [
    [/^GET \/api\/v1\/me$/, () => ({ body: aMe() })],
    [
      /^GET \/api\/v1\/dashboards$/,
      () => ({
        body: { data: [{ ...ready, version: 0, widgets: 16, updatedAt: null, updatedBy: null }, summary()] },
      }),
    ],
    [/^GET \/api\/v1\/dashboards\/d1$/, () => ({ body: stored() })],
    [/^PUT \/api\/v1\/dashboards\/d1$/, ({ body }) => save(body)],
    [
      /^POST \/api\/v1\/dashboards$/,
      ({ body }) => ({
        status: 201,
        body: { ...stored(), id: 'd2', version: 1, document: documented.parse(body).document },
      }),
    ],
    [
      /^GET \/api\/v1\/dashboards\/d1\/versions$/,
      () => ({ body: { data: versions.map((_, index) => version(index + 1)).reverse(), dropped: 0 } }),
    ],
    [
      /^GET \/api\/v1\/dashboards\/d1\/versions\/(\d+)$/,
      (_, nth) => {
        const found = version(nth);
        return found && { body: found };
      },
    ],
    [
      /^POST \/api\/v1\/dashboards\/d1\/restore$/,
      ({ body }) => {
        const { version: nth } = z.object({ version: z.number() }).parse(body);
        add('Ada', versions[nth - 1]?.document ?? first);
        return { body: stored() };
      },
    ],
    [/^GET \/api\/v1\/suggest$/, () => ({ body: { data: [{ value: 'gpt-4.1', count: 7 }] } })],
    [/^GET \/api\/v1\/annotations$/, () => ({ body: { data: [] } })],
    [
      /^POST \/api\/v1\/query$/,
      ({ body }) => {
        const [question] = z.array(z.custom<Question>()).parse([body]);
        if (question) questions.push(question);
        return question && { body: answerTo(question) };
      },
    ],
    [
      /^POST \/api\/v1\/questions$/,
      ({ body }) => {
        const asked = z.object({ questions: z.array(z.custom<Question>()) }).parse(body).questions;
        questions.push(...asked);
        return { lines: asked.map((question, index) => ({ index, answer: answerTo(question) })) };
      },
    ],
  ];
  return {
    saveAs: (author, document) => void add(author, document),
    latest,
    questions,
    reply: (request) => {
      for (const [route, answer] of ROUTES) {
        const match = route.exec(`${request.method} ${request.path}`);
        if (match) return answer(request, Number(match[1]));
      }
      return undefined;
    },
  };
}
