/** What was refused: how many, and why (at most a few distinct reasons, for the sender to read). */
export interface Rejection {
  count: number;
  reasons: string[];
}
