/** The part of pdfmake that is used. Its published types bring those of browsers, which are not those of Node. */
declare module 'pdfmake' {
  interface Faces {
    normal: string;
    bold: string;
    italics: string;
    bolditalics: string;
  }
  interface TableLayout {
    hLineWidth(row: number): number;
    vLineWidth(): number;
    hLineColor(): string;
    paddingLeft(): number;
    paddingRight(column: number, node: { table: { widths: readonly unknown[] } }): number;
  }
  const pdfmake: {
    setFonts(fonts: Readonly<Record<string, Faces>>): void;
    /** Files and addresses that a document may name. */
    setLocalAccessPolicy(mayRead: (path: string) => boolean): void;
    setUrlAccessPolicy(mayLoad: (url: string) => boolean): void;
    setTableLayouts(layouts: Readonly<Record<string, TableLayout>>): void;
    /** The document is changed on the way. */
    createPdf(document: import('./document.ts').Drawn): { getBuffer(): Promise<Uint8Array> };
  };
  export default pdfmake;
}
