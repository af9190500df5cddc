/** An evaluator's judgement on a trace, sent as an evaluation event of OpenTelemetry. */
export interface Evaluated {
  by: 'event';
  name: string;
  value: number;
  label?: string;
  explanation: string;
}

/** A judgement given over the API of scores: by users of the product, by people who review it, by a check. */
export interface Given {
  by: 'api';
  name: string;
  value: number | boolean | string;
  source: 'feedback' | 'annotation' | 'evaluation';
  comment?: string;
  author?: string;
  /** On the whole session, where the others are on a trace. */
  sessionId?: string;
}

export type Scored = Evaluated | Given;
