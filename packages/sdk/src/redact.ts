/** What may not leave the process, by how it looks or by the name it goes by. */
export type RedactionRule =
  /** Wherever this is found in a text. */
  | RegExp
  /** Ready rules. */
  | ReadyRule
  /** The whole value of an attribute of this name. */
  | { key: string | RegExp }
  /** What the text becomes. */
  | ((key: string, text: string) => string);

export const REDACTED = '[redacted]';

/** `hint` is found soon where there is nothing, and most texts have nothing. */
const READY = {
  /** Addresses of mail. */
  email: { hint: /@/, pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g },
  /** Numbers of payment cards, with or without spaces. */
  card: { hint: /\d[ -]?\d[ -]?\d/, pattern: /\b(?:\d[ -]?){13,18}\d\b/g },
  /** Keys and tokens of well-known forms. */
  secret: {
    hint: /[spr]k-|gh[pousr]_|AKIA|xox|eyJ|Bearer/,
    pattern:
      /\b(?:sk|pk|rk)-[\w-]{16,}|\bgh[pousr]_\w{20,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[\w-]{10,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+|\bBearer [\w.~+/-]{8,}=*/g,
  },
} satisfies Record<string, { hint: RegExp; pattern: RegExp }>;
export type ReadyRule = keyof typeof READY;

/** Text of an attribute, or field, of this name as it may be sent. Never throws: where a rule fails nothing of the text is left. */
export type Redact = (key: string, text: string) => string;

const global = (pattern: RegExp): RegExp =>
  pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`);

function redactBy(rule: RedactionRule): Redact {
  if (typeof rule === 'function') return rule;
  if (rule instanceof RegExp) {
    const pattern = global(rule);
    return (_key, text) => text.replace(pattern, REDACTED);
  }
  if (typeof rule === 'string') {
    const { pattern, hint } = READY[rule];
    return (_key, text) => (hint.test(text) ? text.replace(pattern, REDACTED) : text);
  }
  const { key: wanted } = rule;
  if (typeof wanted === 'string') return (key, text) => (key === wanted ? REDACTED : text);
  const pattern = new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, ''));
  return (key, text) => (pattern.test(key) ? REDACTED : text);
}

/** Undefined: there is nothing to redact. */
export function createRedact(rules: readonly RedactionRule[]): Redact | undefined {
  if (rules.length === 0) return undefined;
  const steps = rules.map(redactBy);
  return (key, text) => {
    try {
      return steps.reduce((left, step) => step(key, left), text);
    } catch {
      return REDACTED;
    }
  };
}

/** Every text of an object, in whatever depth, except under names that are `kept`. */
export function redactTexts<Value>(
  value: Value,
  redact: Redact,
  kept?: ReadonlySet<string>,
  key = '',
): Value {
  if (typeof value === 'string') return redact(key, value) as Value;
  if (Array.isArray(value)) return value.map((each) => redactTexts(each, redact, kept, key)) as Value;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      kept?.has(name) ? each : redactTexts(each, redact, kept, name),
    ]),
  ) as Value;
}
