import { restoreCommand } from './program.ts';
import { terminal } from './terminal.ts';

// The engine may keep threads: nothing is under way any more.
process.exit(await restoreCommand(process.argv.slice(2), terminal()));
