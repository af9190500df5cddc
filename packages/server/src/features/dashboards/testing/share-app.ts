import { shareCreatedSchema, sharedAnswersSchema, storedDashboardSchema } from '@pharos/core/api/dashboards';
import type { DashboardInput } from '@pharos/core/dashboards/dashboard';
import type { Question } from '@pharos/core/question';
import type { TelemetryReader } from '../../../store/telemetry/contract.ts';
import { openReadStore } from '../../../testing/read-store.ts';
import { aModelCall } from '../../../testing/spans.ts';
import { type Client, testApp } from '../../../testing/test-app.ts';
import { aDocument } from './documents.ts';

const NOON_NS = 1_772_366_400_000_000_000n;
const HOUR_NS = 3_600_000_000_000n;

/**
 * An app with model calls of two users in its first project, and one of the first user in a second: an hour before
 * noon, where the clock stands, but for that of `ours-old`. With what it takes to make links and to open them.
 */
export async function openShareApp() {
  const store = await openReadStore();
  /** What the store was asked, and in the name of which project. */
  const asked: { scope: string; question: Question }[] = [];
  const reader: TelemetryReader = {
    ...store.telemetry.reader,
    ask: (scope, question, signal) => {
      asked.push({ scope, question });
      return store.reader.ask(scope, question, signal);
    },
  };
  const test = await testApp({}, { telemetry: { ...store.telemetry, reader } });
  const second = await test.aSecondProject();
  const call = (n: number, facts: Parameters<typeof aModelCall>[0], agoNs = HOUR_NS) =>
    aModelCall({ spanId: `${n}`.padStart(16, '0'), startNs: NOON_NS - agoNs, ...facts });
  await store.put(test.projectId, {
    spans: [
      call(1, { model: 'ours-a', userId: 'ann' }),
      call(2, { model: 'ours-b', userId: 'ann' }),
      call(3, { model: 'ours-b', userId: 'bob' }),
      call(4, { model: 'ours-old', userId: 'ann' }, 48n * HOUR_NS),
    ],
  });
  await store.put(second.projectId, { spans: [call(5, { model: 'theirs', userId: 'ann' })] });

  const ofProject = (path: string, projectId = test.projectId) =>
    `/api/v1/dashboards${path}?project=${projectId}`;
  const ask = (token: string, widgets: unknown, more = {}) =>
    test.nobody.post(`/api/v1/shared/${token}/answers`, { widgets, ...more });
  const answers = async (token: string, ...widgets: string[]) =>
    (await ask(token, widgets)).as(sharedAnswersSchema).data;

  return {
    ...test,
    store,
    second,
    asked,
    ofProject,
    make: async (document: DashboardInput) =>
      (await test.owner.post(ofProject(''), { document })).as(storedDashboardSchema),
    change: async (id: string, version: number, document: DashboardInput) =>
      (await test.owner.put(ofProject(`/${id}`), { document, version })).as(storedDashboardSchema),
    /** Makes a link that lasts for an hour. */
    async linkTo(
      id: string,
      body: Record<string, unknown> = {},
      owner = test.owner,
      projectId = test.projectId,
    ) {
      const expiresAt = new Date(test.clock.nowMs() + 3_600_000).toISOString();
      const answer = await owner.post(ofProject(`/${id}/shares`, projectId), { expiresAt, ...body });
      const { id: shareId, link } = answer.as(shareCreatedSchema);
      return { shareId, token: link.split('/').at(-1) ?? '' };
    },
    open: (token: string, client: Client = test.nobody) => client.get(`/api/v1/shared/${token}`),
    ask,
    answers,
    /** Calls by model, as the chart `calls` has them. */
    async calls(token: string): Promise<Record<string, unknown>> {
      const [calls] = await answers(token, 'calls');
      return Object.fromEntries(
        calls?.answer?.series.map(({ group, totals }) => [group[0], totals.modelCalls]) ?? [],
      );
    },
    async close() {
      await test.close();
      await store.close();
    },
  };
}
export type ShareApp = Awaited<ReturnType<typeof openShareApp>>;

/** A dashboard with the one chart `calls`. */
export const ofCalls = (more: Partial<DashboardInput> = {}) => aDocument('Calls', undefined, more);
