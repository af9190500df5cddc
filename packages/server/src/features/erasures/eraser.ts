import type { Clock } from '@pharos/core/time';
import type { Ids } from '../../ids.ts';
import { PresenceUnavailable } from '../../live/presence.ts';
import { RegistersUnavailable } from '../../live/registers.ts';
import { Looks } from '../../looks.ts';
import { audit } from '../../store/records/audit.ts';
import { settingsNaming } from '../../store/records/erasure/erasure.ts';
import type { Leases } from '../../store/records/leases.ts';
import { isTemporary } from '../../store/telemetry/engine-errors.ts';
import { endErasure, noteErasure, type RunningErasure, takeErasure } from './queries.ts';
import { KEPT, secretOf, signed } from './receipt.ts';
import { type StepParts, step } from './steps.ts';

export interface EraserOptions extends StepParts {
  clock: Clock;
  ids: Ids;
  leases: Pick<Leases, 'ifFree'>;
  /** False while requests that were accepted are not stored yet: what of them is the user's would come after. */
  isReady(): boolean;
  onError(error: unknown): void;
  onEnd(state: 'done' | 'failed'): void;
}

const LOOK_MS = 30_000;
const FIRST_MS = 1_000;
const MOST_ATTEMPTS = 5;

/** What an erasure waits for. */
class NotYet extends Error {
  override readonly name = 'NotYet';
}
const passes = (error: unknown): boolean =>
  [NotYet, PresenceUnavailable, RegistersUnavailable].some((kind) => error instanceof kind) ||
  isTemporary(error);

/** Erases users, one after the other, each in steps that can be gone on with after a crash; by one process at a time. */
export class Eraser {
  readonly #options: EraserOptions;
  readonly #looks: Looks;
  readonly #end = new AbortController();
  #looking = false;

  constructor(options: EraserOptions) {
    this.#options = options;
    const look = async () => {
      this.#looking = true;
      await options.leases
        .ifFree('erasures', () => this.#eraseAll())
        .finally(() => {
          this.#looking = false;
        });
    };
    this.#looks = new Looks(look, { everyMs: LOOK_MS, firstMs: FIRST_MS, onError: options.onError });
  }

  start(): void {
    this.#looks.start();
  }

  /** Sees whether there is somebody to be erased. */
  async wake(): Promise<void> {
    // A look that is under way may have seen all that it looks for.
    const again = this.#looking;
    await this.#looks.now();
    if (again && !this.#end.signal.aborted) await this.#looks.now();
  }

  /** Breaks off what runs; it goes on with the next start. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#looks.stop();
  }

  async #eraseAll(): Promise<void> {
    const waiting = new Set<string>();
    while (!this.#end.signal.aborted) {
      const erasure = await takeErasure(this.#options.records, waiting);
      if (erasure === undefined) return;
      try {
        if (!this.#options.isReady()) throw new NotYet('Requests that were accepted are stored first.');
        if (await step(erasure, this.#options, this.#end.signal)) await this.#finish(erasure);
        else if (erasure.error !== '') await noteErasure(this.#options.records, erasure.id, { error: '' });
      } catch (error) {
        if (this.#end.signal.aborted) return;
        waiting.add(erasure.id);
        await this.#failed(erasure, error);
      }
    }
  }

  /** What passes is waited for; all else is tried again some times. */
  async #failed({ id, attempts }: RunningErasure, error: unknown): Promise<void> {
    const { records, clock, onError, onEnd } = this.#options;
    onError(error);
    if (passes(error)) {
      await noteErasure(records, id, { error: 'A store is not ready. It goes on by itself.' });
    } else if (attempts + 1 < MOST_ATTEMPTS) {
      await noteErasure(records, id, {
        attempts: attempts + 1,
        error: 'A step has failed. It is tried again in a moment.',
      });
    } else {
      const why =
        'Not all could be erased: the log of the server says why. Ask for it again; what is gone stays gone.';
      await endErasure(records, id, { state: 'failed', error: why, finishedAt: new Date(clock.nowMs()) });
      onEnd('failed');
    }
  }

  async #finish(erasure: RunningErasure): Promise<void> {
    const { records, clock, ids, onEnd } = this.#options;
    const { id, projectId, subject, askedBy, createdAt, reason, erased } = erasure;
    const secret = await secretOf(records, projectId, () => ids.secret());
    const finishedAt = new Date(clock.nowMs());
    const receipt = signed(secret, {
      ...{ version: 1, id, projectId, subject, ids: erasure.ids.length, askedBy, reason },
      askedAt: createdAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      erased,
      named: await settingsNaming(records, { project: projectId, ids: erasure.ids }),
      kept: KEPT,
    });
    await records.transaction().execute(async (tx) => {
      await endErasure(tx, id, { state: 'done', error: '', finishedAt, receipt });
      const entry = {
        projectId,
        actor: 'system',
        action: 'erasure.done',
        subject: `${id} ${subject}`,
        ip: null,
      };
      await audit(tx, { atMs: clock.nowMs(), ...entry });
    });
    onEnd('done');
  }
}
