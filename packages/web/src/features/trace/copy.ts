/** An id is whatever its sender chose: nothing of it may end the quote of a shell. */
const inShell = (text: string) => encodeURIComponent(text).replace(/'/g, '%27');

/** A command that fetches the trace, for a terminal where the project's keys are set. */
export const curlOfTrace = (origin: string, traceId: string): string =>
  `curl -u "$PHAROS_PUBLIC_KEY:$PHAROS_SECRET_KEY" '${origin}/api/v1/traces/${inShell(traceId)}'`;
