import type { StepOf } from '../facts.ts';
import type { Tape } from '../tape.ts';

/** The agent takes one of several ways. */
export function decide(tape: Tape, decision: Omit<StepOf<'decision'>, 'step'>): void {
  tape.step({ step: 'decision', ...decision }, () => tape.wait(0.2));
}
