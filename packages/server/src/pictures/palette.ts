/** The colours of a picture, as #rrggbb. */
export interface Palette {
  surface: string;
  grid: string;
  /** Of the axis at zero, where values lie on both sides of it. */
  zero: string;
  /** Text of axes; names; what is to be read first. */
  muted: string;
  soft: string;
  ink: string;
  /** The period before. */
  faint: string;
  /** What something is held against. */
  bad: string;
  /** Of the series in their order; beyond their number they come again. */
  series: readonly string[];
}

/**
 * The light theme of the pages (packages/web/src/design/tokens.css): pictures lie on white paper and in mails. The red of
 * the series is left out, for red means state.
 */
export const LIGHT: Palette = {
  surface: '#fbfcfd',
  grid: '#dfe1e5',
  zero: '#c0c4cb',
  muted: '#60676f',
  soft: '#424850',
  ink: '#1d2229',
  faint: '#9a9fa6',
  bad: '#d42f37',
  series: ['#4269d0', '#c68a00', '#3d9f88', '#389b4c', '#dd5f93', '#9656e3', '#5b8fdc', '#9c6b4e', '#81868f'],
};

export const seriesColor = ({ series }: Palette, index: number): string =>
  series[index % series.length] ?? '#000000';
