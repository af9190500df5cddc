import { ruleInputSchema } from '@pharos/core/alerts/rule';
import { policyInputSchema } from '@pharos/core/escalation/policy';
import type { Answer } from '@pharos/core/question';
import { randomIds } from '../../../ids.ts';
import type { Records } from '../../../store/records/tables.ts';
import { scopeTo } from '../../../store/scope.ts';
import type { FakeClock } from '../../../testing/fake-clock.ts';
import { BandBook } from '../bands.ts';
import { insertDocument } from '../document-queries.ts';
import { Evaluator } from '../evaluator.ts';
import { Teller } from '../teller.ts';

interface ProcessParts {
  records: Records;
  clock: FakeClock;
  /** What whoever asks is answered. */
  answer(): Answer;
  onError(error: unknown): void;
}

/** A process that evaluates and tells. */
export function anAlertProcess({ answer, ...parts }: ProcessParts) {
  const shared = { ...parts, newId: () => randomIds.id(), publicUrl: 'https://pharos.example' };
  const teller = new Teller({ ...shared, onTold: () => undefined });
  const none = async () => [];
  const evaluator = new Evaluator({
    ...shared,
    answers: {
      async *askAll(_scope, questions) {
        for (const index of questions.keys()) yield { index, answer: answer() };
      },
    },
    bands: new BandBook({ ask: async () => answer() }),
    watching: { errors: none, agents: none, quotas: none },
    onTurned: () => undefined,
  });
  return {
    async look() {
      await evaluator.look();
      await teller.look();
    },
  };
}

interface WatchedOptions {
  rule?: object;
  watch?: object;
  policy?: object;
  /** Of each step. */
  after?: number[];
}

/** A project with a rule for its error rate and a policy that tells channels of its own: one at once, each of the others so many seconds after the one before. */
export async function aWatchedProject(
  { records, clock }: Pick<ProcessParts, 'records' | 'clock'>,
  { rule = {}, watch = {}, policy = {}, after = [900] }: WatchedOptions = {},
): Promise<{ projectId: string; channels: string[] }> {
  const projectId = randomIds.id();
  const at = new Date(clock.nowMs());
  await records.insertInto('projects').values({ id: projectId, name: 'p', createdAt: at }).execute();
  const channels = after.map(() => randomIds.id());
  const config = JSON.stringify({ url: 'https://hook.example' });
  for (const id of channels) {
    await records
      .insertInto('channels')
      .values({
        ...{ id, projectId, kind: 'webhook', name: id, language: null, enabled: true, config },
        ...{ sealed: null, secrets: [], createdAt: at, updatedAt: at, updatedBy: 'ada' },
      })
      .execute();
  }
  const project = scopeTo(projectId);
  const by = { author: 'ada', at };
  const steps = after.map((afterSeconds, step) => ({
    ...{ afterSeconds, targets: [{ type: 'channel', id: channels[step] }] },
  }));
  const telling = { name: 'team', isDefault: true, waitSeconds: 0, steps, ...policy };
  await insertDocument(records, project, 'policy', randomIds.id(), policyInputSchema.parse(telling), by);
  const condition = { kind: 'threshold', op: '>', limit: 0.5 };
  const document = ruleInputSchema.parse({
    ...{ name: 'errors', delaySeconds: 0, ...rule },
    watch: { kind: 'metric', metric: 'errorRate', condition, ...watch },
  });
  await insertDocument(records, project, 'rule', randomIds.id(), document, by);
  return { projectId, channels };
}
