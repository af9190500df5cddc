/** Whether the process is about to end: it says so before it stops listening, so that nobody is sent to it any more. */
export interface Drain {
  begun: boolean;
}
