import { openDoor } from '../stand-in/door.ts';
import { startProvider } from '../stand-in/provider.ts';
import { CHECK_IDS, CHECKS, type CheckId } from './checks.ts';
import { type Pharos, readEvidence } from './pharos.ts';
import type { Run } from './problems.ts';
import { runProgram } from './program.ts';
import type { Sdk } from './sdk.ts';

/**
 * `unsent`: the SDK does not put it on the wire, as the table of SDKs says and the run confirms. A table that says less
 * than is true is a failure too.
 */
export type Outcome =
  | { is: 'held' }
  | { is: 'unsent'; reason: string }
  | { is: 'failed'; problems: readonly string[] };

export type Outcomes = Record<CheckId, Outcome>;

export interface Result {
  run: Run;
  outcomes: Outcomes;
}

/** What was acknowledged can be read soon after; a test that waits longer waits for something that never comes. */
const LIMIT_MS = 20_000;
const PAUSE_MS = 150;

/** Runs the program of an SDK against a project of its own, and checks what Pharos then knows. */
export async function runSdk(pharos: Pharos, sdk: Sdk): Promise<Result> {
  const project = await pharos.project(sdk.title);
  const [provider, door] = await Promise.all([startProvider(), openDoor(pharos.url)]);
  try {
    const ended = await runProgram(`${sdk.folder}/${sdk.file ?? 'main.ts'}`, {
      OPENAI_BASE_URL: provider.url,
      OPENAI_API_KEY: 'sk-stand-in',
      ...sdk.environment({ url: door.url, grpcPort: pharos.grpcPort, ...project }),
    });
    const deadline = Date.now() + LIMIT_MS;
    for (;;) {
      const evidence = await readEvidence(pharos.url, project);
      const run = { ended, passages: door.passages, ...evidence };
      const outcomes = judge(run, sdk);
      const isSettled = CHECK_IDS.every((id) => outcomes[id].is !== 'failed');
      if (isSettled || Date.now() > deadline) return { run, outcomes };
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  } finally {
    provider.stop();
    door.stop();
  }
}

function judge(run: Run, sdk: Sdk): Outcomes {
  const outcomes = CHECK_IDS.map((id): [CheckId, Outcome] => {
    const problems = CHECKS[id].problems(run, sdk);
    const reason = sdk.unsent[id];
    if (reason === undefined)
      return [id, problems.length === 0 ? { is: 'held' } : { is: 'failed', problems }];
    if (problems.length > 0) return [id, { is: 'unsent', reason }];
    return [id, { is: 'failed', problems: [`The table says "${reason}", but it is there.`] }];
  });
  return Object.fromEntries(outcomes) as Outcomes;
}

/** What is wrong, a line each. */
export const failuresOf = (outcomes: Outcomes): string[] =>
  CHECK_IDS.flatMap((id) => {
    const outcome = outcomes[id];
    return outcome.is === 'failed' ? outcome.problems.map((problem) => `${id}: ${problem}`) : [];
  });
