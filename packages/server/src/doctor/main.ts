import { randomBytes } from 'node:crypto';
import { environment } from '../config.ts';
import { doctor } from './doctor.ts';

const code = await doctor(process.argv.slice(2), {
  env: environment(),
  nowMs: Date.now,
  randomHex: (count) => randomBytes(count).toString('hex'),
  write: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(`${text}\n`),
});
// A store that no longer answers may hold a connection open.
process.exit(code);
