import type { Config, Environment } from '../config.ts';

export type Severity = 'failure' | 'warning';

/** What a check saw; `advice` and `severity` in place of those of its entry. */
export interface Seen {
  isFine: boolean;
  found: string;
  severity?: Severity;
  advice?: string;
}
export const fine = (found: string): Seen => ({ isFine: true, found });
export const wrong = (found: string, more: Pick<Seen, 'severity' | 'advice'> = {}): Seen => ({
  isFine: false,
  found,
  ...more,
});

/** One entry of the table of checks. */
export interface Check<Subject> {
  /** Stable, for programs that read the report. */
  name: string;
  /** What is looked at, in words. */
  about: string;
  /** What it counts as when it is not fine. */
  severity: Severity;
  /** What to do then. */
  advice: string;
  /** Undefined: it says nothing about this deployment. What it throws is what was found wrong. */
  look(subject: Subject): Promise<Seen | undefined> | Seen | undefined;
}

/** A deployment as its settings describe it, and how it is reached. */
export interface Deployment {
  config: Config;
  env: Environment;
  /** A server that runs, by its address; `key` is a secret key of a project. */
  server: { url: string; key?: string | undefined } | undefined;
  /** May a span be sent to it? */
  maySend: boolean;
  nowMs(): number;
  /** `count` random bytes in hex. */
  randomHex(count: number): string;
}

export interface Result {
  group: string;
  name: string;
  about: string;
  state: 'ok' | Severity | 'skipped';
  found: string;
  advice?: string;
}

/** Checks of one thing, which is opened for them once. */
export interface Group<Subject> {
  title: string;
  /** Undefined: this deployment has no such thing. */
  open(deployment: Deployment): Promise<Opened<Subject> | undefined> | Opened<Subject> | undefined;
  /** What it means that it cannot be opened. */
  reach: Omit<Check<never>, 'look' | 'severity'>;
  checks: readonly Check<Subject>[];
}
export interface Opened<Subject> {
  subject: Subject;
  /** What there is to tell of reaching it. */
  found?: string;
  close?(): Promise<void>;
}

/** Keeps together what belongs together in type, and forgets the type. */
export type Examination = (deployment: Deployment) => Promise<Result[]>;
