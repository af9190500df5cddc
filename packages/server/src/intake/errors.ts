/** Why a received request is refused as a whole. Each has one meaning on the wire, see receive/refusal.ts. */

/** The body is not what it claims to be; sending it again cannot help. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** The sender left before all of the body had come: mostly there is nobody to be told. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

/** The body, or what it decompresses to, is over a limit. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** Content type or content encoding that is not taken. */
export class UnsupportedMedia extends Error {
  override readonly name = 'UnsupportedMedia';
}

/** The body does not arrive at a pace worth waiting for; it may be the network's doing, so it may come again. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** A worker died of this body, so another would too: the one fault of ours that sending again cannot help. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied';

  constructor(cause: unknown) {
    super('This body could not be processed.', { cause });
  }
}

/** No room now; nothing was stored and the same request may come again. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
