/** The part of pdfmake's documents that reports use: plain data, so that a thread can be given it. */
export interface Pdf {
  pageSize: 'A4';
  pageMargins: Margin;
  info: { title: string; subject: string; creator: string };
  language: string;
  defaultStyle: Style & { font: string };
  content: Node[];
}

/** What it is given by whoever draws it, as functions. */
export interface Drawn extends Pdf {
  footer(page: number, pages: number): Node;
  pageBreakBefore(node: { headlineLevel?: number }, nodes: { getFollowingNodesOnPage(): unknown[] }): boolean;
}

/** Left, top, right, bottom; in points, 1/72 inch. */
type Margin = [number, number, number, number];

export interface Style {
  font?: string;
  fontSize?: number;
  lineHeight?: number;
  bold?: boolean;
  color?: string;
  alignment?: 'left' | 'right';
  margin?: Margin;
  /** A share of what is left over as `*`. */
  width?: number | '*';
  wordBreak?: 'break-all';
}

export type Said = Style & {
  text: string | (Style & { text: string })[];
  /** Not to be the last on its page. */
  headlineLevel?: 1;
};

export type Node =
  | Said
  | (Style & { stack: Node[]; unbreakable?: boolean })
  | (Style & { columns: Node[]; columnGap?: number })
  | { svg: string; width: number; font: string }
  | (Style & {
      canvas: {
        type: 'line';
        x1: number;
        y1: number;
        x2: number;
        y2: number;
        lineWidth: number;
        lineColor: string;
      }[];
    })
  | (Style & {
      table: {
        headerRows: number;
        keepWithHeaderRows: number;
        dontBreakRows: boolean;
        widths: ('auto' | '*')[];
        body: Said[][];
      };
      layout: string;
    });
