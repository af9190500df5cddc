export type EgressFailure =
  /** The URL is none, or not one that may be asked. */
  | 'invalid_url'
  /** It leads where requests may not go. */
  | 'refused_address'
  | 'unknown_host'
  | 'refused_redirect'
  | 'timeout'
  | 'connection';

/** These will be the same next time. */
const FINAL: readonly EgressFailure[] = ['invalid_url', 'refused_address', 'refused_redirect'];

/** A request that got no answer; the message names hosts and reasons, never what was sent. */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly failure: EgressFailure;

  constructor(failure: EgressFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }

  get isFinal(): boolean {
    return FINAL.includes(this.failure);
  }
}
