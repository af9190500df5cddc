/** Time, as everything here is told it: moments in ms, and what is to happen later. */
export interface Clock {
  nowMs(): number;
  /** Calls once after `ms`, unless it is taken back by the function it gives. No timer keeps the process alive. */
  after(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: Date.now,
  after(ms, call) {
    const timer = setTimeout(call, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
