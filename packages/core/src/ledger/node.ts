/** What counting goes by, of a span alone. */
export interface CountingFacts {
  /** It is a model call. */
  call: boolean;
  /** A model call, whatever calls lie within it. */
  ownCall: boolean;
  /** What lies in it is no part of a model call around it. */
  apart: boolean;
  /** Its own record reports tokens or cost. */
  reported: boolean;
  /** What was told apart from it does. */
  patched: boolean;
  /** Its own record carries tokens that were estimated from its text. */
  guessed: boolean;
}

/** A span in the book of its trace. */
export interface Node extends CountingFacts {
  readonly spanId: string;
  /** False while only children or patches of it were seen. */
  known: boolean;
  /** A version of it is on disk or in the batch being written. */
  written: boolean;
  version: bigint;
  startNs: bigint;
  endNs: bigint;
  lasting: boolean;
  userId: string;
  sessionId: string;
  /** As it was last written. */
  counted: boolean;
  covered: boolean;
  /** As it names it; '' for none. */
  parentSpanId: string;
  /** None of spans that name each other in a circle. */
  parent: Node | undefined;
  /** Most spans have none. */
  children: Set<Node> | undefined;
  /** How many of its children tell it so: see what-is-told.ts. */
  spendingChildren: number;
  callingChildren: number;
  tellingChildren: number;
  /** What it last told its parent and its children. */
  toldUp: number;
  toldDown: number;
}

export const newNode = (spanId: string): Node => ({
  spanId,
  known: false,
  written: false,
  version: 0n,
  startNs: 0n,
  endNs: 0n,
  lasting: false,
  userId: '',
  sessionId: '',
  call: false,
  ownCall: false,
  apart: false,
  reported: false,
  patched: false,
  guessed: false,
  counted: true,
  covered: false,
  parentSpanId: '',
  parent: undefined,
  children: undefined,
  spendingChildren: 0,
  callingChildren: 0,
  tellingChildren: 0,
  toldUp: 0,
  toldDown: 0,
});
