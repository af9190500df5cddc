import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { UsageError } from '../world.ts';
import { emptyTally, tallySchema } from './tally.ts';

const listState = z.object({
  /** Where to go on; null at the start. */
  position: z.string().nullable(),
  done: z.boolean(),
});

const stateSchema = z.object({
  /** Tells this import from others; made of what it reads and where it writes. No key can be read from it. */
  import: z.string(),
  from: z.string(),
  to: z.string(),
  /** Nothing later is read, however often the import is run again: lists that grow at their head hold still. */
  until: z.string(),
  lists: z.record(z.string(), listState),
  tally: tallySchema,
});
export type State = z.output<typeof stateSchema>;
type Fresh = Pick<State, 'import' | 'from' | 'to' | 'until'>;

const begun = (fresh: Fresh): State => ({ ...fresh, lists: {}, tally: emptyTally() });

/** The file that knows how far an import has come. */
export class StateFile {
  readonly path: string;
  readonly state: State;
  /** Another run has begun this import. */
  readonly resumed: boolean;

  private constructor(path: string, state: State, resumed: boolean) {
    this.path = path;
    this.state = state;
    this.resumed = resumed;
  }

  /** @throws UsageError when the file is of another import, or none. */
  static async open(path: string, fresh: Fresh): Promise<StateFile> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new UsageError(`${path} cannot be read: ${error.message}`);
    });
    if (text === undefined) return new StateFile(path, begun(fresh), false);
    const state = read(text);
    if (!state) throw new UsageError(`${path} is no state of an import. Name another file with --state.`);
    if (state.import !== fresh.import)
      throw new UsageError(
        `${path} is of another import (${state.from} → ${state.to}, or with other keys, projects or times). Name another file with --state.`,
      );
    return new StateFile(path, state, true);
  }

  /** For a run that leaves no trace. */
  static unsaved(fresh: Fresh): StateFile {
    return new StateFile('', begun(fresh), false);
  }

  /** In one step: whatever happens, the file is either as it was or as it is now. */
  async save(): Promise<void> {
    const beside = `${this.path}.new`;
    await writeFile(beside, `${JSON.stringify(this.state, null, 2)}\n`, { flush: true });
    await rename(beside, this.path);
  }
}

function read(text: string): State | undefined {
  try {
    return stateSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
