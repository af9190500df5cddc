/** A picture as messages carry it. */
export interface Picture {
  png: Buffer;
  /** As it is shown where there is room, in CSS pixels. */
  width: number;
  /** What it shows, for those who do not see it. */
  label: string;
}
