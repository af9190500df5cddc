/** Where files of an export go. */
export interface Target {
  /**
   * Puts a file there under a path with slashes: all of it or nothing, in the place of one that has its name.
   * @throws TargetError saying why not; what the signal was aborted with
   */
  put(path: string, bytes: Uint8Array, signal: AbortSignal): Promise<void>;
}

/** Nothing was put there; the message is for whoever made the export. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  /** It will be the same next time. */
  readonly isFinal: boolean;

  constructor(message: string, isFinal: boolean, options?: ErrorOptions) {
    super(message, options);
    this.isFinal = isFinal;
  }
}
