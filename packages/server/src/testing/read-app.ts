import { afterAll } from 'vitest';
import type { ScoreBook } from '../store/telemetry/contract.ts';
import { openReadStore, type ReadStore } from './read-store.ts';
import { type TestApp, testApp } from './test-app.ts';

/** A server over a real engine, which tests fill with `store.put`, and users with scores: one for a file, closed after its tests. */
export async function openReadApp(
  settings: Record<string, string> = {},
): Promise<{ store: ReadStore; app: TestApp }> {
  const store = await openReadStore();
  const scoreBook: ScoreBook = {
    put: (project, scores) => store.put(project, { scores: [...scores] }),
    remove: () => Promise.reject(new Error('This test removes nothing.')),
  };
  const app = await testApp(settings, { telemetry: store.telemetry, scoreBook });
  afterAll(async () => {
    await app.close();
    await store.close();
  });
  return { store, app };
}

/** A project of its own for a test, who owns it, who may send to it and who may read it. */
export async function aReadProject(app: TestApp) {
  const { projectId, owner } = await app.aSecondProject();
  const sdk = app.withKey(await app.aKey(['ingest'], projectId));
  const reader = app.withKey(await app.aKey(['read'], projectId));
  return { projectId, owner, sdk, reader };
}
export type ReadProject = Awaited<ReturnType<typeof aReadProject>>;
