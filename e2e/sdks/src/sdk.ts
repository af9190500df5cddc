import type { CheckId } from './checks.ts';
import type { Trees } from './trees.ts';

/** Where a program is to send to: one URL and one key pair. */
export interface Target {
  url: string;
  grpcPort: number;
  publicKey: string;
  secretKey: string;
}

/** A row of the table of compatibility, and what is expected of it. */
export interface Sdk {
  title: string;
  /** The packages whose versions the row states. */
  packages: readonly string[];
  /** The folder under programs/. */
  folder: string;
  /** The file in it to run, where a folder has several. */
  file?: string;
  protocol: string;
  /** The variables that the SDK documents. */
  environment(target: Target): Record<string, string>;
  trees: Trees;
  /** The end user's judgement as far as this SDK tells it; in full when left out. */
  feedback?: { name: string; value: number; comment: string | null };
  /** Facts that the SDK does not put on the wire, and how we know. */
  unsent: Partial<Record<CheckId, string>>;
  /** What else there is to know of a fact that is there. */
  remarks?: Partial<Record<CheckId, string>>;
  /** What it prints whatever the server does. */
  chatter?: readonly RegExp[];
}
