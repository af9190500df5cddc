import { z } from 'zod';
import { labelName } from '../alerts/rule.ts';

/** Names what fires: labels of its rule, what tells its group apart, and `rule`, `severity` and `kind`. */
export type Labels = Readonly<Record<string, string>>;

/** One condition on a label. A label that is missing is '', as in Alertmanager. `~` matches a pattern in which * is any text. */
export const matcherSchema = z.object({
  label: labelName,
  op: z.enum(['=', '!=', '~', '!~']),
  value: z.string().max(256),
});
export type Matcher = z.output<typeof matcherSchema>;
/** All of them hold. None would match everything, which nobody means. */
export const matchersSchema = z.array(matcherSchema).min(1).max(20);

/** Whether a text is what a pattern describes; linear in both, whoever wrote them. */
export function fits(pattern: string, text: string): boolean {
  let [p, t, star, resume] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

const HOLDS: Record<Matcher['op'], (text: string, value: string) => boolean> = {
  '=': (text, value) => text === value,
  '!=': (text, value) => text !== value,
  '~': (text, value) => fits(value, text),
  '!~': (text, value) => !fits(value, text),
};

const labelOf = (labels: Labels, name: string): string =>
  Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';

export const matches = (matchers: readonly Matcher[], labels: Labels): boolean =>
  matchers.every(({ label, op, value }) => HOLDS[op](labelOf(labels, label), value));

/** Whether two have the same values of some labels; what both lack is the same. */
export const agree = (names: readonly string[], a: Labels, b: Labels): boolean =>
  names.every((name) => labelOf(a, name) === labelOf(b, name));
