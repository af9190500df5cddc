import { parseArgs } from 'node:util';
import { isSound } from './audit.ts';
import { kills } from './kills.ts';

/** Faults on purpose, for hours if need be: `npm run torture -- --deaths 200 --seed 1`. Ends with 1 when anything was lost or doubled. */
const { values } = parseArgs({
  options: { deaths: { type: 'string', default: '200' }, seed: { type: 'string' } },
});
const deaths = Number(values.deaths);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
if (!Number.isSafeInteger(deaths) || deaths < 1 || !Number.isSafeInteger(seed)) {
  console.error('--deaths is a number of at least 1, --seed a whole number.');
  process.exit(2);
}
console.log(`seed ${seed}: a server is killed ${deaths} times while it is sent to`);
const found = await kills(seed, deaths);
console.table(found);
process.exit(isSound(found) ? 0 : 1);
