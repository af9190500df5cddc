import { Session } from 'chdb';

/**
 * Loaded before the server, whose process it kills (-9) at a statement of the engine: PHAROS_TEST_DIE_AT is `before` or `after`, what the
 * statement contains, and which of them it is, as in `after:INSERT INTO spans:3`.
 */
const [when, part = '', nth = '1'] = (process.env.PHAROS_TEST_DIE_AT ?? '').split(':');
if (when === 'before' || when === 'after') {
  const run = Session.prototype.queryAsync;
  let seen = 0;
  Session.prototype.queryAsync = async function (this: Session, ...call: Parameters<typeof run>) {
    const isIt = call[0].includes(part) && ++seen === Number(nth);
    if (isIt && when === 'before') process.kill(process.pid, 'SIGKILL');
    const answer = await run.apply(this, call);
    if (isIt) process.kill(process.pid, 'SIGKILL');
    return answer;
  } as typeof run;
}
