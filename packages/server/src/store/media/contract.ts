import type { Readable } from 'node:stream';
import type { ProjectScope } from '../scope.ts';

/** What bytes must be to be kept. */
export interface ContentDigest {
  /** SHA-256, as hex. */
  sha256: string;
  bytes: number;
}

/** Bytes that are not what they were said to be. */
export class WrongContent extends Error {
  override readonly name = 'WrongContent';
}

/** Files that go with telemetry, such as images and sound: each project's own, found by what is in them. */
export interface MediaStore {
  /**
   * Keeps what comes, on disk when it resolves, without ever holding it in memory. Bytes that are kept already are read
   * and checked all the same.
   * @throws WrongContent as soon as they turn out not to be as expected.
   */
  put(scope: ProjectScope, expected: ContentDigest, content: Readable): Promise<void>;
  /** Undefined when it is not kept. */
  open(scope: ProjectScope, sha256: string): Promise<{ content: Readable; bytes: number } | undefined>;
  /** Whether there was such a file; it is gone when it resolves. */
  remove(scope: ProjectScope, sha256: string): Promise<boolean>;
}
