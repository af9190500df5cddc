import type { ReactNode } from 'react';

/** A chart with data of one kind: shown on the page of all charts, and kept as a picture by tests. */
export interface ChartCase {
  /** What is special about the data, as a file may be named: `long labels`. */
  name: string;
  element: ReactNode;
  /** CSS pixels, 640 unless told. */
  width?: number;
  /** Too large to be kept as a picture, or drawn in HTML: it is for the page alone. */
  pageOnly?: true;
}
