/** Who sent a batch, when, and which version its rows are: the same for all its spans. */
export interface Envelope {
  projectId: string;
  apiKeyId: string;
  receivedAtMs: number;
  /** Later batches have higher versions, so that the last word on a span wins. */
  version: bigint;
}
