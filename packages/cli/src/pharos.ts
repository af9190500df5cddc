import { runImport } from './import.ts';
import { HELP, readOptions } from './options.ts';
import { Failure, UsageError, type World } from './world.ts';

/** The program: what was asked for, its exit code. */
export async function pharos(args: readonly string[], world: World): Promise<0 | 1 | 2> {
  try {
    const options = readOptions(args, world);
    if (options) return await runImport(options, world);
    world.screen.write(`${HELP}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    world.complain(error.message);
    return error instanceof UsageError ? 2 : 1;
  }
}
