import type { Means } from './http.ts';

/** Where progress is shown. */
export interface Screen {
  isTTY: boolean;
  write(text: string): void;
}

/** What a command has of the world around it. */
export interface World {
  env: Readonly<Record<string, string | undefined>>;
  directory: string;
  screen: Screen;
  complain(text: string): void;
  /** Aborted when the person at the terminal wants it to end. */
  stop: AbortSignal;
  means: Means;
}

/** What ends a command, in words for the person at the terminal. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
}

/** What is wrong with the command line. */
export class UsageError extends Failure {
  override readonly name = 'UsageError';
}

/** The person at the terminal ended it. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}
