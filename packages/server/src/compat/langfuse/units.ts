/** A moment in milliseconds: what is finer, not every reader of Langfuse's API takes. */
export const instant = (iso: string): string => new Date(iso).toISOString();

/** Langfuse counts time in seconds; to the microsecond, so that a division leaves no tail of digits. */
export const seconds = (ms: number): number => Math.round(ms * 1000) / 1e6;
