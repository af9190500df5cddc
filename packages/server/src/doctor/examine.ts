import { inTime } from '../in-time.ts';
import type { Check, Examination, Group, Opened, Result, Seen } from './check.ts';
import { reasonOf } from './reason.ts';

/** Whatever does not answer in this time does not answer. */
const OPEN_MS = 15_000;
const LOOK_MS = 20_000;

/** Opens a group's subject, makes its checks one after another, and closes it. Never rejects. */
export const examination =
  <Subject>({ title, open, reach, checks }: Group<Subject>): Examination =>
  async (deployment) => {
    const told = (check: Pick<Check<Subject>, 'name' | 'about'>, rest: Pick<Result, 'state' | 'found'>) => ({
      group: title,
      name: check.name,
      about: check.about,
      ...rest,
    });
    let opened: Opened<Subject> | undefined;
    try {
      opened = await inTime(Promise.resolve(open(deployment)), OPEN_MS);
    } catch (error) {
      const { found, advice = reach.advice } = reasonOf(error);
      return [
        { ...told(reach, { state: 'failure', found }), advice },
        ...checks.map((check) => told(check, { state: 'skipped', found: 'not reached' })),
      ];
    }
    if (opened === undefined) return [];
    const results: Result[] = [];
    if (opened.found !== undefined) results.push(told(reach, { state: 'ok', found: opened.found }));
    for (const check of checks) {
      const seen = await look(check, opened.subject);
      if (seen === undefined) continue;
      const { isFine, found, severity = check.severity, advice = check.advice } = seen;
      results.push(
        isFine ? told(check, { state: 'ok', found }) : { ...told(check, { state: severity, found }), advice },
      );
    }
    await inTime(opened.close?.() ?? Promise.resolve(), OPEN_MS).catch(() => undefined);
    return results;
  };

async function look<Subject>(check: Check<Subject>, subject: Subject): Promise<Seen | undefined> {
  try {
    return await inTime(Promise.resolve(check.look(subject)), LOOK_MS);
  } catch (error) {
    return { isFine: false, ...reasonOf(error) };
  }
}
