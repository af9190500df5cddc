import { quotaSchema, quotaStatusSchema, type StoredQuota } from '@pharos/core/api/quotas';
import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { openReadStore, type ReadStore } from '../../../testing/read-store.ts';
import { aModelCall } from '../../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../../testing/test-app.ts';

/** The clock of the test app: noon in UTC. */
export const NOON_MS = 1_772_366_400_000;
export const HOUR = 3_600_000;

/** An app that reads what is put, with a project of its own for each test, and what tests do to the quotas of that. */
export function projectQuotas(defaults: object = {}) {
  let store: ReadStore;
  let app: TestApp;
  let project: string;
  let owner: Client;
  let calls = 0;
  const another = async () => {
    ({ projectId: project, owner } = await app.aSecondProject());
  };
  beforeAll(async () => {
    store = await openReadStore();
    app = await testApp({}, { telemetry: store.telemetry });
  });
  beforeEach(another);
  afterAll(async () => {
    await app.close();
    await store.close();
  });

  const at = (path = '') => `/api/v1/quotas${path}${path.includes('?') ? '&' : '?'}project=${project}`;
  const definition = (more: object = {}) => ({
    ...{ name: 'Tokens a day', scope: { type: 'project' }, measure: 'tokens', limit: '1000' },
    window: { type: 'calendar', unit: 'day', timeZone: 'UTC' },
    ...defaults,
    ...more,
  });
  const status = async (query = '') => (await owner.get(at(`/status${query}`))).as(quotaStatusSchema).data;
  return {
    get app() {
      return app;
    },
    get project() {
      return project;
    },
    get owner() {
      return owner;
    },
    /** Goes over to another project. */
    another,
    at,
    definition,
    status,
    /** Counted as well: on a busy machine that may take longer than one who makes a quota waits. */
    async make(more: object = {}): Promise<StoredQuota> {
      const made = (await owner.post(at(), definition(more))).as(quotaSchema);
      const isRead = async () => (await status(`?quota=${made.id}`))[0]?.readAt;
      if (made.enabled) await expect.poll(isRead, { timeout: 20_000 }).toEqual(expect.any(String));
      return made;
    },
    /** A call so many hours after noon. */
    aCall: (userId: string, tokens: number, hours: number, more: Partial<Span> = {}): Span =>
      aModelCall({
        ...{ spanId: `${++calls}`.padStart(16, '0'), userId, usage: { input: tokens, total: tokens } },
        startNs: BigInt(NOON_MS + hours * HOUR) * 1_000_000n,
        ...more,
      }),
    spend: (...spans: Span[]) => store.put(project, { spans }),
  };
}
