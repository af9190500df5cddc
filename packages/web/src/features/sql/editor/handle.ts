/** What the page does with an editor. */
export interface EditorHandle {
  /** Puts a text where the cursor is. */
  insert(text: string): void;
  /** Puts the cursor at an offset. */
  goTo(at: number): void;
}
