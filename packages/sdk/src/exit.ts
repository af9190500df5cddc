const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** What listens here: a program may have started this several times, as one that reloads itself does. */
const ours = new Set<unknown>();
let ending: Promise<unknown> = Promise.resolve();
const othersHandle = (signal: NodeJS.Signals) => process.listeners(signal).some((each) => !ours.has(each));

/**
 * Calls `finish` before the process ends by itself, or by a signal that nobody else handles; then happens what would have
 * happened. Where somebody else handles the signal there may be more to tell, so `flush` is called. Gives what takes that back.
 */
export function beforeExit(finish: () => Promise<unknown>, flush: () => Promise<unknown>): () => void {
  const onIdle = () => void finish();
  const onSignal = (signal: NodeJS.Signals) => {
    if (othersHandle(signal)) return void flush();
    const all = Promise.allSettled([ending, finish()]);
    ending = all;
    // The last one ends the process, when all have finished.
    void all.then(() => ending === all && process.kill(process.pid, signal));
  };
  process.on('beforeExit', onIdle);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  ours.add(onSignal);
  return () => {
    process.off('beforeExit', onIdle);
    for (const signal of SIGNALS) process.off(signal, onSignal);
    ours.delete(onSignal);
  };
}
