import { Session } from 'chdb';
import { afterAll, expect } from 'vitest';

/*
 * Set up before every file of tests. Files run one after another in the same process, which has the engine open once: whoever leaves it open
 * is told so, in place of whoever comes next.
 */

const PATCHED = Symbol.for('pharos.sessions');
type Patched = typeof Session.prototype & { [PATCHED]?: Set<Session> };

/** Sessions that have been used and not closed. */
function openSessions(): Set<Session> {
  const prototype: Patched = Session.prototype;
  const known = prototype[PATCHED];
  if (known) return known;
  const open = new Set<Session>();
  prototype[PATCHED] = open;
  const { query, queryAsync, close } = prototype;
  prototype.query = function (this: Session, ...call: Parameters<typeof query>) {
    open.add(this);
    return query.apply(this, call);
  } as typeof query;
  prototype.queryAsync = function (this: Session, ...call: Parameters<typeof queryAsync>) {
    open.add(this);
    return queryAsync.apply(this, call);
  } as typeof queryAsync;
  prototype.close = function (this: Session) {
    open.delete(this);
    return close.call(this);
  };
  return open;
}

const open = openSessions();
afterAll(() => {
  const left = [...open];
  for (const session of left) session.close();
  expect(left.length, 'sessions of the engine that this file left open').toBe(0);
});
