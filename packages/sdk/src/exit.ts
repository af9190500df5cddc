const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Calls `finish` before the process ends by itself, or by a signal that nobody else handles; then happens what would have
 * happened. Where somebody else handles the signal there may be more to tell, so `flush` is called. Gives what takes that back.
 */
export function beforeExit(finish: () => Promise<unknown>, flush: () => Promise<unknown>): () => void {
  const onIdle = () => void finish();
  const onSignal = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) > 1) void flush();
    else void finish().finally(() => process.kill(process.pid, signal));
  };
  process.on('beforeExit', onIdle);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return () => {
    process.off('beforeExit', onIdle);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}
