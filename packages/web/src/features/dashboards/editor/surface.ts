/** The button that a widget is arranged by; ids are letters, digits, _ and -. */
export const surfaceOf = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-widget="${id}"]`);
