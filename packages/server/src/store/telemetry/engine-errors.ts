/** What the engine itself refused. `code` is its own error number, where it gave one. */
export class EngineError extends Error {
  override readonly name: string = 'EngineError';
  readonly code: number | undefined;

  constructor(message: string, code: number | undefined, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }

  /** Trying again later may work: no memory, no disk, no network, or no answer at all. */
  get isTemporary(): boolean {
    return this.code === undefined || TEMPORARY.has(this.code);
  }
}

/** The engine gave no answer of any kind, or is not asked because it gave none to the last who tried. */
export class EngineDown extends EngineError {
  override readonly name = 'EngineDown';

  constructor(cause?: unknown) {
    const reason = cause instanceof Error && cause.message !== '' ? `: ${cause.message}` : '';
    super(`The telemetry store does not answer${reason}`, undefined, cause);
  }
}

/** States of the engine that pass, by its own numbers: nothing is wrong with the statement. */
const TEMPORARY: ReadonlySet<number> = new Set([
  ...[75, 76, 243, 425], // the disk: cannot write, cannot open, not enough space, an error of the system
  ...[173, 241], // no memory: none to allocate, over the limit
  ...[202, 203, 252, 439, 745], // busy: queries, connections, parts waiting for a merge, threads, overload
  ...[96, 198, 209, 210, 279], // the network between servers: socket, name, timeout, error, no connection
  ...[225, 242, 254, 285, 286, 319, 999], // replicas: no keeper, read-only without it, too few, quorum, keeper error
  ...[236, 733], // a server that stops, a table that starts
]);
/** An answer of more rows or bytes than it may have. */
export const TOO_LARGE = 396;
const MEMORY_LIMIT = 241;
const TIMEOUT_EXCEEDED = 159;
const QUERY_WAS_CANCELLED = 394;

export class QueryTimeout extends Error {
  override readonly name = 'QueryTimeout';
  constructor(timeoutMs: number) {
    super(`The query took longer than ${timeoutMs} ms.`);
  }
}

/** More queries are waiting for a session than may wait. */
export class EngineBusy extends Error {
  override readonly name = 'EngineBusy';
}

/** What is asked for is still worked out of what an earlier release stored. */
export class BeingFilled extends Error {
  override readonly name = 'BeingFilled';
  constructor() {
    super('This is still worked out of what was stored before the upgrade. Try again in a few minutes.');
  }
}

/** The engine cannot take it now, whatever it is: the same statement may work later. */
export const isTemporary = (error: unknown): boolean =>
  error instanceof QueryTimeout ||
  error instanceof EngineBusy ||
  error instanceof BeingFilled ||
  (error instanceof EngineError && error.isTemporary);

/** The data directory belongs to one process at a time. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse';
  constructor(path: string, pid: number | undefined, cause?: unknown) {
    super(`${path} is in use by another process${pid === undefined ? '' : ` (pid ${pid})`}.`, { cause });
  }
}

/** Some of what is stored lies on a disk that the engine is not told of. */
export class ColdStorageUnknown extends Error {
  override readonly name = 'ColdStorageUnknown';
  constructor() {
    super('Some of it lies in cold storage: set PHAROS_COLD_STORAGE as it was.');
  }
}

/** The engine's answer to a failure as one of the errors above. */
export function engineError(cause: unknown, timeoutMs: number): Error {
  if (cause instanceof EngineBusy || cause instanceof EngineError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = Number(/Code: (\d+)\./.exec(message)?.[1] ?? (cause as { code?: unknown }).code);
  if (code === TIMEOUT_EXCEEDED || code === QUERY_WAS_CANCELLED) return new QueryTimeout(timeoutMs);
  return new EngineError(message, Number.isNaN(code) ? undefined : code, cause);
}

export const tooLarge = (maxBytes: number): EngineError =>
  new EngineError(`The answer is larger than ${maxBytes} bytes.`, TOO_LARGE);

/** The answer is more than it may be, or than fits into the memory of one query: of less of it the same may work. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof EngineError &&
  (error.code === TOO_LARGE || (error.code === MEMORY_LIMIT && !error.message.includes('(total)')));
