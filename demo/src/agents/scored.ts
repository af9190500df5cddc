/** A judgement on a trace, sent as an evaluation event. */
export interface Scored {
  name: string;
  value: number;
  label?: string;
  explanation: string;
}
